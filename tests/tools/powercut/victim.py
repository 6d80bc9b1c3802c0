"""A writer in a process of its own, stopped dead between two instructions, and what it says."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests import ROOT

BEGINS: Final = "begins"
KEPT: Final = "kept"
SHOWN: Final = "shown"
IDLE: Final = "idle"

Said = tuple[str, ...]


class Outside:
    """A writer's end of the pipes. One turn of work for each line it is given."""

    def begins(self, *words: object) -> None:
        """From here on this may be on the card."""
        _say(BEGINS, words)

    def kept(self, *words: object) -> None:
        """The owner was told that this is saved."""
        _say(KEPT, words)

    def shown(self, *words: object) -> None:
        """The owner was shown this; nothing is promised of it."""
        _say(SHOWN, words)

    def turn(self) -> None:
        """Say that nothing is under way, and wait for the next turn. Ends with the pipe."""
        _say(IDLE, ())
        if not sys.stdin.readline():
            raise SystemExit


def _say(kind: str, words: Sequence[object]) -> None:
    print("\t".join((kind, *map(str, words))), flush=True)


def heard(line: str) -> Said:
    return tuple(line.split("\t"))


def kept(said: Sequence[Said]) -> list[Said]:
    """What was promised, in its order."""
    return [words[1:] for words in said if words[0] == KEPT]


def under_way(said: Sequence[Said]) -> Said | None:
    """What was begun last and not answered yet: it may be on the card, or not."""
    last = said[-1] if said else (IDLE,)
    return last[1:] if last[0] == BEGINS else None


PATIENCE_S = 60.0


class WriterFailedError(Exception):
    """The writer ended by itself, or says nothing any more: a fault of the harness."""


class Victim:
    """One running writer. ``said`` is all it has said."""

    def __init__(self, scenario: str, directory: Path, seed: int, synchronous: str) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.tools.powercut.writer"),
                *(scenario, str(directory), str(seed), synchronous),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.said: list[Said] = []
        self._half = b""
        self._turns = 0
        self.wait_until_idle()
        self._all = _group(self._process.pid)

    def go(self, turns: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n" * turns)
        self._process.stdin.flush()
        self._turns += turns

    def wait_until_idle(self, turns_left: int = 0) -> None:
        """Wait until no more turns than these are left; with none, nothing is under way."""
        while self._idled() < self._turns + 1 - turns_left:
            self._hear(PATIENCE_S)

    def is_idle(self) -> bool:
        """Whether it has said, by now, that nothing is under way."""
        self._hear(0)
        return self._idled() > self._turns

    def stop(self) -> None:
        """Stop it where it stands; ``said`` is then all that it said before."""
        os.killpg(self._process.pid, signal.SIGSTOP)
        while not all(_stands(pid) for pid in self._all):
            os.sched_yield()
        while self._hear(0):
            pass

    def go_on(self) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    def _idled(self) -> int:
        return sum(words[0] == IDLE for words in self.said)

    def _hear(self, patience_s: float) -> bool:
        """Take what it has said. False: nothing, and no patience was asked for."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        ready, _, _ = select.select([pipe], [], [], patience_s)
        if not ready and not patience_s:
            return False
        heard_now = os.read(pipe, 1 << 16) if ready else b""
        if not heard_now:
            raise WriterFailedError(f"the writer ended or hangs, after {self.said[-3:]}")
        *lines, self._half = (self._half + heard_now).split(b"\n")
        self.said += [heard(line.decode()) for line in lines]
        return True


def _group(leader: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields and int(fields[2]) == leader:
            found.append(int(stat.parent.name))
    return found


def _stands(pid: int) -> bool:
    """Whether every thread of a process is stopped, or it is gone: none is within a write."""
    threads = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(not fields or fields[0] in "TtZX" for fields in map(_fields, threads))


def _fields(stat: Path) -> list[str]:
    """What follows the name: the state, the parent, the group; nothing of one that is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []
