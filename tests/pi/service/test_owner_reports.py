"""What an owner reports, takes back, and tells on the way to a lost code.

What happened is never refused, what is said again not written again, and no typed text kept.
"""

import asyncio
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.catalogue.catalogue import BUILT_IN
from pi.guide.guide import KINDS
from pi.radio.events import JudgedRule
from pi.radio.provenance import Trust
from pi.service.core.session import AT_ONCE
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, Done, History, Reason, Refusal, Remarks, Status
from pi.service.protocol.commands import Ask, ConfirmStep, NewVehicle, Outcome, Report
from pi.service.protocol.commands import StartWalkthrough as Start
from tests.pi.service.driving import (
    FINAL_WORD,
    INTO,
    brought_into,
    history,
    matrix,
    radio_of,
    rejected,
    state_of,
    told,
    wait_of,
    walk_to_check,
)
from tests.pi.service.rig import CORSA, QASHQAI, Rig, Talker, no_writes

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
    session = await empty.session()
    assert await session.why_not(told(Outcome.REJECTED)) is Reason.NOT_SET_UP
    await empty.set_up(CORSA, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    ask = Report(outcome=Outcome.REJECTED, vehicle=2)
    assert await session.why_not(ask) is Reason.NO_CODE_TO_KEY_IN


async def test_of_two_sessions_that_answer_the_same_question_one_counts(empty: Rig) -> None:
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
async def test_taking_back_no_news_leaves_the_word_before(empty: Rig, said: Outcome) -> None:
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
    stranger, other = await running.watcher(), await running.session()
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


TAKE_BACK = told(Outcome.TAKE_BACK)
COUNTED_S = 840.0


async def slipped(rig: Rig, outcome: Outcome = Outcome.ASKS_AGAIN) -> Talker:
    """The owner of a radio whose hour was ended by a slip, 14 minutes into it."""
    owner = await brought_into(rig, "Waiting")
    await rig.count(COUNTED_S)
    await owner.does(told(outcome))
    return owner


async def test_what_can_be_taken_back_is_told_and_once_it_is_the_wait_goes_on(empty: Rig) -> None:
    owner, other = await slipped(empty), await empty.watcher()
    offered = radio_of(owner).take_back
    assert offered is not None
    assert offered.wait is not None
    assert (offered.kind, offered.state) == ("AskedAgain", "Waiting")
    assert (offered.wait.counted_s, offered.wait.counting) == (COUNTED_S, True)
    answer = Report(outcome=Outcome.TAKE_BACK, answers=radio_of(owner).seq)
    await owner.does(answer)
    assert await other.why_not(answer) is Reason.STALE
    assert radio_of(owner).take_back is None
    assert await owner.why_not(TAKE_BACK) is Reason.NOTHING_TO_TAKE_BACK
    kinds = [line.kind for line in await history(owner)]
    assert kinds[:2] == ["StatementTakenBack", "AskedAgain"]  # and no wait that began
    await other.catch_up()
    assert (state_of(other), wait_of(other).counted_s) == ("Waiting", COUNTED_S)
    await empty.count(45)
    await owner.catch_up()
    assert wait_of(owner).counted_s == COUNTED_S + 45


@pytest.mark.parametrize("entering", [False, True])
async def test_the_seconds_without_a_service_are_not_counted(rig: Rig, entering: bool) -> None:
    async with rig.service():
        owner = await slipped(rig)
        await owner.does(*[Start(), ConfirmStep(step=0)] * entering)
    rig.clock.pass_time(20)
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(TAKE_BACK)
        assert (wait_of(watcher).counted_s, wait_of(watcher).interruptions) == (COUNTED_S, 1)


async def test_an_entry_that_a_slip_allowed_or_ended_is_over_with_it(empty: Rig) -> None:
    owner = await slipped(empty)
    await walk_to_check(owner)
    await owner.does(TAKE_BACK)
    assert (state_of(owner), owner.state.entry) == ("Waiting", None)
    await owner.does(told(Outcome.ACCEPTED), told(Outcome.ASKING), Start())
    await owner.does(told(Outcome.REJECTED), TAKE_BACK)
    radio = radio_of(owner)
    assert (radio.state, radio.rejected, radio.cut_off) == ("Asking", 0, True)
    await walk_to_check(owner)


async def test_what_the_card_did_not_take_can_be_taken_back_and_both_are_kept(rig: Rig) -> None:
    async with rig.service():
        owner = await brought_into(rig, "Waiting")
        await rig.count(COUNTED_S)
        with no_writes():
            await owner.ask(told(Outcome.ACCEPTED))
            assert await owner.ask(TAKE_BACK) == Done(saved=False)
        assert (state_of(owner), wait_of(owner).counted_s) == ("Waiting", COUNTED_S)
        rig.house.save_now()
    async with rig.service():
        watcher = await rig.watcher()
        assert (state_of(watcher), wait_of(watcher).counted_s) == ("Waiting", COUNTED_S)


@pytest.mark.parametrize("at_once", [1, 2, 3, 50])
async def test_the_history_says_what_was_taken_back(running: Rig, at_once: int) -> None:
    owner = await running.owner()
    await owner.does(told(Outcome.ACCEPTED), told(Outcome.REJECTED), TAKE_BACK)
    await owner.does(told(Outcome.ASKING))
    told_of = [(line.kind, line.taken_back, line.said) for line in await history(owner, at_once)]
    assert told_of == [
        ("RadioAsked", False, None),
        ("StatementTakenBack", False, "CodeRejected"),
        ("LockoutBegan", True, None),
        ("CodeRejected", True, None),
        ("CodeAccepted", False, None),
        ("VehicleAdded", False, None),
    ]


LOST = replace(QASHQAI, code="", source="", serial="", code_is_lost=True)
COSTLY = NewVehicle(name="Costly", head_unit="costly-serial", code_is_lost=True)
COSTS = 1  # the place of that way: the file it is added to has one already
WAY = """
[[serial.displays]]
how = "three wrong codes"
costs_attempts = true
tries = 3
sources = [{ trust = "owner", where = "this radio's owner" }]

[[serial.displays]]
how = "hold 1 and 6"
costs_attempts = false
sources = [{ trust = "owner", where = "this radio's owner" }]
"""


async def test_a_code_that_is_lost_and_found_is_kept_and_keyed_in(empty: Rig) -> None:
    await empty.set_up(LOST)
    watcher, owner = await empty.watcher(), await empty.owner()
    assert not watcher.state.code_kept
    assert await owner.why_not(commands.StartWalkthrough()) is Reason.NO_CODE_KEPT
    for code in ("", "371", "37a2", "37123"):
        assert await owner.why_not(commands.ChangeVehicle(code=code)) is Reason.BAD_CODE
    problem = (await owner.refused(commands.ChangeVehicle(code="37123"))).problem
    assert problem is not None
    assert (problem.make, problem.could_be) == ("Nissan", ("nissan-connect",))
    assert {source.trust for source in problem.sources} == {Trust.MAKER}
    assert await watcher.why_not(commands.ChangeVehicle(code="3712")) is Reason.LOCKED
    await owner.does(commands.ChangeVehicle(code="3712", source="dealer"))
    assert (await watcher.catch_up()).code_kept
    shown = await owner.asks(commands.ShowCode(), CodeShown)
    assert (shown.code, shown.source) == ("3712", "dealer")
    await owner.does(commands.StartWalkthrough())
    assert state_of(owner) == "Entering"
    assert await owner.why_not(commands.ChangeVehicle(code="1111")) is Reason.NOT_IN_THIS_STATE


async def test_the_history_says_that_something_changed_and_not_what(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(commands.ChangeVehicle(code="9071"), commands.ChangeVehicle(serial=""))
    shown = await owner.asks(commands.ShowCode(), CodeShown)
    assert (shown.code, shown.serial, shown.plate) == ("9071", "", QASHQAI.plate)
    assert running.kinds()[1:] == ["VehicleChanged"] * 2
    in_a_word = rb"\b9071\b"  # and not within a random id
    assert not re.search(in_a_word, running.stored()["steadyhand.db"])
    running.write_no_more("damaged")
    assert await owner.why_not(commands.ChangeVehicle(code="1111")) is Reason.NOT_SAVED
    assert (await owner.asks(commands.ShowCode(), CodeShown)).code == "9071"


async def test_every_place_of_the_guide_can_be_ticked_and_nothing_else(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up(LOST)
        watcher = await rig.watcher()
        for place in ("Code 3712", "made-up", "a-1", ""):
            assert await watcher.why_not(commands.TickPlace(place=place)) is Reason.BAD_FIELD
        await watcher.does(*(commands.TickPlace(place=place) for place in KINDS))
        assert radio_of(watcher).looked == tuple(KINDS)
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(commands.TickPlace(place="papers", looked=False))
        assert set(radio_of(watcher).looked) == set(KINDS) - {"papers"}


async def test_a_serial_number_on_the_display_may_cost_a_whole_series_once(rig: Rig) -> None:
    own = rig.directory / "head_units" / "costly-serial.toml"
    own.parent.mkdir(parents=True)
    text = (Path(BUILT_IN) / "nissan-note-2009.toml").read_text("utf-8")
    own.write_text(text.replace('id = "nissan-note-2009"', 'id = "costly-serial"') + WAY, "utf-8")
    async with rig.service():
        await rig.set_up(COSTLY)
        one, other = await rig.watcher(), await rig.watcher()
        for display in (0, 2, 3, -1):
            assert await one.why_not(commands.SpendTries(display=display)) is Reason.BAD_FIELD
        answer = commands.SpendTries(display=COSTS, answers=radio_of(one).seq)
        await one.does(answer)
        assert await other.why_not(answer) is Reason.STALE
        assert (state_of(one), radio_of(one).rejected) == ("Waiting", 3)
        lines = (await one.asks(commands.GetHistory(), History)).lines
        assert [line.kind for line in lines if line.for_serial] == ["CodeRejected"] * 3
        await one.does(told(Outcome.ACCEPTED))
        assert await one.why_not(commands.SpendTries(display=COSTS)) is Reason.NOT_IN_THIS_STATE
