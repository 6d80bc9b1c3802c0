"""What the ignition's wire does to a wait."""

from pi.hardware.told import (
    FeedLost,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
)
from pi.hardware.wiring import Signal
from pi.service.asks import (
    AddVehicle,
    Look,
    Outcome,
    Report,
)
from tests.pi.service.driving import state_of, told
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.wired_radios import journaled, radio_of, wait_of, waiting


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
