"""What a mistake in a family's file would cost its owner: the other makes."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import Meaning, Protection
from pi.radio.lockout import restarts_the_wait, tries_left
from pi.radio.lockout_rule import OnInterruption
from pi.radio.security_code import InvalidCodeError
from pi.radio.steps import Hold, Press, Touch
from tests.pi.radio.families import HOUR, MINUTE, cost, dead_after, planned, presses, submits, waits


def test_the_second_wrong_code_on_a_vw_costs_an_hour() -> None:
    assert waits("vw-safe", 4) == [0, HOUR] * 2


def test_the_keys_that_open_a_vw_are_let_go_at_once_or_1000_is_the_entry() -> None:
    opening = planned("vw-safe", "5069")[1]

    assert isinstance(opening, Hold)
    assert (opening.until, opening.release_at_once, opening.keys) == ("1000", True, None)


def test_the_keys_that_open_a_vw_submit_until_safe_shows() -> None:
    opening, last = planned("vw-safe", "5069")[1], submits("vw-safe", "5069")

    assert isinstance(opening, Hold)
    assert last == Hold(keys=None, key_options=opening.key_options, until="SAFE", confirms=True)


def test_a_vw_gives_no_number_of_presses() -> None:
    assert presses("vw-safe", "5369") == [None] * 4


def test_a_vw_starts_from_1000_and_each_step_says_what_then_shows() -> None:
    shown = [getattr(step, "display", None) for step in planned("vw-safe", "5369")[2:6]]

    assert shown == ["5000", "5300", "5360", "5369"]


def test_the_third_wrong_code_on_a_ford_owes_the_longer_of_two_waits_and_so_does_each_after() -> (
    None
):
    assert waits("ford-6000cd", 5) == [0, 0, HOUR, HOUR, HOUR]


def test_the_tenth_wrong_code_on_a_ford_is_the_end() -> None:
    assert dead_after("ford-6000cd") == 10
    assert "LOCKED10" in catalogue.load("ford-6000cd").words_meaning(Meaning.FINAL)


def test_a_ford_is_submitted_by_a_short_press_of_5() -> None:
    assert submits("ford-6000cd", "5069") == Press(key="5", times=1, confirms=True)


def test_a_honda_submits_by_itself_with_the_fifth_digit() -> None:
    last = submits("honda-5-digit", "12345")

    assert isinstance(last, Press)
    assert (last.key, last.position, last.confirms) == ("5", 5, True)


def test_a_honda_code_with_a_digit_beyond_six_is_not_refused() -> None:
    assert presses("honda-5-digit", "07890") == [1] * 5


def test_the_third_wrong_code_on_a_honda_costs_an_hour() -> None:
    assert waits("honda-5-digit", 3) == [0, 0, HOUR]


@pytest.mark.parametrize("digits", ["1234", "12345"])
def test_a_bmw_takes_four_digits_or_five_as_the_set_is_switched(digits: str) -> None:
    assert presses("bmw-5-digit", digits) == [1] * len(digits)


def test_a_bmw_has_no_key_beyond_six() -> None:
    with pytest.raises(InvalidCodeError):
        planned("bmw-5-digit", "12347")


def test_the_third_wrong_code_on_a_bmw_costs_an_unbroken_hour() -> None:
    head_unit = catalogue.load("bmw-5-digit")

    assert waits("bmw-5-digit", 3) == [0, 0, HOUR]
    assert head_unit.timer.trips_add_up is False
    assert restarts_the_wait(head_unit.timer)


def test_an_opel_owes_the_longer_wait_where_two_accounts_differ() -> None:
    told = waits("opel-safe", 9)

    assert (told[2], told[4]) == (HOUR, 3 * HOUR)


def test_an_opel_may_take_more_than_eleven_hours() -> None:
    assert catalogue.load("opel-safe").lockout.may_take_s == 11 * HOUR


def test_the_sixth_wrong_code_on_an_opel_may_be_the_end() -> None:
    assert dead_after("opel-safe") == 6


def test_an_opel_gives_no_number_of_presses() -> None:
    assert presses("opel-safe", "5069") == [None] * 4


def test_any_break_starts_an_opels_wait_again_and_it_switches_itself_off() -> None:
    timer = catalogue.load("opel-safe").timer

    assert timer.on_interruption is OnInterruption.RESTARTS
    assert timer.radio_auto_off_min == 60


def test_a_hyundai_zero_takes_ten_presses() -> None:
    assert presses("hyundai-cde", "8401") == [8, 4, 10, 1]


def test_the_second_wrong_code_on_a_hyundai_costs_nobody_knows_how_long() -> None:
    assert waits("hyundai-cde", 3) == [0, None, None]
    assert tries_left(catalogue.load("hyundai-cde").lockout, 0) == 2


def test_a_rover_doubles_without_an_end() -> None:
    assert waits("rover-r960", 9)[-1] == 256 * MINUTE
    assert dead_after("rover-r960") is None


def test_a_rovers_first_key_is_also_its_last() -> None:
    steps = [step for step in planned("rover-r960", "5069") if isinstance(step, Press)]

    assert (steps[0].key, steps[-1].key, steps[-1].confirms) == ("1", "1", True)


def test_the_ninth_wrong_code_on_a_lexus_may_be_the_end() -> None:
    assert dead_after("lexus-sec") == 9


def test_a_lexus_is_submitted_by_holding_scan_for_three_seconds() -> None:
    assert submits("lexus-sec", "506") == Hold(keys=("SCAN",), seconds=3, confirms=True)


def test_a_gm_set_costs_an_hour_at_the_eighth_and_then_at_every_third() -> None:
    hours = [at for at in range(1, 20) if cost("gm-theftlock-1994", at).wait_s == HOUR]

    assert hours == [8, 11, 14, 17]


def test_a_gm_set_gives_no_number_of_presses_as_the_first_only_brings_zeros() -> None:
    assert presses("gm-theftlock-1994", "1205") == [None, None]


def test_loc_on_a_gm_set_may_be_a_prompt_or_the_hour() -> None:
    head_unit = catalogue.load("gm-theftlock-1994")

    assert "LOC" in head_unit.words_meaning(Meaning.PROMPT)
    assert "LOC" in head_unit.words_meaning(Meaning.WAITING)


def test_wrong_codes_cost_nothing_on_a_fiat_touch_set() -> None:
    assert waits("fiat-connect-nav", 20) == [0] * 20
    assert dead_after("fiat-connect-nav") is None


def test_a_fiat_touch_set_names_no_key_to_submit_with() -> None:
    assert submits("fiat-connect-nav", "5069") == Touch(key=None, confirms=True)


@pytest.mark.parametrize("family", ["gm-theftlock-1994", "lexus-sec"])
def test_a_code_that_an_owner_chose_is_said_to_be_one(family: str) -> None:
    assert catalogue.load(family).protection is Protection.USER_CHOSEN_CODE
