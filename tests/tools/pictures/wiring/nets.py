"""What is joined to what in a drawing: its wires followed, as a finger would."""

from math import hypot

from tests.tools.pictures.wiring.sheet import Point, Sheet


class Nets:
    """The nets of a drawing. Two points are of one net if wires lead from one to the other.

    Ends of the same words are one net: the Pi has one ground, wherever its sign is drawn.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._net_of: dict[Point, Point] = {}
        self._sheet = sheet
        for start, end in sheet.wires:
            self._join(start, end)
            for joint in sheet.joints:
                if _is_on(joint, start, end):
                    self._join(joint, start)
        for words, at in sheet.terminals:
            self._join(at, self._first_called(words))

    def of(self, at: Point) -> Point:
        """A point that stands for the net of this one."""
        place = (round(at[0], 2), round(at[1], 2))
        return place if place not in self._net_of else self.of(self._net_of[place])

    def of_terminal(self, name: str) -> Point:
        """The net of a wire's end or of a leg. ``name``: how its words begin."""
        [at] = {self.of(at) for said, at in self._sheet.terminals if said.startswith(name)}
        return at

    def has_terminal(self, name: str) -> bool:
        """Whether there is an end or a leg whose words begin so."""
        return any(said.startswith(name) for said, _ in self._sheet.terminals)

    def parts(self) -> list[tuple[str, Point, Point]]:
        """Every part with two ends, and the nets they are on."""
        return [(words, self.of(start), self.of(end)) for words, start, end in self._sheet.parts]

    def _first_called(self, words: str) -> Point:
        return next(at for said, at in self._sheet.terminals if said == words)

    def _join(self, one: Point, other: Point) -> None:
        if self.of(one) != self.of(other):
            self._net_of[self.of(one)] = self.of(other)


def _is_on(at: Point, start: Point, end: Point) -> bool:
    """Whether a point is on a line, at its ends or between them."""
    whole = hypot(end[0] - start[0], end[1] - start[1])
    there = hypot(at[0] - start[0], at[1] - start[1])
    back = hypot(end[0] - at[0], end[1] - at[1])
    return there + back < whole + 0.001
