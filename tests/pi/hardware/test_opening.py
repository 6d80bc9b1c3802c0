"""Opening the body: whatever is missing has its reason, and the rest works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from gpiozero.exc import PinFixedPull, PinInvalidPin, PinUnknownPi
from gpiozero.pins.mock import MockFactory, MockPWMPin

from pi.hardware import panel as panel_module
from pi.hardware.body import NoBody
from pi.hardware.panel import open_body
from pi.hardware.pins import chip_fault, has_pulses
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
from tests import ROOT
from tests.pi.hardware.bench_panel import NOTHING

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
from pi.hardware.wiring_check import Surroundings
from pi.hardware.wiring import PROPOSED
from pi.settings import Settings
body = open_body(Settings(pins=PROPOSED), around=Surroundings())
print(*(problem.reason for problem in body.problems))
"""


class lgpio_error(Exception):
    """As lgpio raises it."""


def in_a_new_python(script: str, *arguments: str) -> str:
    """What a script prints in a Python that has loaded nothing yet."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.check_output(command, cwd=ROOT, text=True).strip()


class OneBusyPin(MockFactory):
    """Pins of which one is taken by the kernel."""

    def __init__(self, error: Exception) -> None:
        super().__init__(pin_class=MockPWMPin)
        self._error = error

    def pin(self, name: object, **kwargs: object) -> object:
        if name == 6:
            raise self._error
        return super().pin(name, **kwargs)


def test_where_nothing_is_wired_there_is_no_body_and_nothing_of_gpiozero_is_loaded() -> None:
    assert in_a_new_python(LOADED) == "NoBody ()"


def test_what_is_wired_works_and_closes_the_factory_that_it_made_and_none_that_it_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factory = MockFactory(pin_class=MockPWMPin)
    body = open_body(WIRED, factory, NOTHING)
    assert (body.wired, body.problems) == (frozenset(Signal), ())
    assert body.level(Signal.IGNITION) is None  # before it is started
    body.close()
    assert factory.pins
    monkeypatch.setattr(panel_module, "lgpio_factory", lambda has_pulses: factory)
    open_body(WIRED, around=NOTHING).close()
    assert not factory.pins


def test_a_refused_pin_leaves_the_rest_working_and_alone_there_is_no_body() -> None:
    wiring = Wiring(next=Wire(pin=0), back=Wire(pin=5))
    body = open_body(Settings(pins=wiring), MockFactory(pin_class=MockPWMPin), NOTHING)
    assert (body.wired, [p.reason for p in body.problems]) == ({Signal.BACK}, ["reserved"])
    body.close()
    body = open_body(
        Settings(pins=Wiring(next=Wire(pin=0))), MockFactory(pin_class=MockPWMPin), NOTHING
    )
    assert isinstance(body, NoBody)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (lgpio_error("GPIO busy"), "busy"),
        (PinInvalidPin("6 is not a valid pin name"), "wrong_board"),
        (PinFixedPull("a physical resistor"), "fixed_pull"),
        (RuntimeError("unheard\nof"), "fault"),
    ],
)
def test_a_pin_that_can_not_be_opened_leaves_the_rest(error: Exception, reason: str) -> None:
    body = open_body(WIRED, OneBusyPin(error), NOTHING)
    assert body.wired == frozenset(Signal) - {Signal.NEXT}
    [problem] = body.problems
    assert (problem.reason, problem.signal, problem.pin) == (reason, Signal.NEXT, 6)
    assert "\n" not in problem.detail
    body.close()


@pytest.mark.parametrize("library", ["stub", "absent"])
def test_a_lgpio_that_is_empty_or_absent_is_no_library(library: str) -> None:
    assert in_a_new_python(STUB, library) == "no_library"


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


@pytest.mark.parametrize(
    ("there", "permitted", "reason"),
    [(False, True, "no_chip"), (True, False, "no_permission"), (True, True, "wrong_board")],
)
def test_why_no_pin_can_be_had_is_told_by_the_chip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, permitted: bool, reason: str
) -> None:
    chip = tmp_path / "gpiochip0"
    if there:
        chip.touch()
    monkeypatch.setattr(os, "access", lambda path, mode: permitted)
    problem = chip_fault(PinUnknownPi("no Pi"), tmp_path)
    assert (problem.reason, problem.signal) == (reason, None)
    assert problem.detail == (str(chip) if reason.startswith("no_") else "PinUnknownPi: no Pi")
