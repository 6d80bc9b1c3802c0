"""Serial numbers: what their shape hints at, and which of their characters are misread.

A shape only hints; it never bars. Labels are worn, families share shapes, and most shapes rest on
a few samples. Nothing here derives anything from a serial number, and no answer holds one.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct

from pi.radio.head_unit import HeadUnit

# Clarion and Daewoo print the model where others print the serial number.
MODEL_NUMBERS: Final = (r"P[UN]-?\d{4}[A-Z]*", r"AGC-?\d{4}[A-Z]*")

ALIKE: Final = {
    "0": ("O",),
    "O": ("0",),
    "o": ("0",),
    "Q": ("0", "O"),
    "1": ("I", "l"),
    "I": ("1", "l"),
    "l": ("1", "I"),
    "i": ("1", "l"),
    "2": ("Z",),
    "Z": ("2",),
    "z": ("2",),
    "5": ("S",),
    "S": ("5",),
    "s": ("5",),
    "6": ("G",),
    "G": ("6",),
    "8": ("B",),
    "B": ("8",),
}


class SerialLook(StrEnum):
    """What a number looks like beside a family."""

    THIS_FAMILY = "this_family"
    OTHER_FAMILY = "other_family"  # ``families`` says which
    MODEL_NUMBER = "model_number"  # names the model; the serial number stands elsewhere
    UNKNOWN_SHAPE = "unknown_shape"
    NO_SHAPE_KNOWN = "no_shape_known"  # the family's serial numbers are not documented
    EMPTY = "empty"


class SerialHint(Struct, frozen=True, kw_only=True):
    """A hint, never a bar. ``families`` holds ids of the others that share the shape."""

    look: SerialLook
    families: tuple[str, ...] = ()


class Confusable(NamedTuple):
    """A character that is easily misread. ``position`` counts from 1 in the text as written."""

    position: int
    char: str
    alternatives: tuple[str, ...]


def looks_like(
    text: str, head_unit: HeadUnit, among: Iterable[HeadUnit] | None = None
) -> SerialHint:
    """What a number from a label looks like, for an owner of this head unit.

    ``among`` are the families to compare with, by default those that come with Steadyhand.
    """
    plain = normalised(text)
    if not plain:
        return SerialHint(look=SerialLook.EMPTY)
    if _has_shape(plain, head_unit.serial.patterns):
        return SerialHint(look=SerialLook.THIS_FAMILY)
    if _has_shape(plain, MODEL_NUMBERS):
        return SerialHint(look=SerialLook.MODEL_NUMBER)
    if not head_unit.serial.patterns:
        return SerialHint(look=SerialLook.NO_SHAPE_KNOWN)
    if among is None:
        from pi.radio.catalogue import all_head_units

        among = all_head_units()
    families = tuple(
        other.id
        for other in among
        if other.id != head_unit.id and _has_shape(plain, other.serial.patterns)
    )
    look = SerialLook.OTHER_FAMILY if families else SerialLook.UNKNOWN_SHAPE
    return SerialHint(look=look, families=families)


def confusable(text: str) -> tuple[Confusable, ...]:
    """The characters worth a second look at the label, in order: 0 and O, 1 and I, 5 and S ..."""
    return tuple(
        Confusable(position, char, ALIKE[char])
        for position, char in enumerate(text, start=1)
        if char in ALIKE
    )


def normalised(text: str) -> str:
    """A serial number without spaces and in one case: to compare with, never to keep."""
    return "".join(text.split()).upper()


def _has_shape(plain: str, patterns: tuple[str, ...]) -> bool:
    import re

    return any(re.fullmatch(pattern, plain, re.ASCII | re.IGNORECASE) for pattern in patterns)
