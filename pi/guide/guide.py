"""The road to a lost code: places to look at, then people to ask, in order; and what goes wrong
with a code that is there, or with a wait: what may be behind, and what to do.

Pure: it reads its own files alone. It never derives, guesses or looks up a code.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from pi.guide.facts import (
    Authority,
    Costs,
    File,
    Item,
    ItemKind,
    OwnRule,
    Station,
    StationKind,
    Stored,
    facts_from,
    file_of,
    known_as,
    read,
)
from pi.guide.first_aid import first_aid, read_display
from pi.radio.entry import OpeningKind
from pi.radio.head_unit import HeadUnit, Meaning, Protection, SerialDisplay
from pi.radio.lockout import WaitOverSign, ended_by_key_cycle, longest_documented
from pi.radio.provenance import Sources

DEAREST_LAST: Final = (Costs.FREE, Costs.UNKNOWN, Costs.TRIES)


def display_items(
    head_unit: HeadUnit | None, of_make: tuple[Item, ...], general: tuple[Item, ...]
) -> tuple[Item, ...]:
    """How the display shows the serial number, the cheapest way first; empty where none is known.

    A head unit's own ways rule; without one, those that were seen on the make.
    """
    others = tuple(item for item in of_make if item.kind is not ItemKind.KEYS)
    ways: list[tuple[Item, tuple[Item, ...]]]
    if head_unit is None:
        ways = [(item, ()) for item in of_make if item.kind is ItemKind.KEYS]
    else:
        ways = [_way(at, display) for at, display in enumerate(head_unit.serial.displays)]
    if not ways:
        return ()
    ways.sort(key=lambda way: DEAREST_LAST.index(_costs(way[0])))
    shown = [each for keys, notes in ways for each in (_cost(keys), keys, *notes)]
    first = tuple(item for item in general if item.kind is ItemKind.CAUTION)
    last = tuple(item for item in general if item.kind is not ItemKind.CAUTION)
    return (*first, *shown, *others, *last)


def label_items(head_unit: HeadUnit | None) -> tuple[Item, ...]:
    """Where the family's label stands, and what is known of it."""
    if head_unit is None:
        return ()
    facts = facts_from(head_unit.serial.sources)
    texts = (*head_unit.serial.places, *head_unit.serial.notes)
    return tuple(Item(kind=ItemKind.LABEL, says=text, facts=facts) for text in texts)


def _way(at: int, display: SerialDisplay) -> tuple[Item, tuple[Item, ...]]:
    """A way of a head unit, and what is to be watched at it."""
    facts = facts_from(display.sources)
    keys = Item(
        kind=ItemKind.KEYS,
        says=display.how,
        facts=facts,
        costs=_cost_of(display),
        tries=display.tries,
        display=at,
        sure=any(fact.trust is not Authority.SELLER for fact in facts),
    )
    notes = (Item(kind=ItemKind.WATCH, says=note, facts=facts) for note in display.notes)
    return keys, tuple(notes)


def _cost_of(display: SerialDisplay) -> Costs:
    if display.costs_attempts is None:
        return Costs.UNKNOWN
    return Costs.TRIES if display.costs_attempts else Costs.FREE


def _costs(keys: Item) -> Costs:
    return keys.costs or Costs.UNKNOWN


def _cost(keys: Item) -> Item:
    """The item that stands before the keys: whoever draws it puts it into a sentence."""
    return Item(
        kind=ItemKind.COST,
        facts=keys.facts,
        make=keys.make,
        costs=_costs(keys),
        tries=keys.tries,
        display=keys.display,
        sure=keys.sure,
    )


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
# A code that an owner chose stands in no papers of the factory: who chose it knows it, or wrote it
# into the handbook.
CHOSE_IT: Final = ("stop", "previous-owner", "handbook")
OWNER_CHOSE: Final = (*CHOSE_IT, *(each for each in ROAD if each not in CHOSE_IT))
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
    """The ids of the stations, in order. ``owner_chose``: an owner chose the code."""
    if situation is Situation.NO_CODE:
        return KEY_CARD if protection is Protection.KEY_CARD else NO_CODE
    if situation is Situation.LOCKED_OUT:
        return LOCKED_OUT
    return OWNER_CHOSE if owner_chose else ROAD


def situation_of(shows: str, head_unit: HeadUnit | None = None, make: str = "") -> Situation:
    """What the display's word says for sure; ``ASKS`` in doubt, and where no word is given."""
    if head_unit is not None and not head_unit.protection.takes_a_code:
        return Situation.NO_CODE
    if head_unit is not None:
        reading = read_display(head_unit, shows)
        final = reading is not None and reading.is_final
        return Situation.LOCKED_OUT if final else Situation.ASKS
    found = first_aid(shows, make)
    if found and all(aid.no_code for aid in found):
        return Situation.NO_CODE
    if found and all(aid.final for aid in found):
        return Situation.LOCKED_OUT
    return Situation.ASKS


