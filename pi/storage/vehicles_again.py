"""The list of vehicles made anew, where its own table can't be read as it was written.

Without it no code could be asked for, though every record may be whole. The table is a projection
of the journal, so it is made from there. Where a few of its bits flipped and all else is whole, it
is mended in the file: which code is keyed into which radio hangs on it, and a store that is only
read for one vehicle's row would count no try and no wait of any other. What an owner then unlocks
is compared with the vault's list, which knows each number and family.

Where that can't be, as the journal can't be read whole or says otherwise than the rows that are
whole, the file stays as it is: a temporary table of the same name hides the damaged one from every
question. It is made from the journal, as far as that makes sense, else from the records, which know
neither the family nor the order.
"""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import msgspec

from pi.radio.events import Event, VehicleAdded
from pi.radio.taking_back import Settled
from pi.storage.row_sums import broken_rows, is_whole, summed, watch

_COLUMNS: Final = "id, number, head_unit, settled_seq, active, accepted_seq"
Rows = list[tuple[str, int, str, int, int, int | None]]

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
_decode: Final = msgspec.json.Decoder(Event).decode


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
