"""A walkthrough over the wire, each answer good for its own step alone; and sessions that lie."""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import fields, replace

from pi.radio.steps import Check, PressMore
from pi.service.protocol import commands
from pi.service.protocol.answers import CorrectionFound, Done, Reason, Refusal
from tests.cards import room
from tests.pi.service.driving import (
    FORD,
    INTO,
    brought_into,
    entry_of,
    radio_of,
    state_of,
    told,
    walk_to_check,
)
from tests.pi.service.rig import CORSA, QASHQAI, SECRETS, Rig, Talker
from tests.tools.fuzz.spoiling import KINDS, ODD_TEXTS, Made
from tests.tools.fuzz.stories import MAKES, Story, Told

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


async def test_of_two_sessions_at_once_one_answer_counts(running: Rig, owner: Talker) -> None:
    other = await running.owner()
    answers = await asyncio.gather(
        *(each.ask(commands.ConfirmStep(step=1)) for each in (owner, other))
    )
    assert sorted(type(one).__name__ for one in answers) == ["Done", "Refusal"]
    assert Refusal(reason=Reason.STALE, step=2, state="Entering") in answers


@pytest.mark.parametrize("ask", ANSWERS, ids=lambda ask: type(ask).__name__)
async def test_an_answer_late_by_one_step_or_without_an_entry_changes_nothing(
    running: Rig, owner: Talker, ask: commands.Ask
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
    await owner.does(told(commands.Outcome.REJECTED))
    assert (owner.state.entry, state_of(owner)) == (None, "Waiting")


async def test_a_locked_session_may_stop_an_entry_and_no_more(running: Rig, owner: Talker) -> None:
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
    await owner.does(*[told(commands.Outcome.REJECTED)] * 2)
    check = await walk_to_check(owner)
    cost = radio_of(owner).next_cost
    assert cost is not None
    assert (radio_of(owner).tries_left, cost.wait_s, cost.needs_a_warning) == (1, 3600.0, True)
    refusal = await owner.refused(commands.PromptConfirm(step=check.at))
    assert (refusal.reason, refusal.wait_s) == (Reason.CONFIRM_AGAIN, 3600.0)
    assert state_of(owner) == "Entering"
    assert await owner.ask(commands.PromptConfirm(step=check.at, sure=True)) == Done()


UNHURRIED = settings(deadline=None, max_examples=8)
NEEDS_UNLOCKING = (
    commands.StartWalkthrough,
    commands.ConfirmStep,
    commands.StepBack,
    commands.BeginAnew,
    commands.AskCorrection,
    commands.PromptConfirm,
    commands.ShowCode,
    commands.AddVehicle,
    commands.ChangeVehicle,
    commands.KeepFamily,
)
HARMLESS = (
    commands.Look,
    commands.FindVehicles,
    commands.GetStatus,
    commands.GetHistory,
    commands.GetRemarks,
)
LEAVES_PRACTICE = (commands.Practise, commands.LeavePractice)
TEXTS = ("opel-safe", "0", "5", *(text for text in ODD_TEXTS if len(text) < 20))


def lies(seed: int, kinds: tuple[type, ...], many: int = 40) -> list[commands.Ask]:
    """Asks of these kinds with any steps, vehicles and texts."""
    random = Random(seed)
    made = Made(random, TEXTS)
    drawn: list[commands.Ask] = []
    while len(drawn) < many:
        kind = random.choice(kinds)
        with suppress(ValueError):
            drawn.append(msgspec.convert(made.struct(kind), kind))
    return drawn


async def lied_to(told_lies: list[commands.Ask], *, practising: bool) -> None:
    """An owner in the middle of an entry, and a liar: nothing comes of it, and nothing leaks."""
    with room() as place:
        rig = Rig(place / "state")
        async with rig.service():
            await rig.set_up()
            owner = await rig.owner()
            await owner.does(
                commands.AddVehicle(vehicle=FORD),
                commands.Look(vehicle=1),
                commands.StartWalkthrough(),
            )
            await owner.does(commands.ConfirmStep(step=0))
            before, stored = entry_of(owner), rig.stored()
            liar = owner if practising else await rig.session()
            await liar.does(*[commands.Practise(head_unit="opel-safe")] * practising)
            for lie in told_lies:
                await liar.ask(lie)
            await liar.does(commands.LeavePractice())
            await owner.catch_up()
            assert (entry_of(owner), rig.stored()) == (before, stored)
            assert practising or not [one for one in SECRETS if one.encode() in liar.heard]


@UNHURRIED
@given(seed=st.integers(0, 2**32))
def test_no_lie_of_a_locked_session_moves_an_entry_or_is_told_a_secret(seed: int) -> None:
    kinds = (*NEEDS_UNLOCKING, *HARMLESS, *LEAVES_PRACTICE, commands.Watch)
    asyncio.run(lied_to(lies(seed, kinds), practising=False))


@UNHURRIED
@given(seed=st.integers(0, 2**32))
def test_nothing_said_in_practice_is_taken_for_real_even_of_an_unlocked_session(seed: int) -> None:
    everything = tuple(kind for kind in KINDS if kind not in LEAVES_PRACTICE)
    asyncio.run(lied_to(lies(seed, everything), practising=True))


MOST_KEPT: Final = 128 * 1024  # bytes by which one ask may make the store grow


def too_much(kind: inspect.Type) -> list[Any]:
    """Values of a type as large as a line of the protocol holds them."""
    match kind:
        case inspect.StrType():
            return ["x" * 60_000, "\U0001f697" * 14_000, "\x01" * 9_000]
        case inspect.BytesType():
            return [bytes(48_000)]
        case inspect.IntType():
            return [10**4000, -(10**4000), 2**63, -(2**63), 2**31]
        case inspect.FloatType():
            return [1e308, -1e308]
        case inspect.VarTupleType(item_type=inspect.StructType() as one):
            return [(CORSA,) * 400, *[(each,) for each in too_much(one)]]
        case inspect.VarTupleType(item_type=inspect.StrType() as one):
            return [("x",) * 15_000, *[(each,) for each in too_much(one)]]
        case inspect.VarTupleType():
            return [(1,) * 15_000, tuple(range(1, 12_000))]
        case inspect.StructType(cls=cls):
            example = CORSA if cls is commands.NewVehicle else cls()
            texts = [each for each in fields(cls) if each.type is str]
            return [replace(example, **{each.name: "x" * 60_000}) for each in texts]
        case inspect.UnionType(types=types):
            return [value for one in types for value in too_much(one)]
    return []


def overdone(ask: commands.Ask) -> list[Any]:
    """This ask as it is, and with too much in one of its fields, each in turn."""
    described = inspect.type_info(type(ask))
    assert isinstance(described, inspect.StructType)
    worse = ((field.name, value) for field in described.fields for value in too_much(field.type))
    return [ask, *(replace(ask, **{name: value}) for name, value in worse)]


@pytest.mark.parametrize("opened", [False, True], ids=["locked", "unlocked"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
async def test_too_much_of_anything_is_answered_in_a_line_and_not_kept(
    running: Rig, kind: type, opened: bool
) -> None:
    def kept() -> int:
        return sum(map(len, running.stored().values()))

    watcher = await running.watcher()
    for ask in overdone(MAKES[kind](Story(Random(0), running, Told()), watcher)):
        talker = await (running.owner() if opened else running.watcher())
        before = kept()
        await talker.ask(ask)
        assert kept() - before <= MOST_KEPT, ask
        talker.hang_up()
