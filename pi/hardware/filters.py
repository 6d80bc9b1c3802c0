"""From raw levels to facts: buttons, parking, ignition, feed and lights, each with its limits.

A filter is fed samples and tells facts. It knows no clock and no pin, so it does the same behind
every driver. One sample proves nothing, and while nothing is proved the level is None.

The limits are set by what contacts and cars do. Worn push buttons bounce for 20 ms. A starting
engine takes the battery below 3 V for 15-50 ms, which is seen as 15-100 ms and more, and down to a
plateau for up to 20 s. So counting stops at the first two samples without it, and whether it was a
dip or the end is told when that is known.

A wire without a filter in hardware carries its dimmed lamps as pulses, at worst 1 ms in 12. So an
edge counts as the light being on, and light that comes again within 0.3 s never went out.
"""

from collections.abc import Callable
from typing import Final, Protocol

from pi.hardware.port import (
    ButtonPressed,
    FeedCameBack,
    FeedFell,
    FeedLost,
    FeedReturned,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    LightsAre,
    ParkedIs,
    Told,
)
from pi.hardware.wiring import Signal

BUTTON_STABLE_S: Final = 0.025  # a worn switch bounces for 20 ms, a new one for 5
BUTTON_HELD_S: Final = 0.8  # far above any bounce, and meant

IGNITION_ON_S: Final = 0.3  # a key being turned chatters
IGNITION_OFF_S: Final = 2.0  # above the dips of a starting engine: save early, decide late

FEED_SUSPECT_S: Final = 0.25  # five of the worst dips; leaves 0.7 s of a 1 s reserve for the write
FEED_LOST_S: Final = 2.0  # slower than any blink of a supply
FEED_BACK_S: Final = 0.25  # a terminal being put on sparks and chatters

PARKED_ON_S: Final = 0.5  # slow to allow
PARKED_OFF_S: Final = 0.05  # quick to forbid

LIGHTS_ON_S: Final = 0.3  # longer than any pulse of a lamp test's electronics
LIGHTS_HOLD_S: Final = 0.3  # one pulse of a dimmed lamp stands for this long
LIGHTS_OFF_S: Final = 1.5  # gaps of a dimmer

SETTLE_S: Final = 1.0  # after the start: first readings are raw, rails settle
BUTTON_PERIOD_S: Final = (
    0.0125  # while a button is not steady: the third look is 25 ms after the edge
)
SENSE_PERIOD_S: Final = 0.02
SWEEP_S: Final = 1.0  # and while it is: catches what an edge missed
LONGEST_STEP_S: Final = 0.1  # two samples further apart count as this far: nobody looked between


class Run:
    """Samples that agree, one after the other."""

    def __init__(self) -> None:
        self.level: bool | None = None
        self.seconds = 0.0
        self.samples = 0
        self._last = 0.0

    def sample(self, now: float, raw: bool) -> None:
        """Take one sample in. One against the others begins a new run."""
        if raw is not self.level:
            self.level, self.seconds, self.samples = raw, 0.0, 1
        else:
            self.seconds += min(now - self._last, LONGEST_STEP_S)
            self.samples += 1
        self._last = now

    def stood(self, level: bool, seconds: float) -> bool:
        """Whether all samples of the last ``seconds`` were ``level``; one alone spans none."""
        return self.level is level and self.seconds >= seconds - 1e-9


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


