"""A copy of the store to be kept off the car: what opens on this device alone is not in it.

The PIN falls to whoever may try all of them, and it is bound to this device's key. So its unlocker
and its tries are left out, overwritten and not merely deleted. What is secret stays sealed.

A copy is whole when each record in it was opened with the key in hand and the vault's list has
nothing to say against it: a file that nobody could read must not take a good one's place.

A small copy is made in memory, a large one in a private file beside the store. That file loses
its name as soon as it is whole: a service that is killed leaves none behind, and one that is killed
in the middle of the copying leaves one that the next start clears away.
"""

import io
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, NamedTuple

from msgspec import Struct

from pi.storage import row_sums
from pi.storage.backup_check import check_secrets, leave_device_out
from pi.storage.beside import COPY_NAME
from pi.storage.connection import connect, connect_to_memory
from pi.storage.errors import NotSavedError, SaveProblem
from pi.storage.save_problem import problem_of
from pi.storage.store import Store
from pi.storage.sweeping import sweep
from pi.storage.vault.unlocked import UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind

SMALL: Final = 16 * 1024 * 1024  # bytes of a store that is copied in memory
_TIMES_HELD: Final = 3  # the copy, as one piece of bytes, and once more while it is checked
_MEMORY: Final = Path("/proc/meminfo")
_GROUP: Final = Path("/proc/self/cgroup")
_GROUPS: Final = Path("/sys/fs/cgroup")
_COUNTED: Final = ("vault", "unlocker", "listed", "record", "vehicle", "event", "boot")


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
