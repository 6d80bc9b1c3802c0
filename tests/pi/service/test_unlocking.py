"""Unlocking: each surface for itself alone, PIN tries counted before anybody looks at them."""

import asyncio

import msgspec
import pytest

from pi.service.asks import (
    AddVehicle,
    FindVehicles,
    Lock,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown, Done, Line, VehiclesFound
from pi.service.refusal import Reason, Refusal
from pi.service.shown import State
from pi.service.surface import LOCKS_AFTER_IDLE_S
from pi.storage.device_key import FILE_NAME
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker

RIGHT_PIN = Unlock(kind=UnlockKind.PIN, secret=PIN)
WRONG_PIN = Unlock(kind=UnlockKind.PIN, secret="999999")
RIGHT_PASSPHRASE = Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)
WRONG_PASSPHRASE = Unlock(kind=UnlockKind.PASSPHRASE, secret="not those words")
WAITS_S = [30.0, 60.0, 300.0, 900.0, 3600.0]


async def wrong_pins(talker: Talker, times: int) -> list[Refusal]:
    return [await talker.refused(WRONG_PIN) for _ in range(times)]


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


async def test_a_wrong_passphrase_has_no_limit_of_tries(running: Rig) -> None:
    talker = await running.surface()
    refusals = [await talker.refused(WRONG_PASSPHRASE) for _ in range(12)]
    assert {(one.reason, one.tries_left) for one in refusals} == {(Reason.WRONG_SECRET, None)}


async def test_wrong_pins_say_how_many_tries_are_left(running: Rig) -> None:
    refusals = await wrong_pins(await running.surface(), 5)
    assert [one.tries_left for one in refusals] == [9, 8, 7, 6, 5]


async def test_after_five_wrong_pins_the_sixth_has_to_wait(running: Rig) -> None:
    talker = await running.surface()
    await wrong_pins(talker, 5)
    assert await talker.refused(RIGHT_PIN) == Refusal(reason=Reason.PIN_WAIT, wait_s=30.0)


async def test_after_the_wait_the_right_pin_opens(running: Rig) -> None:
    talker = await running.surface()
    await wrong_pins(talker, 5)
    running.clock.pass_time(30)
    assert await talker.ask(RIGHT_PIN) == Done()


async def test_the_waits_grow_and_then_the_pin_is_dropped(running: Rig) -> None:
    talker = await running.surface()
    await wrong_pins(talker, 4)
    waits = []
    for wait_s in WAITS_S:
        refusal = await talker.refused(WRONG_PIN)
        waits.append(refusal.wait_s)
        running.clock.pass_time(wait_s)
    assert waits == WAITS_S
    assert await talker.why_not(WRONG_PIN) is Reason.PIN_DROPPED


async def test_a_dropped_pin_is_offered_no_more(running: Rig) -> None:
    talker = await running.watcher()
    for _ in range(10):
        await talker.refused(WRONG_PIN)
        running.clock.pass_time(3600)
    assert await talker.why_not(RIGHT_PIN) is Reason.NO_SUCH_UNLOCKER
    assert not (await talker.watch()).lock.has_pin


async def test_the_right_pin_forgets_the_wrong_ones(running: Rig) -> None:
    talker = await running.surface()
    await wrong_pins(talker, 4)
    await talker.does(RIGHT_PIN)
    assert (await talker.refused(WRONG_PIN)).tries_left == 9


async def test_a_text_that_is_no_pin_is_not_a_try(running: Rig) -> None:
    talker = await running.surface()
    await talker.refused(Unlock(kind=UnlockKind.PIN, secret="12"))
    assert (await talker.refused(WRONG_PIN)).tries_left == 9


async def test_the_tries_of_one_surface_count_for_all(running: Rig) -> None:
    await wrong_pins(await running.surface(), 3)
    assert (await (await running.surface()).refused(WRONG_PIN)).tries_left == 6


