"""Unlocking: each surface for itself alone, PIN tries counted before anybody looks at them."""

from contextlib import closing

import pytest

from pi.service.asks import (
    AddVehicle,
    Lock,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown
from pi.service.refusal import Reason
from pi.service.shown import Saving, State
from pi.service.surface import LOCKS_AFTER_IDLE_S
from pi.storage.connection import connect
from pi.storage.device_key import FILE_NAME
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig

RIGHT_PIN = Unlock(kind=UnlockKind.PIN, secret=PIN)
WRONG_PIN = Unlock(kind=UnlockKind.PIN, secret="999999")
RIGHT_PASSPHRASE = Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)
WRONG_PASSPHRASE = Unlock(kind=UnlockKind.PASSPHRASE, secret="not those words")


@pytest.mark.parametrize("unlock", [RIGHT_PIN, RIGHT_PASSPHRASE])
async def test_the_right_secret_opens_the_vault(running: Rig, unlock: Unlock) -> None:
    talker = await running.surface()
    await talker.does(unlock)
    assert (await talker.asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_an_unlocked_surface_is_shown_the_name(running: Rig) -> None:
    assert (await running.owner()).state.name == QASHQAI.name


async def test_unlocking_opens_nothing_for_another_surface(running: Rig) -> None:
    other = await running.watcher()
    await running.owner()
    assert (await other.catch_up()).name is None
    assert await other.why_not(ShowCode()) is Reason.LOCKED


async def test_locking_locks_this_surface(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(Lock())
    assert await owner.why_not(ShowCode()) is Reason.LOCKED


async def test_locking_leaves_another_surface_open(running: Rig) -> None:
    one, other = await running.owner(), await running.owner()
    await one.does(Lock())
    assert isinstance(await other.ask(ShowCode()), CodeShown)


async def test_a_surface_that_comes_back_has_to_unlock_again(running: Rig) -> None:
    (await running.owner()).hang_up()
    assert await (await running.surface()).why_not(ShowCode()) is Reason.LOCKED


async def test_an_idle_surface_locks_and_is_told_so(running: Rig) -> None:
    owner = await running.owner()
    running.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
    running.house.lock_idle()
    said = await owner.hear()
    assert isinstance(said, State)
    assert (said.lock.unlocked, said.name) == (False, None)


async def test_a_surface_in_use_stays_open(running: Rig) -> None:
    owner = await running.owner()
    running.clock.pass_time(LOCKS_AFTER_IDLE_S - 1)
    await owner.ask(ShowCode())
    running.clock.pass_time(2)
    running.house.lock_idle()
    assert isinstance(await owner.ask(ShowCode()), CodeShown)


async def test_an_idle_surface_that_does_not_watch_is_told_nothing(running: Rig) -> None:
    talker = await running.surface()
    await talker.does(RIGHT_PIN)
    running.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
    running.house.lock_idle()
    await talker.refused(ShowCode())
    assert talker.states == []


async def test_a_wrong_passphrase_leaves_an_open_surface_open(running: Rig) -> None:
    owner = await running.owner()
    await owner.refused(WRONG_PASSPHRASE)
    assert isinstance(await owner.ask(ShowCode()), CodeShown)


async def test_a_few_wrong_passphrases_are_free_then_they_cost_whoever_guesses(
    running: Rig,
) -> None:
    talker = await running.surface()
    refusals = [await talker.refused(WRONG_PASSPHRASE) for _ in range(12)]
    assert {(one.reason, one.tries_left) for one in refusals[:4]} == {(Reason.WRONG_SECRET, None)}
    assert (refusals[-1].reason, (refusals[-1].wait_s or 0) > 0) == (Reason.TOO_FAST, True)


async def test_whoever_guesses_wrong_makes_nobody_else_wait(running: Rig) -> None:
    guesser = await running.surface()
    for _ in range(12):
        await guesser.refused(WRONG_PASSPHRASE)
    owner = await running.surface()
    await owner.does(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))


async def test_with_no_pin_set_a_pin_opens_nothing(empty: Rig) -> None:
    await empty.set_up(pin=None)
    assert await (await empty.surface()).why_not(RIGHT_PIN) is Reason.NO_SUCH_UNLOCKER


async def test_before_the_set_up_nothing_unlocks(empty: Rig) -> None:
    assert await (await empty.surface()).why_not(RIGHT_PASSPHRASE) is Reason.NOT_SET_UP


async def test_without_its_device_key_the_pin_opens_nothing(running: Rig) -> None:
    (running.directory / FILE_NAME).unlink()
    refusal = await (await running.surface()).refused(RIGHT_PIN)
    assert (refusal.reason, refusal.detail) == (Reason.DEVICE_KEY, "missing")


async def test_an_unlocker_that_was_changed_is_named(running: Rig) -> None:
    running.house.store.connection.execute("UPDATE unlocker SET params = x'00'")
    assert await (await running.surface()).why_not(RIGHT_PASSPHRASE) is Reason.TAMPERED


async def test_a_damaged_way_in_is_told_on_every_screen_and_costs_no_try(running: Rig) -> None:
    watcher = await running.watcher()
    with closing(connect(running.house.store.path)) as card:
        card.execute("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'pin'")
    refusal = await (await running.surface()).refused(RIGHT_PIN)
    assert (refusal.reason, refusal.field) == (Reason.TAMPERED, "pin")
    assert (await watcher.catch_up()).saving == Saving(ok=True, reason="damaged")
    assert running.house.store.query("SELECT failed FROM pin_guard") == []
    await watcher.does(RIGHT_PASSPHRASE)


async def test_a_record_that_is_gone_is_told_soon_after_unlocking(running: Rig) -> None:
    with closing(connect(running.house.store.path)) as card:
        card.execute("DELETE FROM record WHERE field = 'code'")
    watcher = await running.watcher()
    await watcher.does(RIGHT_PASSPHRASE)
    await running.house.looked_through()
    assert (await watcher.catch_up()).saving == Saving(ok=True, reason="damaged")


async def test_a_record_that_goes_while_it_is_open_is_told_by_who_asks_for_it(
    running: Rig,
) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await running.house.looked_through()
    with closing(connect(running.house.store.path)) as card:
        card.execute("DELETE FROM record WHERE field = 'code'")
    assert (await owner.refused(ShowCode())).field == "code"
    assert (await watcher.catch_up()).saving == Saving(ok=True, reason="damaged")


async def test_a_code_under_another_name_is_not_called_missing(running: Rig) -> None:
    with closing(connect(running.house.store.path)) as card:
        card.execute("UPDATE record SET field = 'codd' WHERE field = 'code'")
    assert (await running.watcher()).state.code_kept


async def test_a_record_that_was_changed_is_named_and_the_others_are_shown(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    running.house.store.connection.execute(
        "UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code' AND vehicle ="
        " (SELECT id FROM vehicle WHERE number = 1)"
    )
    assert (await owner.refused(ShowCode(vehicle=1))).field == "code"
    assert (await owner.asks(ShowCode(vehicle=2), CodeShown)).code == CORSA.code


async def test_a_changed_name_hides_no_state(running: Rig) -> None:
    running.house.store.connection.execute(
        "UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'name'"
    )
    assert (await running.owner()).state.name == ""


async def test_on_a_card_that_takes_no_writes_the_right_pin_still_opens(running: Rig) -> None:
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    running.clock.pass_time(60)
    talker = await running.surface()
    await talker.does(RIGHT_PIN)
    assert (await talker.asks(ShowCode(), CodeShown)).code == QASHQAI.code
