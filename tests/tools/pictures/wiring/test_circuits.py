"""The drawings of WIRING.md: legible, and joined as their net lists say, diodes the right way."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import dist

import pytest

from tests import ROOT
from tests.tools.pictures.wiring.circuits import DRAWINGS, GROUNDS, PINS, place_of
from tests.tools.pictures.wiring.sheet import Point, Sheet

PAGE = (ROOT / "WIRING.md").read_text("utf-8")
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
    joined = [
        {a, b, *(at for at in sheet.joints if dist(a, at) + dist(at, b) < dist(a, b) + 0.001)}
        for a, b in sheet.wires
    ]
    joined += [{at for said, at in sheet.terminals if said == one} for one, _ in sheet.terminals]
    joined += [{end} for _, *ends in sheet.parts for end in ends]
    nets: list[Net] = []
    for each in joined:
        points = frozenset((round(x, 2), round(y, 2)) for x, y in each)
        met = [net for net in nets if net & points]
        nets = [net for net in nets if net not in met] + [points.union(*met)]
    return set(nets)


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
