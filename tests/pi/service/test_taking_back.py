"""The last statement about the radio is taken back: every surface sees it, and it lasts."""

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.hardware.told import IgnitionIs
from pi.hardware.wiring import Signal
from pi.service.asks import ConfirmStep, GetHistory, LeavePractice, Outcome, Report
from pi.service.asks import StartWalkthrough as Start
from pi.service.protocol import Done, History, HistoryLine
from pi.service.refusal import Reason
from pi.service.shown import RadioView
from pi.storage.database import DATABASE_NAME
from tests.pi.service.broken_card import no_writes
from tests.pi.service.driving import INTO, brought_into, state_of, told, walk_to_check
from tests.pi.service.practised import NISSAN
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker
from tests.pi.service.wired_radios import radio_of, wait_of, waiting
from tests.pi.storage.earlier import go_back

TAKE_BACK = told(Outcome.TAKE_BACK)
COUNTED_S = 840.0
STATEMENTS = [each for each in Outcome if each not in {Outcome.ABANDONED, Outcome.TAKE_BACK}]
STANDING = [name for name in INTO if name != "Entering"]


def stands(talker: Talker) -> RadioView:
    """Where a radio stands, whatever was said of it and whenever that was."""
    radio = radio_of(talker)
    wait = None if radio.wait is None else replace(radio.wait, as_of=0.0)
    return replace(radio, wait=wait, seq=0, take_back=None)


async def slipped(rig: Rig, outcome: Outcome = Outcome.ASKS_AGAIN) -> Talker:
    """The owner of a radio whose hour was ended by a slip, 14 minutes into it."""
    owner = await brought_into(rig, "Waiting")
    await rig.count(COUNTED_S)
    await owner.does(told(outcome))
    return owner


async def history(talker: Talker, at_once: int = 50) -> list[HistoryLine]:
    """The whole past, read in pages."""
    lines: list[HistoryLine] = []
    while True:
        before = lines[-1].seq if lines else None
        page = await talker.asks(GetHistory(before=before, limit=at_once), History)
        if not page.lines:
            return lines
        lines += page.lines


@pytest.mark.parametrize("state", STANDING)
@pytest.mark.parametrize("outcome", STATEMENTS, ids=lambda one: one.value)
async def test_the_radio_stands_where_it_stood(empty: Rig, state: str, outcome: Outcome) -> None:
    owner = await brought_into(empty, state)
    before, seq = stands(owner), radio_of(owner).seq
    await owner.does(told(outcome))
    if radio_of(owner).seq != seq:  # else it told nothing new, and there is nothing to take back
        await owner.does(TAKE_BACK)
    assert stands(owner) == before


async def test_it_is_told_what_can_be_taken_back_and_what_then_is(empty: Rig) -> None:
    owner = await slipped(empty)
    offered = radio_of(owner).take_back
    assert offered is not None
    assert offered.wait is not None
    assert (offered.kind, offered.state) == ("AskedAgain", "Waiting")
    assert (offered.wait.counted_s, offered.wait.counting) == (COUNTED_S, True)


async def test_nothing_can_be_taken_back_twice(empty: Rig) -> None:
    owner = await slipped(empty)
    await owner.does(TAKE_BACK)
    assert radio_of(owner).take_back is None
    assert await owner.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK


async def test_once_the_next_try_is_made_nothing_can_be_taken_back(empty: Rig) -> None:
    owner = await brought_into(empty, "OutcomeUnknown")
    assert await owner.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK


async def test_before_anything_was_said_nothing_can_be_taken_back(running: Rig) -> None:
    watcher = await running.watcher()
    assert await watcher.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK


async def test_a_second_surface_sees_it(empty: Rig) -> None:
    owner, other = await slipped(empty), await empty.watcher()
    await owner.does(TAKE_BACK)
    await other.catch_up()
    assert (state_of(other), wait_of(other).counted_s) == ("Waiting", COUNTED_S)


async def test_of_two_that_take_the_same_back_the_second_is_refused_as_stale(empty: Rig) -> None:
    owner, other = await slipped(empty), await empty.watcher()
    answer = Report(outcome=Outcome.TAKE_BACK, answers=radio_of(owner).seq)
    await owner.does(answer)
    assert await other.why_not(answer) is Reason.STALE


async def test_the_wait_is_counted_again_at_once(empty: Rig) -> None:
    owner = await slipped(empty)
    await owner.does(TAKE_BACK)
    await empty.count(45)
    await owner.catch_up()
    assert wait_of(owner).counted_s == COUNTED_S + 45


