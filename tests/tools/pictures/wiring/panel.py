"""The owner's side: buttons, lamp and buzzer."""

import schemdraw.elements as parts

from tests.tools.pictures.wiring.pins import PINS
from tests.tools.pictures.wiring.sheet import Point, Sheet

GROUNDS = "Pi's ground\n(pin 30, 34 or 39)"


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
    _sounder(sheet, x, high)


def _sounder(sheet: Sheet, x: float, high: float) -> None:
    """The buzzer above the transistor's collector, and its diode."""
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
