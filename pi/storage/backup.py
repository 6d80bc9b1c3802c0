"""A copy of the store to be kept off the car, and whether a file is one: from its first bytes to
its last record.

The PIN falls to whoever may try all of them, and it is bound to this device's key. So its unlocker
and its tries are left out, overwritten and not merely deleted. What is secret stays sealed.

A copy is whole when each record in it was opened with the key in hand and the vault's list has
nothing to say against it: a file that nobody could read must not take a good one's place.

A small copy is made in memory, a large one in a private file beside the store. That file loses its
name as soon as it is whole: a service that is killed leaves none behind, and one that is killed in
the middle of the copying leaves one that the next start clears away.

Whether a file is a whole copy is asked in the same way of one that leaves and of one that comes in.
"""

import io
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, NamedTuple

from msgspec import Struct

from pi.radio.head_unit import is_an_id
from pi.storage import row_sums
from pi.storage.beside import COPY_NAME
from pi.storage.connection import HEADER_BYTES, connect, connect_to_memory, header_of
from pi.storage.errors import (
    BadBackupError,
    NotSavedError,
    SaveProblem,
    Unreadable,
    UnreadableVaultError,
    problem_of,
)
from pi.storage.row_sums import LATE
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, has_our_tables, migrate, tables_of
from pi.storage.store import Store
from pi.storage.sweep import sweep
from pi.storage.vault.pin import forget_tries
from pi.storage.vault.unlocked import UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind, drop_unlocker

_OF_THE_VAULT: Final = ("vault", "unlocker", "listed", "record", "vehicle")
MOST_NAMED: Final = 10  # of what can't be read
LARGEST: Final = 1 << 29  # bytes; ten thousand vehicles and a million events take 0.4 of it
LONGEST_VALUE: Final = 512 * 1024  # bytes; an owner's family has half of it
MOST_ROWS: Final = 1_000_000  # of a table other than the events: a boot for each start in a life
LATEST_S: Final = 10**11  # of a wall clock: some thousand years away
# Numbers that go on from the largest: with one at the end of all nothing more can be written.
_COLUMNS_COUNTED: Final = (
    ("event", "seq", 1 << 48),
    ("sqlite_sequence", "seq", 1 << 48),
    ("vehicle", "number", 1 << 24),
    ("removed", "number", 1 << 24),
)
# SQLite's file format, section 1.3: the versions of the format for who writes and who reads.
_WRITTEN_AS: Final = 18
_READ_AS: Final = 19
_KNOWN_FORMAT: Final = 2

SMALL: Final = 16 * 1024 * 1024  # bytes of a store that is copied in memory
_TIMES_HELD: Final = 3  # the copy, as one piece of bytes, and once more while it is checked
_MEMORY: Final = Path("/proc/meminfo")
_GROUP: Final = Path("/proc/self/cgroup")
_GROUPS: Final = Path("/sys/fs/cgroup")
_COUNTED: Final = ("vault", "unlocker", "listed", "record", "vehicle", "event", "boot")


def check_head(head: bytes, size: int) -> None:
    """Raise BadBackupError where a file of this size that begins so is no backup of ours."""
    header = header_of(head[:HEADER_BYTES])
    if header is None:
        raise BadBackupError("not_a_database")
    if header.application_id != APPLICATION_ID:
        raise BadBackupError("foreign")
    if header.user_version > KNOWN_VERSION:
        raise BadBackupError("newer")
    if header.user_version < 1:
        raise BadBackupError("damaged")  # no store of ours was ever without tables
    if max(head[_WRITTEN_AS], head[_READ_AS]) > _KNOWN_FORMAT:
        raise BadBackupError("damaged")  # SQLite would call the card read-only
    if size > LARGEST:
        raise BadBackupError("too_large")
    if size < header.page_size * header.pages:
        raise BadBackupError("truncated")


def _odd(version: int) -> Iterator[str]:
    """Questions that find what no store of that version holds: values and rows beyond measure."""
    with closing(connect_to_memory()) as known:
        migrate(known, version)
        tables = [name for kind, name, *_ in tables_of(known) if kind == "table"]
        for table in tables:
            columns = known.execute(
                "SELECT name, type FROM pragma_table_info(?)", (table,)
            ).fetchall()
            long = [
                f'length("{name}") > {LONGEST_VALUE}'
                for name, kind in columns
                if kind in {"TEXT", "BLOB"}
            ]
            if long:
                yield f'SELECT 1 FROM "{table}" WHERE {" OR ".join(long)} LIMIT 1'  # noqa: S608
            if table != LATE:  # a step to the next version sums all others up in one go
                yield f'SELECT 1 FROM "{table}" LIMIT 1 OFFSET {MOST_ROWS}'  # noqa: S608
    for table, column, most in (one for one in _COLUMNS_COUNTED if one[0] in tables):
        yield f"SELECT 1 FROM {table} WHERE {column} NOT BETWEEN 0 AND {most} LIMIT 1"  # noqa: S608
    for table, column in (("event", "wall"), ("boot", "started_wall")):
        far = f"{column} NOT BETWEEN -{LATEST_S} AND {LATEST_S}"
        yield f"SELECT 1 FROM {table} WHERE {far} LIMIT 1"  # noqa: S608


