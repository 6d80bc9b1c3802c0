"""WIRING.md: what it says, what its drawings say and what the settings take are the same."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from gpiozero.pins.pi import PiBoardInfo

from pi.hardware.boards import BOARD_PINS
from pi.hardware.wiring import PROPOSED, SENSES, Board, Pull, Signal
from pi.settings import Settings
from tests.tools.pictures.wiring.drawing import DRAWINGS, HERE
from tests.tools.pictures.wiring.pins import CLOCK, EEPROM, GROUNDS, PINS, POWER, Pin

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "WIRING.md").read_text("utf-8")


# The header as gpiozero knows it, of a Pi 4B: the same on every Pi with 40 pins.
HEADER = PiBoardInfo.from_revision(0xC03111).headers["J8"].pins


def pins_of_the_page() -> dict[str, Pin]:
    """The table of signals."""
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    return {signal: Pin(int(bcm), int(place)) for signal, bcm, place in rows}


def settings_of_the_page() -> Settings:
    """The example, as the settings' own reader takes it."""
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    return msgspec.convert(tomllib.loads(example), Settings)


def headings() -> list[str]:
    """The page's headings as links name them."""
    named = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    return [re.sub(r"[^\w -]", "", words).lower().replace(" ", "-") for words in named]


def test_what_never_to_do_stands_before_every_instruction() -> None:
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE)[0] == "Never do"


def test_the_page_says_before_all_else_that_nothing_was_tried() -> None:
    assert "Not tried" in PAGE.partition("## ")[0]


def test_the_page_ends_by_letting_the_doctor_look() -> None:
    assert PAGE.rstrip().endswith("```\nsteadyhand doctor\n```")


def test_the_table_and_the_drawings_name_the_same_pins() -> None:
    assert pins_of_the_page() == PINS


def test_every_signal_has_a_pin() -> None:
    assert set(PINS) == {signal.value for signal in Signal}


def test_every_pin_is_what_the_header_has_in_its_place() -> None:
    said = {pin.place: f"GPIO{pin.bcm}" for pin in PINS.values()}
    said |= dict.fromkeys(GROUNDS, "GND") | {
        place: volts.replace(" ", "") for place, volts in POWER.items()
    }
    said |= {place: "GPIO" + words.split()[1] for place, words in (CLOCK | EEPROM).items()}
    assert said == {place: HEADER[place].name for place in said}


def test_the_example_of_the_settings_uses_the_pins_of_the_table() -> None:
    wired = settings_of_the_page().pins
    assert {name: getattr(wired, name).pin for name in PINS} == {
        name: pin.bcm for name, pin in PINS.items()
    }


def test_the_example_pulls_every_sense_up_but_the_filtered_one() -> None:
    wired = settings_of_the_page().pins
    pulls = {signal: getattr(wired, signal).pull for signal in SENSES}
    assert pulls == dict.fromkeys(SENSES, Pull.UP) | {Signal.LIGHTS: Pull.NONE}


def test_the_example_is_what_the_program_proposes() -> None:
    assert settings_of_the_page().pins == PROPOSED


@pytest.mark.parametrize("signal", PINS)
def test_the_levels_of_the_table_are_those_of_the_example(signal: str) -> None:
    [level] = re.findall(rf"^\| `{signal}` \|[^|]*\|[^|]*\| (\w+) \|", PAGE, re.MULTILINE)
    assert getattr(settings_of_the_page().pins, signal).active == level


def rows_of_boards() -> dict[str, tuple[str, str]]:
    """What the page says of each board: its pins, and how they get on with the proposed ones."""
    rows = re.findall(r"^\|[^|]*\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$", PAGE, re.MULTILINE)
    return {board: (pins, verdict) for board, pins, verdict in rows}


def test_every_board_is_told_of() -> None:
    assert set(rows_of_boards()) == {board.value for board in Board}


@pytest.mark.parametrize("board", [board for board in Board if board is not Board.DPI_SCREEN])
def test_the_page_gives_a_board_the_pins_that_the_program_gives_it(board: Board) -> None:
    pins, _ = rows_of_boards()[board]
    assert {int(pin) for pin in re.findall(r"\d+", pins.partition(";")[0])} == BOARD_PINS[board]


@pytest.mark.parametrize("board", [board for board in Board if board is not Board.DPI_SCREEN])
def test_the_page_names_every_signal_that_a_board_drives_away(board: Board) -> None:
    _, verdict = rows_of_boards()[board]
    clashing = {name for name, pin in PINS.items() if pin.bcm in BOARD_PINS[board]}
    assert set(re.findall(r"`(\w+)`", verdict)) == clashing


def test_every_link_leads_to_a_file_or_a_heading() -> None:
    links = re.findall(r'\]\(([^)]+)\)|src="([^"]+)"', PAGE)
    targets = [link or source for link, source in links]
    dead = [
        target
        for target in targets
        if (target[1:] not in headings() if target[0] == "#" else not (ROOT / target).is_file())
    ]
    assert targets
    assert dead == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_page_shows_every_drawing(name: str) -> None:
    assert f"tests/tools/pictures/wiring/{name}.svg" in PAGE


def test_no_drawing_is_left_that_nobody_draws() -> None:
    assert {file.stem for file in HERE.glob("*.svg")} == set(DRAWINGS)
