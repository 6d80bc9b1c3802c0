"""The serial number on the display: what it costs is said before the keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.finding.guide import guide
from pi.finding.items import Costs, ItemKind
from pi.finding.makes import makes
from pi.radio.catalogue import all_head_units
from pi.radio.head_unit import HeadUnit, SerialDisplay
from pi.radio.provenance import Trust
from tests.pi.finding.roads import family, said_by, station, stations

FREE = SerialDisplay(how="hold 1", costs_attempts=False, sources=said_by(Trust.MAKER))
DEAR = SerialDisplay(how="hold 2", costs_attempts=True, tries=3, sources=said_by(Trust.MAKER))
SILENT = SerialDisplay(how="hold 3", sources=said_by(Trust.OWNER_REPORT))
CLAIMED = SerialDisplay(how="hold 4", sources=said_by(Trust.SELLER))
WAYS = st.lists(st.sampled_from([FREE, DEAR, SILENT, CLAIMED]), min_size=1)


def costs_of(head_unit: HeadUnit | None, make: str = "") -> list[Costs | None]:
    shown = station(guide(head_unit, make), "display").items
    return [item.costs for item in shown if item.kind is ItemKind.COST]


@pytest.mark.parametrize(
    ("way", "costs"), [(FREE, Costs.FREE), (DEAR, Costs.TRIES), (SILENT, Costs.UNKNOWN)]
)
def test_the_station_says_what_the_keys_cost(way: SerialDisplay, costs: Costs) -> None:
    assert costs_of(family(way)) == [costs]


def test_it_says_how_many_tries_are_burnt() -> None:
    shown = station(guide(family(DEAR), ""), "display").items
    assert [item.tries for item in shown if item.kind is ItemKind.COST] == [3]


@given(WAYS)
def test_the_dearest_way_comes_last(ways: list[SerialDisplay]) -> None:
    order = [Costs.FREE, Costs.UNKNOWN, Costs.TRIES]
    told = [order.index(costs) for costs in costs_of(family(*ways)) if costs is not None]
    assert told == sorted(told)


@given(WAYS)
def test_right_before_keys_stands_what_they_cost(ways: list[SerialDisplay]) -> None:
    shown = station(guide(family(*ways), ""), "display").items
    before = [shown[at - 1].kind for at, item in enumerate(shown) if item.kind is ItemKind.KEYS]
    assert before == [ItemKind.COST] * len(ways)


@pytest.mark.parametrize("make", makes())
def test_right_before_keys_of_a_make_stands_what_they_cost(make: str) -> None:
    road = guide(None, make)
    shown = station(road, "display").items if "display" in stations(road) else ()
    keys = [at for at, item in enumerate(shown) if item.kind is ItemKind.KEYS]
    assert [shown[at - 1].kind for at in keys] == [ItemKind.COST] * len(keys)


@given(WAYS)
def test_keys_and_their_cost_name_the_familys_way(ways: list[SerialDisplay]) -> None:
    shown = station(guide(family(*ways), ""), "display").items
    told = {item.display: item.tries for item in shown if item.kind is ItemKind.COST}
    assert told == {at: way.tries for at, way in enumerate(ways)}


def test_a_caution_stands_before_the_first_keys() -> None:
    assert station(guide(family(DEAR), ""), "display").items[0].kind is ItemKind.CAUTION


def test_what_only_sellers_claim_is_not_sure() -> None:
    shown = station(guide(family(CLAIMED), ""), "display").items
    assert [item.sure for item in shown if item.kind is ItemKind.KEYS] == [False]


def test_what_an_owner_saw_is_not_said_to_be_a_claim() -> None:
    shown = station(guide(family(SILENT), ""), "display").items
    assert all(item.sure for item in shown if item.kind is ItemKind.KEYS)


def test_a_family_that_shows_no_serial_number_has_no_such_station() -> None:
    assert "display" not in stations(guide(family(), "Nissan"))


def test_a_familys_own_keys_rule_over_those_of_its_make() -> None:
    shown = station(guide(family(FREE), "Nissan"), "display").items
    assert [item.says for item in shown if item.kind is ItemKind.KEYS] == ["hold 1"]


def test_a_make_that_nobody_wrote_of_has_no_such_station() -> None:
    assert "display" not in stations(guide(None, "Lada"))


@pytest.mark.parametrize("head_unit", all_head_units(), ids=lambda each: each.id)
def test_where_a_familys_label_stands_is_said_at_taking_it_out(head_unit: HeadUnit) -> None:
    road = guide(head_unit, "")
    shown = station(road, "take-out").items if "take-out" in stations(road) else ()
    told = {item.says for item in shown}
    assert told.issuperset(head_unit.serial.places) or not head_unit.protection.takes_a_code
