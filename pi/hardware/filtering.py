"""From raw levels to facts: buttons, the parked sense, and what all filters share.

A filter is fed samples and tells facts. It knows no clock and no pin, so it does the same behind
every driver. One sample proves nothing, and while nothing is proved the level is None.
"""

from collections.abc import Callable
from typing import Protocol

from pi.hardware.limits import BUTTON_HELD_S, BUTTON_STABLE_S, PARKED_OFF_S, PARKED_ON_S
from pi.hardware.steady import Run
from pi.hardware.told import ButtonPressed, ParkedIs, Told
from pi.hardware.wiring import Signal


class Filter(Protocol):
    """What turns the samples of one wire into facts."""

    level: bool | None  # what is believed now

    @property
    def steady(self) -> bool:
        """Whether nothing is open: it need not be sampled until an edge or the next sweep."""

    def edge(self, now: float) -> bool:
        """The level changed, if only for a moment. Whether samples are wanted at once."""

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Take in that the wire is active (``raw``) at a moment in monotonic seconds."""


class ButtonFilter:
    """A press is told when it ends, or when it has been held for long; never both.

    A button found pressed at the start tells nothing until it has been let go.
    """

    def __init__(self, button: Signal) -> None:
        self.level: bool | None = None
        self._button = button
        self._run = Run()
        self._pressed_since: float | None = None  # a press that is not told yet
        self._run_began = 0.0

    @property
    def steady(self) -> bool:
        """Nothing bounces, and no press waits to be told."""
        return self._run.level is self.level and self._pressed_since is None

    def edge(self, now: float) -> bool:
        """Samples are wanted."""
        return True

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``ButtonPressed``."""
        if raw is not self._run.level:
            self._run_began = now
        self._run.sample(now, raw)
        if raw is not self.level and self._run.stood(raw, BUTTON_STABLE_S):
            return self._became(raw)
        since = self._pressed_since
        if raw and since is not None and now - since >= BUTTON_HELD_S - 1e-9:
            self._pressed_since = None
            return (ButtonPressed(button=self._button, held=True),)
        return ()

    def _became(self, pressed: bool) -> tuple[Told, ...]:
        was_known, self.level = self.level is not None, pressed
        if pressed:
            self._pressed_since = self._run_began if was_known else None
            return ()
        untold, self._pressed_since = self._pressed_since is not None, None
        return (ButtonPressed(button=self._button),) if untold else ()


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

    def edge(self, now: float) -> bool:
        """Samples are wanted."""
        return True

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
