"""The files of backups: one that has its name when it is whole and read back, and those that are
found.

A stick may be full, read-only or pulled out at any moment. Whatever lay under the name stays there
until the new file takes its place.
"""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

from pi.filesystem import hidden_draft, open_file, write_durably
from pi.places import LOCK_NAME

APPLICATION_ID = bytes.fromhex("53746479")  # where a store of ours carries it
HEAD = 100  # bytes of a database that say what it is
_MAGIC = b"SQLite format 3\0"
_AT_A_TIME = 1 << 20

MOST_OPENED: Final = 2_000  # files of a place; a stick may hold years of photos


class NotReadBackError(OSError):
    """What was read back is not what was written."""


def is_ours(head: bytes) -> bool:
    """Whether a file that begins so is a store of ours, or a backup of one."""
    return len(head) >= HEAD and head.startswith(_MAGIC) and head[68:72] == APPLICATION_ID


def keep(path: str, parts: Iterable[bytes], digest: str) -> None:
    """Write the parts, whose SHA-256 is known, durably under this name.

    Raises OSError, and what ``parts`` raises, with nothing changed under the name.
    """

    def check(draft: Path) -> None:
        if _digest(draft) != digest:
            raise NotReadBackError

    place = Path(path)
    write_durably(place, parts, 0o600, draft=hidden_draft(place, ".part"), before_named=check)


def _digest(path: Path) -> str:
    """Of what lies on the stick, as far as the kernel can be made to look there again."""
    digest = sha256()
    with open_file(path) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while part := file.read(_AT_A_TIME):
            digest.update(part)
    return digest.hexdigest()


class FoundBackup(Struct, frozen=True):
    """A file that may come back. ``changed`` is its own date, in seconds of the wall clock."""

    path: Path
    changed: float


def find_backups(places: Iterable[Path]) -> tuple[FoundBackup, ...]:
    """The backups in these directories and one level below, the newest of each place first.

    What can't be read is passed over. Takes as long as the sticks do: for a thread.
    """
    return tuple(backup for place in places for backup in _in_place(place))


def _in_place(place: Path) -> list[FoundBackup]:
    files = list(_files(place))
    for below in _directories(place):
        files += _files(below)
    files.sort(key=lambda file: file.changed, reverse=True)
    return [file for file in files[:MOST_OPENED] if _is_backup(file.path)]


def _files(directory: Path) -> Iterator[FoundBackup]:
    """All plain files that are no smaller than a database's head. None of a store's own."""
    entries = _entries(directory)
    if any(entry.name == LOCK_NAME for entry in entries):
        return
    for entry in entries:
        try:
            if entry.is_file(follow_symlinks=False) and (found := entry.stat()).st_size >= HEAD:
                yield FoundBackup(Path(entry.path), found.st_mtime)
        except OSError:
            continue


def _directories(place: Path) -> Iterator[Path]:
    for entry in _entries(place):
        try:
            if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
        except OSError:
            continue


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return list(entries)
    except OSError:
        return []


def _is_backup(path: Path) -> bool:
    try:
        with open_file(path, follow=False) as file:
            return is_ours(file.read(HEAD))
    except OSError:
        return False
