"""How fast practice goes by, how many practise at once, and how it ends."""

import pytest

from pi.service import practice
from pi.service.asks import GetStatus, LeavePractice, Outcome
from pi.service.practising import MOST
from pi.service.refusal import Reason, Refusal
from pi.service.surface import LOCKS_AFTER_IDLE_S
from tests.pi.service.driving import state_of, told
from tests.pi.service.practised import (
    NISSAN,
    fast,
    in_practice,
    practised,
    waiting,
)
from tests.pi.service.rig import Rig

MINUTE_AND_MARGIN_S = 65.0


async def test_a_hundred_seconds_are_counted_in_one(empty: Rig) -> None:
    learner = await waiting(empty)
    await fast(empty, 0.3)
    assert (await in_practice(learner)).counted_s == pytest.approx(30)


async def test_a_practised_wait_is_counted_out(empty: Rig) -> None:
    learner = await waiting(empty)
    await fast(empty, MINUTE_AND_MARGIN_S / 100)
    await in_practice(learner, waits=False)
    assert state_of(learner) == "SafeToTry"


async def test_a_machine_that_is_held_up_leaves_no_gap(empty: Rig) -> None:
    learner = await waiting(empty)
    empty.clock.pass_time(30)
    empty.house.companion.practising.mark()
    wait = await in_practice(learner)
    assert (wait.counting, wait.interruptions) == (True, 0)


async def test_the_clock_of_the_state_is_the_one_its_wait_is_counted_by(empty: Rig) -> None:
    learner = await waiting(empty)
    await fast(empty, 0.3)
    wait, view = await in_practice(learner), practised(learner)
    assert (view.speed, view.clock) == (100, wait.as_of)


async def test_only_so_many_practise_at_once(empty: Rig) -> None:
    for _ in range(MOST):
        await (await empty.surface()).does(NISSAN)
    assert await (await empty.surface()).why_not(NISSAN) is Reason.TOO_MANY_PRACTISE


async def test_beginning_again_takes_no_second_place(empty: Rig) -> None:
    learner = await empty.surface()
    await learner.does(*[NISSAN] * (MOST + 1))


async def test_whoever_hangs_up_makes_room(empty: Rig) -> None:
    talkers = [await empty.surface() for _ in range(MOST)]
    for talker in talkers:
        await talker.does(NISSAN)
    talkers[0].send_no_more()
    await talkers[0].last_words()
    await (await empty.surface()).does(NISSAN)


async def test_a_practice_left_alone_ends(running: Rig) -> None:
    learner = await running.watcher()
    await learner.does(NISSAN)
    running.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
    running.house.lock_idle()
    await learner.ask(GetStatus())
    assert learner.state.practice is None


async def test_leaving_without_a_practice_is_harmless(running: Rig) -> None:
    await (await running.watcher()).does(LeavePractice())


async def test_a_practice_that_never_ends_is_over_once_it_is_full(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "MOST_EVENTS", 20)
    learner = await empty.watcher()
    await learner.does(NISSAN)
    answers = [await learner.ask(told(Outcome.REJECTED)) for _ in range(30)]
    assert isinstance(answers[-1], Refusal)
    empty.house.companion.practising.mark()
    assert (await learner.catch_up()).practice is None
