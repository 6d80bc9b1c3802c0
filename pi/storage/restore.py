"""A backup that comes in: checked to the last page, opened, and only then to be taken up.

Nothing of the store that is there is touched. ``commit`` gives the file the name by which the next
start puts it in the store's place (see ``beside``).
"""

import itertools
import os
import sqlite3
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from pi.filesystem import sync_directory
from pi.storage.backup_check import check_head, check_whole
from pi.storage.beside import RESTORED_NAME, UPLOAD_NAME, aside_of
from pi.storage.connection import HEADER_BYTES, connect
from pi.storage.durable import sync_file
from pi.storage.errors import (
    BadBackupError,
    DamagedStoreError,
    InvalidSecretError,
    NotSavedError,
    PragmaError,
    SaveProblem,
    StoreError,
    TamperedUnlockerError,
    WrongSecretError,
)
from pi.storage.pin_guard import forget_tries
from pi.storage.recovery_key import RecoveryKey
from pi.storage.save_problem import problem_of
from pi.storage.schema import migrate
from pi.storage.secret_rules import passphrase_bytes
from pi.storage.store import Store
from pi.storage.unlockers import UnlockerKind, drop_unlocker, find_unlocker, unwrap

_numbers = itertools.count(1)


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
        self.path = directory / f"{UPLOAD_NAME}-{next(_numbers)}"
        self.size = size
        self._left = size
        self._head = head
        self._store: Store | None = None
        try:
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
        """Check all of it, open it with what its owner typed, and drop the PIN.

        The store that results may still be written; it belongs to this upload. Slow; any thread
        may run it. Raises WrongSecretError, upon which another secret may be tried.
        """
        if self._left:
            raise BadBackupError("truncated")
        try:
            store = self._store or self._checked()
            _try(store, secret)
            with store.transaction() as connection:
                _forget_the_device(connection)
        except sqlite3.Error as error:
            raise self._failed(problem_of(error, self.path.parent)) from None
        except NotSavedError as error:
            raise self._failed(error.problem) from None
        except (DamagedStoreError, PragmaError, UnicodeDecodeError, MemoryError):
            raise BadBackupError("damaged") from None
        return store

    def commit(self, database: Path) -> str | None:
        """From here on the next start takes it up. Where the store of now will lie, None: nowhere.

        Only after ``open_with``. Raises NotSavedError, with nothing changed.
        """
        assert self._store is not None
        self._store.close()
        try:
            sync_file(self.path)
            aside = aside_of(database).name if database.exists() else None
            self.path.rename(self.path.with_name(RESTORED_NAME))
            sync_directory(self.path.parent)
        except OSError as error:
            raise self._not_saved(error) from None
        return aside

    def close(self) -> None:
        """Remove what was not committed. Harmless twice."""
        self._file.close()
        if self._store is not None:
            self._store.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            for left in self.path.parent.glob(f"{self.path.name}-*"):  # what SQLite put beside it
                left.unlink()

    def _checked(self) -> Store:
        with self.path.open("rb") as file:
            if file.read(HEADER_BYTES) != self._head[:HEADER_BYTES]:
                raise BadBackupError("damaged")
        connection = connect(self.path)
        try:
            migrate(connection)
            check_whole(connection)
        except BaseException:
            connection.close()
            raise
        store = self._store = Store(connection, self.path.parent, self.path)
        with ExitStack() as until_closed:
            until_closed.callback(connection.close)
            store.when_closed(until_closed.pop_all())
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


def _try(store: Store, secret: str) -> None:
    """Raise WrongSecretError where it opens neither as the recovery key nor as the passphrase."""
    ((vault_id,),) = store.query("SELECT id FROM vault")
    try:
        for kind, read in _WAYS:
            unlocker = find_unlocker(store, kind)
            try:
                plain = read(secret)
            except InvalidSecretError:
                continue
            if unlocker is None:
                continue
            if unwrap(unlocker, plain, vault_id=vault_id, device=None) is not None:
                return
    except (TamperedUnlockerError, TypeError, ValueError):  # or a value is gone from its row
        raise BadBackupError("damaged") from None
    raise WrongSecretError


def _recovery_bytes(secret: str) -> bytes:
    return RecoveryKey.parse(secret).secret()


# The recovery key takes no slow derivation.
_WAYS: Final = (
    (UnlockerKind.RECOVERY, _recovery_bytes),
    (UnlockerKind.PASSPHRASE, passphrase_bytes),
)


def _forget_the_device(connection: sqlite3.Connection) -> None:
    """What belongs to the machine that it comes from: a raw copy of a store has it, too."""
    drop_unlocker(connection, UnlockerKind.PIN)
    forget_tries(connection)
    connection.execute("DELETE FROM run")
