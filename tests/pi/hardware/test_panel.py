"""The whole panel: how it opens, levels in and facts out, when wires are looked at, and threads."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from gpiozero.exc import PinFixedPull, PinInvalidPin, PinUnknownPi
from gpiozero.pins.mock import MockFactory, MockPWMPin

from pi.hardware import panel as panel_module
from pi.hardware.panel import open_body
from pi.hardware.pins import chip_fault, has_pulses
from pi.hardware.port import (
    ButtonPressed,
    Cue,
    FeedFell,
    FeedLost,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    LightsAre,
    NoBody,
    ParkedIs,
    Told,
)
from pi.hardware.sampler import Stepper
from pi.hardware.wiring import (
    BUTTONS,
    PROPOSED,
    SENSES,
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
from pi.settings import Settings
from tests import ROOT
from tests.pi.hardware.bench_panel import NOTHING, BenchPanel
from tests.pi.hardware.wires import until


@pytest.fixture
def bench() -> Iterator[BenchPanel]:
    """A panel of the proposed pins, in a car that stands with its ignition on."""
    bench = BenchPanel()
    for signal in (Signal.IGNITION, Signal.FEED, Signal.PARKED):
        bench.drive(signal, True)
    yield bench
    bench.panel.close()


@pytest.fixture
def settled(bench: BenchPanel) -> BenchPanel:
    """The same, once every filter knows its wire."""
    bench.settle()
    return bench


def test_for_a_second_after_the_start_nothing_is_told_or_known(bench: BenchPanel) -> None:
    assert (bench.panel.wired, bench.panel.problems) == (frozenset(Signal), ())
    presses = bench.press(Signal.NEXT, 0.1) + bench.press(Signal.NEXT, 0.1)
    assert presses + bench.pass_time(0.38) == []
    assert {bench.panel.level(sense) for sense in SENSES} == {None}
    first = [IgnitionIs(on=True), ParkedIs(parked=True), LightsAre(on=False)]
    assert [fact for fact in bench.settle() if fact != ParkedIs(parked=None)] == first
    assert [bench.panel.level(sense) for sense in SENSES] == [True, True, True, False]


def test_a_press_of_each_button_is_told_be_it_long_or_beside_another(settled: BenchPanel) -> None:
    for button in BUTTONS:
        assert settled.press(button) == [ButtonPressed(button=button)]
        assert settled.press(button, 1.2) == [ButtonPressed(button=button, held=True)]
    settled.drive(Signal.BACK, True)
    told = settled.press(Signal.NEXT)
    settled.drive(Signal.BACK, False)
    told += settled.pass_time(0.2)
    assert told == [ButtonPressed(button=Signal.NEXT), ButtonPressed(button=Signal.BACK)]


def test_an_edge_that_was_missed_is_caught_within_a_second(settled: BenchPanel) -> None:
    settled.panel.on_edge = lambda signal, age_s, active: None
    settled.drive(Signal.LIGHTS, True)
    assert settled.pass_time(1.4) == [LightsAre(on=True)]


def test_during_the_dip_of_a_starting_engine_nobody_is_parked(settled: BenchPanel) -> None:
    settled.drive(Signal.IGNITION, False)
    told = settled.pass_time(0.1)
    assert settled.panel.level(Signal.PARKED) is None
    settled.drive(Signal.IGNITION, True)
    told += settled.pass_time(1.5)
    assert settled.panel.level(Signal.PARKED) is True
    ignition = [fact for fact in told if not isinstance(fact, ParkedIs)]
    assert ignition == [IgnitionFell(), IgnitionCameBack()]


def test_a_battery_cut_is_written_down_before_it_is_decided(settled: BenchPanel) -> None:
    for signal in (Signal.IGNITION, Signal.FEED, Signal.PARKED):
        settled.drive(signal, False)
    told = [fact for fact in settled.pass_time(5.0) if not isinstance(fact, ParkedIs)]
    assert told == [IgnitionFell(), FeedFell(), IgnitionIs(on=False), FeedLost()]


def test_a_long_start_loses_no_feed_before_the_ignition_is_decided(settled: BenchPanel) -> None:
    settled.drive(Signal.FEED, False)
    told = settled.pass_time(1.0)
    settled.drive(Signal.IGNITION, False)
    told += settled.pass_time(1.5)
    assert FeedLost() not in told


def test_a_cut_wire_reads_as_absent_and_parked_stands_by_itself_without_an_ignition() -> None:
    bench = BenchPanel(Wiring(ignition=Wire(pin=12)))
    bench.factory.pin(12).drive_high()  # what the pull does with a wire that goes nowhere
    assert bench.settle() == [IgnitionIs(on=False)]
    bench = BenchPanel(Wiring(parked=Wire(pin=26)))
    bench.drive(Signal.PARKED, True)
    assert bench.settle() == [ParkedIs(parked=True)]


_PULLS = [(17, Pull.UP, "up"), (17, Pull.DOWN, "down"), (17, Pull.NONE, "floating")]


@pytest.mark.parametrize("active", Level)
@pytest.mark.parametrize(("pin", "pull", "given"), [*_PULLS, (3, Pull.NONE, "up")])
def test_every_active_level_and_pull_can_be_had_but_where_the_pi_pulls_itself(
    active: Level, pin: int, pull: Pull, given: str
) -> None:
    bench = BenchPanel(Wiring(next=Wire(pin=pin, active=active, pull=pull)))
    assert bench.factory.pin(pin).pull == given
    bench.settle()
    assert bench.press(Signal.NEXT) == [ButtonPressed(button=Signal.NEXT)]


def test_a_panel_keeps_its_pins_until_it_is_closed(settled: BenchPanel) -> None:
    problems = BenchPanel(factory=settled.factory).panel.problems
    assert {problem.reason for problem in problems} == {"busy"}
    settled.panel.close()
    assert BenchPanel(factory=settled.factory).panel.problems == ()


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


ALL_INPUTS = [signal for signal in Signal if signal not in (Signal.LAMP, Signal.BUZZER)]


class Levels:
    """Levels that are set by hand, and how often they were read."""

    def __init__(self) -> None:
        self.active: set[Signal] = set()
        self.broken: set[Signal] = set()
        self.reads = 0

    def read(self, signal: Signal) -> bool:
        self.reads += 1
        if signal in self.broken:
            raise OSError("the chip is gone")
        return signal in self.active


def run(stepper: Stepper, begin: float, end: float) -> list[Told]:
    """Step as a thread would, without waiting."""
    told, now = list[Told](), begin
    while now <= end:
        facts, due = stepper.step(now)
        told += facts
        now = max(due, now + 1e-6)
    return told


def watched(levels: Levels, *signals: Signal) -> Stepper:
    """Looked at for so long that nothing is open."""
    reads = {signal: lambda signal=signal: levels.read(signal) for signal in signals}
    stepper = Stepper(reads, begun=0.0)
    run(stepper, 0.0, 5.0)
    levels.reads = 0
    return stepper


@pytest.mark.parametrize("active", [set(), {Signal.LIGHTS}])
def test_quiet_wires_and_steady_lights_are_looked_at_once_a_second(active: set[Signal]) -> None:
    levels = Levels()
    levels.active = active
    stepper = watched(levels, *ALL_INPUTS)
    run(stepper, 5.0, 15.0)
    assert levels.reads <= 11 * len(ALL_INPUTS)
    pulses = stepper.edge(Signal.LIGHTS, 15.0, True)  # which wake nobody while they are on
    assert pulses is (active == set())


def test_an_edge_has_its_wire_looked_at_at_once_and_again_after_12_and_a_half_ms() -> None:
    levels = Levels()
    stepper = watched(levels, Signal.NEXT)
    assert stepper.edge(Signal.BACK, 5.0, True) is False  # which nobody watches
    levels.active = {Signal.NEXT}
    stepper.edge(Signal.NEXT, 5.1, True)
    _, due = stepper.step(5.1)
    assert (levels.reads, round(due - 5.1, 6)) == (1, 0.0125)


def test_a_wire_that_can_not_be_read_is_given_up_by_itself() -> None:
    levels = Levels()
    levels.broken = {Signal.NEXT}
    stepper = watched(levels, Signal.NEXT, Signal.BACK)
    assert (list(stepper.failed), list(stepper.lines)) == ([Signal.NEXT], [Signal.BACK])


@pytest.mark.parametrize(
    ("wires", "broken", "told"),
    [
        ([Signal.IGNITION], Signal.IGNITION, [IgnitionFell(), IgnitionIs(on=False)]),
        (
            [Signal.IGNITION, Signal.PARKED],
            Signal.IGNITION,
            [IgnitionFell(), IgnitionIs(on=False), ParkedIs(parked=None)],
        ),
        ([Signal.PARKED], Signal.PARKED, [ParkedIs(parked=None)]),
    ],
)
def test_what_can_not_be_read_any_more_is_off_or_unknown_and_so_is_what_leans_on_it(
    wires: list[Signal], broken: Signal, told: list[Told]
) -> None:
    levels = Levels()
    levels.active = set(wires)
    stepper = watched(levels, *wires)
    levels.broken = {broken}
    assert run(stepper, 5.0, 9.0) == told
    assert stepper.level(broken) is None


def threads() -> set[str]:
    names = {thread.name for thread in threading.enumerate()}
    return {name for name in names if name.startswith("steadyhand-")}


async def test_a_press_is_told_on_the_thread_of_the_loop() -> None:
    bench, told = BenchPanel(Wiring(next=Wire(pin=6))), list[tuple[Told, int]]()
    bench.panel.start(lambda fact: told.append((fact, threading.get_ident())))
    await asyncio.to_thread(until, lambda: bench.panel.level(Signal.NEXT) is False)
    bench.drive(Signal.NEXT, True)
    await asyncio.to_thread(until, lambda: bool(told))  # it is held: no moment to let go is missed
    bench.panel.close()
    assert told == [(ButtonPressed(button=Signal.NEXT, held=True), threading.get_ident())]


async def test_closing_be_it_twice_ends_the_threads_and_without_inputs_there_is_none() -> None:
    bench = BenchPanel(Wiring(next=Wire(pin=6), lamp=Lamp(pin=20)))
    bench.panel.start(lambda fact: None)
    bench.panel.cue(Cue.SAFE_TO_TRY)
    assert threads() == {"steadyhand-pins", "steadyhand-cues"}
    bench.panel.close()
    bench.panel.close()
    assert threads() == set()
    BenchPanel(Wiring()).panel.start(lambda fact: None)
    assert threads() == set()
