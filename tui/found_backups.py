"""Backups that lie on a stick or in the home: told by their first bytes, whatever their names."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from pi.bounded import open_file
from tui.backup_files import HEAD, LOCK_NAME, is_ours

MOST_OPENED: Final = 2_000  # files of a place; a stick may hold years of photos


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
