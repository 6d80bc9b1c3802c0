"""The 40 pins of the header, with pin 1 above."""

from tests.tools.pictures.wiring.pins import CLOCK, EEPROM, GROUNDS, PINS, POWER
from tests.tools.pictures.wiring.sheet import Sheet

ROW = 0.5


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
        _pin(sheet, place)
    sheet.border((-4.6, -13.5 * ROW), (-0.9, -13.5 * ROW))
    sheet.border((0.9, -13.5 * ROW), (4.6, -13.5 * ROW))
    sheet.text((0, 0.6), "pin 1: square pad, at the board's corner", "center", "bottom")
    return sheet


def _pin(sheet: Sheet, place: int) -> None:
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
