"""A copy of everything, as a surface fetches it from the service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from hashlib import sha256

import pytest

from pi.service.asks import (
    AddVehicle,
    BeginBackup,
    GetBackupPart,
    Lock,
    Outcome,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import BackupMade, Done, Part
from pi.service.refusal import Lost, Reason
from pi.storage import backup as backups
from pi.storage.backup_check import MOST_NAMED
from pi.storage.connection import connect
from pi.storage.records import Field
from tests.pi.service.driving import told
from tests.pi.service.rig import CORSA, PASSPHRASE, SECRETS, Rig
from tests.pi.service.talker import Talker


async def fetched(owner: Talker) -> bytes:
    """The copy, part by part, compared with what was announced."""
    made = await owner.asks(BeginBackup(), BackupMade)
    held = b""
    while part := (await owner.asks(GetBackupPart(offset=len(held)), Part)).data:
        held += part
    assert (len(held), sha256(held).hexdigest()) == (made.size, made.digest)
    return held


@pytest.fixture
async def elsewhere(running: Rig, rig: Rig) -> AsyncIterator[Rig]:
    """Another machine's service, on the copy of this one's store."""
    other = Rig(running.directory.with_name("elsewhere"))
    other.directory.mkdir()
    copy = await fetched(await running.owner())
    (other.directory / "steadyhand.db").write_bytes(copy)
    async with other.service():
        yield other


async def test_the_service_starts_on_its_copy_elsewhere(elsewhere: Rig) -> None:
    state = await (await elsewhere.owner()).catch_up()
    assert (state.set_up, state.vehicles, state.lock.unlocked) == (True, 1, True)


async def test_elsewhere_there_is_no_pin(elsewhere: Rig) -> None:
    assert (await (await elsewhere.watcher()).catch_up()).lock.has_pin is False


async def test_a_copy_holds_no_secret_in_clear(running: Rig) -> None:
    copy = await fetched(await running.owner())
    assert [each for each in SECRETS if each.encode() in copy] == []


async def test_a_locked_surface_gets_no_copy(running: Rig) -> None:
    locked = await running.surface()
    assert await locked.why_not(BeginBackup()) is Reason.LOCKED
    assert await locked.why_not(GetBackupPart(offset=0)) is Reason.LOCKED


async def test_a_copy_is_gone_once_the_surface_locks(running: Rig) -> None:
    owner = await running.owner()
    await owner.asks(BeginBackup(), BackupMade)
    await owner.does(Lock(), Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
    assert await owner.why_not(GetBackupPart(offset=0)) is Reason.NO_BACKUP


async def test_all_that_cannot_be_read_is_named_and_what_is_more_is_counted(running: Rig) -> None:
    owner = await running.owner()
    for _ in range(4):
        await owner.does(AddVehicle(vehicle=CORSA))
    with closing(connect(running.house.store.path)) as card:
        card.execute("UPDATE record SET ciphertext = zeroblob(80)")
        card.execute("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'passphrase'")
        ((records,),) = card.execute("SELECT COUNT(*) FROM record").fetchall()
    refusal = await owner.refused(BeginBackup())
    assert (len(refusal.lost), refusal.more) == (MOST_NAMED, records + 1 - MOST_NAMED)
    assert refusal.lost[0] == Lost(way="passphrase")
    assert {one.field for one in refusal.lost[1:]} <= set(Field)
    assert all(one.vehicle in range(1, 6) for one in refusal.lost[1:])


@pytest.mark.parametrize("offset", [10**9, 10**30])
async def test_after_the_end_of_a_copy_there_is_nothing(running: Rig, offset: int) -> None:
    owner = await running.owner()
    await owner.asks(BeginBackup(), BackupMade)
    assert await owner.asks(GetBackupPart(offset=offset), Part) == Part(data=b"")


async def test_two_surfaces_may_copy_at_once(running: Rig) -> None:
    one, other = await running.owner(), await running.owner()
    copies = await asyncio.gather(fetched(one), fetched(other))
    assert len(copies[0]) == len(copies[1])  # the list without the PIN is sealed anew in each


async def test_others_report_while_a_copy_is_made(running: Rig) -> None:
    owner, other = await running.owner(), await running.surface()
    making = asyncio.create_task(owner.ask(BeginBackup()))
    assert await other.ask(told(Outcome.ASKING)) == Done()
    assert isinstance(await making, BackupMade)


async def test_a_large_store_leaves_no_file_beside_it(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups.make_backup, "__defaults__", (0,))
    before = sorted(path.name for path in running.directory.iterdir())
    await fetched(await running.owner())
    assert sorted(path.name for path in running.directory.iterdir()) == before
