"""What a mistake in a family's file would cost its owner: Mercedes, BMW, Audi and kin."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import About, HeadUnit, Meaning, Protection
from pi.radio.lockout_rule import OnInterruption
from pi.radio.steps import Check, Hold, Press
from tests.pi.radio.families import (
    HOUR,
    MINUTE,
    cost,
    dead_after,
    disputed,
    planned,
    presses,
    submits,
    waits,
)

DAY = 24 * HOUR


def test_an_old_mercedes_submits_with_its_fourth_digit() -> None:
    last = submits("mercedes-becker", "5069")

    assert last == Press(key="9", times=1, position=4, digit="9", confirms=True)


def test_an_old_mercedes_is_checked_by_its_keys_as_it_shows_stars() -> None:
    assert planned("mercedes-becker", "5069")[-2] == Check(display=None)


def test_every_third_wrong_code_on_an_old_mercedes_costs_the_longest_wait_told() -> None:
    assert waits("mercedes-becker", 9) == [0, 0, HOUR, 0, 0, HOUR, 0, 0, DAY]


def test_an_old_mercedes_is_not_said_to_die() -> None:
    assert dead_after("mercedes-becker") is None


def test_a_later_mercedes_wants_ok_after_five_digits() -> None:
    assert submits("mercedes-5-digit", "50691") == Press(key="OK", times=1, confirms=True)


def test_a_later_mercedes_owes_the_longer_of_two_waits_and_may_take_an_hour() -> None:
    assert waits("mercedes-5-digit", 3) == [0, 0, 15 * MINUTE]
    assert catalogue.load("mercedes-5-digit").lockout.may_take_s == HOUR


@pytest.mark.parametrize("digits", ["5069", "50691"])
def test_a_mercedes_with_an_sc_key_sends_nothing_before_sc(digits: str) -> None:
    assert submits("mercedes-sc-key", digits) == Press(key="SC", times=1, confirms=True)


def test_what_a_mercedes_with_an_sc_key_costs_is_marked_as_borrowed() -> None:
    (borrowed,) = catalogue.load("mercedes-sc-key").lockout.candidates

    assert all(source.inferred for source in borrowed.sources)


def test_a_bavaria_c_costs_seconds_twice_and_then_a_quarter_of_an_hour_each() -> None:
    assert waits("bmw-bavaria-c", 5) == [15, 15, 900, 900, 900]


def test_sixteen_more_wrong_codes_after_three_end_a_bavaria_c() -> None:
    assert dead_after("bmw-bavaria-c") == 3 + 16


def test_off_is_the_end_on_a_bavaria_c_and_a_wait_on_a_volvo() -> None:
    assert catalogue.load("bmw-bavaria-c").words_meaning(Meaning.FINAL) == ("OFF",)
    assert catalogue.load("volvo-850").words_meaning(Meaning.WAITING) == ("OFF",)


def test_an_interruption_starts_the_wait_of_a_bavaria_c_again() -> None:
    assert catalogue.load("bmw-bavaria-c").timer.on_interruption is OnInterruption.RESTARTS


def test_a_bavaria_c_takes_any_digit_but_names_no_key() -> None:
    steps = [step for step in planned("bmw-bavaria-c", "7890") if isinstance(step, Press)]

    assert [(step.key, step.digit) for step in steps] == [(None, digit) for digit in "7890"]


@pytest.mark.parametrize("family", ["bmw-5-digit", "mercedes-becker", "saab-band"])
def test_what_a_power_cut_does_is_said_to_be_disputed(family: str) -> None:
    assert About.POWER in disputed(family)


def test_a_bmw_says_that_even_its_number_of_digits_differs() -> None:
    assert About.LENGTH in disputed("bmw-5-digit")


def test_the_fourth_wrong_code_on_a_smart_may_be_the_end() -> None:
    assert dead_after("smart-grundig") == 4
    assert About.END in disputed("smart-grundig")


def test_a_smart_counts_the_tries_it_used_and_gives_no_number_of_presses() -> None:
    assert presses("smart-grundig", "5069") == [None] * 4


def test_a_smart_is_submitted_by_its_brand_symbol() -> None:
    assert submits("smart-grundig", "5069") == Press(key="brand symbol", times=1, confirms=True)


def test_a_grundig_gives_no_number_of_presses_as_its_example_is_garbled() -> None:
    assert presses("grundig-wkc5100", "1703") == [None] * 4
    assert About.ENTRY in disputed("grundig-wkc5100")


def test_code_on_a_grundig_means_that_it_wants_none() -> None:
    assert catalogue.load("grundig-wkc5100").words_meaning(Meaning.NOT_A_PROMPT) == ("CODE",)


def test_nobody_knows_how_long_a_grundig_waits_after_any_wrong_code() -> None:
    assert waits("grundig-wkc5100", 3) == [None, None, None]


def test_three_wrong_codes_end_a_wiesbaden_whatever_its_page_says_further_on() -> None:
    assert dead_after("audi-wiesbaden-1990") == 3
    assert About.END in disputed("audi-wiesbaden-1990")


def test_an_audi_delta_costs_an_hour_at_the_second_and_may_end_at_the_third() -> None:
    assert (cost("audi-delta-1990", 2).wait_s, dead_after("audi-delta-1990")) == (HOUR, 3)


@pytest.mark.parametrize(
    ("family", "keys"),
    [("audi-wiesbaden-1990", ("AM/FM", "SCAN")), ("audi-delta-1990", ("AM", "ARI-Z"))],
)
def test_an_early_audi_opens_and_submits_with_its_own_two_keys(
    family: str, keys: tuple[str, str]
) -> None:
    opening, last = planned(family, "5069")[1], submits(family, "5069")

    assert isinstance(opening, Hold)
    assert isinstance(last, Hold)
    assert (opening.keys, opening.release_at_once, last.keys) == (keys, True, keys)


def test_an_rcd_opens_by_itself_and_names_no_key_to_submit_with() -> None:
    steps = planned("vw-rcd-0000", "5069")

    assert not any(isinstance(step, Hold) for step in steps)
    assert steps[-1] == Press(key=None, times=None, confirms=True)


def test_an_rcd_costs_an_hour_at_the_second_wrong_code() -> None:
    assert waits("vw-rcd-0000", 4) == [0, HOUR] * 2


def test_a_vw_names_every_pair_of_keys_that_was_reported_but_those_of_other_families() -> None:
    opening = planned("vw-safe", "5069")[1]
    claims = next(one.claims for one in catalogue.load("vw-safe").disagreements)

    assert isinstance(opening, Hold)
    assert [" + ".join(pair) for pair in opening.key_options] == [one.says for one in claims]


def test_a_porsche_by_becker_owes_an_hour_and_may_take_longer() -> None:
    assert waits("porsche-becker", 3) == [0, 0, HOUR]
    assert catalogue.load("porsche-becker").lockout.may_take_s == 90 * MINUTE


@pytest.mark.parametrize(
    ("family", "protection"),
    [
        ("porsche-most", Protection.VEHICLE_PAIRED),
        ("blaupunkt-keycard", Protection.KEY_CARD),
    ],
)
def test_a_set_without_a_code_offers_no_steps(family: str, protection: Protection) -> None:
    head_unit = catalogue.load(family)

    assert (head_unit.protection, head_unit.takes_a_code) == (protection, False)


def digits_asked(head_unit: HeadUnit) -> tuple[int, ...]:
    """How long a code of this family may be."""
    return head_unit.code.lengths if head_unit.code else ()


@pytest.mark.parametrize(
    ("family", "lengths"),
    [
        ("mercedes-becker", (4,)),
        ("mercedes-5-digit", (5,)),
        ("mercedes-sc-key", (4, 5)),
        ("bmw-bavaria-c", (4,)),
        ("land-rover-discovery-1", (5,)),
        ("jaguar-series3", (4, 5)),
        ("porsche-most", ()),
    ],
)
def test_a_family_asks_for_as_many_digits_as_its_sets(
    family: str, lengths: tuple[int, ...]
) -> None:
    assert digits_asked(catalogue.load(family)) == lengths
