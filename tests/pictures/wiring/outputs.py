"""The power feed, and the circuits that stand between the Pi and its owner's hand and ear."""

import schemdraw.elements as parts

from tests.pictures.wiring.pins import PINS
from tests.pictures.wiring.sheet import Point, Sheet

GROUNDS = "Pi's ground\n(pin 30, 34 or 39)"


def power() -> Sheet:
    """From the fuse box to the Pi's USB socket."""
    sheet = Sheet(
        "Power feed",
        "Fuse tap in the ignition's circuit, fuse F0 within 15 cm: 2 A for a Zero or a Pi 3, 3 A"
        " for a Pi 4, 5 A for a Pi 5; suppressor SMBJ33CA to ground; diode D0 SS310, its band"
        " to the converter; C0 1000 microfarads 63 V, plus to the converter; converter for 50 V"
        " or more, 5.1 V out, to the Pi's USB socket.",
    )
    roof, floor = 0.0, -2.8
    sheet.end((0, roof), "IGN/RUN\nin the car's\nfuse box", "left")
    sheet.part(parts.FuseIEC, (0, roof), (2.6, roof), "F0\nwithin 15 cm\nof the tap")
    sheet.text((1.3, -0.4), "2 A: Zero, Pi 3\n3 A: Pi 4\n5 A: Pi 5", "center", "top")
    sheet.wire((2.6, roof), (4.2, roof))
    sheet.part(parts.DiodeTVS, (4.2, roof), (4.2, floor), "TVS\nSMBJ33CA")
    sheet.part(parts.Schottky, (4.2, roof), (7.2, roof), "D0 SS310\n100 V 3 A\nband to the right")
    sheet.wire((7.2, roof), (9.6, roof))
    sheet.part(parts.Capacitor, (7.6, roof), (7.6, floor), "C0\n1000 µF\n63 V")
    sheet.text((7.25, -0.9), "+", "right", bold=True)
    for x in (4.2, 7.6):
        sheet.joint((x, roof))
        sheet.joint((x, floor))
    sheet.wire((4.2, floor), (9.6, floor))
    sheet.box((9.6, 0.6), (13.0, -3.4), "converter (buck)\n50 V or more in\n5.1 V out")
    sheet.leg("converter +", (9.6, roof))
    sheet.leg("converter -", (9.6, floor))
    sheet.ground((5.9, floor), "car's ground")
    sheet.joint((5.9, floor))
    sheet.wire((13.0, -1.4), (14.2, -1.4))
    sheet.end((14.2, -1.4), "to the Pi's USB\npower socket", "right")
    return sheet


def button() -> Sheet:
    """One of the three buttons."""
    sheet = Sheet(
        "Button",
        "Switch between B and the Pi's ground; B through 3.3 kilohms to 3V3; B through 1 kilohm"
        " to the pin; 100 nF from the pin to the Pi's ground.",
    )
    node: Point = (0.0, 0.0)
    pin: Point = (2.6, 0.0)
    sheet.part(parts.ResistorIEC, node, (0, 2.2), "3.3 kΩ", "left")
    sheet.end((0, 2.2), "3V3 (pin 1 or 17)", "above")
    sheet.joint(node)
    sheet.text((-0.15, 0.0), "B", "right")
    sheet.part(parts.Button, node, (0, -2.4), "button", "left")
    sheet.part(parts.ResistorIEC, node, pin, "1 kΩ")
    sheet.joint(pin)
    sheet.part(parts.Capacitor, pin, (2.6, -2.4), "100 nF")
    sheet.wire((0, -2.4), (2.6, -2.4))
    sheet.joint((1.3, -2.4))
    sheet.ground((1.3, -2.4), GROUNDS)
    sheet.wire(pin, (4.0, 0))
    names = "\n".join(f"{name} {PINS[name]}" for name in ("next", "back", "see"))
    sheet.end((4.0, 0), f"to the Pi:\n{names}", "right")
    return sheet


def lamp_and_buzzer() -> Sheet:
    """The two outputs."""
    sheet = Sheet(
        "Lamp and buzzer",
        "Lamp: pin, 470 ohms, LED, the Pi's ground. Buzzer: pin, 1 kilohm, base of a 2N3904;"
        " 10 kilohms from the base to ground; emitter to ground; collector to the buzzer's minus;"
        " the buzzer's plus to 5 V; 1N4148 across the buzzer, its band to 5 V.",
    )
    _lamp(sheet)
    _buzzer(sheet)
    return sheet


def _lamp(sheet: Sheet) -> None:
    sheet.end((0, 0), f"from the Pi:\nlamp {PINS['lamp']}", "left")
    sheet.part(parts.ResistorIEC, (0, 0), (2.4, 0), "470 Ω")
    sheet.part(parts.LED, (2.4, 0), (2.4, -2.6), "LED\nlong leg up", "left")
    sheet.ground((2.4, -2.6), GROUNDS)


