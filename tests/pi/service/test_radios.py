"""Waits that run and are taken up; and a card that takes no writes, or gives back something else.

Doubts lengthen a wait, what can be read is shown, and no ask is a fault.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pi.radio.instant import WallQuality
from pi.radio.lockout import SAVE_EVERY_S
from pi.service.faults import UNREADABLE, start_failure
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, Done, History, Reason, Status
from pi.service.protocol.commands import (
    AddVehicle,
    Ask,
    ConfirmStep,
    GetStatus,
    Look,
    Outcome,
    Report,
    StartWalkthrough,
)
from pi.service.protocol.views import Saving
from pi.storage.errors import StoreError
from tests.cards import room
from tests.depth import examples
from tests.pi.service import driving
from tests.pi.service.rig import BY_PASSPHRASE, CORSA, QASHQAI, Rig, no_writes

QASHQAI_WAIT_S = 65.0  # a minute after the first wrong code, and five seconds


def due(rig: Rig) -> float | None:
    """Seconds until the next mark."""
    return rig.house.next_mark_s()


async def test_a_wait_is_marked_every_fifteen_seconds_and_ends_to_the_second(running: Rig) -> None:
    watcher, other = await driving.rejected(running), await running.watcher()
    assert (due(running), running.house.busy) == (SAVE_EVERY_S, True)
    for _ in range(4):
        await running.count(15)
    assert (running.rows("PowerWitnessed"), due(running)) == (4, 5.0)
    await running.count(4.999)
    assert (await watcher.catch_up()).radio == driving.radio_of(watcher)
    assert driving.state_of(watcher) == "Waiting"
    await running.count(0.001)
    for each in (watcher, other):
        await each.catch_up()
        assert driving.state_of(each) == "SafeToTry"
    assert (due(running), running.house.busy) == (None, False)


async def test_what_is_witnessed_till_now_is_counted_and_no_more_than_is_owed(running: Rig) -> None:
    await driving.rejected(running)
    for seconds, counted_s in (7, 7.0), (38, 45.0), (30, 65.0):
        running.clock.pass_time(seconds)
        watcher = await running.watcher()
        (radio,) = (await watcher.asks(GetStatus(), Status)).radios
        for wait in (driving.wait_of(watcher), radio.wait):
            assert wait is not None
            told_of = (wait.owed_s, wait.counted_s, wait.remaining_s)
            assert told_of == (65.0, counted_s, 65.0 - counted_s)
        running.house.mark_now()


@pytest.mark.parametrize("outcome", [Outcome.POWER_OFF, Outcome.INTERRUPTED])
async def test_while_it_may_be_off_nothing_is_marked(running: Rig, outcome: Outcome) -> None:
    watcher = await driving.rejected(running)
    await watcher.does(driving.told(outcome))
    assert (due(running), driving.wait_of(watcher).counting) == (None, False)
    assert not running.house.busy
    await running.count(600)
    await watcher.does(driving.told(Outcome.POWER_ON))
    assert (driving.wait_of(watcher).counted_s, due(running)) == (0.0, SAVE_EVERY_S)
    await watcher.does(driving.told(Outcome.ASKS_AGAIN))
    assert due(running) is None


async def test_the_waits_of_two_vehicles_are_counted_side_by_side(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), Report(outcome=Outcome.REJECTED, vehicle=1))
    await running.count(15)
    await owner.does(Report(outcome=Outcome.REJECTED, vehicle=2))
    assert due(running) == SAVE_EVERY_S  # the Corsa owes ten seconds and five
    await running.count(15)
    await owner.does(Look(vehicle=1))
    counted = driving.wait_of(owner).counted_s
    await owner.does(Look(vehicle=2))
    assert (counted, driving.state_of(owner)) == (30.0, "SafeToTry")


async def test_the_service_makes_the_mark_that_is_due_by_itself(running: Rig) -> None:
    await driving.rejected(running)
    await running.count(QASHQAI_WAIT_S - 0.01)
    watcher = await running.watcher()  # whoever comes makes it look again at what is due
    running.clock.pass_time(0.01)
    while driving.state_of(watcher) != "SafeToTry":
        assert await watcher.hear() is not None


@pytest.mark.parametrize("state", [name for name in driving.INTO if name != "Entering"])
async def test_a_radio_stands_after_a_restart_where_it_stood_and_nothing_is_journaled_for_it(
    rig: Rig, state: str
) -> None:
    async with rig.service():
        await driving.brought_into(rig, state)
        before = rig.kinds()
    rig.clock.reboot() if state == "SafeToTry" else None  # a wait that was counted out stays so
    async with rig.service():
        watcher = await rig.watcher()
        assert (driving.state_of(watcher), watcher.state.entry) == (state, None)
        assert state == "Waiting" or rig.kinds() == before


async def test_an_entry_that_was_cut_off_says_so_and_is_not_gone_on_with(rig: Rig) -> None:
    async with rig.service():
        await driving.brought_into(rig, "Entering")
    async with rig.service():
        owner = await rig.owner()
        radio = driving.radio_of(owner)
        assert (radio.state, radio.cut_off, radio.rejected) == ("Asking", True, 0)
        assert await owner.why_not(ConfirmStep(step=1)) is Reason.STALE
        await owner.does(StartWalkthrough())
        assert not driving.radio_of(owner).cut_off


@pytest.mark.parametrize(
    ("hole_s", "told_of"),
    [(0, (True, None, 1)), (20, (True, None, 1)), (3600, (False, "power_unknown", 1))],
)
async def test_the_hole_between_two_services_is_not_counted(
    rig: Rig, hole_s: float, told_of: tuple[bool, str | None, int]
) -> None:
    """After a long one the owner is asked whether the radio stayed on."""
    async with rig.service():
        await driving.brought_into(rig, "Waiting")
        await rig.count(120)
    rig.clock.pass_time(hole_s)
    async with rig.service():
        wait = driving.wait_of(await rig.watcher())
    assert (wait.counted_s, wait.owed_s) == (120.0, driving.FORD_WAIT_S)
    assert (wait.counting, wait.why_not, wait.interruptions) == told_of


NOT_SAVED = Done(saved=False)
IO_ERROR = Saving(ok=False, reason="io_error")
FINE = Saving(ok=True)
PAGE = 4096
DATABASE = "steadyhand.db"
DAMAGED = Saving(ok=False, reason="damaged")
PARTLY_READ = Saving(ok=True, reason="damaged")
EVERYTHING: list[Ask] = [
    commands.Watch(),
    commands.GetStatus(),
    BY_PASSPHRASE,
    commands.FindVehicles(text="a"),
    commands.ShowCode(vehicle=1),
    commands.ShowCode(vehicle=2),
    commands.GetHistory(vehicle=1),
    driving.told(Outcome.REJECTED),
    driving.told(Outcome.ASKS_AGAIN),
    commands.StartWalkthrough(),
    commands.GetStatus(),
]


async def test_what_could_not_be_saved_counts_and_every_session_hears_of_it(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.session()
    with no_writes():
        assert await other.ask(driving.told(Outcome.REJECTED)) == NOT_SAVED
        assert running.house.busy
        assert (await watcher.catch_up()).saving == IO_ERROR
        assert (await other.asks(commands.GetStatus(), Status)).saving == IO_ERROR
        await running.count(65)  # though no mark of it is saved
        await watcher.catch_up()
        assert driving.state_of(watcher) == "SafeToTry"
        await watcher.ask(BY_PASSPHRASE)
        assert (await watcher.asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code
        await watcher.ask(driving.told(Outcome.ASKS_AGAIN))
        assert await watcher.ask(commands.StartWalkthrough()) == NOT_SAVED
    assert driving.entry_of(watcher).at == 0


async def test_what_was_kept_is_written_in_its_order_with_the_next_event(running: Rig) -> None:
    talker, happened = await running.session(), running.clock.wall
    with no_writes():
        await talker.ask(driving.told(Outcome.REJECTED))
        await talker.ask(driving.told(Outcome.POWER_OFF))
    running.clock.pass_time(30)
    assert await talker.ask(driving.told(Outcome.POWER_ON)) == Done()
    assert running.kinds()[1:] == ["CodeRejected", "LockoutBegan", *["PowerReported"] * 2]
    lines = (await talker.asks(commands.GetHistory(), History)).lines
    assert [line.wall for line in lines if line.kind == "CodeRejected"] == [happened]


async def test_it_is_tried_again_without_anybody_asking_and_told_once(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(driving.told(Outcome.REJECTED))
        told_so_far = len(watcher.states)
        running.house.save_now()
        await watcher.catch_up()
        assert (running.kinds(), len(watcher.states)) == (["VehicleAdded"], told_so_far)
    running.house.save_now()
    assert running.kinds()[1:] == ["CodeRejected", "LockoutBegan"]
    assert (await watcher.catch_up()).saving == FINE
    with no_writes():  # with nothing to save a write is tried all the same
        running.house.companion.radios.saving = IO_ERROR
        running.house.save_now()
        assert running.house.companion.radios.saving == IO_ERROR


async def test_an_orderly_end_saves_what_was_kept_but_on_a_card_still_read_only(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        with no_writes():
            await (await rig.session()).ask(driving.told(Outcome.ACCEPTED))
    async with rig.service():
        watcher = await rig.watcher()
        rig.write_no_more("read_only")
        await watcher.ask(driving.told(Outcome.REJECTED))
        for _ in range(3):
            rig.house.save_now()
        assert (await watcher.catch_up()).saving == Saving(ok=False, reason="read_only")
    async with rig.service():
        assert rig.kinds() == ["VehicleAdded", "CodeAccepted"]


@pytest.mark.parametrize("events", [1, 3])
async def test_an_answer_to_what_is_not_saved_can_be_stale(running: Rig, events: int) -> None:
    watcher = await running.watcher()
    seen = driving.radio_of(watcher).seq
    with no_writes():
        for _ in range(events):
            await watcher.ask(driving.told(Outcome.REJECTED))
        stale = Report(outcome=Outcome.REJECTED, answers=seen)
        assert await watcher.why_not(stale) is Reason.STALE
        answer = Report(outcome=Outcome.REJECTED, answers=driving.radio_of(watcher).seq)
        assert await watcher.ask(answer) == NOT_SAVED


async def test_a_radio_whose_past_cannot_be_read_waits_the_longest_and_goes_on(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        with rig.house.store.transaction() as connection:  # as flipped bits make them
            connection.execute("UPDATE event SET data = x'7b7b'")
    async with rig.service():
        (radio,) = (await (await rig.session()).asks(commands.GetStatus(), Status)).radios
        assert radio.wait is not None
        assert (radio.state, radio.wait.owed_s, radio.wait.counting) == ("Waiting", 5508.0, False)
        owner, before = await rig.owner(), rig.rows("PowerReported")
        await owner.does(driving.told(Outcome.POWER_ON))
        rig.house.save_now()
        assert (await owner.catch_up()).saving == PARTLY_READ
        assert rig.rows("PowerReported") == before + 1
        assert (await owner.asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code
        await owner.does(driving.told(Outcome.ASKS_AGAIN))
        assert driving.state_of(owner) == "Asking"


async def test_damage_that_a_check_of_the_whole_file_finds_stops_all_writing(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        watcher = await rig.watcher()
        with rig.house.store.reading() as connection:  # no other thread's turn is within it
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'event_told'")
        await rig.house.check_whole()
        before = rig.stored()
        await watcher.ask(driving.told(Outcome.REJECTED))
        assert (watcher.state.saving, rig.stored()) == (DAMAGED, before)


async def test_one_flipped_bit_of_a_vehicle_takes_nothing_from_any(rig: Rig) -> None:
    """It is made good from the journal, and said until the next start."""
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        await (await rig.session()).does(driving.told(Outcome.REJECTED))
    rig.alter("UPDATE vehicle SET head_unit = 'opel-sage' WHERE number = 2")
    async with rig.service():
        owner = await rig.owner()
        codes = [(await owner.asks(commands.ShowCode(vehicle=n), CodeShown)).code for n in (1, 2)]
        assert codes == [QASHQAI.code, CORSA.code]
        before = rig.rows("CodeRejected")
        await owner.does(commands.Look(vehicle=2), driving.told(Outcome.REJECTED))
        assert rig.rows("CodeRejected") == before + 1
        assert (await owner.catch_up()).saving == PARTLY_READ
        assert [one.reason for one in await rig.found("damage")] == ["mended"]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with two vehicles and a past, to be copied."""
    rig = Rig(tmp_path_factory.mktemp("used") / "state")

    async def use() -> None:
        async with rig.service():
            await rig.set_up(QASHQAI, CORSA)
            talker = await rig.session()
            await talker.does(
                *[driving.told(Outcome.REJECTED), driving.told(Outcome.ASKS_AGAIN)] * 30
            )

    asyncio.run(use())
    return rig.directory


