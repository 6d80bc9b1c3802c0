"""What else uses the header, as far as the machine itself can say."""

from pathlib import Path

from msgspec import Struct

from pi.hardware.boards import NAMES, Bus
from pi.hardware.wiring import Board

_SERIAL_CONSOLES = ("console=ttyAMA", "console=ttyS0", "console=serial0")


class Surroundings(Struct, frozen=True, kw_only=True):
    """Boards and buses that keep pins for themselves."""

    boards: frozenset[Board] = frozenset()
    buses: frozenset[Bus] = frozenset()


def look_around(root: Path = Path("/")) -> Surroundings:
    """What ``/proc``, ``/dev`` and ``/sys`` tell; what can't be read is taken as absent."""
    product = _text(root / "proc/device-tree/hat/product").casefold()
    return Surroundings(
        boards=frozenset(board for name, board in NAMES.items() if name in product),
        buses=frozenset(_buses(root)),
    )


def _buses(root: Path) -> list[Bus]:
    command_line = _text(root / "proc/cmdline")
    is_on = {
        Bus.I2C: (root / "dev/i2c-1").exists(),
        Bus.SPI: _holds(root / "sys/bus/spi/devices", "spi0."),
        Bus.SERIAL_CONSOLE: any(sign in command_line for sign in _SERIAL_CONSOLES),
        Bus.ONE_WIRE: _holds(root / "sys/bus/w1/devices", "w1_bus_master"),
    }
    return [bus for bus, on in is_on.items() if on]


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace").rstrip("\0\n")
    except OSError:
        return ""


def _holds(directory: Path, beginning: str) -> bool:
    try:
        return any(entry.name.startswith(beginning) for entry in directory.iterdir())
    except OSError:
        return False
