"""Surfaces that lie: steps that are not theirs, vehicles they do not see, practice among it.

A locked surface may report what the radio did, and stop an entry; nothing here is about those.
"""

import asyncio
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi.service import asks
from pi.service.asks import AddVehicle, LeavePractice, Look, Practise, StartWalkthrough
from tests.pi.service.driving import FORD, entry_of
from tests.pi.service.rig import SECRETS, Rig
from tests.pi.service.talker import Talker
from tests.tools.fuzz.asking import KINDS, Made
from tests.tools.fuzz.spoiling import ODD_TEXTS

UNHURRIED = settings(deadline=None, max_examples=8)
NEEDS_UNLOCKING = (
    asks.StartWalkthrough,
    asks.ConfirmStep,
    asks.StepBack,
    asks.BeginAnew,
    asks.AskCorrection,
    asks.PromptConfirm,
    asks.ShowCode,
    asks.AddVehicle,
    asks.ChangeVehicle,
    asks.KeepFamily,
)
HARMLESS = (asks.Look, asks.FindVehicles, asks.GetStatus, asks.GetHistory, asks.GetRemarks)
MIXED_IN = (asks.Practise, asks.LeavePractice, asks.Watch)
LEAVES_PRACTICE = (asks.Practise, asks.LeavePractice)
TEXTS = ("opel-safe", "0", "5", *(text for text in ODD_TEXTS if len(text) < 20))


def lies(seed: int, kinds: tuple[type, ...], many: int = 40) -> list[asks.Ask]:
    """Asks of these kinds with any steps, vehicles and texts."""
    random = Random(seed)
    made = Made(random, TEXTS)
    drawn: list[asks.Ask] = []
    while len(drawn) < many:
        kind = random.choice(kinds)
        try:
            drawn.append(converted(made.struct(kind), kind))
        except ValueError:
            continue
    return drawn


def converted(said: dict[str, object], kind: type) -> asks.Ask:
    """The ask that a dictionary stands for."""
    ask: asks.Ask = msgspec.convert(said, kind)
    return ask


async def owner_on_a_step(rig: Rig) -> Talker:
    """An owner in the middle of an entry, with another vehicle beside it."""
    await rig.set_up()
    owner = await rig.owner()
    await owner.does(AddVehicle(vehicle=FORD), Look(vehicle=1), StartWalkthrough())
    await owner.does(asks.ConfirmStep(step=0))
    return owner


@UNHURRIED
@given(seed=st.integers(0, 2**32))
def test_no_lie_of_a_locked_surface_moves_an_entry_or_is_told_a_secret(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def story(rig: Rig) -> None:
        async with rig.service():
            owner = await owner_on_a_step(rig)
            before, stored = entry_of(owner), rig.stored()
            liar = await rig.surface()
            for lie in lies(seed, NEEDS_UNLOCKING + HARMLESS + MIXED_IN):
                await liar.ask(lie)
            await owner.catch_up()
            assert entry_of(owner) == before
            assert rig.stored() == stored
            assert [each for each in SECRETS if each.encode() in liar.heard] == []

    asyncio.run(story(Rig(tmp_path_factory.mktemp("liar") / "state")))


@UNHURRIED
@given(seed=st.integers(0, 2**32))
def test_nothing_said_in_practice_is_taken_for_real_even_of_an_unlocked_surface(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    everything = tuple(kind for kind in KINDS if kind not in LEAVES_PRACTICE)

    async def story(rig: Rig) -> None:
        async with rig.service():
            owner = await owner_on_a_step(rig)
            before, stored = entry_of(owner), rig.stored()
            await owner.does(Practise(head_unit="opel-safe"))
            for lie in lies(seed, everything):
                await owner.ask(lie)
            await owner.does(LeavePractice())
            await owner.catch_up()
            assert entry_of(owner) == before
            assert rig.stored() == stored

    asyncio.run(story(Rig(tmp_path_factory.mktemp("practice") / "state")))
