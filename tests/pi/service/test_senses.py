"""What the wires say of the car: the ignition to a wait, the feed to the battery, parking to all.

Other wires take their place without a restart, and settings that can't be followed change none.
"""

import errno
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pi.hardware import port
from pi.hardware.wiring import Signal
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, Reason
from pi.service.protocol.commands import Outcome, Report
from pi.service.protocol.views import PinTrouble
from tests.pi.service.driving import entry_of, radio_of, rejected, state_of, told, wait_of
from tests.pi.service.rig import CORSA, Rig, Talker, no_writes
from tests.pi.service.wires import ALL, FakeBody, FakeChip


@pytest.fixture
async def served(wired: Rig) -> AsyncIterator[Rig]:
    """A service with every wire, and a radio that is set up."""
    async with wired.service():
        await wired.set_up()
        yield wired


async def playing(rig: Rig) -> Talker:
    """A watching session of a radio that plays."""
    await rig.set_up()
    watcher = await rig.watcher()
    await watcher.does(told(Outcome.ACCEPTED))
    return watcher


async def test_a_dip_of_the_ignition_stops_the_counting_and_decides_nothing(served: Rig) -> None:
    watcher = await rejected(served)
    served.clock.pass_time(10)
    served.body.tell(port.IgnitionFell())
    await watcher.catch_up()
    assert (wait_of(watcher).counting, served.rows("SupplyFell")) == (False, 1)
    served.body.levels[Signal.IGNITION] = False
    served.house.mark_now()  # in the middle of it
    served.body.levels[Signal.IGNITION] = True
    served.body.tell(port.IgnitionCameBack())
    await watcher.catch_up()
    assert (wait_of(watcher).counting, served.rows("PowerReported")) == (True, 0)
    before = wait_of(watcher).counted_s
    await served.count(30)
    await watcher.catch_up()
    assert wait_of(watcher).counted_s == before + 30


async def test_while_the_ignition_is_off_nothing_is_counted_on_an_owners_word(served: Rig) -> None:
    watcher = await rejected(served)
    served.body.tell(port.IgnitionFell(), port.IgnitionIs(on=False))
    await served.count(600)
    await watcher.catch_up()
    assert (wait_of(watcher).counted_s, wait_of(watcher).why_not) == (0, "power_off")
    await watcher.does(told(Outcome.POWER_ON))
    await served.count(45)
    await watcher.catch_up()
    assert (wait_of(watcher).counted_s, wait_of(watcher).counting) == (0, False)
    served.body.tell(port.IgnitionIs(on=True))
    await watcher.catch_up()
    assert wait_of(watcher).counting


@pytest.mark.parametrize("reboots", [False, True])
async def test_after_a_reboot_the_sense_says_that_it_is_on_but_not_what_a_gap_was(
    wired: Rig, reboots: bool
) -> None:
    async with wired.service():
        await wired.set_up()
        await rejected(wired)
    wired.reboot() if reboots else wired.clock.pass_time(600)
    async with wired.service():
        watcher = await wired.watcher()
        wired.body.tell(port.IgnitionIs(on=True))
        await wired.count(30)
        await watcher.catch_up()
        told_of = (None, 30) if reboots else ("power_unknown", 0)
        assert (wait_of(watcher).why_not, wait_of(watcher).counted_s) == told_of


async def test_what_a_wire_says_stands_and_is_heard_for_a_hidden_wait(served: Rig) -> None:
    watcher = await rejected(served)
    await served.count(30)
    await watcher.does(told(Outcome.ASKS_AGAIN))
    served.body.tell(port.IgnitionIs(on=False))
    await watcher.does(told(Outcome.TAKE_BACK))
    assert (wait_of(watcher).counted_s, wait_of(watcher).why_not) == (0.0, "power_off")
    await watcher.does(told(Outcome.REJECTED))
    served.body.tell(port.IgnitionIs(on=True), port.IgnitionIs(on=False))
    await watcher.does(told(Outcome.TAKE_BACK))
    assert radio_of(watcher).rejected == 1  # it was the wrong code that was none


async def test_the_wires_are_of_one_vehicle_and_nobodys_once_it_is_removed(served: Rig) -> None:
    watcher, owner = await rejected(served), await served.owner()
    await owner.does(
        commands.AddVehicle(vehicle=CORSA), Report(outcome=Outcome.ACCEPTED, vehicle=2)
    )
    served.body.tell(port.FeedLost())
    await owner.does(commands.Look(vehicle=2))
    await watcher.does(commands.Look(vehicle=1))
    assert (state_of(owner), radio_of(watcher).battery) == ("Playing", "pin")
    assert owner.state.panel.trouble == ()
    await owner.does(commands.RemoveVehicle(vehicle=1))
    (trouble,) = (await owner.catch_up()).panel.trouble
    assert (trouble.reason, trouble.detail) == ("vehicle_removed", "1")


@pytest.mark.parametrize(
    ("last", "told_of"),
    [(port.FeedLost(), ("Asking", "pin")), (port.FeedCameBack(), ("Playing", None))],
)
async def test_a_feed_that_is_lost_is_told_and_one_that_comes_back_at_once_is_nothing(
    wired: Rig, last: port.FeedLost | port.FeedCameBack, told_of: tuple[str, str | None]
) -> None:
    async with wired.service():
        watcher = await playing(wired)
        wired.body.tell(port.FeedFell(), last)
        await watcher.catch_up()
        assert (state_of(watcher), radio_of(watcher).battery) == told_of


