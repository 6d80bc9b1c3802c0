"""Where our own things are: the state, the settings, the socket.

The two XDG variables are read here rather than through a library, and paths to the socket are
plain text: ``steadyhand status`` answers within a few times the start of a bare Python, and the
imports alone would cost it half of that.
"""

import os

SYSTEM_SOCKET = "/run/steadyhand/steadyhand.sock"
SOCKET_NAME = "steadyhand.sock"
LOCK_NAME = "steadyhand.lock"  # lies beside every store
ROOT = "/"  # of this machine. Not the environment's to say: it would lead a command elsewhere
# Where systemd finds the socket's unit, the package's first. One that is masked is there, too.
_UNITS = ("usr/lib/systemd/system", "lib/systemd/system", "etc/systemd/system")
_SOCKET_UNIT = "steadyhand.socket"


def state_directory() -> str:
    """The directory of the store: ``STEADYHAND_STATE_DIR``, systemd's, or the XDG state home."""
    for name in ("STEADYHAND_STATE_DIR", "STATE_DIRECTORY"):
        if given := os.environ.get(name):
            return given
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(home, "steadyhand")


def socket_path() -> str:
    """The service's socket: ``STEADYHAND_SOCKET``, the system service's, or the user's own.

    Where a system service is installed it is the only one, running or not: a service of the user's
    own would answer with an empty store. With a state directory of its own and no socket named, the
    socket stands beside the store, so that two states never share a service.
    """
    if given := os.environ.get("STEADYHAND_SOCKET"):
        return given
    if state := os.environ.get("STEADYHAND_STATE_DIR"):
        return os.path.join(state, SOCKET_NAME)
    if os.path.lexists(SYSTEM_SOCKET) or has_system_service():
        return SYSTEM_SOCKET
    return os.path.join(runtime_directory(), SOCKET_NAME)


def has_system_service() -> bool:
    """Whether systemd knows a service for this machine, as the package installs it."""
    return any(os.path.lexists(os.path.join(ROOT, each, _SOCKET_UNIT)) for each in _UNITS)


def is_chosen() -> bool:
    """Whether whoever started this named a place of their own."""
    named = ("STEADYHAND_SOCKET", "STEADYHAND_STATE_DIR")
    return any(os.environ.get(name) for name in named)


def stick_roots() -> tuple[str, ...]:
    """Below which directories USB sticks are mounted: ``STEADYHAND_STICKS``, colons between.

    Empty: where systems usually mount them.
    """
    return tuple(one for one in os.environ.get("STEADYHAND_STICKS", "").split(":") if one)


def runtime_directory() -> str:
    """The user's runtime directory for this program, not made here."""
    if given := os.environ.get("XDG_RUNTIME_DIR"):
        return os.path.join(given, "steadyhand")
    return f"/tmp/steadyhand-{os.getuid()}"  # noqa: S108 - made 0700, and its owner is checked


def is_in_runtime_directory(socket: str) -> bool:
    """Whether a socket lies where users find their own without having named a place."""
    return os.path.dirname(socket) == os.path.abspath(runtime_directory())


def is_users_own(socket: str) -> bool:
    """Whether a service at this socket may be started by its user."""
    return socket != SYSTEM_SOCKET
