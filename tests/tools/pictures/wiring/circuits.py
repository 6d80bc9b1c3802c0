"""The circuits of WIRING.md: what reads the car, what the owner presses, what is fed, the pins."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import schemdraw.elements as parts

from tests.tools.pictures.wiring.sheet import Point, Sheet


class Pin(NamedTuple):
    """One pin: the processor's number for it, which the settings use, and its place."""

    bcm: int
    place: int

    def __str__(self) -> str:
        return f"BCM {self.bcm} (pin {self.place})"


PINS: Final = {
    "back": Pin(5, 29),
    "next": Pin(6, 31),
    "see": Pin(19, 35),
    "ignition": Pin(12, 32),
    "lights": Pin(13, 33),
    "feed": Pin(16, 36),
    "parked": Pin(26, 37),
    "lamp": Pin(20, 38),
    "buzzer": Pin(21, 40),
}

POWER: Final = {1: "3V3", 2: "5 V", 4: "5 V", 17: "3V3"}
GROUNDS: Final = (6, 9, 14, 20, 25, 30, 34, 39)
CLOCK: Final = {3: "BCM 2 SDA", 5: "BCM 3 SCL"}
EEPROM: Final = {27: "BCM 0", 28: "BCM 1"}


HERE: Final = Path(__file__).parent
TAP, ROOF, FLOOR = 0.0, 0.0, -2.7
OPTO = 9.6  # where legs 1 and 2 of the optocoupler are
ROW = 0.5  # from pin to pin of the header
OUT = 14.1  # where legs 4 and 3 are, a little closer to each other
PI_ROOF, PI_FLOOR = -0.1, -2.6
TO_GROUND = "Pi's ground\n(pin 30, 34 or 39)"


def opto_input() -> Sheet:
    """Ignition and permanent feed."""
    sheet = Sheet(
        "Optocoupler input for the ignition or the permanent feed",
        "Car side: 12 volt tap, fuse F 1 A, R1 2.2 kilohms 0.5 W at the tap, the wire, R2 2.2"
        " kilohms 0.5 W, leg 1 of the optocoupler; leg 2 to the car's ground. Across legs 1 and"
        " 2: D1 1N4148 with its band to leg 1, and C1 100 nF. Pi side: leg 3 to the Pi's ground;"
        " leg 4 through 10 kilohms to 3V3 and through 1 kilohm to the pin; 100 nF from the pin"
        " to the Pi's ground.",
    )
    _tap(sheet, "12 V\nfrom the car")
    _opto(sheet)
    _car_ground(sheet)
    _pulled_up_output(sheet, f"to the Pi:\nignition {PINS['ignition']}\nor\nfeed {PINS['feed']}")
    _sides(sheet)
    return sheet


def parked() -> Sheet:
    sheet = Sheet(
        "Handbrake input",
        "Car side: switched 12 volts, fuse F 1 A, R1 2.2 kilohms 0.5 W, R2 2.2 kilohms 0.5 W, leg"
        " 1 of the optocoupler; leg 2 through D2 1N4007, its band to the handbrake wire, to the"
        " handbrake wire, which the handbrake's switch grounds. Across legs 1 and 2: D1 1N4148"
        " with its band to leg 1, and C1 100 nF. Pi side: leg 3 to the Pi's ground; leg 4 through"
        " 10 kilohms to 3V3 and through 1 kilohm to the pin; 100 nF from the pin to ground.",
    )
    _tap(sheet, "switched\n12 V from\nthe car")
    _opto(sheet)
    wire: Point = (2.2, FLOOR)
    sheet.wire((OPTO, FLOOR), (5.0, FLOOR))
    sheet.part(parts.Diode, (5.0, FLOOR), (3.0, FLOOR), "D2 1N4007\nband to the wire", "below")
    sheet.wire((3.0, FLOOR), wire)
    sheet.end(wire, "handbrake wire\nof the car", "left")
    _pulled_up_output(sheet, f"to the Pi:\nparked\n{PINS['parked']}")
    _sides(sheet)
    return sheet