async def test_what_nobody_marked_in_between_is_not_counted(empty: Rig) -> None:
    owner = await slipped(empty)
    empty.clock.pass_time(300)
    await owner.does(TAKE_BACK)
    assert (wait_of(owner).counted_s, wait_of(owner).why_not) == (COUNTED_S, "power_unknown")


@pytest.mark.parametrize("meanwhile", ["nothing", "taken back"])
async def test_it_survives_a_restart(rig: Rig, meanwhile: str) -> None:
    async with rig.service():
        owner = await slipped(rig, Outcome.ACCEPTED)
        if meanwhile == "taken back":
            await owner.does(TAKE_BACK)
    async with rig.service():
        watcher = await rig.watcher()
        if meanwhile == "nothing":
            await watcher.does(TAKE_BACK)
        assert (state_of(watcher), wait_of(watcher).counted_s) == ("Waiting", COUNTED_S)
        assert await watcher.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK


async def test_the_seconds_without_a_service_are_not_counted(rig: Rig) -> None:
    async with rig.service():
        await slipped(rig, Outcome.ACCEPTED)
    rig.clock.pass_time(20)
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(TAKE_BACK)
        assert (wait_of(watcher).counted_s, wait_of(watcher).interruptions) == (COUNTED_S, 1)


async def test_the_seconds_without_a_service_are_not_counted_in_an_entry_either(rig: Rig) -> None:
    async with rig.service():
        owner = await slipped(rig)
        await owner.does(Start(), ConfirmStep(step=0))
    rig.clock.pass_time(20)
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(TAKE_BACK)
        assert (wait_of(watcher).counted_s, wait_of(watcher).interruptions) == (COUNTED_S, 1)


async def test_a_restart_of_the_machine_in_between_begins_the_wait_anew(rig: Rig) -> None:
    async with rig.service():
        await slipped(rig)
    rig.reboot()
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(TAKE_BACK)
        assert wait_of(watcher).counted_s == 0.0


async def test_an_entry_that_a_slip_allowed_is_over_with_it(empty: Rig) -> None:
    owner = await slipped(empty)
    await walk_to_check(owner)
    await owner.does(TAKE_BACK)
    assert (state_of(owner), owner.state.entry) == ("Waiting", None)


async def test_an_entry_that_a_slip_ended_has_to_be_begun_again(empty: Rig) -> None:
    owner = await brought_into(empty, "Entering")
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


async def test_no_wait_is_noted_that_did_not_begin(empty: Rig) -> None:
    owner = await slipped(empty)
    await owner.does(TAKE_BACK)
    kinds = [line.kind for line in await history(owner)]
    assert kinds[:2] == ["StatementTakenBack", "AskedAgain"]


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


async def test_a_practised_statement_can_be_taken_back_too(empty: Rig) -> None:
    learner = await empty.watcher()
    await learner.does(NISSAN, told(Outcome.REJECTED), TAKE_BACK)
    assert state_of(learner) == "Asking"
    await learner.does(LeavePractice())


async def test_what_a_wire_says_can_not_be_taken_back(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.body.tell(IgnitionIs(on=False))
        await watcher.does(TAKE_BACK)
        assert state_of(watcher) == "Asking"  # it was the wrong code that was none


async def test_the_wires_are_heard_for_a_wait_that_a_slip_ended(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        await wired.count(30)
        await watcher.does(told(Outcome.ASKS_AGAIN))
        wired.body.levels[Signal.IGNITION] = False
        wired.body.tell(IgnitionIs(on=False))
        await watcher.does(TAKE_BACK)
        assert (wait_of(watcher).counted_s, wait_of(watcher).why_not) == (0.0, "power_off")


def older(path: Path) -> None:
    """Make it a store of the version before: it starts to fold where the radio played."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE vehicle SET settled_seq = coalesce(accepted_seq, settled_seq)")
        go_back(connection, 3)


async def test_a_store_of_the_version_before_makes_nothing_up(rig: Rig) -> None:
    async with rig.service():
        await slipped(rig, Outcome.ACCEPTED)
    older(rig.directory / DATABASE_NAME)
    async with rig.service():
        watcher = await rig.watcher()
        assert (state_of(watcher), radio_of(watcher).take_back) == ("Playing", None)
        assert await watcher.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK
