"""The kernel's own estimate of the wall clock's error.

Asked of the kernel itself, since each time service (timesyncd, chrony, ntpd) has signs of its own
but all of them tell the kernel. Layout: ``struct timex`` of Linux on 64-bit and 32-bit machines.
"""

import ctypes


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_byte * 256),  # the fields after it, not read
    )


_libc = ctypes.CDLL(None, use_errno=True)


def kernel_error_us() -> int:
    """The wall clock's largest error in microseconds, a huge number where it can't be asked."""
    timex = _Timex()
    if _libc.adjtimex(ctypes.byref(timex)) < 0:
        return 2**62
    return int(timex.maxerror)
