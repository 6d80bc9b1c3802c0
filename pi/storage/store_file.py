"""The file of the store, before it is opened: one SQLite file, one service.

It is locked, what lies beside it is gone on with, and where there is none an empty one is made.
Nothing that is there already is overwritten. How it is opened then: see ``opening``.
"""

import errno
import fcntl
import os
import sqlite3
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final

from pi.filesystem import make_private_directory, reason_of, sync_file, write_durably
from pi.places import LOCK_NAME
from pi.storage import beside
from pi.storage.connection import connect, connect_to_memory, is_hot, journal_of, read_header
from pi.storage.errors import (
    DamagedStoreError,
    ForeignStoreError,
    NewerStoreError,
    NotSavedError,
    StoreInUseError,
    problem_of,
)
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, migrate
from pi.storage.store import Store

DATABASE_NAME: Final = "steadyhand.db"

_NOWHERE: Final = Path("/")  # a store names a directory; nothing of this one lies there


class StoreLock:
    """Held from ``take`` to ``release``. The file stays; it holds the last holder's process id.

    Where the file can be neither made nor opened (a read-only card without one) there is nothing
    to lock: nobody can write there.
    """

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    @classmethod
    def take(cls, directory: Path) -> "StoreLock":
        """Lock the store of this directory. Raises StoreInUseError at once, never waits."""
        handle = _open_lock(directory / LOCK_NAME)
        if handle is None:
            return cls(None)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = _read_pid(handle)
            os.close(handle)
            raise StoreInUseError(pid) from None
        with suppress(OSError):  # a full or read-only card: the lock holds without the number
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        return cls(handle)

    def release(self) -> None:
        """Let others in. Harmless twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _open_lock(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if reason_of(error) not in {"full", "read_only", "not_permitted"}:
            raise
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return None


def _read_pid(handle: int) -> int | None:
    text = os.pread(handle, 32, 0).strip()
    return int(text) if text.isdigit() else None


def claim(directory: Path, until_closed: ExitStack, *, exclusive: bool) -> Path:
    """The file of the store of this directory, ready to be opened and ours till then.

    ``exclusive=False``: what is there already, without the lock. Raises what ``opening.open_store``
    does.
    """
    path = directory / DATABASE_NAME
    _check_places(directory, path)
    replaced = exclusive and beside.is_pending(directory)
    if not replaced and (path.exists() or not exclusive):
        _check_header(path)  # before the lock is written
    if exclusive:
        _lock(directory, until_closed)
        _tidy(path)
        if not path.exists():
            _make(path)
    return path


def _check_places(directory: Path, path: Path) -> None:
    """Whatever stands in the place of either is somebody's. A link may lead to a missing disk."""
    if directory.exists() and not directory.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "not a directory", str(directory))
    if path.exists() and not path.is_file():  # reading a pipe would never end
        raise IsADirectoryError(errno.EISDIR, "not a file", str(path))
    for place in (directory, path):
        if place.is_symlink() and not place.exists():
            raise FileNotFoundError(errno.ENOENT, "a link to nothing", str(place))


def _lock(directory: Path, until_closed: ExitStack) -> None:
    try:
        make_private_directory(directory)
        lock = StoreLock.take(directory)
    except OSError as error:
        raise _not_saved(error, directory) from None
    until_closed.callback(lock.release)


def _tidy(path: Path) -> None:
    """Go on with what an earlier run had begun beside the store, or clear it away."""
    for directory in {path.parent, path.resolve().parent}:  # the file may be a link
        beside.clear_away(directory)
    try:
        beside.take_up(path)
    except OSError as error:
        if not path.exists():
            raise _not_saved(error, path.parent) from None
    if path.exists():
        _check_header(path)


def _make(path: Path) -> None:
    """An empty store, made beside its place and named when it is whole and durable."""
    if is_hot(path):  # would be rolled back into the new file
        raise DamagedStoreError("journal_without_database")
    draft = path.with_name(path.name + ".new")
    try:
        journal_of(draft).unlink(missing_ok=True)
        write_durably(path, (), 0o600, draft=draft, before_named=_fill)
    except (OSError, sqlite3.Error) as error:
        problem = _not_saved(error, path.parent)
        with suppress(OSError):  # a read-only card has none
            journal_of(draft).unlink(missing_ok=True)
        raise problem from None


def _fill(draft: Path) -> None:
    with closing(connect(draft)) as connection:
        migrate(connection)
    sync_file(draft)


def _check_header(path: Path) -> None:
    header = read_header(path)
    if header is None:
        if is_hot(path):
            return  # a cut in the middle of a write: the journal holds the page that is missing
        raise DamagedStoreError("not_a_database")
    if header.application_id != APPLICATION_ID:
        raise ForeignStoreError(header.application_id)
    if header.user_version < 1:  # no store of ours was ever named before it had its tables
        raise DamagedStoreError("version")
    if header.user_version > KNOWN_VERSION:
        raise NewerStoreError(header.user_version, KNOWN_VERSION)


def _not_saved(error: OSError | sqlite3.Error, directory: Path) -> NotSavedError:
    problem = problem_of(error, directory)
    if problem is None:
        raise error
    return NotSavedError(problem)


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
