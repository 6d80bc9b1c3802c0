"""What a transaction changed of the things that the vault lists.

Triggers of the connection note it, so that the list follows whoever writes. A vehicle counts as
changed where its number or its family is another, not where its radio's state moved on.
"""

import sqlite3
from collections.abc import Callable
from typing import Final, Literal

Kind = Literal["vehicle", "record", "unlocker"]
Touched = tuple[Kind, str, str]  # (vehicle, id, ""), (record, vehicle, field), (unlocker, kind, "")

_KEYS: Final[tuple[tuple[Kind, str, str], ...]] = (
    ("vehicle", "id", "''"),
    ("record", "vehicle", "{row}.field"),
    ("unlocker", "kind", "''"),
)
# Not the sum of a row, which an old store gets later: what it says of the row is not new.
_LISTED: Final[dict[Kind, str]] = {
    "vehicle": "id, number, head_unit",
    "record": "field, vehicle, version, nonce, ciphertext",
    "unlocker": "kind, params, salt, nonce, wrapped",
}


def watch(connection: sqlite3.Connection, note: Callable[[Touched], None]) -> None:
    """Tell ``note`` of each change that this connection makes from now on."""
    connection.create_function("touched", 3, lambda *touched: note(touched))
    for table, key, other in _KEYS:
        for name, event, rows in (
            ("came", "INSERT", ("NEW",)),
            ("changed", f"UPDATE OF {_LISTED[table]}", ("OLD", "NEW")),
            ("went", "DELETE", ("OLD",)),
        ):
            told = "; ".join(
                f"SELECT touched('{table}', {row}.{key}, {other.format(row=row)})" for row in rows
            )
            connection.execute(
                f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_{name} AFTER {event} ON main.{table}"
                f" BEGIN {told}; END"
            )
