"""Real processes that hold the store.

``python -m tests.pi.storage.processes WORK DIRECTORY [ROWS]``, where WORK is ``hold``, ``write`` or
``try``.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage.database import open_store
from pi.storage.errors import NoUnlockerError, PinWaitError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.vault import UnlockerKind, Vault
from tests.pi.storage.moments import at, cheap

ROOT = Path(__file__).parents[3]


@contextmanager
def python(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """A Python process with pipes, killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def at_work(work: str, directory: Path, *more: object) -> Iterator["subprocess.Popen[str]"]:
    """A process that does one of the works below on the store of a directory."""
    with python("-m", "tests.pi.storage.processes", work, directory, *more) as process:
        yield process


def lines_of(process: "subprocess.Popen[str]") -> IO[str]:
    """What the process says."""
    assert process.stdout is not None
    return process.stdout


def hold(directory: Path) -> None:
    """Have the store until killed."""
    with open_store(directory):
        print("open", flush=True)
        sys.stdin.read()


def write(directory: Path, rows: int | None = None) -> None:
    """Record events as fast as may be and acknowledge each; after so many rows be idle."""
    with open_store(directory) as store:
        journal = Journal(store)
        if journal.vehicle("car") is None:
            journal.append([("car", VehicleAdded(head_unit="unit"))], at())
        for _ in count() if rows is None else range(rows):
            (saved,) = journal.append([("car", CodeRejected(shows="WAIT"))], at())
            print(saved.seq, flush=True)
        sys.stdin.read()


def try_pins(directory: Path) -> None:
    """Wait for a line, try wrong PINs until told to wait, and say how many were looked at."""
    looked_at = 0
    with open_store(directory, exclusive=False) as store:
        vault = Vault(store, cheap)
        print("ready", flush=True)
        sys.stdin.readline()
        while True:
            try:
                vault.unlock(UnlockerKind.PIN, "0000", at())
            except WrongSecretError:
                looked_at += 1
            except (PinWaitError, NoUnlockerError):
                break
    print(looked_at, flush=True)


def main() -> None:
    """Do what was asked for."""
    work, directory, *rows = sys.argv[1:]
    works = {"hold": hold, "write": write, "try": try_pins}
    works[work](Path(directory), *map(int, rows))


if __name__ == "__main__":
    main()
