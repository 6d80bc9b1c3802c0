"""What is wrong with a wiring, before a pin is touched."""

import pytest

from pi.hardware.boards import BOARD_PINS, Bus
from pi.hardware.surroundings import Surroundings
from pi.hardware.told import PinProblem
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
from pi.hardware.wiring_check import check, pins_of, wired_signals
from tests.pi.hardware.nothing_around import NOTHING

REFUSING_THE_PROPOSAL = {Board.X728, Board.PIVOYAGER, Board.I2S_AUDIO, Board.DPI_SCREEN}


def reasons(wiring: Wiring, around: Surroundings = NOTHING) -> set[tuple[str, Signal | None, str]]:
    """Each problem by its reason, signal and detail."""
    return {(p.reason, p.signal, p.detail) for p in check(wiring, around)}


def test_the_proposed_pins_are_sound() -> None:
    assert check(PROPOSED, NOTHING) == ()


def test_nothing_wired_is_sound() -> None:
    assert check(Wiring(), NOTHING) == ()


def test_of_two_signals_on_one_pin_each_names_the_other() -> None:
    wiring = Wiring(next=Wire(pin=6), back=Wire(pin=6), see=Wire(pin=19))
    assert reasons(wiring) == {("twice", Signal.NEXT, "back"), ("twice", Signal.BACK, "next")}


def test_a_lamp_with_one_pin_for_two_colours_is_refused() -> None:
    lamp = Lamp(kind=LampKind.RGB, red=22, green=22, blue=24)
    assert reasons(Wiring(lamp=lamp)) == {("twice", Signal.LAMP, "lamp")}


@pytest.mark.parametrize("pin", [0, 1])
def test_the_pins_of_the_id_eeprom_are_reserved_for_ever(pin: int) -> None:
    [problem] = check(Wiring(next=Wire(pin=pin)), NOTHING)
    wanted = PinProblem(reason="reserved", signal=Signal.NEXT, pin=pin, detail="id_eeprom")
    assert problem == wanted


@pytest.mark.parametrize(
    ("bus", "pin"),
    [(Bus.I2C, 2), (Bus.I2C, 3), (Bus.SPI, 8), (Bus.SERIAL_CONSOLE, 14), (Bus.ONE_WIRE, 4)],
)
def test_a_pin_of_a_bus_is_refused_while_the_bus_is_on(bus: Bus, pin: int) -> None:
    around = Surroundings(buses=frozenset({bus}))
    assert reasons(Wiring(next=Wire(pin=pin)), around) == {("clash", Signal.NEXT, bus.value)}


@pytest.mark.parametrize("pin", [2, 3, 4, 8, 14])
def test_a_pin_of_a_bus_that_is_off_is_as_good_as_any(pin: int) -> None:
    assert check(Wiring(next=Wire(pin=pin)), NOTHING) == ()


@pytest.mark.parametrize("board", Board)
def test_a_board_that_is_named_keeps_its_pins(board: Board) -> None:
    wiring = Wiring(next=Wire(pin=max(BOARD_PINS[board])), boards=(board,))
    assert reasons(wiring) == {("clash", Signal.NEXT, board.value)}


def test_a_board_that_was_found_keeps_its_pins_too() -> None:
    around = Surroundings(boards=frozenset({Board.X728}))
    assert reasons(Wiring(next=Wire(pin=6)), around) == {("clash", Signal.NEXT, "x728")}


@pytest.mark.parametrize("board", Board)
def test_the_proposal_is_free_of_all_boards_but_those_that_are_known_to_clash(
    board: Board,
) -> None:
    clashes = check(PROPOSED, Surroundings(boards=frozenset({board})))
    assert bool(clashes) is (board in REFUSING_THE_PROPOSAL)


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


def test_a_lamp_may_be_on_any_pin() -> None:
    assert check(Wiring(lamp=Lamp(pin=20, active=Level.LOW)), NOTHING) == ()


def test_a_lamp_of_three_colours_needs_three_pins() -> None:
    lamp = Lamp(kind=LampKind.RGB, red=22)
    wanted = {("missing_pin", Signal.LAMP, "green"), ("missing_pin", Signal.LAMP, "blue")}
    assert reasons(Wiring(lamp=lamp)) == wanted


@pytest.mark.parametrize("kind", [LampKind.LED, LampKind.PWM])
def test_a_lamp_of_one_colour_needs_its_pin(kind: LampKind) -> None:
    assert reasons(Wiring(lamp=Lamp(kind=kind))) == {("missing_pin", Signal.LAMP, "pin")}


def test_a_pin_that_the_kind_does_not_use_is_named() -> None:
    lamp = Lamp(pin=20, red=22)
    assert reasons(Wiring(lamp=lamp)) == {("bad_file", Signal.LAMP, "pins.lamp.red")}


def test_tones_can_not_be_made_with_a_low_level() -> None:
    buzzer = BuzzerWire(kind=BuzzerKind.TONAL, pin=7, active=Level.LOW)
    assert ("bad_file", Signal.BUZZER, "pins.buzzer.active") in reasons(Wiring(buzzer=buzzer))


def test_a_pin_that_is_pulled_up_on_the_pi_can_not_be_pulled_down() -> None:
    wiring = Wiring(next=Wire(pin=2, pull=Pull.DOWN))
    assert reasons(wiring) == {("fixed_pull", Signal.NEXT, "up")}


def test_one_bad_pin_leaves_the_others_alone() -> None:
    wiring = Wiring(next=Wire(pin=0), back=Wire(pin=5))
    assert {problem.signal for problem in check(wiring, NOTHING)} == {Signal.NEXT}


def test_every_signal_can_be_wired() -> None:
    assert list(wired_signals(PROPOSED)) == list(Signal)


def test_a_lamp_of_three_colours_has_three_pins() -> None:
    assert pins_of(Lamp(kind=LampKind.RGB, red=22, green=23, blue=24)) == (22, 23, 24)
