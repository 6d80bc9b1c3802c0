"""Who gets in: the peer at the other end, its user's share, the socket's place, and the lines
that come.

A user is who the kernel says is at the other end. The touchscreen is one, whoever comes in over
SSH is another; root and the service's own user have a share like any other, as neither needs more.
"""

import asyncio
import errno
import grp
import os
import pwd
import select
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pi.service.protocol.answers import LONGEST_LINE

GROUP = "steadyhand"
_CREDENTIALS = struct.Struct("iII")  # struct ucred: pid, uid, gid

FIRST_WITHIN_S = 60.0  # of a session that was greeted: the slowest Pi says its first line sooner
LINE_WITHIN_S = 30.0  # from its first byte to its last: a screen's line comes at once
_CHUNK: Final = 64 * 1024

BACKLOG = 64
_ANSWERS_WITHIN_S = 1.0

ONE_USERS: Final = 128  # sessions; thirty sessions over SSH are one user's
MOST_SESSIONS: Final = 256  # each holds a file open, and saving needs some, too
FEW: Final = 4  # with fewer than so many a user gets in even then
SPARE_PLACES: Final = 64  # beyond the most: two who fill it up keep no third user out


def peer_user(connected: socket.socket) -> int:
    """The user id of the other end, as the kernel knows it."""
    raw = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(raw)
    return int(user)


def allowed(connected: socket.socket) -> bool:
    """Whether the other end may speak: the service's own user, root, or a member of its group."""
    user = peer_user(connected)
    return user in {os.getuid(), 0} or _in_group(user)


def hung_up(connected: socket.socket) -> bool:
    """Whether the other end is gone altogether. One that only says no more still listens."""
    if connected.fileno() < 0:
        return True
    looked = select.poll()
    looked.register(connected.fileno(), 0)  # a hang-up is told unasked
    return any(told & select.POLLHUP for _, told in looked.poll(0))


def _in_group(user: int) -> bool:
    try:
        group = grp.getgrnam(GROUP)
        account = pwd.getpwuid(user)
    except KeyError:
        return False
    return account.pw_gid == group.gr_gid or account.pw_name in group.gr_mem


class BadLineError(Exception):
    """A line that is not taken. ``reason`` as in ``Fault``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Incoming:
    """What one session says, line by line.

    Once it has said one it may be silent for as long as it likes: a screen may only watch.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._held = bytearray()
        self._has_spoken = False

    async def line(self) -> bytes | None:
        """The next line, None once the session says no more. Raises BadLineError."""
        if not (self._has_spoken or await self._begun()):
            return None
        looked = 0
        late: float | None = None
        while (end := self._held.find(b"\n", looked)) < 0:
            looked = len(self._held)
            if looked > LONGEST_LINE:
                raise BadLineError("too_long")
            if self._held and late is None:
                late = asyncio.get_running_loop().time() + LINE_WITHIN_S
            if not await self._more(late, "too_slow"):
                if self._held:
                    raise BadLineError("malformed")
                return None
        if end > LONGEST_LINE:
            raise BadLineError("too_long")
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line

    async def _begun(self) -> bool:
        """Wait for the first bytes of all."""
        late = asyncio.get_running_loop().time() + FIRST_WITHIN_S
        self._has_spoken = await self._more(late, "silent")
        return self._has_spoken

    async def _more(self, late: float | None, reason: str) -> bool:
        """Take what comes next, or raise BadLineError for this reason. Whether anything came."""
        try:
            async with asyncio.timeout_at(late):
                chunk = await self._reader.read(_CHUNK)
        except TimeoutError:
            raise BadLineError(reason) from None
        self._held += chunk
        return bool(chunk)


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


class Shares:
    """How many sessions each user holds now."""

    def __init__(self) -> None:
        self._held: Counter[int] = Counter()

    def unwelcome(self, user: int) -> str | None:
        """Why one more of this user would not get in, as in ``Fault``."""
        if self._held[user] >= ONE_USERS:
            return "too_many_yours"
        room = MOST_SESSIONS + (SPARE_PLACES if self._held[user] < FEW else 0)
        return "too_many" if self._held.total() >= room else None

    @contextmanager
    def held(self, user: int) -> Iterator[None]:
        """Within the block one more session of this user is there."""
        self._held[user] += 1
        try:
            yield
        finally:
            self._held[user] -= 1
            self._held += Counter()  # users who hold none are forgotten
