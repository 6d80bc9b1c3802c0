"""A car on the network: a real sshd on loopback with the product's own drop-in, and its clients.

The drop-in is the one that is installed, with another user, keys file, Python and service.
"""

import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.blackbox.places import LOGIN
from tests.blackbox.processes import ROOT, Place, until
from tests.blackbox.terminal import ADOPT, COLUMNS, LINES, Terminal, on_terminal
from tests.tools.virtual_pi.machine import free_port

DROP_IN = ROOT / "systemd" / "sshd.conf"
USER = pwd.getpwuid(os.getuid()).pw_name
BECOME = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"
HOST = "127.0.0.1"
TERM = "xterm-256color"

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {here}/host
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
MaxStartups 100
Subsystem sftp internal-sftp
Include {here}/drop-in.conf
"""


def why_not() -> str:
    """Why no sshd can be started here, empty where one can."""
    if not (sshd() and shutil.which("ssh") and shutil.which("ssh-keygen")):
        return "needs openssh-server and openssh-client"
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd gives up its rights
        if f"\n{USER}:!" in "\n" + Path("/etc/shadow").read_text():
            return f"the account {USER} is locked, and sshd lets nobody in"
    return ""


def sshd() -> str:
    """The server by its full path, as it starts itself anew by that. Empty where there is none."""
    return shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:" + os.environ["PATH"]) or ""


class Car:
    """The address of a running sshd, and who calls there."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        self.port = port
        self.environment = place.environment | {"TERM": TERM}

    def client(self, program: str = "ssh") -> list[str]:
        """A client of OpenSSH with the keys of this car, to be followed by the rest."""
        here = self.place.directory / "sshd"
        told = {
            "IdentityFile": f"{here}/client",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": f"{here}/known",
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
            "Port": str(self.port),
            "User": USER,
        }
        settings = [word for name, value in told.items() for word in ("-o", f"{name}={value}")]
        return [program, "-F", "none", *settings]

    def ssh(self, *options: str) -> list[str]:
        """The client's command line up to the name of the car."""
        return [*self.client(), *options, HOST]

    def run(
        self, command: str, *options: str, typed: str = "", **more: str
    ) -> "subprocess.CompletedProcess[str]":
        return self.call([*self.ssh(*options), command], typed, **more)

    def call(
        self, client: list[str], typed: str = "", **more: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            client,
            input=typed,
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def screen(
        self,
        *command: str,
        columns: int = COLUMNS,
        lines: int = LINES,
        term: str = TERM,
        **more: str,
    ) -> Iterator[Terminal]:
        """The UI, or a command, on a terminal at the far end of a connection."""
        client = [sys.executable, "-c", f"{ADOPT}{BECOME}", *self.ssh("-tt"), *command]
        told = self.environment | {"TERM": term} | more
        with on_terminal(self.place, client, columns, lines, **told) as opened:
            yield opened

    def uis(self) -> list[int]:
        """The processes that this car's sshd started and that still run, by their numbers."""
        return sorted(
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and str(self.place.socket) in _command_line(entry)
        )

    def keeps_open(self) -> int:
        keeper = self.place.keeper()
        return len(os.listdir(f"/proc/{keeper}/fd"))


def _command_line(process: Path) -> list[str]:
    """The arguments of a process, none once it is gone or a corpse."""
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def furnish(place: Place, *options: str) -> Path:
    """Keys, and the product's drop-in for whoever runs the tests and their place's service."""
    login = shlex.join([sys.executable, "-I", "-c", LOGIN, "--socket", str(place.socket), *options])
    replaced = {
        "Match User steadyhand": f"Match User {USER}",
        "/opt/steadyhand/venv/bin/python -I -m tui.login": login,
        "/etc/steadyhand/authorized_keys": f"{place.directory}/sshd/authorized_keys",
    }
    text = DROP_IN.read_text()
    for installed, ours in replaced.items():
        assert text.count(installed) == 1, installed
        text = text.replace(installed, ours)
    here = place.directory / "sshd"
    here.mkdir()
    for name in ("host", "client"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", here / name]
        subprocess.run(make, check=True)
    (here / "authorized_keys").write_text((here / "client.pub").read_text())
    (here / "drop-in.conf").write_text(text)
    return here


@contextmanager
def car(place: Place, *options: str) -> Iterator[Car]:
    """A running sshd for a place. ``options`` go to the login. Killed at the end."""
    here = furnish(place, *options)
    port = free_port()
    (here / "known").write_text(f"[127.0.0.1]:{port} {(here / 'host.pub').read_text()}")
    (here / "config").write_text(CONFIG.format(port=port, here=here))
    server = subprocess.Popen(
        [sshd(), "-D", "-f", here / "config", "-E", here / "log"],
        env=place.environment,
        stdin=subprocess.DEVNULL,
    )
    called = Car(place, port)
    try:
        until(lambda: _answers(server, port), f"an answer of sshd ({here}/log)")
        yield called
    finally:
        server.kill()
        server.wait()


def _answers(server: "subprocess.Popen[bytes]", port: int) -> bool:
    assert server.poll() is None, "sshd ended"
    with socket.socket() as caller:
        return caller.connect_ex((HOST, port)) == 0
