"""The lamp and the buzzer, by gpiozero. The only things on a pin that Steadyhand ever drives."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import UNSET

from pi.hardware.cue_patterns import DARK, Light
from pi.hardware.wiring import BuzzerKind, BuzzerWire, Lamp, LampKind, Level

if TYPE_CHECKING:
    from gpiozero import Factory


class LampDriver(Protocol):
    """Anything that can shine."""

    def show(self, light: Light) -> None:
        """Shine so until told otherwise. ``DARK`` turns it off."""

    def close(self) -> None:
        """Dark, and the pin let go."""


class BuzzerDriver(Protocol):
    """Anything that can sound."""

    def sound(self, hertz: int | None) -> None:
        """Sound until told otherwise; None is silence. Without tones of its own, just sound."""

    def close(self) -> None:
        """Silent, and the pin let go."""


class LampOnPins:
    """A lamp of one of the three kinds. What it can't show it shows as light."""

    def __init__(self, lamp: Lamp, factory: "Factory") -> None:
        from gpiozero import LED, PWMLED, RGBLED

        self._kind = lamp.kind
        how: dict[str, Any] = {"active_high": lamp.active is Level.HIGH, "pin_factory": factory}
        if lamp.kind is LampKind.RGB:
            self._device: LED | PWMLED | RGBLED = RGBLED(lamp.red, lamp.green, lamp.blue, **how)
        else:
            pin = None if lamp.pin is UNSET else lamp.pin
            self._device = (LED if lamp.kind is LampKind.LED else PWMLED)(pin, **how)

    def show(self, light: Light) -> None:
        """Shine so until told otherwise."""
        device: Any = self._device
        if self._kind is LampKind.RGB:
            device.value = tuple(part * light.brightness for part in light.colour.parts)
        elif self._kind is LampKind.PWM:
            device.value = light.brightness
        else:
            device.value = light.brightness > 0

    def close(self) -> None:
        """Dark, and the pin let go."""
        with suppress(Exception):  # a pin whose driver failed can't be darkened
            self.show(DARK)
        self._device.close()


class BuzzerOnPin:
    """A buzzer with an oscillator of its own, or one that is given tones."""

    def __init__(self, wire: BuzzerWire, factory: "Factory") -> None:
        from gpiozero import Buzzer, TonalBuzzer

        self._device: Any
        self._is_tonal = wire.kind is BuzzerKind.TONAL
        if self._is_tonal:
            self._device = TonalBuzzer(wire.pin, pin_factory=factory)
        else:
            is_high = wire.active is Level.HIGH
            self._device = Buzzer(wire.pin, active_high=is_high, pin_factory=factory)

    def sound(self, hertz: int | None) -> None:
        """Sound until told otherwise; None is silence."""
        if not self._is_tonal:
            (self._device.off if hertz is None else self._device.on)()
        elif hertz is None:
            self._device.stop()
        else:
            from gpiozero.tones import Tone

            self._device.play(Tone.from_frequency(hertz))

    def close(self) -> None:
        """Silent, and the pin let go."""
        with suppress(Exception):  # a pin whose driver failed can't be silenced
            self.sound(None)
        self._device.close()
