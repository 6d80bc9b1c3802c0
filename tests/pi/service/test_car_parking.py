"""What is shown and taken while the car may move; lights; other wires."""

import pytest

from pi.hardware.told import (
    LightsAre,
    ParkedIs,
)
from pi.hardware.wiring import Signal
from pi.service.asks import (
    ConfirmStep,
    ShowCode,
    StartWalkthrough,
    StepBack,
)
from pi.service.protocol import CodeShown
from pi.service.refusal import Reason
from tests.pi.service.driving import entry_of, state_of
from tests.pi.service.rig import Rig
from tests.pi.service.wires import ALL, FakeBody


async def test_a_walkthrough_does_not_begin_while_the_car_may_move(wired: Rig) -> None:
    wired.body.levels[Signal.PARKED] = None
    async with wired.service():
        await wired.set_up()
        owner = await wired.owner()
        assert await owner.why_not(StartWalkthrough()) is Reason.NOT_PARKED


async def test_a_walkthrough_under_way_shows_nothing_while_the_car_may_move(wired: Rig) -> None:
    async with wired.service():
        await wired.set_up()
        owner = await wired.owner()
        await owner.does(StartWalkthrough())
        wired.body.tell(ParkedIs(parked=False))
        await owner.catch_up()
        assert (state_of(owner), owner.state.entry) == ("Entering", None)


async def test_a_step_is_not_taken_while_the_car_may_move(wired: Rig) -> None:
    async with wired.service():
        await wired.set_up()
        owner = await wired.owner()
        await owner.does(StartWalkthrough())
        wired.body.tell(ParkedIs(parked=False))
        assert await owner.why_not(ConfirmStep(step=0)) is Reason.NOT_PARKED


async def test_a_walkthrough_goes_on_once_the_car_is_parked_again(wired: Rig) -> None:
    async with wired.service():
        await wired.set_up()
        owner = await wired.owner()
        await owner.does(StartWalkthrough(), ConfirmStep(step=0))
        wired.body.tell(ParkedIs(parked=False), ParkedIs(parked=True))
        await owner.does(StepBack(step=1))
        assert entry_of(owner).at == 0


@pytest.mark.parametrize(("ignition", "shown"), [(True, False), (None, False), (False, True)])
async def test_a_code_is_shown_only_where_the_car_stands_for_certain(
    wired: Rig, ignition: bool | None, shown: bool
) -> None:
    wired.body.levels = {Signal.PARKED: None, Signal.IGNITION: ignition}
    async with wired.service():
        await wired.set_up()
        answer = await (await wired.owner()).ask(ShowCode())
        assert isinstance(answer, CodeShown) is shown


async def test_without_a_sense_of_parking_the_owner_is_asked(rig: Rig) -> None:
    rig.body = FakeBody(ALL - {Signal.PARKED})
    async with rig.service():
        await rig.set_up()
        owner = await rig.owner()
        await owner.does(StartWalkthrough())
        assert not owner.state.car.senses_parked


async def test_the_lights_are_told_to_every_surface(wired: Rig) -> None:
    async with wired.service():
        await wired.set_up()
        watchers = [await wired.watcher(), await wired.owner()]
        wired.body.tell(LightsAre(on=True))
        for watcher in watchers:
            await watcher.catch_up()
        assert [watcher.state.car.lights for watcher in watchers] == [True, True]


async def test_other_wires_take_the_place_of_these_without_a_restart(wired: Rig) -> None:
    async with wired.service():
        await wired.set_up()
        watcher, before = await wired.watcher(), wired.body
        wired.body = FakeBody(frozenset({Signal.SEE}))
        wired.house.refit()
        await watcher.catch_up()
        assert (before.closed, watcher.state.panel.buttons) == (True, ("see",))
