"""The road: its order, its ticks, and where it is another road."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.finding.guide import afterwards, guide
from pi.finding.items import ItemKind, Stored
from pi.finding.makes import known_as, makes
from pi.finding.road import KINDS, Situation, situation_of
from pi.radio.catalogue import all_head_units, load
from pi.radio.head_unit import Behaviour, Fits, Protection
from tests.pi.finding.roads import FIRST_TO_LAST, family, items, station, stations, texts

TAKES_NONE = [each for each in Protection if not each.takes_a_code]
ALL_MAKES = st.sampled_from(["", "Nobody's make", *makes()])
FAMILIES = st.sampled_from([None, *all_head_units()])
SITUATIONS = st.sampled_from(list(Situation))
LOOKED = st.lists(st.sampled_from([*KINDS, "a-place-of-long-ago"])).map(tuple)


def test_the_ids_of_the_stations_stay_as_they_are() -> None:
    """Ticks are kept by them."""
    assert set(KINDS) == {"no-code", *FIRST_TO_LAST}


def test_the_road_goes_from_papers_to_people() -> None:
    assert stations(guide(None, "Nissan")) == FIRST_TO_LAST


@pytest.mark.parametrize("make", makes())
def test_every_make_has_a_road_to_the_dealer(make: str) -> None:
    assert "dealer" in stations(guide(None, make))


@pytest.mark.parametrize("typed", ["vw", "VOLKSWAGEN", " volkswagen ", "Volks-Wagen"])
def test_a_make_is_known_however_it_is_typed(typed: str) -> None:
    assert guide(None, typed).make == "Volkswagen"


@pytest.mark.parametrize(
    ("typed", "make"), [("Citroën", "Citroen"), ("ŠKODA", "Skoda"), ("mercedes", "Mercedes-Benz")]
)
def test_accents_and_short_names_are_known(typed: str, make: str) -> None:
    assert known_as(typed) == make


def test_a_make_that_nobody_wrote_of_gets_the_general_road() -> None:
    road = guide(None, "Lada")
    assert (road.make, road.make_known) == ("Lada", False)


@pytest.mark.parametrize("make", ["Infiniti", "Subaru", "Toyota"])
def test_a_make_of_which_only_gaps_are_known_counts_as_unknown(make: str) -> None:
    assert not guide(None, make).make_known


def test_the_general_road_says_nothing_of_any_make() -> None:
    assert {item.make for item in items(guide(None, ""))} == {""}


def test_a_road_says_nothing_of_another_make() -> None:
    assert {item.make for item in items(guide(None, "Lexus"))} == {"", "Lexus"}


def test_without_a_make_the_familys_one_make_is_taken() -> None:
    only = family(fits=(Fits(make="Saab"), Fits(make="Fiat", sure=False)))
    assert guide(only, "").make == "Saab"


def test_without_a_make_a_family_of_two_makes_names_none() -> None:
    assert guide(family(fits=(Fits(make="Saab"), Fits(make="Fiat"))), "").make == ""


@pytest.mark.parametrize("make", ["Lexus", "GM", "Pontiac"])
def test_where_owners_chose_the_code_the_previous_one_is_asked_first(make: str) -> None:
    assert stations(guide(None, make))[:2] == ("stop", "previous-owner")


def test_what_a_family_says_of_the_code_beats_what_is_said_of_the_make() -> None:
    assert stations(guide(family(), "Lexus"))[1] == "papers"


def test_a_family_whose_owner_chose_the_code_asks_the_previous_one_first() -> None:
    chosen = family(protection=Protection.USER_CHOSEN_CODE)
    assert stations(guide(chosen, "Nissan"))[1] == "previous-owner"


def test_locked_out_for_good_the_specialist_comes_first() -> None:
    assert guide(None, "Ford", situation=Situation.LOCKED_OUT).next == "specialist"


@pytest.mark.parametrize("protection", TAKES_NONE)
def test_where_no_code_exists_the_road_says_so_first(protection: Protection) -> None:
    road = guide(family(protection=protection), "Nissan")
    assert (road.stations[0].id, road.situation) == ("no-code", Situation.NO_CODE)


@pytest.mark.parametrize("protection", TAKES_NONE)
def test_where_no_code_exists_nobody_is_sent_to_look_for_one(protection: Protection) -> None:
    road = guide(family(protection=protection), "Nissan")
    assert {"online", "display", "take-out"}.isdisjoint(stations(road))


def test_where_a_card_unlocks_the_card_is_looked_for() -> None:
    assert "papers" in stations(guide(family(protection=Protection.KEY_CARD), ""))


def test_where_no_code_exists_the_make_speaks_only_of_that() -> None:
    assert "look it up" not in texts(guide(load("nissan-secure"), "Nissan"))


@pytest.mark.parametrize(
    ("protection", "first"),
    [(Protection.OWNER_CODE, "stop"), (Protection.VEHICLE_PAIRED, "no-code")],
)
def test_what_a_family_says_to_do_first_stands_first(protection: Protection, first: str) -> None:
    aided = family(protection=protection, behaviour=Behaviour(first_aid="Leave it on."))
    assert "Leave it on." in [item.says for item in guide(aided, "").stations[0].items]
    assert guide(aided, "").stations[0].id == first


def test_a_station_is_ticked_when_it_was_looked_at() -> None:
    assert station(guide(None, "Ford", ("papers",)), "papers").ticked


def test_the_next_station_is_the_first_without_a_tick() -> None:
    assert guide(None, "Ford", ("stop", "handbook")).next == "papers"


def test_after_the_last_tick_nothing_is_next() -> None:
    assert guide(None, "Ford", FIRST_TO_LAST).next is None


@given(FAMILIES, ALL_MAKES, LOOKED, SITUATIONS)
def test_a_road_never_has_an_empty_station(family, make, looked, situation) -> None:  # type: ignore[no-untyped-def]
    assert all(each.items for each in guide(family, make, looked, situation).stations)


@given(FAMILIES, ALL_MAKES, LOOKED, SITUATIONS)
def test_ticks_change_nothing_but_ticks(family, make, looked, situation) -> None:  # type: ignore[no-untyped-def]
    ticked = guide(family, make, looked, situation)
    assert [each.items for each in ticked.stations] == [
        each.items for each in guide(family, make, (), situation).stations
    ]


@given(FAMILIES, ALL_MAKES, SITUATIONS)
def test_no_station_comes_twice(family, make, situation) -> None:  # type: ignore[no-untyped-def]
    ids = stations(guide(family, make, (), situation))
    assert len(set(ids)) == len(ids)


@given(FAMILIES, ALL_MAKES, SITUATIONS)
def test_cautions_come_before_everything_else_of_a_station(family, make, situation) -> None:  # type: ignore[no-untyped-def]
    for each in guide(family, make, (), situation).stations:
        cautions = [item.kind is ItemKind.CAUTION for item in each.items]
        assert cautions == sorted(cautions, reverse=True)


@given(FAMILIES, ALL_MAKES, SITUATIONS)
def test_what_is_unknown_comes_last_off_the_display(family, make, situation) -> None:  # type: ignore[no-untyped-def]
    for each in guide(family, make, (), situation).stations:
        unknown = [item.kind is ItemKind.UNKNOWN for item in each.items]
        assert unknown == sorted(unknown)


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


def test_the_makers_store_is_said_where_it_is_known() -> None:
    assert guide(None, "Skoda").stored_by_maker is Stored.YES


def test_the_makers_store_is_unknown_where_nobody_says() -> None:
    assert guide(None, "Volvo").stored_by_maker is Stored.UNKNOWN


def test_afterwards_speaks_of_a_make_only_to_its_owner() -> None:
    assert len(afterwards("Mercedes")) == len(afterwards("Ford")) + 1
