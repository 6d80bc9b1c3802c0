"""Serial numbers: their shapes, what a shape hints at, what is misread in them, and what else is
needed.

A shape only hints; it never bars. Labels are worn, families share
shapes, and most shapes rest on a few samples. Nothing here derives anything from a serial number,
and no answer holds one, but ``joined``: the two halves that a display shows one after the other.

A family's patterns are regular expressions of a simple kind: letters, digits, sets, groups of
alternatives and fixed repeats. A pattern of any other kind has no places here, so it says nothing
about a single character; it still tells whether a whole number fits.

Nothing is ever changed, and every answer points at the text as it was written: positions count
from 1, spaces among them.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import product
from string import ascii_uppercase
from typing import Final, NamedTuple

from msgspec import Struct

from pi.radio.entry import DIGITS
from pi.radio.head_unit import HeadUnit

Place = frozenset[str]  # what may stand there, in capitals
Shape = tuple[Place, ...]

ANY_DIGIT: Final = frozenset(DIGITS)
ANY_LETTER: Final = frozenset(ascii_uppercase)
MOST_SHAPES: Final = 64  # that one pattern may stand for
LONGEST: Final = 40  # places
_SPECIAL: Final = set("\\[](){}|^$.*+?")

LOOK_ALIKE: Final = ("0ODQ", "1Il7", "2Z", "5S", "6G", "8B", "UV")
LOWER_CASE: Final = {"o": "0", "i": "1l", "z": "2", "s": "5", "u": "v", "v": "u"}
ALIKE: Final[dict[str, tuple[str, ...]]] = {
    char: tuple(other for other in group if other != char) for group in LOOK_ALIKE for char in group
} | {char: tuple(others) for char, others in LOWER_CASE.items()}

LEAST_SHARE_RIGHT: Final = 3  # at most one place in so many may be wrong, or it is another shape
SMALL_CHOICE: Final = 4  # characters: so few are named where none looks like the one typed


class _TooHardError(ValueError):
    """A pattern that is more than places in a row."""


def normalised(text: str) -> str:
    """A serial number without spaces and in one case: to compare with, never to keep."""
    return "".join(text.split()).upper()


def has_shape(plain: str, patterns: tuple[str, ...]) -> bool:
    """Whether a number fits one of these patterns, spaces and case apart."""
    import re

    return any(re.fullmatch(pattern, plain, re.ASCII | re.IGNORECASE) for pattern in patterns)


@cache
def shapes(pattern: str) -> tuple[Shape, ...]:
    """Every row of places that a pattern stands for, none where it is of another kind."""
    try:
        reader = _Reader(pattern.removeprefix("^").removesuffix("$"))
        found = reader.alternatives()
        return tuple(found) if reader.at_end else ()
    except (_TooHardError, RecursionError):
        return ()


class _Reader:
    """Reads a pattern from the left. Each part answers with all the rows it stands for."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    @property
    def at_end(self) -> bool:
        """Whether all of it was read."""
        return self._at == len(self._text)

    def alternatives(self) -> list[Shape]:
        """Rows side by side, up to a closing bracket or the end."""
        found = self._row()
        while self._take("|"):
            found += self._row()
        return _bounded(found)

    def _row(self) -> list[Shape]:
        rows: list[Shape] = [()]
        while not self.at_end and self._text[self._at] not in "|)":
            part = self._part()
            times = tuple(self._times())
            if len(part) ** max(times) > MOST_SHAPES:
                raise _TooHardError
            ways = [way for count in times for way in product(part, repeat=count)]
            tails = [tuple(place for piece in way for place in piece) for way in ways]
            rows = _bounded([row + tail for row in rows for tail in tails])
        return rows

    def _part(self) -> list[Shape]:
        if self._take("\\d"):
            return [(ANY_DIGIT,)]
        if self._take("["):
            return [(self._set(),)]
        if self._take("("):
            self._take("?:")
            inner = self.alternatives()
            self._need(")")
            return inner
        char = self._text[self._at]
        if char in _SPECIAL or not char.isascii():
            raise _TooHardError
        self._at += 1
        return [(frozenset(char.upper()),)]

    def _set(self) -> Place:
        found: set[str] = set()
        while not self._take("]"):
            if self._take("\\d"):
                found |= ANY_DIGIT
                continue
            first = self._plain()
            last = self._plain() if self._take("-") else first
            found |= {chr(each).upper() for each in range(ord(first), ord(last) + 1)}
        return frozenset(found)

    def _times(self) -> Iterator[int]:
        if self._take("?"):
            return iter((0, 1))
        if not self._take("{"):
            return iter((1,))
        until = self._text.find("}", self._at)
        inside = self._text[self._at : max(until, self._at)]
        least, _, most = inside.partition(",")
        if not least.isdecimal() or not (most or least).isdecimal() or int(most or least) > LONGEST:
            raise _TooHardError
        if inside.endswith(","):
            raise _TooHardError
        self._at = until + 1
        return iter(range(int(least), int(most or least) + 1))

    def _plain(self) -> str:
        if self.at_end or self._text[self._at] in "\\[]^-" or not self._text[self._at].isascii():
            raise _TooHardError
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, token: str) -> bool:
        if not self._text.startswith(token, self._at):
            return False
        self._at += len(token)
        return True

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise _TooHardError


