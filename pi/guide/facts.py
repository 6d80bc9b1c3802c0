"""What the guide is made of: facts that name who says so, items, and stations on the road.

Texts are short English sentences; a surface puts them into its language. Where ``says`` is empty
the surface has its own sentence for the item's kind.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

PAGES_READ: Final = "2026-11"  # the month of reading, where a source has no date of its own


class Trust(StrEnum):
    """Who says so. The values are those of ``pi.radio.provenance.Trust``, and one more."""

    MAKER = "maker"
    MAKER_QUOTED = "maker_quoted"
    TRADE = "trade"  # dealers, workshops, trade and consumer press
    SELLER = "seller"  # sells codes: has an interest
    OWNER_REPORT = "owner_report"
    OWNER = "owner"  # this owner's own description of this radio
    OUR_ADVICE = "our_advice"  # our reasoning: nobody wrote it down


class Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says so, where and when. ``where`` is an address, or describes a page not linked.

    ``seen_on`` is a year or ``year-month``: the source's own, else when it was read.
    """

    trust: Trust
    where: str
    seen_on: str = PAGES_READ
    note: str = ""
    inferred: bool = False  # our own reading of the source


class ItemKind(StrEnum):
    """What an item is for. Within a station items come in the order of these kinds."""

    NO_CODE = "no_code"  # no code exists: nothing to look for
    CAUTION = "caution"  # read this before the rest
    COST = "cost"  # what the keys after it cost: see ``costs`` and ``tries``
    KEYS = "keys"  # what to press to see the serial number
    CARD = "card"  # what the paper is called or looks like
    LOOK = "look"  # a place
    LABEL = "label"  # where the serial number stands, what it looks like
    DO = "do"
    ASK = "ask"  # whom to ask and how
    PROOF = "proof"  # what to take along
    CHECK = "check"  # before paying
    PRICE = "price"  # what one source paid: see ``place`` and ``year``
    STORED = "stored"  # whether the maker or dealer keeps codes
    SWAPPED = "swapped"  # what changes where the radio was swapped
    WATCH = "watch"  # what goes wrong
    UNKNOWN = "unknown"  # what nobody could be found to say


class Costs(StrEnum):
    """What it costs to make the display show the serial number."""

    FREE = "free"
    TRIES = "tries"  # wrong codes: the lockout follows
    UNKNOWN = "unknown"


class Stored(StrEnum):
    """Whether the maker keeps the codes of its radios."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Item(Struct, frozen=True, kw_only=True):
    """One thing to know or do, and the facts it rests on.

    ``make`` is empty where it holds for every make. ``sure`` is False where only sellers of codes
    claim it: it may work. ``tries`` is None where the number of wrong codes is not known.
    ``display`` is the place, from 0, in the head unit's ``serial.displays`` that keys and their
    cost were made from; None for the keys of a make.
    """

    kind: ItemKind
    says: str = ""
    facts: tuple[Fact, ...] = ()
    make: str = ""
    costs: Costs | None = None
    tries: int | None = None
    display: int | None = None
    sure: bool = True
    place: str = ""
    year: str = ""


class StationKind(StrEnum):
    """What is done at a station."""

    STOP = "stop"
    NO_CODE = "no_code"
    LOOK = "look"
    DISPLAY = "display"
    TAKE_OUT = "take_out"
    ASK = "ask"


class Station(Struct, frozen=True, kw_only=True):
    """One stop on the road. ``id`` is stable: what was ticked is kept by it."""

    id: str
    kind: StationKind
    items: tuple[Item, ...] = ()
    ticked: bool = False
