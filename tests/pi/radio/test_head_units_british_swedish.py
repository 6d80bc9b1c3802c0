"""What a mistake in a family's file would cost: Volvo, Saab, Land Rover, Jaguar and Lotus."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import About
from pi.radio.lockout import tries_left
from pi.radio.lockout_rule import CountsWhile
from pi.radio.security_code import InvalidCodeError
from pi.radio.steps import Check, Hold, Press
from tests.pi.radio.families import HOUR, MINUTE, cost, dead_after, disputed, planned, waits


def test_the_third_wrong_code_on_a_volvo_costs_two_hours_and_may_cost_twelve() -> None:
    assert waits("volvo-850", 3) == [0, 0, 2 * HOUR]
    assert catalogue.load("volvo-850").lockout.may_take_s == 12 * HOUR


def test_a_volvo_waits_with_the_key_at_position_one() -> None:
    assert catalogue.load("volvo-850").timer.counts_while is CountsWhile.IGNITION_AND_RADIO_ON


def test_a_volvo_has_no_key_beyond_six() -> None:
    with pytest.raises(InvalidCodeError):
        planned("volvo-850", "1237")


def test_the_set_of_a_960_is_found_by_its_name() -> None:
    assert catalogue.Catalogue().search("SC-815")[0].id == "volvo-850"


def test_a_discovery_owes_ninety_minutes_although_another_owner_had_one_hour() -> None:
    assert waits("land-rover-discovery-1", 3) == [0, 0, 90 * MINUTE]
    assert About.WAIT in disputed("land-rover-discovery-1")


def test_a_philips_in_a_discovery_is_opened_with_band_for_three_seconds() -> None:
    assert planned("land-rover-philips", "50691")[1] == Hold(keys=("BAND",), seconds=3)


def test_a_philips_in_a_discovery_that_plays_five_minutes_is_no_proof() -> None:
    assert catalogue.load("land-rover-philips").behaviour.trial_play_min == 5


def test_a_saab_holds_band_until_it_asks_for_no_fixed_time() -> None:
    assert planned("saab-band", "5069")[1] == Hold(keys=("BAND",), until="CODE IN")


def test_a_saab_gives_one_try_an_hour_after_the_first_three() -> None:
    assert waits("saab-band", 5) == [0, 0, HOUR, HOUR, HOUR]
    assert tries_left(catalogue.load("saab-band").lockout, 3) == 1


def test_a_saab_is_left_on_for_the_hour_although_one_owner_says_it_need_not() -> None:
    assert catalogue.load("saab-band").timer.counts_while is CountsWhile.RADIO_ON


@pytest.mark.parametrize("digits", ["5069", "50691"])
def test_a_jaguar_takes_four_digits_or_five_and_is_checked_before_the_last(digits: str) -> None:
    *_, check, last = planned("jaguar-series3", digits)

    assert (isinstance(check, Check), getattr(last, "digit", None)) == (True, digits[-1])


def test_any_wrong_code_on_a_jaguar_may_cost_an_hour() -> None:
    assert cost("jaguar-series3", 1).wait_s == HOUR
    assert cost("jaguar-series3", 1).needs_a_warning


def test_each_try_on_a_lotus_asks_to_be_confirmed_and_the_third_is_the_end() -> None:
    assert [cost("lotus-mp72", at).needs_a_warning for at in (1, 2, 3)] == [True] * 3
    assert dead_after("lotus-mp72") == 3


def test_a_lotus_is_set_with_up_and_walked_along_with_right_and_sent_with_ok() -> None:
    keys = [step.key for step in planned("lotus-mp72", "5069") if isinstance(step, Press)]

    assert keys == ["joystick up", "joystick right"] * 3 + ["joystick up", "OK"]


def test_a_lotus_says_first_of_all_that_three_tries_are_all() -> None:
    assert "three tries" in catalogue.load("lotus-mp72").behaviour.first_aid
