"""The one way to open the store, and the truth about it: whole, for reading alone, or in parts.

What cannot be written is opened for reading, what is damaged is read as far as it goes, and
neither is ever overwritten or made anew.

A journal left by a cut must be rolled back before a single row can be trusted, and on a read-only
card SQLite cannot. Opening the file as immutable would show half a transaction. So database and
journal are copied to memory, where the rollback happens; the original stays as it is.

``damaged_parts`` does more than is done at a start and in the background: every row is compared
with its indexes and its sum, which takes as long as the history is.

Without the table of vehicles no code could be asked for, though every record may be whole. It is a
projection of the journal, so it is made from there. Where a few of its bits flipped and all else is
whole, it is mended in the file: which code is keyed into which radio hangs on it, and a store that
is only read for one vehicle's row would count no try and no wait of any other. What an owner then
unlocks is compared with the vault's list, which knows each number and family.

Where that can't be, as the journal can't be read whole or says otherwise than the rows that are
whole, the file stays as it is: a temporary table of the same name hides the damaged one from every
question. It is made from the journal, as far as that makes sense, else from the records, which know
neither the family nor the order.
"""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from pi.radio.events import Event, VehicleAdded
from pi.radio.state import Settled
from pi.storage.connection import connect, is_hot, is_shortened, journal_of
from pi.storage.errors import (
    DamagedStoreError,
    PragmaError,
    SaveProblem,
    StoreInUseError,
    name_of,
    problem_of,
)
from pi.storage.row_sums import TABLES, broken_rows, broken_tables, is_whole, summed, watch
from pi.storage.schema import has_our_tables, migrate
from pi.storage.store import Store
from pi.storage.store_file import claim

MEMORY: Final = Path("/dev/shm")  # noqa: S108  (a private directory is made in it)
RESCUED: Final = ("vault", "unlocker", "pin_guard", "record", "vehicle", "event", "boot")


# Where a bit of the schema flipped: one table would be read as if it were the other.
_TWO_IN_ONE_PLACE: Final = (
    "SELECT 1 FROM sqlite_schema WHERE rootpage > 0 GROUP BY rootpage HAVING COUNT(*) > 1"
)
# Small, and no code is found without.
_CHECKED_AT_START: Final = ("vault", "unlocker", "pin_guard", "vehicle")

WHOLE: Final = "file"  # damaged, though no table of it is
_NOT_NOW: Final = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")  # not called damage

_COLUMNS: Final = "id, number, head_unit, settled_seq, active, accepted_seq"
Rows = list[tuple[str, int, str, int, int, int | None]]

_decode: Final = msgspec.json.Decoder(Event).decode


def open_store(directory: Path, *, exclusive: bool = True) -> Store:
    """Open the store of this directory, or make an empty one.

    ``exclusive=False`` opens what is there already, without holding the lock: for another process
    only, as opening and closing a file drops the locks its own process has on it.

    Raises StoreInUseError (another service has it), NewerStoreError, ForeignStoreError,
    DamagedStoreError (nothing can be read), NotSavedError (there is none and none can be made),
    FileNotFoundError (not exclusive, and there is none; or a link leads to nothing), OSError (may
    not be read, or something else is in its place), PragmaError.
    """
    with ExitStack() as until_closed:
        path = claim(directory, until_closed, exclusive=exclusive)
        store = _open(path, until_closed)
        store.when_closed(until_closed.pop_all())
        return store


def _open(path: Path, until_closed: ExitStack) -> Store:
    try:
        connection = until_closed.enter_context(closing(connect(path)))
        if is_shortened(connection, path):
            raise DamagedStoreError("shortened")
        migrate(connection)
        mended = _check_or_mend(connection, path)
    except DamagedStoreError as error:
        return _open_damaged(path, error.detail, until_closed)
    except sqlite3.Error as error:
        return _open_for_reading(path, error, until_closed)
    store = Store(connection, path.parent, path, mended=mended)
    problem = store.can_save()
    if problem and problem.reason == "damaged":
        return _open_damaged(path, problem.detail, until_closed)
    if problem and problem.reason == "read_only":
        store.write_no_more(problem)
    return store


