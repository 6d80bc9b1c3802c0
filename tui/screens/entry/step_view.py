"""One step of an entry, drawn: the key, how often, the beat, and what the display then shows."""

from collections.abc import Callable
from typing import Final

from textual import events
from textual.timer import Timer
from textual.widget import Widget

from tui.text import entry as words
from tui.text.entry import Telling
from tui.widgets.fitting import Blocks, Fitted, Line
from tui.widgets.step import Beat, Faceplate

LEAD_IN_S: Final = 2.0  # to find the key before the beat begins
BOXED_FROM: Final = 12  # rows of the body in which the display is drawn with its box


REPLAY_KEY: Final = "*"
"""Plays the beat once more, as a tap anywhere on the step does. No simulated radio has it."""


class Dots(Beat):
    """The beat, which may give way to the display."""

    drop = 3


class Display(Faceplate):
    """What the radio's display should show."""

    drop = 1


class StepView(Fitted):
    """Shows a telling, with a beat that a tap plays once more."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._over = Line(classes="ok", drop=4)
        self._blocks = Blocks()
        self._dots = Dots(clock=clock)
        self._with = Line(drop=8, classes="centred")
        self._caption = Line(drop=2, classes="centred strong")
        self._display = Display()
        self._notes = Notes()
        self._kind_word = Line(drop=6, classes="centred")
        self._under = Line(drop=9, classes="centred")
        self._told: Telling | None = None
        self._lead_in: Timer | None = None
        super().__init__(
            self._over,
            self._blocks,
            self._dots,
            self._with,
            self._kind_word,
            *self._notes.lines,
            self._caption,
            self._display,
            self._under,
        )

    def show(
        self,
        told: Telling,
        *,
        over: str = "",
        under: str = "",
        position: int | None = None,
        pace_s: float | None,
    ) -> None:
        """Draw a telling. ``over`` and ``under`` are said above and below it.

        ``position``, from 0, is the one that is marked on the display.
        """
        self._over.say(over)
        self._under.say(under)
        if told == self._told:
            return
        self._told = told
        self._blocks.blocks = told.blocks
        self._notes.say(told.notes)
        self._kind_word.say(told.kind_word)
        caption = words.NOW_SHOWS if told.asks else words.THEN_SHOWS
        self._caption.say(caption if told.shows else "")
        self._display.display = bool(told.shows)
        self._display.shows = told.shows or ""
        self._display.position = position
        self._beat(told.beats, pace_s)

    def on_resize(self, event: events.Resize) -> None:
        """Draw the display without its box where rows are few."""
        self._display.narrow = event.size.height < BOXED_FROM

    def _beat(self, times: int | None, pace_s: float | None) -> None:
        if self._lead_in is not None:
            self._lead_in.stop()
        paced = times or None
        self._dots.pause()
        self._dots.beaten = 0
        self._dots.interval = pace_s
        self._dots.times = paced
        self._dots.display = paced is not None
        self._with.say(words.WITH_THE_BEAT if paced is not None and pace_s else "")
        self._lead_in = None if paced is None else self.set_timer(LEAD_IN_S, self._dots.start)

    def on_beat_done(self) -> None:
        """Say how it is played once more, which nobody needs before."""
        self._with.say(words.BEAT_AGAIN)

    def replay(self) -> None:
        """Play the beat from its first dot, after the time it takes to find the key."""
        if self._told is not None and self._dots.interval is not None:
            self._beat(self._told.beats, self._dots.interval)

    def on_click(self) -> None:
        """A tap near the dots, which are too small for a finger."""
        self.replay()


class Notes:
    """A few lines that are written anew with every step."""

    MOST: Final = 5

    def __init__(self) -> None:
        self.lines: tuple[Widget, ...] = tuple(Line(classes="centred") for _ in range(self.MOST))

    def say(self, notes: tuple[str, ...]) -> None:
        """These lines and no others."""
        padded = notes + ("",) * (self.MOST - len(notes))
        for line, text in zip(self.lines, padded, strict=True):
            assert isinstance(line, Line)
            line.say(text)
