"""The clock of a wait: big digits of what remains, as the service counts it."""

from collections.abc import Callable
from math import ceil, floor
from time import monotonic
from typing import Literal

from textual.timer import Timer

from tui.widgets.big_digits import BigDigits

UNKNOWN = "--:--"
PAUSED = "‖"
"""Stands before the digits while nothing is counted."""
LATE = 0.002
"""Seconds by which each look comes after the second has passed: timers may come early."""


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
