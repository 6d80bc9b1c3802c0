"""The README's table of cues agrees with the cues there are."""

import re
from pathlib import Path

from pi.hardware.cue_patterns import pattern_of
from pi.hardware.cues import Cue

README = (Path(__file__).parents[1] / "README.md").read_text()
NAMES = {
    Cue.PRESS: "press until it shows it",
    Cue.STEP_DONE: "step done",
    Cue.LOOK: "stop, look at the display",
    Cue.CHECK: "check before the confirm",
    Cue.LAST_TRY: "last try",
    Cue.WAITING: "waiting",
    Cue.SAFE_TO_TRY: "safe to try",
    Cue.CANNOT_SAVE: "cannot save",
}
ROWS = {
    name.strip(): (lamp, buzzer)
    for name, lamp, buzzer in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
}


def test_every_cue_has_a_row() -> None:
    assert [name for name in (*NAMES.values(), "press now") if name not in ROWS] == []


def test_every_cue_is_named() -> None:
    assert set(NAMES) | {Cue.NONE} == set(Cue)


def test_a_row_names_the_colour_that_the_lamp_shows() -> None:
    named = {cue: re.findall(r"\((\w+)\)", ROWS[name][0]) for cue, name in NAMES.items()}
    assert named == {cue: [_colour(cue)] for cue in NAMES}


def test_a_row_says_silent_where_the_buzzer_is() -> None:
    said = {cue for cue, name in NAMES.items() if ROWS[name][1] == "silent"}
    assert said == {cue for cue in NAMES if _is_silent(cue)}


def _colour(cue: Cue) -> str:
    lamp = pattern_of(cue).lamp
    moments = (n / 20 for n in range(200))
    lit = next(lamp.at(t) for t in moments if lamp.at(t).brightness > 0)
    return lit.colour.name.lower()


def _is_silent(cue: Cue) -> bool:
    buzzer = pattern_of(cue).buzzer
    return all(buzzer.at(n / 50) is None for n in range(2000))
