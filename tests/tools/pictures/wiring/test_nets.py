"""Every drawing joins what the net list joins, each diode the right way round."""

import re
from pathlib import Path

import pytest

from tests.tools.pictures.wiring.drawing import DRAWINGS
from tests.tools.pictures.wiring.nets import Nets

PAGE = (Path(__file__).parents[4] / "WIRING.md").read_text("utf-8")

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
def test_every_part_is_between_the_nets_of_the_net_list(name: str) -> None:
    assert drawn(name) == set(NET_LISTS[name])


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


@pytest.mark.parametrize("name", NET_LISTS)
def test_no_part_is_drawn_twice_or_left_out(name: str) -> None:
    parts = sorted(part for part, _, _ in Nets(DRAWINGS[name]()).parts())
    assert parts == sorted(part for part, _, _ in NET_LISTS[name])


@pytest.mark.parametrize(
    ("name", "pair"), [(name, pair) for name in JOINED for pair in JOINED[name]]
)
def test_legs_are_joined_as_the_net_list_says(name: str, pair: tuple[str, str]) -> None:
    nets = Nets(DRAWINGS[name]())
    one, other = pair
    assert nets.of_terminal(one) == nets.of_terminal(other)


@pytest.mark.parametrize("name", ["opto-input", "lights", "parked"])
def test_no_wire_leads_from_the_car_to_the_pi_past_the_optocoupler(name: str) -> None:
    nets = Nets(DRAWINGS[name]())
    reached = {nets.of_terminal("leg 1"), nets.of_terminal("leg 2")}
    for _ in nets.parts():
        reached |= {net for _, *ends in nets.parts() if reached & {*ends} for net in ends}
    assert not reached & {nets.of_terminal(leg) for leg in ("leg 3", "leg 4", "3V3", "to the Pi")}
