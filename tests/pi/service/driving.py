"""Bringing a radio into each of its states, as an owner does, on a Ford that knows them all."""

from collections.abc import Awaitable, Callable

from pi.service.asks import (
    ConfirmStep,
    NewVehicle,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
)
from pi.service.shown import EntryView
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

FORD = NewVehicle(
    name="Blue Focus", head_unit="ford-6000cd", code="5083", serial="M049315", plate="HG 51 XYZ"
)
FORD_WAIT_S = 3672.0  # an hour after the third wrong code, and 2 %
FINAL_WORD = "LOCKED10"


def told(outcome: Outcome, shows: str | None = None) -> Report:
    """A report of the vehicle this surface looks at."""
    return Report(outcome=outcome, shows=shows)


def entry_of(owner: Talker) -> EntryView:
    """The step an unlocked surface was last shown."""
    assert owner.state.entry is not None
    return owner.state.entry


async def walk_to_check(owner: Talker) -> EntryView:
    """Begin an entry and do its steps up to the check."""
    await owner.does(StartWalkthrough())
    while not entry_of(owner).before_confirm:
        await owner.does(ConfirmStep(step=entry_of(owner).at))
    return entry_of(owner)


async def _play(_: Rig, owner: Talker) -> None:
    await owner.does(told(Outcome.ACCEPTED))


async def _ask(_: Rig, owner: Talker) -> None:
    await owner.does(told(Outcome.ASKING))


async def _enter(_: Rig, owner: Talker) -> None:
    await owner.does(StartWalkthrough(), ConfirmStep(step=0))


async def _leave_unknown(_: Rig, owner: Talker) -> None:
    check = await walk_to_check(owner)
    await owner.does(PromptConfirm(step=check.at, sure=True))


async def _wait(_: Rig, owner: Talker) -> None:
    await owner.does(*[told(Outcome.REJECTED)] * 3)


async def _count_out(rig: Rig, owner: Talker) -> None:
    await _wait(rig, owner)
    await rig.count(FORD_WAIT_S)


async def _end(_: Rig, owner: Talker) -> None:
    await owner.does(told(Outcome.REJECTED, FINAL_WORD))


INTO: dict[str, Callable[[Rig, Talker], Awaitable[None]]] = {
    "Playing": _play,
    "Asking": _ask,
    "Entering": _enter,
    "OutcomeUnknown": _leave_unknown,
    "Waiting": _wait,
    "SafeToTry": _count_out,
    "DeadEnd": _end,
}


async def brought_into(rig: Rig, state: str) -> Talker:
    """Set up the Ford in a running service and bring its radio into a state; its owner."""
    await rig.set_up(FORD)
    owner = await rig.owner()
    await INTO[state](rig, owner)
    await owner.catch_up()
    assert state_of(owner) == state
    return owner


def state_of(talker: Talker) -> str:
    """The state of the radio a surface was last shown."""
    assert talker.state.radio is not None
    return talker.state.radio.state
