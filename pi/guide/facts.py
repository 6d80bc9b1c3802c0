"""The facts of the guide: items and stations that name who says so, and the files they are read
from.

Texts are short English sentences; whoever draws them puts them into the owner's language. Where
``says`` is empty there is a sentence for the item's kind.

A file names its sources once and its items point at them, so that it stays small: TOML is slow to
read, and a guide reads two or three files.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field

from pi.radio.head_unit import Meaning
from pi.radio.provenance import Sources

PAGES_READ: Final = "2026-11"  # the month of reading, where a source has no date of its own

DATA: Final = Path(__file__).parent


class Authority(StrEnum):
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

    trust: Authority
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
    OWN_RULE = "own_rule"  # what the family's file says of it: see ``rule``


class Costs(StrEnum):
    """What it costs to make the display show the serial number."""

    FREE = "free"
    TRIES = "tries"  # wrong codes: the lockout follows
    UNKNOWN = "unknown"


class OwnRule(StrEnum):
    """What of a family's rules an item is about. Whoever draws it has the family at hand."""

    ASKS_FIRST = "asks_first"  # which word has to stand there before it takes a code
    OPENING = "opening"  # what brings that word up
    CODE = "code"  # how many digits a code has, and which
    WAIT = "wait"  # the longest wait that anyone tells of, or that there is none
    POWER = "power"  # what a wait needs, and what a break does to it
    OVER = "over"  # how it shows that a wait is over
    KEY_CYCLE = "key_cycle"  # no time ends a lockout: the key does, switched off and on


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
    cost were made from; None for the keys of a make. ``rule`` is which of its rules is told.
    """

    kind: ItemKind
    says: str = ""
    facts: tuple[Fact, ...] = ()
    make: str = ""
    rule: OwnRule | None = None
    costs: Costs | None = None
    tries: int | None = None
    display: int | None = None
    sure: bool = True
    place: str = ""
    year: str = ""


class StationKind(StrEnum):
    """What is done at a station, or what it is about."""

    STOP = "stop"
    NO_CODE = "no_code"
    LOOK = "look"
    DISPLAY = "display"
    TAKE_OUT = "take_out"
    ASK = "ask"
    TROUBLE = "trouble"  # no place to look at: what goes wrong with a code that is there


class Station(Struct, frozen=True, kw_only=True):
    """One stop on the road. ``id`` is stable: what was ticked is kept by it."""

    id: str
    kind: StationKind
    items: tuple[Item, ...] = ()
    ticked: bool = False


# Makes that share dealers, radios or facts share a file. Retail sets go by the radio's maker.
FILES: Final = {
    "nissan": ("Nissan",),
    "infiniti": ("Infiniti",),
    "renault": ("Renault", "Dacia"),
    "volkswagen": ("Volkswagen", "Audi", "Seat", "Skoda"),
    "ford": ("Ford",),
    "honda": ("Honda", "Acura"),
    "toyota": ("Toyota", "Lexus"),
    "peugeot": ("Peugeot", "Citroen"),
    "fiat": ("Fiat", "Alfa Romeo", "Lancia"),
    "opel": ("Opel", "Vauxhall"),
    "mercedes": ("Mercedes-Benz",),
    "bmw": ("BMW", "Mini"),
    "volvo": ("Volvo",),
    "mazda": ("Mazda",),
    "mitsubishi": ("Mitsubishi",),
    "hyundai": ("Hyundai", "Kia"),
    "suzuki": ("Suzuki", "Subaru"),
    "rover": ("Land Rover", "Rover", "Jaguar"),
    "saab": ("Saab",),
    "chrysler": ("Chrysler", "Jeep", "Dodge"),
    "gm": ("GM", "Buick", "Cadillac", "Chevrolet", "GMC", "Oldsmobile", "Pontiac", "Saturn"),
    "smart": ("Smart",),
    "retail": ("Grundig", "Blaupunkt", "Becker"),
}
ALSO_CALLED: Final = {
    "vw": "Volkswagen",
    "mercedes": "Mercedes-Benz",
    "alfa": "Alfa Romeo",
    "chevy": "Chevrolet",
}


def makes() -> tuple[str, ...]:
    """Every make the guide knows something of, in order. Reads no file."""
    return tuple(sorted(make for group in FILES.values() for make in group))


def known_as(make: str) -> str:
    """The make as the guide spells it, empty where nothing is known of it."""
    wanted = _plain(make)
    spelled = {_plain(each): each for each in makes()} | ALSO_CALLED
    return spelled.get(wanted, "")


def file_of(make: str) -> str | None:
    """The file of a make as the guide spells it, None where there is none."""
    return next((f"makes/{file}" for file, group in FILES.items() if make in group), None)


def nearest(make: str) -> tuple[str, ...]:
    """The makes most like a mistyped one, best first; none if nothing is like it."""
    from difflib import get_close_matches

    spelled = {_plain(each): each for each in makes()}
    found = get_close_matches(_plain(make), spelled, n=3, cutoff=0.65)
    return tuple(spelled[each] for each in found)


def _plain(make: str) -> str:
    """Letters alone, without accents and in one case: ``Citroën`` is ``citroen``."""
    import unicodedata

    letters = unicodedata.normalize("NFKD", make.casefold())
    return "".join(each for each in letters if each.isalnum())


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item as its file has it. ``at`` is the station; no ``makes`` means all of the file."""

    at: str
    kind: ItemKind
    says: str
    sources: tuple[str, ...] = field(name="from")
    makes: tuple[str, ...] = ()
    costs: Costs | None = None
    tries: int | None = None
    place: str = ""
    year: str = ""
    no_code: bool = False  # holds where no code exists, too


