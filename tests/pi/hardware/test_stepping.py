"""When wires are looked at, what becomes of one that can't be read, and the thread that looks."""

import asyncio
import threading

import pytest

from pi.hardware.body import ButtonPressed, Cue, IgnitionFell, IgnitionIs, ParkedIs, Told
from pi.hardware.sampler import Stepper
from pi.hardware.wiring import Lamp, Signal, Wire, Wiring
from tests.pi.hardware.bench_panel import BenchPanel
from tests.pi.hardware.test_cue_player import until

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


def settled(levels: Levels, *signals: Signal) -> Stepper:
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
    stepper = settled(levels, *ALL_INPUTS)
    run(stepper, 5.0, 15.0)
    assert levels.reads <= 11 * len(ALL_INPUTS)
    pulses = stepper.edge(Signal.LIGHTS, 15.0, True)  # which wake nobody while they are on
    assert pulses is (active == set())


def test_an_edge_has_its_wire_looked_at_at_once_and_again_after_12_and_a_half_ms() -> None:
    levels = Levels()
    stepper = settled(levels, Signal.NEXT)
    assert stepper.edge(Signal.BACK, 5.0, True) is False  # which nobody watches
    levels.active = {Signal.NEXT}
    stepper.edge(Signal.NEXT, 5.1, True)
    _, due = stepper.step(5.1)
    assert (levels.reads, round(due - 5.1, 6)) == (1, 0.0125)


def test_a_wire_that_can_not_be_read_is_given_up_by_itself() -> None:
    levels = Levels()
    levels.broken = {Signal.NEXT}
    stepper = settled(levels, Signal.NEXT, Signal.BACK)
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
    stepper = settled(levels, *wires)
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
