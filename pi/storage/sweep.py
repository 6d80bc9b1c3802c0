"""Sweeping: the store written anew, so that nothing of what was deleted is left in its file.

``secure_delete`` overwrites a row that is deleted where it stands. It does not reach the copies
that SQLite left in the free part of other pages when it moved rows between them before. Only
writing the file anew does. That something was deleted is noted in the transaction that does it, so
that a sweep which a power cut ended is made up for after the next start.

SQLite's own way to write a file anew keeps everybody out until it ends, for seconds where the past
is long. So a copy is made a few pages at a time, the copy is written anew while the store is read
and written as ever, and then it takes the store's place in one step, unless the store was written
to since it was copied: then all of that begins again. A copy that a cut left is cleared away by the
next start.
"""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from pi.filesystem import sync_file
from pi.storage.connection import connect

IN_MEMORY: Final = 16 * 1024 * 1024  # bytes of a file that is written anew in memory
MOST_SWEEPS: Final = 4  # of a store that is written to in between
SWEPT_NAME: Final = ".steadyhand-swept"


def leave_unswept(connection: sqlite3.Connection) -> None:
    """Note in the caller's transaction that traces of something may be left."""
    connection.execute("INSERT OR IGNORE INTO unswept VALUES (1)")


def is_unswept(connection: sqlite3.Connection) -> bool:
    """Whether traces may be left."""
    return connection.execute("SELECT 1 FROM unswept").fetchone() is not None


def sweep(connection: sqlite3.Connection) -> None:
    """Write a file anew that nobody else uses, outside of any transaction.

    Raises sqlite3.Error.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_each,) = connection.execute("PRAGMA page_size").fetchone()
    if pages * bytes_each > IN_MEMORY:
        connection.execute("PRAGMA temp_store = FILE")
    connection.execute("VACUUM")
    connection.execute("DELETE FROM unswept")


@contextmanager
def draft_of(database: Path) -> Iterator[Path]:
    """An empty file beside a database, to take its place when it is whole; gone if it did not.

    Raises OSError, also where the card has not twice as much room: others have to go on writing.
    """
    held, room = database.stat(), os.statvfs(database.parent)
    if room.f_bavail * room.f_frsize < 2 * held.st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    draft = database.with_name(SWEPT_NAME)
    draft.unlink(missing_ok=True)
    made = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            if (held.st_uid, held.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(made, held.st_uid, held.st_gid)  # once root wrote it, its owner still can
            os.fchmod(made, stat.S_IMODE(held.st_mode))
        finally:
            os.close(made)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def filling(draft: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a draft, which is durable and read back in the end, and not before.

    Raises sqlite3.Error, OSError.
    """
    with closing(connect(draft)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        yield connection
    sync_file(draft)
    with closing(connect(draft, read_only=True)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(draft))
