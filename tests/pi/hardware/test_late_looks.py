"""A machine so busy that its looks come late: the kernel's times of the edges fill the gaps."""

from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.stepping import Stepper
from pi.hardware.told import ButtonPressed, Told
from pi.hardware.wiring import Signal
from tests.pi.hardware.wires import UNHURRIED, Stretch, Wire

SHORT = ButtonPressed(button=Signal.NEXT)
HELD = ButtonPressed(button=Signal.NEXT, held=True)
LOOSE: Stretch = (3.0, False)


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


def test_a_press_that_was_over_before_the_second_look_is_told() -> None:
    assert told_of([LOOSE, (0.08, True), LOOSE], [0.15]) == [SHORT]


def test_a_spike_between_two_late_looks_is_not() -> None:
    assert told_of([LOOSE, (0.01, True), LOOSE], [0.15]) == []


def test_a_press_whose_edges_come_late_too_is_told() -> None:
    assert told_of([LOOSE, (0.08, True), LOOSE], [0.001], edges_late_s=0.2) == [SHORT]


def test_two_presses_that_nobody_saw_apart_are_two_and_no_long_one() -> None:
    presses = [(0.5, True), (0.1, False), (0.5, True)]
    assert told_of([LOOSE, *presses, LOOSE], [0.6]) == [SHORT, SHORT]


def test_a_long_press_is_still_told_as_one() -> None:
    assert told_of([LOOSE, (3.0, True), LOOSE], [0.09]) == [HELD]


@UNHURRIED
@given(
    st.lists(st.tuples(st.floats(0.05, 0.5), st.floats(0.05, 0.5)), min_size=1, max_size=6),
    st.lists(st.floats(0.001, 0.4), min_size=1, max_size=5),
)
def test_however_late_the_looks_no_press_is_missed(
    made: list[tuple[float, float]], lateness: list[float]
) -> None:
    stretches = [part for down, up in made for part in ((down, True), (up, False))]
    assert told_of([LOOSE, *stretches, LOOSE], lateness) == [SHORT] * len(made)


@UNHURRIED
@given(st.floats(0.05, 0.5), st.floats(0.0, 0.15), st.floats(0.0005, 0.1))
def test_however_late_its_edges_a_press_is_told_once(
    down_s: float, edges_late_s: float, lateness: float
) -> None:
    assert told_of([LOOSE, (down_s, True), LOOSE], [lateness], edges_late_s) == [SHORT]


@UNHURRIED
@given(
    st.lists(st.floats(0.001, 0.02), min_size=1, max_size=6),
    st.lists(st.floats(0.001, 0.4), min_size=1, max_size=5),
)
def test_however_late_the_looks_no_glitch_is_a_press(
    glitches: list[float], lateness: list[float]
) -> None:
    stretches = [part for glitch in glitches for part in ((glitch, True), (0.1, False))]
    assert told_of([LOOSE, *stretches, LOOSE], lateness) == []
