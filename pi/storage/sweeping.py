"""Sweeping a file clean of what was deleted from it.

``secure_delete`` overwrites a row that is deleted where it stands. It does not reach the copies
that SQLite left in the free part of other pages when it moved rows between them before. Only
writing the file anew does. That something was deleted is noted in the transaction that does it, so
that a sweep which a power cut ended is made up for at the next start.
"""

import sqlite3
from typing import Final

IN_MEMORY: Final = 16 * 1024 * 1024  # bytes of a file that is written anew in memory


def leave_unswept(connection: sqlite3.Connection) -> None:
    """Note in the caller's transaction that traces of something may be left."""
    connection.execute("INSERT OR IGNORE INTO unswept VALUES (1)")


def is_unswept(connection: sqlite3.Connection) -> bool:
    """Whether traces may be left."""
    return connection.execute("SELECT 1 FROM unswept").fetchone() is not None


def sweep(connection: sqlite3.Connection) -> None:
    """Write the file anew, outside of any transaction: all of it, or nothing, durably.

    Takes a tenth of a second for a usual store, some seconds for a million events. Raises
    sqlite3.Error, and then it is as it was.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_each,) = connection.execute("PRAGMA page_size").fetchone()
    large = pages * bytes_each > IN_MEMORY
    try:
        if large:
            connection.execute("PRAGMA temp_store = FILE")
        connection.execute("VACUUM")
    finally:
        if large:
            connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("DELETE FROM unswept")
