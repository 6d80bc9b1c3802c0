"""The socket's place in the filesystem: taken over from the dead, never from the living."""

import errno
import os
import socket
from pathlib import Path

BACKLOG = 64
_ANSWERS_WITHIN_S = 1.0


def listening_socket(path: Path) -> socket.socket:
    """A socket at this path, in place of one that nobody answers any more.

    Raises OSError with ``path`` as its file name: EADDRINUSE where a service answers, EEXIST where
    something else lies there, ENAMETOOLONG for more than the 107 bytes that a socket's path has.
    """
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _bind(listening, path)
        path.chmod(0o660)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        number = error.errno or errno.ENAMETOOLONG
        raise OSError(number, os.strerror(number), str(path)) from None
    return listening


def _bind(listening: socket.socket, path: Path) -> None:
    try:
        listening.bind(str(path))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        if not path.is_socket():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        if _answers(path):
            raise
        path.unlink(missing_ok=True)
        listening.bind(str(path))


def _answers(path: Path) -> bool:
    """Whether somebody listens there, be it with a full queue."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(_ANSWERS_WITHIN_S)
        try:
            caller.connect(str(path))
        except TimeoutError:
            return True
        except OSError as error:
            return error.errno == errno.EAGAIN
    return True
