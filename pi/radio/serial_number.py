"""Serial numbers: what their shape hints at, what is none, and what else is needed with one.

A shape only hints; it never bars, and no text is ever changed. Labels are worn, families share
shapes, and most shapes rest on a few samples. Nothing here derives anything from a serial number,
and no answer holds one, but ``joined``: the two halves that a display shows one after the other.
Single characters that are misread stand in ``serial_misread``.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct

from pi.radio.head_unit import HeadUnit
from pi.radio.serial_misread import Confusable, confusable
from pi.radio.serial_shape import has_shape, normalised

__all__ = [
    "NOT_SERIALS",
    "AlsoNeeded",
    "Confusable",
    "NotASerial",
    "SerialHint",
    "SerialLook",
    "also_needed",
    "confusable",
    "joined",
    "looks_like",
    "normalised",
]


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


def looks_like(
    text: str, head_unit: HeadUnit, among: Iterable[HeadUnit] | None = None
) -> SerialHint:
    """What a number from a label looks like, for an owner of this head unit.

    ``among`` are the families to compare with, by default those that come with Steadyhand.
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
    if among is None:
        from pi.catalogue.catalogue import all_head_units

        among = all_head_units()
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
