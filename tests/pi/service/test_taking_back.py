"""The last statement about the radio is taken back: every surface sees it, and it lasts."""

import pytest

from pi.service.protocol.answers import Done, Reason
from pi.service.protocol.commands import ConfirmStep, Outcome, Report
from pi.service.protocol.commands import StartWalkthrough as Start
from tests.pi.service.driving import (
    brought_into,
    history,
    radio_of,
    state_of,
    told,
    wait_of,
    walk_to_check,
)
from tests.pi.service.rig import Rig, no_writes
from tests.pi.service.talker import Talker

TAKE_BACK = told(Outcome.TAKE_BACK)
COUNTED_S = 840.0


async def slipped(rig: Rig, outcome: Outcome = Outcome.ASKS_AGAIN) -> Talker:
    """The owner of a radio whose hour was ended by a slip, 14 minutes into it."""
    owner = await brought_into(rig, "Waiting")
    await rig.count(COUNTED_S)
    await owner.does(told(outcome))
    return owner


async def test_what_can_be_taken_back_is_told_and_once_it_is_the_wait_goes_on(empty: Rig) -> None:
    owner, other = await slipped(empty), await empty.watcher()
    offered = radio_of(owner).take_back
    assert offered is not None
    assert offered.wait is not None
    assert (offered.kind, offered.state) == ("AskedAgain", "Waiting")
    assert (offered.wait.counted_s, offered.wait.counting) == (COUNTED_S, True)
    answer = Report(outcome=Outcome.TAKE_BACK, answers=radio_of(owner).seq)
    await owner.does(answer)
    assert await other.why_not(answer) is Reason.STALE
    assert radio_of(owner).take_back is None
    assert await owner.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK
    kinds = [line.kind for line in await history(owner)]
    assert kinds[:2] == ["StatementTakenBack", "AskedAgain"]  # and no wait that began
    await other.catch_up()
    assert (state_of(other), wait_of(other).counted_s) == ("Waiting", COUNTED_S)
    await empty.count(45)
    await owner.catch_up()
    assert wait_of(owner).counted_s == COUNTED_S + 45


@pytest.mark.parametrize("entering", [False, True])
async def test_the_seconds_without_a_service_are_not_counted(rig: Rig, entering: bool) -> None:
    async with rig.service():
        owner = await slipped(rig)
        await owner.does(*[Start(), ConfirmStep(step=0)] * entering)
    rig.clock.pass_time(20)
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(TAKE_BACK)
        assert (wait_of(watcher).counted_s, wait_of(watcher).interruptions) == (COUNTED_S, 1)


async def test_an_entry_that_a_slip_allowed_or_ended_is_over_with_it(empty: Rig) -> None:
    owner = await slipped(empty)
    await walk_to_check(owner)
    await owner.does(TAKE_BACK)
    assert (state_of(owner), owner.state.entry) == ("Waiting", None)
    await owner.does(told(Outcome.ACCEPTED), told(Outcome.ASKING), Start())
    await owner.does(told(Outcome.REJECTED), TAKE_BACK)
    radio = radio_of(owner)
    assert (radio.state, radio.rejected, radio.cut_off) == ("Asking", 0, True)
    await walk_to_check(owner)


async def test_what_the_card_did_not_take_can_be_taken_back_and_both_are_kept(rig: Rig) -> None:
    async with rig.service():
        owner = await brought_into(rig, "Waiting")
        await rig.count(COUNTED_S)
        with no_writes():
            await owner.ask(told(Outcome.ACCEPTED))
            assert await owner.ask(TAKE_BACK) == Done(saved=False)
        assert (state_of(owner), wait_of(owner).counted_s) == ("Waiting", COUNTED_S)
        rig.house.save_now()
    async with rig.service():
        watcher = await rig.watcher()
        assert (state_of(watcher), wait_of(watcher).counted_s) == ("Waiting", COUNTED_S)


@pytest.mark.parametrize("at_once", [1, 2, 3, 50])
async def test_the_history_says_what_was_taken_back(running: Rig, at_once: int) -> None:
    owner = await running.owner()
    await owner.does(told(Outcome.ACCEPTED), told(Outcome.REJECTED), TAKE_BACK)
    await owner.does(told(Outcome.ASKING))
    told_of = [(line.kind, line.taken_back, line.said) for line in await history(owner, at_once)]
    assert told_of == [
        ("RadioAsked", False, None),
        ("StatementTakenBack", False, "CodeRejected"),
        ("LockoutBegan", True, None),
        ("CodeRejected", True, None),
        ("CodeAccepted", False, None),
        ("VehicleAdded", False, None),
    ]