class Guide(Struct, frozen=True, kw_only=True):
    """The road. ``next`` is the first station without a tick, None once all have one.

    ``owner_chose``: an owner chose the code, so no paper of the factory has it.

    ``make`` is spelled as the guide does where it can. Without ``make_known`` the road holds only
    what is true of every make, and whoever draws it should say so.
    """

    make: str
    make_known: bool
    head_unit: str | None
    protection: Protection | None
    situation: Situation
    stored_by_maker: Stored
    stations: tuple[Station, ...]
    next: str | None
    owner_chose: bool = False


class _Case(Struct, frozen=True):
    """What is known of one radio: the family, the make as the guide spells it, its file."""

    head_unit: HeadUnit | None
    make: str
    file: File | None
    situation: Situation

    def of_make(self, station: str) -> tuple[Item, ...]:
        if self.file is None:
            return ()
        return self.file.items_at(station, self.make, self.situation is Situation.NO_CODE)

    def general(self, station: str, file: str = "road") -> tuple[Item, ...]:
        no_code = self.situation is Situation.NO_CODE
        return read("no_code" if no_code else file).items_at(station)


def guide(
    head_unit: HeadUnit | None,
    make: str,
    looked: tuple[str, ...] = (),
    situation: Situation = Situation.ASKS,
) -> Guide:
    """The road for a head unit and a make, either of which may be unknown (None, empty).

    ``looked`` holds ids of stations that have their tick; ids of no station are passed over.
    A family that takes no code makes the situation ``NO_CODE`` whatever was given. Without a make
    it is the family's own, where that was seen for sure in cars of one make alone.
    """
    make = make.strip() or _make_of(head_unit)
    known = known_as(make)
    name = file_of(known)
    protection = None if head_unit is None else head_unit.protection
    if protection is not None and not protection.takes_a_code:
        situation = Situation.NO_CODE
    file = None if name is None else read(name)
    case = _Case(head_unit, known, file, situation)
    if protection is None:
        owner_chose = file is not None and known in file.owner_chosen
    else:
        owner_chose = protection in {Protection.USER_CHOSEN_CODE, Protection.OPTIONAL_PIN}
    stations = tuple(
        Station(id=each, kind=KINDS[each], items=items, ticked=each in looked)
        for each in road(protection, situation, owner_chose)
        if (items := _items(each, case))
    )
    return Guide(
        make=known or make,
        make_known=file is not None and file.knows(known),
        head_unit=None if head_unit is None else head_unit.id,
        protection=protection,
        situation=situation,
        stored_by_maker=_stored(file, known),
        stations=stations,
        next=next((station.id for station in stations if not station.ticked), None),
        owner_chose=owner_chose,
    )


def afterwards(make: str = "") -> tuple[Item, ...]:
    """Once the code is found: how to keep it, how to avoid the next lockout."""
    return _sorted(read("afterwards").items_at("afterwards", known_as(make)))


def _make_of(head_unit: HeadUnit | None) -> str:
    fits = () if head_unit is None else head_unit.fits
    sure = {fit.make for fit in fits if fit.sure}
    return sure.pop() if len(sure) == 1 else ""


def _stored(file: File | None, make: str) -> Stored:
    return Stored.UNKNOWN if file is None else file.stored_by_maker.get(make, Stored.UNKNOWN)


def _items(station: str, case: _Case) -> tuple[Item, ...]:
    """What stands at a station: within a kind, what is true of the make comes first."""
    of_make, general = case.of_make(station), case.general(station)
    if station == "display":
        return display_items(case.head_unit, of_make, general)
    if station == "no-code":
        return _sorted((*_own_first_aid(case.head_unit), *general))
    own: tuple[Item, ...] = ()
    if station == "stop":
        own = _own_first_aid(case.head_unit)
    elif station == "take-out":
        own = label_items(case.head_unit)
    return _sorted((*own, *of_make, *general))


def _own_first_aid(head_unit: HeadUnit | None) -> tuple[Item, ...]:
    """What the family's file says to do first."""
    if head_unit is None or not head_unit.behaviour.first_aid:
        return ()
    facts = facts_from(head_unit.behaviour.sources)
    return (Item(kind=ItemKind.DO, says=head_unit.behaviour.first_aid, facts=facts),)


