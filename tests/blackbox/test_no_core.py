"""No core of ours holds a code: every process's limit, and what one that ends badly leaves."""

import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.kiosk import SCREENS
from tests.blackbox.places import LOGIN
from tests.blackbox.processes import COMMAND, PATIENCE_S, ROOT, SERVICE, Place
from tests.blackbox.terminal import ADOPT, on_terminal

UNITS = sorted((ROOT / "systemd").glob("*.service"))
# As a user without rights would: root reads the memory of every process by one of its rights.
WITHOUT_RIGHTS = f"""
import ctypes, os, sys
ctypes.CDLL(None).prctl({24}, {19}, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""  # PR_CAPBSET_DROP, CAP_SYS_PTRACE


@pytest.fixture(autouse=True)
def _cores_allowed() -> Iterator[None]:
    """Where the machine allows cores of any size, ours leave none all the same."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    if before[1] == 0:
        pytest.skip("this machine allows no core at all")
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def leaves_none(pid: int) -> bool:
    """Whether a process may write no core, and may not allow itself to."""
    limits = Path(f"/proc/{pid}/limits").read_text()
    return bool(re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE))


def as_a_user(*arguments: str) -> list[str]:
    """A Python with these arguments, without the right to look into other processes."""
    return [sys.executable, "-c", WITHOUT_RIGHTS, *arguments]


def is_hidden(pid: int) -> bool:
    """Whether another program of its user is kept from a process's memory.

    From the same processes the kernel keeps handlers that cores are piped to: these are not bound
    by the limit.
    """
    looks = as_a_user("-c", f"open('/proc/{pid}/mem').close()")
    return b"PermissionError" in subprocess.run(looks, capture_output=True).stderr


def test_a_service_and_one_that_a_command_started(place: Place) -> None:
    place.run("status")
    keeper = place.keeper()
    assert keeper is not None
    assert leaves_none(keeper)
    place.end()
    service = as_a_user("-c", SERVICE, "--announce")
    with subprocess.Popen(service, env=place.environment, stdout=subprocess.PIPE) as running:
        try:
            assert running.stdout is not None
            assert b"ready" in running.stdout.readline()
            assert leaves_none(running.pid)
            assert is_hidden(running.pid)
        finally:
            running.kill()


@pytest.mark.parametrize(
    ("command", "stands"),
    [
        ((COMMAND,), "Key it in"),
        ((LOGIN, "--socket", "SOCKET"), "Key it in"),
        ((COMMAND, "show"), "assphrase"),
    ],
    ids=["the screens", "the screens of a login", "a command that is given a secret"],
)
def test_what_stands_on_a_terminal(kept: Place, command: tuple[str, ...], stands: str) -> None:
    code, *arguments = (word.replace("SOCKET", str(kept.socket)) for word in command)
    program = as_a_user("-c", f"{ADOPT}{code}", *arguments)
    with kept.service(), on_terminal(kept, program, TERM="xterm") as screen:
        screen.shows(stands)
        assert leaves_none(screen.process.pid)
        assert is_hidden(screen.process.pid)


def test_the_memory_of_any_program_is_not_hidden() -> None:
    program = as_a_user("-c", "print(flush=True); input()")
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe) as running:
        assert running.stdout is not None
        running.stdout.readline()
        assert not is_hidden(running.pid)


def test_the_touchscreen_and_all_that_runs_in_it(tmp_path: Path) -> None:
    (tmp_path / "cage").write_text("#!/bin/sh\nulimit -Hc; ulimit -Sc\n")
    (tmp_path / "foot").write_text("#!/bin/sh\n")
    for program in ("cage", "foot"):
        (tmp_path / program).chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "pi.kiosk"],
        env={"PATH": f"{tmp_path}:/bin"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, SCREENS[0]) == ("0\n0\n", "/usr/bin/steadyhand")


def test_systemd_is_told_so_of_every_unit() -> None:
    assert [unit.name for unit in UNITS if "\nLimitCORE=0\n" not in unit.read_text()] == []
    assert len(UNITS) > 1


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV])
def test_a_service_that_ends_badly_leaves_nothing(place: Place, number: int) -> None:
    with place.service() as service:
        before = sorted(place.directory.rglob("*"))
        service.send_signal(number)
        assert service.wait(PATIENCE_S) == -number
    assert sorted(place.directory.rglob("*")) == before
