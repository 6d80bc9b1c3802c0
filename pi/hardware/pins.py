"""The pins themselves, by gpiozero. Nothing of it is imported before something is wired."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from pi.hardware.boards import I2C_PULLED_UP
from pi.hardware.timer_slack import patient_threads
from pi.hardware.wiring import BuzzerKind, LampKind, Level, Pull, Wire, Wiring

if TYPE_CHECKING:
    from gpiozero import Factory


OnEdge = Callable[[float, bool], Any]


def lgpio_factory(has_pulses: bool) -> "Factory":
    """The Pi's own pins. Raises what a machine without them raises: see ``pin_faults``.

    ``has_pulses``: a lamp is dimmed or a buzzer given tones, which lgpio times by a thread of its
    own. lgpio writes a pipe named ``.lgd-nfy`` into the working directory as it is imported.
    """
    from gpiozero.pins.lgpio import LGPIOFactory

    with nullcontext() if has_pulses else patient_threads():
        return LGPIOFactory()


def has_pulses(wiring: Wiring) -> bool:
    """Whether an output is driven by pulses, which must be in time."""
    is_dimmed = wiring.lamp is not None and wiring.lamp.kind is not LampKind.LED
    return is_dimmed or (wiring.buzzer is not None and wiring.buzzer.kind is BuzzerKind.TONAL)


class Input:
    """One wire on one pin, read as it is at the moment.

    ``on_edge`` is called after each change, on another thread, with the seconds that have passed
    since and whether the wire was active from then on.
    """

    def __init__(self, wire: Wire, factory: "Factory", on_edge: OnEdge) -> None:
        from gpiozero import DigitalInputDevice

        self._is_active_high = wire.active is Level.HIGH
        self._device = DigitalInputDevice(wire.pin, **_pull_of(wire), pin_factory=factory)
        self._on_edge = on_edge
        # gpiozero takes the active level from the pull, so it may call active what is not.
        self._is_turned = self._device.pull_up is self._is_active_high
        self._device.when_activated = self._activated
        self._device.when_deactivated = self._deactivated

    def is_active(self) -> bool:
        """Whether the wire is at its active level now. Raises what the driver raises."""
        return bool(self._device.pin.state) is self._is_active_high

    def _activated(self) -> None:
        self._on_edge(self._device.active_time or 0.0, not self._is_turned)

    def _deactivated(self) -> None:
        self._on_edge(self._device.inactive_time or 0.0, self._is_turned)

    def close(self) -> None:
        """Let the pin go."""
        self._device.close()


def _pull_of(wire: Wire) -> dict[str, bool | None]:
    """gpiozero's words for the pull. It takes the active level from it, so that is read apart."""
    if wire.pull is Pull.NONE and wire.pin not in I2C_PULLED_UP:
        return {"pull_up": None, "active_state": wire.active is Level.HIGH}
    return {"pull_up": wire.pull is not Pull.DOWN}
