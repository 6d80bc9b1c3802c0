"""Is the radio powered? A sense on a pin, where one is wired, else the owner's word."""

from typing import Protocol


class Supply(Protocol):
    """Anything that may know whether the radio is on."""

    def sensed(self) -> bool | None:
        """Whether the radio is on, None where only its owner can say."""


class OwnersWord:
    """No pin is wired: the owner is asked, and asked again after each gap."""

    def sensed(self) -> bool | None:
        """Always None."""
        return None
