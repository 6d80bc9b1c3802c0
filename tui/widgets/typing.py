"""The body of a screen where one text is typed: the question, what is typed, and the pads.

The pad gets all the room that is left, and stays where it is whatever is said meanwhile: a
notice takes the place of the question, so that no key moves under a finger.

A keyboard types just as well, and more than the pads hold: small letters, accents, signs.

Letters stand as on the keyboard of a phone in the owner's language, below a row of digits: there
a finger finds them, and nobody is faster in the order of the alphabet. Where ten keys of the least
width do not fit beside each other that order breaks; there they stand by the alphabet.
"""

from collections.abc import Callable, Sequence
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from pi.drawable import is_drawable
from tui.text import language
from tui.widgets.big_digits import BigDigits
from tui.widgets.lists import Cell, TapGrid, boxed, grid

ERASE, ENTER, SPACE = "⌫", "⏎", "␣"
"""What the special keys show where their labels do not fit."""

LEAST_ROWS, LARGEST_ROWS = 3, 5
"""The heights of a key."""
OTHER_ROWS = 8
"""What a screen needs beside a pad: a title, a line of entry, and a bar of actions."""

SHIFT: Final = "⇧"
CAPITALS: Final = "-" + SPACE
"""The signs of a pad for what is written in capitals: a serial number, a key."""
BOTH_CASES: Final = SHIFT + SPACE
"""The signs of a pad for names and passphrases."""

_ENGLISH: Final = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")

LOW = 20  # rows: below, letters leave no room for buttons, and digits none for large ones
NARROW = 50  # columns: below, letters stand in five rows of keys, which need more rows:
HIGH = 24
CURSOR = "▏"
SLOT = "-"


