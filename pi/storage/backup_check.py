"""Whether a file is a backup of ours: by its first bytes, and to its last page."""

import sqlite3
from contextlib import closing
from typing import Final

from pi.storage.connection import HEADER_BYTES, connect_to_memory, header_of
from pi.storage.errors import BadBackupError
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, migrate

LARGEST: Final = 1 << 29  # bytes; ten thousand vehicles and a million events take 0.4 of it
# SQLite's file format, section 1.3: the versions of the format for who writes and who reads.
_WRITTEN_AS: Final = 18
_READ_AS: Final = 19
_KNOWN_FORMAT: Final = 2


def check_head(head: bytes, size: int) -> None:
    """Raise BadBackupError where a file of this size that begins so is no backup of ours."""
    header = header_of(head[:HEADER_BYTES])
    if header is None:
        raise BadBackupError("not_a_database")
    if header.application_id != APPLICATION_ID:
        raise BadBackupError("foreign")
    if header.user_version > KNOWN_VERSION:
        raise BadBackupError("newer")
    if header.user_version < 1:
        raise BadBackupError("damaged")  # no store of ours was ever without tables
    if max(head[_WRITTEN_AS], head[_READ_AS]) > _KNOWN_FORMAT:
        raise BadBackupError("damaged")  # SQLite would call the card read-only
    if size > LARGEST:
        raise BadBackupError("too_large")
    if size < header.page_size * header.pages:
        raise BadBackupError("truncated")


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where it is no whole store with a vault, or holds more than one does.

    Its tables come first: the rules of a stranger's table are run by a check of its rows.
    """
    with closing(connect_to_memory()) as known:
        migrate(known)
        if _schema(connection) != _schema(known):
            raise BadBackupError("foreign")
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise BadBackupError("damaged")
    if connection.execute("SELECT COUNT(*) FROM vault").fetchone() != (1,):
        raise BadBackupError("no_vault")


def _schema(connection: sqlite3.Connection) -> list[tuple[str | None, ...]]:
    """All there is, SQLite's own included: a trigger may be called as if it were one of those."""
    return connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    ).fetchall()
