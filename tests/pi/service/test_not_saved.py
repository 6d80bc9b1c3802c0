"""What happens while the card takes no writes: it counts all the same and is kept."""

import pytest

from pi.service.asks import (
    GetHistory,
    GetStatus,
    Outcome,
    Report,
    ShowCode,
    StartWalkthrough,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown, Done, History, Status
from pi.service.refusal import Reason
from pi.service.shown import Saving
from pi.storage.errors import SaveProblem
from pi.storage.journal import Journal
from tests.pi.service.broken_card import no_writes
from tests.pi.service.driving import state_of, told
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker

NOT_SAVED = Done(saved=False)
IO_ERROR = Saving(ok=False, reason="io_error")
FINE = Saving(ok=True)


def kinds(rig: Rig) -> list[str]:
    """What the card holds of the first vehicle, oldest first."""
    journal = Journal(rig.house.store)
    first = journal.vehicle_by_number(1)
    assert first is not None
    return [type(one.event).__name__ for one in reversed(journal.history(first.id))]


async def seq(talker: Talker) -> int:
    radio = (await talker.catch_up()).radio
    assert radio is not None
    return radio.seq


async def test_what_could_not_be_saved_says_so(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        assert await watcher.ask(told(Outcome.REJECTED)) == NOT_SAVED
    assert watcher.state.saving == IO_ERROR


async def test_what_could_not_be_saved_changes_the_state_all_the_same(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(told(Outcome.REJECTED))
    assert state_of(watcher) == "Waiting"


async def test_every_surface_hears_that_nothing_is_saved(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.surface()
    with no_writes():
        await other.ask(told(Outcome.REJECTED))
    assert (await watcher.catch_up()).saving == IO_ERROR


async def test_the_status_says_that_nothing_is_saved(running: Rig) -> None:
    talker = await running.surface()
    with no_writes():
        await talker.ask(told(Outcome.REJECTED))
    assert (await talker.asks(GetStatus(), Status)).saving == IO_ERROR


async def test_what_was_kept_is_written_in_its_order_with_the_next_event(running: Rig) -> None:
    talker = await running.surface()
    with no_writes():
        await talker.ask(told(Outcome.REJECTED))
        await talker.ask(told(Outcome.POWER_OFF))
    assert await talker.ask(told(Outcome.POWER_ON)) == Done()
    assert kinds(running)[1:] == [
        "CodeRejected",
        "LockoutBegan",
        "PowerReported",
        "PowerReported",
    ]


async def test_what_was_kept_keeps_the_moment_it_happened(running: Rig) -> None:
    talker = await running.surface()
    happened = running.clock.wall
    with no_writes():
        await talker.ask(told(Outcome.REJECTED))
    running.clock.pass_time(30)
    await talker.does(told(Outcome.POWER_ON))
    lines = (await talker.asks(GetHistory(), History)).lines
    assert [line.wall for line in lines if line.kind == "CodeRejected"] == [happened]


async def test_it_is_tried_again_without_anybody_asking(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(told(Outcome.REJECTED))
        running.house.save_now()
        assert kinds(running) == ["VehicleAdded"]
    running.house.save_now()
    assert kinds(running)[1:] == ["CodeRejected", "LockoutBegan"]
    assert (await watcher.catch_up()).saving == FINE


async def test_a_failed_set_up_is_not_called_saving_again_before_a_write_succeeded(
    running: Rig,
) -> None:
    running.house.companion.ledger.saving = IO_ERROR
    with no_writes():
        running.house.save_now()
        assert running.house.companion.ledger.saving == IO_ERROR
    running.house.save_now()
    assert running.house.companion.ledger.saving == FINE


async def test_a_card_that_stays_read_only_is_said_as_long_as_it_lasts(running: Rig) -> None:
    watcher = await running.watcher()
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    await watcher.ask(told(Outcome.REJECTED))
    for _ in range(3):
        running.house.save_now()
    assert (await watcher.catch_up()).saving == Saving(ok=False, reason="read_only")


async def test_a_pause_between_tries_tells_nobody_anything_new(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(told(Outcome.REJECTED))
        before = len(watcher.states)
        running.house.save_now()
    await watcher.catch_up()
    assert len(watcher.states) == before


async def test_the_wait_is_counted_though_its_marks_cannot_be_saved(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(told(Outcome.REJECTED))
        await running.count(65)
    await watcher.catch_up()
    assert state_of(watcher) == "SafeToTry"


async def test_a_service_with_something_to_save_is_needed(running: Rig) -> None:
    talker = await running.surface()
    with no_writes():
        await talker.ask(told(Outcome.REJECTED))
    assert running.house.busy


async def test_an_orderly_end_saves_what_was_kept(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        with no_writes():
            await (await rig.surface()).ask(told(Outcome.ACCEPTED))
    async with rig.service():
        assert kinds(rig)[1:] == ["CodeAccepted"]


async def test_what_could_not_be_kept_until_the_end_is_not_there(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        rig.house.store.write_no_more(SaveProblem(reason="read_only"))
        await (await rig.surface()).ask(told(Outcome.REJECTED))
    async with rig.service():
        assert kinds(rig) == ["VehicleAdded"]


async def test_the_code_stays_readable(running: Rig) -> None:
    talker = await running.surface()
    with no_writes():
        await talker.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        assert (await talker.asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_an_entry_can_be_made_and_says_that_it_is_not_saved(running: Rig) -> None:
    owner = await running.owner()
    with no_writes():
        assert await owner.ask(StartWalkthrough()) == NOT_SAVED
    assert owner.state.entry is not None


async def test_pin_tries_on_a_card_without_writes_begin_with_a_wait(running: Rig) -> None:
    talker = await running.surface()
    running.clock.monotonic = running.clock.boottime = 5.0  # just booted
    wrong = Unlock(kind=UnlockKind.PIN, secret="000000")
    with no_writes():
        assert await talker.why_not(wrong) is Reason.PIN_WAIT
        running.clock.pass_time(60)
        assert (await talker.refused(wrong)).tries_left == 4
        assert await talker.why_not(Unlock(kind=UnlockKind.PIN, secret=PIN)) is Reason.PIN_WAIT


@pytest.mark.parametrize("events", [1, 3])
async def test_an_answer_to_what_is_not_saved_yet_can_be_stale(running: Rig, events: int) -> None:
    watcher = await running.watcher()
    seen = await seq(watcher)
    with no_writes():
        for _ in range(events):
            await watcher.ask(told(Outcome.REJECTED))
        stale = Report(outcome=Outcome.REJECTED, answers=seen)
        assert await watcher.why_not(stale) is Reason.STALE


async def test_an_answer_to_what_is_not_saved_yet_counts(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(told(Outcome.REJECTED))
        answer = Report(outcome=Outcome.REJECTED, answers=await seq(watcher))
        assert await watcher.ask(answer) == NOT_SAVED