class FirstAidWritten(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First aid as its file has it. ``means``: what its words mean where no family says better."""

    id: str
    means: tuple[Meaning, ...]
    shows: tuple[str, ...]
    may_mean: str
    do: tuple[str, ...]
    never: str
    sources: tuple[str, ...] = field(name="from")
    makes: tuple[str, ...] = ()
    no_code: bool = False
    final: bool = False


class File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file. ``owner_chosen`` lists makes whose codes were chosen by an owner.

    ``general``: it holds for every make.
    """

    sources: dict[str, Fact]
    general: bool = False
    items: tuple[Written, ...] = ()
    words: tuple[FirstAidWritten, ...] = ()
    stored_by_maker: dict[str, Stored] = {}
    owner_chosen: tuple[str, ...] = ()

    def knows(self, make: str) -> bool:
        """Whether anything but gaps is written of a make."""
        return any(
            written.kind is not ItemKind.UNKNOWN and (not written.makes or make in written.makes)
            for written in self.items
        )

    def items_at(self, station: str, make: str = "", no_code: bool = False) -> tuple[Item, ...]:
        """The items of a station that hold for a make, in the order of the file.

        ``no_code``: only those that hold where no code exists.
        """
        return tuple(
            item(self, written, "" if self.general and not written.makes else make)
            for written in self.items
            if written.at == station
            and (not written.makes or make in written.makes)
            and (written.no_code or not no_code)
        )


@cache
def read(name: str) -> File:
    """A file by its name without the ending, ``makes/nissan``. Raises FileNotFoundError."""
    import tomllib

    text = (DATA / f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), File)


def item(file: File, written: Written, make: str = "") -> Item:
    """The item with the facts it points at."""
    facts = facts_of(file, written.sources)
    return Item(
        kind=written.kind,
        says=written.says,
        facts=facts,
        make=make,
        costs=written.costs,
        tries=written.tries,
        sure=any(fact.trust is not Authority.SELLER for fact in facts),
        place=written.place,
        year=written.year,
    )


def facts_of(file: File, sources: tuple[str, ...]) -> tuple[Fact, ...]:
    """The facts a file's item points at."""
    return tuple(file.sources[source] for source in sources)


def facts_from(sources: Sources) -> tuple[Fact, ...]:
    """The sources of a head unit's rule as facts of the guide."""
    return tuple(
        Fact(
            trust=Authority(source.trust.value),
            where=source.where,
            note=source.note,
            inferred=source.inferred,
        )
        for source in sources
    )