async def test_the_tries_outlive_a_restart(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        await wrong_pins(await rig.surface(), 5)
    async with rig.service():
        assert await (await rig.surface()).why_not(RIGHT_PIN) is Reason.PIN_WAIT


async def test_a_reboot_makes_the_wait_for_the_pin_no_shorter(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        await wrong_pins(await rig.surface(), 5)
        rig.clock.pass_time(29)
    rig.clock.reboot()
    async with rig.service():
        assert (await (await rig.surface()).refused(RIGHT_PIN)).wait_s == 25.0


async def test_fifty_connections_at_once_get_no_more_tries_than_one(running: Rig) -> None:
    racers = [await running.surface() for _ in range(50)]
    answers = await asyncio.gather(*(racer.refused(WRONG_PIN) for racer in racers))
    looked_at = [one for one in answers if one.reason is Reason.WRONG_SECRET]
    assert sorted(one.tries_left or 0 for one in looked_at) == [5, 6, 7, 8, 9]


async def test_a_racing_right_pin_does_not_give_the_wrong_ones_more_tries(running: Rig) -> None:
    racers = [await running.surface() for _ in range(12)]
    asked = [RIGHT_PIN if at == 4 else WRONG_PIN for at in range(12)]
    answers = await asyncio.gather(*(r.ask(ask) for r, ask in zip(racers, asked, strict=True)))
    assert sum(one == Done() for one in answers) == 1
    assert sum(isinstance(one, Refusal) and one.tries_left is not None for one in answers) == 4


async def test_a_surface_that_leaves_during_its_try_has_used_it(running: Rig) -> None:
    talker = await running.surface()
    await talker.send(msgspec.json.encode(Line(id=1, ask=WRONG_PIN)) + b"\n")
    while not running.house.store.query("SELECT failed FROM pin_guard"):
        await asyncio.sleep(0)
    talker.hang_up()
    assert (await (await running.surface()).refused(WRONG_PIN)).tries_left == 8


async def test_with_no_pin_set_a_pin_opens_nothing(empty: Rig) -> None:
    await empty.set_up(pin=None)
    assert await (await empty.surface()).why_not(RIGHT_PIN) is Reason.NO_SUCH_UNLOCKER


async def test_before_the_set_up_nothing_unlocks(empty: Rig) -> None:
    assert await (await empty.surface()).why_not(RIGHT_PASSPHRASE) is Reason.NOT_SET_UP


async def test_without_its_device_key_the_pin_opens_nothing(running: Rig) -> None:
    (running.directory / FILE_NAME).unlink()
    assert await (await running.surface()).why_not(RIGHT_PIN) is Reason.NO_SUCH_UNLOCKER


async def test_an_unlocker_that_was_changed_is_named(running: Rig) -> None:
    running.house.store.connection.execute("UPDATE unlocker SET params = x'00'")
    assert await (await running.surface()).why_not(RIGHT_PASSPHRASE) is Reason.TAMPERED


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


async def test_a_vehicle_that_is_not_there_is_refused_by_its_number(running: Rig) -> None:
    owner = await running.owner()
    for number in (0, -1, 2, 2**31, 2**63):
        refusal = await owner.refused(ShowCode(vehicle=number))
        assert (refusal.reason, refusal.vehicle) == (Reason.UNKNOWN_VEHICLE, number)


async def test_a_locked_surface_finds_numbers_without_names(running: Rig) -> None:
    found = await (await running.surface()).asks(FindVehicles(), VehiclesFound)
    assert [(one.vehicle, one.name) for one in found.vehicles] == [(1, None)]


async def test_a_locked_surface_learns_nothing_by_searching_for_a_name(running: Rig) -> None:
    found = await (await running.surface()).asks(FindVehicles(text="Qashqai"), VehiclesFound)
    assert found.total == 0


@pytest.mark.parametrize("text", ["qash", "GREY", " Qashqai ", "1"])
async def test_an_unlocked_surface_finds_by_a_part_of_the_name_or_the_number(
    running: Rig, text: str
) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    found = await owner.asks(FindVehicles(text=text), VehiclesFound)
    assert [one.name for one in found.vehicles] == [QASHQAI.name]


async def test_a_search_gives_no_more_than_asked_for_and_says_how_many_there_are(
    running: Rig,
) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    found = await owner.asks(FindVehicles(limit=1), VehiclesFound)
    assert (len(found.vehicles), found.total) == (1, 2)
