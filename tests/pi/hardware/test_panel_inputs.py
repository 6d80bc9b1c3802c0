"""Buttons and senses through the whole panel: electrical levels in, facts out."""

from collections.abc import Iterator

import pytest

from pi.hardware.told import (
    ButtonPressed,
    FeedFell,
    FeedLost,
    FeedReturned,
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    LightsAre,
    ParkedIs,
)
from pi.hardware.wiring import BUTTONS, SENSES, Level, Pull, Signal, Wire, Wiring
from tests.pi.hardware.bench_panel import BenchPanel


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


def test_every_proposed_signal_works(bench: BenchPanel) -> None:
    assert (bench.panel.wired, bench.panel.problems) == (frozenset(Signal), ())


def test_for_a_second_after_the_start_nothing_is_told(bench: BenchPanel) -> None:
    assert bench.pass_time(0.99) == []


def test_for_a_second_after_the_start_nothing_is_known(bench: BenchPanel) -> None:
    bench.pass_time(0.99)
    assert {bench.panel.level(sense) for sense in SENSES} == {None}


def test_the_first_state_is_told_once(bench: BenchPanel) -> None:
    told = bench.settle()
    first = [IgnitionIs(on=True), ParkedIs(parked=True), LightsAre(on=False)]
    assert [fact for fact in told if fact != ParkedIs(parked=None)] == first


def test_a_button_pressed_during_that_second_tells_nothing(bench: BenchPanel) -> None:
    assert not any(isinstance(fact, ButtonPressed) for fact in bench.press(Signal.NEXT, 0.3))


def test_two_presses_during_that_second_tell_nothing(bench: BenchPanel) -> None:
    told = bench.press(Signal.NEXT, 0.1) + bench.press(Signal.NEXT, 0.1) + bench.settle()
    assert not any(isinstance(fact, ButtonPressed) for fact in told)


def test_the_first_state_can_be_read(settled: BenchPanel) -> None:
    assert [settled.panel.level(sense) for sense in SENSES] == [True, True, True, False]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_press_is_told(settled: BenchPanel, button: Signal) -> None:
    assert settled.press(button) == [ButtonPressed(button=button)]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_long_press_is_told(settled: BenchPanel, button: Signal) -> None:
    assert settled.press(button, 1.2) == [ButtonPressed(button=button, held=True)]


def test_500_presses_are_500(settled: BenchPanel) -> None:
    presses = [settled.press(Signal.NEXT, 0.06) for _ in range(500)]
    assert presses == [[ButtonPressed(button=Signal.NEXT)]] * 500


def test_two_buttons_at_once_are_two_presses(settled: BenchPanel) -> None:
    settled.drive(Signal.BACK, True)
    told = settled.press(Signal.NEXT)
    settled.drive(Signal.BACK, False)
    told += settled.pass_time(0.2)
    assert told == [ButtonPressed(button=Signal.NEXT), ButtonPressed(button=Signal.BACK)]


def test_an_edge_that_was_missed_is_caught_within_a_second(settled: BenchPanel) -> None:
    settled.panel.on_edge = lambda signal, age_s, active: None
    settled.drive(Signal.LIGHTS, True)
    assert settled.pass_time(1.4) == [LightsAre(on=True)]


def test_the_dip_of_a_starting_engine_is_told_as_a_dip(settled: BenchPanel) -> None:
    settled.drive(Signal.IGNITION, False)
    told = settled.pass_time(0.1)
    settled.drive(Signal.IGNITION, True)
    told += settled.pass_time(0.5)
    ignition = [fact for fact in told if not isinstance(fact, ParkedIs)]
    assert ignition == [IgnitionFell(), IgnitionCameBack()]


def test_during_a_dip_nobody_is_parked(settled: BenchPanel) -> None:
    settled.drive(Signal.IGNITION, False)
    settled.pass_time(0.1)
    assert settled.panel.level(Signal.PARKED) is None


def test_after_a_dip_a_parked_car_is_parked_again(settled: BenchPanel) -> None:
    settled.drive(Signal.IGNITION, False)
    settled.pass_time(0.1)
    settled.drive(Signal.IGNITION, True)
    settled.pass_time(1.5)
    assert settled.panel.level(Signal.PARKED) is True


def test_a_battery_cut_is_written_down_before_it_is_decided(settled: BenchPanel) -> None:
    for signal in (Signal.IGNITION, Signal.FEED, Signal.PARKED):
        settled.drive(signal, False)
    told = [fact for fact in settled.pass_time(5.0) if not isinstance(fact, ParkedIs)]
    assert told == [IgnitionFell(), FeedFell(), IgnitionIs(on=False), FeedLost()]


def test_the_radios_fuse_pulled_with_the_key_on_is_a_loss_and_comes_back(
    settled: BenchPanel,
) -> None:
    settled.drive(Signal.FEED, False)
    told = settled.pass_time(5.0)
    settled.drive(Signal.FEED, True)
    assert told + settled.pass_time(1.0) == [FeedFell(), FeedLost(), FeedReturned()]


def test_a_long_start_loses_no_feed_before_the_ignition_is_decided(settled: BenchPanel) -> None:
    settled.drive(Signal.FEED, False)
    told = settled.pass_time(1.0)
    settled.drive(Signal.IGNITION, False)
    told += settled.pass_time(1.5)
    assert FeedLost() not in told


def test_a_cut_wire_reads_as_absent() -> None:
    bench = BenchPanel(Wiring(ignition=Wire(pin=12)))
    bench.factory.pin(12).drive_high()  # what the pull does with a wire that goes nowhere
    assert bench.settle() == [IgnitionIs(on=False)]


@pytest.mark.parametrize("active", Level)
@pytest.mark.parametrize("pull", Pull)
def test_every_active_level_and_pull_can_be_had(active: Level, pull: Pull) -> None:
    bench = BenchPanel(Wiring(next=Wire(pin=17, active=active, pull=pull)))
    bench.settle()
    assert bench.press(Signal.NEXT) == [ButtonPressed(button=Signal.NEXT)]


@pytest.mark.parametrize("pull", Pull)
def test_a_pin_gets_its_pull(pull: Pull) -> None:
    bench = BenchPanel(Wiring(next=Wire(pin=17, pull=pull)))
    wanted = {Pull.UP: "up", Pull.DOWN: "down", Pull.NONE: "floating"}
    assert bench.factory.pin(17).pull == wanted[pull]


def test_a_button_on_an_i2c_pin_works_with_the_pull_it_has() -> None:
    bench = BenchPanel(Wiring(next=Wire(pin=3, pull=Pull.NONE)))
    bench.settle()
    assert bench.press(Signal.NEXT) == [ButtonPressed(button=Signal.NEXT)]


def test_parked_without_an_ignition_wire_stands_by_itself() -> None:
    bench = BenchPanel(Wiring(parked=Wire(pin=26)))
    bench.drive(Signal.PARKED, True)
    assert bench.settle() == [ParkedIs(parked=True)]


def test_a_closed_panel_has_let_its_pins_go(settled: BenchPanel) -> None:
    settled.panel.close()
    assert BenchPanel(factory=settled.factory).panel.problems == ()


def test_a_panel_that_is_open_keeps_its_pins(settled: BenchPanel) -> None:
    problems = BenchPanel(factory=settled.factory).panel.problems
    assert {problem.reason for problem in problems} == {"busy"}
