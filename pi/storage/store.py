"""The open store: transactions that are durable or leave nothing, and reads that say what
failed.

Any thread may use it; one at a time gets through.

What of the vault's list changes, triggers of the connection note, so that the list follows whoever
writes. A vehicle counts as changed where its number or its family is another, not where its radio's
state moved on.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Final, Literal, Protocol, TypeVar
from weakref import WeakSet

from pi.filesystem import is_volatile, sync_directory
from pi.storage import row_sums
from pi.storage.connection import connect
from pi.storage.errors import DamagedStoreError, NotSavedError, SaveProblem, name_of, problem_of
from pi.storage.sweep import MOST_SWEEPS, draft_of, filling, is_unswept, sweep

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

KEPT_FREE: Final = 16 * 1024 * 1024  # bytes of the card: a year of waits and attempts needs less
PROBE_BYTES: Final = 6000  # more than a page, so that a probe needs as much room as an event
MOST_FINDINGS: Final = 20
SMALL_PAGES: Final = 2000
NEWEST_EVENTS: Final = 50_000  # that are looked at after each start
PAGES_AT_A_TIME: Final = 256  # of a copy: for so long everybody else waits
TURN_OF_OTHERS_S: Final = 0.001
_Read = TypeVar("_Read")
_UNREADABLE: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")


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


class Follower(Protocol):
    """Who can write down what changed of what the vault lists: it has the data key in hand."""

    def follow(self, connection: sqlite3.Connection, touched: frozenset[Touched]) -> None:
        """In the transaction that changed it."""


class Store:
    """One open store. Made by ``opening.open_store``, closed by ``close`` or as a context manager.

    ``directory`` is where it lives and ``path`` the file that is open: on a read-only card that
    may be a copy. ``errors`` is what the last write met, None if it went well. ``mended``:
    damage was found at the start, and made good.
    One of the ``followers`` is told, before a transaction ends, what it changed of what the vault
    lists; without any the list stays as it is.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        directory: Path,
        path: Path,
        barrier: SaveProblem | None = None,
        *,
        mended: bool = False,
    ) -> None:
        self.connection = connection
        self.directory = directory
        self.path = path
        self.save_problem = barrier
        self.mended = mended
        self._barrier = barrier
        self._lock = RLock()
        self._writing = False
        self._not_swept: SaveProblem | None = None
        self._until_closed = ExitStack()
        self._touched: set[Touched] = set()
        self.followers: WeakSet[Follower] = WeakSet()
        self._sums = row_sums.summed(connection)
        self._is_summed = False  # as far as was asked
        if barrier is None:
            self._watch()
        self.volatile = is_volatile(directory)

    @property
    def read_only(self) -> bool:
        """Opened for reading only. A write fails at once until the store is opened anew."""
        return self._barrier is not None

    @property
    def damaged(self) -> bool:
        """Damage was found at the start: some of it may not be readable."""
        return self._barrier is not None and self._barrier.reason == "damaged"

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and durable when it ends. Not to be nested.

        Raises NotSavedError with nothing written. Any other error also leaves nothing. Only where
        the card fails at the last step of a commit may the rows turn up after all.
        """
        with self._lock:
            if self._barrier is not None:
                raise NotSavedError(self._barrier)
            if self._writing:
                raise RuntimeError("a transaction in a transaction")
            self._writing = True
            try:
                self._roll_back()  # what an earlier failure may have left open
                self._touched.clear()
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self._follow()
                self.connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                self.save_problem = problem_of(error, self.directory)
                if self.save_problem is None:
                    raise
                raise NotSavedError(self.save_problem) from error
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._writing = False
            self.save_problem = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several questions, with nobody writing in between. Errors as ``query``.

        Where a page makes no sense nothing is written from then on: that would spread the damage.
        """
        with self._lock:
            try:
                yield self.connection
            except sqlite3.DatabaseError as error:
                problem = problem_of(error, self.directory)
                if problem is None:
                    raise
                if problem.reason == "damaged" and not self.read_only:
                    self.write_no_more(problem)
                raise DamagedStoreError(name_of(error)) from error

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a question. Raises DamagedStoreError where they cannot be read."""
        with self.reading() as connection:
            return connection.execute(sql, parameters).fetchall()

    @property
    def has_list(self) -> bool:
        """Whether there is room for the vault's list: a store that is only read may be older."""
        return "listed" in self._sums

    def broken(self, *tables: str) -> list[tuple[str, tuple[object, ...]]]:
        """The rows of some tables that are not as they were written: the table, and its key.

        Raises DamagedStoreError.
        """
        with self.reading() as connection:
            return [
                (table, key) for table in tables for key in row_sums.broken_rows(connection, table)
            ]

    def whole(self, table: str) -> str:
        """SQL that is true of a row of this table that is as it was written."""
        late = not (self.damaged or self._all_summed)
        return row_sums.is_whole(self._sums, table, late=late)

    @property
    def _all_summed(self) -> bool:
        with self._lock:
            self._is_summed = self._is_summed or row_sums.all_summed(self.connection)
        return self._is_summed

    def sum_up(self) -> bool:
        """Sum up some of the events that an earlier version left. Whether there may be more.

        Raises NotSavedError.
        """
        if self._all_summed:
            return False
        with self.transaction() as connection:
            return row_sums.sum_up(connection, self._sums) > 0

    def can_save(self) -> SaveProblem | None:
        """Write something durably and say what came in the way, None for nothing.

        Nothing else tells: after an error of the card both the mount flags and the permissions
        still look writable.
        """
        try:
            with self.transaction() as connection:
                (turn,) = connection.execute("SELECT COUNT(*) FROM probe WHERE turn = 1").fetchone()
                turn += 1  # one or two, whatever stands there
                connection.execute(
                    "INSERT OR REPLACE INTO probe VALUES (?, zeroblob(?))", (turn, PROBE_BYTES)
                )
                connection.execute("DELETE FROM probe WHERE turn <> ?", (turn,))
        except NotSavedError as error:
            return error.problem
        return None

    def sweep(self) -> SaveProblem | None:
        """Put a file without traces of what was deleted in this one's place, if there may be any.

        None: there is none now. Else what came in the way; it is as it was, and may be tried
        again. Slow; any thread may run it, one at a time. Others wait for a step at most.
        """
        if self._barrier is not None:
            return self._barrier
        try:
            turns = range(MOST_SWEEPS)
            swept = not self._is_unswept() or any(self._swept() for _ in turns)
            self._not_swept = None if swept else SaveProblem(reason="busy")
        except (sqlite3.Error, OSError) as error:
            self._not_swept = problem_of(error, self.directory)
            if self._not_swept is None:
                raise
        return self._not_swept

    @property
    def not_swept(self) -> SaveProblem | None:
        """What the last sweep met, None where it left no trace or there was none in this run."""
        return self._not_swept

    def _is_unswept(self) -> bool:
        with self._lock:
            return is_unswept(self.connection)

    def _swept(self) -> bool:
        """Whether a copy that is clean took this file's place: nobody wrote meanwhile."""
        with draft_of(self.path.resolve()) as draft:
            with filling(draft) as copy:
                copied = self.copy_into(copy, _version)
                sweep(copy)
            with self._lock:
                if self.read_only or _version(self.connection) != copied:
                    return False
                self._go_on_with(draft)
        return True

    def _go_on_with(self, draft: Path) -> None:
        """Once it has the name no other file may be written. Raises sqlite3.Error, OSError."""
        real = self.path.resolve()
        draft.replace(real)
        try:
            connection = connect(self.path)
            self.connection.close()
            self.connection = connection
            self._watch()
            sync_directory(real.parent)
        except BaseException:
            self.write_no_more(SaveProblem(reason="io_error"))
            raise

    def _watch(self) -> None:
        """Sum up each row that is written from now on, and note what the vault lists."""
        row_sums.watch(self.connection)
        watch(self.connection, self._touched.add)

    def copy_into(
        self, target: sqlite3.Connection, then: Callable[[sqlite3.Connection], _Read]
    ) -> _Read:
        """Copy every page, a few at a time; in between others may read and write.

        The copy is of the moment it ends, and ``then`` reads that moment from the source. Raises
        sqlite3.Error.
        """

        def let_others(_: int, left: int, __: int) -> None:
            if left == 0:
                return  # what is written now would be in the source alone
            self._lock.release()
            time.sleep(TURN_OF_OTHERS_S)
            self._lock.acquire()

        with self._lock:
            # A write by this same connection goes into the copy, too: no step is done again.
            self.connection.backup(target, pages=PAGES_AT_A_TIME, progress=let_others, sleep=0)
            return then(self.connection)

    def check_whole(self) -> list[str]:
        """Read every page and return what is wrong, in SQLite's words; empty means nothing found.

        The indexes of a small file are compared with its rows, too: an event that is not found by
        its vehicle would be a try that nobody counts. A file that is merely busy or out of reach
        for the moment is not called damaged.

        Uses a connection of its own, so that it may run in a thread. Until it ends a write waits:
        milliseconds for a usual store, a second or more for a million events.
        """
        try:
            with closing(connect(self.path, read_only=True)) as connection:
                (pages,) = connection.execute("PRAGMA page_count").fetchone()
                check = "integrity_check" if pages <= SMALL_PAGES else "quick_check"
                rows = connection.execute(f"PRAGMA {check}({MOST_FINDINGS})").fetchall()
        except sqlite3.DatabaseError as error:
            name = name_of(error)
            return [name] if name.startswith(_UNREADABLE) else []
        return [finding for (finding,) in rows if finding != "ok"]

    def broken_tables(self) -> list[str]:
        """The tables with a row that is not as it was written. As ``check_whole`` otherwise.

        Of a long past the newest events are looked at: an examination looks at all.
        """
        try:
            with closing(connect(self.path, read_only=True)) as connection:
                return list(row_sums.broken_tables(connection, NEWEST_EVENTS))
        except sqlite3.DatabaseError:
            return []

    def write_no_more(self, problem: SaveProblem) -> None:
        """From here on every write fails with this problem."""
        with self._lock:
            self.connection.execute("PRAGMA query_only = ON")
            self._barrier = self.save_problem = problem

    def when_closed(self, until_closed: ExitStack) -> None:
        """Hand over what is to be undone when the store closes."""
        self._until_closed.push(until_closed)

    def close(self) -> None:
        """Close the file and let another service have it. Harmless twice."""
        with self._lock:
            self.connection.close()  # which may be another than the one it was made with
            self._until_closed.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _follow(self) -> None:
        follower = next(iter(self.followers), None)
        if self._touched and follower is not None:
            follower.follow(self.connection, frozenset(self._touched))

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            with suppress(sqlite3.Error):  # the card's error is told by what went wrong first
                self.connection.execute("ROLLBACK")


def _version(connection: sqlite3.Connection) -> tuple[int, int]:
    """Another one after each write, by this connection or by a stranger's."""
    (by_others,) = connection.execute("PRAGMA data_version").fetchone()
    return connection.total_changes, by_others
