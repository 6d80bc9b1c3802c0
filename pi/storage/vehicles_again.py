"""The list of vehicles made anew, in memory, where its own table can't be read.

Without it no code could be asked for, though every record may be whole. The table is a projection
of the journal, so it is made from there; where the journal can't be read either, from the records,
which know neither the family nor the order. The file stays as it is: a temporary table of the same
name hides the damaged one from every question.
"""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import msgspec

from pi.radio.events import Event, VehicleAdded
from pi.radio.taking_back import Settled
from pi.storage.row_sums import broken_rows

Rows = list[tuple[str, int, str, int, int]]  # id, number, head_unit, settled_seq, active

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


def _made(connection: sqlite3.Connection, source: Callable[[sqlite3.Connection], Rows]) -> bool:
    try:
        if not (rows := source(connection)):
            return False
        connection.execute(_HIDING)
        connection.executemany("INSERT INTO temp.vehicle VALUES (?, ?, ?, ?, ?)", rows)
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
    rows = connection.execute("SELECT id, number, head_unit, settled_seq, active FROM vehicle")
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
        (vehicle, number, head_unit, settled.seq, 1)
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
    return [(vehicle, at, "", 0, 1) for at, (vehicle,) in enumerate(rows, start=1)]


_SOURCES: Final = (_from_the_table, _from_the_journal, _from_the_records)
