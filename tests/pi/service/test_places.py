"""Where the store, the socket and the sticks are, and how systemd is told of the service."""

import errno
import os
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from pi import places
from pi.filesystem import disk_of
from pi.places import is_users_own, runtime_directory, socket_path, state_directory
from pi.service.core.device_key import plugged_in
from pi.service.faults import start_failure
from pi.service.net.admission import listening_socket
from pi.service.systemd import notify, passed_socket, watchdog_interval_s
from tests.cards import a_card, a_disk


@pytest.fixture
def system_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where a system's service would listen, in an environment that says nothing else."""
    for name in [name for name in os.environ if name.startswith(("STEADYHAND", "STATE_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "/home/driver")
    monkeypatch.setattr(places, "SYSTEM_SOCKET", str(tmp_path / "system.sock"))
    return tmp_path / "system.sock"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "/home/driver/.local/state/steadyhand"),
        ({"XDG_STATE_HOME": "/x"}, "/x/steadyhand"),
        ({"XDG_STATE_HOME": ""}, "/home/driver/.local/state/steadyhand"),
        ({"XDG_STATE_HOME": "/x", "STATE_DIRECTORY": "/var/lib/s"}, "/var/lib/s"),
        ({"STATE_DIRECTORY": "/var/lib/s", "STEADYHAND_STATE_DIR": "/mine"}, "/mine"),
    ],
)
@pytest.mark.usefixtures("system_socket")
def test_a_nearer_word_on_the_store_wins(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], wanted: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert state_directory() == wanted


def test_a_nearer_word_on_it_wins(monkeypatch: pytest.MonkeyPatch, system_socket: Path) -> None:
    assert runtime_directory() == f"/tmp/steadyhand-{os.getuid()}"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert socket_path() == "/run/user/7/steadyhand/steadyhand.sock"
    system_socket.touch()
    assert socket_path() == str(system_socket)
    assert (is_users_own(str(system_socket)), is_users_own("/mine/s")) == (False, True)
    monkeypatch.setenv("STEADYHAND_STATE_DIR", "/mine")
    assert socket_path() == "/mine/steadyhand.sock"
    monkeypatch.setenv("STEADYHAND_SOCKET", "/there/s")
    assert socket_path() == "/there/s"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "run" / "s"


def test_a_socket_is_made_in_a_private_directory_or_in_place_of_a_dead_one(place: Path) -> None:
    with listening_socket(place):
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.stat().st_mode) == 0o660
    with listening_socket(place), socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(place))


def test_a_socket_that_is_answered_is_left_alone_and_named(place: Path) -> None:
    with listening_socket(place) as first:
        with pytest.raises(OSError, match="in use") as caught:
            listening_socket(place)
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(place))
            first.accept()[0].close()
    failure = start_failure(caught.value, place.parent)
    assert failure is not None
    assert (failure["reason"], failure["place"]) == ("socket_in_use", str(place))


def test_a_service_too_busy_to_answer_keeps_its_socket(place: Path) -> None:
    place.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as waiting:
        busy.bind(str(place))
        busy.listen(0)
        waiting.connect(str(place))
        with pytest.raises(OSError, match="in use"):
            listening_socket(place)


def test_what_is_no_socket_is_not_removed_and_no_socket_is_left_open(place: Path) -> None:
    place.parent.mkdir()
    for make, is_there in (place.mkdir, place.is_dir), (place.touch, place.is_file):
        make()
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(FileExistsError):
            listening_socket(place)
        assert is_there()
        assert len(os.listdir("/proc/self/fd")) == before
        place.rmdir() if place.is_dir() else place.unlink()


@pytest.mark.parametrize(
    ("name", "number"), [("x" * 110, errno.ENAMETOOLONG), ("file/s", errno.EEXIST)]
)
def test_a_place_that_cannot_be_had_is_named(tmp_path: Path, name: str, number: int) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        listening_socket(tmp_path / name)
    assert (caught.value.errno, caught.value.filename) == (number, str(tmp_path / name))


@pytest.mark.parametrize("abstract", [False, True])
def test_a_word_to_the_manager_is_one_datagram(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, abstract: bool
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("" if abstract else str(tmp_path / "notify"))  # "": the kernel chooses
        manager.setblocking(False)
        name = manager.getsockname()
        name = name.decode().replace("\0", "@") if abstract else name
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        notify("READY=1", "STATUS=on")
        assert manager.recv(100) == b"READY=1\nSTATUS=on"


@pytest.mark.parametrize("address", [None, "", "/no/such/socket", "@", "x" * 200])
def test_a_manager_that_is_not_there_or_cannot_be_reached_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    if address is not None:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


OURS = "of this process"


@pytest.mark.parametrize(
    ("microseconds", "pid", "interval_s"),
    [
        ("30000000", OURS, 15.0),  # twice in the time allowed
        ("30000000", "1", None),  # of another process
        *((text, OURS, None) for text in ("", "soon", "-5", "0", "²")),
    ],
)
def test_a_sign_of_life_is_given_only_to_a_watchdog_of_ours(
    monkeypatch: pytest.MonkeyPatch, microseconds: str, pid: str, interval_s: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    monkeypatch.setenv("WATCHDOG_PID", pid.replace(OURS, str(os.getpid())))
    assert watchdog_interval_s() == interval_s


@pytest.mark.parametrize(("pid", "count"), [("1", "1"), ("", "1"), (OURS, "2")])
def test_sockets_that_were_not_passed_to_us_are_not_taken(
    monkeypatch: pytest.MonkeyPatch, pid: str, count: str
) -> None:
    monkeypatch.setenv("LISTEN_PID", pid.replace(OURS, str(os.getpid())))
    monkeypatch.setenv("LISTEN_FDS", count)
    assert passed_socket() is None


def test_the_last_stick_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roots = tmp_path / "sticks"
    (roots / "nothing").mkdir(parents=True)
    monkeypatch.setenv("STEADYHAND_STICKS", str(roots))
    with a_card(roots / "memory"), a_disk(roots / "1.img") as one:
        assert plugged_in(tmp_path) == (one.path,)
        with a_disk(roots / "2.img") as other:
            subprocess.run(["mount", "-o", "remount,ro", str(one.path)], check=True)
            assert plugged_in(tmp_path) == (other.path, one.path)
            (other.path / "state").mkdir()
            assert plugged_in(other.path / "state") == (one.path,)
        assert plugged_in(tmp_path) == (one.path,)


def test_a_mounted_image_lies_on_its_own_disk_and_memory_on_none(tmp_path: Path) -> None:
    assert disk_of(Path("/proc")) is None
    assert disk_of(tmp_path / "nowhere") is None
    with a_disk(tmp_path / "image.img") as disk:
        assert disk_of(disk.path) == f"loop{os.minor(disk.path.stat().st_dev)}"
