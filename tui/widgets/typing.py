"""The body of a screen where one text is typed: the question, what is typed, the pad.

The pad gets all the room that is left, and stays where it is whatever is said meanwhile: a
notice takes the place of the question, so that no key moves under a finger.
"""

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from tui.widgets.big_digits import BigDigits
from tui.widgets.pads import Digits, Letters

LOW = 20  # rows: below, letters leave no room for buttons, and digits none for large ones
NARROW = 50  # columns: below, letters stand in five rows of keys, which need more rows:
HIGH = 24
CURSOR = "▏"
SLOT = "-"


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
