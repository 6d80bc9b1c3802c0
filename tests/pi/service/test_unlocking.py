"""Unlocking, each session for itself alone; and PIN, passphrase and keys that are set later."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from pi.service.core.session import LOCKS_AFTER_IDLE_S
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    CodeShown,
    DeviceKeyTold,
    Done,
    Line,
    Reason,
    RecoveryKeyMade,
    Refusal,
)
from pi.service.protocol.views import Saving, State
from pi.storage.errors import LockedError
from pi.storage.vault.device_key import FILE_NAME
from pi.storage.vault.vault import UnlockedVault
from tests.pi.service.driving import state_of
from tests.pi.service.rig import BY_PASSPHRASE, BY_PIN, CORSA, PATIENCE_S, PIN, QASHQAI, Rig, Talker

WRONG_PIN = commands.Unlock(kind=commands.UnlockKind.PIN, secret="999999")
WRONG_PASSPHRASE = commands.Unlock(kind=commands.UnlockKind.PASSPHRASE, secret="not those words")
DAMAGED = Saving(ok=True, reason="damaged")
NO_CODE = "DELETE FROM record WHERE field = 'code'"


@pytest.mark.parametrize("unlock", [BY_PIN, BY_PASSPHRASE])
async def test_the_right_secret_opens_for_this_session_alone(
    running: Rig, unlock: commands.Unlock
) -> None:
    one, other = await running.watcher(), await running.watcher()
    await one.does(unlock)
    assert (await one.asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code
    assert one.state.name == QASHQAI.name
    assert (await other.catch_up()).name is None
    assert await other.why_not(commands.ShowCode()) is Reason.LOCKED
    await other.does(unlock)
    await one.does(commands.Lock())
    assert await one.why_not(commands.ShowCode()) is Reason.LOCKED
    assert isinstance(await other.ask(commands.ShowCode()), CodeShown)


async def test_an_idle_session_locks_and_is_told_so_if_it_watches(running: Rig) -> None:
    idle, used, quiet = [await running.owner() for _ in range(2)] + [await running.session()]
    await quiet.does(BY_PIN)
    running.clock.pass_time(LOCKS_AFTER_IDLE_S - 1)
    await used.ask(commands.ShowCode())
    running.clock.pass_time(2)
    running.house.lock_idle()
    said = await idle.hear()
    assert isinstance(said, State)
    assert (said.lock.unlocked, said.name) == (False, None)
    assert isinstance(await used.ask(commands.ShowCode()), CodeShown)
    assert await quiet.why_not(commands.ShowCode()) is Reason.LOCKED
    assert quiet.states == []


async def test_wrong_passphrases_cost_whoever_guesses_and_lock_nobody(running: Rig) -> None:
    guesser = await running.owner()
    refusals = [await guesser.refused(WRONG_PASSPHRASE) for _ in range(12)]
    assert {(one.reason, one.tries_left) for one in refusals[:4]} == {(Reason.WRONG_SECRET, None)}
    held_up = next(one for one in refusals if one.reason is Reason.TOO_FAST)
    assert (held_up.wait_s or 0) > 0
    assert isinstance(await guesser.ask(commands.ShowCode()), CodeShown)
    await (await running.session()).does(BY_PASSPHRASE)


async def test_a_damaged_way_in_is_told_on_every_screen_and_costs_no_try(running: Rig) -> None:
    watcher = await running.watcher()
    running.alter("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'pin'")
    refusal = await (await running.session()).refused(BY_PIN)
    assert (refusal.reason, refusal.field) == (Reason.TAMPERED, "pin")
    assert (await watcher.catch_up()).saving == DAMAGED
    assert running.house.store.query("SELECT failed FROM pin_guard") == []
    await watcher.does(BY_PASSPHRASE)


async def test_a_record_that_is_gone_is_told_soon_after_unlocking(running: Rig) -> None:
    running.alter(NO_CODE)
    watcher = await running.watcher()
    await watcher.does(BY_PASSPHRASE)
    await running.house.looked_through()
    assert (await watcher.catch_up()).saving == DAMAGED


async def test_a_record_that_goes_meanwhile_is_told_by_who_asks_for_it(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await running.house.looked_through()
    running.alter(NO_CODE)
    assert (await owner.refused(commands.ShowCode())).field == "code"
    assert (await watcher.catch_up()).saving == DAMAGED


async def test_what_was_changed_is_named_and_the_rest_is_shown(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(commands.AddVehicle(vehicle=CORSA))
    spoil = "UPDATE record SET ciphertext = zeroblob(80) WHERE field = '{}' AND vehicle ="
    spoil += " (SELECT id FROM vehicle WHERE number = 1)"
    running.alter(spoil.format("code"))
    assert (await owner.refused(commands.ShowCode(vehicle=1))).field == "code"
    assert (await owner.asks(commands.ShowCode(vehicle=2), CodeShown)).code == CORSA.code
    running.alter(spoil.format("name"))
    other = await running.owner()
    await other.does(commands.Look(vehicle=1))
    running.alter("UPDATE record SET field = 'codd' WHERE field = 'code'")
    await other.catch_up()
    assert (other.state.name, state_of(other), other.state.code_kept) == ("", "Asking", True)


async def test_wrong_pins_count_for_all_sessions_until_the_right_one_or_the_pin_is_dropped(
    running: Rig,
) -> None:
    async def wrong_pins(talker: Talker, times: int) -> list[int | None]:
        return [(await talker.refused(WRONG_PIN)).tries_left for _ in range(times)]

    one, other = await running.watcher(), await running.session()
    assert await wrong_pins(one, 3) == [9, 8, 7]
    await one.refused(
        commands.Unlock(kind=commands.UnlockKind.PIN, secret="12")
    )  # no PIN, and no try
    assert await wrong_pins(other, 1) == [6]
    await one.does(BY_PIN)
    assert await wrong_pins(other, 5) == [9, 8, 7, 6, 5]
    assert await one.refused(BY_PIN) == Refusal(reason=Reason.PIN_WAIT, wait_s=30.0)
    running.clock.pass_time(30)
    await one.does(BY_PIN)
    while await other.why_not(WRONG_PIN) is not Reason.PIN_DROPPED:
        running.clock.pass_time(3600)
    assert await one.why_not(BY_PIN) is Reason.NO_SUCH_UNLOCKER
    assert not one.state.lock.has_pin  # it is offered no more


async def test_a_racing_right_pin_does_not_give_the_wrong_ones_more_tries(running: Rig) -> None:
    racers = [await running.session() for _ in range(12)]
    asked = [BY_PIN if at == 4 else WRONG_PIN for at in range(12)]
    answers = await asyncio.gather(*(r.ask(ask) for r, ask in zip(racers, asked, strict=True)))
    assert sum(one == Done() for one in answers) == 1
    assert sum(isinstance(one, Refusal) and one.tries_left is not None for one in answers) == 4


async def test_a_session_that_leaves_during_its_try_has_used_it(running: Rig) -> None:
    talker = await running.session()
    await talker.send(msgspec.json.encode(Line(id=1, ask=WRONG_PIN)) + b"\n")
    async with asyncio.timeout(PATIENCE_S):
        while not running.house.store.query("SELECT failed FROM pin_guard"):
            await asyncio.sleep(0)
    talker.hang_up()
    assert (await (await running.session()).refused(WRONG_PIN)).tries_left == 8


def lent(rig: Rig) -> UnlockedVault | None:
    """The vault that the panel would use for the vehicle."""
    return rig.house.panel.lend(rig.house.companion.vehicles.ids()[0])


ENDS = ("hangs up", "says no more", "says nonsense", "locks", "practises", "stays idle")


@pytest.mark.parametrize("end", ENDS)
async def test_however_a_session_ends_its_rights_end_with_it(running: Rig, end: str) -> None:
    owner, vault = await running.owner(), lent(running)
    assert vault is not None
    match end:
        case "hangs up":
            owner.hang_up()
        case "says no more":
            owner.send_no_more()
        case "says nonsense":
            await owner.send(b"nonsense\n")
        case "locks":
            await owner.does(commands.Lock())
        case "practises":
            await owner.does(commands.Practise())
        case _:
            running.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
            running.house.lock_idle()
    async with asyncio.timeout(PATIENCE_S):
        while lent(running) is not None:
            await asyncio.sleep(0.005)
    if end != "practises":  # which comes back to it
        with pytest.raises(LockedError):
            vault.names()


NEW_PIN = "640913"
NEW_PASSPHRASE = "seven slow autumn rivers"
BY_NEW_PIN = commands.Unlock(kind=commands.UnlockKind.PIN, secret=NEW_PIN)
BY_NEW_PASSPHRASE = commands.Unlock(kind=commands.UnlockKind.PASSPHRASE, secret=NEW_PASSPHRASE)
SET_PIN, SET_PASSPHRASE = (
    commands.SetPin(pin=NEW_PIN),
    commands.SetPassphrase(passphrase=NEW_PASSPHRASE),
)
TO_STICK = commands.MoveDeviceKey(to=commands.KeyPlace.STICK, pin=PIN)


async def test_the_new_ones_open_and_the_old_ones_no_longer(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        owner, other = await rig.owner(), await rig.session()
        await owner.does(SET_PIN, SET_PASSPHRASE)
        assert isinstance(await owner.ask(commands.ShowCode()), CodeShown)  # who is in stays in
        for old in (BY_PIN, BY_PASSPHRASE):
            assert await other.why_not(old) is Reason.WRONG_SECRET
        await other.does(BY_NEW_PIN, BY_NEW_PASSPHRASE)
    async with rig.service():
        await (await rig.session()).does(BY_NEW_PIN, BY_NEW_PASSPHRASE)


async def test_who_is_locked_or_sets_what_will_not_do_leaves_the_old_ones(running: Rig) -> None:
    stranger, owner = await running.session(), await running.owner()
    for ask in (SET_PIN, SET_PASSPHRASE, commands.MakeRecoveryKey()):
        assert await stranger.why_not(ask) is Reason.LOCKED
    for ask, field, rule in (
        (commands.SetPin(pin=QASHQAI.code), "pin", "is_the_code"),
        (commands.SetPassphrase(passphrase="password1"), "passphrase", "too_easy"),
    ):
        refusal = await owner.refused(ask)
        assert (refusal.reason, refusal.field, refusal.detail) == (Reason.BAD_FIELD, field, rule)
    await stranger.does(BY_PIN, BY_PASSPHRASE)


async def new_key(owner: Talker) -> tuple[commands.Unlock, commands.FinishRecoveryKey]:
    """Another recovery key, and the proof that it was written down."""
    key = (await owner.asks(commands.MakeRecoveryKey(), RecoveryKeyMade)).key
    return by_key(key), commands.FinishRecoveryKey(last_group=key.rsplit("-", 1)[-1].lower())


def by_key(key: str) -> commands.Unlock:
    return commands.Unlock(kind=commands.UnlockKind.RECOVERY, secret=key)


async def test_a_new_recovery_key_opens_once_read_back_and_goes_with_the_lock(empty: Rig) -> None:
    old = by_key(await empty.set_up())
    owner, other = await empty.owner(), await empty.session()
    _, proof = await new_key(owner)
    await owner.does(commands.Lock())
    assert await owner.why_not(proof) is Reason.LOCKED
    await owner.does(old)
    assert await owner.why_not(proof) is Reason.NO_KEY_PENDING
    new, proof = await new_key(owner)
    assert await owner.why_not(commands.FinishRecoveryKey(last_group="0000")) is Reason.WRONG_GROUP
    await other.does(old)
    assert await other.why_not(new) is Reason.WRONG_SECRET
    await owner.does(proof)
    assert await owner.why_not(proof) is Reason.NO_KEY_PENDING
    assert await other.why_not(old) is Reason.WRONG_SECRET
    await other.does(new)


async def test_a_card_that_takes_no_writes_keeps_the_old_ones(empty: Rig) -> None:
    old = by_key(await empty.set_up())
    owner = await empty.owner()
    _, proof = await new_key(owner)
    empty.write_no_more("full")
    for ask in (proof, SET_PIN, SET_PASSPHRASE):
        assert await owner.why_not(ask) is Reason.NOT_SAVED
    await owner.does(old, BY_PASSPHRASE, BY_PIN)


@pytest.fixture
def stick(rig: Rig, tmp_path: Path) -> Path:
    """A stick that is plugged in."""
    path = tmp_path / "stick"
    path.mkdir()
    rig.sticks = [path]
    return path


@pytest.fixture
async def moved(running: Rig, stick: Path) -> Rig:
    """A service whose PIN needs the stick."""
    await (await running.owner()).asks(TO_STICK, DeviceKeyTold)
    return running


async def told(rig: Rig) -> DeviceKeyTold:
    return await (await rig.session()).asks(commands.GetDeviceKey(), DeviceKeyTold)


async def detail(talker: Talker, ask: commands.Ask) -> str | None:
    refusal = await talker.refused(ask)
    assert refusal.reason in {Reason.DEVICE_KEY, Reason.KEY_NOT_WRITTEN}
    return refusal.detail


async def test_after_a_move_the_pin_opens_with_the_stick_in(running: Rig, stick: Path) -> None:
    assert await told(running) == DeviceKeyTold(
        place="file",
        reason=None,
        has_pin=True,
        directory=str(running.directory),
        sticks=(str(stick),),
    )
    watcher = await running.watcher()
    await (await running.owner()).asks(TO_STICK, DeviceKeyTold)
    assert (await watcher.catch_up()).lock.device_key == "stick"
    assert (await told(running)).place == "stick"
    assert not (running.directory / FILE_NAME).exists()
    await watcher.does(BY_PIN)


async def test_the_locked_a_wrong_pin_or_no_writes_move_nothing(running: Rig, stick: Path) -> None:
    assert await (await running.session()).why_not(TO_STICK) is Reason.LOCKED
    owner = await running.owner()
    refusal = await owner.refused(commands.MoveDeviceKey(to=commands.KeyPlace.STICK, pin="000000"))
    assert (refusal.reason, refusal.tries_left) == (Reason.WRONG_SECRET, 9)
    await (await running.session()).does(BY_PIN)
    running.write_no_more("read_only")
    assert await owner.why_not(TO_STICK) is Reason.NOT_SAVED
    assert list(stick.iterdir()) == []


async def test_a_start_removes_what_a_move_left_on_the_card(rig: Rig, stick: Path) -> None:
    async with rig.service():
        await rig.set_up()
        await (await rig.owner()).asks(TO_STICK, DeviceKeyTold)
    (rig.directory / FILE_NAME).write_bytes(b"k" * 32)
    async with rig.service():
        assert not (rig.directory / FILE_NAME).exists()
        await (await rig.session()).does(BY_PIN)


async def test_the_stick_away_is_named_and_costs_no_try(moved: Rig, stick: Path) -> None:
    moved.sticks = []
    talker = await moved.watcher()
    refusals = [await talker.refused(BY_PIN) for _ in range(12)]
    assert refusals == [Refusal(reason=Reason.DEVICE_KEY, detail="stick_away")] * 12
    assert (await talker.catch_up()).lock.stick_away
    await talker.does(BY_PASSPHRASE)
    refusal = await talker.refused(SET_PIN)
    assert (refusal.reason, refusal.detail) == (Reason.DEVICE_KEY, "stick_away")
    moved.sticks = [stick]
    await (await moved.session()).does(BY_PIN)


async def test_a_lost_stick_gives_way_to_the_card_and_a_new_pin_that_will_do(moved: Rig) -> None:
    moved.sticks = []
    owner = await moved.owner()
    refusal = await owner.refused(
        commands.MoveDeviceKey(to=commands.KeyPlace.CARD, pin=QASHQAI.code)
    )
    assert (refusal.field, refusal.detail) == ("pin", "is_the_code")
    await owner.asks(commands.MoveDeviceKey(to=commands.KeyPlace.CARD, pin=NEW_PIN), DeviceKeyTold)
    await (await moved.session()).does(BY_NEW_PIN)


async def test_without_pin_or_passphrase_a_move_or_a_word_sets_one(empty: Rig, stick: Path) -> None:
    key = await empty.set_up(pin=None, passphrase=None)
    owner, other = await empty.watcher(), await empty.watcher()
    await owner.does(by_key(key), SET_PASSPHRASE)
    assert (await other.catch_up()).lock.has_passphrase
    await owner.asks(TO_STICK, DeviceKeyTold)
    await other.does(BY_PIN)
    assert not (empty.directory / FILE_NAME).exists()


async def test_without_a_stick_it_goes_nowhere(running: Rig, stick: Path, tmp_path: Path) -> None:
    owner, other = await running.owner(), tmp_path / "other"
    other.mkdir()
    for sticks, why in ([], "no_stick"), ([tmp_path / "gone"], "failed"):
        running.sticks = sticks
        assert await detail(owner, TO_STICK) == why
    running.sticks = [stick, other]
    assert await detail(owner, TO_STICK) == "several_sticks"
    for place in ("/tmp", "/", "stick", "/nowhere/at/all", "\0", "/dev/null"):
        ask = commands.MoveDeviceKey(to=commands.KeyPlace.STICK, pin=PIN, place=place)
        assert await detail(owner, ask) == "not_a_stick", place
    await owner.asks(
        commands.MoveDeviceKey(to=commands.KeyPlace.STICK, pin=PIN, place=str(other)), DeviceKeyTold
    )
    assert (list(stick.iterdir()), len(list(other.iterdir()))) == ([], 1)


async def test_two_moves_at_once_end_with_one_key_and_a_new_pin_at_once_has_it(
    running: Rig, stick: Path
) -> None:
    one, other, third = [await running.owner() for _ in range(3)]
    moved, refused, changed = await asyncio.gather(
        one.asks(TO_STICK, DeviceKeyTold), other.refused(TO_STICK), third.ask(SET_PIN)
    )
    assert (moved.place, refused.detail, changed) == ("stick", "in_place", Done())
    assert len(list(stick.iterdir())) == 1
    await (await running.session()).does(BY_NEW_PIN)


async def test_an_examination_finds_how_the_key_is(running: Rig, stick: Path) -> None:
    async def found() -> tuple[bool | None, str | None, str]:
        (one,) = await running.found("device_key")
        return one.ok, one.reason, one.value

    key = running.directory / FILE_NAME
    held = key.read_bytes()
    key.unlink()
    assert await found() == (False, "missing", "file")
    assert await detail(await running.session(), BY_PIN) == "missing"
    key.write_bytes(held)
    assert await found() == (True, None, "file")
    await (await running.owner()).asks(TO_STICK, DeviceKeyTold)
    assert await found() == (True, None, "stick")
    running.sticks = []
    assert await found() == (False, "stick_away", "stick")
    running.sticks = [stick]
    (path,) = stick.iterdir()
    path.write_bytes(b"")
    assert await found() == (False, "stick_damaged", "stick")
