"""What the pages say is so: links, paths, commands; of WIRING.md drawings, settings and cues."""

import re
import tomllib
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from gpiozero.pins.pi import PiBoardInfo

from pi.hardware.cue_patterns import pattern_of
from pi.hardware.port import Cue
from pi.hardware.wiring import PROPOSED, SENSES, Board, Pull, Signal
from pi.hardware.wiring_check import BOARD_PINS
from pi.radio.state import Name
from pi.service.protocol.commands import Outcome
from pi.settings import Settings
from tests import ROOT
from tests.golden.test_command_line import commands
from tests.tools.pictures.drawing import PICTURES, words_of
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
from tui.exits import Exit
from tui.login import COMMANDS
from tui.screens.base import LEAST

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("[pst]*/README.md"), *ROOT.glob("pi/*/README.md")])
PAGE = (ROOT / "WIRING.md").read_text("utf-8")
COMMAND_PAGE = (ROOT / "tui" / "README.md").read_text("utf-8")
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
    told = {name.strip(): more for name, *more in rows(r"^\| (.+?) \| (.+?) \| (.+?) \|$")}
    assert [name for name in (*NAMES.values(), "press now") if name not in told] == []
    for cue, name in NAMES.items():
        pattern = pattern_of(cue)
        moments = [pattern.lamp.at(n / 20) for n in range(200)]
        lit = next(moment for moment in moments if moment.brightness > 0)
        lamp, buzzer = told[name]
        assert (cue, re.findall(r"\((\w+)\)", lamp)) == (cue, [lit.colour.name.lower()])
        silent = all(pattern.buzzer.at(n / 50) is None for n in range(2000))
        assert (cue, buzzer == "silent") == (cue, silent)


def test_the_wiring_begins_with_never_shows_all_drawings_and_ends_with_the_doctor() -> None:
    assert "Not tried" in PAGE.partition("## ")[0]
    assert rows(r"^## (.+)$")[0] == "Never do"
    assert PAGE.rstrip().endswith("```\nsteadyhand doctor\n```")
    assert {file.stem for file in HERE.glob("*.svg")} == set(DRAWINGS)
    assert {*rows(r"tests/tools/pictures/wiring/(.+)\.svg")} == set(DRAWINGS)


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


@pytest.mark.parametrize(("path", "draw"), PICTURES, ids=[path.stem for path, _ in PICTURES])
async def test_a_picture_is_what_the_app_draws_today(
    path: Path, draw: Callable[[], Awaitable[str]]
) -> None:
    """Drawn anew by ``python3 -m tests.tools.pictures`` where this fails."""
    assert words_of(path.read_text("utf-8")) == words_of(await draw())


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_path_and_module_of_a_page_leads_somewhere(file: Path) -> None:
    page = file.read_text("utf-8")
    links = re.findall(r'(?:\]\(|src=")(?!https:)([^)"#]*)#?([^)"]*)[)"]', page)
    for target, heading in ((file.parent / place if place else file, to) for place, to in links):
        assert target.is_file(), target
        named = rows(r"^#+ (.+)$", target.read_text("utf-8")) if heading else [""]
        headings = [re.sub(r"[^\w -]", "", words).lower().replace(" ", "-") for words in named]
        assert heading in headings, target
    paths = re.findall(r"`((?:pi|tui|tests|systemd)/(?!.*NAME)[\w./-]+)`", page)
    assert [one for one in paths if not {*file.parent.glob(one), *ROOT.glob(one)}] == []
    modules = re.findall(r"python3 -m ([\w.]*\w)", page)
    assert [one for one in modules if find_spec(one) is None] == []


def test_the_page_of_commands_has_each_with_its_own_options_and_how_it_ends() -> None:
    there = {path: {o for each in of.params for o in each.opts} for path, of in commands()}
    told = set()
    for usage in re.findall(r"`steadyhand ?([^`]*)`", COMMAND_PAGE):
        path = max((one for one in there if f"{usage} ".startswith(f"{one} ".lstrip())), key=len)
        told.add(path)
        assert set(re.findall(r"--[a-z-]+", usage)) <= there[path], usage
    assert told == set(there) - {"copy", "import"}
    names = {*map(str, Outcome), *map(str, Name), *COMMANDS} - {"setup"}
    assert names <= {*re.findall(r"`([\w-]+)`", COMMAND_PAGE)}
    assert re.findall(r"[:·] (\d) ", COMMAND_PAGE) == [str(int(status)) for status in Exit]
    assert f"{LEAST.width}x{LEAST.height}" in COMMAND_PAGE
