"""The pads of screens where something is typed.

A keyboard types just as well, and more than the pads hold: small letters, accents, signs.
"""

from collections.abc import Callable, Sequence
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from textual import events
from textual.geometry import Size

from pi.drawable import is_drawable
from tui.text import keys
from tui.widgets.keypad import ENTER, ERASE, SPACE, DigitPad, KeyPad, LetterPad
from tui.widgets.tap_grid import Cell

SHIFT: Final = "⇧"
CAPITALS: Final = "-" + SPACE
"""The signs of a pad for what is written in capitals: a serial number, a key."""
BOTH_CASES: Final = SHIFT + SPACE
"""The signs of a pad for names and passphrases."""


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
        """A letter is left to the screen: it may press one of its buttons."""
        if event.character is not None and event.character.isalpha():
            event.prevent_default()


class Letters(_Typed, LetterPad):
    """Letters, digits, two more signs, erase and enter.

    While nothing is typed, the key that erases leads back, and says so.
    """

    def __init__(self, signs: str = CAPITALS, *, names: bool = False) -> None:
        """``names``: a word begins with a capital and goes on with small letters."""
        super().__init__(space=keys.space())
        self._signs = signs
        self._names = names
        self._small = SHIFT in signs and not names
        self._empty = True

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

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys: 5 of 8 on narrow screens, 4 of 10 on others."""
        letters = ascii_lowercase if self._small else ascii_uppercase
        every = letters + digits + self._signs + ERASE + ENTER
        each = 8 if width < 50 else 10
        return [every[at : at + each] for at in range(0, len(every), each)]

    def cells(self, area: Size) -> Sequence[Cell]:
        """The words of special keys take the room of their box where they need it."""
        return [
            Cell(
                region=cell.region,
                token=cell.token,
                lines=_word(word, cell.region.width, cell.region.height),
                kind="special",
            )
            if (word := self._word(cell.token, cell.region.width))
            else cell
            for cell in super().cells(area)
        ]

    def tapped(self, token: str) -> None:
        """Say what was typed; the shift key changes the letters."""
        if token == SHIFT and not self.held():
            self._small = not self._small
            self.changed()
        else:
            super().tapped(token)

    def _word(self, key: str, width: int) -> str:
        word = keys.back() if key == ERASE and self._empty else self._labels.get(key, key)
        return word if 1 < len(word) < width else ""


def _word(word: str, width: int, height: int) -> list[str]:
    """A word between two lines, as wide as the key."""
    rule = "─" * width
    lines = [rule, *[" " * width] * (height - 2), rule]
    lines[height // 2] = word.center(width)
    return lines
