"""The tables, as steps from one ``user_version`` to the next. A step is never changed, only added.

``event`` only grows. ``vehicle`` is a projection of it, kept in the same transaction, so that a
start reads the open radios and not the history. ``event_told`` indexes what a person would want
to read: the marks of a running wait come four times a minute and are left out; a query meets the
index by saying ``TOLD`` word for word. A fold starts at ``settled_seq``; ``accepted_seq`` is the
later event that says that the radio plays, for as long as that can be taken back. ``run`` tells
of the last run whether it was told to end. Secrets lie only in ``record``, sealed. ``removed``
holds the numbers of vehicles that are gone, as none is given twice; ``unswept`` has its one row
while something was deleted of which the file may still hold a trace; ``family`` holds files of the
owner's own families in a backup, and in a store that was restored until they are written beside it.
``listed`` says, sealed too, what belongs to the vault; its row without a vehicle is the list's
head. The ``sum`` of a row is for finding flipped bits. ``vault.listed`` is 0 in a store of an
earlier version, 1 once its list was made, and 2 once each of its events has its sum, too.
"""

import sqlite3
from contextlib import closing
from typing import Final

from pi.storage.connection import connect_to_memory
from pi.storage.row_sums import sum_up_at_once

APPLICATION_ID: Final = 0x53746479

TOLD: Final = "kind NOT IN ('PowerWitnessed', 'WatchStarted')"

_FIRST: Final = f"""
CREATE TABLE vehicle (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    head_unit TEXT NOT NULL,
    settled_seq INTEGER NOT NULL,
    active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vehicle_active ON vehicle (id) WHERE active;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    vehicle TEXT NOT NULL REFERENCES vehicle (id),
    kind TEXT NOT NULL,
    data BLOB NOT NULL,
    boot_id TEXT NOT NULL,
    monotonic REAL NOT NULL,
    boottime REAL NOT NULL,
    wall REAL NOT NULL,
    quality TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_vehicle ON event (vehicle, seq);
CREATE INDEX event_told_of_vehicle ON event (vehicle, seq) WHERE {TOLD};
CREATE INDEX event_told ON event (seq) WHERE {TOLD};

CREATE TABLE boot (
    boot_id TEXT PRIMARY KEY,
    started_wall REAL NOT NULL,
    quality TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL
) STRICT;

CREATE TABLE unlocker (
    kind TEXT PRIMARY KEY,
    params BLOB NOT NULL,
    salt BLOB NOT NULL,
    nonce BLOB NOT NULL,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pin_guard (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    failed INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    monotonic REAL NOT NULL
) STRICT;

CREATE TABLE record (
    field TEXT NOT NULL,
    vehicle TEXT NOT NULL REFERENCES vehicle (id),
    version INTEGER NOT NULL,
    nonce BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (field, vehicle)
) STRICT, WITHOUT ROWID;

CREATE TABLE probe (
    turn INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
"""

_SECOND: Final = """
CREATE TABLE run (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    boot_id TEXT NOT NULL,
    clean INTEGER NOT NULL
) STRICT;
"""

_THIRD: Final = ""  # events of kinds that a version before this one could not read

_SUMMED: Final = ("vehicle", "event", "boot", "vault", "unlocker", "pin_guard", "record", "run")
_FOURTH: Final = f"""
ALTER TABLE vehicle ADD COLUMN accepted_seq INTEGER;
CREATE TABLE removed (
    number INTEGER PRIMARY KEY,
    sum INTEGER
) STRICT;

CREATE TABLE unswept (
    one INTEGER PRIMARY KEY CHECK (one = 1)
) STRICT;

CREATE TABLE family (
    id TEXT PRIMARY KEY,
    toml TEXT NOT NULL,
    sum INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE listed (
    vehicle TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    nonce BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sum INTEGER
) STRICT, WITHOUT ROWID;
ALTER TABLE vault ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
{"".join(f"ALTER TABLE {table} ADD COLUMN sum INTEGER;" for table in _SUMMED)}
"""

MIGRATIONS: Final[tuple[str, ...]] = (_FIRST, _SECOND, _THIRD, _FOURTH)
KNOWN_VERSION: Final = len(MIGRATIONS)


def tables_of(connection: sqlite3.Connection) -> list[tuple[str | None, ...]]:
    """All there is, SQLite's own included: a trigger may be called as if it were one of those.

    Raises sqlite3.Error.
    """
    return connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    ).fetchall()


def migrate(connection: sqlite3.Connection, to: int = KNOWN_VERSION) -> None:
    """Bring the tables up to date, each step in one transaction. Raises sqlite3.Error."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    for version, step in enumerate(MIGRATIONS[found:to], start=found + 1):
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE; {step}"
                f"PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {version};"
            )
            sum_up_at_once(connection)
            connection.execute("COMMIT")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def has_our_tables(connection: sqlite3.Connection) -> bool:
    """Whether the tables are the ones that its version made. Raises sqlite3.Error."""
    with closing(connect_to_memory()) as known:
        migrate(known, to=connection.execute("PRAGMA user_version").fetchone()[0])
        return tables_of(connection) == tables_of(known)
