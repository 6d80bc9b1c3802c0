"""Whether the last run of the service was told to end, or its power went without a word."""

import sqlite3
from contextlib import suppress

from pi.storage.errors import DamagedStoreError, NotSavedError
from pi.storage.store import Store


def begin_run(store: Store, boot_id: str) -> bool:
    """Note that a run began in this boot. True where an earlier boot's run was cut off.

    A run that was killed within this boot lost no power. Where nothing can be read or written
    nothing is known, and nothing is claimed; where a bit flipped in what was noted, the worse.
    """
    try:
        rows = store.query(f"SELECT boot_id, clean, {store.whole('run')} FROM run")  # noqa: S608
        _note(store, boot_id, clean=False)
    except (NotSavedError, DamagedStoreError, sqlite3.DatabaseError):
        return False
    return any(not whole or (not clean and earlier != boot_id) for earlier, clean, whole in rows)


def end_run(store: Store, boot_id: str) -> None:
    """Note that the run ends because it was told to."""
    with suppress(NotSavedError, DamagedStoreError, sqlite3.DatabaseError):
        _note(store, boot_id, clean=True)


def _note(store: Store, boot_id: str, *, clean: bool) -> None:
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO run (one, boot_id, clean) VALUES (1, ?, ?)", (boot_id, clean)
        )
