"""What an owner reports: what happened is never refused, and no typed text is written down."""

import asyncio

import pytest

from pi.service.asks import AddVehicle, GetHistory, Look, Outcome, Report
from pi.service.protocol import Done, History
from pi.service.refusal import Reason
from pi.storage.journal import Journal
from tests.pi.service.driving import (
    FINAL_WORD,
    FORD_WAIT_S,
    INTO,
    brought_into,
    state_of,
    told,
)
from tests.pi.service.rig import CORSA, QASHQAI, Rig

NEEDS_MORE = {Outcome.ABANDONED, Outcome.TAKE_BACK}  # an entry, or something that was said
HAPPENED = [each for each in Outcome if each not in NEEDS_MORE]
JOURNALED = {
    Outcome.ASKING: "RadioAsked",
    Outcome.REJECTED: "CodeRejected",
    Outcome.ACCEPTED: "CodeAccepted",
    Outcome.STILL_WAITING: "StillWaitingSeen",
    Outcome.ASKS_AGAIN: "AskedAgain",
    Outcome.INTERRUPTED: "InterruptionSeen",
    Outcome.POWER_ON: "PowerReported",
    Outcome.POWER_OFF: "PowerReported",
}


def journaled(rig: Rig) -> list[str]:
    """The kinds of all events of the first vehicle, oldest first."""
    journal = Journal(rig.house.store)
    first = journal.vehicle_by_number(1)
    assert first is not None
    return [type(one.event).__name__ for one in reversed(journal.history(first.id))]


ALWAYS_NEWS = {Outcome.REJECTED}


@pytest.mark.parametrize("state", INTO)
@pytest.mark.parametrize("outcome", HAPPENED, ids=lambda one: one.value)
async def test_what_happened_is_never_refused(empty: Rig, state: str, outcome: Outcome) -> None:
    owner = await brought_into(empty, state)
    before = len(journaled(empty))
    assert await owner.ask(told(outcome)) == Done()
    written = journaled(empty)[before:][:1]
    assert written == [JOURNALED[outcome]] or (written == [] and outcome not in ALWAYS_NEWS)


@pytest.mark.parametrize("state", INTO)
async def test_only_an_entry_can_be_abandoned(empty: Rig, state: str) -> None:
    owner = await brought_into(empty, state)
    answer = await owner.ask(told(Outcome.ABANDONED))
    assert (answer == Done()) is (state in {"Entering", "OutcomeUnknown"})


async def test_abandoning_before_the_confirm_costs_no_try(empty: Rig) -> None:
    owner = await brought_into(empty, "Entering")
    await owner.does(told(Outcome.ABANDONED))
    assert journaled(empty)[-1] == "WalkthroughStopped"


async def test_a_confirm_that_was_never_pressed_costs_no_try(empty: Rig) -> None:
    owner = await brought_into(empty, "OutcomeUnknown")
    await owner.does(told(Outcome.ABANDONED))
    radio = owner.state.radio
    assert radio is not None
    assert (radio.state, radio.rejected) == ("Asking", 0)


async def test_a_try_during_the_wait_starts_it_again(empty: Rig) -> None:
    owner = await brought_into(empty, "Waiting")
    await empty.count(600)
    await owner.does(told(Outcome.REJECTED))
    radio = owner.state.radio
    assert radio is not None
    assert radio.wait is not None
    assert (radio.rejected, radio.wait.counted_s, radio.wait.owed_s) == (4, 0.0, FORD_WAIT_S)


async def test_a_report_needs_no_unlocking(running: Rig) -> None:
    assert await (await running.surface()).ask(told(Outcome.REJECTED)) == Done()


async def test_a_report_reaches_every_watching_surface(running: Rig) -> None:
    watchers = [await running.watcher() for _ in range(5)]
    await (await running.surface()).does(told(Outcome.REJECTED))
    assert {state_of_after(await one.catch_up()) for one in watchers} == {"Waiting"}


def state_of_after(state: object) -> str:
    return str(getattr(getattr(state, "radio", None), "state", None))