def check_tables(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where the tables are not those that its version made.

    This comes first: a step to this version changes rows, and a check reads them, by which the
    rules of a stranger's table are run.
    """
    if not has_our_tables(connection):
        raise BadBackupError("foreign")


def check_sizes(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where a value or a table is larger than any that its version wrote.

    After ``check_tables``, and before a step to this version reads what there is into memory.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if any(connection.execute(odd).fetchone() for odd in _odd(version)):
        raise BadBackupError("damaged")


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise BadBackupError where it is no whole store with a vault.

    After ``check_tables`` and ``check_sizes``.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise BadBackupError("damaged")
    if connection.execute("SELECT COUNT(*) FROM vault").fetchone() != (1,):
        raise BadBackupError("no_vault")
    if not all(is_an_id(unit) for (unit,) in connection.execute("SELECT head_unit FROM vehicle")):
        raise BadBackupError("damaged")


def check_secrets(store: Store, vault: UnlockedVault) -> None:
    """Open every record with the key in hand. Takes as long as there are vehicles.

    Raises UnreadableVaultError, which says of all of them what does not open or is not as the
    vault wrote it; DamagedStoreError, LockedError. What happened may be read less well: it is told
    afterwards, and costs nobody their code.
    """
    found = [Unreadable(one.part, one.vehicle, one.name) for one in vault.amiss(store)]
    known = {(one.vehicle, one.name) for one in found}
    broken = (_unreadable(table, key) for table, key in store.broken(*_OF_THE_VAULT))
    found += (one for one in broken if (one.vehicle, one.name) not in known)
    if found:
        raise UnreadableVaultError(tuple(found[:MOST_NAMED]), len(found[MOST_NAMED:]))


def _unreadable(table: str, key: tuple[object, ...]) -> Unreadable:
    match table, key:
        case "record", (field, vehicle):
            return Unreadable(table, str(vehicle), str(field))
        case "unlocker", (kind,):
            return Unreadable(table, "", str(kind))
        case "vehicle" | "listed", (vehicle,):
            return Unreadable(table, str(vehicle), "")
    return Unreadable(table, "", "")


def leave_device_out(connection: sqlite3.Connection) -> None:
    """What belongs to one machine and to no other: in the caller's transaction."""
    drop_unlocker(connection, UnlockerKind.PIN)
    forget_tries(connection)
    connection.execute("DELETE FROM run")
    connection.execute("DELETE FROM probe")


class Contents(Struct, frozen=True):
    """How many rows of each table there are, and which unlockers besides the PIN."""

    rows: tuple[int, ...]
    unlockers: tuple[tuple[str, bytes], ...]


class _Source(NamedTuple):
    """What is copied: the store, its vault, and the texts of the owner's own families."""

    store: Store
    vault: UnlockedVault
    families: Mapping[str, str]


class Backup(Struct, frozen=True, kw_only=True):
    """A checked copy, to be read and closed. ``digest`` is its SHA-256, in hex."""

    file: BinaryIO
    size: int
    digest: str

    def part(self, offset: int, most: int) -> bytes:
        """So many bytes from a place, fewer at the end."""
        self.file.seek(offset)
        return self.file.read(most)

    def close(self) -> None:
        """Let the copy go. Harmless twice."""
        self.file.close()


def make_backup(
    store: Store,
    vault: UnlockedVault,
    small: int = SMALL,
    *,
    families: Mapping[str, str] = MappingProxyType({}),
) -> Backup:
    """Copy the store and check the copy. Slow; any thread may run it, one at a time.

    ``families``: the texts of files that lie beside the store and go with it, by their ids.

    Writers wait for a step of the copying at most. Raises NotSavedError: no room, or the store is
    damaged; UnreadableVaultError, which says what; LockedError. Then nothing of the copy is left.
    """
    try:
        (pages,) = store.query("PRAGMA page_count")[0]
        (page,) = store.query("PRAGMA page_size")[0]
        file = _copied(_Source(store, vault, families), pages * page, small)
    except sqlite3.Error as error:
        problem = problem_of(error, store.directory)
        if problem is None:
            raise
        raise NotSavedError(problem) from error
    except OSError as error:
        raise NotSavedError(problem_of(error, store.directory) or _damaged("")) from None
    size, digest = _measured(file)
    return Backup(file=file, size=size, digest=digest)


def _copied(source: _Source, size: int, small: int) -> BinaryIO:
    """In memory what is small, or what the card has no room for."""
    if size > small:
        try:
            return _on_card(source)
        except (OSError, sqlite3.OperationalError):
            if _TIMES_HELD * size > _free_memory():
                raise
    return _in_memory(source)


def _on_card(source: _Source) -> BinaryIO:
    store, vault = source.store, source.vault
    path = store.directory / COPY_NAME
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(connect(path)) as copy:
            contents = _fill(source, copy)
        with closing(connect(path, read_only=True)) as copy:
            _check(copy, contents, vault, path)
        return path.open("rb")
    finally:
        path.unlink()


def _in_memory(source: _Source) -> BinaryIO:
    store, vault = source.store, source.vault
    with closing(connect_to_memory()) as copy:
        contents = _fill(source, copy)
        held = copy.serialize()
    with closing(connect_to_memory()) as copy:
        copy.deserialize(held)
        _check(copy, contents, vault, store.path)
    return io.BytesIO(held)


def _fill(source: _Source, copy: sqlite3.Connection) -> Contents:
    """Copy, and take out what belongs to this device. Returns what must be in the copy."""
    # Nothing is lost with it: what makes it durable is up to who keeps it.
    copy.execute("PRAGMA synchronous = OFF")
    copy.execute("PRAGMA journal_mode = MEMORY")
    contents = source.store.copy_into(copy, _contents)
    copy.execute("PRAGMA secure_delete = ON")
    row_sums.watch(copy)
    copy.execute("BEGIN")
    leave_device_out(copy)
    source.vault.follow(copy, frozenset({("unlocker", UnlockerKind.PIN.value, "")}))
    copy.executemany(
        "INSERT OR REPLACE INTO family (id, toml) VALUES (?, ?)", source.families.items()
    )
    copy.execute("COMMIT")
    sweep(copy)
    return contents


def _contents(connection: sqlite3.Connection) -> Contents:
    """Without the PIN."""
    unlockers = connection.execute(
        "SELECT kind, wrapped FROM unlocker WHERE kind <> ? ORDER BY kind", (UnlockerKind.PIN,)
    ).fetchall()
    counts = []
    for table in _COUNTED:
        (count,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608
        counts.append(len(unlockers) if table == "unlocker" else count)
    return Contents(tuple(counts), tuple(unlockers))


def _check(copy: sqlite3.Connection, wanted: Contents, vault: UnlockedVault, path: Path) -> None:
    """Raise NotSavedError or UnreadableVaultError where the copy is not what it should be."""
    copy.execute("PRAGMA query_only = ON")
    findings = copy.execute("PRAGMA quick_check(1)").fetchall()
    if findings != [("ok",)]:
        raise NotSavedError(_damaged("quick_check"))
    (pins,) = copy.execute("SELECT COUNT(*) FROM unlocker WHERE kind = 'pin'").fetchone()
    if pins or _contents(copy) != wanted:
        raise NotSavedError(_damaged("contents"))
    check_secrets(Store(copy, path.parent, path, _damaged("a copy")), vault)


def _damaged(detail: str) -> SaveProblem:
    return SaveProblem(reason="damaged", detail=detail)


def _measured(file: BinaryIO) -> tuple[int, str]:
    from hashlib import sha256  # five megabytes of OpenSSL, which no start needs

    size, digest = 0, sha256()
    while part := file.read(1 << 20):
        size += len(part)
        digest.update(part)
    return size, digest.hexdigest()


def _free_memory() -> int:
    """Bytes that can be had without pushing others out, and that this service may have."""
    return min(_available(), _left_to_us())


def _left_to_us() -> int:
    """Bytes up to the limit of this service's group; where there is none, more than any machine."""
    with suppress(OSError, ValueError, StopIteration):
        lines = _GROUP.read_text().splitlines()
        group = next(line[4:] for line in lines if line.startswith("0::/"))
        limit, used = (
            int((_GROUPS / group / name).read_text()) for name in ("memory.max", "memory.current")
        )
        return max(0, limit - used)
    return 1 << 62


def _available() -> int:
    """What the kernel says is to be had, 0 where it does not say."""
    with suppress(OSError, ValueError, IndexError):
        for line in _MEMORY.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0
