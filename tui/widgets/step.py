"""What stands beside a step: dots that fill with a beat, and the radio's display, drawn small."""

from collections.abc import Callable
from time import monotonic

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

MOST_DOTS = 20
"""The most dots shown at a time."""
DOTS_IN_ROW = 10
EARLY = 0.001
"""Seconds by which a beat may come early, as timers do."""


class Beat(Widget):
    """One dot for each press; beat ``n`` comes at the start plus ``n`` times ``interval`` seconds.

    Beats follow the clock, never a count of timer events: if the program was held up, the
    dots that are due fill at once and one ``Tick`` tells the last of them. More presses than
    20 are shown 20 at a time, with the number under the dots. Unknown ``times`` (None) show
    nothing; an ``interval`` of None turns the beat off and leaves the dots empty.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Beat { width: auto; height: auto; text-style: bold; }"

    times: reactive[int | None] = reactive[int | None](None, layout=True)
    """How many presses; None if no sure count is known. A change goes back to the start."""
    interval: reactive[float | None] = reactive[float | None](None)
    """Seconds from beat to beat; None for no beat."""
    beaten: reactive[int] = reactive(0, layout=True)
    """How many beats have come."""

    class Tick(Message):
        """Beat ``n`` of the presses, from 1, has come."""

        def __init__(self, beat: "Beat", n: int) -> None:
            super().__init__()
            self.beat = beat
            self.n = n

    class Done(Message):
        """The last beat has come."""

        def __init__(self, beat: "Beat") -> None:
            super().__init__()
            self.beat = beat

    def __init__(
        self,
        times: int | None = None,
        interval: float | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._started: float | None = None
        self._waiting: Timer | None = None
        self.set_reactive(Beat.times, times)
        self.set_reactive(Beat.interval, interval)

    @property
    def running(self) -> bool:
        """Whether beats are coming."""
        return self._started is not None

    def start(self) -> None:
        """Begin again from no beat; the first comes one interval from now."""
        self.beaten = 0
        self.resume()

    def pause(self) -> None:
        """Let no more beats come; those that came stay."""
        self._started = None
        self._wait(None)

    def resume(self) -> None:
        """Go on after a pause; the next beat comes one interval from now."""
        if self.interval and self.times and self.beaten < self.times:
            self._started = self._clock() - self.beaten * self.interval
            self.tick()

    def tick(self) -> None:
        """Look at the clock and show every beat that is due. The timer does this in time."""
        if self._started is None or not self.interval or not self.times:
            return
        passed = self._clock() - self._started
        due = min(self.times, int((passed + EARLY) / self.interval))
        if due > self.beaten:
            self.beaten = due
            self.post_message(self.Tick(self, due).set_sender(self))
        if due >= self.times:
            self.pause()
            self.post_message(self.Done(self).set_sender(self))
        else:
            self._wait((due + 1) * self.interval - passed)

    def watch_times(self) -> None:
        """Another step: no beat of it has come."""
        self.pause()
        self.beaten = 0

    def watch_interval(self) -> None:
        """Another pace: the next beat comes one new interval from now."""
        if self.running:
            self.pause()
            self.resume()

    def _wait(self, seconds: float | None) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = None if seconds is None else self.set_timer(max(0.0, seconds), self.tick)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns of the longest row."""
        return max((len(line) for line in self._lines(container.width)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows at a width in columns."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Full dots for beats that came, empty ones for those to come."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def _lines(self, width: int) -> list[str]:
        if not self.times:
            return []
        first = min(self.beaten, self.times - 1) // MOST_DOTS * MOST_DOTS
        dots = ["●○"[n >= self.beaten] for n in range(first, min(first + MOST_DOTS, self.times))]
        each = max(1, min(DOTS_IN_ROW, (width + 1) // 2))
        lines = [" ".join(dots[at : at + each]) for at in range(0, len(dots), each)]
        return lines + [f"{self.beaten}/{self.times}"] * (self.times > MOST_DOTS)


class Faceplate(Widget):
    """A box that shows what the radio's display should show, character by character.

    ``shows`` is the display's text, blanks included; ``position`` counts from 0 and is drawn
    in reverse. With ``narrow`` the box is left away and one row is enough. Characters are set
    apart where the width allows.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Faceplate {
        width: auto;
        height: auto;
        max-width: 100%;
        padding: 0 1;
        border: round $foreground;
        text-style: bold;
        text-wrap: nowrap;
    }
    Faceplate.-narrow { border: none; padding: 0; }
    """

    shows: reactive[str] = reactive("", layout=True)
    """What the display should show."""
    position: reactive[int | None] = reactive[int | None](None)
    """The character to look at, from 0; None for none."""
    narrow: reactive[bool] = reactive(False, layout=True, toggle_class="-narrow")
    """Whether to do without the box."""

    def __init__(
        self,
        shows: str = "",
        *,
        position: int | None = None,
        narrow: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Faceplate.shows, shows)
        self.set_reactive(Faceplate.position, position)
        self.set_reactive(Faceplate.narrow, narrow)
        self.set_class(narrow, "-narrow")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns of the spaced text, or of the plain one where that is too wide."""
        return len(self._spaced(container.width - self.gutter.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row."""
        return 1

    def render(self) -> Content:
        """The display's text, with the position in reverse."""
        text = self._spaced(self.content_size.width)
        step = 1 if text == self.shows else 2
        content = Content(text)
        if self.position is None or not 0 <= self.position < len(self.shows):
            return content
        return content.stylize("reverse", self.position * step, self.position * step + 1)

    def _spaced(self, width: int) -> str:
        spaced = " ".join(self.shows)
        return spaced if len(spaced) <= width else self.shows