async def test_a_machine_that_died_as_the_feed_fell_knows_it_at_its_start(wired: Rig) -> None:
    async with wired.service():
        await playing(wired)
        wired.body.tell(port.FeedFell())
    wired.reboot()
    async with wired.service():
        watcher = await wired.watcher()
        assert (state_of(watcher), radio_of(watcher).battery) == ("Asking", "pin")


@pytest.mark.parametrize(
    ("sensed", "chip", "cut_off", "battery"),
    [
        (False, False, True, "guess"),
        (False, False, False, None),  # it was told to end
        (True, False, True, None),  # the feed would have told
        (False, True, True, None),  # the clock ran on
    ],
)
async def test_only_a_machine_that_lost_its_power_without_a_word_or_a_witness_leaves_a_guess(
    rig: Rig, sensed: bool, chip: bool, cut_off: bool, battery: str | None
) -> None:
    rig.body = FakeBody(ALL if sensed else frozenset())
    rig.chip = FakeChip() if chip else None
    async with rig.service():
        await playing(rig)
        left = rig.stored()
    if cut_off:
        rig.restore(left)
    rig.reboot()
    async with rig.service():
        watcher = await rig.watcher()
        assert (state_of(watcher), radio_of(watcher).battery) == ("Playing", battery)


async def test_a_clock_that_lost_the_feed_bears_witness_until_it_is_written(rig: Rig) -> None:
    async with rig.service():
        await playing(rig)
    rig.chip = FakeChip()
    with no_writes():
        async with rig.service():
            assert rig.chip.registers[0x0F] == 0x80
    async with rig.service():
        watcher = await rig.watcher()
        assert (state_of(watcher), radio_of(watcher).battery) == ("Asking", "clock")
        assert rig.chip.registers[0x0F] == 0


async def test_a_clock_that_does_not_answer_is_a_trouble_and_no_witness(rig: Rig) -> None:
    rig.chip = FakeChip(error=errno.EREMOTEIO)
    async with rig.service():
        watcher = await playing(rig)
        trouble = watcher.state.panel.trouble
        assert trouble == (PinTrouble(reason="witness", detail="no_answer"),)


async def test_while_the_car_may_move_no_entry_begins_goes_on_or_is_shown(served: Rig) -> None:
    owner = await served.owner()
    served.body.tell(port.ParkedIs(parked=None))
    assert await owner.why_not(commands.StartWalkthrough()) is Reason.NOT_PARKED
    served.body.tell(port.ParkedIs(parked=True))
    await owner.does(commands.StartWalkthrough())
    served.body.tell(port.ParkedIs(parked=False))
    await owner.catch_up()
    assert (state_of(owner), owner.state.entry) == ("Entering", None)
    assert await owner.why_not(commands.ConfirmStep(step=0)) is Reason.NOT_PARKED
    served.body.tell(port.ParkedIs(parked=True))
    await owner.does(commands.ConfirmStep(step=0))
    while not entry_of(owner).before_confirm:
        await owner.does(commands.ConfirmStep(step=entry_of(owner).at))
    check = entry_of(owner).at
    served.body.tell(port.ParkedIs(parked=False))
    assert await owner.why_not(commands.PromptConfirm(step=check)) is Reason.NOT_PARKED
    served.body.tell(port.ParkedIs(parked=True))
    await owner.does(commands.StepBack(step=check))
    assert entry_of(owner).at == check - 1


@pytest.mark.parametrize(("ignition", "shown"), [(True, False), (None, False), (False, True)])
async def test_a_code_is_shown_only_where_the_car_stands_for_certain(
    served: Rig, ignition: bool | None, shown: bool
) -> None:
    served.body.levels = {Signal.PARKED: None, Signal.IGNITION: ignition}
    answer = await (await served.owner()).ask(commands.ShowCode())
    assert isinstance(answer, CodeShown) is shown


async def test_lights_and_other_wires_are_told_to_every_session(served: Rig) -> None:
    watchers, before = [await served.watcher(), await served.owner()], served.body
    before.tell(port.LightsAre(on=True))
    assert [(await one.catch_up()).car.lights for one in watchers] == [True, True]
    served.body = FakeBody(frozenset({Signal.SEE}))
    served.house.refit()
    assert [(await one.catch_up()).panel.buttons for one in watchers] == [("see",)] * 2
    assert before.closed


async def test_bad_settings_leave_the_wires_of_before_and_are_said_until_they_are_mended(
    served: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def trouble() -> list[str]:
        return [one.place for one in await served.found("pin") if one.reason == "bad_file"]

    settings, before = tmp_path / "steadyhand.toml", served.body
    monkeypatch.setenv("STEADYHAND_SETTINGS", str(settings))
    served.body = FakeBody(frozenset({Signal.SEE}))
    for text, why in (
        ("[pins.nxt]\npin = 6\n", None),
        ("[pace]\nbeat_s = 'fast'\n", "pace.beat_s: Expected `float`, got `str`"),
    ):
        capfd.readouterr()
        settings.write_text(text)
        served.house.reload()
        assert not before.closed
        (said,) = await trouble()
        assert why is None or said == f"{settings}: {why}"
        line = f"steadyhandd: {said}; the settings of before stay in force\n"
        assert capfd.readouterr().err == line
    settings.write_text("")
    served.house.reload()
    assert before.closed
    assert await trouble() == []
    assert capfd.readouterr().err == ""
