"""Reading what lies under a name that is not ours: a plain file, and no more of it than fits.

A pipe would make its reader wait for ever, a device has no end, and a file may be larger than the
memory. Nothing here waits, and at most one byte more than asked for is read.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

_PLAINLY: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class NotAFileError(OSError):
    """What lies there is a directory, a pipe, a socket or a device."""


class TooLargeError(ValueError):
    """There is more than was asked for."""


def open_file(path: str | Path, *, follow: bool = True) -> BinaryIO:
    """A plain file, opened for reading. ``follow``: a link to one will do.

    Raises NotAFileError, OSError, and ValueError for a name that no file can have.
    """
    handle = os.open(path, _PLAINLY | (0 if follow else os.O_NOFOLLOW))
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb", buffering=0)
    os.close(handle)
    raise NotAFileError(errno.EISDIR, "this is no plain file", str(path))


def read_file(path: str | Path, most: int, *, follow: bool = True) -> bytes:
    """The content of a plain file. Raises as ``open_file`` does, and TooLargeError.

    A file that says itself that it has more than ``most`` bytes is not read at all.
    """
    with open_file(path, follow=follow) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise TooLargeError
        return read_stream(file, most)


def read_stream(file: BinaryIO, most: int) -> bytes:
    """All that a stream holds, such as standard input. Raises OSError, TooLargeError."""
    content = b""
    while len(content) <= most and (part := file.read(most + 1 - len(content))):
        content += part
    if len(content) > most:
        raise TooLargeError
    return content
