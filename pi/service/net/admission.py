"""Who is at the other end of the socket."""

import grp
import os
import pwd
import select
import socket
import struct

GROUP = "steadyhand"
_CREDENTIALS = struct.Struct("iII")  # struct ucred: pid, uid, gid


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
