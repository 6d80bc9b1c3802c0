"""What a mistake in a family's file would cost its owner: more Japanese makes."""

import pytest

from pi.radio import catalogue
from pi.radio.entry import UnknownKeys
from pi.radio.head_unit import About, Meaning, Protection
from pi.radio.lockout import restarts_the_wait, tries_left
from pi.radio.lockout_rule import CountsWhile, WaitOverSign
from pi.radio.security_code import InvalidCodeError
from pi.radio.simulated import SimulatedHeadUnit
from tests.pi.radio.families import HOUR, MINUTE, cost, dead_after, planned, presses, submits, waits
from tests.pi.radio.locked_sets import submit_wrong, switched_on

KEYS_NOT_TOLD = [
    "acura-navigation",
    "mazda-err",
    "mazda-rx7",
    "mitsubishi-off",
    "mitsubishi-preset",
]
MAZDAS = ["mazda-err", "mazda-rx7"]


@pytest.mark.parametrize("family", KEYS_NOT_TOLD)
def test_no_key_is_named_where_nobody_names_one(family: str) -> None:
    assert {getattr(step, "key", None) for step in planned(family, "1234")} == {None}


@pytest.mark.parametrize("family", KEYS_NOT_TOLD)
def test_where_no_key_is_known_the_file_says_so(family: str) -> None:
    entry = catalogue.load(family).entry

    assert entry is not None
    assert isinstance(entry.method, UnknownKeys)


@pytest.mark.parametrize("family", MAZDAS)
def test_the_third_wrong_code_on_a_mazda_is_the_end(family: str) -> None:
    assert dead_after(family) == 3
    assert "ERR" in catalogue.load(family).words_meaning(Meaning.FINAL)


@pytest.mark.parametrize("family", MAZDAS)
def test_a_mazda_has_three_tries_from_the_first(family: str) -> None:
    assert tries_left(catalogue.load(family).lockout, 0) == 3


@pytest.mark.parametrize("family", MAZDAS)
def test_a_mazda_has_no_wait_to_hope_for(family: str) -> None:
    assert waits(family, 3) == [0, 0, 0]
    assert catalogue.load(family).words_meaning(Meaning.WAITING) == ()


@pytest.mark.parametrize("family", MAZDAS)
def test_a_mazda_says_what_to_mind_before_anything_else(family: str) -> None:
    assert catalogue.load(family).behaviour.first_aid


def test_beginning_anew_on_an_rx7_is_said_to_cost_a_try() -> None:
    entry = catalogue.load("mazda-rx7").entry

    assert entry is not None
    assert entry.mistakes.start_again_costs_a_try


def test_an_rx7_switched_off_and_on_three_times_while_it_asks_may_be_dead() -> None:
    unit = switched_on("mazda-rx7", "1234", switching_off_counts=True)
    for _ in range(3):
        unit.switch(False)
        unit.switch(True)
    assert (unit.dead, unit.display) == (True, "ERR")


@pytest.mark.parametrize("digits", ["123", "1234", "12345", "123456"])
def test_no_length_is_refused_on_an_rx7_as_none_is_told(digits: str) -> None:
    assert presses("mazda-rx7", digits) == [None] * len(digits)


@pytest.mark.parametrize("family", ["mitsubishi-preset", "mitsubishi-off"])
def test_a_mitsubishi_owes_the_longest_wait_reported_at_every_third_wrong_code(family: str) -> None:
    longest = {"mitsubishi-preset": HOUR, "mitsubishi-off": 90 * MINUTE}[family]

    assert waits(family, 3) == [0, 0, longest]
    assert cost(family, 6).wait_s == longest
    assert dead_after(family) is None


def test_the_fourth_wrong_code_on_a_mitsubishi_may_lock_a_diamante() -> None:
    assert (cost("mitsubishi-preset", 4).wait_s, cost("mitsubishi-preset", 4).ends_series) == (
        HOUR,
        True,
    )


