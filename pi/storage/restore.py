"""A backup that comes in: checked to the last page and tried whole, and only then to be taken up.

Every record is opened with what its owner typed. What belongs to the machine that it comes from is
left out. Then the service's own way of opening a store is gone once: with its steps from earlier
versions, its checks and a write that has to reach the card. A store that would not start must not
take the place of one that does.

Nothing of the store that is there is touched. ``commit`` gives the file the name by which the next
start puts it in the store's place (see ``beside``).
"""

import itertools
import os
import sqlite3
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final

from pi.filesystem import sync_directory, sync_file
from pi.storage.backup import (
    check_head,
    check_secrets,
    check_sizes,
    check_tables,
    check_whole,
    leave_device_out,
)
from pi.storage.beside import RESTORED_NAME, UPLOAD_NAME, aside_of, remove
from pi.storage.connection import HEADER_BYTES, connect
from pi.storage.errors import (
    BadBackupError,
    DamagedStoreError,
    NotSavedError,
    NoVaultError,
    PragmaError,
    SaveProblem,
    StoreError,
    TamperedUnlockerError,
    UnreadableVaultError,
    problem_of,
)
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.schema import migrate
from pi.storage.store import Store
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.crypto import KdfCost
from pi.storage.vault.vault import Vault

_numbers = itertools.count(1)
_NOT_OURS: Final = (
    DamagedStoreError,
    UnreadableVaultError,
    TamperedUnlockerError,
    NoVaultError,
    PragmaError,
    UnicodeDecodeError,
    MemoryError,
    TypeError,  # a value is gone from its row
    ValueError,
)


class Upload:
    """A backup on its way in. ``close`` it: what was not committed is removed.

    The file's own errors are BadBackupError, those of the card NotSavedError.
    """

    def __init__(self, directory: Path, head: bytes, size: int, *, replaces: bool = True) -> None:
        """Begin. Raises BadBackupError for what can be told by its first bytes.

        ``replaces``: its owner said that what is kept now may be put aside.
        """
        self.replaces = replaces
        check_head(head, size)
        self._room = directory / f"{UPLOAD_NAME}-{next(_numbers)}"
        self.path = self._room / DATABASE_NAME
        self.size = size
        self.is_being_opened = False  # by who then may not be disturbed
        self._left = size
        self._head = head
        self._store: Store | None = None
        try:
            self._room.mkdir(mode=0o700)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            raise self._not_saved(error) from None
        self._file = os.fdopen(handle, "wb", buffering=0)

    def take(self, data: bytes) -> None:
        """The bytes that follow."""
        if len(data) > self._left:
            raise BadBackupError("damaged")
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise self._not_saved(error) from None
        self._left -= len(data)

    def open_with(self, secret: str) -> Store:
        """Check all of it, open every record with what its owner typed, and try to start with it.

        The store that results may still be written; it belongs to this upload. Slow; any thread
        may run it. Raises WrongSecretError, upon which another secret may be tried.
        """
        if self._left:
            raise BadBackupError("truncated")
        try:
            store = self._store or self._checked()
            _take_over(store, secret)
            return self._started()
        except sqlite3.Error as error:
            raise self._failed(problem_of(error, self._room)) from None
        except NotSavedError as error:
            raise self._failed(error.problem) from None
        except _NOT_OURS:
            raise BadBackupError("damaged") from None

    def commit(self, database: Path) -> str | None:
        """From here on the next start takes it up. Where the store of now will lie, None: nowhere.

        Only after ``open_with``. Raises NotSavedError, with nothing changed.
        """
        assert self._store is not None
        self._store.close()
        try:
            sync_file(self.path)
            aside = aside_of(database).name if database.exists() else None
            self.path.rename(self._room.with_name(RESTORED_NAME))
            sync_directory(self._room.parent)
        except OSError as error:
            raise self._not_saved(error) from None
        return aside

    def close(self) -> None:
        """Remove what was not committed. Harmless twice."""
        self._file.close()
        if self._store is not None:
            self._store.close()
        with suppress(OSError):
            remove(self._room)  # with what SQLite put beside it

    def _checked(self) -> Store:
        with self.path.open("rb") as file:
            if file.read(HEADER_BYTES) != self._head[:HEADER_BYTES]:
                raise BadBackupError("damaged")
        connection = connect(self.path)
        try:
            check_tables(connection)
            check_sizes(connection)
            migrate(connection)
            check_whole(connection)
        except BaseException:
            connection.close()
            raise
        store = self._store = Store(connection, self._room, self.path)
        with ExitStack() as until_closed:
            until_closed.callback(connection.close)
            store.when_closed(until_closed.pop_all())
        return store

    def _started(self) -> Store:
        """The store, opened as the next start will open it."""
        assert self._store is not None
        self._store.close()
        store = self._store = open_store(self._room)
        if store.save_problem is not None:
            raise NotSavedError(store.save_problem)
        Journal(store).vehicles()
        return store

    @staticmethod
    def _failed(problem: SaveProblem | None) -> StoreError:
        """The card's fault, or else the file's."""
        if problem is not None and problem.reason in ("full", "read_only"):
            return NotSavedError(problem)
        return BadBackupError("damaged")

    def _not_saved(self, error: OSError) -> NotSavedError:
        problem = problem_of(error, self.path.parent)
        assert problem is not None
        return NotSavedError(problem)


def _take_over(store: Store, secret: str) -> None:
    """Open every record, and leave out what belongs to the machine that it comes from.

    A raw copy of a store has that, too. The list follows, as the vault is open.
    """
    with closing(Vault(store, _no_cost).unlock_elsewhere(secret)) as vault:
        check_secrets(store, vault)
        with store.transaction() as connection:
            leave_device_out(connection)


def _no_cost() -> KdfCost:
    raise AssertionError("no way in is made here")
