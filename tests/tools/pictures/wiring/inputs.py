"""The circuits that read the car: behind an optocoupler, so that no car voltage meets a pin."""

import schemdraw.elements as parts

from tests.tools.pictures.wiring.pins import PINS
from tests.tools.pictures.wiring.sheet import Point, Sheet

TAP, ROOF, FLOOR = 0.0, 0.0, -2.7
OPTO = 9.6  # where legs 1 and 2 of the optocoupler are
OUT = 14.1  # where legs 4 and 3 are, a little closer to each other
PI_ROOF, PI_FLOOR = -0.1, -2.6
CHIPS = "PC817C, LTV-817C\nor EL817C"


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
    """The handbrake's switch, which grounds its wire."""
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
        sheet.joint((x, ROOF))
        sheet.joint((x, FLOOR))
    sheet.part(parts.Diode, (7.0, FLOOR), (7.0, ROOF), "D1\n1N4148\nband up", "left", lower=0.35)
    sheet.part(parts.Capacitor, (9.2, FLOOR), (9.2, ROOF), "C1\n100 nF", "left")
    chip = sheet.whole(parts.Optocoupler(boxpad=0.25).theta(0).scale(1.8), (OPTO, ROOF), "anode")
    for leg, of in enumerate(("anode", "cathode", "emitter", "collector"), 1):
        sheet.leg(f"leg {leg}", getattr(chip, of))
    for leg, x, across in (("1", OPTO + 0.12, "left"), ("4", OUT - 0.12, "right")):
        sheet.text((x, 0.02), leg, across, "bottom")
    for leg, x, across in (("2", OPTO + 0.12, "left"), ("3", OUT - 0.12, "right")):
        sheet.text((x, FLOOR - 0.05), leg, across, "top")
    sheet.text(((OPTO + OUT) / 2, FLOOR - 0.75), CHIPS, "center", "top")


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
    sheet.ground((at, PI_FLOOR), "Pi's ground\n(pin 30, 34 or 39)")


def _sides(sheet: Sheet) -> None:
    """What belongs to the car and what to the Pi."""
    middle = (OPTO + OUT) / 2
    sheet.border((middle, 2.0), (middle, 0.6))
    sheet.text((middle - 0.3, 1.4), "car side", "right", bold=True)
    sheet.text((middle + 0.3, 1.4), "Pi side", "left", bold=True)
