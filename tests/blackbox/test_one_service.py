"""One service for each store: who starts it, who may not, and when it leaves."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.blackbox.places import ONE_VEHICLE
from tests.blackbox.processes import ROOT, Place, ended, started, until
from tests.blackbox.terminal import terminal

START = (
    "The service of this machine is not running. Start it: sudo systemctl start steadyhand.socket"
)


def announced(service: "subprocess.Popen[bytes]") -> bytes:
    assert service.stdout is not None
    return service.stdout.readline()


def test_a_command_starts_the_service_it_needs_and_the_next_finds_it(place: Place) -> None:
    place.environment["STEADYHAND_STATE_DIR"] = "state"  # from where one stands
    assert place.run("status").returncode == 0
    first = place.keeper()
    assert first is not None
    assert place.database.is_file()
    assert os.getsid(first) == first  # what ends its starter's session leaves it alone
    assert "Umask:\t0077\n" in Path(f"/proc/{first}/status").read_text()  # for its user alone
    assert place.run("status").returncode == 0
    assert place.keeper() == first
    os.kill(first, signal.SIGTERM)
    assert place.run("status").returncode == 0
    until(lambda: place.keeper() not in {None, first}, "another service")


def test_commands_at_once_are_all_served_by_one_service(place: Place) -> None:
    with ThreadPoolExecutor(4) as commands:
        done = [*commands.map(lambda _: place.run("status"), range(4))]
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 4


def test_a_second_service_is_refused_names_the_first_and_leaves_it_its_socket(
    place: Place, tmp_path: Path
) -> None:
    with place.service() as first:
        with started(place) as second:
            assert f'"pid":"{first.pid}"'.encode() in announced(second)
            assert ended(second) == 1
        assert place.said[-1].count("\n") == 1
        assert place.said[-1].startswith(
            f"steadyhandd: process {first.pid} already keeps {place.state}"
        )
        assert place.run("status").returncode == 0
        place.environment["STEADYHAND_SOCKET"] = str(tmp_path / "elsewhere")
        done = place.run("status")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        f"steadyhand: Process {first.pid} already keeps {place.state}."
        " End it, or choose another place.\n"
    )


def test_two_stores_do_not_share_a_socket(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other", STEADYHAND_SOCKET=str(place.socket))
    with place.service() as first:
        with started(other) as second:
            said = announced(second)
            assert (b"socket_in_use" in said, ended(second)) == (True, 1)
        assert first.poll() is None
        assert place.run("status").returncode == 0


def test_after_a_kill_the_next_takes_socket_and_lock_whoever_has_its_number(place: Place) -> None:
    with place.service() as first:
        first.kill()
        first.wait()
    assert place.socket.is_socket()
    (place.state / "steadyhand.lock").write_text(f"{os.getpid()}\n")
    assert place.run("status").returncode == 0


def test_what_keeps_a_socket_from_its_place_is_one_line_and_left_alone(place: Place) -> None:
    place.state.mkdir()
    place.socket.write_text("a letter")
    done = place.run("status")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert place.socket.read_text() == "a letter"
    place.socket.unlink()
    deep = place.directory / ("deep" * 30)
    place.environment["STEADYHAND_STATE_DIR"] = str(deep)
    done = place.run("status")
    assert (done.returncode, done.stderr.count("\n"), str(deep) in done.stderr) == (4, 1, True)


@pytest.fixture
def machine(place: Place) -> Place:
    """What a user has of a machine with the package on it, its service stopped."""
    root, first = place.directory / "root", place.directory / "first"
    unit = root / "usr/lib/systemd/system/steadyhand.socket"
    unit.parent.mkdir(parents=True)
    unit.touch()
    first.mkdir()
    (first / "sitecustomize.py").write_text(f"import pi.places; pi.places.ROOT = {str(root)!r}")
    place.environment["PYTHONPATH"] = os.pathsep.join([str(first), str(ROOT)])
    place.environment["XDG_RUNTIME_DIR"] = str(place.directory / "run")
    del place.environment["STEADYHAND_STATE_DIR"]
    return place


def has_a_second_service(machine: Place) -> bool:
    """Whether anything was made in the user's home."""
    return any((machine.directory / made).exists() for made in (".local", "run"))


def test_beside_a_stopped_service_of_the_machine_none_is_started_and_each_says_how_to_start_it(
    machine: Place,
) -> None:
    for command in ("status", "report asking", "show --passphrase-stdin", "setup --from -"):
        done = machine.run(*command.split(), typed=ONE_VEHICLE)
        assert (done.returncode, done.stdout, done.stderr) == (4, "", f"steadyhand: {START}\n")
    done = machine.run("doctor")
    assert (done.returncode, START in done.stdout) == (4, True)
    done = machine.run_service()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("steadyhandd: systemd starts the service here: sudo systemctl")
    assert not has_a_second_service(machine)
    machine.environment["STEADYHAND_STATE_DIR"] = str(machine.state)
    done = machine.run("status")  # a place that is named is another one
    assert (done.returncode, done.stdout.startswith("Nothing is set up")) == (0, True)


def test_the_screens_say_how_to_start_it_and_do_not_open_and_a_touchscreen_waits_for_it(
    machine: Place,
) -> None:
    with terminal(machine) as screen:
        assert screen.ends() == 4
    assert START.encode() in screen.said
    with terminal(machine, "--kiosk") as screen:
        screen.shows("NO SERVICE")
        screen.shows("steadyhand.socket")
    assert not has_a_second_service(machine)


def test_an_idle_service_leaves_with_its_socket_and_never_while_it_is_needed(kept: Place) -> None:
    with visited(kept) as (service, session):
        outlived(kept, service)
        kept.run("report", "rejected", "--vehicle", "1")
        session.close()
        outlived(kept, service)  # it counts a wait
        kept.run("report", "power-off", "--vehicle", "1")
        assert ended(service) == 0
    assert not kept.socket.exists()


@contextmanager
def visited(place: Place) -> Iterator[tuple["subprocess.Popen[bytes]", socket.socket]]:
    """A service that waits for nobody, and a session that it let in before it left."""
    came_in = False
    while not came_in:
        with place.service("--linger", "0.05") as service, socket.socket(socket.AF_UNIX) as session:
            with suppress(OSError):
                session.connect(str(place.socket))
                came_in = bool(session.recv(100))
            if came_in:
                yield service, session


def outlived(place: Place, service: "subprocess.Popen[bytes]") -> None:
    """See another service, as patient and with nothing to do, come and go before this one."""
    other = Place(place.directory / "other")
    with other.service("--linger", "0.05") as idle:
        assert ended(idle) == 0
    assert service.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_told_to_end_does_so_in_order_with_sessions_there(
    place: Place, number: int
) -> None:
    with place.service() as service, socket.socket(socket.AF_UNIX) as session:
        session.connect(str(place.socket))
        session.recv(100)
        service.send_signal(number)
        assert (ended(service), session.recv(100)) == (0, b"")
    assert (place.socket.exists(), place.said) == (False, [""])


def test_a_wrong_option_is_one_line(place: Place) -> None:
    with started(place, "--port", "80") as service:
        assert ended(service) == 2
    assert place.said[0].count("\n") == 1