async def test_a_report_names_its_vehicle(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), Report(outcome=Outcome.REJECTED, vehicle=1))
    await owner.does(Look(vehicle=1))
    assert state_of(owner) == "Waiting"


async def test_without_a_number_the_vehicle_last_used_is_meant(running: Rig) -> None:
    owner, other = await running.owner(), await running.watcher()
    await owner.does(AddVehicle(vehicle=CORSA), Report(outcome=Outcome.ASKING, vehicle=1))
    await other.does(told(Outcome.REJECTED))
    await owner.does(Look(vehicle=1))
    assert state_of(owner) == "Waiting"


async def test_a_vehicle_that_is_not_there_is_refused(running: Rig) -> None:
    ask = Report(outcome=Outcome.REJECTED, vehicle=2)
    assert await (await running.surface()).why_not(ask) is Reason.UNKNOWN_VEHICLE


async def test_before_the_set_up_there_is_nothing_to_report(empty: Rig) -> None:
    assert await (await empty.surface()).why_not(told(Outcome.REJECTED)) is Reason.NOT_SET_UP


async def test_an_answer_to_what_has_changed_since_is_stale(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.surface()
    assert watcher.state.radio is not None
    seen = watcher.state.radio.seq
    await other.does(told(Outcome.REJECTED))
    late = Report(outcome=Outcome.REJECTED, answers=seen)
    assert await watcher.why_not(late) is Reason.STALE


async def test_an_answer_to_what_is_on_the_screen_counts(running: Rig) -> None:
    watcher = await running.watcher()
    assert watcher.state.radio is not None
    answer = Report(outcome=Outcome.REJECTED, answers=watcher.state.radio.seq)
    assert await watcher.ask(answer) == Done()


async def test_of_two_surfaces_that_answer_the_same_question_one_counts(empty: Rig) -> None:
    owner = await brought_into(empty, "OutcomeUnknown")
    other = await empty.watcher()
    assert owner.state.radio is not None
    answer = Report(outcome=Outcome.REJECTED, answers=owner.state.radio.seq)
    answers = await asyncio.gather(owner.ask(answer), other.ask(answer))
    assert sum(one == Done() for one in answers) == 1
    assert journaled(empty).count("CodeRejected") == 1


async def test_a_mark_of_the_wait_makes_no_answer_stale(empty: Rig) -> None:
    owner = await brought_into(empty, "Waiting")
    assert owner.state.radio is not None
    seen = owner.state.radio.seq
    await empty.count(30)
    assert await owner.ask(Report(outcome=Outcome.ASKS_AGAIN, answers=seen)) == Done()


async def test_the_end_of_a_wait_makes_an_answer_to_it_stale(empty: Rig) -> None:
    owner = await brought_into(empty, "Waiting")
    assert owner.state.radio is not None
    seen = owner.state.radio.seq
    await empty.count(FORD_WAIT_S)
    ask = Report(outcome=Outcome.STILL_WAITING, answers=seen)
    assert await owner.why_not(ask) is Reason.STALE


async def test_a_final_word_on_the_display_ends_in_a_dead_end(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(told(Outcome.REJECTED, FINAL_WORD.lower()))
    assert state_of(owner) == "DeadEnd"


@pytest.mark.parametrize("shows", ["5083", "my code 5083", "M049315", "x" * 5000, ""])
async def test_what_stands_on_the_display_is_written_down_only_as_a_known_word(
    empty: Rig, shows: str
) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(told(Outcome.REJECTED, shows))
    said = await owner.asks(GetHistory(), History)
    assert said.lines[0].shows is None


async def test_a_radio_that_takes_no_code_has_nothing_to_report(empty: Rig) -> None:
    await empty.set_up(CORSA, type(QASHQAI)(name="Patrol", head_unit="nissan-secure"))
    ask = Report(outcome=Outcome.REJECTED, vehicle=2)
    assert await (await empty.surface()).why_not(ask) is Reason.NO_CODE_TO_KEY_IN
