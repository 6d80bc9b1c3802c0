"""What is wired to the Pi's pins, as its owner says it. Every signal is optional.

Pins are BCM numbers. The tables of this file are documented here and nowhere else; the template
that is installed repeats the proposed pins, all commented out.
"""

from enum import StrEnum
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

Bcm = Annotated[int, Meta(ge=0, le=27)]
"""A pin of the header by its BCM number. Whether it may be used is checked apart, in words."""


class Signal(StrEnum):
    """What a wire can be for. The values are the names of the tables."""

    NEXT = "next"  # button: the primary action of the moment
    BACK = "back"  # button: the way back
    SEE = "see"  # button: shows the code, answers a cue
    IGNITION = "ignition"  # sense: the ignition is on, and with it the radio's supply
    FEED = "feed"  # sense: the permanent feed, the radio's memory
    PARKED = "parked"  # sense: handbrake, or a switch of the owner's
    LIGHTS = "lights"  # sense: side lights or panel illumination
    LAMP = "lamp"
    BUZZER = "buzzer"


BUTTONS: Final = (Signal.NEXT, Signal.BACK, Signal.SEE)
SENSES: Final = (Signal.IGNITION, Signal.FEED, Signal.PARKED, Signal.LIGHTS)


class Level(StrEnum):
    """The electrical level that means "yes"."""

    LOW = "low"
    HIGH = "high"


class Pull(StrEnum):
    """The pin's own resistor. ``none`` where one is fitted outside."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Wire(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One input: a button or a sense.

    ``active`` is the level while it is pressed, or while the wire has its 12 volts: low behind
    an optocoupler, and low for a button to ground. ``pull`` is up unless said otherwise: beside
    a resistor outside it does no harm, and without one the pin would follow the weather. Only
    ``lights`` behind a filter of their own need ``none``.
    """

    pin: Bcm
    active: Level = Level.LOW
    pull: Pull = Pull.UP


class LampKind(StrEnum):
    """How a lamp is driven."""

    LED = "led"  # on and off
    PWM = "pwm"  # dimmed at night
    RGB = "rgb"  # three pins


class Lamp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lamp. ``pin`` for one colour; ``red``, ``green`` and ``blue`` for kind ``rgb``."""

    kind: LampKind = LampKind.LED
    pin: Bcm | UnsetType = UNSET
    red: Bcm | UnsetType = UNSET
    green: Bcm | UnsetType = UNSET
    blue: Bcm | UnsetType = UNSET
    active: Level = Level.HIGH


class BuzzerKind(StrEnum):
    """How a buzzer is driven."""

    BUZZER = "buzzer"  # with an oscillator of its own: on and off
    TONAL = "tonal"  # without one: tones of 220 to 880 Hz


class BuzzerWire(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A buzzer behind a transistor."""

    kind: BuzzerKind = BuzzerKind.BUZZER
    pin: Bcm
    active: Level = Level.HIGH


class Board(StrEnum):
    """What else may sit on the header and keep pins for itself: add-on boards, screens, sound."""

    CARPIHAT = "carpihat"
    DPI_SCREEN = "dpi_screen"
    I2S_AUDIO = "i2s_audio"
    ONOFF_SHIM = "onoff_shim"
    PIGEON_UPS = "pigeon_ups"
    PIJUICE = "pijuice"
    PIVOYAGER = "pivoyager"
    SPI_SCREEN = "spi_screen"
    WITTY_PI = "witty_pi"
    X728 = "x728"


class Wiring(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wired signals. What is absent is not wired.

    ``boards`` are what else is on the header; a signal on a pin of theirs is refused. A board
    that tells its name to the Pi, and a bus that is turned on, are found without being named.
    """

    next: Wire | None = None
    back: Wire | None = None
    see: Wire | None = None
    ignition: Wire | None = None
    feed: Wire | None = None
    parked: Wire | None = None
    lights: Wire | None = None
    lamp: Lamp | None = None
    buzzer: BuzzerWire | None = None
    boards: tuple[Board, ...] = ()


PROPOSED: Final = Wiring(
    next=Wire(pin=6),
    back=Wire(pin=5),
    see=Wire(pin=19),
    ignition=Wire(pin=12),
    feed=Wire(pin=16),
    parked=Wire(pin=26),
    lights=Wire(pin=13, pull=Pull.NONE),
    lamp=Lamp(pin=20),
    buzzer=BuzzerWire(pin=21),
)
"""Header pins 29 to 40, below a 26-pin screen. The outputs are on pins that boot low: silent."""
