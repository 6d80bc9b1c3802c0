"""WIRING.md, its drawings and the README's cues say what the settings and the cues are.

The drawings are legible, and joined as their net lists say, diodes the right way.
"""

import re
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import dist
from typing import Any

import msgspec
import pytest
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
    place_of,
)
from tests.tools.pictures.wiring.sheet import Point, Sheet

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


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_what_its_generator_draws_today(name: str) -> None:
    """Drawn anew by ``python3 -m tests.tools.pictures`` where this fails."""
    assert place_of(name).read_text("utf-8") == DRAWINGS[name]().svg()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_on_white_paper_tells_its_title_and_its_parts(name: str) -> None:
    root = ET.parse(place_of(name)).getroot()
    assert all(root.findtext(f"{SVG}{tag}", "") for tag in ("title", "desc"))
    paper = root.find(f"{SVG}rect")
    assert paper is not None
    sides = [paper.get(key) for key in ("x", "y", "width", "height")]
    assert (sides, paper.get("fill")) == (root.attrib["viewBox"].split(), "white")
    assert {text.get("font-family") for text in root.iter(f"{SVG}text")} == {"sans-serif"}
    words = words_in(name)
    parts = Counter(part for part, _, _ in DRAWINGS[name]().parts)
    assert [part for part, count in parts.items() if words.count(part) < count] == []


def words_in(name: str) -> str:
    return " ".join(text.text or "" for text in ET.parse(place_of(name)).iter(f"{SVG}text"))


