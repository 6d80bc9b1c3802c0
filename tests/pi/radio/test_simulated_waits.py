"""What wrong codes cost on the simulated head units, as the facts tell it."""

import pytest

from pi.radio.simulated import FAMILIES, SimulatedHeadUnit
from tests.pi.radio.locked_sets import submit_wrong, switched_on

MINUTE, HOUR = 60, 3600
UNTIL_IT_ASKS = 5


def waits(unit: SimulatedHeadUnit, tries: int) -> list[float]:
    """The wait after each of so many wrong codes, each waited out."""
    owed = []
    for _ in range(tries):
        submit_wrong(unit)
        owed.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left + UNTIL_IT_ASKS)
    return owed


@pytest.mark.parametrize(
    ("family", "code", "owed"),
    [
        ("nissan-radio-code", "1234", [0, 0, HOUR, 0, 0, HOUR]),
        ("nissan-code-in", "1234", [10, 10, 10, HOUR, 10, 10, 10, HOUR]),
        ("nissan-note-2009", "1234", [0, 0, HOUR, 0, 0, HOUR]),
        ("renault-keypad", "1234", [minutes * MINUTE for minutes in (1, 2, 4, 8, 16, 32, 32)]),
        ("renault-column", "1234", [minutes * MINUTE for minutes in (1, 2, 4, 8, 16, 32, 32)]),
        ("vw-safe", "1234", [0, HOUR, 0, HOUR]),
        ("ford-6000cd", "1234", [0, 0, 30 * MINUTE, 0, 0, 30 * MINUTE]),
        ("hyundai-cde", "1234", [0, 0, 0]),
        ("lexus-sec", "123", [0] * 9),
        ("gm-theftlock-1994", "345", [0] * 7 + [HOUR, 0, 0, HOUR]),
    ],
)
def test_each_wrong_code_costs_what_the_facts_say(
    family: str, code: str, owed: list[float]
) -> None:
    assert waits(switched_on(family, code), len(owed)) == owed


def test_the_radio_code_set_may_double_its_waits_instead() -> None:
    unit = switched_on("nissan-radio-code", "1234", account=1)
    assert waits(unit, 3) == [MINUTE, 2 * MINUTE, 4 * MINUTE]


def test_three_slips_on_a_bmw_cost_an_hour() -> None:
    unit = switched_on("bmw-5-digit", "12345")
    unit.press("1", 15)
    assert (unit.display, unit.seconds_left) == ("CODE WAIT", HOUR)


def test_the_rover_doubles_without_end() -> None:
    unit = switched_on("rover-r960", "1234", start="0")
    owed = []
    for _ in range(8):
        unit.press("1", 5)
        owed.append(unit.seconds_left / MINUTE)
        unit.pass_time(unit.seconds_left)
    assert owed == [1, 2, 4, 8, 16, 32, 64, 128]


def test_the_opel_waits_as_its_table_says_and_ends_at_the_tenth() -> None:
    unit = SimulatedHeadUnit("opel-safe", "1234")
    owed = []
    while not unit.dead:
        unit.switch(False)
        unit.hold(("AS",), switching_on=True)
        unit.hold(("AS",))
        owed.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left)
    minutes = [10, 20, 40, 80, 160, 320, 640]
    assert owed[:9] == [10, 30, *(each * MINUTE for each in minutes)]
    assert unit.wrong_codes == 10


@pytest.mark.parametrize(
    ("family", "code", "tries", "shows"),
    [
        ("nissan-code-in", "1234", 68, "LOCKED"),
        ("nissan-note-2009", "1234", 24, "LOCKED"),
        ("ford-6000cd", "1234", 10, "LOCKED10"),
        ("lexus-sec", "123", 10, "HELP"),
    ],
)
def test_too_many_wrong_codes_leave_a_dealer_alone(
    family: str, code: str, tries: int, shows: str
) -> None:
    unit = switched_on(family, code)
    one_less = submit_wrong(unit, tries - 1).dead
    unit.pass_time(unit.seconds_left)
    assert (one_less, submit_wrong(unit).dead, unit.display) == (False, True, shows)


def test_a_dead_set_refuses_its_own_code() -> None:
    unit = submit_wrong(switched_on("ford-6000cd", "0000"), 10)
    unit.pass_time(HOUR)
    for key in "1234":
        unit.press(key)
    unit.press("5")
    assert not unit.playing


def test_a_ford_counts_its_wait_down() -> None:
    unit = submit_wrong(switched_on("ford-6000cd", "1234"), 3)
    unit.pass_time(90)
    assert unit.display == "WAIT 28:30"


def test_keys_do_nothing_during_a_wait() -> None:
    unit = submit_wrong(switched_on("nissan-radio-code", "0000", account=1, start="0"), 0)
    unit.press("1")
    unit.hold(("6",))
    unit.hold(("6",))
    assert (unit.playing, unit.wrong_codes) == (False, 1)


def test_a_set_asks_again_when_its_wait_is_over() -> None:
    unit = submit_wrong(switched_on("renault-keypad", "1234"))
    unit.pass_time(MINUTE - 1)
    before = unit.display
    unit.pass_time(1 + UNTIL_IT_ASKS)
    assert (before, unit.display) == ("ERROR", "0000")


@pytest.mark.parametrize(("restarts", "left"), [(True, HOUR), (False, HOUR - 60)])
def test_a_key_pressed_during_the_wait_may_start_it_again(restarts: bool, left: float) -> None:
    unit = switched_on("bmw-5-digit", "12345", press_restarts=restarts)
    unit.press("1", 15)
    unit.pass_time(60)
    unit.press("1")
    assert unit.seconds_left == left


def test_the_right_code_forgets_the_wrong_ones() -> None:
    unit = submit_wrong(switched_on("ford-6000cd", "0000"), 2)
    for key in "1234":
        unit.press(key)
    unit.press("5")
    assert (unit.playing, unit.wrong_codes) == (True, 0)


@pytest.mark.parametrize(("account", "tries"), [(0, 10), (1, 5)])
def test_a_honda_stops_asking_after_ten_or_five(account: int, tries: int) -> None:
    unit = switched_on("honda-5-digit", "43825", account=account)
    unit.press("1", 5 * (tries - 1))
    asks = unit.asks
    unit.press("1", 5)
    assert (asks, unit.dead, unit.display) == (True, True, "ErrE")


def test_no_family_is_left_without_a_rule() -> None:
    assert all(family.accounts for family in FAMILIES.values())
