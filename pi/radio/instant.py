"""A moment, as the machine can witness it. Pure data: reading a clock is the hardware's work."""

from enum import StrEnum

from msgspec import Struct


class WallQuality(StrEnum):
    """How far the wall clock can be believed. It labels; it never counts."""

    NTP = "ntp"  # synchronised since this boot
    RTC = "rtc"  # a clock with a battery was read
    UNSURE = "unsure"


class Instant(Struct, frozen=True, kw_only=True):
    """One reading of all clocks.

    ``monotonic`` (seconds) stops in suspend and restarts with each boot, ``boottime`` (seconds)
    goes on in suspend; both count within the boot named by ``boot_id`` alone. ``wall`` is seconds
    since 1970 and only ever printed.
    """

    boot_id: str
    monotonic: float
    boottime: float
    wall: float
    quality: WallQuality = WallQuality.UNSURE

    def seconds_since(self, earlier: "Instant") -> float | None:
        """Awake seconds between two readings of one boot, None across boots or backwards."""
        if self.boot_id != earlier.boot_id or self.monotonic < earlier.monotonic:
            return None
        return self.monotonic - earlier.monotonic

    def slept_since(self, earlier: "Instant") -> float:
        """Seconds of one boot spent in suspend between two readings, 0 across boots."""
        if self.boot_id != earlier.boot_id:
            return 0.0
        return (self.boottime - earlier.boottime) - (self.monotonic - earlier.monotonic)
