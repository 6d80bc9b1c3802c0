"""The road to a lost code: its order, its ticks, and where it is another road.

With it the serial number on the display, of which the cost is said before the keys, and first aid
by the word on the display.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.catalogue.catalogue import all_head_units, load
from pi.guide.facts import (
    Costs,
    Item,
    ItemKind,
    OwnRule,
    Station,
    Stored,
    known_as,
    makes,
    read,
)
from pi.guide.first_aid import first_aid
from pi.guide.guide import (
    KINDS,
    Guide,
    Situation,
    Trouble,
    afterwards,
    guide,
    situation_of,
    troubles,
)
from pi.radio.head_unit import Behaviour, Fits, HeadUnit, Protection, SerialDisplay, SerialNumber
from pi.radio.provenance import Source, Sources, Trust

FIRST_TO_LAST = (
    *("stop", "papers", "handbook", "glove-box", "stickers", "display", "take-out"),
    *("previous-owner", "dealer", "maker", "online", "specialist"),
)
TAKES_NONE = [each for each in Protection if not each.takes_a_code]
ALL_MAKES = st.sampled_from(["", "Nobody's make", *makes()])
FAMILIES = st.sampled_from([None, *all_head_units()])
SITUATIONS = st.sampled_from(list(Situation))
LOOKED = st.lists(st.sampled_from([*KINDS, "a-place-of-long-ago"])).map(tuple)


def said_by(trust: Trust) -> Sources:
    return (Source(trust=trust, where="somewhere"),)


def family(
    *displays: SerialDisplay, protection: Protection = Protection.OWNER_CODE, **more: object
) -> HeadUnit:
    serial = SerialNumber(displays=displays)
    return HeadUnit(id="made-up", name="Made up", protection=protection, serial=serial, **more)  # type: ignore[arg-type]


def stations(road: Guide) -> tuple[str, ...]:
    return tuple(station.id for station in road.stations)


def station(road: Guide, wanted: str) -> Station:
    return next(each for each in road.stations if each.id == wanted)


def items(road: Guide) -> list[Item]:
    return [item for each in road.stations for item in each.items]


def test_the_road_goes_from_papers_to_people_by_ids_that_ticks_are_kept_by() -> None:
    assert stations(guide(None, "Nissan")) == FIRST_TO_LAST
    assert set(KINDS) == {"no-code", *FIRST_TO_LAST}


@pytest.mark.parametrize(
    ("typed", "make"),
    [(typed, "Volkswagen") for typed in ("vw", "VOLKSWAGEN", " volkswagen ", "Volks-Wagen")]
    + [("Citroën", "Citroen"), ("ŠKODA", "Skoda"), ("mercedes", "Mercedes-Benz")],
)
def test_a_make_is_known_however_it_is_typed(typed: str, make: str) -> None:
    assert known_as(typed) == guide(None, typed).make == make


@pytest.mark.parametrize(
    ("make", "known"),
    [("Nissan", True), ("Lada", False), ("Infiniti", False), ("Subaru", False), ("Toyota", False)],
)
def test_a_make_of_which_nobody_wrote_or_only_gaps_are_known_counts_as_unknown(
    make: str, known: bool
) -> None:
    assert (guide(None, make).make, guide(None, make).make_known) == (make, known)


def test_a_road_is_of_its_make_alone_or_of_the_one_make_of_the_family() -> None:
    for make in "", "Lexus":
        assert {item.make for item in items(guide(None, make))} == {"", make}
    only = family(fits=(Fits(make="Saab"), Fits(make="Fiat", sure=False)))
    assert guide(only, "").make == "Saab"
    assert guide(family(fits=(Fits(make="Saab"), Fits(make="Fiat"))), "").make == ""


@pytest.mark.parametrize(
    ("head_unit", "make", "second"),
    [(None, make, "previous-owner") for make in ("Lexus", "GM", "Pontiac", "Mazda")]
    + [
        (family(), "Lexus", "papers"),
        (family(protection=Protection.USER_CHOSEN_CODE), "Nissan", "previous-owner"),
    ],
)
def test_where_owners_chose_the_code_the_previous_one_comes_first_then_the_handbooks_pencil(
    head_unit: HeadUnit | None, make: str, second: str
) -> None:
    """What a family says of the code beats what is said of the make."""
    road = guide(head_unit, make)
    assert stations(road)[:3] == ("stop", second, "handbook")
    assert road.owner_chose is (second == "previous-owner")
    assert any("in pencil" in item.says for item in station(road, "handbook").items)


@pytest.mark.parametrize("protection", TAKES_NONE)
def test_where_no_code_exists_the_road_says_so_first_and_nobody_looks_for_one(
    protection: Protection,
) -> None:
    road = guide(family(protection=protection), "Nissan")
    assert (stations(road)[0], road.situation) == ("no-code", Situation.NO_CODE)
    assert {"online", "display", "take-out"}.isdisjoint(stations(road))
    assert not any("look it up" in item.says for item in items(road))


@pytest.mark.parametrize(
    ("protection", "first"),
    [(Protection.OWNER_CODE, "stop"), (Protection.VEHICLE_PAIRED, "no-code")],
)
def test_what_a_family_says_to_do_first_stands_first(protection: Protection, first: str) -> None:
    aided = family(protection=protection, behaviour=Behaviour(first_aid="Leave it on."))
    stop = guide(aided, "").stations[0]
    assert stop.id == first
    assert "Leave it on." in [item.says for item in stop.items]


def test_the_next_station_is_the_first_without_a_tick_and_none_after_the_last() -> None:
    ticked = guide(None, "Ford", ("stop", "handbook"))
    assert [each.id for each in ticked.stations if each.ticked] == ["stop", "handbook"]
    assert ticked.next == "papers"
    assert guide(None, "Ford", FIRST_TO_LAST).next is None
    assert guide(None, "Ford", situation=Situation.LOCKED_OUT).next == "specialist"


@given(FAMILIES, ALL_MAKES, LOOKED, SITUATIONS)
def test_every_road_is_in_order(
    head_unit: HeadUnit | None, make: str, looked: tuple[str, ...], situation: Situation
) -> None:
    """No station comes twice or empty; cautions stand first, gaps last; ticks change nothing."""
    road = guide(head_unit, make, looked, situation)
    assert len(set(stations(road))) == len(road.stations)
    for each in road.stations:
        kinds = [item.kind for item in each.items]
        assert kinds
        cautions = [kind is ItemKind.CAUTION for kind in kinds]
        assert cautions == sorted(cautions, reverse=True)
        gaps = [kind is ItemKind.UNKNOWN for kind in kinds]
        assert each.id == "display" or gaps == sorted(gaps)
    plain = guide(head_unit, make, (), situation).stations
    assert [each.items for each in road.stations] == [each.items for each in plain]


@pytest.mark.parametrize("make", makes())
def test_every_make_has_a_road_to_the_dealer_and_prices_keys_right_before_them(make: str) -> None:
    road = guide(None, make)
    assert "dealer" in stations(road)
    shown = station(road, "display").items if "display" in stations(road) else ()
    keys = [at for at, item in enumerate(shown) if item.kind is ItemKind.KEYS]
    assert [shown[at - 1].kind for at in keys] == [ItemKind.COST] * len(keys)


@pytest.mark.parametrize(
    ("shows", "make", "situation"),
    [
        ("SECURE", "Nissan", Situation.NO_CODE),
        ("OFF", "BMW", Situation.LOCKED_OUT),
        ("OFF", "Volvo", Situation.ASKS),
        ("OFF", "", Situation.ASKS),
        ("----", "", Situation.ASKS),
        ("", "", Situation.ASKS),
        ("a word nobody knows", "", Situation.ASKS),
    ],
)
def test_the_display_decides_the_road_where_its_word_is_sure(
    shows: str, make: str, situation: Situation
) -> None:
    assert situation_of(shows, make=make) is situation


def test_what_is_said_of_a_make_alone_is_said_to_its_owner() -> None:
    assert guide(None, "Skoda").stored_by_maker is Stored.YES
    assert guide(None, "Volvo").stored_by_maker is Stored.UNKNOWN
    assert len(afterwards("Mercedes")) == len(afterwards("Ford")) + 1
    assert "papers" in stations(guide(family(protection=Protection.KEY_CARD), ""))


# The serial number on the display.

FREE = SerialDisplay(how="hold 1", costs_attempts=False, sources=said_by(Trust.MAKER))
DEAR = SerialDisplay(how="hold 2", costs_attempts=True, tries=3, sources=said_by(Trust.MAKER))
SILENT = SerialDisplay(how="hold 3", sources=said_by(Trust.OWNER_REPORT))
CLAIMED = SerialDisplay(how="hold 4", sources=said_by(Trust.SELLER))


def shown(*ways: SerialDisplay, make: str = "") -> tuple[Item, ...]:
    """What is said of these ways to make the display show it."""
    return station(guide(family(*ways), make), "display").items


def of_kind(kind: ItemKind, items: tuple[Item, ...]) -> list[Item]:
    return [item for item in items if item.kind is kind]


@pytest.mark.parametrize(
    ("way", "costs", "tries", "sure"),
    [
        (FREE, Costs.FREE, None, True),
        (DEAR, Costs.TRIES, 3, True),
        (SILENT, Costs.UNKNOWN, None, True),
        (CLAIMED, Costs.UNKNOWN, None, False),
    ],
)
def test_the_station_says_what_the_keys_cost_and_if_only_sellers_claim_it(
    way: SerialDisplay, costs: Costs, tries: int | None, sure: bool
) -> None:
    assert shown(way)[0].kind is ItemKind.CAUTION
    (cost,), (keys,) = (of_kind(kind, shown(way)) for kind in (ItemKind.COST, ItemKind.KEYS))
    assert (cost.costs, cost.tries, keys.sure) == (costs, tries, sure)


@given(st.lists(st.sampled_from([FREE, DEAR, SILENT, CLAIMED]), min_size=1))
def test_right_before_the_keys_of_each_way_stands_its_cost_and_the_dearest_comes_last(
    ways: list[SerialDisplay],
) -> None:
    said = shown(*ways)
    keys = [at for at, item in enumerate(said) if item.kind is ItemKind.KEYS]
    assert [said[at - 1].kind for at in keys] == [ItemKind.COST] * len(ways)
    costs = of_kind(ItemKind.COST, said)
    order = [Costs.FREE, Costs.UNKNOWN, Costs.TRIES]
    told = [order.index(item.costs) for item in costs if item.costs is not None]
    assert told == sorted(told)
    assert {item.display: item.tries for item in costs} == {
        at: way.tries for at, way in enumerate(ways)
    }


def test_a_familys_own_keys_rule_over_those_of_its_make_without_any_there_is_no_station() -> None:
    assert [item.says for item in of_kind(ItemKind.KEYS, shown(FREE, make="Nissan"))] == ["hold 1"]
    assert "display" not in stations(guide(family(), "Nissan"))
    assert "display" not in stations(guide(None, "Lada"))


@pytest.mark.parametrize("head_unit", all_head_units(), ids=lambda each: each.id)
def test_where_a_familys_label_stands_is_said_at_taking_it_out(head_unit: HeadUnit) -> None:
    road = guide(head_unit, "")
    out = station(road, "take-out").items if "take-out" in stations(road) else ()
    told = {item.says for item in out}
    assert told.issuperset(head_unit.serial.places) or not head_unit.protection.takes_a_code


# What goes wrong with a code that is there, or with a wait.

LAST_OF = {each.value: read("troubles").items_at(each.value)[-1].says for each in Trouble}


def answers(trouble: Trouble, head_unit: HeadUnit | None, make: str = "") -> tuple[Item, ...]:
    return next(each.items for each in troubles(head_unit, make) if each.id == trouble)


def says(trouble: Trouble, head_unit: HeadUnit | None, make: str = "") -> str:
    return " ".join(item.says for item in answers(trouble, head_unit, make))


@pytest.mark.parametrize("head_unit", all_head_units(), ids=lambda each: each.id)
def test_every_trouble_is_answered_by_the_family_before_what_holds_for_all(
    head_unit: HeadUnit,
) -> None:
    """A family that takes no code has none of these troubles."""
    found = troubles(head_unit, "")
    assert bool(found) is head_unit.protection.takes_a_code
    for trouble in found:
        rules = [at for at, item in enumerate(trouble.items) if item.rule is not None]
        assert rules
        assert max(rules) < [item.says for item in trouble.items].index(LAST_OF[trouble.id])


def test_of_a_right_code_that_is_refused_all_is_asked_from_the_paper_to_the_dealer() -> None:
    """Is it this set's, was it swapped, do its keys work, is a fault known, and what to bring."""
    told = says(Trouble.REFUSED, None)
    order = ["this set's code", "was swapped or repaired", "worn key", "the dealer", "Bring"]
    assert [told.index(part) for part in order] == sorted(told.index(part) for part in order)
    honda = load("honda-5-digit")
    assert "known fault" in says(Trouble.REFUSED, honda, "Acura")
    assert "known fault" not in says(Trouble.REFUSED, honda, "Honda")
    assert "leave CODE on for about an hour" in says(Trouble.REFUSED, None, "Jaguar")


