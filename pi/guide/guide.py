"""The road to a lost code: places to look at, then people to ask, in order.

Pure: it reads its own files alone. It never derives, guesses or looks up a code.
"""

from msgspec import Struct

from pi.guide.display import display_items, facts_from, label_items
from pi.guide.facts import Item, ItemKind, Station, Stored
from pi.guide.makes import file_of, known_as
from pi.guide.reading import File, read
from pi.guide.road import KINDS, Situation, road
from pi.radio.head_unit import HeadUnit, Protection


class Guide(Struct, frozen=True, kw_only=True):
    """The road. ``next`` is the first station without a tick, None once all have one.

    ``make`` is spelled as the guide does where it can. Without ``make_known`` the road holds only
    what is true of every make, and a surface should say so.
    """

    make: str
    make_known: bool
    head_unit: str | None
    protection: Protection | None
    situation: Situation
    stored_by_maker: Stored
    stations: tuple[Station, ...]
    next: str | None


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

    def general(self, station: str) -> tuple[Item, ...]:
        no_code = self.situation is Situation.NO_CODE
        return read("no_code" if no_code else "road").items_at(station)


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
    owner_chose = file is not None and known in file.owner_chosen
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
