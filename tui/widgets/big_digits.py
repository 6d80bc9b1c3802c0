"""Big characters, read from a metre away; the clock of a wait and a code behind stars, drawn
with them.

A band is a header line that names its glyphs, each at the column where its drawing starts,
then the rows of the drawing. A glyph ends one column before the next one starts. All digits
of one size are equally wide, so that a running clock does not jitter.
"""

from collections.abc import Callable
from functools import cache
from math import ceil, floor
from time import monotonic
from typing import Literal

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

Scale = Literal["large", "small"]
Glyph = tuple[str, ...]

ROWS: dict[Scale, int] = {"large": 5, "small": 3}
SPACE_COLUMNS: dict[Scale, int] = {"large": 3, "small": 2}

_LARGE = """
0      1      2      3      4      5      6      7      8      9
▄████▄  ▄███  ▄████▄ ▄████▄ ██  ██ ██████ ▄████▄ ██████ ▄████▄ ▄████▄
██  ██  ▀▀██  ▀▀  ██ ▀▀  ██ ██  ██ ██     ██     ▀▀  ██ ██  ██ ██  ██
██  ██    ██   ▄███▀   ███  ▀█████ █████▄ █████▄    ██▀  ████  ▀█████
██  ██    ██  ██▀    ▄▄  ██     ██ ▄▄  ██ ██  ██   ██▀  ██  ██     ██
▀████▀  █████ ██████ ▀████▀     ██ ▀████▀ ▀████▀   ██   ▀████▀ ▀████▀

A      B      C      D      E      F      G      H      I    J      K
▄████▄ █████▄ ▄████▄ █████▄ ██████ ██████ ▄████▄ ██  ██ ████     ██ ██  ██
██  ██ ██  ██ ██  ▀▀ ██  ██ ██     ██     ██     ██  ██  ██      ██ ██▄██▀
██████ █████  ██     ██  ██ ████   ████   ██ ▄██ ██████  ██      ██ ████
██  ██ ██  ██ ██  ▄▄ ██  ██ ██     ██     ██  ██ ██  ██  ██  ▄▄  ██ ██▀██▄
██  ██ █████▀ ▀████▀ █████▀ ██████ ██     ▀████▀ ██  ██ ████ ▀████▀ ██  ██

L      M        N       O       P      Q       R      S      T
██     ██▄  ▄██ ██▄  ██  ▄███▄  █████▄  ▄███▄  █████▄ ▄████▄ ██████
██     ███▄▄███ ███▄ ██ ██▀ ▀██ ██  ██ ██▀ ▀██ ██  ██ ██  ▀▀   ██
██     ██ ██ ██ ██▀█▄██ ██   ██ █████▀ ██   ██ █████▀ ▀████▄   ██
██     ██    ██ ██ ▀███ ██▄ ▄██ ██     ██▄▀▄██ ██▀██▄ ▄▄  ██   ██
██████ ██    ██ ██  ▀██  ▀███▀  ██      ▀███▀█ ██  ██ ▀████▀   ██

U      V      W        X      Y      Z      /      +      ?      -      :  ★      ‖     .
██  ██ ██  ██ ██    ██ ██  ██ ██  ██ ██████     ▄█        ▄████▄             ▄▄   ██ ██
██  ██ ██  ██ ██    ██ ▀█▄▄█▀ ▀█▄▄█▀ ▀▀ ▄██    ▄█▀   ██   ▀▀  ██        ██ ▄▄██▄▄ ██ ██
██  ██ ██  ██ ██ ██ ██  ▀██▀   ▀██▀   ▄██▀    ▄█▀  ██████   ▄██▀ ██████    ▀████▀ ██ ██
██  ██ ▀█▄▄█▀ ███▀▀███ ▄█▀▀█▄   ██   ██▀     ▄█▀     ██     ▀▀          ██ ▄█▀▀█▄ ██ ██
▀████▀  ▀██▀  ██▀  ▀██ ██  ██   ██   ██████ ▄█▀             ██                    ██ ██ ██
"""