class KeyPad(TapGrid):
    """The common part of both pads: taps and typed keys post the same messages.

    Handlers are named ``on_key_pad_pressed``, ``on_key_pad_erased``, ``on_key_pad_entered``.
    """

    DEFAULT_CSS = "KeyPad { height: auto; }"
    LARGEST = Size(16, LARGEST_ROWS)
    """The largest useful key, in cells."""

    class Pressed(Message):
        """A character was typed."""

        def __init__(self, pad: "KeyPad", character: str) -> None:
            super().__init__()
            self.pad = pad
            self.character = character

    class Erased(Message):
        """The last character is to go."""

        def __init__(self, pad: "KeyPad") -> None:
            super().__init__()
            self.pad = pad

    class Entered(Message):
        """The entry is complete."""

        def __init__(self, pad: "KeyPad") -> None:
            super().__init__()
            self.pad = pad

    def __init__(
        self,
        *,
        erase: str = ERASE,
        enter: str = ENTER,
        space: str = SPACE,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = {ERASE: erase, ENTER: enter, SPACE: space}

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys at a width in columns, one character for each key."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Keys as high as leave room for an entry and a bar of actions; at least 3 rows."""
        rows = len(self.keys(width))
        free = viewport.height - OTHER_ROWS
        if free >= rows * (LARGEST_ROWS + 1) - 1:
            return rows * (LARGEST_ROWS + 1) - 1
        return rows * max(LEAST_ROWS, min(LARGEST_ROWS - 1, free // rows))

    def cells(self, area: Size) -> Sequence[Cell]:
        """One box for each key."""
        rows = self.keys(area.width)
        regions = grid(area, len(rows[0]), len(rows), self.LARGEST)
        return [
            Cell(
                region=region,
                token=key,
                lines=boxed(self._label(key, region.width - 2), region.width, region.height),
                kind="special" if key in self._labels else "key",
            )
            for key, region in zip("".join(rows), regions, strict=True)
        ]

    def _label(self, key: str, room: int) -> str:
        label = self._labels.get(key, key)
        return label if len(label) <= room else key

    def tapped(self, token: str) -> None:
        """Say what was typed."""
        message: Message
        if token == ERASE:
            message = self.Erased(self)
        elif token == ENTER:
            message = self.Entered(self)
        else:
            message = self.Pressed(self, " " if token == SPACE else token)
        self.post_message(message.set_sender(self))

    def on_key(self, event: events.Key) -> None:
        """A keyboard types the same."""
        special = {"backspace": ERASE, "enter": ENTER}
        token = special.get(event.key) or (event.character or "").upper()
        token = SPACE if token == " " else token
        if token and token in "".join(self.keys(self.content_size.width)):
            event.stop()
            self.light(token)
            self.tapped(token)


class DigitPad(KeyPad):
    """Ten digits, erase and enter, in three rows of keys at least 8 by 3 in 40 columns."""

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys; the same at every width."""
        return ["123" + ERASE, "4560", "789" + ENTER]


class LetterPad(KeyPad):
    """Letters, digits, ``-``, erase, space and done: 8 keys of 5 columns in a row of 40."""

    LARGEST = Size(10, LARGEST_ROWS)

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys: 5 of 8 on narrow screens, 4 of 10 on others."""
        return rows_of_letters(width, CAPITALS)


def rows_of_letters(width: int, signs: str, *, small: bool = False) -> list[str]:
    """Forty keys: letters, digits, two signs, erase and enter, in rows for a width in columns."""
    if width < NARROW:
        every = (ascii_lowercase if small else ascii_uppercase) + digits + signs + ERASE + ENTER
        return [every[at : at + 8] for at in range(0, len(every), 8)]
    top, middle, bottom = (row.lower() if small else row for row in keyboard())
    first, second = signs[0], signs[1]
    beside = ERASE if len(middle) < len(top) else ""  # where a phone has it, if there is room
    last = first + bottom + second + ("" if beside else ERASE) + ENTER
    return [digits[1:] + digits[0], top, middle + beside, last]


def keyboard() -> tuple[str, str, str]:
    """The rows of letters of the owner's keyboard: ten, then nine or ten, then the rest.

    Of a catalogue that says something else than that the English ones are taken.
    """
    rows = language.KEYBOARD.split()
    sound = sorted("".join(rows)) == [*ascii_uppercase]
    shape = tuple(map(len, rows))
    top, middle, bottom = rows if sound and shape in {(10, 9, 7), (10, 10, 6)} else _ENGLISH
    return top, middle, bottom


class _Typed(KeyPad):
    """Takes whatever a keyboard types. Enter and Erase are said as the pad's own keys say them.

    ``held`` says that taps do not count now: the second of a double tap on what brought the pad.
    """

    held: Callable[[], bool] = staticmethod(lambda: False)

    def on_key(self, event: events.Key) -> None:
        """Say what was typed, as it was typed."""
        if event.key in ("backspace", "enter"):
            self._say(ERASE if event.key == "backspace" else ENTER)
        elif event.is_printable and event.character is not None:
            self.light(event.character)
            self.post_message(self.Pressed(self, event.character).set_sender(self))
        else:
            return
        event.stop()
        event.prevent_default()

    def tapped(self, token: str) -> None:
        """Say what was typed."""
        if not self.held():
            super().tapped(token)

    def on_paste(self, event: events.Paste) -> None:
        """A pasted line counts as typed."""
        event.stop()
        for character in event.text.strip():
            if is_drawable(character):
                self.post_message(self.Pressed(self, character).set_sender(self))

    def _say(self, key: str) -> None:
        message = self.Erased(self) if key == ERASE else self.Entered(self)
        self.post_message(message.set_sender(self))


class Digits(_Typed, DigitPad):
    """Ten digits in two rows; erasing and going on are buttons of the screen."""

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys; the same at every width."""
        return [digits[1:6], digits[6:] + digits[0]]

    def on_key(self, event: events.Key) -> None:
        """What is no digit is left to the screen: it may press one of its buttons."""
        if event.is_printable and not (event.character or "").isdigit():
            event.prevent_default()


class Letters(_Typed, LetterPad):
    """Letters, digits, two more signs, erase and enter.

    While nothing is typed and there are no buttons (``alone``), the key that erases leads back, and
    says so. Beside buttons, one of which leads back, there is no such key before there is something
    to erase.
    """

    alone: reactive[bool] = reactive(False)
    """Whether no buttons stand beside it."""

    def __init__(self, signs: str = CAPITALS, *, names: bool = False) -> None:
        """``names``: a word begins with a capital and goes on with small letters."""
        super().__init__(space=language.SPACE)
        self._signs = signs
        self._names = names
        self._small = SHIFT in signs and not names
        self._empty = True

    def watch_alone(self) -> None:
        """Draw the key that leads back, or its empty place."""
        self.changed()

    def show_for(self, text: str, done: str) -> None:
        """Say what is typed: it decides what the erasing key does, and the case of a name.

        ``done`` is what Enter does then, in a word.
        """
        before = (self._empty, self._small, self._labels[ENTER])
        self._labels[ENTER] = done
        self._empty = not text
        if self._names:
            self._small = text[-1:].isalpha()
        if (self._empty, self._small, done) != before:
            self.changed()

    @property
    def _leads_back(self) -> bool:
        return self._empty and self.alone

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys: 5 of 8 on narrow screens, 4 of 10 on others."""
        return rows_of_letters(width, self._signs, small=self._small)

    def cells(self, area: Size) -> Sequence[Cell]:
        """The words of special keys take the room of their box where they need it."""
        cells = super().cells(area)
        if self._empty and not self.alone:
            cells = [_no_key(one) if one.token == ERASE else one for one in cells]
        return [
            Cell(
                region=cell.region,
                token=cell.token,
                lines=_word(word, cell.region.width, cell.region.height),
                kind="special",
            )
            if (word := self._word(cell.token, cell.region.width))
            else cell
            for cell in cells
        ]

    def tapped(self, token: str) -> None:
        """Say what was typed; the shift key changes the letters."""
        if token == SHIFT and not self.held():
            self._small = not self._small
            self.changed()
        else:
            super().tapped(token)

    def _word(self, key: str, width: int) -> str:
        word = language.BACK if key == ERASE and self._leads_back else self._labels.get(key, key)
        return word if 1 < len(word) < width else ""


def _no_key(cell: Cell) -> Cell:
    """The place of a key that is not there."""
    blank = [" " * cell.region.width] * cell.region.height
    return Cell(region=cell.region, token="", lines=blank, kind="plain")


def _word(word: str, width: int, height: int) -> list[str]:
    """A word between two lines, as wide as the key."""
    rule = "─" * width
    lines = [rule, *[" " * width] * (height - 2), rule]
    lines[height // 2] = word.center(width)
    return lines


class Typing(Vertical):
    """Draws what a typed screen says. ``fit`` comes first, with the size of the terminal.

    ``cramped``: letters have the whole screen but one line, which then says it all.
    """

    DEFAULT_CSS = """
    Typing { layers: default over; }
    Typing #question { height: auto; min-height: 2; padding: 0 1; }
    Typing.-tight #question { min-height: 1; }
    Typing.-cramped #question { display: none; }
    Typing #question.-notice, Typing #over {
        background: $status-wait; color: $status-wait-text; text-style: bold;
    }
    Typing #over { display: none; layer: over; dock: top; height: auto; padding: 0 1; }
    Typing #typed { height: auto; padding: 0 1; text-style: bold; }
    Typing BigDigits { margin: 0 1; }
    Typing KeyPad { height: 1fr; }
    """

    def __init__(self, pad: Digits | Letters) -> None:
        self._question, self._over = Static(id="question"), Static(id="over")
        self._line, self._big = Static(id="typed"), BigDigits()
        super().__init__(self._question, self._line, self._big, pad, self._over)
        self._pad = pad
        self._said = ""
        self._notice = ""
        self._width = NARROW
        self.cramped = False

    def fit(self, size: Size) -> bool:
        """Choose what there is room for. Returns whether there is room for buttons."""
        letters = isinstance(self._pad, Letters)
        low, narrow = size.height < LOW, size.width < NARROW
        self._width = size.width
        self.cramped = letters and low and narrow
        self.set_class(self.cramped, "-cramped")
        self.set_class(letters and LOW <= size.height < HIGH and not narrow, "-tight")
        self._line.display = letters or low
        self._big.display = not self._line.display
        self.say(self._notice)
        return not letters or not (low or (narrow and size.height < HIGH))

    @property
    def notice(self) -> str:
        """The notice that stands there, empty without one."""
        return self._notice

    def ask(self, question: str) -> None:
        """The question, or what helps with what is typed."""
        self._said = question
        self._show_question()

    def say(self, notice: str) -> None:
        """A notice in the place of the question, or of what is typed where there is no other.

        There its second line hides no more than the upper edge of the first keys.
        """
        self._notice = notice
        self._over.update(Content(notice))
        self._over.display = bool(notice) and self.cramped
        self._show_question()

    def show_digits(self, shown: str, least: int) -> None:
        """The digits typed so far, and a place for each that is missing."""
        slots = shown + SLOT * (least - len(shown))
        self._big.text = slots
        self._line.update(Content(" ".join(slots)))

    def show_letters(self, shown: str, *, label: str, suggestion: str, beside: str) -> None:
        """What is typed. ``label`` and ``beside`` are for the one line of a cramped screen."""
        start = f"{label} " if self.cramped else ""
        room = max(1, self._width - len(start) - 4)
        if not shown and suggestion:
            self._line.update(Content.assemble(start, (suggestion[:room], "dim")))
            return
        said = start + shown[-room:] + CURSOR
        gap = self._width - 2 - len(said) - len(beside)
        fits = self.cramped and beside and gap > 0
        self._line.update(Content(said + " " * gap + beside if fits else said))

    def _show_question(self) -> None:
        self._question.update(Content(self._notice or self._said))
        self._question.set_class(bool(self._notice), "-notice")
