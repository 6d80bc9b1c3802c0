"""One register of one chip on an I2C bus, by the kernel's own interface (linux/i2c-dev.h)."""

import ctypes
import fcntl
import os
from types import TracebackType
from typing import Protocol, Self

_SET_ADDRESS = 0x0703  # I2C_SLAVE: refused with EBUSY where a driver of the kernel's has the chip
_TRANSFER = 0x0720  # I2C_SMBUS
_WRITE, _READ = 0, 1
_BYTE_DATA = 2


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
