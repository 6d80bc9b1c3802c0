"""Files that survive a power cut: written, synced, then named."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from pi.filesystem import sync_directory


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_directory(directory: Path) -> None:
    """The directory, 0700.

    One that holds something already keeps its mode: it may be somebody's home. What is put into
    it is 0600 by itself.
    """
    if not directory.is_dir():
        directory.mkdir(parents=True, mode=0o700)
        sync_directory(directory.parent)
    elif directory.stat().st_uid == os.geteuid() and not any(directory.iterdir()):
        directory.chmod(0o700)


def write_new_file(path: Path, content: bytes, mode: int) -> None:
    """Write a file that must not be there yet; it appears whole or not at all.

    For the holder of the store's lock: two writers at once would overwrite each other. Raises
    FileExistsError, and OSError where the directory cannot take it.
    """
    if path.exists():
        raise FileExistsError(path)
    _write(path, content, mode)


def write_over(path: Path, content: bytes, mode: int) -> None:
    """Write a file, in place of one that may be there, and read it back.

    It appears whole or not at all. Raises OSError; EIO where something else is read back.
    """
    _write(path, content, mode)
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        with suppress(OSError):  # ask the medium, not the memory, where the kernel lets us
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        held = os.read(handle, len(content) + 1)
    finally:
        os.close(handle)
    if held != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def overwrite_and_delete(path: Path) -> None:
    """Delete a file, its bytes overwritten first; one that is not there is deleted already.

    Flash may keep the old blocks all the same, and so may a filesystem with a log. Raises OSError.
    """
    try:
        size = path.stat().st_size
        path.chmod(0o600)
    except FileNotFoundError:
        return
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.write(handle, bytes(size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink()
    sync_directory(path.parent)


def _write(path: Path, content: bytes, mode: int) -> None:
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(path.parent)
