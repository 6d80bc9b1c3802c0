"""Stores of earlier versions, made out of one of this version."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from unittest.mock import patch

from pi.storage.connection import connect_to_memory
from pi.storage.schema import MIGRATIONS
from pi.storage.unlockers import wrap


@contextmanager
def before_the_list() -> Iterator[None]:
    """Make ways in as a version before the vault's list made them."""
    with patch("pi.storage.new_unlocker.wrap", partial(wrap, listed=False)):
        yield


def go_back(connection: sqlite3.Connection, version: int) -> None:
    """Take from a store all that an earlier version did not have, but for what is sealed."""
    triggers = connection.execute("SELECT name FROM sqlite_temp_schema WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():  # they write the sums, which may go
        connection.execute(f'DROP TRIGGER temp."{name}"')
    had = _columns(version)
    for table, columns in _columns(len(MIGRATIONS)).items():
        if table not in had:
            connection.execute(f"DROP TABLE {table}")
            continue
        for column in columns - had[table]:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute(f"PRAGMA user_version = {version}")


def _columns(version: int) -> dict[str, set[str]]:
    """The columns of each table that a version has."""
    with closing(connect_to_memory()) as connection:
        for step in MIGRATIONS[:version]:
            connection.executescript(step)
        told = connection.execute(
            "SELECT told.name, col.name FROM sqlite_schema AS told, pragma_table_info(told.name)"
            " AS col WHERE told.type = 'table' AND told.name NOT LIKE 'sqlite_%'"
        )
        found: dict[str, set[str]] = {}
        for table, column in told:
            found.setdefault(table, set()).add(column)
        return found
