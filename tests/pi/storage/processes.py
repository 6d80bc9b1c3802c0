"""Real processes that hold the store.

``python -m tests.pi.storage.processes WORK DIRECTORY [ROWS]``, where WORK is one of
``WORKS``.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Final

from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage import store as stores
from pi.storage.connection import is_hot
from pi.storage.errors import NotSavedError, NoUnlockerError, PinWaitError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.vault import UnlockerKind, Vault
from tests import ROOT
from tests.pi.storage.moments import at, cheap


@contextmanager
def at_work(work: str, directory: Path, *more: object) -> Iterator["subprocess.Popen[str]"]:
    """A process with pipes that does one of ``WORKS`` on the store of a directory.

    Killed at the end if it still runs.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, work, *map(str, (directory, *more))],
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


def lines_of(process: "subprocess.Popen[str]") -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def leave_a_hot_journal(directory: Path) -> None:
    """As a cut in the middle of a write leaves it."""
    with at_work("die", directory) as victim:
        victim.wait()
    assert is_hot(directory / DATABASE_NAME)


def hold(directory: Path) -> None:
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


def write_under_a_limit(directory: Path) -> None:
    """Record an event that the system cuts off, and one that it does not."""
    rejected = [("car", CodeRejected())]
    with open_store(directory) as store:
        journal = Journal(store)
        journal.append([("car", VehicleAdded(head_unit="unit"))], at())
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        try:
            journal.append(rejected, at())
        except NotSavedError as error:
            print(error.problem.reason, store.can_save() == error.problem)
        print(len(journal.since_settled("car")))
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(store.can_save(), journal.append(rejected, at())[0].seq)


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


def die_halfway(directory: Path) -> None:
    """Be killed in the middle of a transaction whose pages have reached the file already."""
    with open_store(directory) as store, store.transaction() as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("UPDATE event SET kind = 'Half', data = zeroblob(400)")
        rows = [(turn,) for turn in range(100, 150)]
        connection.executemany("INSERT INTO probe VALUES (?, zeroblob(9000))", rows)
        os.kill(os.getpid(), signal.SIGKILL)


def die_sweeping(directory: Path) -> None:
    with open_store(directory) as store:
        stores.sweep = lambda _: os.kill(os.getpid(), signal.SIGKILL)
        store.sweep()


WORKS: Final = {
    "hold": hold,
    "write": write,
    "write under a limit": write_under_a_limit,
    "try": try_pins,
    "die": die_halfway,
    "die sweeping": die_sweeping,
}


if __name__ == "__main__":
    work, place, *rows = sys.argv[1:]
    WORKS[work](Path(place), *map(int, rows))
