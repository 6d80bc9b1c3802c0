"""A copy of everything leaves through the service, and comes back: who may, and what is then kept.

Where nobody can open what is kept here anybody may put it aside, else only who has it open.
"""

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest

from pi.service.core import backups as restoring
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    PART_BYTES,
    BackupMade,
    CodeShown,
    Done,
    Lost,
    Part,
    Reason,
    Refusal,
    Restored,
)
from pi.storage import backup as backups
from pi.storage.backup import LARGEST, MOST_NAMED
from pi.storage.vault.records import Field
from tests.pi.service.driving import FORD, FORD_WAIT_S, INTO, brought_into, state_of, told, wait_of
from tests.pi.service.rig import BY_PASSPHRASE, BY_PIN, CORSA, PASSPHRASE, QASHQAI, Rig, Talker


async def fetched(owner: Talker) -> bytes:
    """The copy, part by part, compared with what was announced."""
    made = await owner.asks(commands.BeginBackup(), BackupMade)
    held = b""
    while part := (await owner.asks(commands.GetBackupPart(offset=len(held)), Part)).data:
        held += part
    assert (len(held), sha256(held).hexdigest()) == (made.size, made.digest)
    return held


SECRET = commands.FinishRestore(secret=PASSPHRASE)


def begin(held: bytes, *, replace: bool = False) -> commands.BeginRestore:
    return commands.BeginRestore(size=len(held), head=held[:100], replace=replace)


def parts(held: bytes) -> list[commands.Ask]:
    return [
        commands.PutRestorePart(data=held[start : start + PART_BYTES])
        for start in range(0, len(held), PART_BYTES)
    ]


async def brought_in(talker: Talker, held: bytes, *, replace: bool = False) -> None:
    """All of it, up to its owner's secret."""
    await talker.does(begin(held, replace=replace), *parts(held))


async def restored(talker: Talker, held: bytes, *, replace: bool = False) -> Restored:
    """All of it, and the service is on its way out."""
    await brought_in(talker, held, replace=replace)
    return await talker.asks(SECRET, Restored)


async def backed_up(rig: Rig) -> bytes:
    return await fetched(await rig.owner())


@pytest.fixture
async def backup(tmp_path: Path) -> bytes:
    """A backup of another machine's store, which holds a Ford."""
    other = Rig(tmp_path / "other")
    async with other.service():
        await other.set_up(FORD)
        return await backed_up(other)


async def test_only_an_unlocked_session_has_a_copy_and_only_until_it_locks(running: Rig) -> None:
    owner, locked = await running.owner(), await running.session()
    for ask in (commands.BeginBackup(), commands.GetBackupPart(offset=0)):
        assert await locked.why_not(ask) is Reason.LOCKED
    await owner.asks(commands.BeginBackup(), BackupMade)
    for offset in (10**9, 10**30):
        assert await owner.asks(commands.GetBackupPart(offset=offset), Part) == Part(data=b"")
    await owner.does(commands.Lock(), BY_PASSPHRASE)
    assert await owner.why_not(commands.GetBackupPart(offset=0)) is Reason.NO_BACKUP


