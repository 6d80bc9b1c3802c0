"""What can be wrong with a head unit's file that has the right shape. Data, never sentences."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct


class Unsound(StrEnum):
    """What is wrong with one key of a head unit."""

    MISSING = "missing"  # needed beside what else is stated
    NOT_WANTED = "not_wanted"  # contradicts what else is stated
    EMPTY = "empty"
    NOT_AN_ID = "not_an_id"  # small letters, digits and single hyphens
    NOT_POSITIVE = "not_positive"
    NEGATIVE = "negative"
    NOT_FINITE = "not_finite"
    NOT_DIGITS = "not_digits"
    REPEATED = "repeated"
    WRONG_NUMBER = "wrong_number"  # not as many as the longest code has digits
    DIGIT_NOT_REACHED = "digit_not_reached"  # a legal digit that no key brings up
    TOO_SMALL = "too_small"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_PATTERN = "not_a_pattern"
    NOT_PRINTABLE = "not_printable"
    TOO_FEW = "too_few"  # a disagreement takes two sides
    NO_SOURCE = "no_source"  # a rule that states something, and nobody who says so


class Problem(Struct, frozen=True, kw_only=True):
    """One thing wrong: the key as it is written in the file, and what is wrong with it."""

    key: str
    rule: Unsound


Found = Iterator[tuple[str, Unsound]]
