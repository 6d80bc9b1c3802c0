"""The one way to open the store: one SQLite file, one service, and the truth about saving.

What cannot be written is opened for reading, what is damaged is read as far as it goes, and
neither is ever overwritten or made anew.

SQLite keeps such a database, its journal and what it sorts out of every file.
"""

import errno
import fcntl
import os
import sqlite3
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final

from pi.filesystem import sync_directory
from pi.storage import beside, rescue
from pi.storage.connection import connect, connect_to_memory, read_header
from pi.storage.durable import make_private_directory, sync_file
from pi.storage.errors import (
    DamagedStoreError,
    ForeignStoreError,
    NewerStoreError,
    NotSavedError,
    SaveProblem,
    StoreInUseError,
    name_of,
    problem_of,
)
from pi.storage.rescue import is_shortened, mend_vehicles
from pi.storage.row_sums import broken_rows
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, migrate
from pi.storage.store import Store

__all__ = [
    "DATABASE_NAME",
    "Store",
    "open_store",
]


LOCK_NAME: Final = "steadyhand.lock"
_CANNOT_MAKE: Final = frozenset(
    {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT}
)


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
        if error.errno not in _CANNOT_MAKE:
            raise
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return None


def _read_pid(handle: int) -> int | None:
    text = os.pread(handle, 32, 0).strip()
    return int(text) if text.isdigit() else None


DATABASE_NAME: Final = "steadyhand.db"
# Where a bit of the schema flipped: one table would be read as if it were the other.
_TWO_IN_ONE_PLACE: Final = (
    "SELECT 1 FROM sqlite_schema WHERE rootpage > 0 GROUP BY rootpage HAVING COUNT(*) > 1"
)
# Small, and no code is found without.
_CHECKED_AT_START: Final = ("vault", "unlocker", "pin_guard", "vehicle")


def open_store(directory: Path, *, exclusive: bool = True) -> Store:
    """Open the store of this directory, or make an empty one.

    ``exclusive=False`` opens what is there already, without holding the lock: for another process
    only, as opening and closing a file drops the locks its own process has on it.

    Raises StoreInUseError (another service has it), NewerStoreError, ForeignStoreError,
    DamagedStoreError (nothing can be read), NotSavedError (there is none and none can be made),
    FileNotFoundError (not exclusive, and there is none; or a link leads to nothing), OSError (may
    not be read, or something else is in its place), PragmaError.
    """
    path = directory / DATABASE_NAME
    _check_places(directory, path)
    replaced = exclusive and beside.is_pending(directory)
    if not replaced and (path.exists() or not exclusive):
        _check_header(path)  # before the lock is written
    with ExitStack() as until_closed:
        if exclusive:
            _claim(directory, until_closed)
            _tidy(path)
            if not path.exists():
                _make(path)
        store = _open(path, until_closed)
        store.when_closed(until_closed.pop_all())
        return store


def _check_places(directory: Path, path: Path) -> None:
    """Whatever stands in the place of either is somebody's. A link may lead to a missing disk."""
    if directory.exists() and not directory.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "not a directory", str(directory))
    if path.exists() and not path.is_file():  # reading a pipe would never end
        raise IsADirectoryError(errno.EISDIR, "not a file", str(path))
    for place in (directory, path):
        if place.is_symlink() and not place.exists():
            raise FileNotFoundError(errno.ENOENT, "a link to nothing", str(place))


def _claim(directory: Path, until_closed: ExitStack) -> None:
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
    if rescue.is_hot(path):  # would be rolled back into the new file
        raise DamagedStoreError("journal_without_database")
    draft = path.with_name(path.name + ".new")
    try:
        _clear(draft)
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(connect(draft)) as connection:
            migrate(connection)
        sync_file(draft)
        draft.rename(path)
        sync_directory(path.parent)
    except (OSError, sqlite3.Error) as error:
        problem = _not_saved(error, path.parent)
        _clear(draft)
        raise problem from None


def _clear(draft: Path) -> None:
    for leftover in (draft, rescue.journal_of(draft)):
        if leftover.exists():
            leftover.unlink()


def _open(path: Path, until_closed: ExitStack) -> Store:
    try:
        connection = until_closed.enter_context(closing(connect(path)))
        if is_shortened(connection, path):
            raise DamagedStoreError("shortened")
        migrate(connection)
        mended = _check_or_mend(connection, path)
    except DamagedStoreError as error:
        return _open_damaged(path, error.detail, until_closed)
    except sqlite3.Error as error:
        return _open_for_reading(path, error, until_closed)
    store = Store(connection, path.parent, path, mended=mended)
    problem = store.can_save()
    if problem and problem.reason == "damaged":
        return _open_damaged(path, problem.detail, until_closed)
    if problem and problem.reason == "read_only":
        store.write_no_more(problem)
    return store


def _check_header(path: Path) -> None:
    header = read_header(path)
    if header is None:
        if rescue.is_hot(path):
            return  # a cut in the middle of a write: the journal holds the page that is missing
        raise DamagedStoreError("not_a_database")
    if header.application_id != APPLICATION_ID:
        raise ForeignStoreError(header.application_id)
    if header.user_version < 1:  # no store of ours was ever named before it had its tables
        raise DamagedStoreError("version")
    if header.user_version > KNOWN_VERSION:
        raise NewerStoreError(header.user_version, KNOWN_VERSION)


def _check_or_mend(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the vehicles had to be mended, which is told. Raises DamagedStoreError."""
    try:
        _check_small_tables(connection)
    except DamagedStoreError as error:
        if error.detail != "vehicle" or not _mended(path):
            raise
        _check_small_tables(connection)
        return True
    return False


def _mended(path: Path) -> bool:
    with suppress(sqlite3.Error), closing(connect(path)) as connection:
        return mend_vehicles(connection)
    return False


def _check_small_tables(connection: sqlite3.Connection) -> None:
    """Which code is keyed into which radio, and how long that one waits, hangs on a vehicle's row:
    where a bit of one flipped, the vehicles are made again from the journal (see
    ``rescue``). The other tables are not needed for that: a row of theirs that is not whole
    is told where it is read, and the rest of the store is written as before.
    """
    if connection.execute(_TWO_IN_ONE_PLACE).fetchone() is not None:
        raise DamagedStoreError("schema")
    for table in _CHECKED_AT_START:
        for (finding,) in connection.execute(f"PRAGMA integrity_check({table})"):
            if finding != "ok":
                raise DamagedStoreError(table)
    if any(broken_rows(connection, "vehicle")):
        raise DamagedStoreError("vehicle")


def _open_for_reading(path: Path, error: sqlite3.Error, until_closed: ExitStack) -> Store:
    name = name_of(error)
    if name.startswith("SQLITE_BUSY"):
        raise StoreInUseError(None) from None
    problem = problem_of(error, path.parent)
    if problem is None:
        raise error
    if problem.reason in ("damaged", "io_error"):
        return _open_damaged(path, name, until_closed)
    try:
        connection, copy = rescue.open_copy(path, until_closed)
    except (sqlite3.Error, OSError):
        return _open_damaged(path, name, until_closed)
    return Store(connection, path.parent, copy, problem)


def _open_damaged(path: Path, detail: str, until_closed: ExitStack) -> Store:
    connection, place = rescue.open_damaged(path, until_closed)
    return Store(connection, path.parent, place, SaveProblem(reason="damaged", detail=detail))


def _not_saved(error: OSError | sqlite3.Error, directory: Path) -> NotSavedError:
    problem = problem_of(error, directory)
    if problem is None:
        raise error
    return NotSavedError(problem)


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
