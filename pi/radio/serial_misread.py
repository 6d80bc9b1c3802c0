"""Characters of a serial number that are misread, and those that its shape has not there.

Nothing is ever changed, and every answer points at the text as it was written: positions count
from 1, spaces among them.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from pi.radio.head_unit import HeadUnit
from pi.radio.serial_shape import (
    ANY_DIGIT,
    ANY_LETTER,
    Place,
    Shape,
    has_shape,
    normalised,
    shapes,
)

LOOK_ALIKE: Final = ("0ODQ", "1Il7", "2Z", "5S", "6G", "8B", "UV")
LOWER_CASE: Final = {"o": "0", "i": "1l", "z": "2", "s": "5", "u": "v", "v": "u"}
ALIKE: Final[dict[str, tuple[str, ...]]] = {
    char: tuple(other for other in group if other != char) for group in LOOK_ALIKE for char in group
} | {char: tuple(others) for char, others in LOWER_CASE.items()}

LEAST_SHARE_RIGHT: Final = 3  # at most one place in so many may be wrong, or it is another shape
SMALL_CHOICE: Final = 4  # characters: so few are named where none looks like the one typed


class Confusable(NamedTuple):
    """A character that is easily misread. ``position`` counts from 1 in the text as written."""

    position: int
    char: str
    alternatives: tuple[str, ...]


class Expected(StrEnum):
    """What stands at one place on labels of this kind."""

    DIGIT = "digit"
    LETTER = "letter"
    EITHER = "either"


class Misfit(NamedTuple):
    """A character that the family's shape has not there. ``position`` counts from 1 as written.

    ``instead``: those that look like it and fit, else those of a small choice, maybe none.
    """

    position: int
    char: str
    expects: Expected
    instead: tuple[str, ...]


def misfits(text: str, head_unit: HeadUnit) -> tuple[Misfit, ...]:
    """The characters that stand where this family's labels have another, in order.

    Empty for a number that fits, for one too unlike to compare, and where no shape is known.
    """
    if has_shape(normalised(text), head_unit.serial.patterns):
        return ()
    shape = _nearest_shape(text, head_unit)
    return () if shape is None else _wrong_places(text, shape)


def confusable(text: str, head_unit: HeadUnit | None = None) -> tuple[Confusable, ...]:
    """The characters worth a second look at the label, in order: 0 and O, 1 and I, 5 and S ...

    Given the head unit, only what could stand there on a label of its shape is named.
    """
    shape = None if head_unit is None else _nearest_shape(text, head_unit)
    places = {} if shape is None else {at: place for (at, _), place in _paired(text, shape)}
    found = []
    for position, char in enumerate(text, start=1):
        place = places.get(position)
        others = ALIKE.get(char, ())
        if place is not None:
            others = tuple(other for other in others if other.upper() in place)
        if others:
            found.append(Confusable(position, char, others))
    return tuple(found)


def _nearest_shape(text: str, head_unit: HeadUnit) -> Shape | None:
    """The family's shape that the fewest characters contradict, None if they are too many."""
    length = len("".join(text.split()))
    fitting = [
        shape
        for pattern in head_unit.serial.patterns
        for shape in shapes(pattern)
        if len(shape) == length
    ]
    nearest = min(fitting, key=lambda shape: len(_wrong_places(text, shape)), default=None)
    if nearest is None or len(_wrong_places(text, nearest)) * LEAST_SHARE_RIGHT > length:
        return None
    return nearest


def _paired(text: str, shape: Shape) -> list[tuple[tuple[int, str], Place]]:
    """Each character that is no space, with its position as written and its place."""
    written = [(at, char) for at, char in enumerate(text, start=1) if not char.isspace()]
    return list(zip(written, shape, strict=True))


def _wrong_places(text: str, shape: Shape) -> tuple[Misfit, ...]:
    return tuple(
        Misfit(at, char, _expected(place), _instead(char, place))
        for (at, char), place in _paired(text, shape)
        if char.upper() not in place
    )


def _expected(place: Place) -> Expected:
    if place <= ANY_DIGIT:
        return Expected.DIGIT
    return Expected.LETTER if place <= ANY_LETTER else Expected.EITHER


def _instead(char: str, place: Place) -> tuple[str, ...]:
    alike = ALIKE.get(char) or ALIKE.get(char.upper(), ())
    fitting = tuple(dict.fromkeys(other.upper() for other in alike if other.upper() in place))
    return fitting or (tuple(sorted(place)) if len(place) <= SMALL_CHOICE else ())
