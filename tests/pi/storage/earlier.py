"""Stores of earlier versions, made out of one of this version."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from unittest.mock import patch

from pi.radio.events import VehicleAdded
from pi.storage.connection import connect, connect_to_memory
from pi.storage.journal import Journal
from pi.storage.schema import MIGRATIONS, migrate
from pi.storage.store import Store
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.unlockers import wrap
from pi.storage.vault.vault import Vault, VehicleSecrets
from tests.pi.storage.moments import PIN, at, cheap


def make_earlier(
    directory: Path,
    version: int,
    secrets: VehicleSecrets,
    then: Callable[[Store], object] = lambda _: None,
) -> str:
    """A store as a version before the vault's list left it. Its recovery key."""
    directory.mkdir(mode=0o700)
    path = directory / DATABASE_NAME
    path.touch(0o600)
    with closing(connect(path)) as connection:
        migrate(connection)
        store = Store(connection, directory, path)
        with patch("pi.storage.vault.unlocked.wrap", partial(wrap, listed=False)):
            setup = Vault(store, cheap).prepare_setup([secrets], pin=PIN)
        added = VehicleAdded(head_unit="nissan-radio-code")
        setup.commit(partial(Journal(store).append, at=at()), [(secrets.vehicle, added)])
        then(store)
        go_back(connection, version)
    return setup.recovery_key.reveal()


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
