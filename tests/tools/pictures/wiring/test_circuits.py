"""The drawings of WIRING.md: legible, and joined as their net lists say, diodes the right way."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path

import pytest

from tests.tools.pictures.wiring.circuits import DRAWINGS, place_of
from tests.tools.pictures.wiring.pins import PINS
from tests.tools.pictures.wiring.sheet import Point, Sheet

PAGE = (Path(__file__).parents[4] / "WIRING.md").read_text("utf-8")
SVG = "{http://www.w3.org/2000/svg}"

# Every value and part that a circuit has, as often as it has it.
OPTO = ["F 1 A", "R1 2.2 kΩ", "R2 2.2 kΩ", "0.5 W", "0.5 W", "D1", "1N4148", "C1", "100 nF"]
CHIPS = ["PC817C, LTV-817C", "or EL817C"]
PARTS = {
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


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_what_its_generator_draws_today(name: str) -> None:
    """Drawn anew by ``python3 -m tests.tools.pictures.wiring`` where this fails."""
    assert place_of(name).read_text("utf-8") == DRAWINGS[name]().svg()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_on_white_paper_tells_its_title_its_parts_and_the_pins_of_its_signals(
    name: str,
) -> None:
    root = ET.parse(place_of(name)).getroot()
    assert all(root.findtext(f"{SVG}{tag}", "") for tag in ("title", "desc"))
    paper = root.find(f"{SVG}rect")
    assert paper is not None
    sides = [paper.get(key) for key in ("x", "y", "width", "height")]
    assert (sides, paper.get("fill")) == (root.attrib["viewBox"].split(), "white")
    texts = list(root.iter(f"{SVG}text"))
    assert {text.get("font-family") for text in texts} == {"sans-serif"}
    words = [text.text or "" for text in texts]
    lacking = [
        part
        for part in set(PARTS[name])
        if sum(part in line for line in words) < PARTS[name].count(part)
    ]
    lacking += [
        signal
        for signal in SIGNALS_DRAWN.get(name, [])
        if f"{signal} {PINS[signal]}" not in " ".join(words)
    ]
    assert lacking == []


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


class Nets:
    """The nets of a drawing. Two points are of one net if wires lead from one to the other.

    Ends of the same words are one net: the Pi has one ground, wherever its sign is drawn.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._net_of: dict[Point, Point] = {}
        self._sheet = sheet
        for start, end in sheet.wires:
            self._join(start, end)
            for joint in sheet.joints:
                if _is_on(joint, start, end):
                    self._join(joint, start)
        for words, at in sheet.terminals:
            self._join(at, self._first_called(words))

    def of(self, at: Point) -> Point:
        """A point that stands for the net of this one."""
        place = (round(at[0], 2), round(at[1], 2))
        return place if place not in self._net_of else self.of(self._net_of[place])

    def of_terminal(self, name: str) -> Point:
        """The net of a wire's end or of a leg. ``name``: how its words begin."""
        [at] = {self.of(at) for said, at in self._sheet.terminals if said.startswith(name)}
        return at

    def has_terminal(self, name: str) -> bool:
        """Whether there is an end or a leg whose words begin so."""
        return any(said.startswith(name) for said, _ in self._sheet.terminals)

    def parts(self) -> list[tuple[str, Point, Point]]:
        """Every part with two ends, and the nets they are on."""
        return [(words, self.of(start), self.of(end)) for words, start, end in self._sheet.parts]

    def _first_called(self, words: str) -> Point:
        return next(at for said, at in self._sheet.terminals if said == words)

    def _join(self, one: Point, other: Point) -> None:
        if self.of(one) != self.of(other):
            self._net_of[self.of(one)] = self.of(other)


def _is_on(at: Point, start: Point, end: Point) -> bool:
    """Whether a point is on a line, at its ends or between them."""
    whole = hypot(end[0] - start[0], end[1] - start[1])
    there = hypot(at[0] - start[0], at[1] - start[1])
    back = hypot(end[0] - at[0], end[1] - at[1])
    return there + back < whole + 0.001


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
    "lamp-and-buzzer": [
        ("emitter", "Pi's ground"),
        ("collector", "buzzer -"),
        ("5 V", "buzzer +"),
    ],
}


def drawn(name: str) -> set[tuple[str, str, str]]:
    """The net list of a drawing, its nets called as NET_LISTS calls them where it agrees."""
    nets = Nets(DRAWINGS[name]())
    listed = {part: ends for part, *ends in NET_LISTS[name]}
    named = {net for ends in listed.values() for net in ends}
    called = {nets.of_terminal(net): net for net in named if nets.has_terminal(net)}
    for part, *drawn_ends in nets.parts():
        for at, net in zip(drawn_ends, listed.get(part, ()), strict=False):
            if not nets.has_terminal(net):
                called.setdefault(at, net)
    return {(part, called.get(a, "?"), called.get(b, "?")) for part, a, b in nets.parts()}


@pytest.mark.parametrize("name", NET_LISTS)
def test_every_part_is_drawn_once_between_the_nets_of_the_net_list(name: str) -> None:
    assert drawn(name) == set(NET_LISTS[name])
    nets = Nets(DRAWINGS[name]())
    parts = sorted(part for part, _, _ in nets.parts())
    assert parts == sorted(part for part, _, _ in NET_LISTS[name])
    for one, other in JOINED.get(name, []):
        assert nets.of_terminal(one) == nets.of_terminal(other)


# How many of each drawing a car with everything has, as the parts list counts them.
BUILT = {"opto-input": 2, "lights": 1, "parked": 1, "button": 3, "lamp-and-buzzer": 1}


@pytest.mark.parametrize(
    "value", ["2.2 kΩ", "1 kΩ", "10 kΩ", "3.3 kΩ", "100 nF", "2.2 µF", "1N4148", "1N4007"]
)
def test_the_parts_list_has_as_many_of_a_part_as_the_drawings_have(value: str) -> None:
    needed = sum(
        f" {value} " in f" {part} " for name in BUILT for part, *_ in NET_LISTS[name] * BUILT[name]
    )
    [listed] = re.findall(rf"^\| \w+ {re.escape(value)}[^|]*\| (\d+) \|", PAGE, re.MULTILINE)
    assert int(listed) == needed


@pytest.mark.parametrize("name", ["opto-input", "lights", "parked"])
def test_no_wire_leads_from_the_car_to_the_pi_past_the_optocoupler(name: str) -> None:
    nets = Nets(DRAWINGS[name]())
    reached = {nets.of_terminal("leg 1"), nets.of_terminal("leg 2")}
    for _ in nets.parts():
        reached |= {net for _, *ends in nets.parts() if reached & {*ends} for net in ends}
    assert not reached & {nets.of_terminal(leg) for leg in ("leg 3", "leg 4", "3V3", "to the Pi")}