def _check_or_mend(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the vehicles had to be mended, which is told. Raises DamagedStoreError."""
    try:
        _check_small_tables(connection)
    except DamagedStoreError as error:
        if error.detail != "vehicle" or not _mended(path):
            raise
        _check_small_tables(connection)
        return True
    return False


def _mended(path: Path) -> bool:
    with suppress(sqlite3.Error), closing(connect(path)) as connection:
        return mend_vehicles(connection)
    return False


def _check_small_tables(connection: sqlite3.Connection) -> None:
    """Which code is keyed into which radio, and how long that one waits, hangs on a vehicle's row:
    where a bit of one flipped, the vehicles are made again from the journal. The other tables are
    not needed for that: a row of theirs that is not whole is told where it is read, and the rest of
    the store is written as before.
    """
    if connection.execute(_TWO_IN_ONE_PLACE).fetchone() is not None:
        raise DamagedStoreError("schema")
    for table in _CHECKED_AT_START:
        for (finding,) in connection.execute(f"PRAGMA integrity_check({table})"):
            if finding != "ok":
                raise DamagedStoreError(table)
    if any(broken_rows(connection, "vehicle")):
        raise DamagedStoreError("vehicle")


def _open_for_reading(path: Path, error: sqlite3.Error, until_closed: ExitStack) -> Store:
    name = name_of(error)
    if name.startswith("SQLITE_BUSY"):
        raise StoreInUseError(None) from None
    problem = problem_of(error, path.parent)
    if problem is None:
        raise error
    if problem.reason in ("damaged", "io_error"):
        return _open_damaged(path, name, until_closed)
    try:
        connection, copy = _open_copy(path, until_closed)
    except (sqlite3.Error, OSError):
        return _open_damaged(path, name, until_closed)
    return Store(connection, path.parent, copy, problem)


def _open_copy(database: Path, until_closed: ExitStack) -> tuple[sqlite3.Connection, Path]:
    """Copy to memory, roll back and migrate there, and open for reading.

    Returns the connection and where the copy lies. Raises sqlite3.Error and OSError.
    """
    copy = _copy(database, until_closed)
    connection = until_closed.enter_context(closing(connect(copy)))
    migrate(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection, copy


def _open_damaged(database: Path, detail: str, until_closed: ExitStack) -> Store:
    """Open for reading what can still be read, with its journal on a copy.

    Raises DamagedStoreError where no table answers.
    """
    place = database
    try:
        if is_hot(database):
            place = _copy(database, until_closed)
            connect(place, shortened=True).close()
        connection = until_closed.enter_context(
            closing(connect(place, read_only=True, shortened=True))
        )
    except (sqlite3.Error, OSError) as error:
        met = name_of(error) if isinstance(error, sqlite3.Error) else type(error).__name__
        raise DamagedStoreError(met) from None
    if not any(_answers(connection, table) for table in RESCUED):
        raise DamagedStoreError("no_table_answers")
    make_vehicles_again(connection)
    problem = SaveProblem(reason="damaged", detail=detail)
    return Store(connection, database.parent, place, problem)


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


def _found(connection: sqlite3.Connection) -> Iterator[DamagedPart]:
    broken = set(broken_tables(connection))
    for part in TABLES:
        if _finds(connection, f"PRAGMA integrity_check({part})"):
            yield DamagedPart(part)
        elif part in broken:
            yield DamagedPart(part, rows=True)


def _finds(connection: sqlite3.Connection, check: str) -> bool:
    try:
        return bool(connection.execute(check).fetchone() != ("ok",))
    except sqlite3.Error as error:
        return not name_of(error).startswith(_NOT_NOW)


_HIDING: Final = """
CREATE TEMP TABLE vehicle (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    head_unit TEXT NOT NULL,
    settled_seq INTEGER NOT NULL,
    active INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
_UNREADABLE: Final = (
    sqlite3.Error,
    msgspec.MsgspecError,
    UnicodeDecodeError,
    MemoryError,
    TypeError,
)


def make_vehicles_again(connection: sqlite3.Connection) -> None:
    """Where the vehicles can't be read whole, let this connection read what is known of them.

    From the best source that can be read to its end and makes sense.
    """
    if _is_whole(connection):
        return
    connection.execute("PRAGMA query_only = OFF")  # the file itself is opened for reading
    try:
        any(_made(connection, source) for source in _SOURCES)
    finally:
        connection.execute("PRAGMA query_only = ON")


def mend_vehicles(connection: sqlite3.Connection) -> bool:
    """Write the rows that are not as they were written anew, from the journal; all or nothing.

    For a connection that nobody else uses, outside of any transaction. Whether it was done. Only
    where the file is sound with it, and events and numbers of removed vehicles are whole. A start
    looks at each vehicle that was mended, as its state is not known here. Raises sqlite3.Error.
    """
    connection.execute("PRAGMA foreign_keys = OFF")  # the table is emptied as a whole, and refilled
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = _is_mended(connection)
    except _UNREADABLE:
        done = False
    connection.execute("COMMIT" if done else "ROLLBACK")
    return done


def _is_mended(connection: sqlite3.Connection) -> bool:
    if any(any(broken_rows(connection, table)) for table in ("event", "removed")):
        return False
    told = {row[0]: row for row in _from_the_journal(connection)}
    whole = is_whole(summed(connection), "vehicle")
    rows = connection.execute(f"SELECT {_COLUMNS} FROM vehicle NOT INDEXED WHERE {whole}")  # noqa: S608
    for row in rows.fetchall():
        if row[:3] != told.get(row[0], ())[:3]:
            return False
        told[row[0]] = row
    watch(connection)
    connection.execute("DELETE FROM vehicle")  # with its indexes, whatever is written in them
    put = f"INSERT INTO vehicle ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
    connection.executemany(put, told.values())
    sound = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    return sound and not connection.execute("PRAGMA foreign_key_check").fetchall()


def _made(connection: sqlite3.Connection, source: Callable[[sqlite3.Connection], Rows]) -> bool:
    try:
        if not (rows := source(connection)):
            return False
        connection.execute(_HIDING)
        known = [row[:5] for row in rows]  # of what was accepted only a write wants to know
        connection.executemany("INSERT INTO temp.vehicle VALUES (?, ?, ?, ?, ?)", known)
    except _UNREADABLE:
        connection.execute("DROP TABLE IF EXISTS temp.vehicle")
        return False
    return True


def _is_whole(connection: sqlite3.Connection) -> bool:
    with suppress(sqlite3.Error):
        if connection.execute("PRAGMA integrity_check(vehicle)").fetchone() == ("ok",):
            return not list(broken_rows(connection, "vehicle"))
    return False


def _from_the_table(connection: sqlite3.Connection) -> Rows:
    """The rows themselves, where only an index is damaged."""
    if list(broken_rows(connection, "vehicle")):
        return []
    rows = connection.execute(
        "SELECT id, number, head_unit, settled_seq, active, NULL FROM vehicle"
    )
    return rows.fetchall()


def _from_the_journal(connection: sqlite3.Connection) -> Rows:
    known: dict[str, tuple[int, str, Settled]] = {}
    numbers = _numbers(connection)
    events = connection.execute("SELECT seq, vehicle, data FROM event NOT INDEXED ORDER BY seq")
    for seq, vehicle, data in events:
        event = _decode(data)
        if isinstance(event, VehicleAdded):
            number = known[vehicle][0] if vehicle in known else next(numbers)
            known[vehicle] = (number, event.head_unit, Settled(seq))
        elif vehicle in known:
            number, head_unit, settled = known[vehicle]
            known[vehicle] = (number, head_unit, settled.after(seq, event))
    return [
        (vehicle, number, head_unit, settled.seq, 1, settled.accepted)
        for vehicle, (number, head_unit, settled) in known.items()
    ]


def _numbers(connection: sqlite3.Connection) -> Iterator[int]:
    """Those that were given, in order: all but the ones of vehicles that were removed."""
    removed: set[int] = set()
    with suppress(sqlite3.Error):
        removed = {number for (number,) in connection.execute("SELECT number FROM removed")}
    return (number for number in itertools.count(1) if number not in removed)


def _from_the_records(connection: sqlite3.Connection) -> Rows:
    rows = connection.execute("SELECT DISTINCT vehicle FROM record ORDER BY vehicle")
    return [(vehicle, at, "", 0, 1, None) for at, (vehicle,) in enumerate(rows, start=1)]


_SOURCES: Final = (_from_the_table, _from_the_journal, _from_the_records)
