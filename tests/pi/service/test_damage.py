"""A damaged store: what can be read is shown, doubts lengthen, and no ask is a fault."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi.service.asks import (
    Ask,
    Examine,
    FindVehicles,
    GetHistory,
    GetStatus,
    Look,
    Outcome,
    ShowCode,
    StartWalkthrough,
    Unlock,
    UnlockKind,
    Watch,
)
from pi.service.damage import UNREADABLE
from pi.service.failures import start_failure
from pi.service.protocol import CodeShown, Examined, Status
from pi.service.shown import Saving
from pi.storage.connection import connect
from pi.storage.errors import StoreError
from tests.depth import examples
from tests.pi.service.driving import state_of, told
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI, Rig

PAGE = 4096
DATABASE = "steadyhand.db"
DAMAGED = Saving(ok=False, reason="damaged")
PARTLY_READ = Saving(ok=True, reason="damaged")
EVERYTHING: list[Ask] = [
    Watch(),
    GetStatus(),
    Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE),
    FindVehicles(text="a"),
    ShowCode(vehicle=1),
    ShowCode(vehicle=2),
    GetHistory(vehicle=1),
    told(Outcome.REJECTED),
    told(Outcome.ASKS_AGAIN),
    StartWalkthrough(),
    GetStatus(),
]


@pytest.fixture
async def forgetful(rig: Rig) -> Rig:
    """A store whose journal holds rows that are no events any more, as flipped bits make them."""
    async with rig.service():
        await rig.set_up()
        rig.house.store.connection.execute("UPDATE event SET data = x'7b7b'")
    return rig


async def test_a_radio_whose_past_cannot_be_read_waits_the_longest_wait(forgetful: Rig) -> None:
    async with forgetful.service():
        (radio,) = (await (await forgetful.surface()).asks(GetStatus(), Status)).radios
    assert radio.wait is not None
    assert (radio.state, radio.wait.owed_s, radio.wait.counting) == ("Waiting", 5508.0, False)


async def test_damage_is_said_until_the_next_start_and_what_is_reported_is_kept(
    forgetful: Rig,
) -> None:
    async with forgetful.service():
        watcher = await forgetful.watcher()
        count = "SELECT COUNT(*) FROM event"
        before = forgetful.house.store.query(count)
        await watcher.does(told(Outcome.POWER_ON))
        forgetful.house.save_now()
        assert (await watcher.catch_up()).saving == PARTLY_READ
        assert forgetful.house.store.query(count) > before


async def test_the_code_is_shown_though_the_past_cannot_be_read(forgetful: Rig) -> None:
    async with forgetful.service():
        owner = await forgetful.owner()
        assert (await owner.asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_the_display_ends_the_doubt(forgetful: Rig) -> None:
    async with forgetful.service():
        watcher = await forgetful.watcher()
        await watcher.does(told(Outcome.ASKS_AGAIN))
        assert state_of(watcher) == "Asking"


async def test_damage_that_a_check_of_the_whole_file_finds_stops_all_writing(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        watcher = await rig.watcher()
        rig.house.store.connection.execute("PRAGMA writable_schema = ON")
        rig.house.store.connection.execute(
            "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'event_told'"
        )
        await rig.house.check_whole()
        before = rig.stored()
        await watcher.ask(told(Outcome.REJECTED))
        assert (watcher.state.saving, rig.stored()) == (DAMAGED, before)


async def test_one_flipped_bit_of_a_vehicle_takes_nothing_from_any(rig: Rig) -> None:
    """It is made good from the journal, and said until the next start."""
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        await (await rig.surface()).does(told(Outcome.REJECTED))
    with closing(connect(rig.directory / DATABASE)) as card:
        card.execute("UPDATE vehicle SET head_unit = 'opel-sage' WHERE number = 2")
    async with rig.service():
        owner = await rig.owner()
        codes = [(await owner.asks(ShowCode(vehicle=n), CodeShown)).code for n in (1, 2)]
        assert codes == [QASHQAI.code, CORSA.code]
        before = rig.house.store.query("SELECT COUNT(*) FROM event")
        await owner.does(Look(vehicle=2), told(Outcome.REJECTED))
        assert rig.house.store.query("SELECT COUNT(*) FROM event") > before
        assert (await owner.catch_up()).saving == PARTLY_READ
        findings = (await owner.asks(Examine(), Examined)).findings
        assert [one.reason for one in findings if not one.ok and one.name == "damage"] == ["mended"]


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A closed store with two vehicles and a past, to be copied."""
    with TemporaryDirectory() as made:
        rig = Rig(Path(made) / "state")
        asyncio.run(_use(rig))
        yield rig.directory


async def _use(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        talker = await rig.surface()
        for _ in range(30):
            await talker.does(told(Outcome.REJECTED), told(Outcome.ASKS_AGAIN))


async def _ask_everything(rig: Rig) -> None:
    async with rig.service():
        talker = await rig.surface()
        for ask in EVERYTHING:
            await talker.ask(ask)


def asked_everything(used: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Spoil a copy of a store, start and ask: answers, or a named failure and no byte changed."""
    with TemporaryDirectory() as made:
        rig = Rig(Path(made) / "state")
        shutil.copytree(used, rig.directory)
        database = rig.directory / DATABASE
        database.write_bytes(spoilt := spoil(database.read_bytes()))
        try:
            asyncio.run(_ask_everything(rig))
        except (StoreError, *UNREADABLE) as error:
            failure, kept = start_failure(error, rig.directory), database.read_bytes() == spoilt
        else:
            return
    assert (failure is not None, kept) == (True, True)


@settings(max_examples=examples(60), deadline=None)
@given(
    page=st.integers(0, 18),
    at=st.integers(0, PAGE - 1),
    noise=st.binary(min_size=1, max_size=16),
    times=st.sampled_from([1, 4, 40, PAGE]),
)
def test_no_spoilt_page_makes_an_ask_a_fault(
    used: Path, page: int, at: int, noise: bytes, times: int
) -> None:
    def spoil(content: bytes) -> bytes:
        spoilt = (noise * times)[: PAGE - at]
        start = page * PAGE + at
        return content[:start] + spoilt + content[start + len(spoilt) :]

    asked_everything(used, spoil)


@settings(max_examples=examples(25), deadline=None)
@given(length=st.integers(0, 19 * PAGE))
def test_no_shortened_file_makes_an_ask_a_fault(used: Path, length: int) -> None:
    asked_everything(used, lambda content: content[:length])
