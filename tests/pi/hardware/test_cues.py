"""The cues as data: tracks that begin with their cue, told apart without looking or colours."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.hardware.body import Beats, Cue
from pi.hardware.cue_patterns import PATTERNS, Pattern, Span, Track, pattern_of
from tests.pi.hardware.wires import UNHURRIED

ONCE = Track(rest="rest", spans=(Span(1.0, "a"), Span(2.0, "b")))
AGAIN = Track(rest="rest", spans=(Span(1.0, "a"), Span(2.0, "b")), repeats=True)


@pytest.mark.parametrize(
    ("track", "t", "what", "change"),
    [
        (ONCE, 0.9, "a", 1.0),
        (ONCE, 1.0, "b", 3.0),
        (ONCE, 2.9, "b", 3.0),
        (ONCE, 3.0, "rest", None),
        (ONCE, 99.0, "rest", None),
        (AGAIN, 2.9, "b", 3.0),
        (AGAIN, 3.0, "a", 4.0),
        (AGAIN, 300.0, "a", 301.0),
        (Track(rest="rest", repeats=True), 5.0, "rest", None),
    ],
)
def test_a_track_rests_at_its_end_or_begins_again_and_says_when_it_changes(
    track: Track[str], t: float, what: str, change: float | None
) -> None:
    assert (track.at(t), track.next_change(t)) == (what, change)


def test_no_rounding_lets_a_track_that_repeats_rest() -> None:
    track = Track(rest="rest", spans=(Span(0.1, "a"), Span(0.7, "b")), repeats=True)
    assert "rest" not in {track.at(k * track.length_s) for k in range(10_000)}


spans = st.lists(st.floats(0.05, 5.0), min_size=1, max_size=6).map(
    lambda lengths: tuple(Span(s, i) for i, s in enumerate(lengths))
)


@UNHURRIED
@given(spans, st.floats(0.0, 1e5))
def test_a_change_always_lies_ahead_and_until_then_nothing_changes(
    spans: tuple[Span[int], ...], t: float
) -> None:
    track = Track(rest=-1, spans=spans, repeats=True)
    change = track.next_change(t)
    assert change is not None
    assert change > t
    assume(change - t > 1e-6)  # nearer than a float can tell apart so far from the start
    assert track.at(t + (change - t) * 0.99) == track.at(t)


@UNHURRIED
@given(spans)
def test_a_thousand_rounds_on_the_beats_have_not_moved(spans: tuple[Span[int], ...]) -> None:
    track = Track(rest=-1, spans=spans, repeats=True)
    change = track.next_change(1000 * track.length_s + spans[0].seconds / 2)
    assert change == pytest.approx(1000 * track.length_s + spans[0].seconds)


PRESSES = [Beats(count=count, pace_s=pace) for count in (1, 2, 3, 9) for pace in (0.4, 0.8, 2.0)]
SOUNDING = [cue for cue in Cue if cue not in (Cue.NONE, Cue.WAITING)]
Rhythm = tuple[tuple[str, str], ...]


def size_of(seconds: float, limits: tuple[float, float]) -> str:
    """Short, long or very long: what an ear tells apart without a measure."""
    return "short" if seconds < limits[0] else "long" if seconds < limits[1] else "very long"


def changes_of(track: Track[object], until: float = 20.0) -> list[tuple[float, bool]]:
    """When the output goes on and off, whatever its colour or tone."""
    moments, t = [0.0], 0.0
    while (change := track.next_change(t)) is not None and change < until:
        moments.append(t := change)
    return [(moment, track.at(moment) != track.rest) for moment in moments]


def rhythm_of(track: Track[object]) -> Rhythm:
    """The length of each beep and of the silence after it, as they are heard."""
    changes = [*changes_of(track), (99.0, False)]
    spans = [(end - begin, on) for (begin, on), (end, _) in pairwise(changes)]
    return tuple(
        (size_of(on_s, (0.3, 1.0)), size_of(off_s, (0.25, 2.5)))
        for (on_s, on), (off_s, _) in pairwise([*spans, (99.0, False)])
        if on
    )


def look(pattern: Pattern) -> tuple[bool, tuple[tuple[float, bool], ...]]:
    """What a lamp of one colour shows."""
    lit = pattern.lamp.rest.brightness > 0
    return lit, tuple(changes_of(pattern.lamp))


def sound(pattern: Pattern) -> Rhythm:
    return rhythm_of(pattern.buzzer)


def test_no_two_cues_sound_the_same_or_look_the_same_on_a_lamp_of_one_colour() -> None:
    assert set(PATTERNS) == set(Cue) - {Cue.PRESS}
    heard = [sound(pattern_of(cue)) for cue in SOUNDING]
    seen = [look(pattern_of(cue)) for cue in Cue]
    assert (len(set(heard)), len(set(seen))) == (len(SOUNDING), len(Cue))


@pytest.mark.parametrize("beats", PRESSES)
def test_there_is_one_beep_at_the_beat_of_each_press_and_no_cue_is_like_it(beats: Beats) -> None:
    pattern = pattern_of(Cue.PRESS, beats)
    assert sound(pattern) not in {sound(PATTERNS[cue]) for cue in SOUNDING if cue in PATTERNS}
    assert len(sound(pattern)) == beats.count
    began = [moment for moment, on in changes_of(pattern.buzzer, until=99.0) if on]
    assert began == pytest.approx([k * beats.pace_s for k in range(beats.count)])


def test_what_must_be_answered_is_heard_on_and_on_and_nothing_while_nothing_is_to_do() -> None:
    silent = (Cue.NONE, None), (Cue.WAITING, None), (Cue.PRESS, Beats(count=0, pace_s=0.8))
    assert [sound(pattern_of(cue, beats)) for cue, beats in silent] == [()] * 3
    lit = [moment for moment, on in changes_of(PATTERNS[Cue.WAITING].lamp, 60.0) if on]
    assert len(lit) == 12
    for cue in (Cue.SAFE_TO_TRY, Cue.CANNOT_SAVE):  # what must not be missed sounds on and on
        assert PATTERNS[cue].buzzer.next_change(86_400.0) is not None
    press = pattern_of(Cue.PRESS)  # without a count: one beep and a steady light
    assert (len(sound(press)), press.lamp.next_change(0.0)) == (1, None)
