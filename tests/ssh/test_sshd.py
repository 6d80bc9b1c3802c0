"""sshd with the drop-in: strict to the one login, silent to all others, and a way to nothing else.

Each test of what can't be had would see it: with the drop-in's line gone, it fails.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.blackbox.processes import PATIENCE_S, Place, until
from tests.ssh.car import DROP_IN, HOST, Car, furnish, sshd
from tests.tools.virtual_pi.machine import free_port

INSIDE = b"a secret of the network in the car"
OF_THE_LOGIN = {
    "forcecommand": "exec /opt/steadyhand/venv/bin/python -I -m tui.login",
    "authenticationmethods": "publickey",
    "authorizedkeysfile": "/etc/steadyhand/authorized_keys",
    "disableforwarding": "yes",
}
NEVER = (
    *("passwordauthentication", "kbdinteractiveauthentication", "permittunnel", "permituserrc"),
    *("permituserenvironment", "x11forwarding", "allowtcpforwarding", "allowagentforwarding"),
    "allowstreamlocalforwarding",
)


def settings(config: Path, user: str) -> dict[str, str]:
    whose = f"user={user},host=phone,addr=192.0.2.1"
    done = subprocess.run(
        [sshd(), "-T", "-C", whose, "-f", config], capture_output=True, text=True, check=True
    )
    pairs = [line.partition(" ") for line in done.stdout.splitlines()]
    return {name: value for name, _, value in pairs}


def test_the_drop_in_is_sound_strict_to_the_login_and_leaves_others_as_they_are(
    tmp_path: Path,
) -> None:
    here = furnish(Place(tmp_path / "car"))
    config, plain = here / "config", here / "plain"
    config.write_text(f"HostKey {here}/host\n{DROP_IN.read_text()}\nMaxAuthTries 3\n")
    plain.write_text(f"HostKey {here}/host\n")
    done = subprocess.run([sshd(), "-t", "-f", config], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    login, root, before = (
        settings(*whose) for whose in ((config, "steadyhand"), (config, "root"), (plain, "root"))
    )
    wanted = OF_THE_LOGIN | dict.fromkeys(NEVER, "no")
    assert {name: login[name] for name in wanted} == wanted
    for name in ("forcecommand", "disableforwarding", "authorizedkeysfile"):
        assert root[name] == before[name]
    assert (login["maxauthtries"], root["maxauthtries"]) == ("3", "3")  # what is read after it
    module = OF_THE_LOGIN["forcecommand"].rpartition(" -m ")[2]
    assert DROP_IN.parents[1].joinpath(*module.split(".")).with_suffix(".py").is_file()


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
    said = b""
    while part := caller.recv(1000):
        said += part
    return said


def test_neither_a_port_of_the_machine_nor_the_services_socket_is_reached(
    car: Car, inside: int
) -> None:
    for what in (f":{HOST}:{inside}", f":{car.place.socket}"):
        with forwarding(car, "-L", what) as caller:
            assert heard(caller) == b""


def test_it_is_no_proxy_and_opens_no_port_for_a_client(car: Car, inside: int) -> None:
    with forwarding(car, "-D", "") as caller:
        caller.sendall(b"\x05\x01\x00\x05\x01\x00\x01" + bytes([127, 0, 0, 1]))
        caller.sendall(inside.to_bytes(2, "big"))
        assert INSIDE not in heard(caller)
    done = car.run("steadyhand status", "-o", "ExitOnForwardFailure=yes", "-R", f"0:{HOST}:9")
    assert (done.returncode, done.stdout) == (255, "")


def test_nobody_is_let_in_by_a_password_or_with_the_key_of_a_stranger(
    car: Car, tmp_path: Path
) -> None:
    done = car.run("steadyhand status", "-o", "PubkeyAuthentication=no")
    assert (done.returncode, done.stdout) == (255, "")
    assert "Permission denied (publickey)" in done.stderr
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
