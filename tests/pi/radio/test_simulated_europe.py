"""How the rarer simulated head units are keyed and wait, told as their facts are told."""

import pytest

from tests.pi.radio.locked_sets import submit_wrong, switched_on

MINUTE, HOUR = 60, 3600


def test_a_star_of_the_becker_goes_out_with_each_digit() -> None:
    unit = switched_on("mercedes-becker", "1234", shows_digits=False)
    unit.press("1")
    assert unit.display == "CODE ***"


def test_the_becker_switches_itself_on_after_the_fourth_digit() -> None:
    unit = switched_on("mercedes-becker", "5069", shows_digits=False)
    for key in "5069":
        unit.press(key)
    assert unit.playing


def test_the_later_mercedes_waits_for_ok() -> None:
    unit = switched_on("mercedes-5-digit", "50691")
    for key in "50691":
        unit.press(key)
    before = unit.playing
    unit.press("OK")
    assert (before, unit.playing) == (False, True)


def test_the_lotus_is_walked_along_with_its_joystick() -> None:
    unit = switched_on("lotus-mp72", "1002")
    unit.press("joystick up")
    unit.press("joystick right", 3)
    unit.press("joystick up", 2)
    unit.press("OK")
    assert unit.playing


def test_the_lotus_goes_back_to_a_digit() -> None:
    unit = switched_on("lotus-mp72", "2000")
    unit.press("joystick up")
    unit.press("joystick right")
    unit.press("joystick left")
    unit.press("joystick up")
    assert unit.digits == "2000"


def test_the_joystick_stops_at_both_ends() -> None:
    unit = switched_on("lotus-mp72", "1001")
    unit.press("joystick left", 5)
    unit.press("joystick up")
    unit.press("joystick right", 9)
    unit.press("joystick up")
    assert unit.digits == "1001"


def test_the_lotus_takes_three_codes_in_all() -> None:
    unit = switched_on("lotus-mp72", "1111")
    submit_wrong(unit, 3)
    assert unit.dead


def test_the_saab_asks_by_itself_until_a_wrong_code() -> None:
    unit = switched_on("saab-band", "1234")
    asked = unit.asks
    unit.hold(("TUNE",))
    assert (asked, unit.asks, unit.display) == (True, False, "----")


def test_band_brings_the_saabs_prompt_back() -> None:
    unit = switched_on("saab-band", "1234")
    unit.hold(("TUNE",))
    unit.hold(("BAND",))
    assert unit.display == "CODE IN ----"


def test_band_brings_nothing_during_the_saabs_hour() -> None:
    unit = submit_wrong(switched_on("saab-band", "1234"), 3)
    unit.hold(("BAND",))
    assert (unit.display, unit.seconds_left) == ("----", HOUR)


def test_the_saab_costs_an_hour_for_every_code_after_the_third() -> None:
    unit = submit_wrong(switched_on("saab-band", "1234"), 4)
    assert unit.seconds_left == HOUR


def test_the_volvo_says_off_while_it_waits_and_nothing_while_it_is_off() -> None:
    unit = switched_on("volvo-850", "1234")
    unit.press("1", 4 * 3)
    on = unit.display
    unit.switch(False)
    assert (on, unit.display) == ("OFF", "")


def test_the_grundig_waits_on_with_the_radio_off() -> None:
    unit = submit_wrong(switched_on("grundig-wkc5100", "1234", counts_while_off=True))
    unit.switch(False)
    unit.pass_time(MINUTE)
    unit.switch(True)
    assert unit.asks


def test_the_rcd_shows_zeros_by_itself() -> None:
    assert switched_on("vw-rcd-0000", "1234").display == "0000"


def test_the_smarts_waits_rise_from_twenty_seconds_to_a_day() -> None:
    unit = switched_on("smart-grundig", "1234")
    owed = []
    for _ in range(8):
        submit_wrong(unit)
        owed.append(round(unit.seconds_left))
        unit.pass_time(unit.seconds_left + 5)
    assert (owed[0], owed[6:], owed == sorted(owed)) == (20, [24 * HOUR] * 2, True)


@pytest.mark.parametrize(
    ("family", "tries", "account"), [("smart-grundig", 4, 1), ("audi-wiesbaden-1990", 3, 0)]
)
def test_few_wrong_codes_leave_a_dealer_alone(family: str, tries: int, account: int) -> None:
    unit = switched_on(family, "1234", account=account)
    for _ in range(tries):
        unit.pass_time(unit.seconds_left + 5)
        submit_wrong(unit)
    assert unit.dead


def test_the_bavaria_c_waits_seconds_twice_and_then_quarter_hours() -> None:
    unit = switched_on("bmw-bavaria-c", "1234")
    owed = []
    for _ in range(4):
        submit_wrong(unit)
        owed.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left)
    assert owed == [15, 15, 15 * MINUTE, 15 * MINUTE]


@pytest.mark.parametrize("family", ["blaupunkt-keycard", "porsche-most"])
def test_no_key_does_a_thing_on_a_set_without_a_code(family: str) -> None:
    unit = switched_on(family, "")
    before = unit.display
    for key in "123456":
        unit.press(key)
    assert (unit.asks, unit.display) == (False, before)
