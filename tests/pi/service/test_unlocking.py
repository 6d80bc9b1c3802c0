"""Unlocking: each surface for itself alone, and what it may do ends with it, however it ends.

PIN tries are counted before anybody looks at them, however many ask at once.
"""

import asyncio

import msgspec
import pytest

from pi.service.core.session import LOCKS_AFTER_IDLE_S
from pi.service.protocol.answers import CodeShown, Done, Line, Reason, Refusal
from pi.service.protocol.commands import (
    AddVehicle,
    Lock,
    Look,
    Practise,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol.views import Saving, State
from pi.storage.errors import LockedError
from pi.storage.vault.vault import UnlockedVault
from tests.pi.service.driving import state_of
from tests.pi.service.rig import BY_PASSPHRASE, BY_PIN, CORSA, QASHQAI, Rig
from tests.pi.service.talker import PATIENCE_S, Talker

WRONG_PIN = Unlock(kind=UnlockKind.PIN, secret="999999")
WRONG_PASSPHRASE = Unlock(kind=UnlockKind.PASSPHRASE, secret="not those words")
DAMAGED = Saving(ok=True, reason="damaged")
NO_CODE = "DELETE FROM record WHERE field = 'code'"


@pytest.mark.parametrize("unlock", [BY_PIN, BY_PASSPHRASE])
async def test_the_right_secret_opens_for_this_surface_alone(running: Rig, unlock: Unlock) -> None:
    one, other = await running.watcher(), await running.watcher()
    await one.does(unlock)
    assert (await one.asks(ShowCode(), CodeShown)).code == QASHQAI.code
    assert one.state.name == QASHQAI.name
    assert (await other.catch_up()).name is None
    assert await other.why_not(ShowCode()) is Reason.LOCKED
    await other.does(unlock)
    await one.does(Lock())
    assert await one.why_not(ShowCode()) is Reason.LOCKED
    assert isinstance(await other.ask(ShowCode()), CodeShown)


async def test_an_idle_surface_locks_and_is_told_so_if_it_watches(running: Rig) -> None:
    idle, used, quiet = [await running.owner() for _ in range(2)] + [await running.surface()]
    await quiet.does(BY_PIN)
    running.clock.pass_time(LOCKS_AFTER_IDLE_S - 1)
    await used.ask(ShowCode())
    running.clock.pass_time(2)
    running.house.lock_idle()
    said = await idle.hear()
    assert isinstance(said, State)
    assert (said.lock.unlocked, said.name) == (False, None)
    assert isinstance(await used.ask(ShowCode()), CodeShown)
    assert await quiet.why_not(ShowCode()) is Reason.LOCKED
    assert quiet.states == []


async def test_wrong_passphrases_cost_whoever_guesses_and_lock_nobody(running: Rig) -> None:
    guesser = await running.owner()
    refusals = [await guesser.refused(WRONG_PASSPHRASE) for _ in range(12)]
    assert {(one.reason, one.tries_left) for one in refusals[:4]} == {(Reason.WRONG_SECRET, None)}
    held_up = next(one for one in refusals if one.reason is Reason.TOO_FAST)
    assert (held_up.wait_s or 0) > 0
    assert isinstance(await guesser.ask(ShowCode()), CodeShown)
    await (await running.surface()).does(BY_PASSPHRASE)


async def test_a_damaged_way_in_is_told_on_every_screen_and_costs_no_try(running: Rig) -> None:
    watcher = await running.watcher()
    running.alter("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'pin'")
    refusal = await (await running.surface()).refused(BY_PIN)
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
    assert (await owner.refused(ShowCode())).field == "code"
    assert (await watcher.catch_up()).saving == DAMAGED


async def test_what_was_changed_is_named_and_the_rest_is_shown(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    spoil = "UPDATE record SET ciphertext = zeroblob(80) WHERE field = '{}' AND vehicle ="
    spoil += " (SELECT id FROM vehicle WHERE number = 1)"
    running.alter(spoil.format("code"))
    assert (await owner.refused(ShowCode(vehicle=1))).field == "code"
    assert (await owner.asks(ShowCode(vehicle=2), CodeShown)).code == CORSA.code
    running.alter(spoil.format("name"))
    other = await running.owner()
    await other.does(Look(vehicle=1))
    running.alter("UPDATE record SET field = 'codd' WHERE field = 'code'")
    await other.catch_up()
    assert (other.state.name, state_of(other), other.state.code_kept) == ("", "Asking", True)


async def test_wrong_pins_count_for_all_surfaces_until_the_right_one_or_the_pin_is_dropped(
    running: Rig,
) -> None:
    async def wrong_pins(talker: Talker, times: int) -> list[int | None]:
        return [(await talker.refused(WRONG_PIN)).tries_left for _ in range(times)]

    one, other = await running.watcher(), await running.surface()
    assert await wrong_pins(one, 3) == [9, 8, 7]
    await one.refused(Unlock(kind=UnlockKind.PIN, secret="12"))  # no PIN, and no try
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
    racers = [await running.surface() for _ in range(12)]
    asked = [BY_PIN if at == 4 else WRONG_PIN for at in range(12)]
    answers = await asyncio.gather(*(r.ask(ask) for r, ask in zip(racers, asked, strict=True)))
    assert sum(one == Done() for one in answers) == 1
    assert sum(isinstance(one, Refusal) and one.tries_left is not None for one in answers) == 4


async def test_a_surface_that_leaves_during_its_try_has_used_it(running: Rig) -> None:
    talker = await running.surface()
    await talker.send(msgspec.json.encode(Line(id=1, ask=WRONG_PIN)) + b"\n")
    async with asyncio.timeout(PATIENCE_S):
        while not running.house.store.query("SELECT failed FROM pin_guard"):
            await asyncio.sleep(0)
    talker.hang_up()
    assert (await (await running.surface()).refused(WRONG_PIN)).tries_left == 8


def lent(rig: Rig) -> UnlockedVault | None:
    """The vault that the panel would use for the vehicle."""
    return rig.house.panel.lend(rig.house.companion.vehicles.ids()[0])


ENDS = ("hangs up", "says no more", "says nonsense", "locks", "practises", "stays idle")


@pytest.mark.parametrize("end", ENDS)
async def test_however_a_surface_ends_its_rights_end_with_it(running: Rig, end: str) -> None:
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
            await owner.does(Lock())
        case "practises":
            await owner.does(Practise())
        case _:
            running.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
            running.house.lock_idle()
    async with asyncio.timeout(PATIENCE_S):
        while lent(running) is not None:
            await asyncio.sleep(0.005)
    if end != "practises":  # which comes back to it
        with pytest.raises(LockedError):
            vault.names()
