"""Buttons and senses through the whole panel: electrical levels in, facts out."""

from collections.abc import Iterator

import pytest

from pi.hardware.body import (
    ButtonPressed,
    FeedFell,
    FeedLost,
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
