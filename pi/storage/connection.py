"""The calls that open SQLite, with the settings that durability and secrecy rest on.

Measured with power cuts: the library's own default (DELETE and FULL) loses the last row it
acknowledged, EXTRA loses none. A cleanly closed DELETE database also opens on a read-only card.
Most settings belong to the connection and not to the file, so each is set and read back on each.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from pi.filesystem import open_file
from pi.storage.errors import PragmaError
from pi.storage.row_sums import teach

WAIT_FOR_OTHERS_S: Final = 10.0
HEADER_BYTES: Final = 100
_MAGIC: Final = b"SQLite format 3\0"

# (name, what is set, what must be read back)
PRAGMAS: Final[tuple[tuple[str, str, object], ...]] = (
    ("synchronous", "EXTRA", 3),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("journal_mode", "DELETE", "delete"),
)
_IN_MEMORY: Final = {"foreign_keys", "trusted_schema", "temp_store"}


def connect(path: Path, *, read_only: bool = False, shortened: bool = False) -> sqlite3.Connection:
    """Open an existing file; never makes one. Transactions are begun by hand.

    ``shortened`` lets SQLite read a file that is shorter than its first page says.

    Any thread may use the connection, one at a time: ``Store`` sees to that. Raises sqlite3.Error,
    and PragmaError where a setting does not hold.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=WAIT_FOR_OTHERS_S,
        check_same_thread=False,
    )
    try:
        if shortened:
            connection.execute("PRAGMA writable_schema = ON")
        _set_and_read_back(connection, PRAGMAS)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_memory() -> sqlite3.Connection:
    """A database of its own that lies nowhere: for practice, or a copy. Gone when it is closed.

    What only a file can lose is not set. Raises sqlite3.Error where memory is short.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        _set_and_read_back(connection, [one for one in PRAGMAS if one[0] in _IN_MEMORY])
    except BaseException:
        connection.close()
        raise
    return connection


def _set_and_read_back(
    connection: sqlite3.Connection, pragmas: Iterable[tuple[str, str, object]]
) -> None:
    teach(connection)
    for name, value, wanted in pragmas:
        connection.execute(f"PRAGMA {name} = {value}")
        row = connection.execute(f"PRAGMA {name}").fetchone()
        found = row[0] if row else None
        if found != wanted:
            raise PragmaError(name, wanted, found)


class Header(Struct, frozen=True, kw_only=True):
    """What the first bytes of a database say about it. ``page_size`` in bytes."""

    user_version: int
    application_id: int
    page_size: int
    pages: int


def read_header(path: Path) -> Header | None:
    """Read without SQLite: nothing is touched. None: this is no database. Raises OSError."""
    try:
        with open_file(path) as file:
            return header_of(file.read(HEADER_BYTES))
    except OSError as error:  # an error of the card names no file by itself
        raise OSError(error.errno, error.strerror, str(path)) from None


def header_of(head: bytes) -> Header | None:
    """The numbers at the bytes 16, 28, 60 and 68 (SQLite's file format, section 1.3)."""
    if len(head) < HEADER_BYTES or not head.startswith(_MAGIC):
        return None
    page_size = int.from_bytes(head[16:18], "big")
    return Header(
        user_version=int.from_bytes(head[60:64], "big", signed=True),
        application_id=int.from_bytes(head[68:72], "big", signed=True),
        page_size=65536 if page_size == 1 else page_size,
        pages=int.from_bytes(head[28:32], "big"),
    )


def journal_of(database: Path) -> Path:
    """Where SQLite keeps the rollback journal of a database."""
    return database.with_name(database.name + "-journal")


def is_hot(database: Path) -> bool:
    """Whether a journal lies there that a cut may have left."""
    try:
        return journal_of(database).stat().st_size > 0
    except FileNotFoundError:
        return False


def is_shortened(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file ends before its last page does: SQLite takes what is missing for zeros.

    To be asked after a journal was rolled back. Raises sqlite3.Error.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_each,) = connection.execute("PRAGMA page_size").fetchone()
    return path.stat().st_size < int(pages) * int(bytes_each)
