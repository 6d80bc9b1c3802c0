"""PIN tries are counted before anybody looks at them, however many ask at once."""

import asyncio

import msgspec

from pi.service.asks import (
    Unlock,
    UnlockKind,
)
from pi.service.protocol import Done, Line
from pi.service.refusal import Reason, Refusal
from tests.pi.service.rig import PIN, Rig
from tests.pi.service.talker import Talker

RIGHT_PIN = Unlock(kind=UnlockKind.PIN, secret=PIN)
WRONG_PIN = Unlock(kind=UnlockKind.PIN, secret="999999")
WAITS_S = [30.0, 60.0, 300.0, 900.0, 3600.0]


async def wrong_pins(talker: Talker, times: int) -> list[Refusal]:
    return [await talker.refused(WRONG_PIN) for _ in range(times)]


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
