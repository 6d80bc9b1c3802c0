"""The simulated head units and their power: what a break of it drops, stops or starts again."""

import pytest

from pi.radio.simulated import PLAYS, SimulatedHeadUnit
from tests.pi.radio.locked_sets import submit_wrong, switched_on

HOUR = 3600


@pytest.mark.parametrize("family", ["nissan-radio-code", "vw-safe", "rover-r960"])
def test_switching_off_drops_the_digits_and_costs_no_try(family: str) -> None:
    unit = switched_on(family, "1000")
    fresh = unit.display
    if unit.chord:
        unit.hold(unit.chord)
    unit.press("1", 3)
    unit.switch(False)
    unit.switch(True)
    assert (unit.display, unit.wrong_codes) == (fresh, 0)


def test_a_set_that_plays_wants_its_code_again_after_a_battery_cut() -> None:
    unit = switched_on("nissan-radio-code", "0000")
    unit.hold(("6",))
    assert unit.playing
    unit.cut_supply()
    assert (unit.playing, unit.display) == (False, "Radio Code: 0000")


def test_a_set_that_was_unlocked_plays_when_it_is_switched_on_again() -> None:
    unit = switched_on("nissan-radio-code", "0000")
    unit.hold(("6",))
    unit.switch(False)
    unit.switch(True)
    assert (unit.playing, unit.display) == (True, PLAYS)


def test_nothing_plays_without_ignition() -> None:
    unit = switched_on("nissan-radio-code", "0000")
    unit.hold(("6",))
    unit.turn_key(False)
    assert (unit.playing, unit.display) == (False, "")


def test_time_counts_only_while_it_is_on() -> None:
    unit = submit_wrong(switched_on("vw-safe", "1234", restarts=False), 2)
    unit.switch(False)
    unit.pass_time(HOUR)
    assert unit.seconds_left == HOUR


def test_an_interruption_pauses_a_wait_that_pauses() -> None:
    unit = submit_wrong(switched_on("vw-safe", "1234", restarts=False), 2)
    unit.pass_time(100)
    unit.turn_key(False)
    assert unit.seconds_left == HOUR - 100


@pytest.mark.parametrize("interruption", ["switch", "turn_key"])
def test_an_interruption_restarts_the_wait_of_an_opel(interruption: str) -> None:
    unit = SimulatedHeadUnit("opel-safe", "1234")
    unit.hold(("AS",), switching_on=True)
    unit.hold(("AS",))
    unit.pass_time(9)
    getattr(unit, interruption)(False)
    getattr(unit, interruption)(True)
    assert unit.seconds_left == 10


def test_a_wait_may_run_with_the_radio_off() -> None:
    unit = submit_wrong(switched_on("nissan-code-in", "1234", counts_while_off=True))
    unit.switch(False)
    unit.pass_time(10)
    unit.switch(True)
    assert unit.asks


def test_a_battery_cut_restarts_even_a_wait_that_runs_with_the_radio_off() -> None:
    unit = submit_wrong(switched_on("nissan-code-in", "1234", counts_while_off=True))
    unit.pass_time(9)
    unit.cut_supply()
    assert unit.seconds_left == 10
