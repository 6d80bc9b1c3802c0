"""A battery that was cut: seen, witnessed by a clock, or guessed."""

import errno

from pi.hardware.told import (
    FeedCameBack,
    FeedFell,
    FeedLost,
)
from pi.service.shown import PinTrouble
from tests.pi.service.rig import Rig
from tests.pi.service.wired_radios import playing, radio_of
from tests.pi.service.wires import FakeChip


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
