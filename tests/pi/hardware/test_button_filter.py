"""Buttons: bouncing contacts, short presses, long ones, and what was never a press."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.filtering import ButtonFilter
from pi.hardware.told import ButtonPressed
from pi.hardware.wiring import Signal
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, told_by

PERIOD = 0.01
SHORT = ButtonPressed(button=Signal.NEXT)
HELD = ButtonPressed(button=Signal.NEXT, held=True)
LOOSE: Stretch = (0.2, False)
BOUNCE: list[Stretch] = [(0.003, True), (0.004, False), (0.006, True), (0.005, False)]

bounces = st.lists(st.floats(0.001, 0.009), max_size=6).map(
    lambda parts: [(seconds, i % 2 == 0) for i, seconds in enumerate(parts)]
)


def presses(*stretches: Stretch) -> list[tuple[float, ButtonPressed]]:
    """What a button tells that was loose before and after."""
    told = told_by(ButtonFilter(Signal.NEXT), [LOOSE, *stretches, LOOSE], PERIOD)
    return [(at, fact) for at, fact in told if isinstance(fact, ButtonPressed)]


def test_a_press_is_told_when_it_ends() -> None:
    [(at, press)] = presses((0.3, True))
    assert press == SHORT
    assert at >= 0.5


def test_a_press_is_told_within_40_ms_of_its_end() -> None:
    [(at, _)] = presses((0.3, True))
    assert at <= 0.54


def test_a_long_press_is_told_while_the_button_is_still_down() -> None:
    [(at, press)] = presses((2.0, True))
    assert press == HELD
    assert at == pytest.approx(0.2 + 0.8, abs=2 * PERIOD)


def test_a_contact_that_bounces_at_both_ends_is_one_press() -> None:
    assert facts(presses(*BOUNCE, (0.3, True), *BOUNCE)) == [SHORT]


def test_a_button_that_is_down_at_the_start_tells_nothing_when_it_is_let_go() -> None:
    assert told_by(ButtonFilter(Signal.NEXT), [(3.0, True), LOOSE], PERIOD) == []


def test_a_press_after_that_is_told() -> None:
    stretches = [(3.0, True), LOOSE, (0.1, True), LOOSE]
    assert facts(told_by(ButtonFilter(Signal.NEXT), stretches, PERIOD)) == [SHORT]


def test_one_sample_is_no_press_however_late_the_next_comes() -> None:
    button = ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE], PERIOD)
    levels = [(1001.0, True), (1009.0, False), (1009.1, False)]
    assert [fact for at, raw in levels for fact in button.sample(at, raw)] == []


def test_a_button_that_is_loose_is_steady() -> None:
    button = ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE], PERIOD)
    assert button.steady


def test_a_button_that_is_down_is_not_steady_until_the_long_press_is_told() -> None:
    button = ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE, (0.5, True)], PERIOD)
    assert not button.steady


def test_a_button_that_is_held_on_is_steady() -> None:
    button = ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE, (1.5, True)], PERIOD)
    assert button.steady


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.02), min_size=1, max_size=8))
def test_no_glitch_shorter_than_25_ms_is_a_press(glitches: list[float]) -> None:
    stretches = [part for glitch in glitches for part in ((glitch, True), (0.1, False))]
    assert presses(*stretches) == []


@UNHURRIED
@given(bounces, st.floats(0.05, 0.7), bounces)
def test_every_short_press_is_told_once(
    before: list[Stretch], seconds: float, after: list[Stretch]
) -> None:
    assert facts(presses(*before, (0.01, False), (seconds, True), (0.01, False), *after)) == [SHORT]


@UNHURRIED
@given(bounces, st.floats(0.9, 5.0), bounces)
def test_every_long_press_is_told_once_and_never_as_a_short_one_too(
    before: list[Stretch], seconds: float, after: list[Stretch]
) -> None:
    assert facts(presses(*before, (0.01, False), (seconds, True), (0.01, False), *after)) == [HELD]


@UNHURRIED
@given(st.lists(st.tuples(st.floats(0.06, 1.5), st.floats(0.06, 0.5)), min_size=1, max_size=6))
def test_as_many_presses_are_told_as_were_made(made: list[tuple[float, float]]) -> None:
    stretches = [part for down, up in made for part in ((down, True), (up, False))]
    assert len(presses(*stretches)) == len(made)
