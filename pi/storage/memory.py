"""A store that is nowhere: in memory alone, gone when it is closed. For practice.

SQLite keeps such a database, its journal and what it sorts out of every file.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from pi.storage.connection import connect_to_memory
from pi.storage.schema import migrate
from pi.storage.store import Store

_NOWHERE: Final = Path("/")  # a store names a directory; nothing of this one lies there


def memory_store() -> Store:
    """A new, empty store with all its tables. Raises sqlite3.Error where memory is short."""
    connection = connect_to_memory()
    migrate(connection)
    store = Store(connection, _NOWHERE, Path(":memory:"))
    store.volatile = False  # nobody is told that it is saved, so nobody needs a warning
    with ExitStack() as until_closed:
        until_closed.callback(connection.close)
        store.when_closed(until_closed.pop_all())
    return store
