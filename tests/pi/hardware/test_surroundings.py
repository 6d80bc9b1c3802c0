"""What else uses the header, read from files as a Pi has them."""

from pathlib import Path

import pytest

from pi.hardware.boards import Bus
from pi.hardware.surroundings import Surroundings, look_around
from pi.hardware.wiring import Board


def put(root: Path, place: str, content: str = "") -> None:
    """A file of a machine's."""
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def test_a_machine_that_tells_nothing_has_nothing_around(tmp_path: Path) -> None:
    assert look_around(tmp_path) == Surroundings()


def test_this_machine_can_be_looked_at() -> None:
    assert isinstance(look_around(), Surroundings)


@pytest.mark.parametrize(
    ("product", "board"),
    [
        ("PiJuice\0", Board.PIJUICE),
        ("Witty Pi 4\0", Board.WITTY_PI),
        ("HiFiBerry DAC+\0", Board.I2S_AUDIO),
        ("X728\0", Board.X728),
    ],
)
def test_a_board_is_known_by_the_name_it_gives(tmp_path: Path, product: str, board: Board) -> None:
    put(tmp_path, "proc/device-tree/hat/product", product)
    assert look_around(tmp_path).boards == {board}


def test_an_unheard_of_board_is_no_board(tmp_path: Path) -> None:
    put(tmp_path, "proc/device-tree/hat/product", "Sense HAT\0")
    assert look_around(tmp_path).boards == frozenset()


@pytest.mark.parametrize(
    ("place", "content", "bus"),
    [
        ("dev/i2c-1", "", Bus.I2C),
        ("sys/bus/spi/devices/spi0.0", "", Bus.SPI),
        ("proc/cmdline", "console=serial0,115200 console=tty1 root=x", Bus.SERIAL_CONSOLE),
        ("proc/cmdline", "console=ttyAMA0,115200 root=x", Bus.SERIAL_CONSOLE),
        ("sys/bus/w1/devices/w1_bus_master1", "", Bus.ONE_WIRE),
    ],
)
def test_a_bus_that_is_on_is_seen(tmp_path: Path, place: str, content: str, bus: Bus) -> None:
    put(tmp_path, place, content)
    assert look_around(tmp_path).buses == {bus}


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("dev/i2c-2", ""),
        ("sys/bus/spi/devices/spi1.0", ""),
        ("proc/cmdline", "console=tty1 root=x"),
    ],
)
def test_what_takes_no_pin_of_the_header_is_not_seen(
    tmp_path: Path, place: str, content: str
) -> None:
    put(tmp_path, place, content)
    assert look_around(tmp_path).buses == frozenset()
