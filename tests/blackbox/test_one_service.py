"""One service for each store: who starts it, who may not, and when it leaves."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.blackbox.processes import COMMAND, SERVICE, Place, ended, started, until
from tests.blackbox.terminal import ADOPT, on_terminal
from tests.pi.service.rig import PASSPHRASE

START = (
    "The service of this machine is not running. Start it: sudo systemctl start steadyhand.socket"
)


def announced(service: "subprocess.Popen[bytes]") -> bytes:
    assert service.stdout is not None
    return service.stdout.readline()


def test_a_command_starts_the_service_it_needs(place: Place) -> None:
    done = place.run("status")
    assert (done.returncode, place.keeper() is not None) == (0, True)


def test_the_next_command_finds_the_same_service(place: Place) -> None:
    place.run("status")
    first = place.keeper()
    place.run("status")
    assert place.keeper() == first


def test_commands_at_once_are_all_served_by_one_service(place: Place) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "status"],
            env=place.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    said = [one.communicate(timeout=60) for one in started]
    assert [(one.returncode, err) for one, (_, err) in zip(started, said, strict=True)] == [
        (0, b"")
    ] * 4


def test_a_second_service_is_refused_and_names_the_first(place: Place) -> None:
    with place.service() as first, started(place) as second:
        said = announced(second)
        assert ended(second) == 1
        assert f'"pid":"{first.pid}"'.encode() in said


def test_a_second_service_says_in_one_line_what_to_do(place: Place) -> None:
    with place.service() as first:
        with started(place) as second:
            ended(second)
        line = place.said[-1]
    assert line.count("\n") == 1
    assert line.startswith(f"steadyhandd: process {first.pid} already keeps {place.state}")


def test_a_second_service_leaves_the_first_its_socket(place: Place) -> None:
    with place.service():
        with started(place) as second:
            ended(second)
        assert place.run("status").returncode == 0


def test_two_stores_do_not_share_a_socket(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other", STEADYHAND_SOCKET=str(place.socket))
    with place.service() as first:
        with started(other) as second:
            said = announced(second)
            assert (b"socket_in_use" in said, ended(second)) == (True, 1)
        assert first.poll() is None


def test_a_command_names_the_service_that_keeps_the_store_elsewhere(
    place: Place, tmp_path: Path
) -> None:
    with place.service() as first:
        place.environment["STEADYHAND_SOCKET"] = str(tmp_path / "elsewhere")
        done = place.run("status")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        f"steadyhand: Process {first.pid} already keeps {place.state}."
        " End it, or choose another place.\n"
    )


def test_after_a_kill_the_next_service_takes_over_socket_and_lock(place: Place) -> None:
    with place.service() as first:
        first.kill()
        first.wait()
    assert place.socket.is_socket()
    assert place.run("status").returncode == 0


def test_a_lock_with_the_number_of_a_living_stranger_is_no_lock(place: Place) -> None:
    place.state.mkdir()
    (place.state / "steadyhand.lock").write_text(f"{os.getpid()}\n")
    assert place.run("status").returncode == 0


def test_a_file_in_the_sockets_place_is_left_alone(place: Place) -> None:
    place.state.mkdir()
    place.socket.write_text("a letter")
    done = place.run("status")
    assert (done.returncode, place.socket.read_text()) == (4, "a letter")
    assert done.stderr.count("\n") == 1


def test_a_path_too_long_for_a_socket_is_one_line(place: Place) -> None:
    deep = place.directory / ("deep" * 30)
    place.environment["STEADYHAND_STATE_DIR"] = str(deep)
    done = place.run("status")
    assert (done.returncode, done.stderr.count("\n"), str(deep) in done.stderr) == (4, 1, True)


def test_a_place_may_be_named_from_where_one_stands(place: Place) -> None:
    place.environment["STEADYHAND_STATE_DIR"] = "state"
    assert place.run("status").returncode == 0
    assert place.database.is_file()


def test_something_else_on_the_socket_is_one_line(place: Place) -> None:
    place.state.mkdir()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(place.socket))
        other.listen()
        command = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "status"],
            env=place.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        answering, _ = other.accept()
        answering.sendall(b"220 mail.example ESMTP\n")
        _, err = command.communicate(timeout=60)
    assert (command.returncode, err.count(b"\n")) == (4, 1)
    assert b"is no steadyhand" in err


@pytest.mark.parametrize("command", [["status"], ["report", "asking"]])
def test_a_service_of_another_version_is_named(place: Place, command: list[str]) -> None:
    place.state.mkdir()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(place.socket))
        other.listen()
        asking = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *command],
            env=place.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        answering, _ = other.accept()
        answering.sendall(b'{"type":"Greeting","protocol":99,"version":"9.9"}\n')
        _, err = asking.communicate(timeout=60)
    assert (asking.returncode, b"9.9" in err, err.count(b"\n")) == (4, True, 1)


def test_a_service_that_was_asked_to_end_is_replaced_by_the_next_command(place: Place) -> None:
    place.run("status")
    first = place.keeper()
    assert first is not None
    os.kill(first, signal.SIGTERM)
    assert place.run("status").returncode == 0
    until(lambda: place.keeper() not in {None, first}, "another service")


class Machine:
    """A machine with the package on it, its service stopped, and a user of it."""

    def __init__(self, place: Place, root: Path) -> None:
        self.place = place
        self._root = root
        unit = root / "usr/lib/systemd/system/steadyhand.socket"
        unit.parent.mkdir(parents=True)
        unit.touch()
        del place.environment["STEADYHAND_STATE_DIR"]
        place.environment["XDG_RUNTIME_DIR"] = str(place.directory / "run")

    def script(self, command: str) -> str:
        """A command of ours on this machine."""
        return f"import pi.places; pi.places.ROOT = {str(self._root)!r}; {command}"

    def run(self, *arguments: str, command: str = COMMAND) -> "subprocess.CompletedProcess[str]":
        """A command of its user, to its end."""
        return subprocess.run(
            [sys.executable, "-c", self.script(command), *arguments],
            env=self.place.environment,
            input=f"{PASSPHRASE}\n{PASSPHRASE}\n",
            capture_output=True,
            text=True,
            timeout=60,
        )

    def has_a_second_service(self) -> bool:
        """Whether anything was made in the user's home."""
        return any((self.place.directory / made).exists() for made in (".local", "run"))


