"""What a mistake in a family's file would cost its owner: Nissan, Renault, and all together."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import CodeShape, Meaning
from pi.radio.lockout import restarts_the_wait
from pi.radio.lockout_rule import CountsWhile
from pi.radio.press_plan import NoCodeToKeyInError, plan
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Hold, Press
from tests.pi.radio.families import HOUR, MINUTE, dead_after, presses, submits, waits


def test_a_nissan_digit_takes_as_many_presses_as_it_says_and_a_zero_none() -> None:
    assert presses("nissan-radio-code", "5069") == [5, 0, 6, 9]


def test_nissan_radio_code_is_submitted_by_holding_6_for_nobody_knows_how_long() -> None:
    assert submits("nissan-radio-code", "5069") == Hold(keys=("6",), confirms=True)


def test_nissan_radio_code_asks_for_the_minute_at_once_and_for_the_hour_at_the_third() -> None:
    assert waits("nissan-radio-code", 3) == [MINUTE, 2 * MINUTE, HOUR]


def test_nissan_radio_code_may_take_ninety_minutes() -> None:
    assert catalogue.load("nissan-radio-code").lockout.may_take_s == 90 * MINUTE


def test_nissan_radio_code_is_not_said_to_die() -> None:
    assert dead_after("nissan-radio-code") is None


def test_nissan_code_in_costs_ten_seconds_three_times_and_then_an_hour() -> None:
    assert waits("nissan-code-in", 8) == [10, 10, 10, HOUR] * 2


def test_nissan_code_in_is_dead_after_seventeen_rounds_of_four() -> None:
    assert dead_after("nissan-code-in") == 17 * 4


def test_nissan_code_in_names_no_key_to_submit_with() -> None:
    assert submits("nissan-code-in", "5069") == Press(key=None, times=None, confirms=True)


def test_nissan_code_in_gives_no_number_of_presses() -> None:
    assert presses("nissan-code-in", "5069") == [None] * 4


def test_the_nissan_note_costs_an_hour_every_third_try() -> None:
    assert waits("nissan-note-2009", 6) == [0, 0, HOUR] * 2


def test_the_nissan_note_is_dead_after_twenty_four() -> None:
    assert dead_after("nissan-note-2009") == 24


def test_the_nissan_note_gives_no_number_of_presses_on_the_word_of_another_car() -> None:
    assert presses("nissan-note-2009", "5069") == [None] * 4


def test_a_nissan_that_says_secure_has_nothing_to_key_in() -> None:
    head_unit = catalogue.load("nissan-secure")

    with pytest.raises(NoCodeToKeyInError):
        plan(head_unit, SecurityCode("5069", CodeShape(lengths=(4,))))


def test_wait_on_a_nissan_that_says_secure_is_no_lockout() -> None:
    head_unit = catalogue.load("nissan-secure")

    assert head_unit.words_meaning(Meaning.NOT_A_PROMPT) == ("SECURE", "SECURITY", "NEW", "WAIT")
    assert head_unit.words_meaning(Meaning.WAITING) == ()


@pytest.mark.parametrize("family", ["renault-keypad", "renault-column"])
def test_a_renault_doubles_from_a_minute_to_thirty_two_and_never_dies(family: str) -> None:
    assert waits(family, 8) == [MINUTE * times for times in (1, 2, 4, 8, 16, 32, 32, 32)]
    assert dead_after(family) is None


@pytest.mark.parametrize("family", ["renault-keypad", "renault-column"])
def test_a_renault_that_plays_for_two_minutes_is_no_proof(family: str) -> None:
    assert catalogue.load(family).behaviour.trial_play_min == 2


def test_a_renault_keypad_gives_no_number_of_presses() -> None:
    assert presses("renault-keypad", "5069") == [None] * 4


def test_a_grundig_alone_lets_its_wait_run_with_the_radio_off() -> None:
    running = {
        one.id
        for one in catalogue.all_head_units()
        if one.timer.counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY
    }

    assert running == {"grundig-wkc5100"}


def test_an_interruption_starts_the_wait_of_every_family_again() -> None:
    assert all(restarts_the_wait(one.timer) for one in catalogue.all_head_units())


@pytest.mark.parametrize(
    ("family", "asks"),
    [
        ("bmw-5-digit", {"CODE", "CODE ----"}),
        (
            "fiat-connect-nav",
            {"Master Code", "Incorrect code entered", "Please enter security code"},
        ),
        ("ford-6000cd", {"CODE ----"}),
        ("gm-theftlock-1994", {"LOC"}),
        ("honda-5-digit", {"COdE", "ENTER CODE"}),
        ("hyundai-cde", {"1 CDE", "2 CDE"}),
        ("lexus-sec", {"SEC", "---"}),
        ("nissan-code-in", {"CODE IN"}),
        ("nissan-note-2009", {"Radio Code:"}),
        ("nissan-radio-code", {"Radio Code:"}),
        ("nissan-secure", set()),
        ("opel-safe", {"SAFE", "10 ----"}),
        ("renault-column", {"CODE", "0000"}),
        ("renault-keypad", {"CODE", "0000"}),
        ("rover-r960", {"CODE"}),
        ("vw-safe", {"SAFE", "1000"}),
    ],
)
def test_each_family_asks_in_its_own_words(family: str, asks: set[str]) -> None:
    head_unit = catalogue.load(family)

    known = (Meaning.PROMPT, Meaning.BEFORE_PROMPT)
    assert {text for meaning in known for text in head_unit.words_meaning(meaning)} == asks
