"""Finding the service, or starting it for its user as tmux starts its server."""

import json
import os
import socket
import sys

from pi.places import is_users_own, socket_path

LINGER_S = 5  # the service ends this long after nothing needs it
GREETING_WITHIN_S = 10.0
_TURNS = 3  # a service may be ending just as it is found


class NoServiceError(ConnectionError):
    """There is no service and none can be started. ``failure`` says why, as data."""

    def __init__(self, failure: dict[str, str]) -> None:
        super().__init__(failure.get("reason", "unknown"))
        self.failure = failure


def greeted_socket() -> tuple[socket.socket, bytes]:
    """A connection to the service and its greeting line, starting the service where needed.

    Raises NoServiceError.
    """
    path = socket_path()
    failure = {"reason": "unreachable", "place": path}
    for _ in range(_TURNS):
        connected = _connect(path)
        if connected is None:
            if not is_users_own(path):
                break
            failure = _start(path)
            connected = _connect(path)
        if connected is not None and (greeting := _greeting(connected)):
            return connected, greeting
    raise NoServiceError(failure)


def _connect(path: str) -> socket.socket | None:
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.connect(path)
    except OSError:
        connected.close()
        return None
    return connected


def _greeting(connected: socket.socket) -> bytes:
    """The first line, empty where the service hung up before it said anything."""
    connected.settimeout(GREETING_WITHIN_S)
    line = b""
    try:
        while not line.endswith(b"\n"):
            if not (part := connected.recv(1)):
                return b""
            line += part
    except OSError:
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
        env=os.environ | {"PYTHONPATH": os.pathsep.join([_root(), *filter(None, sys.path)])},
    )
    assert service.stdout is not None
    with service.stdout:
        said = service.stdout.readline()
    try:
        answer: dict[str, str] = json.loads(said)
    except ValueError:
        return {"reason": "start_failed", "place": path}
    return answer


def _root() -> str:
    """The directory that holds this package and the service's, installed or in a clone."""
    return os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
