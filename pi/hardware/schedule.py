"""What is on when: times counted from the start of a cue, never from the beat before.

So a beat that comes late does not move the next one.
"""

from typing import Generic, TypeVar

from msgspec import Struct

What = TypeVar("What")


class Span(Struct, Generic[What], frozen=True):
    """One state of an output for some seconds."""

    seconds: float
    what: What


class Track(Struct, Generic[What], frozen=True, kw_only=True):
    """The states of one output, one after the other; then ``rest``, or all over again."""

    rest: What
    spans: tuple[Span[What], ...] = ()
    repeats: bool = False

    @property
    def length_s(self) -> float:
        """How long one round takes."""
        return sum(span.seconds for span in self.spans)

    def at(self, t: float) -> What:
        """The state ``t`` seconds after the start."""
        for end, what in self._round_of(t):
            if t < end:
                return what
        return self.rest

    def next_change(self, t: float) -> float | None:
        """The first end of a span after ``t``; None where nothing changes any more."""
        return next((end for end, _ in self._round_of(t) if t < end), None)

    def _round_of(self, t: float) -> list[tuple[float, What]]:
        """The round that ``t`` is in: when each span ends, and its state."""
        rounds = int(t // self.length_s) if self.repeats and self.spans else 0
        ends, end = [], rounds * self.length_s
        # The next round's first span too: where t is the round's very end, it is that one's.
        for span in self.spans + (self.spans[:1] if self.repeats else ()):
            end += span.seconds
            ends.append((end, span.what))
        return ends
