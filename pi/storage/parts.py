"""Which parts of the file are damaged: each table by itself, with its indexes.

More than is done at a start and in the background: here every row is compared with its indexes,
which takes as long as the history is.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from pi.storage.connection import connect
from pi.storage.save_problem import name_of

PARTS: Final = (
    "vault",
    "unlocker",
    "pin_guard",
    "record",
    "vehicle",
    "event",
    "boot",
    "run",
    "probe",
    "removed",
    "unswept",
    "family",
)
WHOLE: Final = "file"  # damaged, though no table of it is
_NOT_NOW: Final = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")  # not called damage


def damaged_parts(path: Path) -> tuple[str, ...]:
    """The tables that cannot be read whole, in the order of ``PARTS``; empty where all is well.

    ``WHOLE`` where something lies outside of the tables, or nothing can be read. Uses a connection
    of its own, so that it may run in a thread; until it ends a write waits.
    """
    try:
        with closing(connect(path, read_only=True, shortened=True)) as connection:
            found = tuple(part for part in PARTS if _is_damaged(connection, part))
            if not found and (
                _finds(connection, "PRAGMA quick_check(1)") or is_shortened(connection, path)
            ):
                found = (WHOLE,)
    except sqlite3.Error as error:
        return () if name_of(error).startswith(_NOT_NOW) else (WHOLE,)
    return found


def is_shortened(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file ends before its last page does: SQLite takes what is missing for zeros.

    To be asked after a journal was rolled back. Raises sqlite3.Error.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_each,) = connection.execute("PRAGMA page_size").fetchone()
    return path.stat().st_size < int(pages) * int(bytes_each)


def _is_damaged(connection: sqlite3.Connection, table: str) -> bool:
    return _finds(connection, f"PRAGMA integrity_check({table})")


def _finds(connection: sqlite3.Connection, check: str) -> bool:
    try:
        return bool(connection.execute(check).fetchone() != ("ok",))
    except sqlite3.Error as error:
        return not name_of(error).startswith(_NOT_NOW)
