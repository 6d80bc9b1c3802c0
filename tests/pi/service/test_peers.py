"""Who may speak: the service's own user, root, and the members of its group."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from grp import struct_group
from pathlib import Path
from pwd import struct_passwd
from tempfile import TemporaryDirectory

import pytest

from pi.service import peers
from pi.service.listening import listening_socket
from pi.service.peers import allowed, peer_user
from tests.pi.service.rig import Rig

STRANGER = 4_242_424
GROUP_ID = 4_343
NOBODY = 65_534
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin:/bin")
ASK = """
import socket, sys
connected = socket.socket(socket.AF_UNIX)
connected.connect(sys.argv[1])
try:
    connected.sendall(b'{"id":1,"ask":{"type":"GetStatus"}}\\n')
except OSError:
    pass  # turned away already; what was said of it can still be read
print(connected.makefile().readline(), end="")
"""


@pytest.fixture
def pair() -> Iterator[socket.socket]:
    """One end of a pair of sockets, whose other end is this process."""
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        yield one


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch, pair: socket.socket) -> socket.socket:
    """The same, as if another user were at the other end, who has an account."""
    account = struct_passwd(("driver", "x", STRANGER, 100, "", "/", "/bin/sh"))
    monkeypatch.setattr(peers, "peer_user", lambda _: STRANGER)
    monkeypatch.setattr("pwd.getpwuid", lambda _: account)
    return pair


def group_of(monkeypatch: pytest.MonkeyPatch, *members: str, number: int = GROUP_ID) -> None:
    group = struct_group(("steadyhand", "x", number, list(members)))
    monkeypatch.setattr("grp.getgrnam", lambda _: group)


def test_the_kernel_says_who_is_there(pair: socket.socket) -> None:
    assert peer_user(pair) == os.getuid()


def test_the_services_own_user_may_speak(pair: socket.socket) -> None:
    assert allowed(pair)


def test_root_may_speak(monkeypatch: pytest.MonkeyPatch, pair: socket.socket) -> None:
    monkeypatch.setattr("os.getuid", lambda: STRANGER)
    monkeypatch.setattr(peers, "peer_user", lambda _: 0)
    assert allowed(pair)


def test_a_member_of_the_group_may_speak(
    monkeypatch: pytest.MonkeyPatch, stranger: socket.socket
) -> None:
    group_of(monkeypatch, "passenger", "driver")
    assert allowed(stranger)


def test_a_user_whose_first_group_it_is_may_speak(
    monkeypatch: pytest.MonkeyPatch, stranger: socket.socket
) -> None:
    group_of(monkeypatch, number=100)
    assert allowed(stranger)


def test_another_user_may_not_speak(
    monkeypatch: pytest.MonkeyPatch, stranger: socket.socket
) -> None:
    group_of(monkeypatch, "passenger")
    assert not allowed(stranger)


def test_where_there_is_no_such_group_another_user_may_not_speak(
    monkeypatch: pytest.MonkeyPatch, stranger: socket.socket
) -> None:
    monkeypatch.setattr(peers, "GROUP", "no-such-group-here")
    assert not allowed(stranger)


def test_a_user_without_an_account_may_not_speak(
    monkeypatch: pytest.MonkeyPatch, pair: socket.socket
) -> None:
    group_of(monkeypatch, "driver")
    monkeypatch.setattr(peers, "peer_user", lambda _: 2**32 - 2)
    assert not allowed(pair)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
@pytest.mark.skipif(SYSTEM_PYTHON is None, reason="no Python that another user may run")
def test_nobody_can_not_even_connect_to_the_socket() -> None:
    with TemporaryDirectory() as made, listening_socket(place := Path(made) / "s"):
        Path(made).chmod(0o755)
        asked = ask_as_nobody(place)
    assert (asked.returncode, "PermissionError" in asked.stderr) == (1, True)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
@pytest.mark.skipif(SYSTEM_PYTHON is None, reason="no Python that another user may run")
async def test_nobody_is_told_that_they_may_not_and_is_not_answered(rig: Rig) -> None:
    with TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        rig.socket = Path(made) / "s"
        async with rig.service():
            rig.socket.chmod(0o666)
            asked = await asyncio.to_thread(ask_as_nobody, rig.socket)
    assert json.loads(asked.stdout) == {"type": "Fault", "reason": "not_allowed"}


def ask_as_nobody(place: Path) -> "subprocess.CompletedProcess[str]":
    """Ask for the status in a process of a user who may do nothing."""
    assert SYSTEM_PYTHON is not None
    return subprocess.run(
        [SYSTEM_PYTHON, "-I", "-c", ASK, str(place)],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
