"""Somebody in a car with wires: what the senses read and the buttons do is the story's to move."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pi.hardware.told import PinProblem
from pi.hardware.wiring import Signal
from pi.service.asks import NewVehicle
from tests.pi.service.wires import FakeBody
from tests.stories.answering import By
from tests.stories.stage import NISSAN, Stage, set_up, stage
from tests.stories.telling import Owner, Size, owner_at

Levels = Mapping[Signal, bool | None]


@asynccontextmanager
async def wired_car(
    directory: Path,
    levels: Levels,
    *buttons: Signal,
    vehicle: NewVehicle = NISSAN,
    problems: tuple[PinProblem, ...] = (),
) -> AsyncIterator[Stage]:
    """A set-up device with these senses and buttons, its service running, nobody before it."""
    with stage(directory) as one:
        one.body = FakeBody(frozenset({*levels, *buttons}), problems)
        one.body.levels.update(levels)
        async with one.service():
            await set_up(vehicle)
            yield one


@asynccontextmanager
async def in_a_wired_car(
    directory: Path,
    levels: Levels,
    *buttons: Signal,
    vehicle: NewVehicle = NISSAN,
    problems: tuple[PinProblem, ...] = (),
    size: Size = (80, 24),
    by: By = "keys",
    kiosk: bool = False,
) -> AsyncIterator[tuple[Stage, Owner]]:
    """The same, and the owner before it, unlocked."""
    car = wired_car(directory, levels, *buttons, vehicle=vehicle, problems=problems)
    async with car as one, owner_at(one, size, by, kiosk=kiosk) as owner:
        await owner.unlocks()
        yield one, owner
