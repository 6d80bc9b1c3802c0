"""Tracks: what is on when, counted from the start."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.hardware.schedule import Span, Track
from tests.pi.hardware.wires import UNHURRIED

ONCE = Track(rest="rest", spans=(Span(1.0, "a"), Span(2.0, "b")))
AGAIN = Track(rest="rest", spans=(Span(1.0, "a"), Span(2.0, "b")), repeats=True)


@pytest.mark.parametrize(
    ("t", "what"), [(0.0, "a"), (0.9, "a"), (1.0, "b"), (2.9, "b"), (3.0, "rest"), (99.0, "rest")]
)
def test_a_track_that_ends_rests(t: float, what: str) -> None:
    assert ONCE.at(t) == what


@pytest.mark.parametrize(
    ("t", "what"), [(0.0, "a"), (2.9, "b"), (3.0, "a"), (4.0, "b"), (300, "a")]
)
def test_a_track_that_repeats_begins_again(t: float, what: str) -> None:
    assert AGAIN.at(t) == what


@pytest.mark.parametrize(("t", "change"), [(0.0, 1.0), (1.0, 3.0), (2.5, 3.0), (3.0, None)])
def test_the_next_change_of_a_track_that_ends(t: float, change: float | None) -> None:
    assert ONCE.next_change(t) == change


@pytest.mark.parametrize(("t", "change"), [(0.0, 1.0), (2.5, 3.0), (3.0, 4.0), (4.0, 6.0)])
def test_the_next_change_of_a_track_that_repeats(t: float, change: float) -> None:
    assert AGAIN.next_change(t) == change


def test_an_empty_track_rests_for_ever() -> None:
    empty = Track(rest="rest", repeats=True)
    assert (empty.at(5.0), empty.next_change(5.0)) == ("rest", None)


def test_no_rounding_lets_a_track_that_repeats_rest() -> None:
    track = Track(rest="rest", spans=(Span(0.1, "a"), Span(0.7, "b")), repeats=True)
    assert "rest" not in {track.at(k * track.length_s) for k in range(10_000)}


spans = st.lists(st.floats(0.05, 5.0), min_size=1, max_size=6).map(
    lambda lengths: tuple(Span(s, i) for i, s in enumerate(lengths))
)


@UNHURRIED
@given(spans, st.floats(0.0, 1e5))
def test_a_change_always_lies_ahead(spans: tuple[Span[int], ...], t: float) -> None:
    change = Track(rest=-1, spans=spans, repeats=True).next_change(t)
    assert change is not None
    assert change > t


@UNHURRIED
@given(spans, st.floats(0.0, 1e5))
def test_until_the_next_change_nothing_changes(spans: tuple[Span[int], ...], t: float) -> None:
    track = Track(rest=-1, spans=spans, repeats=True)
    change = track.next_change(t)
    assert change is not None
    assume(change - t > 1e-6)  # nearer than a float can tell apart so far from the start
    assert track.at(t + (change - t) * 0.99) == track.at(t)


@UNHURRIED
@given(spans)
def test_a_thousand_rounds_on_the_beats_have_not_moved(spans: tuple[Span[int], ...]) -> None:
    track = Track(rest=-1, spans=spans, repeats=True)
    change = track.next_change(1000 * track.length_s + spans[0].seconds / 2)
    assert change == pytest.approx(1000 * track.length_s + spans[0].seconds)