def asked_everything(used: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Spoil a copy of a store, start, ask, wait: answers, or a named failure and the same bytes."""

    async def ask_everything(rig: Rig) -> None:
        async with rig.service():
            talker = await rig.session()
            for ask in (*EVERYTHING, driving.told(Outcome.REJECTED)):
                await talker.ask(ask)
            rig.clock.quality = WallQuality.NTP  # a mark notes the start of this boot
            rig.clock.pass_time(SAVE_EVERY_S)
            rig.house.mark_now()

    with room() as place:
        rig = Rig(place / "state")
        shutil.copytree(used, rig.directory)
        database = rig.directory / DATABASE
        database.write_bytes(spoilt := spoil(database.read_bytes()))
        try:
            asyncio.run(ask_everything(rig))
        except (StoreError, *UNREADABLE) as error:
            failure, kept = start_failure(error, rig.directory), database.read_bytes() == spoilt
        else:
            return
    assert (failure is not None, kept) == (True, True)


SPOILT = st.tuples(
    st.integers(0, 19 * PAGE - 1),
    st.binary(min_size=1, max_size=16),
    st.sampled_from([1, 4, 40, PAGE]),
)


@settings(max_examples=examples(80), deadline=None)
@given(spoilt=SPOILT | st.integers(0, 19 * PAGE))
@example(spoilt=(521, b"_", 1))  # a letter of the table that the events refer to
@example(spoilt=(1625, b"_", 1))  # and of the one that has the starts of boots
def test_no_spoilt_page_or_shortened_file_makes_an_ask_a_fault(
    used: Path, spoilt: tuple[int, bytes, int] | int
) -> None:
    def spoil(content: bytes) -> bytes:
        if isinstance(spoilt, int):
            return content[:spoilt]
        start, noise, times = spoilt
        within = (noise * times)[: PAGE - start % PAGE]
        return content[:start] + within + content[start + len(within) :]

    asked_everything(used, spoil)
