"""Wires that do not work are named where they can be read, and keep nothing else from working."""

from pathlib import Path

import pytest

from pi.hardware.told import PinProblem
from pi.hardware.wiring import Signal
from pi.service.asks import Lock
from tests.stories.telling import SIZES, Size, read_aloud
from tests.stories.wired import in_a_wired_car

NEXT = PinProblem(reason="busy", signal=Signal.NEXT, pin=6)
LAMP = PinProblem(reason="clash", signal=Signal.LAMP, pin=7, detail="spi_screen")
NO_CHIP = PinProblem(reason="no_chip", detail="/dev/gpiochip0")
SEE_MORE = "A wire of the panel does not work: see More."


@pytest.mark.parametrize(("size", "kiosk"), SIZES)
async def test_a_button_that_does_not_work_is_named_on_more(
    tmp_path: Path, size: Size, kiosk: bool
) -> None:
    car = in_a_wired_car(tmp_path, {}, problems=(NEXT,), size=size, kiosk=kiosk)
    async with car as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("1 fault of the panel", ""),
                ("Button NEXT, pin 6: another program has it. End that.", ""),
            ]
        )


async def test_each_wire_has_a_line_of_its_own(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(NEXT, LAMP)) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("2 faults of the panel", ""),
                ("Button NEXT, pin 6", ""),
                ("Lamp, pin 7: used by spi screen.", ""),
            ]
        )


async def test_what_keeps_the_whole_panel_can_be_read_on_a_locked_screen(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(NO_CHIP,)) as (_, owner):
        await owner.app.tell(Lock())
        await owner.plays([("Vehicle 1", "More"), ("Panel: this machine has no pins", "")])


async def test_home_tells_of_a_sense_or_button_that_does_not_work(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(NEXT,)) as (_, owner):
        await owner.plays([("ASKS FOR ITS CODE", ""), (SEE_MORE, "")])


async def test_home_leaves_a_lamp_to_more(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(LAMP,)) as (_, owner):
        await owner.reads("ASKS FOR ITS CODE")
        assert SEE_MORE not in read_aloud(owner.screen)


async def test_a_wire_that_was_mended_is_named_no_longer(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(NEXT,)) as (one, owner):
        await owner.reads(SEE_MORE)
        one.body.problems = ()
        assert one.house is not None
        one.house.refit()
        await owner.until(lambda: SEE_MORE not in read_aloud(owner.screen), "no trouble")