def lights() -> Sheet:
    """Side lights, with the filter that a dimmed wire needs."""
    sheet = Sheet(
        "Input for side lights or panel illumination, with its filter",
        "Car side: 12 volts of the side lights, fuse F 1 A, R1 2.2 kilohms 0.5 W at the tap, the"
        " wire, R2 2.2 kilohms 0.5 W, leg 1 of the optocoupler; leg 2 to the car's ground. Across"
        " legs 1 and 2: D1 1N4148 with its band to leg 1, and C1 100 nF. Pi side: leg 3 to the"
        " Pi's ground; leg 4 through 220 ohms to node X; X through 47 kilohms to 3V3, through"
        " 2.2 microfarads to the Pi's ground and through 1 kilohm to the pin.",
    )
    _tap(sheet, "12 V of the\nside lights")
    _opto(sheet)
    _car_ground(sheet)
    node: Point = (16.5, PI_ROOF)
    pin: Point = (18.9, PI_ROOF)
    sheet.part(parts.ResistorIEC, (OUT, PI_ROOF), node, "220 Ω")
    sheet.joint(node)
    sheet.text((16.65, PI_ROOF - 0.15), "X", "left", "top")
    _to_3v3(sheet, node, "47 kΩ", "left")
    sheet.part(parts.Capacitor, node, (node[0], PI_FLOOR), "2.2 µF")
    sheet.part(parts.ResistorIEC, node, pin, "1 kΩ")
    _pi_ground(sheet, node[0])
    sheet.end(pin, f"to the Pi:\nlights {PINS['lights']}\nPi's own pull off", "right")
    _sides(sheet)
    return sheet


def _tap(sheet: Sheet, words: str) -> None:
    """From the tap to leg 1."""
    sheet.end((TAP, ROOF), words, "left")
    sheet.part(parts.FuseIEC, (TAP, ROOF), (2.0, ROOF), "F 1 A")
    sheet.part(parts.ResistorIEC, (2.0, ROOF), (4.4, ROOF), "R1 2.2 kΩ\n0.5 W")
    sheet.text((3.2, -0.4), "at the tap", "center", "top")
    sheet.part(parts.ResistorIEC, (4.4, ROOF), (7.0, ROOF), "R2 2.2 kΩ\n0.5 W")
    sheet.text((5.7, -0.4), "at the board", "center", "top")
    sheet.wire((7.0, ROOF), (OPTO, ROOF))


def _opto(sheet: Sheet) -> None:
    """The optocoupler with its diode and capacitor. The diode's band is up, on leg 1."""
    for x in (7.0, 9.2):
        sheet.joint((x, ROOF), (x, FLOOR))
    sheet.part(parts.Diode, (7.0, FLOOR), (7.0, ROOF), "D1\n1N4148\nband up", "left", lower=0.35)
    sheet.part(parts.Capacitor, (9.2, FLOOR), (9.2, ROOF), "C1\n100 nF", "left")
    chip = sheet.whole(parts.Optocoupler(boxpad=0.25).theta(0).scale(1.8), (OPTO, ROOF), "anode")
    for leg, of in enumerate(("anode", "cathode", "emitter", "collector"), 1):
        sheet.leg(f"leg {leg}", getattr(chip, of))
    for leg, x, across in (("1", OPTO + 0.12, "left"), ("4", OUT - 0.12, "right")):
        sheet.text((x, 0.02), leg, across, "bottom")
    for leg, x, across in (("2", OPTO + 0.12, "left"), ("3", OUT - 0.12, "right")):
        sheet.text((x, FLOOR - 0.05), leg, across, "top")
    sheet.text(((OPTO + OUT) / 2, FLOOR - 0.75), "PC817C, LTV-817C\nor EL817C", "center", "top")


def _car_ground(sheet: Sheet) -> None:
    sheet.wire((OPTO, FLOOR), (5.2, FLOOR))
    sheet.ground((5.2, FLOOR), "car's ground")


def _pulled_up_output(sheet: Sheet, words: str) -> None:
    node: Point = (OUT + 0.8, PI_ROOF)
    pin: Point = (17.3, PI_ROOF)
    sheet.wire((OUT, PI_ROOF), node)
    sheet.joint(node)
    _to_3v3(sheet, node, "10 kΩ")
    sheet.part(parts.ResistorIEC, node, pin, "1 kΩ")
    sheet.joint(pin)
    sheet.part(parts.Capacitor, pin, (pin[0], PI_FLOOR), "100 nF")
    _pi_ground(sheet, pin[0])
    sheet.wire(pin, (18.3, PI_ROOF))
    sheet.end((18.3, PI_ROOF), words, "right")


def _to_3v3(sheet: Sheet, node: Point, value: str, side: str = "right") -> None:
    top: Point = (node[0], 2.2)
    sheet.part(parts.ResistorIEC, node, top, value, side)
    sheet.end(top, "3V3\n(pin 1 or 17)", "above")


def _pi_ground(sheet: Sheet, at: float) -> None:
    """From leg 3 to the ground below what stands on it."""
    sheet.wire((OUT, PI_FLOOR), (at, PI_FLOOR))
    sheet.joint((at, PI_FLOOR))
    sheet.ground((at, PI_FLOOR), TO_GROUND)


