"""A walkthrough over the wire: one step at a time, each answer good for its own step alone."""

import asyncio

import pytest

from pi.radio.steps import PressMore
from pi.service.asks import (
    AddVehicle,
    Ask,
    AskCorrection,
    BeginAnew,
    ConfirmStep,
    Lock,
    Look,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StepBack,
    StopWalkthrough,
)
from pi.service.protocol import CorrectionFound, Done
from pi.service.refusal import Reason, Refusal
from tests.pi.service.driving import (
    entry_of,
    state_of,
    walk_to_check,
)
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.talker import Talker

ANSWERS = [
    ConfirmStep(step=1),
    StepBack(step=1),
    BeginAnew(step=1),
    StopWalkthrough(step=1),
    PromptConfirm(step=1, sure=True),
    AskCorrection(step=1, shown="0"),
]


@pytest.fixture
async def owner(running: Rig) -> Talker:
    """An owner on the second step of an entry: the first key of the Qashqai's code."""
    owner = await running.owner()
    await owner.does(StartWalkthrough(), ConfirmStep(step=0))
    return owner


async def test_each_step_is_shown_once_in_its_order(running: Rig) -> None:
    owner = await running.owner()
    await walk_to_check(owner)
    shown = [state.entry.at for state in owner.states if state.entry is not None]
    assert shown == [0, 1, 2, 3, 4, 5]


async def test_a_step_says_what_the_display_then_shows(owner: Talker) -> None:
    assert getattr(entry_of(owner).step, "display", None) == "3000"


async def test_the_position_and_the_length_of_the_code_are_told(owner: Talker) -> None:
    entry = entry_of(owner)
    assert (entry.position, entry.positions, entry.code_length) == (1, 4, 4)


async def test_a_step_that_was_answered_is_refused_as_stale(owner: Talker) -> None:
    await owner.does(ConfirmStep(step=1))
    assert await owner.refused(ConfirmStep(step=1)) == Refusal(
        reason=Reason.STALE, step=2, state="Entering"
    )


async def test_of_two_surfaces_at_once_one_answer_counts(running: Rig, owner: Talker) -> None:
    other = await running.owner()
    answers = await asyncio.gather(*(each.ask(ConfirmStep(step=1)) for each in (owner, other)))
    assert sorted(type(one).__name__ for one in answers) == ["Done", "Refusal"]


@pytest.mark.parametrize("ask", ANSWERS, ids=lambda ask: type(ask).__name__)
async def test_a_second_surface_late_by_one_step_changes_nothing(
    running: Rig, owner: Talker, ask: Ask
) -> None:
    other = await running.owner()
    await owner.does(ConfirmStep(step=1))
    assert await other.why_not(ask) is Reason.STALE
    assert entry_of(owner).at == 2


@pytest.mark.parametrize("ask", ANSWERS, ids=lambda ask: type(ask).__name__)
async def test_without_an_entry_no_step_can_be_answered(running: Rig, ask: Ask) -> None:
    assert await (await running.owner()).why_not(ask) is Reason.STALE


async def test_a_step_back_shows_the_one_before(owner: Talker) -> None:
    await owner.does(ConfirmStep(step=1), StepBack(step=2))
    assert entry_of(owner).at == 1


async def test_back_from_the_first_step_leaves_the_entry(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(StartWalkthrough(), StepBack(step=0))
    assert state_of(owner) == "Asking"


async def test_beginning_anew_goes_to_the_first_step(owner: Talker) -> None:
    await owner.does(ConfirmStep(step=1), BeginAnew(step=2))
    assert entry_of(owner).at == 0


async def test_stopping_leaves_the_entry_without_a_try(owner: Talker) -> None:
    await owner.does(StopWalkthrough(step=1))
    radio = owner.state.radio
    assert radio is not None
    assert (radio.state, radio.rejected, owner.state.entry) == ("Asking", 0, None)


async def test_a_locked_surface_may_stop_an_entry(running: Rig, owner: Talker) -> None:
    assert await (await running.watcher()).ask(StopWalkthrough(step=1)) == Done()


async def test_a_locked_surface_does_no_step(running: Rig, owner: Talker) -> None:
    assert await (await running.watcher()).why_not(ConfirmStep(step=1)) is Reason.LOCKED


async def test_a_surface_that_locks_in_the_middle_sees_the_step_no_more(owner: Talker) -> None:
    await owner.does(Lock())
    assert (owner.state.entry, state_of(owner)) == (None, "Entering")


async def test_a_correction_is_counted_from_what_the_display_shows(owner: Talker) -> None:
    found = await owner.asks(AskCorrection(step=1, shown="1"), CorrectionFound)
    assert found.correction == PressMore(key="1", times=2, until="3")


async def test_a_correction_changes_nothing(running: Rig, owner: Talker) -> None:
    before = running.stored()
    await owner.ask(AskCorrection(step=1, shown="7"))
    assert running.stored() == before


@pytest.mark.parametrize("shown", ["", "12", "345", "x" * 1000], ids=len)
async def test_what_can_stand_at_no_position_is_refused(owner: Talker, shown: str) -> None:
    assert await owner.why_not(AskCorrection(step=1, shown=shown)) is Reason.BAD_SHOWN


async def test_a_step_without_a_digit_has_nothing_to_correct(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(StartWalkthrough())
    assert await owner.why_not(AskCorrection(step=0, shown="1")) is Reason.BAD_SHOWN


async def test_an_entry_belongs_to_its_vehicle_whatever_happens_to_another(running: Rig) -> None:
    owner, other = await running.owner(), await running.owner()
    await other.does(AddVehicle(vehicle=CORSA))
    await owner.does(StartWalkthrough(vehicle=1), ConfirmStep(step=0))
    await other.does(StartWalkthrough(vehicle=2), ConfirmStep(step=0))
    await owner.does(ConfirmStep(step=1))
    await other.does(Look(vehicle=1))
    assert entry_of(other).at == 2


async def test_two_vehicles_are_walked_through_side_by_side(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), StartWalkthrough(vehicle=2), Look(vehicle=1))
    await owner.does(StartWalkthrough(), ConfirmStep(step=0), Look(vehicle=2))
    assert entry_of(owner).at == 0


async def test_after_the_entry_a_new_one_begins_at_its_first_step(owner: Talker) -> None:
    await owner.does(StopWalkthrough(step=1), StartWalkthrough())
    assert entry_of(owner).at == 0


async def test_an_entry_that_is_told_as_rejected_is_over(owner: Talker) -> None:
    await owner.does(Report(outcome=Outcome.REJECTED))
    assert (owner.state.entry, state_of(owner)) == (None, "Waiting")
