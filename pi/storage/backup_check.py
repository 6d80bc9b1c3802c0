"""Whether a file is a backup of ours: by its first bytes, to its last page, and to its last record.

The same is asked of a copy that leaves and of one that comes in.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from pi.radio.head_unit import is_an_id
from pi.storage.connection import HEADER_BYTES, connect_to_memory, header_of
from pi.storage.errors import BadBackupError, Unreadable, UnreadableVaultError
from pi.storage.parts import has_our_tables
from pi.storage.row_sums import LATE
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, migrate, tables_of
from pi.storage.store import Store
from pi.storage.vault.pin_guard import forget_tries
from pi.storage.vault.unlocked import UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind, drop_unlocker

_OF_THE_VAULT: Final = ("vault", "unlocker", "listed", "record", "vehicle")
MOST_NAMED: Final = 10  # of what can't be read
LARGEST: Final = 1 << 29  # bytes; ten thousand vehicles and a million events take 0.4 of it
LONGEST_VALUE: Final = 512 * 1024  # bytes; an owner's family has half of it
MOST_ROWS: Final = 1_000_000  # of a table other than the events: a boot for each start in a life
LATEST_S: Final = 10**11  # of a wall clock: some thousand years away
# Numbers that go on from the largest: with one at the end of all nothing more can be written.
_COUNTED: Final = (
    ("event", "seq", 1 << 48),
    ("sqlite_sequence", "seq", 1 << 48),
    ("vehicle", "number", 1 << 24),
    ("removed", "number", 1 << 24),
)
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


def _odd(version: int) -> Iterator[str]:
    """Questions that find what no store of that version holds: values and rows beyond measure."""
    with closing(connect_to_memory()) as known:
        migrate(known, version)
        tables = [name for kind, name, *_ in tables_of(known) if kind == "table"]
        for table in tables:
            columns = known.execute(
                "SELECT name, type FROM pragma_table_info(?)", (table,)
            ).fetchall()
            long = [
                f'length("{name}") > {LONGEST_VALUE}'
                for name, kind in columns
                if kind in {"TEXT", "BLOB"}
            ]
            if long:
                yield f'SELECT 1 FROM "{table}" WHERE {" OR ".join(long)} LIMIT 1'  # noqa: S608
            if table != LATE:  # a step to the next version sums all others up in one go
                yield f'SELECT 1 FROM "{table}" LIMIT 1 OFFSET {MOST_ROWS}'  # noqa: S608
    for table, column, most in (one for one in _COUNTED if one[0] in tables):
        yield f"SELECT 1 FROM {table} WHERE {column} NOT BETWEEN 0 AND {most} LIMIT 1"  # noqa: S608
    for table, column in (("event", "wall"), ("boot", "started_wall")):
        far = f"{column} NOT BETWEEN -{LATEST_S} AND {LATEST_S}"
        yield f"SELECT 1 FROM {table} WHERE {far} LIMIT 1"  # noqa: S608


def check_tables(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where the tables are not those that its version made.

    This comes first: a step to this version changes rows, and a check reads them, by which the
    rules of a stranger's table are run.
    """
    if not has_our_tables(connection):
        raise BadBackupError("foreign")


def check_sizes(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where a value or a table is larger than any that its version wrote.

    After ``check_tables``, and before a step to this version reads what there is into memory.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if any(connection.execute(odd).fetchone() for odd in _odd(version)):
        raise BadBackupError("damaged")


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where it is no whole store with a vault.

    After ``check_tables`` and ``check_sizes``.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise BadBackupError("damaged")
    if connection.execute("SELECT COUNT(*) FROM vault").fetchone() != (1,):
        raise BadBackupError("no_vault")
    if not all(is_an_id(unit) for (unit,) in connection.execute("SELECT head_unit FROM vehicle")):
        raise BadBackupError("damaged")


def check_secrets(store: Store, vault: UnlockedVault) -> None:
    """Open every record with the key in hand. Takes as long as there are vehicles.

    Raises UnreadableVaultError, which says of all of them what does not open or is not as the
    vault wrote it; DamagedStoreError, LockedError. What happened may be read less well: it is told
    afterwards, and costs nobody their code.
    """
    found = [Unreadable(one.part, one.vehicle, one.name) for one in vault.amiss(store)]
    known = {(one.vehicle, one.name) for one in found}
    broken = (_unreadable(table, key) for table, key in store.broken(*_OF_THE_VAULT))
    found += (one for one in broken if (one.vehicle, one.name) not in known)
    if found:
        raise UnreadableVaultError(tuple(found[:MOST_NAMED]), len(found[MOST_NAMED:]))


def _unreadable(table: str, key: tuple[object, ...]) -> Unreadable:
    match table, key:
        case "record", (field, vehicle):
            return Unreadable(table, str(vehicle), str(field))
        case "unlocker", (kind,):
            return Unreadable(table, "", str(kind))
        case "vehicle" | "listed", (vehicle,):
            return Unreadable(table, str(vehicle), "")
    return Unreadable(table, "", "")


def leave_device_out(connection: sqlite3.Connection) -> None:
    """What belongs to one machine and to no other: in the caller's transaction."""
    drop_unlocker(connection, UnlockerKind.PIN)
    forget_tries(connection)
    connection.execute("DELETE FROM run")
    connection.execute("DELETE FROM probe")
