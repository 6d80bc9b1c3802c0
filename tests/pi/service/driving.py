"""Bringing a radio into each of its states, as an owner does, on a Ford that knows them all."""

from collections.abc import Iterable
from typing import Any

import pytest

from pi.service.protocol import commands
from pi.service.protocol.answers import History, HistoryLine
from pi.service.protocol.views import EntryView, RadioView, WaitView
from tests.pi.service.rig import Rig, Talker

FORD = commands.NewVehicle(
    name="Blue Focus", head_unit="ford-6000cd", code="5083", serial="M049315", plate="HG 51 XYZ"
)
FORD_WAIT_S = 3672.0  # an hour after the third wrong code, and 2 %
FINAL_WORD = "LOCKED10"


def matrix(ones: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Every one with every other; a quick run takes a third, each of both some times."""
    left = pytest.mark.exhaustive
    return [
        pytest.param(one, other, marks=() if (at + step) % 3 == 0 else left)
        for at, one in enumerate(ones)
        for step, other in enumerate(others)
    ]


def told(outcome: commands.Outcome, shows: str | None = None) -> commands.Report:
    """A report of the vehicle this session looks at."""
    return commands.Report(outcome=outcome, shows=shows)


def entry_of(owner: Talker) -> EntryView:
    assert owner.state.entry is not None
    return owner.state.entry


async def walk_to_check(owner: Talker) -> EntryView:
    """Begin an entry and do its steps up to the check."""
    await owner.does(commands.StartWalkthrough())
    while not entry_of(owner).before_confirm:
        await owner.does(commands.ConfirmStep(step=entry_of(owner).at))
    return entry_of(owner)


INTO = ("Playing", "Asking", "Entering", "OutcomeUnknown", "Waiting", "SafeToTry", "DeadEnd")


async def bring(rig: Rig, owner: Talker, state: str) -> None:
    """Do what brings a radio that asks into one of these states."""
    match state:
        case "Playing":
            await owner.does(told(commands.Outcome.ACCEPTED))
        case "Asking":
            await owner.does(told(commands.Outcome.ASKING))
        case "Entering":
            await owner.does(commands.StartWalkthrough(), commands.ConfirmStep(step=0))
        case "OutcomeUnknown":
            check = await walk_to_check(owner)
            await owner.does(commands.PromptConfirm(step=check.at, sure=True))
        case "DeadEnd":
            await owner.does(told(commands.Outcome.REJECTED, FINAL_WORD))
        case _:
            await owner.does(*[told(commands.Outcome.REJECTED)] * 3)
            await rig.count(FORD_WAIT_S if state == "SafeToTry" else 0)


async def brought_into(rig: Rig, state: str) -> Talker:
    """Set up the Ford in a running service and bring its radio into a state; its owner."""
    await rig.set_up(FORD)
    owner = await rig.owner()
    await bring(rig, owner, state)
    await owner.catch_up()
    assert state_of(owner) == state
    return owner


async def history(talker: Talker, at_once: int = 50) -> list[HistoryLine]:
    """The whole past of the vehicle that is looked at, read in pages."""
    lines: list[HistoryLine] = []
    while True:
        before = lines[-1].seq if lines else None
        page = await talker.asks(commands.GetHistory(before=before, limit=at_once), History)
        if not page.lines:
            return lines
        lines += page.lines


def radio_of(talker: Talker) -> RadioView:
    assert talker.state.radio is not None
    return talker.state.radio


def state_of(talker: Talker) -> str:
    return radio_of(talker).state


def wait_of(talker: Talker) -> WaitView:
    wait = radio_of(talker).wait
    assert wait is not None
    return wait


async def rejected(rig: Rig) -> Talker:
    """A watching session of a radio whose first try was wrong: its minute has begun."""
    watcher = await rig.watcher()
    await watcher.does(told(commands.Outcome.REJECTED))
    return watcher
