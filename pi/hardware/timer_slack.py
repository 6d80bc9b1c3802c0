"""Let a library's thread oversleep a little, so that waiting costs next to nothing.

lgpio looks for edges with a thread that wakes every half millisecond, whether there are any or
not: some per cent of a small Pi, day and night. The kernel still wakes it at once for an edge. So
it is allowed to sleep longer: a thread has its timer slack from the one that starts it. The thread
that times lgpio's pulses is started together with that one, so where a lamp is dimmed or a buzzer
given tones neither may oversleep.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SET_TIMER_SLACK: Final = 29  # PR_SET_TIMERSLACK; 0 restores the thread's own
SLACK_NS: Final = 8_000_000  # an edge is told this much later at most; no limit is as short

_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def patient_threads() -> Iterator[None]:
    """Threads that this one starts meanwhile may oversleep by ``SLACK_NS``. Never fails."""
    _libc.prctl(_SET_TIMER_SLACK, ctypes.c_ulong(SLACK_NS), 0, 0, 0)
    try:
        yield
    finally:
        _libc.prctl(_SET_TIMER_SLACK, ctypes.c_ulong(0), 0, 0, 0)
