"""Cars in every situation, and how they come there."""

from collections.abc import AsyncIterator, Awaitable, Callable, Container, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pi.service.protocol.commands import AddVehicle, LeavePractice, NewVehicle, Outcome
from tests.stories.roads import describe_families
from tests.stories.stage import Stage
from tests.stories.stations.road import Open, Sitting, Station, looks, looks_with_the_red_line
from tests.stories.telling import Owner, Scene, in_the_car
from tests.stories.visitor import Visitor

Prepare = Callable[[Stage, Owner], Awaitable[None]]
"""Comes to a situation."""
OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")


def scenes(*scenes: Scene) -> Prepare:
    """The screen that these scenes lead to."""
    return lambda _, owner: owner.plays(scenes)


def reported(*outcomes: Outcome) -> Prepare:
    """The screen that these reports lead to."""
    return lambda _, owner: owner.reports(*outcomes)


def in_one_car(
    situations: Mapping[str, tuple[NewVehicle, Prepare]], red: Container[str], at: int
) -> Open:
    """One service and one terminal for a third of them: each begins with a vehicle of its own."""

    @asynccontextmanager
    async def opened(directory: Path) -> AsyncIterator[dict[str, Station]]:
        describe_families(directory)
        async with in_the_car(directory) as (one, owner):

            def sitting(vehicle: NewVehicle, prepare: Prepare) -> Sitting:
                @asynccontextmanager
                async def sit() -> AsyncIterator[Visitor]:
                    state = owner.app.state
                    assert state is not None
                    if state.practice is not None:
                        await owner.app.tell(LeavePractice())
                    owner.app.go_to_state()
                    owner.app.clock = lambda: one.clock.monotonic
                    if not state.lock.unlocked:
                        await owner.unlocks()
                    await owner.app.tell(AddVehicle(vehicle=vehicle))
                    await owner.settles()
                    await prepare(one, owner)
                    await owner.settles()
                    yield owner

                return sit

            yield {
                name: Station(
                    sitting(*situation), looks_with_the_red_line if name in red else looks
                )
                for name, situation in list(situations.items())[at::3]
            }

    return opened
