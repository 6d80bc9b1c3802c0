"""A sum over each row, so that a bit that flips in it is found where the row is read.

SQLite finds pages that make no sense, not a value that another took the place of. The sum stands
in the row, and triggers of the connection write it: whoever changes a row need not know of it. A
row that was not whole before a change is not made whole by it, so that no later write hides what
was found. It guards against cards, not against people; what is secret is sealed besides, and
listed (see ``inventory``).

A row without a sum is as broken as one with another's. What a version before the sums wrote gets
them in the step that brings them, but for the events, which may be a million: until each of those
was summed up in the background, which the vault's row tells, one without a sum is taken as it is. A
later step of the schema that adds a column to one of these tables has to set its sums anew.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from zlib import crc32

from msgspec import Struct

TABLES: Final = (  # all there are, in the order in which damage to them is told
    "vault",
    "unlocker",
    "pin_guard",
    "listed",
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
COLUMN: Final = "sum"
# Makes every sum an integer of eight bytes: in SQLite's format that is no bit away from NULL.
_MARK: Final = 1 << 62
ALL_SUMMED: Final = 2  # what ``vault.listed`` says then
ROWS_AT_A_TIME: Final = 2000
LATE: Final = "event"  # the table that is summed up in the background


class Column(Struct, frozen=True):
    """A column that is summed. ``key``: it belongs to the primary key."""

    name: str
    kind: str
    key: bool


Summed = dict[str, tuple[Column, ...]]


def row_sum(*values: object) -> int:
    """The sum of a row: its table's name, and what stands in it."""
    return _MARK | crc32(ascii(values).encode("ascii"))


def teach(connection: sqlite3.Connection) -> None:
    """Let questions and triggers of this connection say ``row_sum``."""
    connection.create_function("row_sum", -1, row_sum, deterministic=True)


def summed(connection: sqlite3.Connection) -> Summed:
    """The tables that have sums; none in a store of an earlier version. Raises sqlite3.Error."""
    rows = connection.execute(
        "SELECT told.name, col.name, col.type, col.pk"
        " FROM main.sqlite_schema AS told, pragma_table_info(told.name, 'main') AS col"
        " WHERE told.type = 'table' ORDER BY told.name, col.cid"
    ).fetchall()
    with_sums = {table for table, name, _, _ in rows if name == COLUMN}
    found: dict[str, list[Column]] = {table: [] for table in TABLES if table in with_sums}
    for table, name, kind, key in rows:
        if table in found and name != COLUMN:
            found[table].append(Column(name, kind, bool(key)))
    return {table: tuple(columns) for table, columns in found.items()}


def is_whole(sums: Summed, table: str, row: str = "", *, late: bool = False) -> str:
    """SQL that is true of a row that is as it was written. ``row``: OLD or NEW, in a trigger.

    ``late``: an event without a sum may be one of an earlier version.
    """
    if table not in sums:
        return "1"
    held = _named(row, COLUMN)
    whole = f"{held} IS {_sum_of(sums, table, row)}"
    return f"({held} IS NULL OR {whole})" if late and table == LATE else f"({whole})"


def all_summed(connection: sqlite3.Connection) -> bool:
    """Whether the vault's row says that every event has its sum."""
    with suppress(sqlite3.Error):
        rows = connection.execute("SELECT 1 FROM vault WHERE listed = ?", (ALL_SUMMED,))
        return rows.fetchone() is not None
    return False  # a version that knew of no such thing, or damage that is told elsewhere


def watch(connection: sqlite3.Connection) -> None:
    """Sum up every row that this connection writes from now on."""
    sums = summed(connection)
    for table in sums:
        update = (
            f'UPDATE "{table}" SET {COLUMN} = {_sum_of(sums, table, "NEW")}'  # noqa: S608
            f" WHERE {_same_key(sums, table)}"
        )
        connection.execute(
            f'CREATE TEMP TRIGGER IF NOT EXISTS "{table}_in" AFTER INSERT ON main."{table}"'
            f" BEGIN {update}; END"
        )
        connection.execute(
            f'CREATE TEMP TRIGGER IF NOT EXISTS "{table}_up" AFTER UPDATE ON main."{table}"'
            f" WHEN {is_whole(sums, table, 'OLD')} BEGIN {update}; END"
        )