async def test_all_that_cannot_be_read_is_named_and_what_is_more_is_counted(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(*[commands.AddVehicle(vehicle=CORSA)] * 4)
    ((records,),) = running.house.store.query("SELECT COUNT(*) FROM record")
    running.alter(
        "UPDATE record SET ciphertext = zeroblob(80)",
        "UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'passphrase'",
    )
    refusal = await owner.refused(commands.BeginBackup())
    assert (len(refusal.lost), refusal.more) == (MOST_NAMED, records + 1 - MOST_NAMED)
    assert refusal.lost[0] == Lost(way="passphrase")
    assert {one.field for one in refusal.lost[1:]} <= set(Field)
    assert all(one.vehicle in range(1, 6) for one in refusal.lost[1:])


async def test_several_copy_at_once_and_others_report_and_no_file_is_left_beside_the_store(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups.make_backup, "__defaults__", (0,))  # as if it were large
    one, other, third = await running.owner(), await running.owner(), await running.session()
    before = sorted(path.name for path in running.directory.iterdir())
    copying = asyncio.gather(fetched(one), fetched(other))
    assert await third.ask(told(commands.Outcome.ASKING)) == Done()
    copies = await copying
    assert len(copies[0]) == len(copies[1])  # the list without the PIN is sealed anew in each
    assert sorted(path.name for path in running.directory.iterdir()) == before


async def test_into_an_empty_store_it_is_restored_at_once(rig: Rig, backup: bytes) -> None:
    async with rig.service() as done:
        assert await restored(await rig.session(), backup) == Restored(vehicles=1, aside=None)
        assert rig.house.again
        await done.wait()
    async with rig.service():
        owner = await rig.owner()
        assert (await owner.asks(commands.ShowCode(), CodeShown)).code == FORD.code


async def test_with_the_word_what_was_kept_is_put_aside(rig: Rig, backup: bytes) -> None:
    async with rig.service() as done:
        await rig.set_up(QASHQAI, CORSA)
        talker = await rig.owner()
        assert await talker.why_not(begin(backup)) is Reason.WOULD_REPLACE
        await brought_in(talker, backup, replace=True)
        assert await (await rig.session()).ask(told(commands.Outcome.ASKING)) == Done()
        made = await talker.asks(SECRET, Restored)
        await done.wait()
    assert made.aside is not None
    async with rig.service():
        watcher = await rig.watcher()
        assert watcher.state.vehicles == 1
        assert await watcher.why_not(BY_PIN) is Reason.NO_SUCH_UNLOCKER
    (rig.directory / made.aside).rename(rig.directory / "steadyhand.db")
    async with rig.service():
        assert (await rig.watcher()).state.vehicles == 2


async def test_what_is_wrong_or_not_whole_replaces_nothing(running: Rig, backup: bytes) -> None:
    talker = await running.owner()
    refusal = await talker.refused(begin(b"Dear aunt" * 100, replace=True))
    assert refusal == Refusal(reason=Reason.BAD_BACKUP, detail="not_a_database")
    for ask in (commands.PutRestorePart(data=b"1"), SECRET):
        assert await talker.why_not(ask) is Reason.NO_RESTORE
    await talker.does(begin(backup, replace=True), commands.PutRestorePart(data=backup[:5000]))
    assert await talker.refused(SECRET) == Refusal(reason=Reason.BAD_BACKUP, detail="truncated")
    await brought_in(talker, backup, replace=True)
    assert (
        await talker.why_not(commands.FinishRestore(secret="no such words")) is Reason.WRONG_SECRET
    )
    talker.hang_up()
    assert (await (await running.owner()).asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code


async def test_what_came_in_or_left_is_gone_with_its_session_or_once_it_is_not_wanted(
    running: Rig, backup: bytes
) -> None:
    before, owner = sorted(running.directory.iterdir()), await running.owner()
    await brought_in(owner, backup, replace=True)
    await owner.asks(commands.BeginBackup(), BackupMade)
    assert sorted(running.directory.iterdir()) != before
    await owner.does(commands.LetGo())
    assert await owner.why_not(SECRET) is Reason.NO_RESTORE
    assert await owner.why_not(commands.GetBackupPart(offset=0)) is Reason.NO_BACKUP
    assert sorted(running.directory.iterdir()) == before
    await brought_in(owner, backup, replace=True)
    owner.send_no_more()
    await owner.last_words()
    assert sorted(running.directory.iterdir()) == before


@pytest.mark.parametrize(
    ("state", "later_s"),
    [*((name, 1.0) for name in INTO if name != "Entering"), ("Waiting", FORD_WAIT_S)],
)
async def test_a_wait_in_a_backup_begins_anew_and_every_other_state_is_as_it_was(
    rig: Rig, state: str, later_s: float
) -> None:
    """Since then a wrong code may have been keyed in, that the backup knows nothing of."""
    async with rig.service():
        await brought_into(rig, state)
        rig.clock.pass_time(10.0)
        backup = await backed_up(rig)
        await (await rig.session()).ask(told(commands.Outcome.ACCEPTED))
    async with rig.service() as done:
        rig.clock.pass_time(later_s)
        await restored(await rig.owner(), backup, replace=True)
        await done.wait()
    async with rig.service():
        watcher = await rig.watcher()
        assert state_of(watcher) == state
        if state == "Waiting":
            assert (wait_of(watcher).counted_s, wait_of(watcher).counting) == (0.0, False)


def uploads(rig: Rig) -> int:
    """How many backups are coming in."""
    return len(list(rig.directory.glob(".steadyhand-upload*")))


async def test_what_comes_in_has_room_for_one_of_the_largest_and_a_small_one_keeps_its_own(
    rig: Rig, backup: bytes
) -> None:
    async with rig.service() as done:
        talker, large = await rig.session(), commands.BeginRestore(size=LARGEST, head=backup[:100])
        for _ in range(3):
            await (await rig.session()).does(large)
            assert uploads(rig) == 1
        await brought_in(talker, backup)
        for _ in range(3):
            await (await rig.session()).ask(large)
        assert await talker.ask(SECRET) == Restored(vehicles=1, aside=None)
        await done.wait()


async def test_a_card_keeps_room_for_the_store_that_is_there(
    empty: Rig, backup: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    talker = await empty.session()
    await talker.does(begin(backup))
    monkeypatch.setattr(restoring, "KEPT_FREE", 1 << 60)
    assert (await talker.refused(parts(backup)[0])).detail == "full"
    assert (await talker.refused(begin(backup))).detail == "full"
    assert uploads(empty) == 0


async def test_a_passer_by_or_who_locked_puts_nothing_aside(running: Rig, backup: bytes) -> None:
    passer_by, owner = await running.session(), await running.owner()
    refusal = await passer_by.refused(begin(backup, replace=True))
    kept = str(running.directory / "steadyhand.db")
    assert refusal == Refusal(reason=Reason.LOCKED, detail=kept)
    assert uploads(running) == 0
    await brought_in(owner, backup, replace=True)
    await owner.does(commands.Lock())
    assert await owner.why_not(SECRET) is Reason.LOCKED
    await owner.does(BY_PIN)
    assert isinstance(await owner.ask(SECRET), Restored)


@pytest.mark.parametrize(("replace", "why"), [(False, Reason.WOULD_REPLACE), (True, Reason.LOCKED)])
async def test_a_set_up_made_meanwhile_is_not_put_aside_by_who_may_not_open_it(
    empty: Rig, backup: bytes, replace: bool, why: Reason
) -> None:
    talker = await empty.session()
    await brought_in(talker, backup, replace=replace)
    await empty.set_up()
    assert await talker.why_not(SECRET) is why


@pytest.mark.parametrize("noise", [False, True])
async def test_what_nobody_can_open_is_replaced_without_unlocking(
    rig: Rig, backup: bytes, noise: bool
) -> None:
    """A vault without ways in, or a store with a page of noise in the history."""
    async with rig.service():
        await rig.set_up()
        find = "SELECT rootpage FROM sqlite_schema WHERE name = 'event'"
        ((root,),) = rig.house.store.query(find)
    if noise:
        held = bytearray((rig.directory / "steadyhand.db").read_bytes())
        held[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
        (rig.directory / "steadyhand.db").write_bytes(held)
    else:
        rig.alter("DELETE FROM unlocker")
    async with rig.service() as done:
        await rig.house.check_whole()
        made = await restored(await rig.session(), backup, replace=True)
        assert made.aside == "steadyhand.db.replaced-1"
        await done.wait()
