"""Nothing but the screens and the commands: no way through the machine, no files, no password.

Each test would see what it says can't be had: with the drop-in's line gone, it fails.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.blackbox.processes import PATIENCE_S, until
from tests.ssh.car import HOST, Car

INSIDE = b"a secret of the network in the car"


@pytest.fixture(name="inside")
def something_inside() -> Iterator[int]:
    """A port of the machine where something tells a secret to whoever connects."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        pid = os.fork()
        if pid == 0:
            while True:
                caller, _ = listening.accept()
                caller.sendall(INSIDE)
                caller.close()
        yield port
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def forwarding(car: Car, kind: str, what: str) -> Iterator[socket.socket]:
    """A connection to what a client forwards, once it listens."""
    port = free_port()
    client = subprocess.Popen(
        car.ssh("-N", kind, f"{HOST}:{port}{what}"),
        env=car.environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    caller = socket.socket()
    caller.settimeout(PATIENCE_S)
    try:
        until(lambda: caller.connect_ex((HOST, port)) == 0, "a client that listens")
        yield caller
    finally:
        caller.close()
        client.kill()
        client.wait()


def heard(caller: socket.socket) -> bytes:
    """All that is said until the other side hangs up."""
    said = b""
    while part := caller.recv(1000):
        said += part
    return said


def test_a_port_of_the_machine_is_not_reached(car: Car, inside: int) -> None:
    with forwarding(car, "-L", f":{HOST}:{inside}") as caller:
        assert heard(caller) == b""


def test_the_socket_of_the_service_is_not_reached(car: Car) -> None:
    with forwarding(car, "-L", f":{car.place.socket}") as caller:
        assert heard(caller) == b""


def test_it_is_no_proxy(car: Car, inside: int) -> None:
    with forwarding(car, "-D", "") as caller:
        caller.sendall(b"\x05\x01\x00\x05\x01\x00\x01" + bytes([127, 0, 0, 1]))
        caller.sendall(inside.to_bytes(2, "big"))
        assert INSIDE not in heard(caller)


def test_it_opens_no_port_for_a_client(car: Car) -> None:
    done = car.run("steadyhand status", "-o", "ExitOnForwardFailure=yes", "-R", f"0:{HOST}:9")
    assert (done.returncode, done.stdout) == (255, "")


def test_no_agent_and_no_display_of_the_client_come_along(car: Car, tmp_path: Path) -> None:
    agent = subprocess.Popen(
        ["ssh-agent", "-D", "-a", tmp_path / "agent"], stdout=subprocess.DEVNULL
    )
    try:
        until((tmp_path / "agent").exists, "an agent")
        car.environment |= {"SSH_AUTH_SOCK": str(tmp_path / "agent"), "DISPLAY": ":9"}
        with car.screen("-A", "-Y") as screen:
            screen.shows("Key it in")
            (ui,) = car.uis()
            given = Path(f"/proc/{ui}/environ").read_bytes()
        assert [name for name in (b"SSH_AUTH_SOCK", b"DISPLAY") if name in given] == []
    finally:
        agent.kill()
        agent.wait()


def test_nobody_is_let_in_by_a_password(car: Car) -> None:
    done = car.run("steadyhand status", "-o", "PubkeyAuthentication=no")
    assert (done.returncode, done.stdout) == (255, "")
    assert "Permission denied (publickey)" in done.stderr


def test_a_key_of_a_stranger_opens_nothing(car: Car, tmp_path: Path) -> None:
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"]
    subprocess.run(make, check=True)
    told = f"IdentityFile={car.place.directory}/sshd/client"
    client = [word.replace(told, f"IdentityFile={tmp_path}/other") for word in car.ssh()]
    done = car.call([*client, "steadyhand status"])
    assert (done.returncode, done.stdout) == (255, "")


@pytest.mark.parametrize("how", [["sftp", "-b", "-"], ["scp", "-s"], ["scp", "-O"]], ids=" ".join)
def test_no_file_is_fetched(car: Car, tmp_path: Path, how: list[str]) -> None:
    program, *options = how
    wanted, fetched = f"{HOST}:{car.place.database}", tmp_path / "fetched"
    client = [*car.client(program), *options]
    if program == "sftp":
        done = car.call([*client, HOST], typed=f"get {car.place.database} {fetched}\n")
    else:
        done = car.call([*client, wanted, str(fetched)])
    assert done.returncode != 0
    assert not fetched.exists()
