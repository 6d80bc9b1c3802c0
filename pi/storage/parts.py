"""Which parts of the file are damaged: each table by itself, with its indexes and its rows.

More than is done at a start and in the background: here every row is compared with its indexes and
its sum, which takes as long as the history is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from pi.storage.connection import connect, connect_to_memory
from pi.storage.errors import PragmaError
from pi.storage.row_sums import TABLES, broken_rows
from pi.storage.save_problem import name_of
from pi.storage.schema import migrate, tables_of

WHOLE: Final = "file"  # damaged, though no table of it is
_NOT_NOW: Final = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")  # not called damage


class DamagedPart(Struct, frozen=True):
    """A table, or ``WHOLE``. ``rows``: only what stands in some rows of it, no page."""

    name: str
    rows: bool = False


def damaged_parts(path: Path) -> tuple[DamagedPart, ...]:
    """What can't be read whole, in the order of ``TABLES``; empty where all is well.

    ``WHOLE`` where something lies outside of the tables, or nothing can be read. Uses a connection
    of its own, so that it may run in a thread; until it ends a write waits.
    """
    try:
        with closing(connect(path, read_only=True, shortened=True)) as connection:
            found = tuple(_found(connection))
            if all(part.rows for part in found) and (
                _finds(connection, "PRAGMA quick_check(1)")
                or is_shortened(connection, path)
                or not has_our_tables(connection)
            ):
                found = (*found, DamagedPart(WHOLE))
    except sqlite3.Error as error:
        return () if name_of(error).startswith(_NOT_NOW) else (DamagedPart(WHOLE),)
    except PragmaError:  # a header that makes no sense
        return (DamagedPart(WHOLE),)
    return found


def is_shortened(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file ends before its last page does: SQLite takes what is missing for zeros.

    To be asked after a journal was rolled back. Raises sqlite3.Error.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_each,) = connection.execute("PRAGMA page_size").fetchone()
    return path.stat().st_size < int(pages) * int(bytes_each)


def broken_tables(connection: sqlite3.Connection, newest: int | None = None) -> Iterator[str]:
    """The tables with a row that is not as it was written, in the order of ``TABLES``.

    One that can't be read is none of them. ``newest``: so many events are looked at.
    """
    for part in TABLES:
        with suppress(sqlite3.Error):
            if any(broken_rows(connection, part, newest)):
                yield part


def _found(connection: sqlite3.Connection) -> Iterator[DamagedPart]:
    broken = set(broken_tables(connection))
    for part in TABLES:
        if _finds(connection, f"PRAGMA integrity_check({part})"):
            yield DamagedPart(part)
        elif part in broken:
            yield DamagedPart(part, rows=True)


def has_our_tables(connection: sqlite3.Connection) -> bool:
    """Whether the tables are the ones that its version made. Raises sqlite3.Error."""
    with closing(connect_to_memory()) as known:
        migrate(known, to=connection.execute("PRAGMA user_version").fetchone()[0])
        return tables_of(connection) == tables_of(known)


def _finds(connection: sqlite3.Connection, check: str) -> bool:
    try:
        return bool(connection.execute(check).fetchone() != ("ok",))
    except sqlite3.Error as error:
        return not name_of(error).startswith(_NOT_NOW)
