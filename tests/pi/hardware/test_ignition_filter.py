"""The ignition: a turned key, a starting engine, and the end of a drive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.ignition_filter import IgnitionFilter
from pi.hardware.told import IgnitionCameBack, IgnitionFell, IgnitionIs, Told
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, repeats, told_by

PERIOD = 0.02
ON = IgnitionIs(on=True)
OFF = IgnitionIs(on=False)
FELL, BACK = IgnitionFell(), IgnitionCameBack()
RUNNING: Stretch = (1.0, True)

stretches = st.lists(st.tuples(st.floats(0.005, 3.0), st.booleans()), min_size=1, max_size=12)


def after_running(*parts: Stretch) -> list[tuple[float, Told]]:
    """What is told of an ignition that has been on for a second before."""
    filtered = IgnitionFilter()
    told_by(filtered, [RUNNING], PERIOD)
    return told_by(filtered, parts, PERIOD)


def test_on_from_the_start_is_told_once() -> None:
    assert facts(told_by(IgnitionFilter(), [(5.0, True)], PERIOD)) == [ON]


def test_off_from_the_start_is_told_once_and_is_no_fall() -> None:
    assert facts(told_by(IgnitionFilter(), [(5.0, False)], PERIOD)) == [OFF]


def test_until_it_has_stood_nothing_is_known() -> None:
    filtered = IgnitionFilter()
    told_by(filtered, [(0.2, True)], PERIOD)
    assert filtered.level is None


def test_a_fall_is_told_at_the_second_sample_without_the_level() -> None:
    at, fell = after_running((0.1, False))[0]
    assert fell == FELL
    assert at == pytest.approx(PERIOD)


def test_one_sample_without_the_level_is_no_fall() -> None:
    assert after_running((0.015, False), (1.0, True)) == []


def test_one_sample_long_ago_does_not_make_a_dip_the_end() -> None:
    blink = [(0.015, False), (3.0, True)]
    assert facts(after_running(*blink, (0.1, False), (1.0, True))) == [FELL, BACK]


def test_off_is_told_two_seconds_after_the_fall() -> None:
    told = after_running((3.0, False))
    assert facts(told) == [FELL, OFF]
    assert told[1][0] == pytest.approx(2.0, abs=2 * PERIOD)


@pytest.mark.parametrize("dip_s", [0.05, 0.1, 0.5, 1.5])
def test_the_dip_of_a_starting_engine_comes_back(dip_s: float) -> None:
    assert facts(after_running((dip_s, False), (2.0, True))) == [FELL, BACK]


def test_a_plateau_of_20_s_is_off_and_then_on() -> None:
    assert facts(after_running((20.0, False), (2.0, True))) == [FELL, OFF, ON]


def test_a_start_that_dips_and_ripples_is_one_dip() -> None:
    ripple = [(0.05, False), (0.1, True)] * 8
    assert facts(after_running((0.06, False), (0.08, True), *ripple, (1.0, True))) == [FELL, BACK]


def test_nothing_is_credited_from_the_fall_on() -> None:
    filtered = IgnitionFilter()
    told_by(filtered, [RUNNING, (0.05, False)], PERIOD)
    assert filtered.level is False


def test_a_level_that_rose_just_in_time_is_waited_for() -> None:
    assert facts(after_running((1.95, False), (1.0, True))) == [FELL, BACK]


def test_it_is_undecided_during_a_dip_only() -> None:
    filtered = IgnitionFilter()
    told_by(filtered, [RUNNING, (0.5, False)], PERIOD)
    was = filtered.undecided
    told_by(filtered, [(3.0, False)], PERIOD)
    assert (was, filtered.undecided) == (True, False)


@UNHURRIED
@given(stretches)
def test_every_fall_is_followed_by_the_way_back_or_by_off(wire: list[Stretch]) -> None:
    told = facts(told_by(IgnitionFilter(), [RUNNING, *wire, (5.0, True)], PERIOD))
    after = [told[i + 1] for i, fact in enumerate(told) if fact == FELL]
    assert all(fact in (BACK, OFF) for fact in after)


@UNHURRIED
@given(stretches)
def test_on_and_off_take_turns(wire: list[Stretch]) -> None:
    told = facts(told_by(IgnitionFilter(), [*wire, (5.0, False)], PERIOD))
    settled = [fact for fact in told if isinstance(fact, IgnitionIs)]
    assert not repeats(settled)


@UNHURRIED
@given(stretches)
def test_off_is_never_told_of_one_that_was_on_without_a_fall_before(wire: list[Stretch]) -> None:
    told = facts(told_by(IgnitionFilter(), [RUNNING, *wire], PERIOD))
    before = [told[i - 1] for i, fact in enumerate(told) if fact == OFF]
    assert all(fact == FELL for fact in before)


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.018), min_size=1, max_size=10))
def test_no_glitch_shorter_than_a_sample_to_the_next_is_told(glitches: list[float]) -> None:
    parts = [part for glitch in glitches for part in ((glitch, False), (0.1, True))]
    assert after_running(*parts) == []


@UNHURRIED
@given(stretches)
def test_where_it_ends_on_for_long_it_is_known_to_be_on(wire: list[Stretch]) -> None:
    filtered = IgnitionFilter()
    told_by(filtered, [*wire, (1.0, True)], PERIOD)
    assert (filtered.level, filtered.steady) == (True, True)
