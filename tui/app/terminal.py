"""The terminal: what may be drawn on it, and how the screens end without a word of their owner.

An order to end, a terminal that hung up and a fault must end the process however stuck its terminal
is. A far end that reads nothing blocks what writes the screens, and then the loop. So an order to
end does not go through the loop, and what could not be ended in order the kernel ends: by a
hang-up, or by an alarm. It needs no thread of ours for that, where a handler in Python needs the
main one, which may be waiting.

What a name, a file's name or a message holds commands no terminal, and takes the cells that the
layout gave it. A joined emoji takes two cells on one terminal and six on another: its first part is
drawn, which takes two on all of them.

A fault ends in one line: Textual's own report shows every local value, codes too.
"""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from time import monotonic
from types import FrameType
from typing import Final

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes
from rich.segment import Segment, Segments
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from pi.drawable import UNSEEN, is_drawable
from tui.exits import place_of
from tui.text.states import fault_of_ours, left_alone

LEAVE_WITHIN_S = 4.0  # from the order to end, however stuck the terminal is

_JOINER: Final = "\u200d"
_SHADES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))  # of skin, behind an emoji
_CHANGES_WIDTH: Final = _SHADES | UNSEEN | {"\u20e3"}


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


class DrawableLines(LineFilter):
    """Lets through what is drawn, cell by cell as it was laid out."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one line, each as wide as before."""
        return [
            one if one.control or (one.text.isascii() and one.text.isprintable()) else _settled(one)
            for one in segments
        ]


def _settled(segment: Segment) -> Segment:
    text = settled(segment.text)
    return segment if text == segment.text else Segment(text, segment.style)


@lru_cache(maxsize=256)
def settled(text: str) -> str:
    """The text as every terminal draws it in the cells that it was given."""
    spans, _ = split_graphemes(text)
    drawn = "".join(_drawn(text[start:end], cells) for start, end, cells in spans)
    return set_cell_size(drawn, cell_len(text))  # they differ where a joiner joins nothing


def _drawn(cluster: str, cells: int) -> str:
    """One character with its marks, as wide as the layout has it."""
    if cluster.isprintable() and (len(cluster) == 1 or _CHANGES_WIDTH.isdisjoint(cluster)):
        return cluster
    first, _, _ = cluster.partition(_JOINER)
    shown = first[:1] + "".join(each for each in first[1:] if each not in _CHANGES_WIDTH)
    shown = "".join(each for each in shown if is_drawable(each) and each not in UNSEEN)
    return shown + " " * (cells - sum(map(get_character_cell_size, shown)))


def last_line(error: BaseException) -> Segments:
    """The line, with its end. A worker's fault is told as what it failed with."""
    cause: BaseException = getattr(error, "error", error)
    return Segments([Segment(f"steadyhand: {fault_of_ours(place_of(cause))}"), Segment.line()])
