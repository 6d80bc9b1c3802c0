"""Buttons: bouncing contacts, short presses, long ones, what was never a press, and late looks.

On a machine so busy that its looks come late the kernel's times of the edges fill the gaps.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.body import ButtonPressed, Told
from pi.hardware.filters import ButtonFilter
from pi.hardware.sampler import Stepper
from pi.hardware.wiring import Signal
from tests.pi.hardware.wires import UNHURRIED, Stretch, Wire, facts, told_by

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


def test_a_press_is_told_within_40_ms_of_its_end_and_a_long_one_while_it_lasts() -> None:
    [(at, press)] = presses((0.3, True))
    assert press == SHORT
    assert 0.5 <= at <= 0.54
    [(at, press)] = presses((2.0, True))
    assert press == HELD
    assert at == pytest.approx(0.2 + 0.8, abs=2 * PERIOD)


def test_a_bouncing_contact_is_one_press_and_one_that_was_down_at_the_start_is_none() -> None:
    assert facts(presses(*BOUNCE, (0.3, True), *BOUNCE)) == [SHORT]
    stretches = [(3.0, True), LOOSE, (0.1, True), LOOSE]
    assert facts(told_by(ButtonFilter(Signal.NEXT), stretches, PERIOD)) == [SHORT]


def test_one_sample_is_no_press_however_late_the_next_comes() -> None:
    button = ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE], PERIOD)
    levels = [(1001.0, True), (1009.0, False), (1009.1, False)]
    assert [fact for at, raw in levels for fact in button.sample(at, raw)] == []


@pytest.mark.parametrize(("down_s", "steady"), [(0.0, True), (0.5, False), (1.5, True)])
def test_a_button_is_steady_but_for_an_untold_press(down_s: float, steady: bool) -> None:
    button = ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE, *[(down_s, True)] * (down_s > 0)], PERIOD)
    assert button.steady is steady


@UNHURRIED
@given(bounces, st.floats(0.05, 0.7) | st.floats(0.9, 5.0), bounces)
def test_every_press_is_told_once_as_a_short_or_as_a_long_one(
    before: list[Stretch], seconds: float, after: list[Stretch]
) -> None:
    told = presses(*before, (0.01, False), (seconds, True), (0.01, False), *after)
    assert facts(told) == [SHORT if seconds < 0.8 else HELD]


def told_of(
    stretches: list[Stretch], lateness: list[float], edges_late_s: float = 0.0
) -> list[Told]:
    """What is told of a button whose steps come late by these seconds, over and over."""
    wire, now, told = Wire(stretches), 0.0, list[Told]()
    stepper = Stepper({Signal.NEXT: lambda: wire.at(now)}, begun=0.0)
    edges, k = [(at, wire.at(at)) for at in wire.edges], 0
    while now <= wire.ends[-1]:
        for at, active in [edge for edge in edges if edge[0] + edges_late_s <= now]:
            stepper.edge(Signal.NEXT, at, active)
        edges = [edge for edge in edges if edge[0] + edges_late_s > now]
        facts, due = stepper.step(now)
        told += facts
        wanted = min([due, *(at + edges_late_s for at, _ in edges[:1])])
        now, k = max(wanted, now) + lateness[k % len(lateness)], k + 1
    return told


LONG_LOOSE: Stretch = (3.0, False)


@pytest.mark.parametrize(
    ("pressed", "lateness", "edges_late_s", "told"),
    [
        ([(0.08, True)], 0.15, 0.0, [SHORT]),  # over before the second look
        ([(0.01, True)], 0.15, 0.0, []),  # a spike between two looks
        ([(0.08, True)], 0.001, 0.2, [SHORT]),  # whose edges come late too
        ([(0.5, True), (0.1, False), (0.5, True)], 0.6, 0.0, [SHORT, SHORT]),  # no long one
        ([(3.0, True)], 0.09, 0.0, [HELD]),
    ],
)
def test_what_late_looks_miss_is_told_by_the_edges(
    pressed: list[Stretch], lateness: float, edges_late_s: float, told: list[Told]
) -> None:
    assert told_of([LONG_LOOSE, *pressed, LONG_LOOSE], [lateness], edges_late_s) == told


@UNHURRIED
@given(
    st.lists(st.tuples(st.floats(0.05, 0.5), st.floats(0.05, 0.5)), min_size=1, max_size=6),
    st.lists(st.floats(0.001, 0.4), min_size=1, max_size=5),
)
def test_with_late_looks_no_press_is_missed(
    made: list[tuple[float, float]], lateness: list[float]
) -> None:
    stretches = [part for down, up in made for part in ((down, True), (up, False))]
    assert told_of([LONG_LOOSE, *stretches, LONG_LOOSE], lateness) == [SHORT] * len(made)


@UNHURRIED
@given(st.floats(0.05, 0.5), st.floats(0.0, 0.15), st.floats(0.0005, 0.1))
def test_with_late_edges_a_press_is_told_once(
    down_s: float, edges_late_s: float, lateness: float
) -> None:
    assert told_of([LONG_LOOSE, (down_s, True), LONG_LOOSE], [lateness], edges_late_s) == [SHORT]


@UNHURRIED
@given(
    st.lists(st.floats(0.001, 0.02), min_size=1, max_size=8),
    st.lists(st.floats(0.001, 0.4), min_size=1, max_size=5),
)
def test_no_glitch_shorter_than_25_ms_is_a_press_be_the_looks_late_or_in_time(
    glitches: list[float], lateness: list[float]
) -> None:
    stretches = [part for glitch in glitches for part in ((glitch, True), (0.1, False))]
    assert presses(*stretches) == []
    assert told_of([LONG_LOOSE, *stretches, LONG_LOOSE], lateness) == []
