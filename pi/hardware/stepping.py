"""When to look at which wire. No thread and no clock: moments are handed in.

An edge is a hint that starts samples, which go on until the wire's filter is steady. Then the
wire is looked at once a second, so quiet wires cost next to nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from pi.hardware.body import IgnitionFell, IgnitionIs, ParkedIs, Told
from pi.hardware.feed_filter import FeedFilter
from pi.hardware.filters import ButtonFilter, ParkedFilter
from pi.hardware.ignition_filter import IgnitionFilter
from pi.hardware.lights_filter import LightsFilter
from pi.hardware.limits import BUTTON_PERIOD_S, SENSE_PERIOD_S, SETTLE_S, SWEEP_S
from pi.hardware.lines import ButtonLine, LightsLine, Line, Read
from pi.hardware.wiring import BUTTONS, Signal

# The ignition first: what it says decides how feed and parked are read.
_ORDER: Final = (Signal.IGNITION, Signal.FEED, Signal.PARKED, Signal.LIGHTS, *BUTTONS)
_LEANING_ON_IGNITION: Final = (Signal.FEED, Signal.PARKED)


class Stepper:
    """All wired inputs. ``begun``: the monotonic second from which the first is ignored."""

    def __init__(self, reads: Mapping[Signal, Read], begun: float) -> None:
        self._usable_from = begun + SETTLE_S
        self._ignition = IgnitionFilter() if Signal.IGNITION in reads else None
        self.lines = {
            signal: self._line(signal, reads[signal]) for signal in _ORDER if signal in reads
        }
        self.failed: dict[Signal, Exception] = {}  # wires that could not be read any more

    def _line(self, signal: Signal, read: Read) -> Line:
        ignition, due = self._ignition, self._usable_from
        if signal in BUTTONS:
            return ButtonLine(read, ButtonFilter(signal), BUTTON_PERIOD_S, due)
        if signal is Signal.LIGHTS:
            return LightsLine(read, LightsFilter(), SENSE_PERIOD_S, due)
        if signal is Signal.FEED:
            feed = FeedFilter(lambda: ignition is not None and ignition.undecided)
            return Line(read, feed, SENSE_PERIOD_S, due)
        if signal is Signal.PARKED:
            parked = ParkedFilter(lambda: ignition is None or ignition.level is True)
            return Line(read, parked, SENSE_PERIOD_S, due)
        return Line(read, ignition or IgnitionFilter(), SENSE_PERIOD_S, due)

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

    def _look(self, signal: Signal, line: Line, now: float) -> tuple[Told, ...]:
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

    def _give_up(self, signal: Signal, line: Line, error: Exception) -> tuple[Told, ...]:
        """A wire can't be read any more: what it said last is not left standing."""
        self.failed[signal] = error
        del self.lines[signal]
        before, line.filter.level = line.filter.level, None
        if signal is Signal.IGNITION and before is not None:
            fell: tuple[Told, ...] = (IgnitionFell(),) if before else ()
            return (*fell, IgnitionIs(on=False))
        return (ParkedIs(parked=None),) if signal is Signal.PARKED and before is not None else ()
