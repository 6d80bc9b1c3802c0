"""The service as systemd runs it: signs of life, sockets passed on, settings read anew."""

import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.service.asks import Examine
from tests.blackbox.caller import calling
from tests.blackbox.processes import PATIENCE_S, ROOT, SERVICE, Place, ended, started, until

UNIT = ROOT / "systemd" / "steadyhand.service"
BROKEN = "[pins.nxt]\npin = 6\n"
WHY = "pins: Object contains unknown field `nxt`"
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
    said = [manager.recv(1000)]
    while said[-1] != wanted:
        said.append(manager.recv(1000))
    return said


def test_ready_is_said_once_the_service_answers_then_signs_of_life_and_at_last_the_end(
    place: Place, manager: socket.socket, tmp_path: Path
) -> None:
    """The store lies in systemd's directory."""
    del place.environment["STEADYHAND_STATE_DIR"]
    place.environment |= {
        "STATE_DIRECTORY": str(tmp_path / "var"),
        "STEADYHAND_SOCKET": str(tmp_path / "s"),
        "WATCHDOG_USEC": "100000",
    }
    with place.service() as service:
        heard(manager, b"READY=1")
        with calling(place):
            pass  # greeted
        assert sorted(os.listdir(tmp_path / "var")) == ["steadyhand.db", "steadyhand.lock"]
        for _ in range(3):
            heard(manager, b"WATCHDOG=1")
        service.terminate()
        said = heard(manager, b"STOPPING=1")
        assert ended(service) == 0
    assert set(said) <= {b"WATCHDOG=1", b"STOPPING=1"}


def test_a_service_that_cannot_start_is_never_ready(place: Place, manager: socket.socket) -> None:
    place.state.mkdir()
    place.database.write_bytes(b"not a database" * 500)
    with started(place) as service:
        assert ended(service) == 1
    manager.setblocking(False)
    with pytest.raises(BlockingIOError):
        manager.recv(1000)


def test_a_socket_passed_on_is_answered_from_before_the_start_and_left_there(place: Place) -> None:
    place.environment["STEADYHAND_SOCKET"] = str(place.directory / "passed")  # as on a machine
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as early:
        listening.bind(str(place.socket))
        listening.listen()
        early.settimeout(PATIENCE_S)
        early.connect(str(place.socket))
        handle = listening.fileno()
        with subprocess.Popen(
            [sys.executable, "-c", PASSED, str(handle)],
            env=place.environment,
            pass_fds=[handle],
            stdout=subprocess.PIPE,
        ) as service:
            try:
                assert service.stdout is not None
                assert b"ready" in service.stdout.readline()
                assert early.recv(1000).startswith(b'{"type":"Greeting"')
                with calling(place):
                    pass  # greeted
                service.terminate()
                assert ended(service) == 0
            finally:
                service.kill()
    assert place.socket.is_socket()


@pytest.fixture
def settings(place: Place) -> Path:
    """The file of settings of this place, not there yet."""
    file = place.directory / "steadyhand.toml"
    place.environment["STEADYHAND_SETTINGS"] = str(file)
    return file


def reloaded(place: Place, main: int) -> int:
    """Run what the unit says as systemd does, up to what fails; the last status."""
    lines = [line for line in UNIT.read_text().splitlines() if line.startswith("ExecReload=")]
    for line in lines:
        command = shlex.split(line.removeprefix("ExecReload=").replace("$MAINPID", str(main)))
        if command[0] == "/usr/sbin/steadyhandd":
            command[:1] = [sys.executable, "-c", SERVICE]
        done = subprocess.run(command, env=place.environment, capture_output=True)
        if done.returncode:
            break
    return done.returncode


def follows(place: Place) -> bool:
    """Whether the service follows the file of settings as far as the doctor knows."""
    with calling(place) as caller:
        return "bad_file" not in str(caller.ask(Examine()))


def test_the_check_names_file_key_reason_and_starts_nothing(place: Place, settings: Path) -> None:
    settings.write_text(BROKEN)
    done = place.run_service("--check-settings")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"steadyhandd: {settings}: {WHY}; mend it, then reload\n"
    settings.write_text('"\\u001b[2J\\u009b%s" = 1\n' % ("x" * 60_000))
    said = place.run_service("--check-settings").stderr
    assert not {"\x1b", "\x9b"} & set(said)
    assert (len(said) < 600, said.count("\n")) == (True, 1)
    settings.write_text("[pace]\nbeat_s = 1\n")
    done = place.run_service("--check-settings")
    assert (done.returncode, done.stdout + done.stderr, place.state.exists()) == (0, "", False)


def test_a_start_with_broken_settings_goes_on_and_mended_they_are_taken_up(
    place: Place, settings: Path
) -> None:
    settings.write_text(BROKEN)
    with place.service() as service:
        assert not follows(place)
        assert WHY in place.run("doctor").stdout
        settings.write_text("")
        assert reloaded(place, service.pid) == 0
        until(lambda: follows(place), "the new settings")
    assert place.said[-1] == f"steadyhandd: {settings}: {WHY}; going on without settings\n"


def test_broken_settings_fail_the_units_reload_and_a_hang_up_leaves_those_of_before(
    place: Place, settings: Path
) -> None:
    with place.service() as service:
        settings.write_text(BROKEN)
        assert reloaded(place, service.pid) == 1
        assert follows(place)
        os.kill(service.pid, signal.SIGHUP)
        until(lambda: not follows(place), "the word that it can't be read")
        settings.unlink()
        os.kill(service.pid, signal.SIGHUP)
        until(lambda: follows(place), "the word that all is well")
        assert service.poll() is None
    assert place.said == [f"steadyhandd: {settings}: {WHY}; the settings of before stay in force\n"]
