"""Asks about a family of radios, the way to a lost code, and practice."""

from pi.radio.events import JudgedRule
from pi.service.protocol.asks_base import BaseAsk


class TickPlace(BaseAsk, frozen=True, kw_only=True):
    """A place of the guide was looked into for the lost code, or was not after all."""

    place: str
    looked: bool = True
    vehicle: int | None = None


class SpendTries(BaseAsk, frozen=True, kw_only=True):
    """The owner is about to key wrong codes, as the set then shows its serial number.

    ``display`` is the place of that way among the family's ``serial.displays``, from 0. Its tries
    are counted before the owner is told the keys, and the lockout clock runs.
    """

    display: int
    vehicle: int | None = None
    answers: int | None = None


class JudgeRule(BaseAsk, frozen=True, kw_only=True):
    """The owner confirms a rule of the radio's family, or says what they saw instead."""

    rule: JudgedRule
    agrees: bool
    seconds: float | None = None
    count: int | None = None
    vehicle: int | None = None


class GetRemarks(BaseAsk, frozen=True, kw_only=True):
    """What the owner has confirmed or corrected, newest first."""

    vehicle: int | None = None


class KeepFamily(BaseAsk, frozen=True, kw_only=True):
    """The owner's own description of a radio, as the text of its TOML file."""

    toml: str


class GetFamilies(BaseAsk, frozen=True, kw_only=True):
    """The owner's own families with ids after this one, and the files that were skipped."""

    after: str = ""


class Practise(BaseAsk, frozen=True, kw_only=True):
    """From here on this surface practises on a radio of this family, and nothing is stored.

    Empty: the family of the vehicle it looks at. A practice under way is forgotten.
    """

    head_unit: str = ""


class LeavePractice(BaseAsk, frozen=True, kw_only=True):
    """Back to what is real. Harmless without a practice."""
