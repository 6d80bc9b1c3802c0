"""The parked sense, quick to forbid; and the lights, dimmed by pulses that samples miss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.body import LightsAre, ParkedIs, Told
from pi.hardware.filters import LightsFilter, ParkedFilter
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, repeats, told_by

PERIOD = 0.02
PARKED, MOVING = ParkedIs(parked=True), ParkedIs(parked=False)
UNKNOWN = ParkedIs(parked=None)
stretches = st.lists(st.tuples(st.floats(0.005, 2.0), st.booleans()), min_size=1, max_size=12)


def parked_by(*parts: Stretch, ignition: bool = True) -> list[tuple[float, Told]]:
    return told_by(ParkedFilter(lambda: ignition), list(parts), PERIOD)


def test_parked_is_told_once_after_half_a_second_and_not_parked_within_80_ms() -> None:
    (at, parked), (later, moving) = parked_by((3.0, True), (1.0, False))
    assert (parked, moving) == (PARKED, MOVING)
    assert at == pytest.approx(0.5, abs=PERIOD)
    assert later <= 3.08
    assert facts(parked_by((3.0, False))) == [MOVING]


def test_without_the_ignition_it_is_unknown_and_allowed_again_half_a_second_after_it() -> None:
    assert facts(parked_by((3.0, True), ignition=False)) == [UNKNOWN]
    ignition = [True]
    filtered = ParkedFilter(lambda: ignition[0])
    told_by(filtered, [(1.0, True)], PERIOD)
    ignition[0] = False
    told_by(filtered, [(1.0, True)], PERIOD)
    ignition[0] = True
    [(at, parked)] = told_by(filtered, [(1.0, True)], PERIOD)
    assert parked == PARKED
    assert at >= 0.5 - PERIOD


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.45), min_size=1, max_size=8))
def test_nothing_shorter_than_half_a_second_is_parked(times: list[float]) -> None:
    parts = [part for seconds in times for part in ((0.1, False), (seconds, True))]
    assert PARKED not in facts(parked_by(*parts))


@UNHURRIED
@given(stretches)
def test_no_sense_tells_the_same_twice_and_one_that_stays_is_known(wire: list[Stretch]) -> None:
    for filtered in (ParkedFilter(lambda: True), LightsFilter()):
        assert not repeats(facts(told_by(filtered, [*wire, (2.0, False)], PERIOD, edges=True)))
        assert (filtered.level, filtered.steady) == (False, True)


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


def test_from_the_start_lights_are_told_once_after_0_3_s_and_dark_after_1_5_s() -> None:
    assert facts(told_by(LightsFilter(), [(9.0, False)], PERIOD)) == [OFF]
    filtered = LightsFilter()
    [(at, on)] = told_by(filtered, [(9.0, True), (1.0, False), (2.0, True)], PERIOD)
    assert on == ON
    assert at == pytest.approx(0.3, abs=PERIOD)
    [(at, off)] = told_by(filtered, [(3.0, False)], PERIOD)
    assert off == OFF
    assert at == pytest.approx(1.5, abs=2 * PERIOD)


@pytest.mark.parametrize(("hertz", "duty"), [(80, 0.0825), (80, 0.05), (100, 0.5), (250, 0.05)])
def test_a_dimmed_lamp_is_on_by_its_edges_until_it_goes_out(hertz: float, duty: float) -> None:
    assert later(dark(), [*pulses(hertz, duty, 3.0), (3.0, False)]) == [ON, OFF]


def test_pulses_that_every_sample_misses_are_seen_only_by_their_edges() -> None:
    missed = [(0.0149, False), (0.001, True), (0.0041, False)] * 100
    assert (later(dark(), missed, edges=False), later(dark(), missed)) == ([], [ON])


@UNHURRIED
@given(st.floats(0.001, 0.28) | st.floats(0.35, 4.0))
def test_a_flash_shorter_than_0_3_s_is_not_told_and_light_for_longer_is(seconds: float) -> None:
    told = [ON, OFF] if seconds > 0.3 else []
    assert later(dark(), [(seconds, True), (3.0, False)]) == told


def test_a_light_that_flashes_now_and_then_is_not_on_and_pulses_that_go_on_need_no_samples() -> (
    None
):
    assert later(dark(), [(0.02, True), (0.8, False)] * 5) == []
    filtered = LightsFilter()
    told_by(filtered, [(1.0, True)], PERIOD)
    filtered.edge(1001.01)
    assert filtered.steady
