"""From raw levels to facts: buttons, the parked sense, and what all filters share.

A filter is fed samples and tells facts. It knows no clock and no pin, so it does the same behind
every driver. One sample proves nothing, and while nothing is proved the level is None.
"""

from collections.abc import Callable
from typing import Protocol

from pi.hardware.body import ButtonPressed, ParkedIs, Told
from pi.hardware.limits import (
    BUTTON_HELD_S,
    BUTTON_STABLE_S,
    LONGEST_STEP_S,
    PARKED_OFF_S,
    PARKED_ON_S,
)
from pi.hardware.steady import Run
from pi.hardware.wiring import Signal


class Filter(Protocol):
    """What turns the samples of one wire into facts."""

    level: bool | None  # what is believed now

    @property
    def steady(self) -> bool:
        """Whether nothing is open: it need not be sampled until an edge or the next sweep."""

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Take in that the wire is active (``raw``) at a moment in monotonic seconds."""


class ButtonFilter:
    """A press is told when it ends, or when it has been held for long; never both.

    A button found pressed at the start tells nothing until it has been let go. What a long press
    has lasted is what was looked at of it: two presses that nobody saw apart are no long one.
    """

    def __init__(self, button: Signal) -> None:
        self.level: bool | None = None
        self._button = button
        self._run = Run()
        self._is_untold = False  # a press is under way that was not told yet
        self._down_s = 0.0
        self._last = 0.0

    @property
    def steady(self) -> bool:
        """Nothing bounces, and no press waits to be told."""
        return self._run.level is self.level and not self._is_untold

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``ButtonPressed``."""
        self._run.sample(now, raw)
        self._down_s += min(now - self._last, LONGEST_STEP_S) if self.level else 0.0
        self._last = now
        if raw is not self.level:
            return self._became(raw) if self._run.stood(raw, BUTTON_STABLE_S) else ()
        if raw and self._is_untold and self._down_s >= BUTTON_HELD_S - 1e-9:
            self._is_untold = False
            return (ButtonPressed(button=self._button, held=True),)
        return ()

    def _became(self, pressed: bool) -> tuple[Told, ...]:
        was_untold, was_known = self._is_untold, self.level is not None
        self.level, self._down_s = pressed, self._run.seconds
        self._is_untold = pressed and was_known
        return (ButtonPressed(button=self._button),) if was_untold else ()


class ParkedFilter:
    """Slow to allow and quick to forbid. Unknown wherever the ignition, if wired, is not on.

    The sense is fed by the ignition, so without it the wire says nothing.
    """

    def __init__(self, ignition_is_on: Callable[[], bool]) -> None:
        self.level: bool | None = None
        self._ignition_is_on = ignition_is_on
        self._run = Run()
        self._has_told = False

    @property
    def steady(self) -> bool:
        """What is told is what the wire says."""
        if not self._ignition_is_on():
            return self._has_told
        return self._run.level is self.level

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``ParkedIs``, the first time too."""
        if not self._ignition_is_on():
            self._run = Run()
            return self._is(None)
        self._run.sample(now, raw)
        if self._run.stood(raw, PARKED_ON_S if raw else PARKED_OFF_S):
            return self._is(raw)
        return ()

    def _is(self, parked: bool | None) -> tuple[Told, ...]:
        if self._has_told and self.level is parked:
            return ()
        self.level, self._has_told = parked, True
        return (ParkedIs(parked=parked),)
