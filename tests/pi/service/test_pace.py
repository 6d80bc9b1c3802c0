"""What is said again is not written again, and nobody who is locked has much written at once."""

import pytest

from pi.radio.events import JudgedRule
from pi.service.asks import Ask, GetStatus, JudgeRule, Outcome, Report, TickPlace
from pi.service.pace import AT_ONCE, ONE_EVERY_S, Pace
from pi.service.protocol import Status
from pi.service.refusal import Reason, Refusal, RefusedError
from tests.pi.service.driving import brought_into, told
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

REPEATED = (
    told(Outcome.ASKING),
    told(Outcome.ASKS_AGAIN),
    told(Outcome.STILL_WAITING),
    told(Outcome.ACCEPTED),
    told(Outcome.POWER_ON),
    told(Outcome.POWER_OFF),
    TickPlace(place="papers"),
    TickPlace(place="papers", looked=False),
    JudgeRule(rule=JudgedRule.WAIT, agrees=True),
)


@pytest.mark.parametrize("state", ["Playing", "Asking", "Waiting", "SafeToTry", "DeadEnd"])
@pytest.mark.parametrize("ask", REPEATED, ids=str)
async def test_what_says_nothing_new_is_no_new_event(empty: Rig, state: str, ask: Ask) -> None:
    owner = await brought_into(empty, state)
    await owner.does(ask, ask)  # the second is what can be taken back from then on
    before = empty.stored()
    await owner.does(ask)
    assert empty.stored() == before


@pytest.mark.parametrize("said", [Outcome.STILL_WAITING, Outcome.POWER_ON])
async def test_taking_back_what_said_nothing_new_leaves_the_word_before(
    empty: Rig, said: Outcome
) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(told(Outcome.STILL_WAITING), told(Outcome.POWER_ON))
    (before,) = (await owner.asks(GetStatus(), Status)).radios
    await owner.does(told(said), told(Outcome.TAKE_BACK))
    (after,) = (await owner.asks(GetStatus(), Status)).radios
    assert (after.state, after.wait) == (before.state, before.wait)
    assert await owner.why_not(told(Outcome.TAKE_BACK)) is Reason.NOTHING_TO_TAKE_BACK


async def test_what_says_nothing_new_on_a_screen_leaves_a_slip_to_be_taken_back(
    empty: Rig,
) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(told(Outcome.STILL_WAITING))
    seen = (await owner.catch_up()).radio
    assert seen is not None
    await owner.does(Report(outcome=Outcome.STILL_WAITING, answers=seen.seq))
    await owner.does(told(Outcome.TAKE_BACK))
    (radio,) = (await owner.asks(GetStatus(), Status)).radios
    assert radio.state == "Asking"


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


async def test_a_locked_surface_that_never_stops_is_told_when_to_go_on(running: Rig) -> None:
    stranger = await running.watcher()
    refusal = await held(stranger)
    assert refusal.reason is Reason.TOO_FAST
    running.clock.pass_time(refusal.wait_s or 0.0)
    await stranger.does(told(Outcome.REJECTED))


async def test_another_connection_of_the_same_user_has_no_more(running: Rig) -> None:
    await held(await running.watcher())
    assert await (await running.surface()).why_not(told(Outcome.ASKING)) is Reason.TOO_FAST


async def test_who_has_unlocked_is_never_held(running: Rig) -> None:
    await held(await running.watcher())
    owner = await running.owner()
    await owner.does(*[told(Outcome.REJECTED)] * (AT_ONCE + 1))


def test_users_keep_nobody_else_from_theirs() -> None:
    pace = Pace()
    pace.wrote(1, 10 * AT_ONCE, now=0.0)
    with pytest.raises(RefusedError):
        pace.check(1, now=0.0)
    pace.check(2, now=0.0)


def test_the_first_word_after_a_while_is_taken() -> None:
    pace = Pace()
    pace.wrote(1, AT_ONCE, now=0.0)
    pace.check(1, now=ONE_EVERY_S)