def broken_rows(
    connection: sqlite3.Connection, table: str, newest: int | None = None
) -> Iterator[tuple[object, ...]]:
    """The keys of the rows of a table that are not as they were written. Raises sqlite3.Error.

    ``newest``: of so many events alone.
    """
    sums = summed(connection)
    if table not in sums:
        return
    key = ", ".join(_bytes_of(one) for one in sums[table] if one.key)
    whole = is_whole(sums, table, late=not all_summed(connection))
    broken = f'SELECT {key} FROM "{table}" NOT INDEXED WHERE NOT {whole}'  # noqa: S608
    if table != "event":
        yield from map(_readable, connection.execute(broken).fetchall())
        return
    (last,) = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM event").fetchone()
    seen = -1 if newest is None else max(-1, last - newest)
    each = f"SELECT seq, {whole} FROM event NOT INDEXED"  # noqa: S608
    more = f"{each} WHERE seq > ? ORDER BY seq LIMIT {ROWS_AT_A_TIME}"
    while rows := connection.execute(more, (seen,)).fetchall():  # in between others may write
        yield from ((seq,) for seq, whole in rows if not whole)
        seen = rows[-1][0]


def broken_tables(connection: sqlite3.Connection, newest: int | None = None) -> Iterator[str]:
    """The tables with a row that is not as it was written, in the order of ``TABLES``.

    One that can't be read is none of them. ``newest``: so many events are looked at.
    """
    for part in TABLES:
        with suppress(sqlite3.Error):
            if any(broken_rows(connection, part, newest)):
                yield part


def _bytes_of(column: Column) -> str:
    """A text may be none any more, and then nothing of its row could be read."""
    name = _quoted(column.name)
    return f"CAST({name} AS BLOB)" if column.kind == "TEXT" else name


def _readable(key: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in key)


def sum_up_at_once(connection: sqlite3.Connection) -> None:
    """Sum up what an earlier version wrote, all but its events, in the caller's transaction."""
    sums = summed(connection)
    for table in sums.keys() - {LATE}:
        connection.execute(
            f'UPDATE "{table}" SET {COLUMN} = {_sum_of(sums, table)} WHERE {COLUMN} IS NULL'  # noqa: S608
        )


def sum_up(connection: sqlite3.Connection, sums: Summed) -> int:
    """Sum up some events of an earlier version, in the caller's transaction: how many.

    After the last of them, and once the vault is listed, its row says so.
    """
    done = connection.execute(
        f"UPDATE main.{LATE} SET {COLUMN} = {_sum_of(sums, LATE)} WHERE seq IN"  # noqa: S608
        f" (SELECT seq FROM main.{LATE} WHERE {COLUMN} IS NULL LIMIT {ROWS_AT_A_TIME})"
    ).rowcount
    if not done:
        connection.execute("UPDATE vault SET listed = ? WHERE listed <> 0", (ALL_SUMMED,))
    return done


def _sum_of(sums: Summed, table: str, row: str = "") -> str:
    values = ", ".join(_value(_named(row, one.name), one.kind) for one in sums[table])
    return f"row_sum('{table}', {values})"


def _value(name: str, kind: str) -> str:
    """A value of another type than its column's is none; text may be no text any more."""
    value = f"CAST({name} AS BLOB)" if kind == "TEXT" else name
    return f"CASE typeof({name}) WHEN '{kind.lower()}' THEN {value} END"


def _same_key(sums: Summed, table: str) -> str:
    keys = (one.name for one in sums[table] if one.key)
    return " AND ".join(f"{_quoted(key)} = {_named('NEW', key)}" for key in keys)


def _named(row: str, column: str) -> str:
    return f"{row}.{_quoted(column)}" if row else _quoted(column)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
