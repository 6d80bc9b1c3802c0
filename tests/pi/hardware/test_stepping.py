"""When wires are looked at, and what becomes of one that can't be read any more."""

from pi.hardware.stepping import Stepper
from pi.hardware.told import IgnitionFell, IgnitionIs, ParkedIs, Told
from pi.hardware.wiring import Signal

ALL_INPUTS = [signal for signal in Signal if signal not in (Signal.LAMP, Signal.BUZZER)]


class Levels:
    """Levels that are set by hand, and how often they were read."""

    def __init__(self) -> None:
        self.active: set[Signal] = set()
        self.broken: set[Signal] = set()
        self.reads = 0

    def read(self, signal: Signal) -> bool:
        """One look."""
        self.reads += 1
        if signal in self.broken:
            raise OSError("the chip is gone")
        return signal in self.active


def stepping(levels: Levels, signals: list[Signal]) -> Stepper:
    reads = {signal: lambda signal=signal: levels.read(signal) for signal in signals}
    return Stepper(reads, begun=0.0)


def run(stepper: Stepper, begin: float, end: float) -> list[Told]:
    """Step as a thread would, without waiting."""
    told, now = list[Told](), begin
    while now <= end:
        facts, due = stepper.step(now)
        told += facts
        now = max(due, now + 1e-6)
    return told


def test_quiet_wires_are_looked_at_once_a_second() -> None:
    levels = Levels()
    stepper = stepping(levels, ALL_INPUTS)
    run(stepper, 0.0, 5.0)
    levels.reads = 0
    run(stepper, 5.0, 15.0)
    assert levels.reads <= 11 * len(ALL_INPUTS)


def test_a_steady_light_is_looked_at_once_a_second() -> None:
    levels = Levels()
    levels.active = {Signal.LIGHTS}
    stepper = stepping(levels, [Signal.LIGHTS])
    run(stepper, 0.0, 5.0)
    levels.reads = 0
    run(stepper, 5.0, 15.0)
    assert levels.reads <= 11


def test_an_edge_has_its_wire_looked_at_at_once() -> None:
    levels = Levels()
    stepper = stepping(levels, [Signal.NEXT])
    run(stepper, 0.0, 5.0)
    levels.reads = 0
    stepper.edge(Signal.NEXT, 5.1, True)
    stepper.step(5.1)
    assert levels.reads == 1


def test_a_button_that_moves_is_looked_at_every_12_and_a_half_ms() -> None:
    levels = Levels()
    stepper = stepping(levels, [Signal.NEXT])
    run(stepper, 0.0, 5.0)
    levels.active = {Signal.NEXT}
    stepper.edge(Signal.NEXT, 5.1, True)
    _, due = stepper.step(5.1)
    assert round(due - 5.1, 6) == 0.0125


def test_an_edge_on_a_wire_that_is_not_watched_asks_for_nothing() -> None:
    assert stepping(Levels(), [Signal.NEXT]).edge(Signal.BACK, 5.0, True) is False


def test_pulses_of_lights_that_are_on_wake_nobody() -> None:
    levels = Levels()
    levels.active = {Signal.LIGHTS}
    stepper = stepping(levels, [Signal.LIGHTS])
    run(stepper, 0.0, 5.0)
    assert stepper.edge(Signal.LIGHTS, 5.0, True) is False


def test_a_wire_that_can_not_be_read_is_given_up_by_itself() -> None:
    levels = Levels()
    stepper = stepping(levels, [Signal.NEXT, Signal.BACK])
    levels.broken = {Signal.NEXT}
    run(stepper, 0.0, 5.0)
    assert (list(stepper.failed), list(stepper.lines)) == ([Signal.NEXT], [Signal.BACK])


def test_an_ignition_that_can_not_be_read_any_more_is_off() -> None:
    levels = Levels()
    levels.active = {Signal.IGNITION}
    stepper = stepping(levels, [Signal.IGNITION])
    run(stepper, 0.0, 5.0)
    levels.broken = {Signal.IGNITION}
    assert run(stepper, 5.0, 9.0) == [IgnitionFell(), IgnitionIs(on=False)]


def test_a_car_whose_ignition_can_not_be_read_is_not_known_to_be_parked() -> None:
    levels = Levels()
    levels.active = {Signal.IGNITION, Signal.PARKED}
    stepper = stepping(levels, [Signal.IGNITION, Signal.PARKED])
    run(stepper, 0.0, 5.0)
    levels.broken = {Signal.IGNITION}
    assert run(stepper, 5.0, 9.0)[-1] == ParkedIs(parked=None)


def test_what_can_not_be_read_is_known_no_more() -> None:
    levels = Levels()
    levels.active = {Signal.PARKED}
    stepper = stepping(levels, [Signal.PARKED])
    run(stepper, 0.0, 5.0)
    levels.broken = {Signal.PARKED}
    run(stepper, 5.0, 9.0)
    assert stepper.level(Signal.PARKED) is None
