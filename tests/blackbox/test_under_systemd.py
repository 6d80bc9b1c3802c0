"""The service as systemd runs it: signs of life, and a listening socket passed on."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.blackbox.processes import PATIENCE_S, SERVICE, Place, ended, started

# Systemd names the process that the sockets are for: its number is known only after the fork.
PASSED = f"""
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {{"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}}
os.execv(sys.executable, [sys.executable, "-c", {SERVICE!r}, "--announce"])
"""


@pytest.fixture
def manager(place: Place) -> Iterator[socket.socket]:
    """The manager's socket, named to every service of this place."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        name = place.directory / "notify"
        listening.bind(str(name))
        listening.settimeout(PATIENCE_S)
        place.environment["NOTIFY_SOCKET"] = str(name)
        yield listening


def heard(manager: socket.socket, wanted: bytes) -> list[bytes]:
    """Everything that is said up to the wanted word."""
    said = [manager.recv(1000)]
    while said[-1] != wanted:
        said.append(manager.recv(1000))
    return said


def test_ready_is_said_once_the_service_answers(place: Place, manager: socket.socket) -> None:
    with place.service():
        heard(manager, b"READY=1")
        with socket.socket(socket.AF_UNIX) as surface:
            surface.connect(str(place.socket))
            assert surface.recv(1000).startswith(b'{"type":"Greeting"')


def test_signs_of_life_go_on_until_the_end_is_said(place: Place, manager: socket.socket) -> None:
    place.environment["WATCHDOG_USEC"] = "100000"
    with place.service() as service:
        for _ in range(3):
            heard(manager, b"WATCHDOG=1")
        service.terminate()
        said = heard(manager, b"STOPPING=1")
        assert ended(service) == 0
    assert set(said) <= {b"READY=1", b"WATCHDOG=1", b"STOPPING=1"}


def test_without_a_watchdog_no_sign_of_life_is_given(place: Place, manager: socket.socket) -> None:
    with place.service() as service:
        service.terminate()
        assert heard(manager, b"STOPPING=1") == [b"READY=1", b"STOPPING=1"]


def test_a_service_that_cannot_start_is_never_ready(place: Place, manager: socket.socket) -> None:
    place.state.mkdir()
    place.database.write_bytes(b"not a database" * 500)
    with started(place) as service:
        assert ended(service) == 1
    manager.setblocking(False)
    with pytest.raises(BlockingIOError):
        manager.recv(1000)


def test_a_socket_passed_on_is_answered_and_left_in_its_place(place: Place) -> None:
    path = place.directory / "passed"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        with passed_to(place, listening) as service, socket.socket(socket.AF_UNIX) as surface:
            surface.connect(str(path))
            assert surface.recv(1000).startswith(b'{"type":"Greeting"')
            service.terminate()
            assert ended(service) == 0
    assert (path.is_socket(), place.socket.exists()) == (True, False)


def test_who_called_before_the_service_started_is_answered(place: Place) -> None:
    path = place.directory / "passed"
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as surface:
        listening.bind(str(path))
        listening.listen()
        surface.connect(str(path))
        with passed_to(place, listening):
            assert surface.recv(1000).startswith(b'{"type":"Greeting"')


@contextmanager
def passed_to(place: Place, listening: socket.socket) -> Iterator["subprocess.Popen[bytes]"]:
    """A service that was handed a listening socket as systemd hands one on."""
    process = subprocess.Popen(
        [sys.executable, "-c", PASSED, str(listening.fileno())],
        env=place.environment,
        pass_fds=[listening.fileno()],
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert b"ready" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def test_systemds_state_directory_is_where_the_store_is(place: Place, tmp_path: Path) -> None:
    del place.environment["STEADYHAND_STATE_DIR"]
    place.environment |= {
        "STATE_DIRECTORY": str(tmp_path / "var"),
        "STEADYHAND_SOCKET": str(tmp_path / "s"),
    }
    with place.service():
        assert sorted(os.listdir(tmp_path / "var")) == ["steadyhand.db", "steadyhand.lock"]