def _sorted(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Cautions first, what is unknown last; otherwise the order they came in."""
    order = {kind: at for at, kind in enumerate(ItemKind)}
    return tuple(sorted(items, key=lambda item: order[item.kind]))


class Trouble(StrEnum):
    """What an owner meets who has a code, or who waited."""

    REFUSED = "refused"  # the right code is refused
    WAITED = "waited"  # the wait is over, and it still refuses
    CLOCK = "clock"  # the clock of its wait stands still
    SWITCHED_OFF = "switched-off"  # it switched itself off


# What of a family's rules answers a trouble, the likeliest first.
ANSWERS: Final = {
    Trouble.REFUSED: (OwnRule.ASKS_FIRST, OwnRule.OPENING, OwnRule.CODE),
    Trouble.WAITED: (
        OwnRule.KEY_CYCLE,
        OwnRule.WAIT,
        OwnRule.POWER,
        OwnRule.OVER,
        OwnRule.OPENING,
    ),
    Trouble.CLOCK: (OwnRule.KEY_CYCLE, OwnRule.POWER, OwnRule.WAIT, OwnRule.OVER),
    Trouble.SWITCHED_OFF: (OwnRule.KEY_CYCLE, OwnRule.POWER, OwnRule.WAIT),
}


def troubles(head_unit: HeadUnit | None, make: str) -> tuple[Station, ...]:
    """Every trouble with its answers, of a head unit and a make as in ``guide``.

    None where the family takes no code. It is no place to look at, so it is never ticked.
    """
    if head_unit is not None and not head_unit.protection.takes_a_code:
        return ()
    known = known_as(make.strip() or _make_of(head_unit))
    name = file_of(known)
    case = _Case(head_unit, known, None if name is None else read(name), Situation.ASKS)
    return tuple(
        Station(id=each.value, kind=StationKind.TROUBLE, items=_answers(each, case))
        for each in Trouble
    )


def _answers(trouble: Trouble, case: _Case) -> tuple[Item, ...]:
    """What must not be done, then the answers from the nearest to the most general."""
    general = case.general(trouble.value, "troubles")
    own = () if case.head_unit is None else tuple(_own(trouble, case.head_unit))
    rest = tuple(item for item in general if item.kind is not ItemKind.CAUTION)
    return (*general[: len(general) - len(rest)], *case.of_make(trouble.value), *own, *rest)


def _own(trouble: Trouble, head_unit: HeadUnit) -> Iterator[Item]:
    """What the family's file answers, a rule and its notes at a time."""
    rules = dict(_rules(head_unit))
    for rule in ANSWERS[trouble]:
        if rule in rules:
            sources, notes = rules[rule]
            facts = facts_from(sources)
            yield Item(kind=ItemKind.OWN_RULE, rule=rule, facts=facts)
            yield from (Item(kind=ItemKind.DO, says=note, facts=facts) for note in notes)
    if trouble is not Trouble.REFUSED and head_unit.behaviour.first_aid:
        facts = facts_from(head_unit.behaviour.sources)
        yield Item(kind=ItemKind.DO, says=head_unit.behaviour.first_aid, facts=facts)


def _rules(head_unit: HeadUnit) -> Iterator[tuple[OwnRule, tuple[Sources, tuple[str, ...]]]]:
    """The rules that a family's file states, each with who says so and what is noted beside it."""
    entry, code = head_unit.entry, head_unit.code
    timer, lockout = head_unit.timer, head_unit.lockout
    prompts = [word for word in head_unit.words if Meaning.PROMPT in word.meanings]
    before = [word for word in head_unit.words if word not in prompts and word.asks]
    if prompts and before:
        said = tuple(source for word in prompts for source in word.sources)
        yield OwnRule.ASKS_FIRST, (said, ())
    if entry is not None and entry.opening.kind not in {OpeningKind.NONE, OpeningKind.UNKNOWN}:
        yield OwnRule.OPENING, (entry.opening.sources, entry.opening.notes)
    if code is not None:
        yield OwnRule.CODE, (code.sources, ())
    if ended_by_key_cycle(lockout):
        yield OwnRule.KEY_CYCLE, (lockout.sources, lockout.notes)
    elif not lockout.none:
        yield OwnRule.POWER, (timer.sources, timer.notes)
    if lockout.none:
        yield OwnRule.WAIT, (lockout.sources, lockout.notes)
    elif longest_documented(lockout) is not None:
        said = tuple(source for one in lockout.candidates for source in one.sources)
        yield OwnRule.WAIT, (said, ())
    if timer.wait_over_sign is not WaitOverSign.UNKNOWN:
        yield OwnRule.OVER, (timer.sources, ())
