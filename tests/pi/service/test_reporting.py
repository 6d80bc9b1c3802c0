"""What an owner reports: what happened is never refused, and no typed text is written down.

What is said again is not written again, and nobody who is locked has much written at once.
"""

import asyncio

import pytest
from msgspec.structs import replace

from pi.radio.events import JudgedRule
from pi.service.core.session import AT_ONCE
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, History, Reason, Refusal, Remarks, Status
from pi.service.protocol.commands import Ask, NewVehicle, Outcome, Report
from tests.pi.service.driving import (
    FINAL_WORD,
    INTO,
    brought_into,
    matrix,
    radio_of,
    rejected,
    state_of,
    told,
)
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.talker import Talker

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
ENDS = {Outcome.REJECTED, Outcome.ACCEPTED}
NEWS = dict.fromkeys(("Asking", "Entering"), ENDS | {Outcome.STILL_WAITING})
NEWS["OutcomeUnknown"] = ENDS  # in every other state all is news
REPEATED = (
    told(Outcome.ASKING),
    told(Outcome.ASKS_AGAIN),
    told(Outcome.STILL_WAITING),
    told(Outcome.ACCEPTED),
    told(Outcome.POWER_ON),
    told(Outcome.POWER_OFF),
    commands.TickPlace(place="papers"),
    commands.TickPlace(place="papers", looked=False),
    commands.JudgeRule(rule=JudgedRule.WAIT, agrees=True),
)


@pytest.mark.parametrize(("state", "outcome"), matrix(INTO, HAPPENED))
async def test_what_happened_is_never_refused(empty: Rig, state: str, outcome: Outcome) -> None:
    owner = await brought_into(empty, state)
    before = len(empty.kinds())
    assert await owner.ask(told(outcome)) == Done()
    written = empty.kinds()[before:][:1]
    assert written == [JOURNALED[outcome]] * (outcome in NEWS.get(state, HAPPENED))


@pytest.mark.parametrize("state", INTO)
async def test_only_an_entry_can_be_abandoned_and_costs_no_try_then(empty: Rig, state: str) -> None:
    owner = await brought_into(empty, state)
    answer = await owner.ask(told(Outcome.ABANDONED))
    assert (answer == Done()) is (state in {"Entering", "OutcomeUnknown"})
    if answer == Done():
        assert (state_of(owner), radio_of(owner).rejected) == ("Asking", 0)
        ended = {"Entering": "WalkthroughStopped", "OutcomeUnknown": "ConfirmWithheld"}
        assert empty.kinds()[-1] == ended[state]


async def test_a_report_is_of_the_vehicle_it_names_or_of_the_last_used(running: Rig) -> None:
    owner, other = await running.owner(), await running.watcher()
    await owner.does(
        commands.AddVehicle(vehicle=CORSA), Report(outcome=Outcome.STILL_WAITING, vehicle=1)
    )
    await other.does(told(Outcome.ASKS_AGAIN))
    radios = (await other.asks(commands.GetStatus(), Status)).radios
    assert [one.state for one in radios] == ["Asking", "Asking"]
    assert running.kinds() == ["VehicleAdded", "StillWaitingSeen", "LockoutBegan", "AskedAgain"]
    assert await other.why_not(Report(outcome=Outcome.REJECTED, vehicle=3)) is (
        Reason.UNKNOWN_VEHICLE
    )


