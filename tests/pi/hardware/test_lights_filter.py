"""The lights: steady, dimmed by pulses that samples miss, and tests of lamps that mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.lights_filter import LightsFilter
from pi.hardware.told import LightsAre
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, repeats, told_by

PERIOD = 0.02
ON, OFF = LightsAre(on=True), LightsAre(on=False)


def pulses(hertz: float, duty: float, seconds: float) -> list[Stretch]:
    """A dimmed lamp."""
    one = [(duty / hertz, True), ((1 - duty) / hertz, False)]
    return one * round(seconds * hertz)


def dark() -> LightsFilter:
    """The filter of a wire that has been dark for long."""
    filtered = LightsFilter()
    told_by(filtered, [(5.0, False)], PERIOD)
    return filtered


def later(filtered: LightsFilter, stretches: list[Stretch], edges: bool = True) -> list[LightsAre]:
    """What is told after it has been dark."""
    told = told_by(filtered, [(0.02, False), *stretches], PERIOD, edges)
    return [fact for fact in facts(told) if isinstance(fact, LightsAre)]


def test_dark_from_the_start_is_told_once() -> None:
    assert facts(told_by(LightsFilter(), [(9.0, False)], PERIOD)) == [OFF]


def test_lit_from_the_start_is_told_once_after_0_3_s() -> None:
    [(at, on)] = told_by(LightsFilter(), [(9.0, True)], PERIOD)
    assert on == ON
    assert at == pytest.approx(0.3, abs=PERIOD)


def test_lights_that_go_out_are_off_after_1_5_s() -> None:
    filtered = LightsFilter()
    told_by(filtered, [(3.0, True)], PERIOD)
    [(at, off)] = told_by(filtered, [(3.0, False)], PERIOD)
    assert off == OFF
    assert at == pytest.approx(1.5, abs=2 * PERIOD)


def test_a_gap_of_a_second_is_not_off() -> None:
    filtered = LightsFilter()
    assert facts(told_by(filtered, [(3.0, True), (1.0, False), (2.0, True)], PERIOD)) == [ON]


@pytest.mark.parametrize(("hertz", "duty"), [(80, 0.0825), (80, 0.05), (100, 0.5), (250, 0.05)])
def test_a_dimmed_lamp_is_on_by_its_edges(hertz: float, duty: float) -> None:
    assert later(dark(), pulses(hertz, duty, 3.0)) == [ON]


@pytest.mark.parametrize(("hertz", "duty"), [(80, 0.0825), (250, 0.05)])
def test_a_dimmed_lamp_that_goes_out_is_off(hertz: float, duty: float) -> None:
    assert later(dark(), [*pulses(hertz, duty, 3.0), (3.0, False)]) == [ON, OFF]


def test_pulses_that_every_sample_misses_are_seen_only_by_their_edges() -> None:
    missed = [(0.0149, False), (0.001, True), (0.0041, False)] * 100
    assert (later(dark(), missed, edges=False), later(dark(), missed)) == ([], [ON])


@UNHURRIED
@given(st.floats(0.001, 0.28))
def test_a_flash_shorter_than_0_3_s_is_not_told(seconds: float) -> None:
    assert later(dark(), [(seconds, True), (3.0, False)]) == []


@UNHURRIED
@given(st.floats(0.35, 4.0))
def test_light_for_longer_is_told_once_and_so_is_its_end(seconds: float) -> None:
    assert later(dark(), [(seconds, True), (3.0, False)]) == [ON, OFF]


@UNHURRIED
@given(st.lists(st.tuples(st.floats(0.005, 2.0), st.booleans()), min_size=1, max_size=10))
def test_the_same_is_never_told_twice_in_a_row(wire: list[Stretch]) -> None:
    told = facts(told_by(LightsFilter(), wire, PERIOD, edges=True))
    assert not repeats(told)


def test_a_light_that_flashes_now_and_then_is_not_on() -> None:
    assert later(dark(), [(0.02, True), (0.8, False)] * 5) == []


def test_pulses_that_go_on_need_no_samples() -> None:
    filtered = LightsFilter()
    told_by(filtered, [(1.0, True)], PERIOD)
    filtered.edge(1001.01)
    assert filtered.steady
