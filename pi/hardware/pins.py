"""The pins themselves, by gpiozero. Nothing of it is imported before something is wired."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pi.hardware.boards import I2C_PULLED_UP
from pi.hardware.wiring import Level, Pull, Wire

if TYPE_CHECKING:
    from gpiozero import Factory


def lgpio_factory() -> "Factory":
    """The Pi's own pins. Raises what a machine without them raises: see ``pin_faults``.

    lgpio writes a pipe named ``.lgd-nfy`` into the working directory as it is imported.
    """
    from gpiozero.pins.lgpio import LGPIOFactory

    return LGPIOFactory()


class Input:
    """One wire on one pin, read as it is at the moment. ``on_edge`` is called on any change."""

    def __init__(self, wire: Wire, factory: "Factory", on_edge: Callable[[], Any]) -> None:
        from gpiozero import DigitalInputDevice

        self._is_active_high = wire.active is Level.HIGH
        self._device = DigitalInputDevice(wire.pin, **_pull_of(wire), pin_factory=factory)
        self._device.when_activated = on_edge
        self._device.when_deactivated = on_edge

    def is_active(self) -> bool:
        """Whether the wire is at its active level now. Raises what the driver raises."""
        return bool(self._device.pin.state) is self._is_active_high

    def close(self) -> None:
        """Let the pin go."""
        self._device.close()


def _pull_of(wire: Wire) -> dict[str, bool | None]:
    """gpiozero's words for the pull. It takes the active level from it, so that is read apart."""
    if wire.pull is Pull.NONE and wire.pin not in I2C_PULLED_UP:
        return {"pull_up": None, "active_state": wire.active is Level.HIGH}
    return {"pull_up": wire.pull is not Pull.DOWN}
