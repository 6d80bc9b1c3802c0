"""Is the radio powered? A sense on a pin, where one is wired, else the owner's word."""

from typing import Protocol

from pi.hardware.body import Body
from pi.hardware.wiring import Signal


class Supply(Protocol):
    """Anything that may know whether the radio is on."""

    def sensed(self) -> bool | None:
        """Whether the radio is on, None where only its owner can say."""


class OwnersWord:
    """No pin is wired: the owner is asked, and asked again after each gap."""

    def sensed(self) -> bool | None:
        """Always None."""
        return None


class IgnitionSense:
    """The ignition's wire says it. False from the first moment of a dip: that is not credited."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def sensed(self) -> bool | None:
        """Whether the ignition is on, None while its filter does not know yet."""
        return self._body.level(Signal.IGNITION)
