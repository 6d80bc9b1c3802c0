"""Practice: a companion of one session alone, in memory, with a made-up code and a fast clock."""

import pytest

from pi.catalogue.catalogue import all_head_units, load
from pi.radio.security_code import find_problem
from pi.service.core import practice
from pi.service.core.session import LOCKS_AFTER_IDLE_S
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, History, Reason, Refusal, Status
from pi.service.protocol.commands import Ask, Outcome, UnlockKind
from pi.service.protocol.views import PracticeView, WaitView
from tests.pi.service.driving import entry_of, state_of, told, wait_of, walk_to_check
from tests.pi.service.rig import BY_PASSPHRASE, CORSA, PIN, QASHQAI, SECRETS, Rig, Talker

NISSAN = commands.Practise(head_unit="nissan-radio-code")
REFUSED = told(Outcome.REJECTED)
MINUTE_AND_MARGIN_S = 65.0


def practised(talker: Talker) -> PracticeView:
    assert talker.state.practice is not None
    return talker.state.practice


async def fast(rig: Rig, seconds: float) -> None:
    """Real seconds go by, looked at ten times in each."""
    while seconds > 0:
        rig.clock.pass_time(min(0.1, seconds))
        rig.house.practising.mark()
        seconds -= 0.1


async def in_practice(learner: Talker) -> WaitView:
    """The wait as it is told now."""
    await learner.ask(commands.GetStatus())
    return wait_of(learner)


async def waiting(rig: Rig) -> Talker:
    """A session whose practised radio has begun to wait a minute."""
    learner = await rig.watcher()
    await learner.does(NISSAN, REFUSED)
    return learner


BEYOND: list[Ask] = [
    commands.SetUp(vehicles=(CORSA,)),
    commands.AddVehicle(vehicle=CORSA),
    commands.RemoveVehicle(vehicle=1),
    commands.MakeRecoveryKey(),
    commands.Unlock(kind=UnlockKind.PIN, secret=PIN),
    commands.Lock(),
    commands.KeepFamily(toml="id = 'mine'"),
    commands.Examine(),
]
"""What would reach beyond a practice."""


@pytest.mark.parametrize("set_up", [False, True], ids=["before a set-up", "after it"])
async def test_nothing_is_stored_others_are_told_nothing_and_it_ends_where_it_began(
    empty: Rig, set_up: bool
) -> None:
    if set_up:
        await empty.set_up()
    other, learner = await empty.watcher(), await empty.watcher()
    before, told_so_far = empty.stored(), len(other.states)
    await learner.does(NISSAN)
    check = await walk_to_check(learner)
    await learner.does(commands.PromptConfirm(step=check.at), REFUSED, told(Outcome.ASKS_AGAIN))
    await learner.asks(commands.GetHistory(), History)
    await learner.does(commands.LeavePractice())
    await other.catch_up()
    assert (empty.stored(), len(other.states)) == (before, told_so_far)
    if set_up:
        assert await learner.why_not(commands.ShowCode()) is Reason.LOCKED
        long = [text for text in SECRETS if len(text) > 6]  # a short one may be part of a number
        assert not [text for text in long if text.encode() in learner.heard]
        await learner.does(BY_PASSPHRASE)


