"""A file for a copy: looked at first, then written whole and checked, or not at all."""

import os
import stat
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from pi.filesystem import FileProblem, hidden_draft, is_volatile, reason_of, write_durably
from pi.places import LOCK_NAME

_MODE: Final = 0o600


class TargetProblem(StrEnum):
    """Why a file can't be made."""

    EXISTS = "exists"
    STORE = "store"  # the directory of a store, which is lost with it
    DIRECTORY = "directory"
    NO_DIRECTORY = "no_directory"  # the one it would lie in
    NO_FILE = "no_file"  # a pipe, a device, a socket
    BAD_NAME = "bad_name"
    NOT_WRITABLE = "not_writable"
    READ_ONLY = "read_only"
    FULL = "full"
    IO_ERROR = "io_error"
    DIFFERS = "differs"  # what was read back is not what was written


_PROBLEMS: Final[dict[FileProblem, TargetProblem]] = {
    "not_permitted": TargetProblem.NOT_WRITABLE,
    "read_only": TargetProblem.READ_ONLY,
    "full": TargetProblem.FULL,
    "missing": TargetProblem.NO_DIRECTORY,
    "not_a_directory": TargetProblem.NO_DIRECTORY,
    "a_directory": TargetProblem.DIRECTORY,
    "bad_name": TargetProblem.BAD_NAME,
}


class TargetError(OSError):
    """A copy can't be written there. ``problem`` says why; nothing was changed."""

    def __init__(self, problem: TargetProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def look(path: Path, *, replace: bool = False) -> Path:
    """The place a copy would go to, links followed. Raises TargetError where it can't be made.

    Nothing is opened: a pipe would wait for a reader. Whether it can be written shows only when
    it is.
    """
    try:
        real = path.resolve()
        parent = real.parent.stat()
        there = real.lstat() if os.path.lexists(real) else None
        beside_a_store = (real.parent / LOCK_NAME).exists()
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle; no name of a file
        raise _error(error) from None
    if not stat.S_ISDIR(parent.st_mode):
        raise TargetError(TargetProblem.NO_DIRECTORY)
    if beside_a_store:
        raise TargetError(TargetProblem.STORE)
    if there is None:
        return real
    if stat.S_ISDIR(there.st_mode):
        raise TargetError(TargetProblem.DIRECTORY)
    if not stat.S_ISREG(there.st_mode):
        raise TargetError(TargetProblem.NO_FILE)
    if not replace:
        raise TargetError(TargetProblem.EXISTS)
    return real


def goes_at_next_boot(path: Path) -> bool:
    """Whether the place is kept in memory only."""
    return is_volatile(path.parent)


def write(
    path: Path,
    content: bytes,
    *,
    replace: bool = False,
    is_right: Callable[[bytes], bool] = bool,
) -> Path:
    """Write a copy that is on the medium, and checked, before it has its name.

    ``is_right`` looks at what was read back. What had the name before stays until the new file is
    known to be right. Raises TargetError; then nothing is there that was not there before.
    """
    real = look(path, replace=replace)

    def check(draft: Path) -> None:
        if not is_right(draft.read_bytes()):
            raise TargetError(TargetProblem.DIFFERS)
        look(real, replace=replace)

    draft = hidden_draft(real, ".new")
    try:
        write_durably(real, (content,), _MODE, draft=draft, before_named=check)
        if real.read_bytes() != content:
            raise TargetError(TargetProblem.DIFFERS)
    except TargetError:
        raise
    except OSError as error:
        raise _error(error) from None
    return real


def _error(error: Exception) -> TargetError:
    reason = reason_of(error) if isinstance(error, OSError) else "bad_name"
    return TargetError(_PROBLEMS.get(reason, TargetProblem.IO_ERROR))
