"""Telling systemd how the service stands, over a real datagram socket."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.service.readiness import notify, passed_socket, watchdog_interval_s


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The manager's socket, named in the environment."""
    with (
        tempfile.TemporaryDirectory() as made,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening,
    ):
        place = Path(made) / "notify"
        listening.bind(str(place))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(place))
        yield listening


def test_a_word_to_the_manager_is_one_datagram(manager: socket.socket) -> None:
    notify("READY=1", "STATUS=on")
    assert manager.recv(100) == b"READY=1\nSTATUS=on"


def test_a_manager_with_an_abstract_name_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("")  # the kernel chooses an abstract name
        name = listening.getsockname().decode().replace("\0", "@")
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        notify("READY=1")
        assert listening.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/no/such/socket", "@", "x" * 200])
def test_a_manager_that_cannot_be_reached_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


def test_without_a_manager_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")


def test_a_sign_of_life_is_given_twice_in_the_time_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    assert watchdog_interval_s() == 15.0


@pytest.mark.parametrize("microseconds", ["", "soon", "-5", "0", "²"])
def test_without_a_watchdog_no_sign_is_given(
    monkeypatch: pytest.MonkeyPatch, microseconds: str
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    assert watchdog_interval_s() is None


def test_the_watchdog_of_another_process_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_interval_s() is None


@pytest.mark.parametrize(("pid", "count"), [("1", "1"), ("", "1"), (str(os.getpid()), "2")])
def test_sockets_that_were_not_passed_to_us_are_not_taken(
    monkeypatch: pytest.MonkeyPatch, pid: str, count: str
) -> None:
    monkeypatch.setenv("LISTEN_PID", pid)
    monkeypatch.setenv("LISTEN_FDS", count)
    assert passed_socket() is None
