"""How the screens end without a word of their owner: a hang-up, an order to end, nobody there.

All three must end the process however stuck its terminal is. A far end that reads nothing blocks
what writes the screens, and then the loop. So an order to end does not go through the loop, and
what could not be ended in order the kernel ends: by a hang-up, or by an alarm. It needs no thread
of ours for that, where a handler in Python needs the main one, which may be waiting.
"""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from types import FrameType

from textual.app import App

from tui.text.leaving import left_alone

LEAVE_WITHIN_S = 4.0  # from the order to end, however stuck the terminal is


class Leaving:
    """Ends an app from outside. ``idle_s`` is how long nobody may press anything; None is ever."""

    def __init__(
        self, app: App[int], *, idle_s: float | None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._app = app
        self._idle_s = idle_s
        self._clock = clock
        self._touched = clock()
        self._loop: asyncio.AbstractEventLoop | None = None  # None: no terminal to be stuck

    def start(self) -> None:
        """Begin, from within the app's loop. Signals belong to whoever holds a real terminal."""
        if not self._app.is_headless:
            self._loop = asyncio.get_running_loop()
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nothing is lost: the service keeps all
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, self._told_to_end)
        self.touched()
        self.look()

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self._clock()
        if self._idle_s is not None:
            self._end_within(self._idle_s + LEAVE_WITHIN_S)

    def look(self) -> None:
        """Leave if nobody was there for long enough, else look again when that may be so."""
        if self._idle_s is None:
            return
        left_s = self._touched + self._idle_s - self._clock()
        if left_s > 0:
            self._app.set_timer(left_s, self.look)
        else:
            self._app.exit(0, message=left_alone(self._idle_s))

    def _told_to_end(self, _number: int, _frame: FrameType | None) -> None:
        """Restore the terminal and go; a terminal that does not answer is left behind."""
        self._end_within(LEAVE_WITHIN_S)
        self._idle_s = None  # no press puts the alarm off any more
        with suppress(RuntimeError):  # the loop is closed: it is ending already
            if self._loop is not None:
                self._loop.call_soon_threadsafe(partial(self._app.exit, 0))

    def _end_within(self, seconds: float) -> None:
        if self._loop is not None:
            signal.setitimer(signal.ITIMER_REAL, seconds)
