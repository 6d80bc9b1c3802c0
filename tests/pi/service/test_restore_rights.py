"""Who may put aside what is kept here: whoever can open it, and anybody where nobody can."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pi.service.asks import BeginBackup, GetBackupPart, LetGo, Lock, Unlock, UnlockKind
from pi.service.protocol import BackupMade, Restored
from pi.service.refusal import Reason, Refusal
from tests.pi.service.driving import FORD
from tests.pi.service.rig import PIN, Rig
from tests.pi.service.test_restoring import SECRET, backed_up, begin, brought_in


@pytest.fixture
async def backup(tmp_path: Path) -> bytes:
    """A backup of another machine's store, which holds a Ford."""
    other = Rig(tmp_path / "other")
    async with other.service():
        await other.set_up(FORD)
        return await backed_up(other)


async def test_a_passer_by_can_not_put_aside_what_is_kept(running: Rig, backup: bytes) -> None:
    passer_by = await running.surface()
    refusal = await passer_by.refused(begin(backup, replace=True))
    kept = str(running.directory / "steadyhand.db")
    assert refusal == Refusal(reason=Reason.LOCKED, detail=kept)
    assert [path.name for path in running.directory.glob(".steadyhand-*")] == []


async def test_who_locked_meanwhile_puts_nothing_aside(running: Rig, backup: bytes) -> None:
    owner = await running.owner()
    await brought_in(owner, backup, replace=True)
    await owner.does(Lock())
    assert await owner.why_not(SECRET) is Reason.LOCKED
    await owner.does(Unlock(kind=UnlockKind.PIN, secret=PIN))
    assert isinstance(await owner.ask(SECRET), Restored)


async def test_a_set_up_made_meanwhile_is_not_put_aside_by_who_may_not_open_it(
    empty: Rig, backup: bytes
) -> None:
    talker = await empty.surface()
    await brought_in(talker, backup, replace=True)
    await empty.set_up()
    assert await talker.why_not(SECRET) is Reason.LOCKED


def without_ways_in(directory: Path) -> None:
    """A vault that nothing opens."""
    with closing(sqlite3.connect(directory / "steadyhand.db")) as store:
        store.execute("DELETE FROM unlocker")
        store.commit()


def with_noise_in_it(directory: Path) -> None:
    """A store with a page of noise, in the history."""
    file = directory / "steadyhand.db"
    with closing(sqlite3.connect(file)) as store:
        ((root,),) = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'event'")
    held = bytearray(file.read_bytes())
    held[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    file.write_bytes(held)


@pytest.mark.parametrize("spoil", [without_ways_in, with_noise_in_it])
async def test_what_nobody_can_open_is_replaced_without_unlocking(
    rig: Rig, backup: bytes, spoil: Callable[[Path], None]
) -> None:
    async with rig.service():
        await rig.set_up()
    spoil(rig.directory)
    async with rig.service() as done:
        await rig.house.check_whole()
        talker = await rig.surface()
        await brought_in(talker, backup, replace=True)
        made = await talker.asks(SECRET, Restored)
        assert made.aside == "steadyhand.db.replaced-1"
        await done.wait()


async def test_what_is_not_wanted_any_more_is_let_go(running: Rig, backup: bytes) -> None:
    owner = await running.owner()
    await brought_in(owner, backup, replace=True)
    await owner.asks(BeginBackup(), BackupMade)
    await owner.does(LetGo())
    assert await owner.why_not(SECRET) is Reason.NO_RESTORE
    assert await owner.why_not(GetBackupPart(offset=0)) is Reason.NO_BACKUP
    assert [path.name for path in running.directory.glob(".steadyhand-*")] == []
