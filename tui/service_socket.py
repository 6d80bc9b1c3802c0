"""Finding the service, or starting it for its user as tmux starts its server."""

import json
import os
import socket
import sys
import time

from pi.places import is_in_runtime_directory, is_users_own, socket_path, state_directory

LINGER_S = 5  # the service ends this long after nothing needs it
GREETING_WITHIN_S = 10.0
LONGEST_MESSAGE = 32 << 20  # bytes of one line that is awaited; a hundred thousand vehicles fit
LONGEST_GREETING = 4096  # bytes; ours is a fiftieth of it
SETTLES_WITHIN_S = 3.0  # another service is just starting, or ending
LOOK_AGAIN_S = 0.02
_MAY_SETTLE = {"in_use", "socket_in_use", "unreachable"}


class NoServiceError(ConnectionError):
    """There is no service and none can be started. ``failure`` says why, as data."""

    def __init__(self, failure: dict[str, str]) -> None:
        super().__init__(failure.get("reason", "unknown"))
        self.failure = failure


def greeted_socket() -> tuple[socket.socket, bytes]:
    """A connection to the service and its greeting line, starting the service where needed.

    Raises NoServiceError.
    """
    path = os.path.abspath(socket_path())
    until = time.monotonic() + SETTLES_WITHIN_S
    while True:
        connected, why_not = _connected(path)
        if connected is not None and (greeting := _greeting(connected)):
            return connected, greeting
        if why_not.get("reason") not in _MAY_SETTLE or time.monotonic() > until:
            raise NoServiceError(why_not)
        time.sleep(LOOK_AGAIN_S)


def stopped() -> dict[str, str] | None:
    """Why the machine's own service can't be met now, None where it can, or another is meant.

    Its socket goes with it, so nobody is called to find that out.
    """
    path = os.path.abspath(socket_path())
    if is_users_own(path) or os.path.lexists(path):
        return None
    return {"reason": "stopped", "place": path}


def _connected(path: str) -> tuple[socket.socket | None, dict[str, str]]:
    """A connection, or why there is none, or why there will be none if nobody greets on it."""
    unreachable = {"reason": "unreachable", "place": path}
    if (connected := _connect(path)) is not None:
        return connected, unreachable
    if not is_users_own(path):
        raise NoServiceError({"reason": "stopped", "place": path})
    said = _start(path)
    if "ready" in said:
        said = unreachable
    elif said.get("reason") not in _MAY_SETTLE:
        raise NoServiceError(said)
    return _connect_soon(path), said


def _connect(path: str) -> socket.socket | None:
    """Connected, or None where nobody answers. Raises NoServiceError where we must not ask."""
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.connect(path)
    except PermissionError:
        connected.close()
        raise NoServiceError({"reason": "not_allowed", "place": path}) from None
    except OSError:
        connected.close()
        return None
    if is_in_runtime_directory(path) and _peer_user(connected) not in {os.getuid(), 0}:
        connected.close()
        raise NoServiceError({"reason": "not_yours", "place": path})
    return connected


def _peer_user(connected: socket.socket) -> int:
    """Who listens there, as the kernel knows it.

    Without a runtime directory of its own a socket lies in /tmp, where anybody may have put theirs
    first, to be told a PIN.
    """
    process_user_group = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(process_user_group[4:8], sys.byteorder)


def _connect_soon(path: str) -> socket.socket | None:
    """Connected as soon as somebody answers: the service, or one that another session started."""
    for _ in range(10):
        if (connected := _connect(path)) is not None:
            return connected
        time.sleep(LOOK_AGAIN_S)
    return None


def _greeting(connected: socket.socket) -> bytes:
    """The first line, empty (and hung up) where the service hung up before it said anything."""
    connected.settimeout(GREETING_WITHIN_S)
    line = b""
    try:
        while not line.endswith(b"\n") and (part := connected.recv(1)):
            line += part
            if len(line) > LONGEST_GREETING:
                raise OSError
    except OSError:
        line = b""
    if not line.endswith(b"\n"):
        connected.close()
        return b""
    connected.settimeout(None)
    return line


def _start(path: str) -> dict[str, str]:
    """Start a service in a session of its own and wait for its word on how that went."""
    import subprocess

    place = os.path.dirname(path)
    try:
        os.makedirs(place, exist_ok=True, mode=0o700)
        if os.stat(place).st_uid not in {os.getuid(), 0}:
            return {"reason": "not_yours", "place": place}
    except OSError as error:
        return {"reason": "unusable", "place": place, "detail": error.strerror or ""}
    service = subprocess.Popen(
        [sys.executable, "-m", "pi.service", "--announce", "--linger", str(LINGER_S)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        env=_environment(path),
    )
    assert service.stdout is not None
    with service.stdout:
        said = service.stdout.readline()
    try:
        answer: dict[str, str] = json.loads(said)
    except ValueError:
        return {"reason": "start_failed", "place": path}
    return answer


def _environment(path: str) -> dict[str, str]:
    """Ours, with every place named in full: the service works in the root directory."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(
            [_root(), *(os.path.abspath(one) for one in sys.path if one)]
        ),
        "STEADYHAND_STATE_DIR": os.path.abspath(state_directory()),
        "STEADYHAND_SOCKET": path,
    }


def _root() -> str:
    """The directory that holds this package and the service's, installed or in a clone."""
    return os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