async def test_an_open_session_is_shown_a_made_up_code_and_is_open_again(running: Rig) -> None:
    owner = await running.owner()
    (vehicle,) = running.house.companion.vehicles.ids()
    await owner.does(NISSAN)
    assert (await owner.asks(commands.ShowCode(), CodeShown)).code == practised(owner).code
    assert running.house.panel.lend(vehicle) is None  # the panel gets no vault of it
    for ask in BEYOND:
        assert await owner.why_not(ask) is Reason.IN_PRACTICE
    await owner.does(*[commands.LeavePractice()] * 2)
    assert (await owner.asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code


async def test_the_real_radio_and_the_practised_one_do_not_meet(running: Rig) -> None:
    learner, other = await running.watcher(), await running.watcher()
    await learner.does(NISSAN, REFUSED)
    assert [one.state for one in (await other.asks(commands.GetStatus(), Status)).radios] == [
        "Asking"
    ]
    await learner.does(NISSAN)
    await other.does(REFUSED)
    await learner.ask(commands.GetStatus())
    assert state_of(learner) == "Asking"
    await running.count(MINUTE_AND_MARGIN_S)
    await learner.does(commands.LeavePractice())
    assert state_of(learner) == "SafeToTry"


async def test_every_state_of_a_practice_says_that_it_is_one_on_any_card(running: Rig) -> None:
    running.write_no_more("read_only")
    learner = await running.watcher()
    before = len(learner.states)
    await learner.does(NISSAN, commands.StartWalkthrough())
    assert (entry_of(learner).at, learner.state.saving.ok) == (0, True)
    await learner.does(commands.ConfirmStep(step=0), REFUSED, told(Outcome.TAKE_BACK))
    assert state_of(learner) == "Asking"
    assert all(state.practice is not None for state in learner.states[before:])


async def test_it_begins_with_the_family_named_or_on_the_screen_or_a_nissan(empty: Rig) -> None:
    learner = await empty.watcher()
    await learner.does(commands.Practise())
    assert practised(learner).head_unit == practice.FIRST
    await learner.does(commands.Practise(head_unit="nissan-secure"))
    assert (state_of(learner), practised(learner).code) == ("NoCode", "")
    refusal = await learner.refused(commands.Practise(head_unit="nisan-radio-code"))
    assert (refusal.reason, refusal.nearest[0]) == (Reason.UNKNOWN_HEAD_UNIT, practice.FIRST)
    await empty.set_up(QASHQAI, CORSA)
    await learner.does(commands.LeavePractice(), commands.Look(vehicle=2), commands.Practise())
    assert practised(learner).head_unit == CORSA.head_unit


@pytest.mark.parametrize("family", [each.id for each in all_head_units() if each.code is not None])
def test_a_made_up_code_is_a_code_of_its_family(family: str) -> None:
    shape = load(family).code
    assert shape is not None
    assert [find_problem(practice.made_up_code(shape), shape) for _ in range(50)] == [None] * 50


async def test_a_hundred_seconds_are_counted_in_one_to_the_end_without_a_gap(empty: Rig) -> None:
    learner = await waiting(empty)
    await fast(empty, 0.3)
    wait, view = await in_practice(learner), practised(learner)
    assert wait.counted_s == pytest.approx(30)
    assert (view.speed, view.clock) == (100, wait.as_of)
    await fast(empty, MINUTE_AND_MARGIN_S / 100 - 0.3)
    await in_practice(learner)
    assert state_of(learner) == "SafeToTry"
    learner = await waiting(empty)
    empty.clock.pass_time(30)  # the machine is held up
    empty.house.practising.mark()
    wait = await in_practice(learner)
    assert (wait.counting, wait.interruptions) == (True, 0)


async def test_only_so_many_practise_at_once_and_whoever_hangs_up_makes_room(empty: Rig) -> None:
    first, *_ = learners = [await empty.session() for _ in range(practice.MOST)]
    for learner in learners:
        await learner.does(*[NISSAN] * 2)  # beginning again takes no second place
    assert await (await empty.session()).why_not(NISSAN) is Reason.TOO_MANY_PRACTISE
    first.send_no_more()
    await first.last_words()
    await (await empty.session()).does(NISSAN)


async def test_a_practice_left_alone_ends(running: Rig) -> None:
    learner = await running.watcher()
    await learner.does(NISSAN)
    running.clock.pass_time(LOCKS_AFTER_IDLE_S + 1)
    running.house.lock_idle()
    await learner.ask(commands.GetStatus())
    assert learner.state.practice is None


async def test_a_practice_that_never_ends_is_over_once_it_is_full(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "MOST_EVENTS", 20)
    learner = await empty.watcher()
    await learner.does(NISSAN)
    answers = [await learner.ask(REFUSED) for _ in range(30)]
    assert isinstance(answers[-1], Refusal)
    empty.house.practising.mark()
    assert (await learner.catch_up()).practice is None
