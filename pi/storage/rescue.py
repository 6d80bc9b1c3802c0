"""Reading a store that cannot be written: a read-only card, or a damaged file.

A journal left by a cut must be rolled back before a single row can be trusted, and on a read-only
card SQLite cannot. Opening the file as immutable would show half a transaction. So database and
journal are copied to memory, where the rollback happens; the original stays as it is.
"""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from pi.storage.connection import connect
from pi.storage.errors import DamagedStoreError
from pi.storage.save_problem import name_of
from pi.storage.schema import migrate

MEMORY: Final = Path("/dev/shm")  # noqa: S108  (a private directory is made in it)
TABLES: Final = ("vault", "unlocker", "pin_guard", "record", "vehicle", "event", "boot")


def journal_of(database: Path) -> Path:
    """Where SQLite keeps the rollback journal of a database."""
    return database.with_name(database.name + "-journal")


def is_hot(database: Path) -> bool:
    """Whether a journal lies there that a cut may have left."""
    try:
        return journal_of(database).stat().st_size > 0
    except FileNotFoundError:
        return False


def open_copy(database: Path, until_closed: ExitStack) -> tuple[sqlite3.Connection, Path]:
    """Copy to memory, roll back and migrate there, and open for reading.

    Returns the connection and where the copy lies. Raises sqlite3.Error and OSError.
    """
    copy = _copy(database, until_closed)
    connection = until_closed.enter_context(closing(connect(copy)))
    migrate(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection, copy


def open_damaged(database: Path, until_closed: ExitStack) -> tuple[sqlite3.Connection, Path]:
    """Open for reading what can still be read, with its journal on a copy.

    Raises DamagedStoreError where no table answers.
    """
    try:
        if is_hot(database):
            database = _copy(database, until_closed)
            connect(database, shortened=True).close()
        connection = until_closed.enter_context(
            closing(connect(database, read_only=True, shortened=True))
        )
    except (sqlite3.Error, OSError) as error:
        detail = name_of(error) if isinstance(error, sqlite3.Error) else type(error).__name__
        raise DamagedStoreError(detail) from None
    if not any(_answers(connection, table) for table in TABLES):
        raise DamagedStoreError("no_table_answers")
    from pi.storage.vehicles_again import make_vehicles_again

    make_vehicles_again(connection)
    return connection, database


def _copy(database: Path, until_closed: ExitStack) -> Path:
    # Both load much else and are needed on bad days alone.
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    room = MEMORY if MEMORY.is_dir() else None
    directory = until_closed.enter_context(TemporaryDirectory(prefix="steadyhand-", dir=room))
    copy = Path(directory) / database.name
    copyfile(database, copy)
    if is_hot(database):
        copyfile(journal_of(database), journal_of(copy))
    return copy


def _answers(connection: sqlite3.Connection, table: str) -> bool:
    try:
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchall()  # noqa: S608
    except sqlite3.Error:
        return False
    return True
