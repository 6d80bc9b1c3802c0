"""What lies beside the store for a while: copies under way, and a restored store to be taken up.

A restored store is whole and durable before it gets the name by which the next start takes it up.
From then on every start goes on with it, wherever the one before was cut off. The store that it
replaces keeps all its bytes under another name.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from pi.filesystem import sync_directory
from pi.storage.connection import connect, journal_of
from pi.storage.errors import PragmaError
from pi.storage.sweep import SWEPT_NAME

# Names that nobody gives a copy made by hand: such a file is cleared away, or taken up.
COPY_NAME: Final = ".steadyhand-copy"
UPLOAD_NAME: Final = ".steadyhand-upload"
RESTORED_NAME: Final = ".steadyhand-restored"
ASIDE_NAME: Final = "steadyhand.db.replaced-{number}"


def clear_away(directory: Path) -> None:
    """Remove what a service that was killed left. For the holder of the store's lock."""
    with suppress(OSError):  # a read-only card keeps it; it is in nobody's way
        for name in (COPY_NAME, SWEPT_NAME, UPLOAD_NAME):
            for left in directory.glob(f"{name}*"):
                remove(left)


def remove(left: Path) -> None:
    """A file, or a directory of ours with what lies in it. Raises OSError."""
    if left.is_dir() and not left.is_symlink():
        for inside in left.iterdir():
            inside.unlink()
        left.rmdir()
    else:
        left.unlink(missing_ok=True)


def is_pending(directory: Path) -> bool:
    """Whether a restored store waits to be taken up."""
    return (directory / RESTORED_NAME).exists()


def aside_of(database: Path) -> Path:
    """Where a store is put that is replaced: the first free number, or where it lies already."""
    number = 1
    while True:
        aside = database.with_name(ASIDE_NAME.format(number=number))
        if not aside.exists() or (database.exists() and aside.samefile(database)):
            return aside
        number += 1


def take_up(database: Path) -> None:
    """Put a restored store in the place of the one that is there. For the holder of the lock.

    At no instant is there none. Raises OSError with the one or the other in its place.
    """
    restored = database.with_name(RESTORED_NAME)
    if not restored.exists():
        return
    if database.exists():
        _roll_back(database)
        aside = aside_of(database)
        if not aside.exists():
            _name_twice(database, aside)
        if journal_of(database).exists():  # of the old one; it would ruin the new one
            journal_of(database).rename(journal_of(aside))
        sync_directory(database.parent)
    restored.replace(database)
    sync_directory(database.parent)


def _roll_back(database: Path) -> None:
    """Undo what a cut left in the middle of a write, so that one file is all there is of it."""
    journal = journal_of(database)
    if journal.exists():
        with suppress(sqlite3.Error, PragmaError):
            with closing(connect(database)) as connection:
                connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
            journal.unlink(missing_ok=True)  # one that held nothing yet is left lying


def _name_twice(database: Path, aside: Path) -> None:
    """A second name, or where the filesystem knows none the other name alone."""
    try:
        os.link(database, aside)
    except OSError:
        database.rename(aside)
