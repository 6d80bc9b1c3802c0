"""Where things are: the one module that knows the paths.

The two XDG variables are read here rather than through a library: ``steadyhand status`` answers
within a few times the start of a bare Python, and the import alone would cost it half of that.
"""

import os
from pathlib import Path

SYSTEM_SOCKET = Path("/run/steadyhand/steadyhand.sock")


def state_directory() -> Path:
    """The directory of the store: ``STEADYHAND_STATE_DIR``, systemd's, or the XDG state home."""
    for name in ("STEADYHAND_STATE_DIR", "STATE_DIRECTORY"):
        if given := os.environ.get(name):
            return Path(given)
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return Path(home) / "steadyhand"


def socket_path() -> Path:
    """The service's socket: ``STEADYHAND_SOCKET``, the system service's, or the user's own.

    With a state directory of its own and no socket named, the socket stands beside the store, so
    that two states never share a service.
    """
    if given := os.environ.get("STEADYHAND_SOCKET"):
        return Path(given)
    if state := os.environ.get("STEADYHAND_STATE_DIR"):
        return Path(state) / "steadyhand.sock"
    if SYSTEM_SOCKET.exists():
        return SYSTEM_SOCKET
    return runtime_directory() / "steadyhand.sock"


def runtime_directory() -> Path:
    """The user's runtime directory for this program, not made here."""
    if given := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(given) / "steadyhand"
    return Path("/tmp") / f"steadyhand-{os.getuid()}"  # noqa: S108 - made 0700 and checked


def is_users_own(socket: Path) -> bool:
    """Whether a service at this socket may be started by its user."""
    return socket != SYSTEM_SOCKET
