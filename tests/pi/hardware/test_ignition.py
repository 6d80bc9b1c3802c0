"""The ignition: a turned key, a starting engine, the end of a drive; and so the radio's power."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.body import (
    IgnitionCameBack,
    IgnitionFell,
    IgnitionIs,
    IgnitionSense,
    NoBody,
    OwnersWord,
    Told,
)
from pi.hardware.filters import IgnitionFilter
from pi.hardware.wiring import Signal
from tests.pi.hardware.bench_panel import BenchPanel
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


def test_from_the_start_it_is_told_once_and_known_only_once_it_has_stood() -> None:
    for level, told in (True, ON), (False, OFF):
        filtered = IgnitionFilter()
        assert told_by(filtered, [(0.2, level)], PERIOD) == []
        assert filtered.level is None
        assert facts(told_by(filtered, [(5.0, level)], PERIOD)) == [told]


def test_a_fall_is_told_at_the_second_sample_and_off_two_seconds_after_it() -> None:
    (at, fell), (later, off) = after_running((3.0, False))
    assert (fell, off) == (FELL, OFF)
    assert (at, later) == (pytest.approx(PERIOD), pytest.approx(2.0, abs=2 * PERIOD))


_RIPPLE: list[Stretch] = [(0.05, False), (0.1, True)] * 8


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(0.015, False), (1.0, True)], []),  # one sample
        ([(0.015, False), (3.0, True), (0.1, False), (1.0, True)], [FELL, BACK]),
        ([(0.05, False), (2.0, True)], [FELL, BACK]),  # a starting engine
        ([(1.5, False), (2.0, True)], [FELL, BACK]),
        ([(1.95, False), (1.0, True)], [FELL, BACK]),  # it rose just in time
        ([(0.06, False), (0.08, True), *_RIPPLE, (1.0, True)], [FELL, BACK]),
        ([(20.0, False), (2.0, True)], [FELL, OFF, ON]),  # a plateau
    ],
)
def test_a_dip_comes_back_and_a_plateau_is_off_then_on(
    parts: list[Stretch], told: list[Told]
) -> None:
    assert facts(after_running(*parts)) == told


def test_from_the_fall_on_nothing_is_credited_and_it_is_undecided_for_a_while() -> None:
    filtered = IgnitionFilter()
    told_by(filtered, [RUNNING, (0.5, False)], PERIOD)
    assert (filtered.level, filtered.undecided) == (False, True)
    told_by(filtered, [(3.0, False)], PERIOD)
    assert filtered.undecided is False


@UNHURRIED
@given(stretches)
def test_a_fall_and_what_it_was_take_turns_and_so_do_on_and_off(wire: list[Stretch]) -> None:
    filtered = IgnitionFilter()
    told = facts(told_by(filtered, [RUNNING, *wire, (5.0, True)], PERIOD))
    assert all(told[at + 1] in (BACK, OFF) for at, fact in enumerate(told) if fact == FELL)
    assert all(told[at - 1] == FELL for at, fact in enumerate(told) if fact == OFF)
    assert not repeats([fact for fact in told if isinstance(fact, IgnitionIs)])
    assert (filtered.level, filtered.steady) == (True, True)


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.018), min_size=1, max_size=10))
def test_no_glitch_shorter_than_a_sample_to_the_next_is_told(glitches: list[float]) -> None:
    parts = [part for glitch in glitches for part in ((glitch, False), (0.1, True))]
    assert after_running(*parts) == []


def test_the_radio_is_powered_as_the_ignition_says_or_as_its_owner_knows() -> None:
    assert (OwnersWord().sensed(), IgnitionSense(NoBody()).sensed()) == (None, None)
    bench = BenchPanel()
    bench.drive(Signal.IGNITION, True)
    bench.settle()
    assert IgnitionSense(bench.panel).sensed() is True
    bench.drive(Signal.IGNITION, False)
    bench.pass_time(0.05)  # the first moment of a dip
    assert IgnitionSense(bench.panel).sensed() is False