@pytest.mark.parametrize(
    ("trouble", "head_unit", "rule"),
    [
        (Trouble.REFUSED, "opel-safe", OwnRule.ASKS_FIRST),
        (Trouble.WAITED, "saab-band", OwnRule.OPENING),
        (Trouble.WAITED, "acura-navigation", OwnRule.KEY_CYCLE),
        (Trouble.CLOCK, "volvo-850", OwnRule.POWER),
        (Trouble.CLOCK, "mitsubishi-off", OwnRule.OVER),
        (Trouble.SWITCHED_OFF, "vw-safe", OwnRule.WAIT),
    ],
)
def test_a_trouble_is_answered_by_the_rule_that_it_hangs_on_and_by_who_says_so(
    trouble: Trouble, head_unit: str, rule: OwnRule
) -> None:
    found = {item.rule: item.facts for item in answers(trouble, load(head_unit))}
    assert found[rule]
    assert OwnRule.KEY_CYCLE not in found or OwnRule.POWER not in found  # a wait, or none at all


# First aid.


def ids(shows: str, make: str = "") -> list[str]:
    return [aid.id for aid in first_aid(shows, make)]


@pytest.mark.parametrize(
    ("shows", "id_"),
    [
        ("CODE", "asks"),
        ("1 CDE", "asks"),
        ("safe 2", "safe"),
        ("Wait 29:58", "wait"),
        ("code error", "error"),
        ("InOP", "locked"),
        ("CARD ERR", "card-error"),
    ],
)
def test_a_word_is_known_with_its_numbers_and_in_any_case(shows: str, id_: str) -> None:
    assert ids(shows)[0] == id_


@pytest.mark.parametrize(
    ("shows", "make", "known"),
    [
        ("OFF", "", ["off-wait", "off-final"]),
        ("OFF", "Volvo", ["off-wait"]),
        ("OFF", "BMW", ["off-final"]),
        ("CANCHECK", "Nissan", []),
        *[(shows, "", []) for shows in ("", "   ", "hello", "?")],
    ],
)
def test_a_word_means_what_it_means_on_the_make_if_a_radio_shows_it(
    shows: str, make: str, known: list[str]
) -> None:
    assert ids(shows, make) == known


def test_every_entry_is_found_by_its_words_names_known_makes_and_says_what_not_to_do() -> None:
    for word in read("first_aid").words:
        assert all(word.id in ids(text) for text in word.shows)
        assert set(word.makes) <= set(makes())
        assert word.never.startswith("Do not ")
    told = (*first_aid("SECURE"), *first_aid("CANCHECK"))
    assert {aid.id for aid in told if aid.no_code} == {"secure", "cancheck"}
