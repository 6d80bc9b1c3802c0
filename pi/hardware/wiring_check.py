"""What is wrong with a wiring before a pin is touched: in itself, on this board, or beside what
else uses the pins. Data, no sentences.

A signal with a problem is not opened; the others are. Buses and boards are refused where they
are in use: their pins are as good as any where they are not.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Final

from msgspec import UNSET, Struct

from pi.hardware.port import PinProblem
from pi.hardware.wiring import (
    Board,
    BuzzerKind,
    BuzzerWire,
    Lamp,
    LampKind,
    Level,
    Pull,
    Signal,
    Wire,
    Wiring,
)

ID_EEPROM: Final = frozenset({0, 1})  # where a board tells its name; nothing else may be there
I2C_PULLED_UP: Final = frozenset({2, 3})  # by 1.8 kilohms on the Pi itself

BOOTS_PULLED_UP: Final = frozenset(range(9))  # the others are pulled down until they are set

_SERIAL_CONSOLES = ("console=ttyAMA", "console=ttyS0", "console=serial0")

Wired = Wire | Lamp | BuzzerWire
_COLOURS = ("red", "green", "blue")


class Bus(StrEnum):
    """A bus of the Pi's own that takes pins while it is turned on."""

    I2C = "i2c"
    SPI = "spi"
    SERIAL_CONSOLE = "serial_console"
    ONE_WIRE = "one_wire"


BUS_PINS: Final = {
    Bus.I2C: frozenset({2, 3}),
    Bus.SPI: frozenset({7, 8, 9, 10, 11}),
    Bus.SERIAL_CONSOLE: frozenset({14, 15}),
    Bus.ONE_WIRE: frozenset({4}),
}

BOARD_PINS: Final = {
    Board.CARPIHAT: frozenset({2, 3, 25}),  # its inputs 12 and 13 are for signals
    Board.DPI_SCREEN: frozenset(range(28)),
    Board.I2S_AUDIO: frozenset({18, 19, 20, 21}),
    Board.ONOFF_SHIM: frozenset({4, 17}),
    Board.PIGEON_UPS: frozenset({4, 27}),
    Board.PIJUICE: frozenset({2, 3}),
    Board.PIVOYAGER: frozenset({2, 3, 26}),
    Board.SPI_SCREEN: frozenset({7, 8, 9, 10, 11, 17, 18, 22, 24, 25}),
    Board.WITTY_PI: frozenset({2, 3, 4, 14, 17}),
    Board.X728: frozenset({2, 3, 5, 6, 12, 13, 16}),
}

# Parts of the names that boards give themselves, in small letters.
NAMES: Final = {
    "carpihat": Board.CARPIHAT,
    "hyperpixel": Board.DPI_SCREEN,
    "dac": Board.I2S_AUDIO,
    "audio": Board.I2S_AUDIO,
    "hifiberry": Board.I2S_AUDIO,
    "onoff": Board.ONOFF_SHIM,
    "pijuice": Board.PIJUICE,
    "pivoyager": Board.PIVOYAGER,
    "pitft": Board.SPI_SCREEN,
    "witty pi": Board.WITTY_PI,
    "x728": Board.X728,
}


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


def wired_signals(wiring: Wiring) -> dict[Signal, Wired]:
    """What is wired, by signal, in the order the signals are declared."""
    every: Iterator[tuple[Signal, Wired | None]] = (
        (signal, getattr(wiring, signal.value)) for signal in Signal
    )
    return {signal: wire for signal, wire in every if wire is not None}


def pins_of(wire: Wired) -> tuple[int, ...]:
    """The BCM numbers that a signal uses."""
    if not isinstance(wire, Lamp):
        return (wire.pin,)
    names = _COLOURS if wire.kind is LampKind.RGB else ("pin",)
    pins = [getattr(wire, name) for name in names]
    return tuple(pin for pin in pins if pin is not UNSET)


def check(wiring: Wiring, around: Surroundings) -> tuple[PinProblem, ...]:
    """Every problem of a wiring, signal by signal, one for each pin.

    Of two signals on one pin neither is opened: which of them is really wired is not known.
    """
    signals = wired_signals(wiring)
    users: dict[int, list[Signal]] = {}
    for signal, wire in signals.items():
        for pin in pins_of(wire):
            users.setdefault(pin, []).append(signal)
    problems: list[PinProblem] = []
    for signal, wire in signals.items():
        problems += _shape(signal, wire)
        for pin in sorted(set(pins_of(wire))):
            fault = _shared(signal, users[pin]) or _pin_fault(wiring, around, wire, pin)
            if fault:
                reason, detail = fault
                problems.append(PinProblem(reason=reason, signal=signal, pin=pin, detail=detail))
    return tuple(problems)


def _shared(signal: Signal, users: list[Signal]) -> tuple[str, str] | None:
    if len(users) < 2:
        return None
    others = [user.value for user in users if user is not signal]
    return "twice", ", ".join(others) or signal.value


def _shape(signal: Signal, wire: Wired) -> Iterator[PinProblem]:
    """A lamp has the pins of its kind, and no others; tones are made with a high level only."""
    is_tonal = isinstance(wire, BuzzerWire) and wire.kind is BuzzerKind.TONAL
    if is_tonal and wire.active is Level.LOW:
        yield PinProblem(reason="bad_file", signal=signal, detail="pins.buzzer.active")
    if not isinstance(wire, Lamp):
        return
    needed = _COLOURS if wire.kind is LampKind.RGB else ("pin",)
    for name in ("pin", *_COLOURS):
        is_given = getattr(wire, name) is not UNSET
        if name in needed and not is_given:
            yield PinProblem(reason="missing_pin", signal=signal, detail=name)
        elif name not in needed and is_given:
            yield PinProblem(reason="bad_file", signal=signal, detail=f"pins.{signal}.{name}")


def _pin_fault(
    wiring: Wiring, around: Surroundings, wire: Wired, pin: int
) -> tuple[str, str] | None:
    """The reason and the detail why a signal can't have this pin."""
    if pin in ID_EEPROM:
        return "reserved", "id_eeprom"
    for holder in chain(_boards_on(pin, wiring, around), _buses_on(pin, around)):
        return "clash", holder
    if isinstance(wire, Wire):
        if pin in I2C_PULLED_UP and wire.pull is Pull.DOWN:
            return "fixed_pull", Pull.UP.value
        return None
    # A transistor hears the 50 kilohms of a booting pin; a lamp does not show them.
    if isinstance(wire, BuzzerWire) and _boots_on(wire.active, pin):
        return "boots_on", wire.active.value
    return None


def _boards_on(pin: int, wiring: Wiring, around: Surroundings) -> Iterator[str]:
    boards = sorted({*wiring.boards, *around.boards})
    return (board.value for board in boards if pin in BOARD_PINS[board])


def _buses_on(pin: int, around: Surroundings) -> Iterator[str]:
    return (bus.value for bus in sorted(around.buses) if pin in BUS_PINS[bus])


def _boots_on(active: Level, pin: int) -> bool:
    return (active is Level.HIGH) is (pin in BOOTS_PULLED_UP)
