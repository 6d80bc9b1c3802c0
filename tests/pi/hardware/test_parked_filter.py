"""The parked sense: slow to allow, quick to forbid, unknown without the ignition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.filtering import ParkedFilter
from pi.hardware.told import ParkedIs
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, repeats, told_by

PERIOD = 0.02
PARKED, MOVING = ParkedIs(parked=True), ParkedIs(parked=False)
UNKNOWN = ParkedIs(parked=None)

stretches = st.lists(st.tuples(st.floats(0.005, 2.0), st.booleans()), min_size=1, max_size=12)


def test_parked_from_the_start_is_told_once_after_half_a_second() -> None:
    [(at, parked)] = told_by(ParkedFilter(lambda: True), [(3.0, True)], PERIOD)
    assert parked == PARKED
    assert at == pytest.approx(0.5, abs=PERIOD)


def test_not_parked_from_the_start_is_told_once() -> None:
    assert facts(told_by(ParkedFilter(lambda: True), [(3.0, False)], PERIOD)) == [MOVING]


def test_a_handbrake_that_is_let_go_forbids_within_80_ms() -> None:
    filtered = ParkedFilter(lambda: True)
    told_by(filtered, [(1.0, True)], PERIOD)
    [(at, moving)] = told_by(filtered, [(1.0, False)], PERIOD)
    assert moving == MOVING
    assert at <= 0.08


def test_without_the_ignition_it_is_unknown_whatever_the_wire_says() -> None:
    assert facts(told_by(ParkedFilter(lambda: False), [(3.0, True)], PERIOD)) == [UNKNOWN]


def test_it_is_allowed_again_half_a_second_after_the_ignition_is_on() -> None:
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
    assert PARKED not in facts(told_by(ParkedFilter(lambda: True), parts, PERIOD))


@UNHURRIED
@given(stretches)
def test_the_same_is_never_told_twice_in_a_row(wire: list[Stretch]) -> None:
    told = facts(told_by(ParkedFilter(lambda: True), wire, PERIOD))
    assert not repeats(told)


@UNHURRIED
@given(stretches)
def test_where_it_ends_not_parked_for_long_it_is_known(wire: list[Stretch]) -> None:
    filtered = ParkedFilter(lambda: True)
    told_by(filtered, [*wire, (0.2, False)], PERIOD)
    assert (filtered.level, filtered.steady) == (False, True)
