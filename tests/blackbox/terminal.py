"""A terminal with a steadyhand command on it, read as a person reads it."""

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyte

from tests.blackbox.processes import COMMAND, PATIENCE_S, Place

COLUMNS, LINES = 80, 24
NEAR_END = 0x5441  # TIOCGPTPEER: opens it once more


class Terminal:
    """The far end of a terminal and the process that holds the near one."""

    def __init__(
        self,
        handle: int,
        process: "subprocess.Popen[bytes]",
        columns: int = COLUMNS,
        lines: int = LINES,
    ) -> None:
        self.process = process
        self.patience_s = PATIENCE_S
        self.said = b""
        self._handle = handle
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def cells(self) -> list[list[tuple[str, str, str]]]:
        """What stands on the screen with its colours: the character, the ink's, the ground's."""
        lines = (self._screen.buffer[at] for at in range(self._screen.lines))
        drawn = ([line[at] for at in range(self._screen.columns)] for line in lines)
        return [[(one.data, one.fg, one.bg) for one in line] for line in drawn]

    def shows(self, text: str) -> None:
        self._reads_until(lambda: text in self.text, f"never shown: {text}")

    def shows_no_more(self, text: str) -> None:
        self._reads_until(lambda: text not in self.text, f"never gone: {text}")

    def types(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def answers(self, prompt: str, typed: str) -> None:
        """Answer a prompt once it stands on the last line, and read on until that was taken."""
        asked = re.compile(f"{re.escape(prompt)}.*$")
        self._reads_until(
            lambda: asked.search(self.text.rstrip()) is not None, f"never asked: {prompt}"
        )
        before = self._screen.cursor.y
        self.types(f"{typed}\n")
        while self._screen.cursor.y == before and self._read():
            pass

    def taps(self, text: str) -> None:
        """Tap the middle of a text that stands on the screen, as a mouse or a phone does."""
        self.shows(text)
        row = next(at for at, line in enumerate(self._screen.display) if text in line)
        column = self._screen.display[row].index(text) + len(text) // 2
        place = f"\x1b[<0;{column + 1};{row + 1}"
        self.types(f"{place}M{place}m")

    def resizes(self, columns: int, lines: int) -> None:
        """Become another size, and wiped: only what is drawn anew can be read."""
        self._screen.resize(lines, columns)
        self._screen.reset()
        resize(self._handle, columns, lines)

    def ends(self) -> int:
        """Read on until the process has ended; its status."""
        while self._read():
            pass
        return self.process.wait(self.patience_s)

    def is_full(self) -> bool:
        """Whether no more can be printed until something is read."""
        near = fcntl.ioctl(self._handle, NEAR_END, os.O_WRONLY | os.O_NOCTTY)
        with open(near, "wb", buffering=0):
            return not select.select([], [near], [], 0)[1]

    def settings(self) -> list[object]:
        """How the terminal treats what is typed and printed."""
        return list(termios.tcgetattr(self._handle))

    def hang_up(self) -> None:
        os.close(self._handle)
        self._handle = -1

    def close(self) -> None:
        if self._handle >= 0:
            self.hang_up()

    def _reads_until(self, holds: Callable[[], bool], failing: str) -> None:
        late = time.monotonic() + self.patience_s
        while not holds():
            if time.monotonic() > late or not self._read():
                raise AssertionError(f"{failing}\n{self.text}")

    def _read(self) -> bool:
        """Take what is printed next, False once nobody holds the near end."""
        ready, _, _ = select.select([self._handle], [], [], self.patience_s)
        if not ready:
            return False
        try:
            said = os.read(self._handle, 65536)
        except OSError:
            return False
        self.said += said
        self._stream.feed(said)
        return bool(said)


@contextmanager
def terminal(place: Place, *arguments: str, TERM: str = "xterm-256color") -> Iterator[Terminal]:
    """A command on a terminal of its own, killed at the end if it still runs."""
    command = [sys.executable, "-c", f"{ADOPT}{COMMAND}", *arguments]
    with on_terminal(place, command, TERM=TERM) as opened:
        yield opened


@contextmanager
def on_terminal(
    place: Place, command: list[str], columns: int = COLUMNS, lines: int = LINES, **more: str
) -> Iterator[Terminal]:
    """Any command on a terminal of its own, killed at the end if it still runs."""
    far, near = os.openpty()
    resize(near, columns, lines)
    process = subprocess.Popen(
        command,
        env=place.environment | more,
        cwd=place.directory,
        stdin=near,
        stdout=near,
        stderr=near,
        start_new_session=True,
    )
    os.close(near)
    opened = Terminal(far, process, columns or COLUMNS, lines or LINES)
    try:
        yield opened
    finally:
        process.kill()
        process.wait()
        opened.close()
        place.said.append(opened.said.decode(errors="replace"))


def resize(handle: int, columns: int, lines: int) -> None:
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


# A session of its own has no terminal until it takes one; only then is it told of a hang-up. Where
# the tests run in the background, Ctrl+C is ignored by all they start until it is taken back.
ADOPT = (
    "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " signal.signal(signal.SIGINT, signal.default_int_handler); "
)
