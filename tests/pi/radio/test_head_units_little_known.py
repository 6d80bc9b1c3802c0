"""What a mistake would cost the owner of a set that few have written about."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import CodeShape, Meaning, Protection
from pi.radio.lockout import restarts_the_wait
from pi.radio.press_plan import NoCodeToKeyInError, plan
from pi.radio.security_code import InvalidCodeError, SecurityCode
from pi.radio.steps import Check, Hold, Press, Touch
from tests.pi.radio.families import (
    HOUR,
    MINUTE,
    cost,
    dead_after,
    planned,
    presses,
    submits,
    waits,
)

PAIRED = ["opel-paired", "peugeot-rd4", "sevel-van-paired"]
KEYS_NOT_TOLD = ["alfa-fiat-blaupunkt", "clarion-code-in", "fiat-body-computer"]
KEYS_NOT_TOLD += ["psa-display-locked"]


def test_the_xtrail_may_cost_ninety_minutes_each_time_and_end_at_the_third() -> None:
    assert waits("nissan-xtrail-t30", 3) == [90 * MINUTE] * 3
    assert dead_after("nissan-xtrail-t30") == 3


def test_the_xtrail_names_no_key_to_submit_with() -> None:
    assert submits("nissan-xtrail-t30", "5069") == Press(key=None, times=None, confirms=True)


def test_the_late_micra_costs_ten_seconds_twice_and_then_an_hour() -> None:
    assert waits("nissan-micra-k11", 3) == [10, 10, HOUR]


def test_security_on_the_late_micra_is_no_prompt() -> None:
    head_unit = catalogue.load("nissan-micra-k11")

    assert head_unit.words_meaning(Meaning.NOT_A_PROMPT) == ("SECURITY",)


def test_the_micra_of_1993_is_woken_by_any_key() -> None:
    assert planned("nissan-micra-1993", "506")[1] == Press(key="any", times=1, display="000")


def test_the_micra_of_1993_is_submitted_by_the_tuning_rocker() -> None:
    assert submits("nissan-micra-1993", "506") == Press(
        key="tuning rocker up", times=1, confirms=True
    )


@pytest.mark.parametrize(
    "family",
    [
        "nissan-xtrail-t30",
        "nissan-micra-k11",
        "nissan-micra-1993",
        "renault-radio-code-long6",
    ],
)
def test_no_number_of_presses_is_given_where_nobody_tells_the_start(family: str) -> None:
    assert presses(family, "5069") == [None] * 4


@pytest.mark.parametrize("family", ["nissan-connect", "fiat-body-computer"])
def test_a_wrong_code_of_unknown_cost_is_warned_of(family: str) -> None:
    assert cost(family, 1).wait_s is None
    assert cost(family, 1).needs_a_warning


def test_nissan_connect_asks_three_tries_for_its_serial_number() -> None:
    (display,) = catalogue.load("nissan-connect").serial.displays

    assert (display.costs_attempts, display.tries) == (True, 3)


@pytest.mark.parametrize("family", ["nissan-note-2009", "nissan-radio-code"])
def test_nobody_says_what_it_costs_to_make_a_nissan_show_its_serial_number(family: str) -> None:
    (display,) = catalogue.load(family).serial.displays

    assert display.costs_attempts is None


def test_the_peugeot_505_takes_no_six() -> None:
    shape = catalogue.load("peugeot-505-alpine").code
    assert shape is not None

    with pytest.raises(InvalidCodeError):
        SecurityCode("12346", shape)


def test_the_peugeot_505_is_checked_before_the_fifth_digit_submits() -> None:
    *_, check, last = planned("peugeot-505-alpine", "12345")

    assert isinstance(check, Check)
    assert last == Press(key="5", times=1, position=5, digit="5", confirms=True)


def test_the_peugeot_505_costs_seventy_minutes_at_the_third() -> None:
    assert waits("peugeot-505-alpine", 3) == [0, 0, 70 * MINUTE]


def test_a_peugeot_that_says_locked_may_lock_at_the_second_code() -> None:
    assert waits("psa-display-locked", 2) == [0, 90 * MINUTE]


def test_wait_on_an_alfa_may_be_the_hour_from_the_first_code_on() -> None:
    assert waits("alfa-fiat-blaupunkt", 3) == [HOUR] * 3


def test_an_alfas_wait_is_stopped_by_the_radio_after_twenty_minutes() -> None:
    assert catalogue.load("alfa-fiat-blaupunkt").timer.radio_auto_off_min == 20


@pytest.mark.parametrize("family", KEYS_NOT_TOLD)
def test_where_no_key_is_told_the_check_comes_before_the_last_digit(family: str) -> None:
    *digits, check, last = planned(family, "5069")[1:]

    assert digits == [
        Press(key=None, times=None, position=at, digit=digit)
        for at, digit in enumerate("506", start=1)
    ]
    assert check == Check(display=None)
    assert last == Press(key=None, times=None, position=4, digit="9", confirms=True)


def test_a_land_rover_waits_two_hours_in_one_stretch() -> None:
    timer = catalogue.load("clarion-code-in").timer

    assert waits("clarion-code-in", 2) == [2 * HOUR] * 2
    assert (timer.trips_add_up, restarts_the_wait(timer)) == (False, True)


def test_the_philips_renault_chooses_a_digit_and_steps_it_with_another_key() -> None:
    assert planned("renault-philips-22dc", "5069")[1:3] == (
        Press(key="1", times=1),
        Press(key="station up", times=None, display="5", position=1, digit="5"),
    )


def test_the_philips_renault_is_saved_by_key_1() -> None:
    assert submits("renault-philips-22dc", "5069") == Press(key="1", times=1, confirms=True)


def test_the_kangoo_is_submitted_by_holding_6() -> None:
    assert submits("renault-radio-code-long6", "5069") == Hold(keys=("6",), confirms=True)


@pytest.mark.parametrize("family", ["renault-philips-22dc", "renault-radio-code-long6"])
def test_the_other_renaults_double_to_thirty_two_minutes_too(family: str) -> None:
    assert waits(family, 7) == [MINUTE * times for times in (1, 2, 4, 8, 16, 32, 32)]


def test_media_nav_doubles_with_no_cap_known() -> None:
    assert waits("media-nav", 8) == [MINUTE * 2**times for times in range(8)]


def test_media_nav_names_no_key_to_submit_with() -> None:
    assert submits("media-nav", "5069") == Touch(key=None, confirms=True)


@pytest.mark.parametrize("family", PAIRED)
def test_a_paired_radio_has_nothing_to_key_in(family: str) -> None:
    head_unit = catalogue.load(family)

    assert head_unit.protection is Protection.VEHICLE_PAIRED
    with pytest.raises(NoCodeToKeyInError):
        plan(head_unit, SecurityCode("5069", CodeShape(lengths=(4,))))


def test_a_van_that_says_code_error_is_woken_first() -> None:
    assert "front door" in catalogue.load("sevel-van-paired").behaviour.first_aid


@pytest.mark.parametrize(
    ("family", "asks"),
    [
        ("alfa-fiat-blaupunkt", {"CODE ----"}),
        ("clarion-code-in", {"CODE IN"}),
        ("fiat-body-computer", {"Radio code", "Enter code ----"}),
        ("media-nav", set()),
        ("nissan-connect", set()),
        ("nissan-micra-1993", {"---", "000"}),
        ("nissan-micra-k11", {"CODE"}),
        ("nissan-xtrail-t30", set()),
        ("opel-paired", set()),
        ("peugeot-505-alpine", {"CODE"}),
        ("peugeot-rd4", set()),
        ("psa-display-locked", set()),
        ("renault-philips-22dc", {"CODE", "0000"}),
        ("renault-radio-code-long6", {"Radio Code"}),
        ("sevel-van-paired", set()),
    ],
)
def test_each_family_asks_in_its_own_words(family: str, asks: set[str]) -> None:
    head_unit = catalogue.load(family)

    known = (Meaning.PROMPT, Meaning.BEFORE_PROMPT)
    assert {text for meaning in known for text in head_unit.words_meaning(meaning)} == asks