class FeedFilter:
    """Every ``FeedLost`` comes after a ``FeedFell``; each is followed by one way back at most.

    Absent from the start is told like any fall, as nobody knows for how long it has been gone.
    Present from the start tells nothing. ``level`` is False from ``FeedFell`` on. While the
    ignition is not decided (``cranking``) nothing is lost yet.
    """

    def __init__(self, cranking: Callable[[], bool]) -> None:
        self.level: bool | None = None
        self._cranking = cranking
        self._run = Run()
        self._gone_since: float | None = None
        self._lost = False

    @property
    def steady(self) -> bool:
        """Present, or lost, and the wire agrees."""
        return self._run.level is self.level and (self.level is True or self._lost)

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``FeedFell``, ``FeedCameBack``, ``FeedLost`` and ``FeedReturned``."""
        self._run.sample(now, raw)
        if raw:
            return self._seen_present()
        if self._gone_since is None:
            self._gone_since = now
        return (*self._suspected(), *self._given_up(now))

    def _seen_present(self) -> tuple[Told, ...]:
        if self.level is True:
            self._gone_since = None
            return ()
        if not self._run.stood(True, FEED_BACK_S):
            return ()
        was, lost = self.level, self._lost
        self.level, self._gone_since, self._lost = True, None, False
        if was is None:
            return ()
        return (FeedReturned(),) if lost else (FeedCameBack(),)

    def _suspected(self) -> tuple[Told, ...]:
        if self.level is False or not self._run.stood(False, FEED_SUSPECT_S):
            return ()
        self.level = False
        return (FeedFell(),)

    def _given_up(self, now: float) -> tuple[Told, ...]:
        if self._lost or self.level is not False or self._gone_since is None:
            return ()
        if now - self._gone_since < FEED_LOST_S - 1e-9 or self._run.samples < 2:
            return ()
        if self._cranking():
            return ()
        self._lost = True
        return (FeedLost(),)


class IgnitionFilter:
    """``level`` is False from the fall on, not only once it is decided: nothing is credited.

    Every ``IgnitionFell`` is followed by ``IgnitionCameBack`` or by ``IgnitionIs(on=False)``. A
    level that rose before the 2 s were over is waited for: it is a dip once it has stood.
    """

    def __init__(self) -> None:
        self.level: bool | None = None
        self._run = Run()
        self._off_since: float | None = None  # no steady level since then, and not decided

    @property
    def undecided(self) -> bool:
        """The level fell and it is not known yet whether for good: cranking, perhaps."""
        return self.level is False and self._off_since is not None

    @property
    def steady(self) -> bool:
        """Decided, and the wire agrees."""
        return self._off_since is None and self._run.level is self.level

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``IgnitionFell``, ``IgnitionCameBack`` and ``IgnitionIs``, the first time too."""
        self._run.sample(now, raw)
        if raw:
            return self._seen_on()
        if self._off_since is None and self.level is not False:
            self._off_since = now
        return self._seen_off(now)

    def _seen_on(self) -> tuple[Told, ...]:
        if self.level is True:
            self._off_since = None  # one sample without it, no more
            return ()
        if not self._run.stood(True, IGNITION_ON_S):
            return ()
        was_dip, self.level, self._off_since = self.undecided, True, None
        return (IgnitionCameBack(),) if was_dip else (IgnitionIs(on=True),)

    def _seen_off(self, now: float) -> tuple[Told, ...]:
        if self._off_since is None or self._run.samples < 2:
            return ()
        told: tuple[Told, ...] = ()
        if self.level is True:
            self.level, told = False, (IgnitionFell(),)
        if now - self._off_since >= IGNITION_OFF_S - 1e-9:
            self.level, self._off_since = False, None
            return (*told, IgnitionIs(on=False))
        return told


class LightsFilter:
    """On once light has been seen again and again for 0.3 s, off after 1.5 s with none."""

    def __init__(self) -> None:
        self.level: bool | None = None
        self._first_seen: float | None = None  # of light without a gap since
        self._last_seen = 0.0
        self._dark_since: float | None = None
        self._lit = False

    @property
    def steady(self) -> bool:
        """What is told is what the wire says."""
        return self.level is not None and self._lit is self.level

    def edge(self, at: float) -> None:
        """Light was seen at a moment, if only for that."""
        if at >= self._last_seen:
            self._seen(at)

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``LightsAre``, the first time too."""
        if raw:
            self._seen(now)
        self._lit = self._first_seen is not None and now - self._last_seen <= LIGHTS_HOLD_S
        if self._lit:
            self._dark_since = None
            return self._is_on()
        if self._dark_since is None:
            self._dark_since = now if self._first_seen is None else self._last_seen
        if self.level is not False and now - self._dark_since >= LIGHTS_OFF_S - 1e-9:
            self.level = False
            return (LightsAre(on=False),)
        return ()

    def _seen(self, now: float) -> None:
        if self._first_seen is None or now - self._last_seen > LIGHTS_HOLD_S:
            self._first_seen = now
        self._last_seen = now

    def _is_on(self) -> tuple[Told, ...]:
        if self.level is True or self._first_seen is None:
            return ()
        if self._last_seen - self._first_seen < LIGHTS_ON_S - 1e-9:
            return ()
        self.level = True
        return (LightsAre(on=True),)
