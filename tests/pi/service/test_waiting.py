"""A wait while the service runs, ends and is taken up: its marks, its end, and what is no part."""

import pytest

from pi.radio.lockout import SAVE_EVERY_S
from pi.service.protocol.answers import Reason, Status
from pi.service.protocol.commands import (
    AddVehicle,
    ConfirmStep,
    GetStatus,
    Look,
    Outcome,
    Report,
    StartWalkthrough,
)
from tests.pi.service.driving import (
    FORD_WAIT_S,
    INTO,
    brought_into,
    radio_of,
    rejected,
    state_of,
    told,
    wait_of,
)
from tests.pi.service.rig import CORSA, Rig

QASHQAI_WAIT_S = 65.0  # a minute after the first wrong code, and five seconds


def due(rig: Rig) -> float | None:
    """Seconds until the next mark."""
    return rig.house.next_mark_s()


async def test_a_wait_is_marked_every_fifteen_seconds_and_ends_to_the_second(running: Rig) -> None:
    watcher, other = await rejected(running), await running.watcher()
    assert (due(running), running.house.busy) == (SAVE_EVERY_S, True)
    for _ in range(4):
        await running.count(15)
    assert (running.rows("PowerWitnessed"), due(running)) == (4, 5.0)
    await running.count(4.999)
    assert (await watcher.catch_up()).radio == radio_of(watcher)
    assert state_of(watcher) == "Waiting"
    await running.count(0.001)
    for each in (watcher, other):
        await each.catch_up()
        assert state_of(each) == "SafeToTry"
    assert (due(running), running.house.busy) == (None, False)


async def test_what_is_witnessed_up_to_now_is_counted_and_no_more_than_is_owed(
    running: Rig,
) -> None:
    await rejected(running)
    for seconds, counted_s in (7, 7.0), (38, 45.0), (30, 65.0):
        running.clock.pass_time(seconds)
        watcher = await running.watcher()
        (radio,) = (await watcher.asks(GetStatus(), Status)).radios
        for wait in (wait_of(watcher), radio.wait):
            assert wait is not None
            told_of = (wait.owed_s, wait.counted_s, wait.remaining_s)
            assert told_of == (65.0, counted_s, 65.0 - counted_s)
        running.house.mark_now()


@pytest.mark.parametrize("outcome", [Outcome.POWER_OFF, Outcome.INTERRUPTED])
async def test_while_it_may_be_off_nothing_is_marked(running: Rig, outcome: Outcome) -> None:
    watcher = await rejected(running)
    await watcher.does(told(outcome))
    assert (due(running), wait_of(watcher).counting) == (None, False)
    assert not running.house.busy
    await running.count(600)
    await watcher.does(told(Outcome.POWER_ON))
    assert (wait_of(watcher).counted_s, due(running)) == (0.0, SAVE_EVERY_S)
    await watcher.does(told(Outcome.ASKS_AGAIN))
    assert due(running) is None


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


async def test_the_service_makes_the_mark_that_is_due_by_itself(running: Rig) -> None:
    await rejected(running)
    await running.count(QASHQAI_WAIT_S - 0.01)
    watcher = await running.watcher()  # whoever comes makes it look again at what is due
    running.clock.pass_time(0.01)
    while state_of(watcher) != "SafeToTry":
        assert await watcher.hear() is not None


@pytest.mark.parametrize("state", [name for name in INTO if name != "Entering"])
async def test_a_radio_stands_after_a_restart_where_it_stood_and_nothing_is_journaled_for_it(
    rig: Rig, state: str
) -> None:
    async with rig.service():
        await brought_into(rig, state)
        before = rig.kinds()
    rig.clock.reboot() if state == "SafeToTry" else None  # a wait that was counted out stays so
    async with rig.service():
        watcher = await rig.watcher()
        assert (state_of(watcher), watcher.state.entry) == (state, None)
        assert state == "Waiting" or rig.kinds() == before


async def test_an_entry_that_was_cut_off_says_so_and_is_not_gone_on_with(rig: Rig) -> None:
    async with rig.service():
        await brought_into(rig, "Entering")
    async with rig.service():
        owner = await rig.owner()
        radio = radio_of(owner)
        assert (radio.state, radio.cut_off, radio.rejected) == ("Asking", True, 0)
        assert await owner.why_not(ConfirmStep(step=1)) is Reason.STALE
        await owner.does(StartWalkthrough())
        assert not radio_of(owner).cut_off


@pytest.mark.parametrize(
    ("hole_s", "told_of"),
    [(0, (True, None, 1)), (20, (True, None, 1)), (3600, (False, "power_unknown", 1))],
)
async def test_the_hole_between_two_services_is_not_counted(
    rig: Rig, hole_s: float, told_of: tuple[bool, str | None, int]
) -> None:
    """After a long one the owner is asked whether the radio stayed on."""
    async with rig.service():
        await brought_into(rig, "Waiting")
        await rig.count(120)
    rig.clock.pass_time(hole_s)
    async with rig.service():
        wait = wait_of(await rig.watcher())
    assert (wait.counted_s, wait.owed_s) == (120.0, FORD_WAIT_S)
    assert (wait.counting, wait.why_not, wait.interruptions) == told_of
