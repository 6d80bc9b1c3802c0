"""The cues, told apart without looking and without colours."""

from itertools import pairwise

import pytest

from pi.hardware.cue_patterns import PATTERNS, Pattern, pattern_of
from pi.hardware.cues import Cue
from pi.hardware.schedule import Track
from pi.hardware.told import Beats

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


def sound(pattern: Pattern) -> Rhythm:
    """What is heard."""
    return rhythm_of(pattern.buzzer)


def look(pattern: Pattern) -> tuple[bool, tuple[tuple[float, bool], ...]]:
    """What a lamp of one colour shows."""
    lit = pattern.lamp.rest.brightness > 0
    return lit, tuple(changes_of(pattern.lamp))


@pytest.mark.parametrize("cue", [cue for cue in Cue if cue is not Cue.PRESS])
def test_every_cue_has_a_pattern(cue: Cue) -> None:
    assert cue in PATTERNS


def test_no_two_cues_sound_the_same() -> None:
    heard = [sound(pattern_of(cue)) for cue in SOUNDING]
    assert len(set(heard)) == len(heard)


@pytest.mark.parametrize("beats", PRESSES)
def test_beats_sound_like_no_other_cue(beats: Beats) -> None:
    others = {sound(PATTERNS[cue]) for cue in SOUNDING if cue is not Cue.PRESS}
    assert sound(pattern_of(Cue.PRESS, beats)) not in others


def test_no_two_cues_look_the_same_on_a_lamp_of_one_colour() -> None:
    seen = [look(pattern_of(cue)) for cue in Cue]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("cue", [Cue.NONE, Cue.WAITING])
def test_nothing_is_heard_while_there_is_nothing_to_do(cue: Cue) -> None:
    assert sound(pattern_of(cue)) == ()


def test_waiting_is_a_rare_blink() -> None:
    lit = [moment for moment, on in changes_of(PATTERNS[Cue.WAITING].lamp, 60.0) if on]
    assert len(lit) == 12


@pytest.mark.parametrize("cue", [Cue.SAFE_TO_TRY, Cue.CANNOT_SAVE])
def test_what_must_not_be_missed_sounds_until_it_is_answered(cue: Cue) -> None:
    assert PATTERNS[cue].buzzer.next_change(86_400.0) is not None


@pytest.mark.parametrize("beats", PRESSES)
def test_there_is_one_beep_for_each_press(beats: Beats) -> None:
    assert len(sound(pattern_of(Cue.PRESS, beats))) == beats.count


@pytest.mark.parametrize("beats", PRESSES)
def test_each_beep_begins_at_its_beat(beats: Beats) -> None:
    changes = changes_of(pattern_of(Cue.PRESS, beats).buzzer, until=99.0)
    wanted = [k * beats.pace_s for k in range(beats.count)]
    assert [moment for moment, on in changes if on] == pytest.approx(wanted)


def test_a_press_without_a_count_is_one_beep_and_a_steady_light() -> None:
    pattern = pattern_of(Cue.PRESS)
    assert (len(sound(pattern)), pattern.lamp.next_change(0.0)) == (1, None)


def test_no_beats_are_silent() -> None:
    assert sound(pattern_of(Cue.PRESS, Beats(count=0, pace_s=0.8))) == ()
