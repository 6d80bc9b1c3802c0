"""Real processes on real files: the service, the commands, and a place for their state.

Nothing here waits for a length of time: ``until`` polls a condition and fails by its name.
"""

import fcntl
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import ROOT

PATIENCE_S = 20.0  # a test that waits in vain fails after this long
COMMAND = "import sys; from tui.__main__ import main; sys.exit(main())"
SERVICE = "import sys; from pi.service.__main__ import main; sys.exit(main())"

Process = "subprocess.Popen[bytes]"


def until(holds: Callable[[], bool], what: str, every_s: float = 0.005) -> None:
    """Wait for a condition. Fails by name where it never comes to hold."""
    late = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > late:
            raise AssertionError(f"this never came: {what}")
        time.sleep(every_s)


class Place:
    """A state directory, and the processes that were started on it."""

    def __init__(self, directory: Path, **more: str) -> None:
        directory.mkdir(exist_ok=True)
        self.directory = directory
        self.state = directory / "state"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(directory),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "STEADYHAND_STATE_DIR": str(self.state),
        } | more
        self.said: list[str] = []
        self.run_by: tuple[str, ...] = ()  # a program that runs the commands, and its arguments
        self.served_by: tuple[str, ...] = ()  # the same for its services

    @property
    def socket(self) -> Path:
        return Path(self.environment.get("STEADYHAND_SOCKET", self.state / "steadyhand.sock"))

    @property
    def database(self) -> Path:
        return self.state / "steadyhand.db"

    def run(self, *arguments: str, typed: str | bytes = b"") -> "subprocess.CompletedProcess[str]":
        """A steadyhand command with these words on its standard input, to its end."""
        return self._to_its_end(COMMAND, arguments, typed)

    def run_service(self, *options: str) -> "subprocess.CompletedProcess[str]":
        """A service that does not start, to its end."""
        return self._to_its_end(SERVICE, options, b"")

    def _to_its_end(
        self, program: str, arguments: tuple[str, ...], typed: str | bytes
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [*self.run_by, sys.executable, "-c", program, *arguments],
            input=typed.encode() if isinstance(typed, str) else typed,
            env=self.environment,
            cwd=self.directory,
            capture_output=True,
            timeout=60,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        self.said += [out, err]
        return subprocess.CompletedProcess(arguments, done.returncode, out, err)

    def json(self, *arguments: str, typed: str = "") -> Any:
        done = self.run(*arguments, typed=typed)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)

    @contextmanager
    def service(self, *options: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A ready service, killed at the end if it still runs."""
        with started(self, *options, **more) as service:
            assert service.stdout is not None
            heard, _, _ = select.select([service.stdout], [], [], 3 * PATIENCE_S)
            assert heard, "a service that never said how its start went"
            said = service.stdout.readline()
            assert b'"ready"' in said, said
            yield service

    def keeper(self) -> int | None:
        """The process that answers on the socket, as the kernel knows it; None where none does."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(PATIENCE_S)  # one that ends no more takes no callers either
            try:
                caller.connect(str(self.socket))
            except TimeoutError:
                raise
            except OSError:
                return None
            credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            return int(struct.unpack("3i", credentials)[0])

    def end(self) -> None:
        """Tell whatever service a command started here to end, and wait until it has."""
        if (keeper := self.keeper()) not in {None, os.getpid()}:
            assert keeper is not None
            os.kill(keeper, signal.SIGTERM)
        until(lambda: self.keeper() is None and not self.locked(), "the end of the service")

    def locked(self) -> bool:
        try:
            with (self.state / "steadyhand.lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.state)): path.read_bytes()
            for path in sorted(self.state.rglob("*"))
            if path.is_file()
        }


@contextmanager
def started(place: Place, *options: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A service that announces how its start goes, killed at the end if it still runs."""
    service = subprocess.Popen(
        [*place.served_by, sys.executable, "-c", SERVICE, "--announce", *options],
        env=place.environment | more,
        cwd=place.directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield service
    finally:
        service.kill()
        _, said = service.communicate(timeout=3 * PATIENCE_S)
        place.said.append(said.decode())


def ended(service: "subprocess.Popen[bytes]") -> int:
    return service.wait(PATIENCE_S)
