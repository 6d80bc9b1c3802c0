"""``steadyhand copy qr``: the code for the camera of a phone, for a minute at most.

It is drawn on the terminal's second page and wiped from there, so that it does not stay in what
can be scrolled back to. No file and no pipe gets it.
"""

import os
import select
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pi.copies.contents import Kept
from pi.copies.qr import best_fitting
from pi.radio.events import CopyKind
from tui.cli.asking import with_service
from tui.cli.base import end, secret_line
from tui.client import Link
from tui.copies import note, one_opened
from tui.exits import Exit, complain, say
from tui.text import cli as command_words
from tui.text import copies as words
from tui.text.terminals import needs_terminal

LONGEST_S = 60.0  # on the screen: whoever passes by has a camera too

# Colours of the fixed part of the palette: a theme's black and white may be neither.
_INK, _PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
_SECOND_PAGE, _FIRST_PAGE = "\x1b[?1049h\x1b[?25l", "\x1b[?1049l\x1b[?25h"
_WIPE = "\x1b[0m\x1b[2J\x1b[H"


def copy_qr(vehicle: str | None, seconds: float) -> Exit:
    """Show it until a key is pressed or the time is over, then ask whether the phone has it."""
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty() or term in {"", "dumb"}:
        end(Exit.NOT_NOW, needs_terminal(term, is_one=sys.stdout.isatty()))
    secret = secret_line(command_words.secret_wanted())
    return with_service(lambda link: _copy(link, vehicle, secret, min(seconds, LONGEST_S)))


def _copy(link: Link, vehicle: str | None, secret: str, seconds: float) -> Exit:
    kept = one_opened(link, vehicle, secret)
    if kept is None:
        return Exit.NOT_NOW
    handle = os.open(os.ttyname(sys.stdout.fileno()), os.O_RDWR | os.O_NOCTTY)
    try:
        return _shown(link, kept, handle, seconds)
    finally:
        os.close(handle)


def _shown(link: Link, kept: Kept, handle: int, seconds: float) -> Exit:
    columns, rows = os.get_terminal_size(handle)
    lines = best_fitting(words.qr_texts(kept), columns, rows - 1)
    if lines is None:
        complain(words.qr_too_small(columns, rows))
        return Exit.NOT_NOW
    with _keys_unseen(handle):
        _show(handle, lines, columns, seconds)
        answer = _asked(handle)
    if answer:
        note(link, CopyKind.QR, (kept,))
    say(words.qr_noted() if answer else words.qr_not_noted())
    return Exit.DONE


def _show(handle: int, lines: list[str], columns: int, seconds: float) -> None:
    """Draw, wait, wipe: also where the command is told to end meanwhile."""
    said = words.qr_until(round(seconds))[:columns]
    drawn = "\r\n".join(f"{_INK}{line}{_PLAIN}" for line in lines)
    try:
        _put(handle, f"{_SECOND_PAGE}{_WIPE}{drawn}\r\n{said}")
        _key(handle, seconds)
    finally:
        _put(handle, f"{_WIPE}{_FIRST_PAGE}")


def _asked(handle: int) -> bool:
    """Whether the phone has it. Nobody there to ask is no."""
    _put(handle, words.qr_read() + " [y/N] ")
    answer = _key(handle, LONGEST_S)
    _put(handle, "\r\n")
    return answer.lower() in {"y", words.yes_key()}


def _put(handle: int, text: str) -> None:
    left = text.encode()
    while left:
        left = left[os.write(handle, left) :]


def _key(handle: int, seconds: float) -> str:
    """The next key, empty where none came within the time."""
    ready, _, _ = select.select([handle], [], [], seconds)
    return os.read(handle, 64).decode(errors="replace") if ready else ""


@contextmanager
def _keys_unseen(handle: int) -> Iterator[None]:
    """Each key at once and none echoed, Ctrl+C and Ctrl+Z among them: nothing stops half way."""
    before = termios.tcgetattr(handle)
    unseen = termios.tcgetattr(handle)
    unseen[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
    ended = signal.signal(signal.SIGTERM, _end)
    termios.tcsetattr(handle, termios.TCSADRAIN, unseen)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
        signal.signal(signal.SIGTERM, ended)


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(Exit.NOT_NOW)