async def test_there_must_be_a_vehicle_with_a_code_to_report_of(empty: Rig) -> None:
    surface = await empty.surface()
    assert await surface.why_not(told(Outcome.REJECTED)) is Reason.NOT_SET_UP
    await empty.set_up(CORSA, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    ask = Report(outcome=Outcome.REJECTED, vehicle=2)
    assert await surface.why_not(ask) is Reason.NO_CODE_TO_KEY_IN


async def test_of_two_surfaces_that_answer_the_same_question_one_counts(empty: Rig) -> None:
    owner = await brought_into(empty, "OutcomeUnknown")
    other = await empty.watcher()
    answer = Report(outcome=Outcome.REJECTED, answers=radio_of(owner).seq)
    answers = await asyncio.gather(owner.ask(answer), other.ask(answer))
    assert sum(one == Done() for one in answers) == 1
    assert empty.kinds().count("CodeRejected") == 1


async def test_the_end_of_a_wait_makes_an_answer_stale_and_a_mark_does_not(running: Rig) -> None:
    watcher = await rejected(running)
    seen = radio_of(watcher).seq
    await running.count(30)
    assert radio_of(await running.watcher()).seq == seen
    await running.count(35)
    ask = Report(outcome=Outcome.STILL_WAITING, answers=seen)
    assert await watcher.why_not(ask) is Reason.STALE


async def test_of_a_display_only_a_known_word_is_written_down(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    for shows in ("5083", "my code 5083", "M049315", "x" * 5000, ""):
        await owner.does(told(Outcome.REJECTED, shows))
        said = await owner.asks(commands.GetHistory(), History)
        assert said.lines[0].shows is None
    await owner.does(told(Outcome.REJECTED, FINAL_WORD.lower()))
    assert state_of(owner) == "DeadEnd"


SETTLED = ("Playing", "Asking", "Waiting", "SafeToTry", "DeadEnd")


@pytest.mark.parametrize(("state", "ask"), matrix(SETTLED, REPEATED))
async def test_what_says_nothing_new_is_no_new_event(empty: Rig, state: str, ask: Ask) -> None:
    owner = await brought_into(empty, state)
    await owner.does(ask, ask)  # the second is what can be taken back from then on
    before = empty.stored()
    await owner.does(ask)
    assert empty.stored() == before


@pytest.mark.parametrize("said", [Outcome.STILL_WAITING, Outcome.POWER_ON])
async def test_taking_back_what_was_no_news_leaves_the_word_before(
    empty: Rig, said: Outcome
) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(told(Outcome.STILL_WAITING), told(Outcome.POWER_ON))
    (before,) = (await owner.asks(commands.GetStatus(), Status)).radios
    await owner.does(told(said), told(Outcome.TAKE_BACK))
    (after,) = (await owner.asks(commands.GetStatus(), Status)).radios
    assert (after.state, after.wait) == (before.state, before.wait)
    assert await owner.why_not(told(Outcome.TAKE_BACK)) is Reason.NOTHING_TO_TAKE_BACK


async def test_what_is_no_news_on_a_screen_leaves_a_slip_to_take_back(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(told(Outcome.STILL_WAITING))
    seen = radio_of(owner).seq
    await owner.does(Report(outcome=Outcome.STILL_WAITING, answers=seen), told(Outcome.TAKE_BACK))
    assert state_of(owner) == "Asking"


@pytest.mark.parametrize("ask", [told(Outcome.REJECTED), told(Outcome.INTERRUPTED)], ids=str)
async def test_a_try_and_an_interruption_are_always_one_more(empty: Rig, ask: Ask) -> None:
    owner = await brought_into(empty, "Waiting")
    await owner.does(ask, ask)
    before = empty.stored()
    await owner.does(ask)
    assert empty.stored() != before


async def held(stranger: Talker) -> Refusal:
    """Report wrong tries until that is too fast; the refusal."""
    for _ in range(AT_ONCE + 1):
        if isinstance(answer := await stranger.ask(told(Outcome.REJECTED)), Refusal):
            return answer
    raise AssertionError("never held")


async def test_a_locked_user_that_never_stops_is_told_when_to_go_on_and_who_unlocks_is_not_held(
    running: Rig,
) -> None:
    stranger, other = await running.watcher(), await running.surface()
    refusal = await held(stranger)
    assert refusal.reason is Reason.TOO_FAST
    assert await other.why_not(told(Outcome.ASKING)) is Reason.TOO_FAST
    owner = await running.owner()
    await owner.does(*[told(Outcome.REJECTED)] * (AT_ONCE + 1))
    running.clock.pass_time(refusal.wait_s or 0.0)
    await stranger.does(told(Outcome.REJECTED))


HALF_AN_HOUR = commands.JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=1800.0)


async def test_a_correction_of_a_rule_is_kept_newest_first_and_changes_no_wait(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        watcher = await rig.watcher()
        before = radio_of(watcher).next_cost
        await watcher.does(
            HALF_AN_HOUR, commands.JudgeRule(rule=JudgedRule.TRIES, agrees=True, count=3)
        )
        await watcher.does(told(Outcome.STILL_WAITING), told(Outcome.ASKS_AGAIN))
        assert radio_of(watcher).next_cost == before
        await watcher.does(told(Outcome.ACCEPTED))
    async with rig.service():
        lines = (await (await rig.watcher()).asks(commands.GetRemarks(), Remarks)).lines
    assert [(one.rule, one.agrees, one.seconds, one.count) for one in lines] == [
        (JudgedRule.TRIES, True, None, 3),
        (JudgedRule.WAIT, False, 1800.0, None),
    ]


async def test_a_number_that_makes_no_sense_is_not_taken(running: Rig) -> None:
    watcher = await running.watcher()
    for wrong in (
        replace(HALF_AN_HOUR, seconds=-1.0),
        replace(HALF_AN_HOUR, seconds=1e9),
        replace(HALF_AN_HOUR, count=-1),
    ):
        assert await watcher.why_not(wrong) is Reason.BAD_FIELD