_SMALL = """
0    1    2    3    4    5    6    7    8    9    A    B    C    D    E    F    G    H    I   J
█▀▀█  ▀█  ▀▀▀█ ▀▀▀█ █  █ █▀▀▀ █▀▀▀ ▀▀▀█ █▀▀█ █▀▀█ ▄▀▀▄ █▀▀▄ █▀▀▀ █▀▀▄ █▀▀▀ █▀▀▀ █▀▀▀ █  █ ▀█▀    █
█  █   █  █▀▀▀  ▀▀█ ▀▀▀█ ▀▀▀█ █▀▀█   ▄▀ █▀▀█ ▀▀▀█ █▄▄█ █▀▀▄ █    █  █ █▀▀  █▀▀  █ ▀█ █▀▀█  █     █
█▄▄█  ▄█▄ █▄▄▄ ▄▄▄█    █ ▄▄▄█ █▄▄█  █   █▄▄█ ▄▄▄█ █  █ █▄▄▀ █▄▄▄ █▄▄▀ █▄▄▄ █    █▄▄█ █  █ ▄█▄ █▄▄█

K    L    M     N     O    P    Q    R    S    T     U    V     W     X     Y     Z    /
█ ▄▀ █    █▄ ▄█ █▄  █ ▄▀▀▄ █▀▀█ ▄▀▀▄ █▀▀█ ▄▀▀▀ ▀▀█▀▀ █  █ █   █ █   █ ▀▄ ▄▀ ▀▄ ▄▀ ▀▀▀█   ▄▀
█▀▄  █    █ ▀ █ █ ▀▄█ █  █ █▀▀▀ █  █ █▀█▀  ▀▀▄   █   █  █ ▀▄ ▄▀ █ ▄ █   █     █    ▄▀   ▄▀
█  █ █▄▄▄ █   █ █   █ ▀▄▄▀ █    ▀▄██ █ ▀▄ ▄▄▄▀   █   █▄▄█   ▀   █▀ ▀█ ▄▀ ▀▄   █   █▄▄▄ ▄▀

+     ?    -    : ★     ‖   .
  ▄   ▀▀▀█        ▄▄█▄▄ █ █
▀▀█▀▀  ▄▀▀ ▀▀▀▀ ▀ ▀███▀ █ █
       ▄        ▀ █▀ ▀█ █ █ ▄
"""

_FALLBACKS: dict[Scale, tuple[Scale, ...]] = {"large": ("large", "small"), "small": ("small",)}

UNKNOWN = "--:--"
PAUSED = "‖"
"""Stands before the digits while nothing is counted."""
LATE = 0.002
"""Seconds by which each look comes after the second has passed: timers may come early."""

STAR = "★"


def _band(lines: list[str], rows: int) -> dict[str, Glyph]:
    """Cut one band, a header line and ``rows`` lines of drawing, into its glyphs."""
    header, *drawing = lines
    starts = [column for column, character in enumerate(header) if character != " "]
    width = max(len(line) for line in drawing)
    ends = [start - 1 for start in starts[1:]] + [width]
    padded = [line.ljust(width) for line in drawing[:rows]]
    return {
        header[start]: tuple(line[start:end] for line in padded)
        for start, end in zip(starts, ends, strict=True)
    }


@cache
def glyphs(scale: Scale) -> dict[str, Glyph]:
    """All glyphs of one size: character -> its rows, top first, each equally wide."""
    rows = ROWS[scale]
    found: dict[str, Glyph] = {" ": (" " * SPACE_COLUMNS[scale],) * rows}
    for block in (_LARGE if scale == "large" else _SMALL).strip("\n").split("\n\n"):
        found |= _band(block.split("\n"), rows)
    return found


def draw(text: str, scale: Scale) -> list[str] | None:
    """``text`` as equally long lines of blocks, or None if a character has no glyph.

    Lower case is drawn as upper case. One column stands between two characters.
    """
    table = glyphs(scale)
    shapes = [table.get(character) for character in text.upper()]
    known = [shape for shape in shapes if shape is not None]
    if len(known) < len(shapes):
        return None
    return [" ".join(shape[row] for shape in known) for row in range(ROWS[scale])]


def _drawing(text: str, scale: Scale, width: int, height: int | None = None) -> list[str] | None:
    """The largest drawing of ``text``, not above ``scale``, that fits; None if none does."""
    for candidate in _FALLBACKS[scale]:
        lines = draw(text, candidate)
        if lines is None or len(lines[0]) > width:
            continue
        if height is None or len(lines) <= height:
            return lines
    return None


def _columns(text: str) -> int | None:
    """The width of the large drawing; None if there is none."""
    lines = draw(text, "large")
    return len(lines[0]) if lines else None


