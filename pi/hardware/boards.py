"""Which pins of the header others may keep for themselves, by what is known of them."""

from enum import StrEnum
from typing import Final

from pi.hardware.wiring import Board


class Bus(StrEnum):
    """A bus of the Pi's own that takes pins while it is turned on."""

    I2C = "i2c"
    SPI = "spi"
    SERIAL_CONSOLE = "serial_console"
    ONE_WIRE = "one_wire"


ID_EEPROM: Final = frozenset({0, 1})  # where a board tells its name; nothing else may be there
I2C_PULLED_UP: Final = frozenset({2, 3})  # by 1.8 kilohms on the Pi itself

BUS_PINS: Final = {
    Bus.I2C: frozenset({2, 3}),
    Bus.SPI: frozenset({7, 8, 9, 10, 11}),
    Bus.SERIAL_CONSOLE: frozenset({14, 15}),
    Bus.ONE_WIRE: frozenset({4}),
}

BOARD_PINS: Final = {
    Board.CARPIHAT: frozenset({2, 3, 25}),  # its inputs 12 and 13 are for signals
    Board.DPI_SCREEN: frozenset(range(28)),
    Board.I2S_AUDIO: frozenset({18, 19, 20, 21}),
    Board.ONOFF_SHIM: frozenset({4, 17}),
    Board.PIGEON_UPS: frozenset({4, 27}),
    Board.PIJUICE: frozenset({2, 3}),
    Board.PIVOYAGER: frozenset({2, 3, 26}),
    Board.SPI_SCREEN: frozenset({7, 8, 9, 10, 11, 17, 18, 22, 24, 25}),
    Board.WITTY_PI: frozenset({2, 3, 4, 14, 17}),
    Board.X728: frozenset({2, 3, 5, 6, 12, 13, 16}),
}

# Parts of the names that boards give themselves, in small letters.
NAMES: Final = {
    "carpihat": Board.CARPIHAT,
    "hyperpixel": Board.DPI_SCREEN,
    "dac": Board.I2S_AUDIO,
    "audio": Board.I2S_AUDIO,
    "hifiberry": Board.I2S_AUDIO,
    "onoff": Board.ONOFF_SHIM,
    "pijuice": Board.PIJUICE,
    "pivoyager": Board.PIVOYAGER,
    "pitft": Board.SPI_SCREEN,
    "witty pi": Board.WITTY_PI,
    "x728": Board.X728,
}

BOOTS_PULLED_UP: Final = frozenset(range(9))  # the others are pulled down until they are set