def _buzzer(sheet: Sheet) -> None:
    base: Point = (11.4, 0.0)
    sheet.end((8.8, 0), f"from the Pi:\nbuzzer {PINS['buzzer']}", "left")
    sheet.part(parts.ResistorIEC, (8.8, 0), base, "1 kΩ")
    sheet.joint(base)
    sheet.part(parts.ResistorIEC, base, (11.4, -2.6), "10 kΩ", "left")
    transistor = sheet.whole(parts.BjtNpn(circle=True).theta(0), (12.4, 0), "base")
    sheet.wire(base, (12.4, 0))
    for leg in ("base", "collector", "emitter"):
        sheet.leg(leg, getattr(transistor, leg))
    x, low = transistor.emitter
    high = transistor.collector[1]
    sheet.text((x + 0.6, 0), "2N3904")
    sheet.text((12.2, 0.1), "B", "center", "bottom")
    sheet.text((x + 0.15, high + 0.05), "C", "left", "bottom")
    sheet.text((x + 0.15, low - 0.05), "E", "left", "top")
    sheet.wire((x, low), (x, -2.6), (11.4, -2.6))
    sheet.joint(((x + 11.4) / 2, -2.6))
    sheet.ground(((x + 11.4) / 2, -2.6), GROUNDS)
    minus, plus = high + 0.7, high + 3.1
    sheet.wire((x, high), (x, minus))
    sheet.joint((x, minus))
    sheet.joint((x, plus))
    sheet.box((x - 1.25, minus + 0.5), (x + 1.25, plus - 0.5), "buzzer\n5 V, active")
    sheet.wire((x, minus), (x, minus + 0.5))
    sheet.wire((x, plus - 0.5), (x, plus))
    sheet.leg("buzzer -", (x, minus + 0.5))
    sheet.leg("buzzer +", (x, plus - 0.5))
    sheet.text((x - 0.15, plus - 0.25), "+", "right", bold=True)
    sheet.text((x - 0.15, minus + 0.25), "–", "right", bold=True)
    sheet.wire((x, minus), (x + 1.9, minus))
    sheet.part(parts.Diode, (x + 1.9, minus), (x + 1.9, plus), "1N4148\nband up,\nto 5 V")
    sheet.wire((x + 1.9, plus), (x, plus), (x, plus + 0.5))
    sheet.end((x, plus + 0.5), "5 V (pin 2 or 4)", "above")


def witness() -> Sheet:
    """The clock that only the permanent feed keeps alive."""
    sheet = Sheet(
        "Clock as a witness of a cut battery, optional and not tried",
        "Permanent feed, fuse F 1 A, 22 kilohms 0.5 W, node W; from W a 4.3 V zener diode, its"
        " band to W, and 10 microfarads to ground; W to VBAT of a DS3231 in place of its coin"
        " cell. VCC of the DS3231 to the Pi's 3V3, SDA to BCM 2 (pin 3), SCL to BCM 3 (pin 5),"
        " GND to the Pi's ground.",
    )
    floor = -2.8
    sheet.end((0, 0), "12 V of the\npermanent feed", "left")
    sheet.part(parts.FuseIEC, (0, 0), (2.0, 0), "F 1 A")
    sheet.part(parts.ResistorIEC, (2.0, 0), (4.6, 0), "22 kΩ 0.5 W")
    sheet.wire((4.6, 0), (9.0, 0))
    sheet.text((5.0, 0.12), "W", "left", "bottom")
    sheet.part(parts.Zener, (5.0, floor), (5.0, 0), "zener\n4.3 V\nband up", "left")
    sheet.part(parts.Capacitor, (6.6, 0), (6.6, floor), "10 µF")
    sheet.text((6.25, -0.9), "+", "right", bold=True)
    sheet.wire((5.0, floor), (6.6, floor))
    for x in (5.0, 6.6):
        sheet.joint((x, 0))
        sheet.joint((x, floor))
    sheet.ground((6.6, floor), "Pi's ground (pin 9)")
    sheet.box((9.0, 0.8), (12.2, -3.4))
    sheet.text((10.6, 0.95), "DS3231 module", "center", "bottom")
    sheet.leg("VBAT", (9.0, 0))
    sheet.text((9.15, 0), "VBAT")
    sheet.text((10.6, -1.4), "coin cell and its\ncharging parts\ntaken out", "center")
    for y, leg, words in (
        (0.3, "VCC", "Pi's 3V3 (pin 1)"),
        (-0.4, "SDA", "BCM 2 (pin 3)"),
        (floor + 0.4, "SCL", "BCM 3 (pin 5)"),
        (floor - 0.3, "GND", "Pi's ground (pin 9)"),
    ):
        sheet.text((12.05, y), leg, "right")
        sheet.wire((12.2, y), (13.0, y))
        sheet.end((13.0, y), words, "right")
    return sheet
