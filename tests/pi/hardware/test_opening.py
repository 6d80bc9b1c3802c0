"""Opening the body: whatever is missing has its reason, and the rest works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from gpiozero import Factory
from gpiozero.exc import PinFixedPull, PinInvalidPin, PinUnknownPi
from gpiozero.pins.mock import MockFactory, MockPWMPin

from pi.hardware import panel as panel_module
from pi.hardware.panel import Panel, open_body
from pi.hardware.pin_faults import chip_fault, pin_fault
from pi.hardware.pins import has_pulses
from pi.hardware.told import NoBody, PinProblem
from pi.hardware.wiring import (
    PROPOSED,
    BuzzerKind,
    BuzzerWire,
    Lamp,
    LampKind,
    Signal,
    Wire,
    Wiring,
)
from pi.settings import Settings
from tests.pi.hardware.nothing_around import NOTHING

ROOT = Path(__file__).parents[3]
WIRED = Settings(pins=PROPOSED)

LOADED = """
import sys
from pi.hardware.panel import open_body
from pi.settings import Settings
body = open_body(Settings())
print(*sorted({name.split(".")[0] for name in sys.modules} & {"gpiozero", "lgpio", "colorzero"}))
print(type(body).__name__, body.problems)
"""

STUB = """
import sys, types
sys.modules["lgpio"] = types.ModuleType("lgpio") if sys.argv[1] == "stub" else None
from pi.hardware.panel import open_body
from pi.hardware.surroundings import Surroundings
from pi.hardware.wiring import PROPOSED
from pi.settings import Settings
body = open_body(Settings(pins=PROPOSED), around=Surroundings())
print(*(problem.reason for problem in body.problems))
"""


class lgpio_error(Exception):
    """As lgpio raises it."""


def in_a_new_python(script: str, *arguments: str) -> str:
    """What a script prints in a Python that has loaded nothing yet."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def mock_factory() -> MockFactory:
    """Pins of a Pi 3, the outputs dimmable."""
    return MockFactory(pin_class=MockPWMPin)


class OneBusyPin(MockFactory):
    """Pins of which one is taken by the kernel."""

    def __init__(self, error: Exception) -> None:
        super().__init__(pin_class=MockPWMPin)
        self._error = error

    def pin(self, name: object, **kwargs: object) -> object:
        if name == 6:
            raise self._error
        return super().pin(name, **kwargs)


def test_where_nothing_is_wired_nothing_of_gpiozero_is_loaded() -> None:
    assert in_a_new_python(LOADED) == "NoBody ()"


def test_where_nothing_is_wired_there_is_no_body() -> None:
    assert isinstance(open_body(Settings()), NoBody)


def test_what_is_wired_works() -> None:
    body = open_body(WIRED, mock_factory(), NOTHING)
    assert (body.wired, body.problems) == (frozenset(Signal), ())
    body.close()


def test_a_refused_pin_leaves_the_rest_working() -> None:
    wiring = Wiring(next=Wire(pin=0), back=Wire(pin=5))
    body = open_body(Settings(pins=wiring), mock_factory(), NOTHING)
    assert (body.wired, [p.reason for p in body.problems]) == ({Signal.BACK}, ["reserved"])
    body.close()


def test_where_every_pin_is_refused_there_is_no_body() -> None:
    body = open_body(Settings(pins=Wiring(next=Wire(pin=0))), mock_factory(), NOTHING)
    assert isinstance(body, NoBody)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (lgpio_error("GPIO busy"), "busy"),
        (PinInvalidPin("6 is not a valid pin name"), "wrong_board"),
        (PinFixedPull("a physical resistor"), "fixed_pull"),
        (RuntimeError("unheard of"), "fault"),
    ],
)
def test_a_pin_that_can_not_be_opened_leaves_the_rest_working(
    error: Exception, reason: str
) -> None:
    body = open_body(WIRED, OneBusyPin(error), NOTHING)
    assert body.wired == frozenset(Signal) - {Signal.NEXT}
    assert [(p.reason, p.signal, p.pin) for p in body.problems] == [(reason, Signal.NEXT, 6)]
    body.close()


@pytest.mark.parametrize("library", ["stub", "absent"])
def test_a_lgpio_that_is_empty_or_absent_is_no_library(library: str) -> None:
    assert in_a_new_python(STUB, library) == "no_library"


def test_a_machine_without_pins_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pins(has_pulses: bool) -> Factory:
        raise PinUnknownPi("unable to locate Pi revision")

    monkeypatch.setattr(panel_module, "lgpio_factory", no_pins)
    [problem] = open_body(WIRED, around=NOTHING).problems
    assert problem.signal is None


def test_a_panel_closes_the_factory_that_it_made(monkeypatch: pytest.MonkeyPatch) -> None:
    factory = mock_factory()
    monkeypatch.setattr(panel_module, "lgpio_factory", lambda has_pulses: factory)
    open_body(WIRED, around=NOTHING).close()
    assert not factory.pins


@pytest.mark.parametrize(
    ("wiring", "pulses"),
    [
        (PROPOSED, False),
        (Wiring(), False),
        (Wiring(lamp=Lamp(kind=LampKind.PWM, pin=20)), True),
        (Wiring(lamp=Lamp(kind=LampKind.RGB, red=22, green=23, blue=24)), True),
        (Wiring(buzzer=BuzzerWire(kind=BuzzerKind.TONAL, pin=21)), True),
    ],
)
def test_what_is_dimmed_or_given_tones_needs_pulses_in_time(wiring: Wiring, pulses: bool) -> None:
    assert has_pulses(wiring) is pulses


def test_a_panel_leaves_open_the_factory_that_it_was_given() -> None:
    factory = mock_factory()
    open_body(WIRED, factory, NOTHING).close()
    assert factory.pins


def test_without_a_chip_the_reason_is_that(tmp_path: Path) -> None:
    problem = chip_fault(PinUnknownPi("no Pi"), tmp_path)
    assert problem == PinProblem(reason="no_chip", detail=str(tmp_path / "gpiochip0"))


def test_with_a_chip_on_an_unknown_machine_the_board_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "gpiochip0").touch()
    assert chip_fault(PinUnknownPi("no Pi"), tmp_path).reason == "wrong_board"


def test_a_chip_that_may_not_be_opened_is_a_matter_of_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gpiochip0").touch()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    problem = chip_fault(lgpio_error("can not open gpiochip"), tmp_path)
    assert problem == PinProblem(reason="no_permission", detail=str(tmp_path / "gpiochip0"))


def test_a_fault_is_told_on_one_line() -> None:
    problem = pin_fault(RuntimeError("first\nsecond"), Signal.NEXT, 6)
    assert problem.detail == "RuntimeError: first second"


def test_levels_are_unknown_before_the_panel_is_started() -> None:
    body = open_body(WIRED, mock_factory(), NOTHING)
    assert isinstance(body, Panel)
    assert body.level(Signal.IGNITION) is None
    body.close()
