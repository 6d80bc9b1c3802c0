"""From SQLite's and the system's errors to the reason why nothing can be kept."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Final

from pi.storage.errors import SaveProblem, SaveReason

_BY_NAME: Final[tuple[tuple[str, SaveReason], ...]] = (
    ("SQLITE_FULL", "full"),
    ("SQLITE_READONLY", "read_only"),
    ("SQLITE_PERM", "read_only"),
    ("SQLITE_IOERR", "io_error"),
    ("SQLITE_BUSY", "io_error"),
    ("SQLITE_LOCKED", "io_error"),
    ("SQLITE_PROTOCOL", "io_error"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
)

_BY_ERRNO: Final[dict[int, SaveReason]] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}


def name_of(error: sqlite3.Error) -> str:
    """SQLite's own name of the error, such as ``SQLITE_FULL``; empty where there is none."""
    return getattr(error, "sqlite_errorname", None) or ""


def problem_of(error: sqlite3.Error | OSError, directory: Path) -> SaveProblem | None:
    """The problem behind a failed write, None where the error is a mistake of ours.

    After an error of the card the kernel turns its filesystem read-only, and SQLite then only says
    that it cannot open its journal, or delete it; making a file by hand tells which it is.
    """
    if isinstance(error, OSError):
        return _of_errno(error)
    name = name_of(error)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR_DELETE")):
        found = _try_to_make_a_file(directory)
        return SaveProblem(reason=found.reason if found else "io_error", detail=name)
    for start, reason in _BY_NAME:
        if name.startswith(start):
            return SaveProblem(reason=reason, detail=name)
    return None


def _of_errno(error: OSError) -> SaveProblem:
    number = error.errno or 0
    return SaveProblem(
        reason=_BY_ERRNO.get(number, "io_error"), detail=errno.errorcode.get(number, "")
    )


def _try_to_make_a_file(directory: Path) -> SaveProblem | None:
    probe = directory / "steadyhand.probe"
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT, 0o600))
        probe.unlink()
    except OSError as error:
        return _of_errno(error)
    return None
