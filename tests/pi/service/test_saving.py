"""A card that takes no writes, or gives back something else: it counts all the same, and is said.

Doubts lengthen a wait, what can be read is shown, and no ask is a fault.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pi.service import asks
from pi.service.asks import Ask, Outcome, Report
from pi.service.damage import UNREADABLE
from pi.service.failures import start_failure
from pi.service.protocol import CodeShown, Done, History, Status
from pi.service.refusal import Reason
from pi.service.shown import Saving
from pi.storage.errors import StoreError
from tests.cards.room import room
from tests.depth import examples
from tests.pi.service.driving import entry_of, radio_of, state_of, told
from tests.pi.service.rig import BY_PASSPHRASE, CORSA, QASHQAI, Rig, no_writes

NOT_SAVED = Done(saved=False)
IO_ERROR = Saving(ok=False, reason="io_error")
FINE = Saving(ok=True)
PAGE = 4096
DATABASE = "steadyhand.db"
DAMAGED = Saving(ok=False, reason="damaged")
PARTLY_READ = Saving(ok=True, reason="damaged")
EVERYTHING: list[Ask] = [
    asks.Watch(),
    asks.GetStatus(),
    BY_PASSPHRASE,
    asks.FindVehicles(text="a"),
    asks.ShowCode(vehicle=1),
    asks.ShowCode(vehicle=2),
    asks.GetHistory(vehicle=1),
    told(Outcome.REJECTED),
    told(Outcome.ASKS_AGAIN),
    asks.StartWalkthrough(),
    asks.GetStatus(),
]


async def test_what_could_not_be_saved_counts_and_every_surface_hears_of_it(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.surface()
    with no_writes():
        assert await other.ask(told(Outcome.REJECTED)) == NOT_SAVED
        assert running.house.busy
        assert (await watcher.catch_up()).saving == IO_ERROR
        assert (await other.asks(asks.GetStatus(), Status)).saving == IO_ERROR
        await running.count(65)  # though no mark of it is saved
        await watcher.catch_up()
        assert state_of(watcher) == "SafeToTry"
        await watcher.ask(BY_PASSPHRASE)
        assert (await watcher.asks(asks.ShowCode(), CodeShown)).code == QASHQAI.code
        await watcher.ask(told(Outcome.ASKS_AGAIN))
        assert await watcher.ask(asks.StartWalkthrough()) == NOT_SAVED
    assert entry_of(watcher).at == 0


async def test_what_was_kept_is_written_in_its_order_with_the_next_event(running: Rig) -> None:
    talker, happened = await running.surface(), running.clock.wall
    with no_writes():
        await talker.ask(told(Outcome.REJECTED))
        await talker.ask(told(Outcome.POWER_OFF))
    running.clock.pass_time(30)
    assert await talker.ask(told(Outcome.POWER_ON)) == Done()
    assert running.kinds()[1:] == ["CodeRejected", "LockoutBegan", *["PowerReported"] * 2]
    lines = (await talker.asks(asks.GetHistory(), History)).lines
    assert [line.wall for line in lines if line.kind == "CodeRejected"] == [happened]


async def test_it_is_tried_again_without_anybody_asking_and_told_once(running: Rig) -> None:
    watcher = await running.watcher()
    with no_writes():
        await watcher.ask(told(Outcome.REJECTED))
        told_so_far = len(watcher.states)
        running.house.save_now()
        await watcher.catch_up()
        assert (running.kinds(), len(watcher.states)) == (["VehicleAdded"], told_so_far)
    running.house.save_now()
    assert running.kinds()[1:] == ["CodeRejected", "LockoutBegan"]
    assert (await watcher.catch_up()).saving == FINE
    with no_writes():  # with nothing to save a write is tried all the same
        running.house.companion.ledger.saving = IO_ERROR
        running.house.save_now()
        assert running.house.companion.ledger.saving == IO_ERROR


async def test_an_orderly_end_saves_what_was_kept_but_on_a_card_that_stays_read_only(
    rig: Rig,
) -> None:
    async with rig.service():
        await rig.set_up()
        with no_writes():
            await (await rig.surface()).ask(told(Outcome.ACCEPTED))
    async with rig.service():
        watcher = await rig.watcher()
        rig.write_no_more("read_only")
        await watcher.ask(told(Outcome.REJECTED))
        for _ in range(3):
            rig.house.save_now()
        assert (await watcher.catch_up()).saving == Saving(ok=False, reason="read_only")
    async with rig.service():
        assert rig.kinds() == ["VehicleAdded", "CodeAccepted"]


@pytest.mark.parametrize("events", [1, 3])
async def test_an_answer_to_what_is_not_saved_can_be_stale(running: Rig, events: int) -> None:
    watcher = await running.watcher()
    seen = radio_of(watcher).seq
    with no_writes():
        for _ in range(events):
            await watcher.ask(told(Outcome.REJECTED))
        stale = Report(outcome=Outcome.REJECTED, answers=seen)
        assert await watcher.why_not(stale) is Reason.STALE
        answer = Report(outcome=Outcome.REJECTED, answers=radio_of(watcher).seq)
        assert await watcher.ask(answer) == NOT_SAVED


async def test_a_radio_whose_past_cannot_be_read_waits_the_longest_and_goes_on(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        with rig.house.store.transaction() as connection:  # as flipped bits make them
            connection.execute("UPDATE event SET data = x'7b7b'")
    async with rig.service():
        (radio,) = (await (await rig.surface()).asks(asks.GetStatus(), Status)).radios
        assert radio.wait is not None
        assert (radio.state, radio.wait.owed_s, radio.wait.counting) == ("Waiting", 5508.0, False)
        owner, before = await rig.owner(), rig.rows("PowerReported")
        await owner.does(told(Outcome.POWER_ON))
        rig.house.save_now()
        assert (await owner.catch_up()).saving == PARTLY_READ
        assert rig.rows("PowerReported") == before + 1
        assert (await owner.asks(asks.ShowCode(), CodeShown)).code == QASHQAI.code
        await owner.does(told(Outcome.ASKS_AGAIN))
        assert state_of(owner) == "Asking"


async def test_damage_that_a_check_of_the_whole_file_finds_stops_all_writing(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        watcher = await rig.watcher()
        with rig.house.store.reading() as connection:  # no other thread's turn is within it
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'event_told'")
        await rig.house.check_whole()
        before = rig.stored()
        await watcher.ask(told(Outcome.REJECTED))
        assert (watcher.state.saving, rig.stored()) == (DAMAGED, before)


async def test_one_flipped_bit_of_a_vehicle_takes_nothing_from_any(rig: Rig) -> None:
    """It is made good from the journal, and said until the next start."""
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        await (await rig.surface()).does(told(Outcome.REJECTED))
    rig.alter("UPDATE vehicle SET head_unit = 'opel-sage' WHERE number = 2")
    async with rig.service():
        owner = await rig.owner()
        codes = [(await owner.asks(asks.ShowCode(vehicle=n), CodeShown)).code for n in (1, 2)]
        assert codes == [QASHQAI.code, CORSA.code]
        before = rig.rows("CodeRejected")
        await owner.does(asks.Look(vehicle=2), told(Outcome.REJECTED))
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
            talker = await rig.surface()
            await talker.does(*[told(Outcome.REJECTED), told(Outcome.ASKS_AGAIN)] * 30)

    asyncio.run(use())
    return rig.directory


def asked_everything(used: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Spoil a copy of a store, start and ask: answers, or a named failure and no byte changed."""

    async def ask_everything(rig: Rig) -> None:
        async with rig.service():
            talker = await rig.surface()
            for ask in EVERYTHING:
                await talker.ask(ask)

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
