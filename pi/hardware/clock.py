"""Reading the machine's clocks: time is a port, and this is the one real driver behind it.

The wall clock of a machine without a battery is plausible and wrong after a cut, so every reading
says how far it can be believed. It labels; nothing is ever counted with it.

Asked of the kernel itself, since each time service (timesyncd, chrony, ntpd) has signs of its own
but all of them tell the kernel. Layout: ``struct timex`` of Linux on 64-bit and 32-bit machines.
"""

import ctypes
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pi.radio.instant import Instant, WallQuality

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
_RTC = Path("/sys/class/rtc/rtc0/hctosys")
_TRUSTED_ERROR_US = 16_000_000  # adjtimex reports this much while unsynchronised

_libc = ctypes.CDLL(None, use_errno=True)


class Clock(Protocol):
    """Anything that can say what moment it is."""

    def now(self) -> Instant:
        """One reading of all clocks."""


class SystemClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self._boot_id = _BOOT_ID.read_text().strip()
        self._kernel_error_us: Callable[[], int] | None = None

    def now(self) -> Instant:
        """One reading of all clocks."""
        return Instant(
            boot_id=self._boot_id,
            monotonic=time.monotonic(),
            boottime=time.clock_gettime(time.CLOCK_BOOTTIME),
            wall=time.time(),
            quality=self._quality(),
        )

    def _quality(self) -> WallQuality:
        """NTP where a time service says so, else where the kernel's own error estimate is small."""
        if _SYNCHRONISED.exists() or self._error_us() < _TRUSTED_ERROR_US:
            return WallQuality.NTP
        try:
            has_rtc = _RTC.read_text().strip() == "1"
        except OSError:
            has_rtc = False
        return WallQuality.RTC if has_rtc else WallQuality.UNSURE

    def _error_us(self) -> int:
        if self._kernel_error_us is None:
            self._kernel_error_us = kernel_error_us
        return self._kernel_error_us()


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_byte * 256),  # the fields after it, not read
    )


def kernel_error_us() -> int:
    """The wall clock's largest error in microseconds, a huge number where it can't be asked."""
    timex = _Timex()
    if _libc.adjtimex(ctypes.byref(timex)) < 0:
        return 2**62
    return int(timex.maxerror)
