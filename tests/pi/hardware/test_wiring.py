"""What is wrong with a wiring before a pin is touched, and what else uses the header of a Pi."""

from pathlib import Path

import pytest

from pi.hardware.wiring import (
    PROPOSED,
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
from pi.hardware.wiring_check import (
    BOARD_PINS,
    Bus,
    Surroundings,
    check,
    look_around,
    wired_signals,
)
from tests.pi.hardware.bench_panel import NOTHING

REFUSING_THE_PROPOSAL = {Board.X728, Board.PIVOYAGER, Board.I2S_AUDIO, Board.DPI_SCREEN}


def reasons(wiring: Wiring, around: Surroundings = NOTHING) -> set[tuple[str, Signal | None, str]]:
    """Each problem by its reason, signal and detail."""
    return {(p.reason, p.signal, p.detail) for p in check(wiring, around)}


def test_the_proposed_pins_are_sound_and_so_is_nothing() -> None:
    assert (check(PROPOSED, NOTHING), check(Wiring(), NOTHING)) == ((), ())
    assert list(wired_signals(PROPOSED)) == list(Signal)


_LAMP = Signal.LAMP
_RGB = LampKind.RGB


@pytest.mark.parametrize(
    ("wiring", "wanted"),
    [
        (
            Wiring(next=Wire(pin=6), back=Wire(pin=6), see=Wire(pin=19)),
            {("twice", Signal.NEXT, "back"), ("twice", Signal.BACK, "next")},
        ),
        (Wiring(lamp=Lamp(kind=_RGB, red=22, green=22, blue=24)), {("twice", _LAMP, "lamp")}),
        (
            Wiring(lamp=Lamp(kind=_RGB, red=22)),
            {("missing_pin", _LAMP, "green"), ("missing_pin", _LAMP, "blue")},
        ),
        (Wiring(lamp=Lamp()), {("missing_pin", _LAMP, "pin")}),
        (Wiring(lamp=Lamp(pin=20, red=22)), {("bad_file", _LAMP, "pins.lamp.red")}),
        (Wiring(lamp=Lamp(pin=20, active=Level.LOW)), set()),  # on any pin
        (
            Wiring(buzzer=BuzzerWire(kind=BuzzerKind.TONAL, pin=7, active=Level.LOW)),
            {("bad_file", Signal.BUZZER, "pins.buzzer.active")},
        ),
        (Wiring(next=Wire(pin=2, pull=Pull.DOWN)), {("fixed_pull", Signal.NEXT, "up")}),
        (Wiring(next=Wire(pin=0), back=Wire(pin=5)), {("reserved", Signal.NEXT, "id_eeprom")}),
        (Wiring(next=Wire(pin=1)), {("reserved", Signal.NEXT, "id_eeprom")}),
    ],
)
def test_each_problem_is_named_and_leaves_the_others_alone(
    wiring: Wiring, wanted: set[tuple[str, Signal, str]]
) -> None:
    assert reasons(wiring) == wanted


@pytest.mark.parametrize(
    ("bus", "pin"),
    [(Bus.I2C, 2), (Bus.I2C, 3), (Bus.SPI, 8), (Bus.SERIAL_CONSOLE, 14), (Bus.ONE_WIRE, 4)],
)
def test_a_pin_of_a_bus_is_refused_while_the_bus_is_on(bus: Bus, pin: int) -> None:
    wiring = Wiring(next=Wire(pin=pin))
    around = Surroundings(buses=frozenset({bus}))
    assert reasons(wiring, around) == {("clash", Signal.NEXT, bus.value)}
    assert reasons(wiring) == set()


@pytest.mark.parametrize("board", Board)
def test_a_board_that_is_named_or_found_keeps_its_pins(board: Board) -> None:
    pin, found = max(BOARD_PINS[board]), Surroundings(boards=frozenset({board}))
    clash = {("clash", Signal.NEXT, board.value)}
    assert reasons(Wiring(next=Wire(pin=pin), boards=(board,))) == clash
    assert reasons(Wiring(next=Wire(pin=pin)), found) == clash
    assert bool(check(PROPOSED, found)) is (board in REFUSING_THE_PROPOSAL)


@pytest.mark.parametrize(
    ("pin", "active", "sounds_at_boot"),
    [
        (21, Level.HIGH, False),
        (21, Level.LOW, True),
        (6, Level.HIGH, True),
        (6, Level.LOW, False),
        (8, Level.HIGH, True),
        (9, Level.HIGH, False),
    ],
)
def test_a_buzzer_that_would_sound_while_the_pi_boots_is_refused(
    pin: int, active: Level, sounds_at_boot: bool
) -> None:
    problems = reasons(Wiring(buzzer=BuzzerWire(pin=pin, active=active)))
    assert problems == ({("boots_on", Signal.BUZZER, active.value)} if sounds_at_boot else set())


def put(root: Path, place: str, content: str = "") -> None:
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def test_a_machine_that_tells_nothing_has_nothing_around(tmp_path: Path) -> None:
    assert look_around(tmp_path) == Surroundings()
    assert isinstance(look_around(), Surroundings)  # whatever this one has


@pytest.mark.parametrize(
    ("product", "boards"),
    [
        ("PiJuice\0", {Board.PIJUICE}),
        ("Witty Pi 4\0", {Board.WITTY_PI}),
        ("HiFiBerry DAC+\0", {Board.I2S_AUDIO}),
        ("X728\0", {Board.X728}),
        ("Sense HAT\0", set()),  # unheard of
    ],
)
def test_a_board_is_known_by_its_name(tmp_path: Path, product: str, boards: set[Board]) -> None:
    put(tmp_path, "proc/device-tree/hat/product", product)
    assert look_around(tmp_path).boards == boards


@pytest.mark.parametrize(
    ("place", "content", "buses"),
    [
        ("dev/i2c-1", "", {Bus.I2C}),
        ("sys/bus/spi/devices/spi0.0", "", {Bus.SPI}),
        ("proc/cmdline", "console=serial0,115200 console=tty1 root=x", {Bus.SERIAL_CONSOLE}),
        ("proc/cmdline", "console=ttyAMA0,115200 root=x", {Bus.SERIAL_CONSOLE}),
        ("sys/bus/w1/devices/w1_bus_master1", "", {Bus.ONE_WIRE}),
        ("dev/i2c-2", "", set()),  # these take no pin of the header
        ("sys/bus/spi/devices/spi1.0", "", set()),
        ("proc/cmdline", "console=tty1 root=x", set()),
    ],
)
def test_a_bus_that_is_on_and_takes_pins_is_seen(
    tmp_path: Path, place: str, content: str, buses: set[Bus]
) -> None:
    put(tmp_path, place, content)
    assert look_around(tmp_path).buses == buses
