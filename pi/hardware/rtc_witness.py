"""A DS3231 clock as a witness: has the permanent feed been away since it was last asked?

The chip is kept alive by the permanent feed alone. Its oscillator-stop flag is set at first power
and whenever every supply of it has failed; it stays until it is cleared. The kernel's own driver
for this chip clears the flag as it starts, so its overlay must not be loaded beside this.
"""

import ctypes
import errno
import fcntl
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final, Protocol, Self

from msgspec import Struct

_SET_ADDRESS = 0x0703  # I2C_SLAVE: refused with EBUSY where a driver of the kernel's has the chip
_TRANSFER = 0x0720  # I2C_SMBUS
_WRITE, _READ = 0, 1
_BYTE_DATA = 2

ADDRESS: Final = 0x68
_CONTROL: Final = 0x0E
_STATUS: Final = 0x0F
_FLAG: Final = 0x80  # in the status: the oscillator has stopped. In control: it stops on battery.


class _Transfer(ctypes.Structure):
    """``struct i2c_smbus_ioctl_data``."""

    _fields_ = (
        ("read_write", ctypes.c_uint8),
        ("command", ctypes.c_uint8),
        ("size", ctypes.c_uint32),
        ("data", ctypes.c_void_p),
    )


class Registers(Protocol):
    """The registers of one chip, each of 8 bits. Both raise OSError."""

    def read(self, register: int) -> int:
        """What the register holds, 0 to 255."""

    def write(self, register: int, value: int) -> None:
        """Set it."""


class Chip:
    """A chip by its 7-bit address on ``/dev/i2c-<bus>``. A context manager; raises OSError."""

    def __init__(self, bus: int, address: int) -> None:
        self._file = os.open(f"/dev/i2c-{bus}", os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.ioctl(self._file, _SET_ADDRESS, address)
        except OSError:
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def read(self, register: int) -> int:
        """What a register holds."""
        return self._transfer(_READ, register, 0)

    def write(self, register: int, value: int) -> None:
        """Set a register."""
        self._transfer(_WRITE, register, value)

    def _transfer(self, direction: int, register: int, value: int) -> int:
        block = (ctypes.c_uint8 * 34)(value)  # union i2c_smbus_data
        transfer = _Transfer(direction, register, _BYTE_DATA, ctypes.addressof(block))
        fcntl.ioctl(self._file, _TRANSFER, transfer)
        return int(block[0])


OpenChip = Callable[[int, int], AbstractContextManager[Registers]]

_REASONS: Final = {
    errno.ENOENT: "no_bus",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EBUSY: "busy",
    errno.ENXIO: "no_answer",
    errno.EREMOTEIO: "no_answer",
    errno.EIO: "no_answer",
    errno.ETIMEDOUT: "no_answer",
}


class WitnessProblem(Struct, frozen=True, kw_only=True):
    """Why the clock says nothing.

    ``reason``: no_bus, no_permission, busy (the kernel's driver has the chip), no_answer,
    stops_on_battery (it was set so that its flag proves nothing; it no longer is), fault.
    """

    reason: str
    bus: int
    detail: str = ""


class RtcWitness:
    """Ask with ``feed_was_lost``, and ``clear`` once the answer is written down, never before."""

    def __init__(self, bus: int, open_chip: OpenChip = Chip) -> None:
        self._bus = bus
        self._open_chip = open_chip

    def feed_was_lost(self) -> bool | WitnessProblem:
        """Whether the chip was without any supply since ``clear``; or why it can't be said."""
        try:
            with self._open_chip(self._bus, ADDRESS) as chip:
                if chip.read(_CONTROL) & _FLAG:
                    return WitnessProblem(reason="stops_on_battery", bus=self._bus)
                return bool(chip.read(_STATUS) & _FLAG)
        except OSError as error:
            return self._problem(error)

    def clear(self) -> WitnessProblem | None:
        """Begin anew: the next loss will be told from this one. Says why, where it fails."""
        try:
            with self._open_chip(self._bus, ADDRESS) as chip:
                for register in (_CONTROL, _STATUS):
                    value = chip.read(register)
                    if value & _FLAG:
                        chip.write(register, value & ~_FLAG & 0xFF)
        except OSError as error:
            return self._problem(error)
        return None

    def _problem(self, error: OSError) -> WitnessProblem:
        reason = _REASONS.get(error.errno or 0, "fault")
        return WitnessProblem(reason=reason, bus=self._bus, detail=error.strerror or "")
