"""The drawings of WIRING.md: whole, legible, and what their net lists say."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest

from tests.tools.pictures.wiring.drawing import DRAWINGS, place_of
from tests.tools.pictures.wiring.pins import PINS

SVG = "{http://www.w3.org/2000/svg}"

# The net lists: every value and part that a circuit has, as often as it has it.
OPTO = ["F 1 A", "R1 2.2 kΩ", "R2 2.2 kΩ", "0.5 W", "0.5 W", "D1", "1N4148", "C1", "100 nF"]
CHIPS = ["PC817C, LTV-817C", "or EL817C"]
NET_LISTS = {
    "power": ["2 A: Zero, Pi 3", "3 A: Pi 4", "5 A: Pi 5", "SMBJ33CA", "SS310", "1000 µF", "63 V"],
    "opto-input": [*OPTO, *CHIPS, "10 kΩ", "1 kΩ", "100 nF"],
    "lights": [*OPTO, *CHIPS, "220 Ω", "47 kΩ", "2.2 µF", "1 kΩ"],
    "parked": [*OPTO, *CHIPS, "D2 1N4007", "10 kΩ", "1 kΩ", "100 nF"],
    "button": ["3.3 kΩ", "1 kΩ", "100 nF"],
    "lamp-and-buzzer": ["470 Ω", "1 kΩ", "2N3904", "10 kΩ", "1N4148"],
    "witness": ["F 1 A", "22 kΩ 0.5 W", "zener", "4.3 V", "10 µF"],
    "header": ["3V3", "3V3", "5 V", "5 V", *["GND"] * 8],
}
SIGNALS_DRAWN = {
    "opto-input": ["ignition", "feed"],
    "lights": ["lights"],
    "parked": ["parked"],
    "button": ["next", "back", "see"],
    "lamp-and-buzzer": ["lamp", "buzzer"],
}


def words_of(name: str) -> list[str]:
    """Every line of words in a drawing."""
    root = ET.parse(place_of(name)).getroot()
    return [text.text or "" for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_what_its_generator_draws_today(name: str) -> None:
    """Drawn anew by ``python3 -m tests.tools.pictures.wiring`` where this fails."""
    assert place_of(name).read_text("utf-8") == DRAWINGS[name]().svg()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_tells_a_screen_reader_what_it_shows(name: str) -> None:
    root = ET.parse(place_of(name)).getroot()
    said = [root.findtext(f"{SVG}{tag}", "") for tag in ("title", "desc")]
    assert all(said)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_lies_on_white_paper_and_asks_for_no_font_by_name(name: str) -> None:
    root = ET.parse(place_of(name)).getroot()
    paper = root.find(f"{SVG}rect")
    assert paper is not None
    corner = [root.attrib["viewBox"].split()[n] for n in range(4)]
    assert [paper.get(key) for key in ("x", "y", "width", "height")] == corner
    assert paper.get("fill") == "white"
    assert {text.get("font-family") for text in root.iter(f"{SVG}text")} == {"sans-serif"}


@pytest.mark.parametrize("name", NET_LISTS)
def test_a_drawing_has_every_part_of_its_net_list(name: str) -> None:
    words = words_of(name)
    lacking = [
        part
        for part in set(NET_LISTS[name])
        if sum(part in line.split("\n")[0] for line in words) < NET_LISTS[name].count(part)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("name", "signal"), [(name, signal) for name in SIGNALS_DRAWN for signal in SIGNALS_DRAWN[name]]
)
def test_a_drawing_names_the_pin_of_its_signal(name: str, signal: str) -> None:
    assert f"{signal} {PINS[signal]}" in " ".join(words_of(name))


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_words_of_a_drawing_lie_on_others(name: str) -> None:
    lines = DRAWINGS[name]().lines
    overlapping = [
        (one.words, other.words)
        for one, other in combinations([line for line in lines if line.words], 2)
        if one.room[0] < other.room[2]
        and other.room[0] < one.room[2]
        and one.room[1] < other.room[3]
        and other.room[1] < one.room[3]
    ]
    assert overlapping == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_stroke_of_a_drawing_runs_through_its_words(name: str) -> None:
    root = ET.parse(place_of(name)).getroot()
    crossed = [
        line.words
        for line in DRAWINGS[name]().lines
        for start, end in strokes(root)
        if meets(line.room, start, end)
    ]
    assert crossed == []


def strokes(root: ET.Element) -> list[tuple[complex, complex]]:
    """Every straight stroke of a drawing, from end to end."""
    found = []
    for element in root:
        numbers = re.findall(
            r"-?[\d.]+(?:e-?\d+)?", element.get("d") or element.get("points") or ""
        )
        dots = [
            complex(float(x), float(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        if element.tag == f"{SVG}polygon":
            dots.append(dots[0])
        found += list(pairwise(dots))
    return found


def meets(room: tuple[float, float, float, float], start: complex, end: complex) -> bool:
    """Whether a stroke comes into a room, seen at forty points of it."""
    dots = (start + (end - start) * n / 40 for n in range(41))
    return any(room[0] < dot.real < room[2] and room[1] < dot.imag < room[3] for dot in dots)
