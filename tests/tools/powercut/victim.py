"""A writer in a process group of its own, which can be stopped dead between two instructions."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from tests import ROOT
from tests.tools.powercut.outside import IDLE, Said, heard

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
