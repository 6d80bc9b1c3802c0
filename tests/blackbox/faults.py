"""What can be wrong with a store: each done to a closed place, before a service starts."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import rmtree

from tests.blackbox.processes import ROOT, Place

# Dies in the middle of a transaction that is larger than its cache: its pages are in the file.
DIE_HALFWAY = """
import os, signal, sys
from pathlib import Path
from pi.storage.database import open_store

store = open_store(Path(sys.argv[1]))
store.connection.execute("PRAGMA cache_size = 2")
with store.transaction() as connection:
    connection.execute("UPDATE event SET kind = 'Half', data = x'7b'")
    connection.execute("INSERT INTO probe VALUES (99, zeroblob(200000))")
    os.kill(os.getpid(), signal.SIGKILL)
"""
PAGE = 4096
Fault = Callable[[Place], None]


def spoilt_page(name: str) -> Fault:
    """The first page of a table or an index is noise."""

    def fault(place: Place) -> None:
        with closing(sqlite3.connect(place.database)) as connection:
            (page,) = connection.execute(
                "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
            ).fetchone()
        with place.database.open("r+b") as file:
            file.seek((page - 1) * PAGE)
            file.write(b"\xa5" * PAGE)

    return fault


def cut_to(length: int) -> Fault:
    """The file ends after so many bytes; a negative length leaves off so many."""

    def fault(place: Place) -> None:
        whole = place.database.stat().st_size
        os.truncate(place.database, length if length >= 0 else whole + length)

    return fault


def garbage(place: Place) -> None:
    place.database.write_bytes(b"no store at all\n" * 1000)


def newer(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA user_version = 99")


def foreign(place: Place) -> None:
    place.database.unlink()
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def directory_in_its_place(place: Place) -> None:
    place.database.unlink()
    place.database.mkdir()


def pipe_in_its_place(place: Place) -> None:
    place.database.unlink()
    os.mkfifo(place.database)


def link_to_a_missing_disk(place: Place) -> None:
    place.database.unlink()
    place.database.symlink_to(place.directory / "stick" / "steadyhand.db")


def file_for_a_directory(place: Place) -> None:
    rmtree(place.state)
    place.state.write_text("a letter")
    place.environment["STEADYHAND_SOCKET"] = str(place.directory / "s")


def journal_alone(place: Place) -> None:
    """The database is gone and the journal of a cut is not."""
    place.database.rename(journal_of(place))


def cut_halfway(place: Place) -> None:
    """Killed in the middle of a write whose pages had reached the file: a hot journal."""
    command = [sys.executable, "-c", DIE_HALFWAY, str(place.state)]
    subprocess.run(command, cwd=ROOT, check=False)
    assert journal_of(place).stat().st_size > 0


def journal_of(place: Place) -> Path:
    return place.database.with_name(place.database.name + "-journal")