def _bounded(rows: list[Shape]) -> list[Shape]:
    if len(rows) > MOST_SHAPES or any(len(row) > LONGEST for row in rows):
        raise _TooHardError
    return rows


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


class SerialLook(StrEnum):
    """What a number looks like beside a family."""

    THIS_FAMILY = "this_family"
    OTHER_FAMILY = "other_family"  # ``families`` says which
    MODEL_NUMBER = "model_number"  # names the model; the serial number stands elsewhere
    PART_NUMBER = "part_number"  # names the part; the serial number stands elsewhere
    OTHER_NUMBER = "other_number"  # shown by the set, and not its serial number
    UNKNOWN_SHAPE = "unknown_shape"
    NO_SHAPE_KNOWN = "no_shape_known"  # the family's serial numbers are not documented
    EMPTY = "empty"


class NotASerial(NamedTuple):
    """A number that owners take for the serial.

    ``make``: of the car a family is first named after; empty: on a set in any car.
    """

    make: str
    pattern: str
    look: SerialLook


# Clarion and Daewoo print the model where others print the serial number; a Mitsubishi label has
# a part number; a Ford shows its serial among other figures, one of them the same on many cars.
NOT_SERIALS: Final = (
    NotASerial("", r"P[UN]-?\d{4}[A-Z]*", SerialLook.MODEL_NUMBER),
    NotASerial("", r"AGC-?\d{4}[A-Z]*", SerialLook.MODEL_NUMBER),
    NotASerial("Mitsubishi", r"MR[A-Z0-9-]+", SerialLook.PART_NUMBER),
    NotASerial("Ford", r"50700012", SerialLook.OTHER_NUMBER),
    NotASerial("Ford", r"(DP|MV|SH|ACU|CFG)[A-Z0-9.:/-]*", SerialLook.OTHER_NUMBER),
)


class SerialHint(Struct, frozen=True, kw_only=True):
    """A hint, never a bar. ``families`` holds ids of the others that share the shape."""

    look: SerialLook
    families: tuple[str, ...] = ()


class AlsoNeeded(StrEnum):
    """What whoever looks up the code needs besides this number."""

    SECOND_LABEL = "second_label"  # Clarion CL...: the label that begins with C7, too
    PHOTO = "photo"  # Daewoo DW...: a photograph of the label
    SECOND_SCREEN = "second_screen"  # one half of two screens: U.... and L....


def looks_like(text: str, head_unit: HeadUnit, among: Iterable[HeadUnit]) -> SerialHint:
    """What a number from a label looks like, for an owner of this head unit.

    ``among`` are the families to compare with.
    """
    plain = normalised(text)
    if not plain:
        return SerialHint(look=SerialLook.EMPTY)
    if has_shape(plain, head_unit.serial.patterns):
        return SerialHint(look=SerialLook.THIS_FAMILY)
    makes = {"", *(fits.make for fits in head_unit.fits[:1])}
    for other_number in NOT_SERIALS:
        if other_number.make in makes and has_shape(plain, (other_number.pattern,)):
            return SerialHint(look=other_number.look)
    if not head_unit.serial.patterns:
        return SerialHint(look=SerialLook.NO_SHAPE_KNOWN)
    families = tuple(
        other.id
        for other in among
        if other.id != head_unit.id and has_shape(plain, other.serial.patterns)
    )
    look = SerialLook.OTHER_FAMILY if families else SerialLook.UNKNOWN_SHAPE
    return SerialHint(look=look, families=families)


def joined(text: str, head_unit: HeadUnit) -> str | None:
    """The eight digits of a number shown on two screens, U1234 and L5678, in either order.

    None where this is no such number. An offer to read out: what was typed stays as it is.
    """
    import re

    plain = normalised(text)
    for order in (r"U(\d{4})\W*L(\d{4})", r"L(?P<low>\d{4})\W*U(?P<up>\d{4})"):
        found = re.fullmatch(order, plain, re.ASCII)
        if found is not None and _shows_two_screens(head_unit):
            halves = found.groupdict()
            return halves["up"] + halves["low"] if halves else found[1] + found[2]
    return None


def also_needed(text: str, head_unit: HeadUnit) -> AlsoNeeded | None:
    """What is needed besides this number, None where it is enough as far as is known."""
    import re

    plain = normalised(text)
    if re.fullmatch(r"[UL]\d{4}", plain, re.ASCII) and _shows_two_screens(head_unit):
        return AlsoNeeded.SECOND_SCREEN
    if has_shape(plain, head_unit.serial.patterns):
        return None
    if re.match(r"CL(?!.*C7)[A-Z]*\d", plain, re.ASCII):
        return AlsoNeeded.SECOND_LABEL
    return AlsoNeeded.PHOTO if re.match(r"DW-?[A-Z0-9]*\d", plain, re.ASCII) else None


def _shows_two_screens(head_unit: HeadUnit) -> bool:
    return has_shape("U0000L0000", head_unit.serial.patterns)
