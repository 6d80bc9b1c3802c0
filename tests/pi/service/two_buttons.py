"""An owner before an unlocked screen who uses the panel's buttons alone."""

from pi.hardware.limits import BUTTON_HELD_S
from pi.hardware.wiring import Signal
from pi.service.asks import Outcome
from pi.service.pressing import STAND_S
from tests.pi.service.driving import entry_of, told
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

NEXT, BACK, SEE = Signal.NEXT, Signal.BACK, Signal.SEE


async def owner_of(rig: Rig) -> Talker:
    """The unlocked screen of an owner who has set up."""
    await rig.set_up()
    return await rig.owner()


async def pressed(
    rig: Rig, owner: Talker, button: Signal, *, held: bool = False, after_s: float = STAND_S
) -> None:
    """Press a button after a look, and wait until the screen has heard of it.

    A press that is held is told of once it was held for long.
    """
    rig.clock.pass_time(after_s + (BUTTON_HELD_S if held else 0))
    rig.body.press(button, held=held)
    await rig.house.settled()
    await owner.catch_up()


async def walk(rig: Rig, owner: Talker) -> None:
    """Go with *next* from Home to the check."""
    await pressed(rig, owner, NEXT)
    while not entry_of(owner).before_confirm:
        await pressed(rig, owner, NEXT)


async def owner_of_a_last_try(rig: Rig) -> Talker:
    """The unlocked screen of an owner with one try left."""
    owner = await owner_of(rig)
    for _ in range(2):
        await owner.does(told(Outcome.REJECTED), told(Outcome.ASKS_AGAIN))
    return owner


async def waits(rig: Rig) -> Talker:
    """A screen of a radio whose minute has begun."""
    owner = await owner_of(rig)
    await owner.does(told(Outcome.REJECTED))
    return owner
