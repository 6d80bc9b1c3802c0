"""A backup comes back through the service, which then begins anew with it."""

from pathlib import Path

import pytest

from pi.service import restoring
from pi.service.asks import (
    Ask,
    BeginRestore,
    FinishRestore,
    Outcome,
    PutRestorePart,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import PART_BYTES, CodeShown, Done, Restored
from pi.service.refusal import Reason, Refusal
from pi.storage.backup_check import LARGEST
from tests.pi.service.driving import FORD, FORD_WAIT_S, INTO, brought_into, told
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker
from tests.pi.service.test_backing_up import fetched

SECRET = FinishRestore(secret=PASSPHRASE)


def begin(held: bytes, *, replace: bool = False) -> BeginRestore:
    return BeginRestore(size=len(held), head=held[:100], replace=replace)


def parts(held: bytes) -> list[Ask]:
    return [
        PutRestorePart(data=held[start : start + PART_BYTES])
        for start in range(0, len(held), PART_BYTES)
    ]


async def brought_in(talker: Talker, held: bytes, *, replace: bool = False) -> None:
    """All of it, up to its owner's secret."""
    await talker.does(begin(held, replace=replace), *parts(held))


async def backed_up(rig: Rig) -> bytes:
    return await fetched(await rig.owner())


@pytest.fixture
async def backup(tmp_path: Path) -> bytes:
    """A backup of another machine's store, which holds a Ford."""
    other = Rig(tmp_path / "other")
    async with other.service():
        await other.set_up(FORD)
        return await backed_up(other)


async def test_into_an_empty_store_it_is_restored_at_once(rig: Rig, backup: bytes) -> None:
    async with rig.service() as done:
        talker = await rig.surface()
        await brought_in(talker, backup)
        assert await talker.ask(SECRET) == Restored(vehicles=1, aside=None)
        await done.wait()
    async with rig.service():
        owner = await rig.owner()
        assert (await owner.asks(ShowCode(), CodeShown)).code == FORD.code


async def test_what_is_kept_is_not_replaced_without_the_word(running: Rig, backup: bytes) -> None:
    assert await (await running.surface()).why_not(begin(backup)) is Reason.WOULD_REPLACE


async def test_a_set_up_made_meanwhile_is_not_replaced(empty: Rig, backup: bytes) -> None:
    talker = await empty.surface()
    await brought_in(talker, backup)
    await empty.set_up()
    assert await talker.why_not(SECRET) is Reason.WOULD_REPLACE


async def test_with_the_word_what_was_kept_is_put_aside(rig: Rig, backup: bytes) -> None:
    async with rig.service() as done:
        await rig.set_up(QASHQAI, CORSA)
        talker = await rig.owner()
        await brought_in(talker, backup, replace=True)
        made = await talker.asks(SECRET, Restored)
        await done.wait()
    assert made.aside is not None
    async with rig.service():
        assert (await (await rig.watcher()).catch_up()).vehicles == 1
    (rig.directory / made.aside).rename(rig.directory / "steadyhand.db")
    async with rig.service():
        assert (await (await rig.watcher()).catch_up()).vehicles == 2


async def test_after_a_restore_there_is_no_pin(rig: Rig) -> None:
    async with rig.service() as done:
        await rig.set_up()
        raw = (rig.directory / "steadyhand.db").read_bytes()
        talker = await rig.owner()
        await brought_in(talker, raw, replace=True)
        await talker.asks(SECRET, Restored)
        await done.wait()
    async with rig.service():
        pin = Unlock(kind=UnlockKind.PIN, secret=PIN)
        assert await (await rig.surface()).why_not(pin) is Reason.NO_SUCH_UNLOCKER


async def test_a_wrong_secret_replaces_nothing(running: Rig, backup: bytes) -> None:
    talker = await running.owner()
    await brought_in(talker, backup, replace=True)
    assert await talker.why_not(FinishRestore(secret="no such words")) is Reason.WRONG_SECRET
    talker.hang_up()
    assert (await (await running.owner()).asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_a_file_that_is_no_backup_is_refused_before_it_comes(running: Rig) -> None:
    refusal = await (await running.surface()).refused(begin(b"Dear aunt" * 100, replace=True))
    assert refusal == Refusal(reason=Reason.BAD_BACKUP, detail="not_a_database")


async def test_a_backup_that_did_not_come_in_whole_is_refused(empty: Rig, backup: bytes) -> None:
    talker = await empty.surface()
    await talker.does(begin(backup), PutRestorePart(data=backup[:5000]))
    assert await talker.refused(SECRET) == Refusal(reason=Reason.BAD_BACKUP, detail="truncated")


@pytest.mark.parametrize("ask", [PutRestorePart(data=b"1"), SECRET])
async def test_without_a_beginning_there_is_nothing_to_restore(empty: Rig, ask: Ask) -> None:
    assert await (await empty.surface()).why_not(ask) is Reason.NO_RESTORE


async def test_what_came_in_is_gone_with_its_surface(empty: Rig, backup: bytes) -> None:
    before = sorted(empty.directory.iterdir())
    talker = await empty.surface()
    await brought_in(talker, backup)
    assert sorted(empty.directory.iterdir()) != before
    talker.send_no_more()
    await talker.last_words()
    assert sorted(empty.directory.iterdir()) == before


async def test_the_service_says_that_it_begins_anew(empty: Rig, backup: bytes) -> None:
    talker = await empty.surface()
    await brought_in(talker, backup)
    await talker.asks(SECRET, Restored)
    assert empty.house.again


async def restored_later(rig: Rig, backup: bytes, later_s: float) -> Talker:
    """The same boot goes on, and the store of before takes its place again; a watcher."""
    async with rig.service() as done:
        rig.clock.pass_time(later_s)
        talker = await rig.owner()
        await brought_in(talker, backup, replace=True)
        await talker.asks(SECRET, Restored)
        await done.wait()
    return talker


@pytest.mark.parametrize("later_s", [1.0, FORD_WAIT_S])
async def test_a_wait_in_a_backup_begins_anew(rig: Rig, later_s: float) -> None:
    """Since then a wrong code may have been keyed in, that the backup knows nothing of."""
    async with rig.service():
        await brought_into(rig, "Waiting")
        await rig.count(1000.0)
        backup = await backed_up(rig)
    await restored_later(rig, backup, later_s)
    async with rig.service():
        radio = (await rig.watcher()).state.radio
    assert radio is not None
    assert radio.wait is not None
    assert (radio.state, radio.wait.counted_s, radio.wait.counting) == ("Waiting", 0.0, False)


@pytest.mark.parametrize("state", [name for name in INTO if name not in ("Waiting", "Entering")])
async def test_every_other_state_is_as_it_was_in_the_backup(rig: Rig, state: str) -> None:
    async with rig.service():
        await brought_into(rig, state)
        backup = await backed_up(rig)
        await (await rig.surface()).ask(told(Outcome.ACCEPTED))
    await restored_later(rig, backup, 5.0)
    async with rig.service():
        radio = (await rig.watcher()).state.radio
    assert radio is not None
    assert radio.state == state


async def test_others_are_answered_while_a_backup_comes_in(running: Rig, backup: bytes) -> None:
    await brought_in(await running.owner(), backup, replace=True)
    assert await (await running.surface()).ask(told(Outcome.ASKING)) == Done()


def uploads(rig: Rig) -> int:
    """How many backups are coming in."""
    return len(list(rig.directory.glob(".steadyhand-upload*")))


async def test_what_comes_in_has_room_for_one_of_the_largest(empty: Rig, backup: bytes) -> None:
    head = backup[:100]
    for _ in range(5):
        await (await empty.surface()).does(BeginRestore(size=LARGEST, head=head))
    assert uploads(empty) == 1


async def test_a_small_backup_is_not_put_out_by_large_ones(rig: Rig, backup: bytes) -> None:
    async with rig.service() as done:
        talker = await rig.surface()
        await brought_in(talker, backup)
        for _ in range(5):
            await (await rig.surface()).ask(BeginRestore(size=LARGEST, head=backup[:100]))
        assert await talker.ask(SECRET) == Restored(vehicles=1, aside=None)
        await done.wait()


async def test_a_card_keeps_room_for_the_store_that_is_there(
    empty: Rig, backup: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    talker = await empty.surface()
    await talker.does(begin(backup))
    monkeypatch.setattr(restoring, "KEPT_FREE", 1 << 60)
    assert (await talker.refused(parts(backup)[0])).detail == "full"
    assert (await talker.refused(begin(backup))).detail == "full"
    assert uploads(empty) == 0
