"""The stations and their order: the cheap places first, what costs money or tries last."""

from enum import StrEnum
from typing import Final

from pi.catalogue.search import display_score
from pi.guide.facts import StationKind
from pi.guide.first_aid import first_aid
from pi.radio.head_unit import HeadUnit, Meaning, Protection

# What was ticked is kept by these ids: never rename one.
KINDS: Final = {
    "no-code": StationKind.NO_CODE,
    "stop": StationKind.STOP,
    "papers": StationKind.LOOK,
    "handbook": StationKind.LOOK,
    "glove-box": StationKind.LOOK,
    "stickers": StationKind.LOOK,
    "display": StationKind.DISPLAY,
    "take-out": StationKind.TAKE_OUT,
    "previous-owner": StationKind.ASK,
    "dealer": StationKind.ASK,
    "maker": StationKind.ASK,
    "online": StationKind.ASK,
    "specialist": StationKind.ASK,
}
ROAD: Final = tuple(each for each in KINDS if each != "no-code")
# A code that an owner chose stands in no papers of the factory.
OWNER_CHOSE: Final = ("stop", "previous-owner", *(e for e in ROAD[1:] if e != "previous-owner"))
LOCKED_OUT: Final = ("specialist", *(each for each in ROAD if each != "specialist"))
NO_CODE: Final = ("no-code", "dealer", "maker")
KEY_CARD: Final = ("no-code", "papers", "previous-owner", "dealer", "maker")


class Situation(StrEnum):
    """Where the radio stands, as far as the road depends on it."""

    ASKS = "asks"
    LOCKED_OUT = "locked_out"  # for good: the tries are used up
    NO_CODE = "no_code"  # none exists


def road(
    protection: Protection | None, situation: Situation, owner_chose: bool = False
) -> tuple[str, ...]:
    """The ids of the stations, in order. ``owner_chose``: codes of this make are the owner's."""
    if situation is Situation.NO_CODE:
        return KEY_CARD if protection is Protection.KEY_CARD else NO_CODE
    if situation is Situation.LOCKED_OUT:
        return LOCKED_OUT
    if protection is not None:
        owner_chose = protection is not Protection.OWNER_CODE
    return OWNER_CHOSE if owner_chose else ROAD


def situation_of(shows: str, head_unit: HeadUnit | None = None, make: str = "") -> Situation:
    """What the display's word says for sure; ``ASKS`` in doubt, and where no word is given."""
    if head_unit is not None and not head_unit.protection.takes_a_code:
        return Situation.NO_CODE
    if head_unit is not None:
        fitting = (word for word in head_unit.words if display_score(word, shows))
        meanings = {meaning for word in fitting for meaning in word.meanings}
        return Situation.LOCKED_OUT if meanings == {Meaning.FINAL} else Situation.ASKS
    found = first_aid(shows, make)
    if found and all(aid.no_code for aid in found):
        return Situation.NO_CODE
    if found and all(aid.final for aid in found):
        return Situation.LOCKED_OUT
    return Situation.ASKS
