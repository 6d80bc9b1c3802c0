"""Surfaces that lie, or say too much: steps, vehicles and fields that are not theirs or no size.

A locked surface may report what the radio did, and stop an entry; the lies are not about those.
"""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import replace

from pi.service.protocol import commands
from pi.service.protocol.commands import AddVehicle, LeavePractice, Look, Practise, StartWalkthrough
from tests.cards.room import room
from tests.pi.service.driving import FORD, entry_of
from tests.pi.service.rig import CORSA, SECRETS, Rig
from tests.tools.fuzz.asking import KINDS, Made
from tests.tools.fuzz.spoiling import ODD_TEXTS
from tests.tools.fuzz.stories import MAKES, Story, Told

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
            await owner.does(AddVehicle(vehicle=FORD), Look(vehicle=1), StartWalkthrough())
            await owner.does(commands.ConfirmStep(step=0))
            before, stored = entry_of(owner), rig.stored()
            liar = owner if practising else await rig.surface()
            await liar.does(*[Practise(head_unit="opel-safe")] * practising)
            for lie in told_lies:
                await liar.ask(lie)
            await liar.does(LeavePractice())
            await owner.catch_up()
            assert (entry_of(owner), rig.stored()) == (before, stored)
            assert practising or not [one for one in SECRETS if one.encode() in liar.heard]


@UNHURRIED
@given(seed=st.integers(0, 2**32))
def test_no_lie_of_a_locked_surface_moves_an_entry_or_is_told_a_secret(seed: int) -> None:
    kinds = (*NEEDS_UNLOCKING, *HARMLESS, *LEAVES_PRACTICE, commands.Watch)
    asyncio.run(lied_to(lies(seed, kinds), practising=False))


@UNHURRIED
@given(seed=st.integers(0, 2**32))
def test_nothing_said_in_practice_is_taken_for_real_even_of_an_unlocked_surface(seed: int) -> None:
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
        case inspect.StructType():
            fields = ("name", "head_unit", "code", "serial", "plate", "source")
            return [replace(CORSA, **{field: "x" * 60_000}) for field in fields]
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
