"""One service per store: a lock that the kernel drops when its holder dies."""

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from pi.storage.errors import StoreInUseError

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
        handle = _open(directory / LOCK_NAME)
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


def _open(path: Path) -> int | None:
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
