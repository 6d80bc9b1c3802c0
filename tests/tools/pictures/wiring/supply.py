"""What is fed: the Pi, and the clock that tells of a cut battery."""

import schemdraw.elements as parts

from tests.tools.pictures.wiring.sheet import Sheet


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
    _joints(sheet, (4.2, 7.6), (roof, floor))
    _converter(sheet, roof, floor)
    sheet.ground((5.9, floor), "car's ground")
    sheet.joint((5.9, floor))
    return sheet


def _converter(sheet: Sheet, roof: float, floor: float) -> None:
    sheet.box((9.6, 0.6), (13.0, -3.4), "converter (buck)\n50 V or more in\n5.1 V out")
    sheet.leg("converter +", (9.6, roof))
    sheet.leg("converter -", (9.6, floor))
    sheet.wire((13.0, -1.4), (14.2, -1.4))
    sheet.end((14.2, -1.4), "to the Pi's USB\npower socket", "right")


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
    _joints(sheet, (5.0, 6.6), (0, floor))
    sheet.ground((6.6, floor), "Pi's ground (pin 9)")
    _clock(sheet, floor)
    return sheet


def _clock(sheet: Sheet, floor: float) -> None:
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


def _joints(sheet: Sheet, across: tuple[float, ...], up: tuple[float, ...]) -> None:
    for x in across:
        for y in up:
            sheet.joint((x, y))