def _sides(sheet: Sheet) -> None:
    """What belongs to the car and what to the Pi."""
    middle = (OPTO + OUT) / 2
    sheet.border((middle, 2.0), (middle, 0.6))
    sheet.text((middle - 0.3, 1.4), "car side", "right", bold=True)
    sheet.text((middle + 0.3, 1.4), "Pi side", "left", bold=True)


def button() -> Sheet:
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
    sheet.ground((1.3, -2.4), TO_GROUND)
    sheet.wire(pin, (4.0, 0))
    names = "\n".join(f"{name} {PINS[name]}" for name in ("next", "back", "see"))
    sheet.end((4.0, 0), f"to the Pi:\n{names}", "right")
    return sheet


def lamp_and_buzzer() -> Sheet:
    sheet = Sheet(
        "Lamp and buzzer",
        "Lamp: pin, 470 ohms, LED, the Pi's ground. Buzzer: pin, 1 kilohm, base of a 2N3904;"
        " 10 kilohms from the base to ground; emitter to ground; collector to the buzzer's minus;"
        " the buzzer's plus to 5 V; 1N4148 across the buzzer, its band to 5 V.",
    )
    sheet.end((0, 0), f"from the Pi:\nlamp {PINS['lamp']}", "left")
    sheet.part(parts.ResistorIEC, (0, 0), (2.4, 0), "470 Ω")
    sheet.part(parts.LED, (2.4, 0), (2.4, -2.6), "LED\nlong leg up", "left")
    sheet.ground((2.4, -2.6), TO_GROUND)
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
    sheet.ground(((x + 11.4) / 2, -2.6), TO_GROUND)
    minus, plus = high + 0.7, high + 3.1
    sheet.wire((x, high), (x, minus))
    sheet.joint((x, minus), (x, plus))
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
    return sheet


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
    sheet.wire((4.2, floor), (9.6, floor))
    sheet.joint((4.2, roof), (4.2, floor), (7.6, roof), (7.6, floor))
    sheet.box((9.6, 0.6), (13.0, -3.4), "converter (buck)\n50 V or more in\n5.1 V out")
    sheet.leg("converter +", (9.6, roof))
    sheet.leg("converter -", (9.6, floor))
    sheet.wire((13.0, -1.4), (14.2, -1.4))
    sheet.end((14.2, -1.4), "to the Pi's USB\npower socket", "right")
    sheet.ground((5.9, floor), "car's ground")
    sheet.joint((5.9, floor))
    return sheet


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
    sheet.joint((5.0, 0), (5.0, floor), (6.6, 0), (6.6, floor))
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


def header() -> Sheet:
    """What is on each pin that matters here; the others are left alone."""
    sheet = Sheet(
        "The pins of the header that are used",
        "; ".join(f"{name}: {pin}" for name, pin in PINS.items())
        + "; grounds: 30, 34 and 39; 3V3: pins 1 and 17; 5 V: pins 2 and 4."
        " Nothing goes to pins 27 and 28.",
    )
    sheet.box((-0.75, 0.45), (0.75, -19 * ROW - 0.45))
    for place in range(1, 41):
        side = -1 if place % 2 else 1
        y = -((place - 1) // 2) * ROW
        signals = {pin.place: f"{name} BCM {pin.bcm}" for name, pin in PINS.items()}
        words = signals.get(place) or POWER.get(place) or CLOCK.get(place, "")
        if place in GROUNDS:
            words = "GND"
        if place in EEPROM:
            words = f"{EEPROM[place]}: never"
        sheet.dot((side * 0.33, y), is_used=place in signals)
        across = "right" if side < 0 else "left"
        sheet.text((side * 0.9, y), f"{place}", across, bold=place in signals)
        sheet.text((side * 1.55, y), words, across, bold=place in signals)
    sheet.border((-4.6, -13.5 * ROW), (-0.9, -13.5 * ROW))
    sheet.border((0.9, -13.5 * ROW), (4.6, -13.5 * ROW))
    sheet.text((0, 0.6), "pin 1: square pad, at the board's corner", "center", "bottom")
    return sheet


DRAWINGS: Final[dict[str, Callable[[], Sheet]]] = {
    "power": power,
    "opto-input": opto_input,
    "lights": lights,
    "parked": parked,
    "button": button,
    "lamp-and-buzzer": lamp_and_buzzer,
    "witness": witness,
    "header": header,
}


def place_of(name: str) -> Path:
    return HERE / f"{name}.svg"
