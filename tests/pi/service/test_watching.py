"""The marks of a wait: how often, when exactly it ends, and when nothing is counted."""

import pytest

from pi.radio.lockout import SAVE_EVERY_S
from pi.service.asks import AddVehicle, Look, Outcome, Report
from pi.service.shown import WaitView
from tests.pi.service.driving import FORD_WAIT_S, brought_into, state_of, told
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.talker import Talker

QASHQAI_WAIT_S = 65.0  # a minute after the first wrong code, and five seconds


async def waiting(rig: Rig) -> Talker:
    """A watching surface of a radio whose minute has begun."""
    watcher = await rig.watcher()
    await watcher.does(told(Outcome.REJECTED))
    return watcher


def wait_of(watcher: Talker) -> WaitView:
    radio = watcher.state.radio
    assert radio is not None
    assert radio.wait is not None
    return radio.wait


def due(rig: Rig) -> float | None:
    """Seconds until the next mark."""
    return rig.house.companion.watching.next_mark_s()


def marks(rig: Rig) -> int:
    kind = "SELECT COUNT(*) FROM event WHERE kind = 'PowerWitnessed'"
    return int(rig.house.store.query(kind)[0][0])


async def test_a_mark_is_due_every_fifteen_seconds(running: Rig) -> None:
    await waiting(running)
    assert due(running) == SAVE_EVERY_S


async def test_the_last_mark_is_due_exactly_at_the_end(running: Rig) -> None:
    await waiting(running)
    await running.count(60)
    assert due(running) == 5.0


async def test_a_second_before_the_end_a_try_is_not_safe(running: Rig) -> None:
    watcher = await waiting(running)
    await running.count(QASHQAI_WAIT_S - 0.001)
    await watcher.catch_up()
    assert state_of(watcher) == "Waiting"


async def test_at_the_end_every_watcher_is_told_that_a_try_is_safe(running: Rig) -> None:
    watchers = [await waiting(running), await running.watcher()]
    await running.count(QASHQAI_WAIT_S)
    for watcher in watchers:
        await watcher.catch_up()
    assert [state_of(watcher) for watcher in watchers] == ["SafeToTry", "SafeToTry"]


async def test_no_more_is_told_as_counted_than_was_owed(running: Rig) -> None:
    await waiting(running)
    await running.count(60)
    running.clock.pass_time(30)
    wait = wait_of(await running.watcher())
    assert (wait.counted_s, wait.owed_s, wait.remaining_s) == (65.0, 65.0, 0.0)


async def test_after_the_end_no_mark_is_due(running: Rig) -> None:
    await waiting(running)
    await running.count(QASHQAI_WAIT_S)
    assert due(running) is None


async def test_every_mark_is_on_the_card(running: Rig) -> None:
    await waiting(running)
    for _ in range(3):
        await running.count(15)
    assert marks(running) == 3


@pytest.mark.parametrize("outcome", [Outcome.POWER_OFF, Outcome.INTERRUPTED])
async def test_while_the_radio_may_be_off_no_mark_is_due(running: Rig, outcome: Outcome) -> None:
    watcher = await waiting(running)
    await watcher.does(told(outcome))
    assert (due(running), wait_of(watcher).counting) == (None, False)


async def test_seconds_with_the_radio_off_are_not_counted(running: Rig) -> None:
    watcher = await waiting(running)
    await watcher.does(told(Outcome.POWER_OFF))
    await running.count(600)
    await watcher.does(told(Outcome.POWER_ON))
    assert wait_of(watcher).counted_s == 0.0


async def test_once_the_radio_is_on_again_marks_are_due_again(running: Rig) -> None:
    watcher = await waiting(running)
    await watcher.does(told(Outcome.POWER_OFF), told(Outcome.POWER_ON))
    assert due(running) == SAVE_EVERY_S


async def test_a_mark_that_comes_late_counts_nothing(running: Rig) -> None:
    watcher = await waiting(running)
    running.clock.pass_time(46)
    running.house.mark_now()
    await watcher.catch_up()
    assert (wait_of(watcher).counted_s, wait_of(watcher).why_not) == (0.0, "power_unknown")


async def test_a_suspend_is_not_counted(running: Rig) -> None:
    watcher = await waiting(running)
    await running.count(15)
    running.clock.suspend(7200)
    running.house.mark_now()
    await watcher.catch_up()
    assert (wait_of(watcher).counted_s, wait_of(watcher).counting) == (15.0, False)


@pytest.mark.parametrize("jump_s", [-400 * 86_400.0, 999 * 86_400.0])
async def test_a_jump_of_the_wall_clock_changes_no_count(running: Rig, jump_s: float) -> None:
    watcher = await waiting(running)
    running.clock.wall += jump_s
    await running.count(15)
    await watcher.catch_up()
    assert wait_of(watcher).counted_s == 15.0


async def test_a_wait_of_unknown_length_is_marked_and_never_ends_by_itself(empty: Rig) -> None:
    owner = await brought_into(empty, "Waiting")
    await empty.count(FORD_WAIT_S)
    await owner.does(told(Outcome.STILL_WAITING))
    await empty.count(FORD_WAIT_S)
    await owner.catch_up()
    assert (state_of(owner), wait_of(owner).owed_s) == ("Waiting", None)
    assert due(empty) == SAVE_EVERY_S


async def test_the_waits_of_two_vehicles_are_counted_side_by_side(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), Report(outcome=Outcome.REJECTED, vehicle=1))
    await running.count(15)
    await owner.does(Report(outcome=Outcome.REJECTED, vehicle=2))
    assert due(running) == SAVE_EVERY_S  # the Corsa owes ten seconds and five
    await running.count(15)
    await owner.does(Look(vehicle=1))
    counted = wait_of(owner).counted_s
    await owner.does(Look(vehicle=2))
    assert (counted, state_of(owner)) == (30.0, "SafeToTry")


async def test_a_radio_that_is_told_to_ask_again_is_watched_no_more(running: Rig) -> None:
    watcher = await waiting(running)
    await watcher.does(told(Outcome.ASKS_AGAIN))
    assert due(running) is None


async def test_the_service_makes_the_mark_that_is_due_by_itself(running: Rig) -> None:
    await waiting(running)
    await running.count(QASHQAI_WAIT_S - 0.01)
    watcher = await running.watcher()  # whoever comes makes it look again at what is due
    running.clock.pass_time(0.01)
    while state_of(watcher) != "SafeToTry":
        assert await watcher.hear() is not None


async def test_a_service_that_counts_a_wait_is_needed(running: Rig) -> None:
    await waiting(running)
    assert running.house.busy


async def test_a_service_with_nothing_to_count_is_not_needed(running: Rig) -> None:
    watcher = await waiting(running)
    await watcher.does(told(Outcome.POWER_OFF))
    assert not running.house.busy