class BigDigits(Widget):
    """Digits, capital letters and ``: - / + ? . ★ ‖`` drawn with blocks.

    ``size`` is the largest size wanted: "large" is 5 rows high (digits 6 columns wide),
    "small" 3 rows (4 columns). Where that does not fit, the next smaller is drawn, and at
    last the text itself in bold. A character without a drawing also gives bold text.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BigDigits { width: auto; height: auto; max-width: 100%; text-style: bold; }
    """

    text: reactive[str] = reactive("")
    """What is drawn."""
    scale: reactive[Scale] = reactive[Scale]("large", layout=True)
    """The largest size wanted."""

    def __init__(
        self,
        text: str = "",
        *,
        size: Literal["large", "small"] = "large",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(BigDigits.text, text)
        self.set_reactive(BigDigits.scale, size)

    def watch_text(self, before: str, after: str) -> None:
        """Lay out anew only where the size may change: a running clock keeps its place."""
        columns = _columns(before)
        if columns is None or columns != _columns(after):
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns the drawing takes in a container of that width."""
        lines = _drawing(self.text, self.scale, container.width)
        return len(lines[0]) if lines else min(len(self.text), max(1, container.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows the drawing takes at a width in columns."""
        lines = _drawing(self.text, self.scale, width)
        return len(lines) if lines else Content(self.text).get_height({}, max(1, width))

    def render(self) -> Content:
        """The blocks, or the text itself where they do not fit."""
        lines = _drawing(self.text, self.scale, *self.content_size)
        return Content("\n".join(lines) if lines else self.text)


def clock_face(remaining_s: float | None) -> str:
    """``h:mm:ss``, or ``mm:ss`` below an hour, rounded up so that zero means zero."""
    if remaining_s is None:
        return UNKNOWN
    minutes, seconds = divmod(ceil(remaining_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


class Countdown(BigDigits):
    """Shows how long is left, computed anew from what the service last said.

    ``show`` takes the seconds that remained, the CLOCK_MONOTONIC time in seconds at which that
    was true, and whether they are being counted. While they are not, the clock stands still
    behind a pause sign. It never goes below zero, and reaching zero announces nothing: only
    the service says that a wait is over. ``clock`` must be the service's kind of clock. ``ticked``
    is called with every look at the clock, for what is told beside it.
    """

    def __init__(
        self,
        remaining_s: float | None = None,
        as_of: float = 0.0,
        counting: bool = False,
        *,
        size: Literal["large", "small"] = "large",
        clock: Callable[[], float] = monotonic,
        ticked: Callable[[], None] = lambda: None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(size=size, id=id, classes=classes)
        self._clock = clock
        self._ticked = ticked
        self._waiting: Timer | None = None
        self._said = (remaining_s, as_of, counting)
        self.set_reactive(BigDigits.text, self._face())

    def show(self, remaining_s: float | None, as_of: float, counting: bool) -> None:
        """Go on from what the service says now."""
        self._said = (remaining_s, as_of, counting)
        self.tick()

    @property
    def passed(self) -> float:
        """The seconds counted since the service last told; none while nothing is counted."""
        _remaining_s, as_of, counting = self._said
        return max(0.0, self._clock() - as_of) if counting else 0.0

    @property
    def remaining(self) -> float | None:
        """The seconds left now; None if unknown."""
        remaining_s = self._said[0]
        return None if remaining_s is None else max(0.0, remaining_s - self.passed)

    @property
    def paused(self) -> bool:
        """Whether seconds are left that nobody counts."""
        remaining_s, _as_of, counting = self._said
        return not counting and bool(remaining_s)

    def tick(self) -> None:
        """Look at the clock and draw what is left. The timer does this once a second."""
        self.text = self._face()
        self.set_class(self.paused, "-paused")
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        self._ticked()
        remaining = self.remaining
        if self._said[2] and remaining != 0 and self.is_attached:
            self._waiting = self.set_timer(self._to_next_second() + LATE, self.tick)

    def _to_next_second(self) -> float:
        """Until another number is shown, or told where none is shown."""
        remaining = self.remaining
        if remaining is None:
            return floor(self.passed) + 1 - self.passed
        return remaining - (ceil(remaining) - 1)

    def on_mount(self) -> None:
        """Begin to follow the clock."""
        self.tick()

    def _face(self) -> str:
        return (PAUSED + " ") * self.paused + clock_face(self.remaining)


class MaskedCode(BigDigits):
    """``length`` stars; ``reveal`` shows the digits in their place for ``seconds``.

    They hide earlier when the terminal loses the focus, when another screen comes up, and
    on ``hide``. The widget then holds no reference to them. It posts ``Hidden`` each time.
    """

    class Hidden(Message):
        """The digits are hidden again."""

        def __init__(self, masked_code: "MaskedCode") -> None:
            super().__init__()
            self.masked_code = masked_code

    def __init__(
        self,
        length: int = 4,
        *,
        seconds: float = 30.0,
        size: Literal["large", "small"] = "large",
        clock: Callable[[], float] = monotonic,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(STAR * length, size=size, id=id, classes=classes)
        self._length = length
        self._seconds = seconds
        self._clock = clock
        self._hides_at: float | None = None
        self._waiting: Timer | None = None

    @property
    def revealed(self) -> bool:
        """Whether the digits can be read now."""
        return self._hides_at is not None

    def on_mount(self) -> None:
        """Watch for the moment when somebody else may be looking."""
        self.watch(self.app, "app_focus", self._app_focus_changed, init=False)
        self.app.screen_change_signal.subscribe(self, self._screen_changed, immediate=True)

    def reveal(self, digits: str) -> None:
        """Show the digits now; the time to hide them starts anew."""
        self._hides_at = self._clock() + self._seconds
        self.text = digits
        self.tick()

    def hide(self) -> None:
        """Show stars and forget the digits; if they were hidden, do nothing."""
        if not self.revealed:
            return
        self._hides_at = None
        self._stop_waiting()
        self.text = STAR * self._length
        self.post_message(self.Hidden(self).set_sender(self))

    def tick(self) -> None:
        """Look at the clock and hide the digits if it is time. The timer does this in time."""
        if self._hides_at is None:
            return
        left = self._hides_at - self._clock()
        if left <= 0:
            self.hide()
            return
        self._stop_waiting()
        self._waiting = self.set_timer(left, self.tick)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _screen_changed(self, shown: Screen[object]) -> None:
        if shown is not self.screen:
            self.hide()

    def _app_focus_changed(self, focused: bool) -> None:
        if not focused:
            self.hide()
