"""What is wrong with a wiring before a pin is touched. Data, no sentences.

A signal with a problem is not opened; the others are. Buses and boards are refused where they
are in use: their pins are as good as any where they are not.
"""

from collections.abc import Iterator
from itertools import chain

from msgspec import UNSET

from pi.hardware.boards import BOARD_PINS, BOOTS_PULLED_UP, BUS_PINS, I2C_PULLED_UP, ID_EEPROM
from pi.hardware.body import PinProblem
from pi.hardware.surroundings import Surroundings
from pi.hardware.wiring import (
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

Wired = Wire | Lamp | BuzzerWire
_COLOURS = ("red", "green", "blue")


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
