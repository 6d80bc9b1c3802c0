"""The thread that watches the inputs: each wire, when to look at it, and what its edges tell.

A thread of its own, since the service's loop may stand still while the card writes. It sleeps
until a wire is due or an edge wakes it.

For most wires an edge is a hint to look, no more: one spike of noise has two. For lights it is
light. For buttons it is what nobody saw: on a machine so busy that the thread comes late, a press
may be over before the second look at it. Then the kernel's own times of the edges fill the gap;
where the samples are in time they are not asked.

An edge is a hint that starts samples, which go on until the wire's filter is steady. Then the
wire is looked at once a second, so quiet wires cost next to nothing.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pi.hardware.filters import (
    BUTTON_PERIOD_S,
    SENSE_PERIOD_S,
    SETTLE_S,
    SWEEP_S,
    ButtonFilter,
    FeedFilter,
    Filter,
    IgnitionFilter,
    LightsFilter,
    ParkedFilter,
)
from pi.hardware.port import IgnitionFell, IgnitionIs, ParkedIs, Told
from pi.hardware.wiring import BUTTONS, Signal

Read = Callable[[], bool]
"""Whether a wire is active at this moment, unfiltered."""

Seen = tuple[float, bool]
"""A moment in monotonic seconds, and whether the wire was active from then on."""

_MOST_EDGES: Final = 64  # kept from one look to the next; the latest
_LATE: Final = 2.5  # periods without a look leave something unseen
_LONGEST_WAIT_S: Final = 0.3  # for an edge that was lost

# The ignition first: what it says decides how feed and parked are read.
_ORDER: Final = (Signal.IGNITION, Signal.FEED, Signal.PARKED, Signal.LIGHTS, *BUTTONS)
_LEANING_ON_IGNITION: Final = (Signal.FEED, Signal.PARKED)

_LONGEST_END_S = 2.0


class SampledWire:
    """A wire whose edges are hints."""

    def __init__(self, read: Read, filtered: Filter, period_s: float, due: float) -> None:
        self.read = read
        self.filter = filtered
        self.period_s = period_s
        self.due = due
        self.hinted = False  # set by another thread, taken by the next step
        self._edges: deque[Seen] = deque(maxlen=_MOST_EDGES)

    def edge(self, at: float, active: bool) -> bool:
        """The level changed, if only for a moment. Whether a look is wanted at once."""
        self._edges.append((at, active))
        self.hinted = True
        return True

    def sample(self, now: float) -> tuple[Told, ...]:
        """Look once, and say when to look again. Raises what reading the pin raises."""
        self._edges.clear()
        return self._taken(now, self.filter.sample(now, self.read()))

    def _taken(self, now: float, told: tuple[Told, ...]) -> tuple[Told, ...]:
        self.due = now + (SWEEP_S if self.filter.steady else self.period_s)
        return told


class LightsLine(SampledWire):
    """A wire whose edges are light. Pulses of lights that are on want no look."""

    def __init__(self, read: Read, filtered: LightsFilter, period_s: float, due: float) -> None:
        super().__init__(read, filtered, period_s, due)
        self._lights = filtered

    def edge(self, at: float, active: bool) -> bool:
        """Light was seen."""
        self._edges.append((at, active))
        self.hinted = self._lights.level is not True
        return self.hinted

    def sample(self, now: float) -> tuple[Told, ...]:
        """Take the light in, then look once."""
        while self._edges:
            self._lights.edge(self._edges.popleft()[0])
        return super().sample(now)


class ButtonLine(SampledWire):
    """A wire whose edges fill the gaps between looks that came late."""

    def __init__(self, read: Read, filtered: Filter, period_s: float, due: float) -> None:
        super().__init__(read, filtered, period_s, due)
        self._known_to = due  # what was before does not count
        self._waiting: list[Seen] = []  # one late look, until the edges before it have come in

    def sample(self, now: float) -> tuple[Told, ...]:
        """Look once. A late look waits for its edges: they may be as late as it is."""
        raw = self.read()
        is_quiet = self.filter.steady and raw is self.filter.level and not self._edges
        if is_quiet and not self._waiting:
            return self._taken(now, ())  # nothing to learn, and edges yet to come are in order
        is_late = now - self._known_to > _LATE * self.period_s
        looks = [*self._waiting, (now, raw)]
        if is_late and self._edges_are_missing(looks):
            self._waiting, self.due = looks, now + self.period_s
            return ()
        self._waiting = []
        edges = [self._edges.popleft() for _ in range(len(self._edges))]
        unseen = [edge for edge in edges if is_late and self._known_to < edge[0] <= now]
        self._known_to = now
        return self._taken(now, self._in_order(looks, unseen))

    def _edges_are_missing(self, looks: list[Seen]) -> bool:
        """Whether an edge must be on its way: what is seen is not what the last one said."""
        (first, _), (now, raw) = looks[0], looks[-1]
        if len(looks) == 1:
            return True  # perhaps; the second look will tell
        if self._edges:
            is_missing = self._edges[-1][1] is not raw
        else:
            is_missing = any(seen is not self.filter.level for _, seen in looks)
        return is_missing and now - first < _LONGEST_WAIT_S

    def _in_order(self, looks: list[Seen], edges: list[Seen]) -> tuple[Told, ...]:
        """Take in what was seen and what the edges add. Up to an edge it was the other level."""
        told: tuple[Told, ...] = ()
        both = [(at, 0, active) for at, active in edges] + [(at, 1, raw) for at, raw in looks]
        for at, is_look, active in sorted(both):
            if not is_look:
                told += self.filter.sample(at, not active)
            told += self.filter.sample(at, active)
        return told


class Stepper:
    """All wired inputs. ``begun``: the monotonic second from which the first is ignored."""

    def __init__(self, reads: Mapping[Signal, Read], begun: float) -> None:
        self._usable_from = begun + SETTLE_S
        self._ignition = IgnitionFilter() if Signal.IGNITION in reads else None
        self.lines = {
            signal: self._line(signal, reads[signal]) for signal in _ORDER if signal in reads
        }
        self.failed: dict[Signal, Exception] = {}  # wires that could not be read any more

    def _line(self, signal: Signal, read: Read) -> SampledWire:
        ignition, due = self._ignition, self._usable_from
        if signal in BUTTONS:
            return ButtonLine(read, ButtonFilter(signal), BUTTON_PERIOD_S, due)
        if signal is Signal.LIGHTS:
            return LightsLine(read, LightsFilter(), SENSE_PERIOD_S, due)
        if signal is Signal.FEED:
            feed = FeedFilter(lambda: ignition is not None and ignition.undecided)
            return SampledWire(read, feed, SENSE_PERIOD_S, due)
        if signal is Signal.PARKED:
            parked = ParkedFilter(lambda: ignition is None or ignition.level is True)
            return SampledWire(read, parked, SENSE_PERIOD_S, due)
        return SampledWire(read, ignition or IgnitionFilter(), SENSE_PERIOD_S, due)

    def edge(self, signal: Signal, at: float, active: bool) -> bool:
        """An edge on a wire, from any thread. Whether a step is wanted before the next is due."""
        line = self.lines.get(signal)
        return False if line is None else line.edge(at, active)

    def level(self, signal: Signal) -> bool | None:
        """What a wire's filter believes, from any thread."""
        line = self.lines.get(signal)
        return None if line is None else line.filter.level

    def step(self, now: float) -> tuple[Sequence[Told], float]:
        """Look at what is due. What is told, and when the next step is due."""
        told: list[Told] = []
        if now < self._usable_from:
            return told, self._usable_from
        for signal, line in list(self.lines.items()):
            if line.hinted or line.due <= now:
                line.hinted = False
                told += self._look(signal, line, now)
        return told, min((line.due for line in self.lines.values()), default=now + SWEEP_S)

    def _look(self, signal: Signal, line: SampledWire, now: float) -> tuple[Told, ...]:
        before = line.filter.level
        try:
            told = line.sample(now)
        except Exception as error:  # of one pin's driver, whatever it is; the others go on
            told = self._give_up(signal, line, error)
        if signal is Signal.IGNITION and line.filter.level is not before:
            for leaning in _LEANING_ON_IGNITION:
                if leaning in self.lines:
                    self.lines[leaning].due = now
        return told

    def _give_up(self, signal: Signal, line: SampledWire, error: Exception) -> tuple[Told, ...]:
        """A wire can't be read any more: what it said last is not left standing."""
        self.failed[signal] = error
        del self.lines[signal]
        before, line.filter.level = line.filter.level, None
        if signal is Signal.IGNITION and before is not None:
            fell: tuple[Told, ...] = (IgnitionFell(),) if before else ()
            return (*fell, IgnitionIs(on=False))
        return (ParkedIs(parked=None),) if signal is Signal.PARKED and before is not None else ()


class Sampler:
    """Steps a ``Stepper`` in real time. ``tell`` is called on its thread."""

    def __init__(
        self,
        stepper: Stepper,
        tell: Callable[[Told], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stepper = stepper
        self._tell = tell
        self._clock = clock
        self._wake = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="steadyhand-pins", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def edge(self, signal: Signal, age_s: float, active: bool) -> None:
        """An edge on a wire some seconds ago, from any thread."""
        if self._stepper.edge(signal, self._clock() - age_s, active):
            self._wake.set()

    def close(self) -> None:
        """Stop watching; nothing is told afterwards."""
        self._ended = True
        self._wake.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_LONGEST_END_S)

    def _run(self) -> None:
        while not self._ended:
            told, due = self._stepper.step(self._clock())
            for fact in told:
                if not self._ended:
                    self._tell(fact)
            self._wake.wait(max(0.0, due - self._clock()))
            self._wake.clear()