@pytest.fixture
def machine(place: Place, tmp_path: Path) -> Machine:
    """The package is installed, its socket is stopped."""
    return Machine(place, tmp_path / "root")


@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["status", "--json"],
        ["report", "asking"],
        ["show", "--passphrase-stdin"],
        ["pin", "--passphrase-stdin"],
        ["device-key"],
        ["backup", "file", "--passphrase-stdin"],
        ["copy", "card", "card.txt", "--passphrase-stdin"],
    ],
    ids=" ".join,
)
def test_beside_a_stopped_service_of_the_machine_none_is_started(
    machine: Machine, command: list[str]
) -> None:
    done = machine.run(*command)
    assert (done.returncode, done.stdout, done.stderr) == (4, "", f"steadyhand: {START}\n")
    assert not machine.has_a_second_service()


def test_nothing_is_set_up_beside_a_stopped_service(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "car.toml").write_text(
        'passphrase = "four quiet winter roads"\n[[vehicle]]\nname = "Note"\n'
        'head_unit = "nissan-radio-code"\ncode = "3712"\n'
    )
    done = machine.run("setup", "--from", str(tmp_path / "car.toml"))
    assert (done.returncode, done.stderr) == (4, f"steadyhand: {START}\n")
    assert not machine.has_a_second_service()


def test_the_doctor_says_how_to_start_it(machine: Machine) -> None:
    done = machine.run("doctor")
    assert (done.returncode, START in done.stdout) == (4, True)


def test_the_screens_say_how_to_start_it_and_do_not_open(machine: Machine) -> None:
    screens = [sys.executable, "-c", ADOPT + machine.script(COMMAND)]
    with on_terminal(machine.place, screens, TERM="xterm") as screen:
        assert screen.ends() == 4
    assert START.encode() in screen.said
    assert not machine.has_a_second_service()


def test_a_touchscreen_waits_for_it(machine: Machine) -> None:
    screens = [sys.executable, "-c", ADOPT + machine.script(COMMAND), "--kiosk"]
    with on_terminal(machine.place, screens, TERM="xterm") as screen:
        screen.shows("NO SERVICE")
        screen.shows("steadyhand.socket")
    assert not machine.has_a_second_service()


def test_a_service_that_is_started_by_hand_says_that_systemd_does_that(machine: Machine) -> None:
    done = machine.run(command=SERVICE)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("steadyhandd: systemd starts the service here: sudo systemctl")
    assert not machine.has_a_second_service()


def test_a_place_that_is_named_is_another_one_all_the_same(machine: Machine) -> None:
    machine.place.environment["STEADYHAND_STATE_DIR"] = str(machine.place.state)
    done = machine.run("status")
    assert (done.returncode, done.stdout.startswith("Nothing is set up")) == (0, True)
