"""How the little-known sets are keyed and lock up, told as the facts they are written from."""

from pi.radio.simulated import SimulatedHeadUnit
from tests.pi.radio.locked_sets import submit_wrong, switched_on

MINUTE, HOUR = 60, 3600


def test_any_key_turns_the_dashes_of_the_micra_into_zeros() -> None:
    unit = switched_on("nissan-micra-1993", "506")
    before = unit.display
    unit.press("4")
    assert (before, unit.display) == ("---", "000")


def test_the_first_key_on_the_micra_sets_no_digit() -> None:
    unit = switched_on("nissan-micra-1993", "506")
    for key, times in (("1", 1 + 5), ("3", 6), ("tuning rocker up", 1)):
        unit.press(key, times)
    assert unit.playing


def test_the_peugeot_505_submits_with_the_fifth_digit() -> None:
    unit = switched_on("peugeot-505-alpine", "12345")
    for key in "12345":
        unit.press(key)
    assert unit.playing


def test_key_1_saves_on_the_philips_once_the_fourth_digit_is_chosen() -> None:
    unit = switched_on("renault-philips-22dc", "1234", start="0")
    for key in "1234":
        unit.press(key)
        unit.press("station up", int(key))
    unit.press("1")
    assert unit.playing


def test_key_1_only_goes_back_on_the_philips_before_the_fourth_digit() -> None:
    unit = switched_on("renault-philips-22dc", "1234", start="0")
    for key in ("1", "station up", "2", "1", "station down"):
        unit.press(key)
    assert (unit.wrong_codes, unit.digits) == (0, "0000")


def test_no_station_key_steps_a_digit_on_the_philips_that_was_not_chosen() -> None:
    unit = switched_on("renault-philips-22dc", "1234", start="0")
    unit.press("station up")
    assert unit.digits == "0000"


def test_the_alfa_shows_its_word_and_then_dashes() -> None:
    unit = SimulatedHeadUnit("fiat-body-computer", "1234")
    unit.switch(True)
    first = unit.display
    unit.pass_time(5)
    assert (first, unit.display) == ("Radio code", "Enter code ----")


def test_a_cut_brings_the_land_rovers_dashes_back_and_the_whole_wait() -> None:
    unit = submit_wrong(switched_on("clarion-code-in", "1234"))
    unit.pass_time(HOUR)
    unit.cut_supply()
    assert (unit.display, unit.seconds_left) == ("----", 2 * HOUR)


def test_the_peugeot_of_one_owner_locks_at_the_second_code() -> None:
    unit = submit_wrong(switched_on("psa-display-locked", "1234", account=1), times=2)
    assert (unit.display, unit.seconds_left) == ("Radio Locked", 90 * MINUTE)


def test_no_key_does_a_thing_on_a_van_whose_radio_is_paired() -> None:
    unit = switched_on("sevel-van-paired", "")
    for key in "123456":
        unit.press(key)
    assert (unit.asks, unit.display) == (False, "Code error")