def test_every_signal_is_drawn_with_its_pin_and_the_header_has_every_ground() -> None:
    words = " ".join(words_in(name) for name in NET_LISTS)
    assert [name for name, pin in PINS.items() if f"{name} {pin}" not in words] == []
    assert words_in("header").count("GND") == len(GROUNDS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_words_of_a_drawing_lie_on_others_or_on_a_stroke(name: str) -> None:
    """Each stroke seen at forty points of it."""
    lines = [line for line in DRAWINGS[name]().lines if line.words]
    overlapping = [
        (one.words, other.words)
        for one, other in combinations(lines, 2)
        if one.room[0] < other.room[2]
        and other.room[0] < one.room[2]
        and one.room[1] < other.room[3]
        and other.room[1] < one.room[3]
    ]
    assert overlapping == []
    dots: list[complex] = []
    for element in ET.parse(place_of(name)).getroot():
        drawn = element.get("d") or element.get("points") or ""
        numbers = [*map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", drawn))]
        corners = [complex(*at) for at in zip(numbers[::2], numbers[1::2], strict=True)]
        if element.tag == f"{SVG}polygon":
            corners.append(corners[0])
        for start, end in pairwise(corners):
            dots += [start + (end - start) * n / 40 for n in range(41)]
    rooms = [(line.words, *line.room) for line in lines]
    assert [
        words
        for words, left, top, right, bottom in rooms
        if any(left < dot.real < right and top < dot.imag < bottom for dot in dots)
    ] == []


# Part, from, to: a diode conducts from the first to the second. What begins like an end or a leg
# of the drawing is that; other names are points between parts.
TAPPED = [
    ("F 1 A", "tap", "fused"),
    ("R1 2.2 kΩ 0.5 W", "fused", "wire"),
    ("R2 2.2 kΩ 0.5 W", "wire", "leg 1"),
    ("D1 1N4148 band up", "leg 2", "leg 1"),
    ("C1 100 nF", "leg 2", "leg 1"),
]
PULLED_UP = [
    ("10 kΩ", "leg 4", "3V3"),
    ("1 kΩ", "leg 4", "to the Pi"),
    ("100 nF", "to the Pi", "Pi's ground"),
]
NET_LISTS = {
    "power": [
        ("F0 within 15 cm of the tap", "IGN/RUN", "fused"),
        ("TVS SMBJ33CA", "fused", "car's ground"),
        ("D0 SS310 100 V 3 A band to the right", "fused", "converter +"),
        ("C0 1000 µF 63 V", "converter +", "car's ground"),
    ],
    "opto-input": TAPPED + PULLED_UP,
    "lights": [
        *TAPPED,
        ("220 Ω", "leg 4", "X"),
        ("47 kΩ", "X", "3V3"),
        ("2.2 µF", "X", "Pi's ground"),
        ("1 kΩ", "X", "to the Pi"),
    ],
    "parked": [*TAPPED, ("D2 1N4007 band to the wire", "leg 2", "handbrake wire"), *PULLED_UP],
    "button": [
        ("3.3 kΩ", "B", "3V3"),
        ("button", "B", "Pi's ground"),
        ("1 kΩ", "B", "to the Pi"),
        ("100 nF", "to the Pi", "Pi's ground"),
    ],
    "lamp-and-buzzer": [
        ("470 Ω", "from the Pi: lamp", "lamp"),
        ("LED long leg up", "lamp", "Pi's ground"),
        ("1 kΩ", "from the Pi: buzzer", "base"),
        ("10 kΩ", "base", "Pi's ground"),
        ("1N4148 band up, to 5 V", "collector", "5 V"),
    ],
    "witness": [
        ("F 1 A", "12 V", "fused"),
        ("22 kΩ 0.5 W", "fused", "VBAT"),
        ("zener 4.3 V band up", "Pi's ground", "VBAT"),
        ("10 µF", "VBAT", "Pi's ground"),
    ],
}
JOINED = {
    "power": [("converter -", "car's ground")],
    "opto-input": [("leg 2", "car's ground"), ("leg 3", "Pi's ground")],
    "lights": [("leg 2", "car's ground"), ("leg 3", "Pi's ground")],
    "parked": [("leg 3", "Pi's ground")],
    "lamp-and-buzzer": [("emitter", "Pi's ground"), ("collector", "buzzer -"), ("5 V", "buzzer +")],
}


Net = frozenset[Point]


def nets_of(sheet: Sheet) -> set[Net]:
    """The nets of a drawing. Two points are of one net if wires lead from one to the other.

    Ends of the same words are one net: the Pi has one ground, wherever its sign is drawn.
    """
    joined = [{start, end, *_joints_on(sheet, start, end)} for start, end in sheet.wires]
    joined += [{at for said, at in sheet.terminals if said == one} for one, _ in sheet.terminals]
    joined += [{end} for _, *ends in sheet.parts for end in ends]
    nets: list[Net] = []
    for each in joined:
        points = frozenset((round(x, 2), round(y, 2)) for x, y in each)
        met = [net for net in nets if net & points]
        nets = [net for net in nets if net not in met] + [points.union(*met)]
    return set(nets)


def _joints_on(sheet: Sheet, start: Point, end: Point) -> list[Point]:
    return [at for at in sheet.joints if dist(start, at) + dist(at, end) < dist(start, end) + 0.001]


def net_at(sheet: Sheet, at: Point) -> Net:
    place = (round(at[0], 2), round(at[1], 2))
    return next(net for net in nets_of(sheet) if place in net)


def net_called(sheet: Sheet, name: str) -> Net | None:
    """The one net of a wire's end or of a leg whose words begin so, if there is any."""
    found = {net_at(sheet, at) for said, at in sheet.terminals if said.startswith(name)}
    assert len(found) <= 1
    return next(iter(found), None)


def drawn(sheet: Sheet, listed: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The net list of a drawing, its nets called as the list calls them where it agrees."""
    names = {net for _, *ends in listed for net in ends}
    called = {net_called(sheet, name): name for name in names}
    of_part = {part: ends for part, *ends in listed}
    parts = [(part, net_at(sheet, a), net_at(sheet, b)) for part, a, b in sheet.parts]
    for part, *nets in parts:
        for net, name in zip(nets, of_part.get(part, ()), strict=False):
            if net_called(sheet, name) is None:
                called.setdefault(net, name)
    return sorted((part, called.get(a, "?"), called.get(b, "?")) for part, a, b in parts)


@pytest.mark.parametrize("name", NET_LISTS)
def test_every_part_is_drawn_once_between_the_nets_of_the_net_list(name: str) -> None:
    sheet = DRAWINGS[name]()
    assert drawn(sheet, NET_LISTS[name]) == sorted(NET_LISTS[name])
    for one, other in JOINED.get(name, []):
        ends = {net_called(sheet, one), net_called(sheet, other)}
        assert (len(ends), None in ends) == (1, False)


def test_the_parts_list_has_as_many_of_a_part_as_the_drawings_have() -> None:
    """In a car with everything."""
    built = {"opto-input": 2, "lights": 1, "parked": 1, "button": 3, "lamp-and-buzzer": 1}
    parts = [f" {part} " for name in built for part, *_ in NET_LISTS[name] * built[name]]
    values = ("2.2 kΩ", "1 kΩ", "10 kΩ", "3.3 kΩ", "100 nF", "2.2 µF", "1N4148", "1N4007")
    for value in values:
        needed = sum(f" {value} " in part for part in parts)
        [listed] = re.findall(rf"^\| \w+ {re.escape(value)}[^|]*\| (\d+) \|", PAGE, re.MULTILINE)
        assert (value, int(listed)) == (value, needed)


@pytest.mark.parametrize("name", ["opto-input", "lights", "parked"])
def test_no_wire_leads_from_the_car_to_the_pi_past_the_optocoupler(name: str) -> None:
    sheet = DRAWINGS[name]()
    parts = [{net_at(sheet, a), net_at(sheet, b)} for _, a, b in sheet.parts]
    reached = {net_called(sheet, leg) for leg in ("leg 1", "leg 2")}
    for _ in parts:
        reached = reached.union(*(ends for ends in parts if reached & ends))
    assert not reached & {net_called(sheet, leg) for leg in ("leg 3", "leg 4", "3V3", "to the Pi")}
