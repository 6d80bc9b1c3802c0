"""Which pin of the header each signal is proposed for."""

from typing import Final, NamedTuple


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
