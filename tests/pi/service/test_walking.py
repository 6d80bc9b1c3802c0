"""A walkthrough over the wire: one step at a time, each answer good for its own step alone.

At its end stand the check, the price of a dear try, and the confirm that is named once.
"""

import asyncio

import pytest

from pi.radio.steps import Check, PressMore
from pi.service.protocol import commands
from pi.service.protocol.answers import CorrectionFound, Done, Reason, Refusal
from pi.service.protocol.commands import Ask, Outcome
from tests.pi.service.driving import (
    INTO,
    brought_into,
    entry_of,
    radio_of,
    state_of,
    told,
    walk_to_check,
)
from tests.pi.service.rig import CORSA, QASHQAI, Rig
from tests.pi.service.talker import Talker

ANSWERS = [
    commands.ConfirmStep(step=1),
    commands.StepBack(step=1),
    commands.BeginAnew(step=1),
    commands.StopWalkthrough(step=1),
    commands.PromptConfirm(step=1, sure=True),
    commands.AskCorrection(step=1, shown="0"),
]


@pytest.fixture
async def owner(running: Rig) -> Talker:
    """An owner on the second step of an entry: the first key of the Qashqai's code."""
    owner = await running.owner()
    await owner.does(commands.StartWalkthrough(), commands.ConfirmStep(step=0))
    return owner


async def test_each_step_is_shown_once_in_its_order_up_to_the_whole_code(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(commands.StartWalkthrough(), commands.ConfirmStep(step=0))
    entry = entry_of(owner)
    assert getattr(entry.step, "display", None) == "3000"
    assert (entry.position, entry.positions, entry.code_length) == (1, 4, 4)
    while not entry_of(owner).before_confirm:
        await owner.does(commands.ConfirmStep(step=entry_of(owner).at))
    shown = [state.entry.at for state in owner.states if state.entry is not None]
    assert shown == [0, 1, 2, 3, 4, 5]
    assert entry_of(owner).step == Check(display=QASHQAI.code)


async def test_of_two_surfaces_at_once_one_answer_counts(running: Rig, owner: Talker) -> None:
    other = await running.owner()
    answers = await asyncio.gather(
        *(each.ask(commands.ConfirmStep(step=1)) for each in (owner, other))
    )
    assert sorted(type(one).__name__ for one in answers) == ["Done", "Refusal"]
    assert Refusal(reason=Reason.STALE, step=2, state="Entering") in answers


@pytest.mark.parametrize("ask", ANSWERS, ids=lambda ask: type(ask).__name__)
async def test_an_answer_late_by_one_step_or_without_an_entry_changes_nothing(
    running: Rig, owner: Talker, ask: Ask
) -> None:
    other = await running.owner()
    await owner.does(commands.ConfirmStep(step=1))
    assert await other.why_not(ask) is Reason.STALE
    assert entry_of(owner).at == 2
    await owner.does(commands.StopWalkthrough(step=2))
    assert await other.why_not(ask) is Reason.STALE


async def test_an_entry_goes_back_begins_anew_and_is_left_without_a_try(owner: Talker) -> None:
    await owner.does(commands.ConfirmStep(step=1), commands.StepBack(step=2))
    assert entry_of(owner).at == 1
    await owner.does(commands.BeginAnew(step=1))
    assert entry_of(owner).at == 0
    await owner.does(commands.StepBack(step=0))  # back from the first step
    assert (state_of(owner), radio_of(owner).rejected, owner.state.entry) == ("Asking", 0, None)
    await owner.does(
        commands.StartWalkthrough(), commands.ConfirmStep(step=0), commands.StopWalkthrough(step=1)
    )
    assert (state_of(owner), radio_of(owner).rejected, owner.state.entry) == ("Asking", 0, None)
    await owner.does(commands.StartWalkthrough())
    assert entry_of(owner).at == 0
    await owner.does(told(Outcome.REJECTED))
    assert (owner.state.entry, state_of(owner)) == (None, "Waiting")


async def test_a_locked_surface_may_stop_an_entry_and_no_more(running: Rig, owner: Talker) -> None:
    locked = await running.watcher()
    for ask in (
        commands.ConfirmStep(step=1),
        commands.StepBack(step=1),
        commands.AskCorrection(step=1, shown="1"),
    ):
        assert await locked.why_not(ask) is Reason.LOCKED
    await owner.does(commands.Lock())
    assert (owner.state.entry, state_of(owner)) == (None, "Entering")
    assert await locked.ask(commands.StopWalkthrough(step=1)) == Done()
    assert await locked.why_not(commands.StartWalkthrough()) is Reason.LOCKED


async def test_a_correction_is_counted_from_what_the_display_shows_and_changes_nothing(
    running: Rig, owner: Talker
) -> None:
    before = running.stored()
    found = await owner.asks(commands.AskCorrection(step=1, shown="1"), CorrectionFound)
    assert found.correction == PressMore(key="1", times=2, until="3")
    for shown in ("", "12", "345", "x" * 1000):
        assert await owner.why_not(commands.AskCorrection(step=1, shown=shown)) is Reason.BAD_SHOWN
    assert running.stored() == before
    await owner.does(commands.BeginAnew(step=1))
    assert await owner.why_not(commands.AskCorrection(step=0, shown="1")) is Reason.BAD_SHOWN


async def test_two_vehicles_are_walked_through_side_by_side(running: Rig) -> None:
    owner, other = await running.owner(), await running.owner()
    await other.does(commands.AddVehicle(vehicle=CORSA))
    await owner.does(commands.StartWalkthrough(vehicle=1), commands.ConfirmStep(step=0))
    await other.does(commands.StartWalkthrough(vehicle=2))
    await owner.does(commands.ConfirmStep(step=1))
    assert entry_of(other).at == 0
    await other.does(commands.Look(vehicle=1))
    assert entry_of(other).at == 2


@pytest.mark.parametrize("state", [name for name in INTO if name != "Asking"])
async def test_an_entry_begins_only_while_the_radio_asks(empty: Rig, state: str) -> None:
    owner = await brought_into(empty, state)
    assert await owner.refused(commands.StartWalkthrough()) == Refusal(
        reason=Reason.NOT_IN_THIS_STATE, state=state
    )


async def test_a_cheap_confirm_is_on_the_card_before_it_is_named(running: Rig) -> None:
    owner = await running.owner()
    check = await walk_to_check(owner)
    assert await owner.why_not(commands.ConfirmStep(step=check.at)) is Reason.CONFIRM_AGAIN
    await owner.does(commands.PromptConfirm(step=check.at))
    assert (state_of(owner), entry_of(owner).confirming) == ("OutcomeUnknown", True)
    assert running.kinds()[-1] == "ConfirmPrompted"
    assert await owner.why_not(commands.PromptConfirm(step=check.at)) is Reason.STALE


async def test_a_dear_try_is_confirmed_again_and_its_price_named(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(*[told(Outcome.REJECTED)] * 2)
    check = await walk_to_check(owner)
    cost = radio_of(owner).next_cost
    assert cost is not None
    assert (radio_of(owner).tries_left, cost.wait_s, cost.needs_a_warning) == (1, 3600.0, True)
    refusal = await owner.refused(commands.PromptConfirm(step=check.at))
    assert (refusal.reason, refusal.wait_s) == (Reason.CONFIRM_AGAIN, 3600.0)
    assert state_of(owner) == "Entering"
    assert await owner.ask(commands.PromptConfirm(step=check.at, sure=True)) == Done()
