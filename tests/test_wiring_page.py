"""WIRING.md and the README's table of cues say what the drawings, the settings and the cues are."""

import re
import tomllib
from typing import Any

import msgspec
from gpiozero.pins.pi import PiBoardInfo

from pi.hardware.body import Cue
from pi.hardware.cue_patterns import pattern_of
from pi.hardware.wiring import PROPOSED, SENSES, Board, Pull, Signal
from pi.hardware.wiring_check import BOARD_PINS
from pi.settings import Settings
from tests import ROOT
from tests.tools.pictures.wiring.circuits import (
    CLOCK,
    DRAWINGS,
    EEPROM,
    GROUNDS,
    HERE,
    PINS,
    POWER,
    Pin,
)

README = (ROOT / "README.md").read_text("utf-8")
PAGE = (ROOT / "WIRING.md").read_text("utf-8")
# The header as gpiozero knows it, of a Pi 4B: the same on every Pi with 40 pins.
HEADER = PiBoardInfo.from_revision(0xC03111).headers["J8"].pins
NAMES = {cue: cue.name.lower().replace("_", " ") for cue in set(Cue) - {Cue.NONE}} | {
    Cue.PRESS: "press until it shows it",
    Cue.LOOK: "stop, look at the display",
    Cue.CHECK: "check before the confirm",
}


def rows(pattern: str, page: str = PAGE) -> list[Any]:
    """The rows of a page's table, as far as they fit."""
    return re.findall(pattern, page, re.MULTILINE)


def test_the_table_of_cues_names_every_colour_and_silence() -> None:
    told = {name.strip(): more for name, *more in rows(r"^\| (.+?) \| (.+?) \| (.+?) \|$", README)}
    assert [name for name in (*NAMES.values(), "press now") if name not in told] == []
    for cue, name in NAMES.items():
        pattern = pattern_of(cue)
        moments = [pattern.lamp.at(n / 20) for n in range(200)]
        lit = next(moment for moment in moments if moment.brightness > 0)
        lamp, buzzer = told[name]
        assert (cue, re.findall(r"\((\w+)\)", lamp)) == (cue, [lit.colour.name.lower()])
        silent = all(pattern.buzzer.at(n / 50) is None for n in range(2000))
        assert (cue, buzzer == "silent") == (cue, silent)


def test_the_wiring_begins_with_what_never_to_do_and_ends_with_the_doctor() -> None:
    assert "Not tried" in PAGE.partition("## ")[0]
    assert rows(r"^## (.+)$")[0] == "Never do"
    assert PAGE.rstrip().endswith("```\nsteadyhand doctor\n```")


def test_the_table_the_drawings_and_the_header_have_every_signal_on_the_same_pin() -> None:
    table = rows(r"^\| `(\w+)` \| (\d+) \| (\d+) \|")
    assert {signal: Pin(int(bcm), int(place)) for signal, bcm, place in table} == PINS
    assert set(PINS) == {signal.value for signal in Signal}
    said = {pin.place: f"GPIO{pin.bcm}" for pin in PINS.values()} | dict.fromkeys(GROUNDS, "GND")
    said |= {place: volts.replace(" ", "") for place, volts in POWER.items()}
    said |= {place: "GPIO" + words.split()[1] for place, words in (CLOCK | EEPROM).items()}
    assert said == {place: HEADER[place].name for place in said}


def test_the_example_of_the_settings_is_what_the_program_proposes_and_the_table_says() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    wired = msgspec.convert(tomllib.loads(example), Settings).pins
    assert wired == PROPOSED
    assert {name: getattr(wired, name).pin for name in PINS} == {
        name: pin.bcm for name, pin in PINS.items()
    }
    pulls = {signal: getattr(wired, signal).pull for signal in SENSES}
    assert pulls == dict.fromkeys(SENSES, Pull.UP) | {Signal.LIGHTS: Pull.NONE}
    levels = dict(rows(r"^\| `(\w+)` \| \d+ \| \d+ \| (\w+) \|"))
    assert levels == {signal: getattr(wired, signal).active for signal in PINS}


def test_the_page_tells_of_every_board_its_pins_and_the_signals_that_it_drives_away() -> None:
    told = {board: more for board, *more in rows(r"^\|[^|]*\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$")}
    assert set(told) == {board.value for board in Board}
    for board in set(Board) - {Board.DPI_SCREEN}:
        pins, verdict = told[board]
        of_the_board = {int(pin) for pin in re.findall(r"\d+", pins.partition(";")[0])}
        assert (board, of_the_board) == (board, set(BOARD_PINS[board]))
        clashing = {name for name, pin in PINS.items() if pin.bcm in BOARD_PINS[board]}
        assert (board, set(re.findall(r"`(\w+)`", verdict))) == (board, clashing)


def test_every_link_leads_to_a_file_or_a_heading_and_every_drawing_is_shown() -> None:
    named = rows(r"^#+ (.+)$")
    headings = [re.sub(r"[^\w -]", "", words).lower().replace(" ", "-") for words in named]
    links = re.findall(r'\]\(([^)]+)\)|src="([^"]+)"', PAGE)
    targets = [link or source for link, source in links]
    dead = [
        target
        for target in targets
        if (target[1:] not in headings if target[0] == "#" else not (ROOT / target).is_file())
    ]
    assert (bool(targets), dead) == (True, [])
    assert {file.stem for file in HERE.glob("*.svg")} == set(DRAWINGS)
    shown = [name for name in DRAWINGS if f"tests/tools/pictures/wiring/{name}.svg" in PAGE]
    assert shown == list(DRAWINGS)
