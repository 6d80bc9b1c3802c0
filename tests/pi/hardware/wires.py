"""Wires whose levels are written down, and what a filter tells of them."""

import time
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from weakref import WeakKeyDictionary

from hypothesis import settings

from pi.hardware.filters import Filter, LightsFilter
from pi.hardware.port import Told
from tests.depth import examples

UNHURRIED = settings(deadline=None, max_examples=examples(60))
Stretch = tuple[float, bool]
"""Seconds, and whether the wire is active for so long."""


class Wire:
    """Levels over time, from 0 s on. After the last stretch its level stays."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self.stretches = list(stretches)
        self.ends = list(accumulate(seconds for seconds, _ in self.stretches))

    def at(self, t: float) -> bool:
        return self.stretches[min(bisect(self.ends, t), len(self.ends) - 1)][1]

    @property
    def edges(self) -> list[float]:
        both = zip(pairwise(self.stretches), self.ends, strict=False)
        return [end for ((_, one), (_, other)), end in both if one is not other]


_got_to: WeakKeyDictionary[Filter, float] = WeakKeyDictionary()  # the moment of each filter


def told_by(
    filtered: Filter, stretches: Sequence[Stretch], period: float, edges: bool = False
) -> list[tuple[float, Told]]:
    """All that is told of a wire sampled at a steady pace, by seconds from its beginning.

    A filter that is given another wire goes on with it where the one before ended.
    """
    wire = Wire(stretches)
    waiting = wire.edges if edges else []
    told: list[tuple[float, Told]] = []
    begin = _got_to.get(filtered, 1000.0)
    samples = round(wire.ends[-1] / period)
    for now in (k * period for k in range(samples)):
        while isinstance(filtered, LightsFilter) and waiting and waiting[0] <= now:
            filtered.edge(begin + waiting.pop(0))
        told += [(now, fact) for fact in filtered.sample(begin + now, wire.at(now))]
    _got_to[filtered] = begin + samples * period
    return told


def until(true: Callable[[], bool]) -> None:
    """Wait for something that must come, for far longer than it takes."""
    end = time.monotonic() + 30.0
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def facts(told: Iterable[tuple[float, Told]]) -> list[Told]:
    """What was told, without the moments."""
    return [fact for _, fact in told]


def repeats(told: Sequence[Told]) -> bool:
    """Whether the same is told twice in a row."""
    return any(one == other for one, other in pairwise(told))
