"""What the wires tell of the car, as it reaches the journal and every surface."""

import errno

import pytest

from pi.hardware.told import (
    FeedCameBack,
    FeedFell,
    FeedLost,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    LightsAre,
    ParkedIs,
)
from pi.hardware.wiring import Signal
from pi.service.asks import (
    AddVehicle,
    ConfirmStep,
    Look,
    Outcome,
    Report,
    ShowCode,
    StartWalkthrough,
    StepBack,
)
from pi.service.protocol import CodeShown
from pi.service.refusal import Reason
from pi.service.shown import PinTrouble, RadioView, WaitView
from tests.pi.service.driving import entry_of, state_of, told
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.talker import Talker
from tests.pi.service.wires import ALL, FakeBody, FakeChip


@pytest.fixture
def wired(rig: Rig) -> Rig:
    """A rig on which every signal is wired, the ignition on and the car parked."""
    rig.body = FakeBody()
    rig.body.levels = {Signal.IGNITION: True, Signal.PARKED: True}
    return rig


def radio_of(watcher: Talker) -> RadioView:
    assert watcher.state.radio is not None
    return watcher.state.radio


def wait_of(watcher: Talker) -> WaitView:
    wait = radio_of(watcher).wait
    assert wait is not None
    return wait


async def waiting(rig: Rig) -> Talker:
    """A watching surface of a radio whose minute has begun."""
    await rig.set_up()
    watcher = await rig.watcher()
    await watcher.does(told(Outcome.REJECTED))
    return watcher


async def playing(rig: Rig) -> Talker:
    """A watching surface of a radio that plays."""
    await rig.set_up()
    watcher = await rig.watcher()
    await watcher.does(told(Outcome.ACCEPTED))
    return watcher


def journaled(rig: Rig, kind: str) -> int:
    query = "SELECT COUNT(*) FROM event WHERE kind = ?"
    return int(rig.house.store.query(query, (kind,))[0][0])


