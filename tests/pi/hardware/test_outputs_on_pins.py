"""The lamp and the buzzer as the pins see them."""

import pytest
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin

from pi.hardware.cue_patterns import DARK, PATTERNS, Colour, Light
from pi.hardware.outputs import BuzzerOnPin, LampOnPins
from pi.hardware.wiring import BuzzerKind, BuzzerWire, Lamp, LampKind, Level

BRIGHT = Light(Colour.AMBER, 1.0)
TONES = sorted({s.what for p in PATTERNS.values() for s in p.buzzer.spans if s.what is not None})


@pytest.fixture
def factory() -> MockFactory:
    """Pins that can be dimmed."""
    return MockFactory(pin_class=MockPWMPin)


def states(factory: MockFactory, *pins: int) -> list[float]:
    """What the pins are driven to."""
    return [float(factory.pin(pin).state) for pin in pins]


def test_a_plain_lamp_shines_or_not(factory: MockFactory) -> None:
    lamp = LampOnPins(Lamp(pin=20), factory)
    lamp.show(Light(Colour.RED, 0.3))
    assert states(factory, 20) == [1.0]


def test_a_plain_lamp_needs_no_dimming() -> None:
    plain = MockFactory(pin_class=MockPin)
    lamp = LampOnPins(Lamp(pin=20), plain)
    lamp.show(BRIGHT)
    assert states(plain, 20) == [1.0]


@pytest.mark.parametrize("kind", [LampKind.LED, LampKind.PWM])
def test_a_lamp_that_shines_at_a_low_level_is_driven_low(
    factory: MockFactory, kind: LampKind
) -> None:
    lamp = LampOnPins(Lamp(kind=kind, pin=20, active=Level.LOW), factory)
    dark = states(factory, 20)
    lamp.show(BRIGHT)
    assert (dark, states(factory, 20)) == ([1.0], [0.0])


def test_a_lamp_that_can_be_dimmed_is(factory: MockFactory) -> None:
    lamp = LampOnPins(Lamp(kind=LampKind.PWM, pin=20), factory)
    lamp.show(Light(Colour.RED, 0.3))
    assert states(factory, 20) == [0.3]


def test_a_lamp_of_three_colours_shows_them(factory: MockFactory) -> None:
    lamp = LampOnPins(Lamp(kind=LampKind.RGB, red=22, green=23, blue=24), factory)
    lamp.show(BRIGHT)
    assert states(factory, 22, 23, 24) == [1.0, 0.5, 0.0]


@pytest.mark.parametrize("lamp", [Lamp(pin=20), Lamp(kind=LampKind.RGB, red=20, green=23, blue=24)])
def test_a_lamp_is_dark_once_it_is_made(factory: MockFactory, lamp: Lamp) -> None:
    made = LampOnPins(lamp, factory)
    assert states(factory, 20) == [0.0]
    made.close()


def test_dark_is_dark(factory: MockFactory) -> None:
    lamp = LampOnPins(Lamp(kind=LampKind.RGB, red=22, green=23, blue=24), factory)
    lamp.show(BRIGHT)
    lamp.show(DARK)
    assert states(factory, 22, 23, 24) == [0.0, 0.0, 0.0]


def test_a_buzzer_sounds_and_is_silent(factory: MockFactory) -> None:
    buzzer = BuzzerOnPin(BuzzerWire(pin=21), factory)
    heard = []
    for hertz in (440, None, 880):
        buzzer.sound(hertz)
        heard += states(factory, 21)
    assert heard == [1.0, 0.0, 1.0]


def test_a_buzzer_that_sounds_at_a_low_level_is_driven_low(factory: MockFactory) -> None:
    buzzer = BuzzerOnPin(BuzzerWire(pin=5, active=Level.LOW), factory)
    silent = states(factory, 5)
    buzzer.sound(440)
    assert (silent, states(factory, 5)) == ([1.0], [0.0])


@pytest.mark.parametrize("hertz", TONES)
def test_every_tone_of_a_cue_can_be_played(factory: MockFactory, hertz: int) -> None:
    buzzer = BuzzerOnPin(BuzzerWire(kind=BuzzerKind.TONAL, pin=21), factory)
    buzzer.sound(hertz)
    assert factory.pin(21).frequency == pytest.approx(hertz)


def test_a_tone_stops(factory: MockFactory) -> None:
    buzzer = BuzzerOnPin(BuzzerWire(kind=BuzzerKind.TONAL, pin=21), factory)
    buzzer.sound(440)
    buzzer.sound(None)
    assert factory.pin(21).frequency is None


def test_closing_is_dark_and_silent(factory: MockFactory) -> None:
    lamp = LampOnPins(Lamp(pin=20), factory)
    buzzer = BuzzerOnPin(BuzzerWire(pin=21), factory)
    lamp.show(BRIGHT)
    buzzer.sound(440)
    lamp.close()
    buzzer.close()
    assert states(factory, 20, 21) == [0.0, 0.0]