@pytest.mark.parametrize("family", ["mitsubishi-preset", "mitsubishi-off"])
def test_a_mitsubishi_waits_with_key_and_radio_on_and_from_the_start_after_a_break(
    family: str,
) -> None:
    timer = catalogue.load(family).timer

    assert timer.counts_while is CountsWhile.IGNITION_AND_RADIO_ON
    assert restarts_the_wait(timer)


def test_off_on_a_mitsubishi_is_a_wait_that_ends_in_a_blank_display() -> None:
    head_unit = catalogue.load("mitsubishi-off")

    assert head_unit.words_meaning(Meaning.WAITING) == ("OFF",)
    assert head_unit.timer.wait_over_sign is WaitOverSign.DISPLAY_BLANK


def test_the_montero_goes_blank_and_asks_when_it_is_next_switched_on() -> None:
    unit = submit_wrong(switched_on("mitsubishi-off", "1234"), 3)
    shown = [unit.display]
    unit.pass_time(HOUR)
    shown.append(unit.display)
    unit.switch(False)
    unit.switch(True)
    assert [*shown, unit.display] == ["OFF", "", "CODE"]


@pytest.mark.parametrize("digits", ["12345", "123457", "012345"])
def test_a_six_digit_honda_takes_six_digits_from_1_to_6(digits: str) -> None:
    with pytest.raises(InvalidCodeError):
        planned("honda-6-digit", digits)


def test_the_sixth_digit_of_a_honda_may_submit_so_it_comes_after_the_check() -> None:
    assert getattr(submits("honda-6-digit", "123456"), "digit", None) == "6"


@pytest.mark.parametrize("waits_for_a_key", [False, True])
def test_a_six_digit_honda_may_submit_by_itself_or_not(waits_for_a_key: bool) -> None:
    unit = switched_on("honda-6-digit", "123456", key_after_last=waits_for_a_key)
    for key in "123456":
        unit.press(key)
    assert unit.playing is not waits_for_a_key


def test_nobody_knows_what_a_wrong_code_costs_on_a_six_digit_honda() -> None:
    assert (waits("honda-6-digit", 2), dead_after("honda-6-digit")) == ([None, None], None)


def test_the_navigation_has_a_serial_number_of_three_letters_and_eight_digits() -> None:
    patterns = catalogue.load("acura-navigation").serial.patterns

    assert patterns == catalogue.load("honda-6-digit").serial.patterns


def test_a_saturn_shows_lock_for_an_hour_with_the_radio_on() -> None:
    head_unit = catalogue.load("saturn-2002")

    assert head_unit.words_meaning(Meaning.WAITING) == ("LOCK",)
    assert head_unit.timer.counts_while is CountsWhile.RADIO_ON
    assert waits("saturn-2002", 3) == [0, 0, HOUR]


def test_a_saturn_shows_lock_after_a_battery_cut_before_any_try() -> None:
    unit = SimulatedHeadUnit("saturn-2002", "1234")
    unit.cut_supply()
    unit.switch(True)
    shown = unit.display
    unit.pass_time(HOUR)
    assert (shown, unit.display, unit.wrong_codes) == ("LOCK", "----", 0)


def test_a_saturns_hour_stands_still_while_the_radio_is_off() -> None:
    unit = submit_wrong(switched_on("saturn-2002", "1234", restarts=False), 3)
    unit.switch(False)
    unit.pass_time(HOUR)
    assert unit.seconds_left == HOUR


def test_a_saturn_has_an_edge_for_each_digit_and_gives_no_number_of_presses() -> None:
    keys = [getattr(step, "key", None) for step in planned("saturn-2002", "5069")]

    assert [key for key in keys if key] == [f"rocker edge {number}" for number in (1, 2, 3, 4)]
    assert presses("saturn-2002", "5069") == [None] * 4


@pytest.mark.parametrize("family", ["saturn-2002", "mazda-rx7"])
def test_a_code_that_an_owner_chose_stands_on_no_card(family: str) -> None:
    assert catalogue.load(family).protection is Protection.USER_CHOSEN_CODE


def test_where_accounts_of_a_mitsubishi_contradict_each_other_all_are_told() -> None:
    told = {one.about for one in catalogue.load("mitsubishi-preset").disagreements}

    assert told == {About.WAIT, About.TRIES, About.POWER}
