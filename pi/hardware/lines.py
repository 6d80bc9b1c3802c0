"""One wire: how it is read, what makes sense of it, when it is due, and what its edges are for.

For most wires an edge is a hint to look, no more: one spike of noise has two. For lights it is
light. For buttons it is what nobody saw: on a machine so busy that the thread comes late, a press
may be over before the second look at it. Then the kernel's own times of the edges fill the gap;
where the samples are in time they are not asked.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from pi.hardware.body import Told
from pi.hardware.filters import Filter
from pi.hardware.lights_filter import LightsFilter
from pi.hardware.limits import SWEEP_S

Read = Callable[[], bool]
"""Whether a wire is active at this moment, unfiltered."""

Seen = tuple[float, bool]
"""A moment in monotonic seconds, and whether the wire was active from then on."""

_MOST_EDGES: Final = 64  # kept from one look to the next; the latest
_LATE: Final = 2.5  # periods without a look leave something unseen
_LONGEST_WAIT_S: Final = 0.3  # for an edge that was lost


class Line:
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


class LightsLine(Line):
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


class ButtonLine(Line):
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
