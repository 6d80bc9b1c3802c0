"""Whether the last run of the service was told to end, or its power went without a word."""

import sqlite3
from contextlib import suppress

from pi.storage.errors import DamagedStoreError, NotSavedError
from pi.storage.store import Store


def begin_run(store: Store, boot_id: str) -> bool:
    """Note that a run began in this boot. True where an earlier boot's run was cut off.

    A run that was killed within this boot lost no power. Where nothing can be read or written
    nothing is known, and nothing is claimed.
    """
    try:
        rows = store.query("SELECT boot_id, clean FROM run")
        _note(store, boot_id, clean=False)
    except (NotSavedError, DamagedStoreError, sqlite3.DatabaseError):
        return False
    return any(not clean and earlier != boot_id for earlier, clean in rows)


def end_run(store: Store, boot_id: str) -> None:
    """Note that the run ends because it was told to."""
    with suppress(NotSavedError, DamagedStoreError, sqlite3.DatabaseError):
        _note(store, boot_id, clean=True)


def _note(store: Store, boot_id: str, *, clean: bool) -> None:
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO run VALUES (1, ?1, ?2)"
            " ON CONFLICT (one) DO UPDATE SET boot_id = ?1, clean = ?2",
            (boot_id, clean),
        )