async def test_a_falling_ignition_stops_the_counting_at_once(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.clock.pass_time(10)
        wired.body.tell(IgnitionFell())
        await watcher.catch_up()
        assert (wait_of(watcher).counting, journaled(wired, "SupplyFell")) == (False, 1)


async def test_a_mark_in_the_middle_of_a_dip_does_not_decide_it(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.body.tell(IgnitionFell())
        wired.body.levels[Signal.IGNITION] = False
        wired.house.mark_now()
        wired.body.levels[Signal.IGNITION] = True
        wired.body.tell(IgnitionCameBack())
        await watcher.catch_up()
        assert (wait_of(watcher).counting, journaled(wired, "PowerReported")) == (True, 0)


async def test_after_a_dip_the_wait_is_counted_again(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.body.tell(IgnitionFell(), IgnitionCameBack())
        await wired.count(30)
        await watcher.catch_up()
        assert wait_of(watcher).counted_s == 30


async def test_an_ignition_that_goes_off_and_on_needs_no_word_of_the_owner(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.body.tell(IgnitionFell(), IgnitionIs(on=False), IgnitionIs(on=True))
        await watcher.catch_up()
        assert wait_of(watcher).counting


async def test_while_the_ignition_is_off_nothing_is_counted(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.body.tell(IgnitionFell(), IgnitionIs(on=False))
        await wired.count(600)
        await watcher.catch_up()
        assert (wait_of(watcher).counted_s, wait_of(watcher).why_not) == (0, "power_off")


async def test_an_owners_word_does_not_outweigh_the_sense(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        wired.body.tell(IgnitionFell(), IgnitionIs(on=False))
        await watcher.does(told(Outcome.POWER_ON))
        await wired.count(45)
        await watcher.catch_up()
        assert (wait_of(watcher).counted_s, wait_of(watcher).counting) == (0, False)


async def test_after_a_restart_of_the_machine_the_sense_says_that_it_is_on(wired: Rig) -> None:
    async with wired.service():
        await waiting(wired)
    wired.reboot()
    async with wired.service():
        watcher = await wired.watcher()
        wired.body.tell(IgnitionIs(on=True))
        await wired.count(30)
        await watcher.catch_up()
        assert (wait_of(watcher).counting, wait_of(watcher).counted_s) == (True, 30)


async def test_that_it_stayed_on_through_a_gap_is_not_the_senses_to_say(wired: Rig) -> None:
    async with wired.service():
        await waiting(wired)
    wired.clock.pass_time(600)
    async with wired.service():
        watcher = await wired.watcher()
        wired.body.tell(IgnitionIs(on=True))
        await watcher.catch_up()
        assert wait_of(watcher).why_not == "power_unknown"


async def test_the_wires_are_of_one_vehicle(wired: Rig) -> None:
    async with wired.service():
        watcher = await waiting(wired)
        owner = await wired.owner()
        await owner.does(AddVehicle(vehicle=CORSA), Report(outcome=Outcome.ACCEPTED, vehicle=2))
        wired.body.tell(FeedLost())
        await owner.does(Look(vehicle=2))
        await watcher.catch_up()
        assert (state_of(owner), radio_of(watcher).battery) == ("Playing", "pin")


async def test_a_feed_that_is_lost_is_told_to_every_surface(wired: Rig) -> None:
    async with wired.service():
        watcher = await playing(wired)
        wired.body.tell(FeedFell(), FeedLost())
        await watcher.catch_up()
        assert (radio_of(watcher).state, radio_of(watcher).battery) == ("Asking", "pin")


async def test_a_feed_that_comes_back_at_once_is_nothing(wired: Rig) -> None:
    async with wired.service():
        watcher = await playing(wired)
        wired.body.tell(FeedFell(), FeedCameBack())
        await watcher.catch_up()
        assert (radio_of(watcher).state, radio_of(watcher).battery) == ("Playing", None)


async def test_a_machine_that_died_right_after_the_feed_fell_knows_it_at_its_start(
    wired: Rig,
) -> None:
    async with wired.service():
        await playing(wired)
        wired.body.tell(FeedFell())
    wired.reboot()
    async with wired.service():
        watcher = await wired.watcher()
        assert (radio_of(watcher).state, radio_of(watcher).battery) == ("Asking", "pin")


async def test_a_machine_that_lost_its_power_without_a_word_leaves_a_guess(rig: Rig) -> None:
    async with rig.service():
        await playing(rig)
        left = rig.stored()
    rig.restore(left)
    rig.reboot()
    async with rig.service():
        watcher = await rig.watcher()
        assert (radio_of(watcher).state, radio_of(watcher).battery) == ("Playing", "guess")


async def test_a_machine_that_was_told_to_end_leaves_none(rig: Rig) -> None:
    async with rig.service():
        await playing(rig)
    rig.reboot()
    async with rig.service():
        assert radio_of(await rig.watcher()).battery is None


async def test_where_the_feed_is_sensed_nothing_is_guessed(wired: Rig) -> None:
    async with wired.service():
        await playing(wired)
        left = wired.stored()
    wired.restore(left)
    wired.reboot()
    async with wired.service():
        assert radio_of(await wired.watcher()).battery is None


async def test_a_clock_that_lost_the_permanent_feed_bears_witness(rig: Rig) -> None:
    async with rig.service():
        await playing(rig)
    rig.chip = FakeChip()
    async with rig.service():
        watcher = await rig.watcher()
        assert (radio_of(watcher).state, radio_of(watcher).battery) == ("Asking", "clock")


async def test_what_the_clock_said_is_cleared_once_it_is_written_down(rig: Rig) -> None:
    async with rig.service():
        await playing(rig)
    rig.chip = FakeChip()
    async with rig.service():
        assert rig.chip.registers[0x0F] == 0


async def test_a_clock_that_ran_on_rules_the_guess_out(rig: Rig) -> None:
    rig.chip = FakeChip()
    async with rig.service():
        await playing(rig)
        left = rig.stored()
    rig.restore(left)
    rig.reboot()
    async with rig.service():
        assert radio_of(await rig.watcher()).battery is None


async def test_a_clock_that_does_not_answer_is_a_trouble_and_no_witness(rig: Rig) -> None:
    rig.chip = FakeChip(error=errno.EREMOTEIO)
    async with rig.service():
        watcher = await playing(rig)
        trouble = watcher.state.panel.trouble
        assert trouble == (PinTrouble(reason="witness", detail="no_answer"),)


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
