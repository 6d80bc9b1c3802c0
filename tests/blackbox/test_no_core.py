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
from tests.blackbox.processes import COMMAND, PATIENCE_S, ROOT, SERVICE, Place, until
from tests.blackbox.terminal import ADOPT, on_terminal, terminal
from tests.blackbox.test_hostile_texts import lying

LOGIN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main; main()"
UNITS = sorted((ROOT / "systemd").glob("*.service"))


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


def test_the_service(place: Place) -> None:
    with place.service() as service:
        assert leaves_none(service.pid)


def test_a_service_that_a_command_started(place: Place) -> None:
    place.run("status")
    keeper = place.keeper()
    assert keeper is not None
    assert leaves_none(keeper)


def test_the_screens(kept: Place) -> None:
    with terminal(kept) as screen:
        screen.shows("Key it in")
        assert leaves_none(screen.process.pid)


def test_the_screens_of_a_login(kept: Place) -> None:
    command = [sys.executable, "-I", "-c", f"{ADOPT}{LOGIN}", "--socket", str(kept.socket)]
    with kept.service(), on_terminal(kept, command, TERM="xterm") as screen:
        screen.shows("Key it in")
        assert leaves_none(screen.process.pid)


@pytest.mark.parametrize(
    "command", [["show"], ["backup", "file"], ["pin"], ["copy", "card", "a.pdf"]], ids=" ".join
)
def test_a_command_that_is_given_a_secret(kept: Place, command: list[str]) -> None:
    with terminal(kept, *command) as screen:
        screen.shows("assphrase")
        assert leaves_none(screen.process.pid)


def test_status_while_it_waits(place: Place) -> None:
    with lying(place):
        status = subprocess.Popen([sys.executable, "-c", COMMAND, "status"], env=place.environment)
        try:
            until(lambda: leaves_none(status.pid), "the limit")
        finally:
            status.kill()
            status.wait()


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


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_systemd_is_told_so_of_every_unit(unit: Path) -> None:
    assert "\nLimitCORE=0\n" in unit.read_text()


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV])
def test_a_service_that_ends_badly_leaves_nothing(place: Place, number: int) -> None:
    with place.service() as service:
        before = sorted(place.directory.rglob("*"))
        service.send_signal(number)
        assert service.wait(PATIENCE_S) == -number
    assert sorted(place.directory.rglob("*")) == before


# As a user without rights would: root reads the memory of every process by one of its rights.
WITHOUT_RIGHTS = f"""
import ctypes, os, sys
ctypes.CDLL(None).prctl({24}, {19}, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""  # PR_CAPBSET_DROP, CAP_SYS_PTRACE


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


def test_the_memory_of_the_service_is_hidden(place: Place) -> None:
    service = as_a_user("-c", SERVICE, "--announce")
    with subprocess.Popen(service, env=place.environment, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert b"ready" in running.stdout.readline()
        assert is_hidden(running.pid)
        running.terminate()


def test_the_memory_of_the_screens_is_hidden(kept: Place) -> None:
    screens = as_a_user("-c", f"{ADOPT}{COMMAND}")
    with on_terminal(kept, screens, TERM="xterm") as screen:
        screen.shows("Key it in")
        assert is_hidden(screen.process.pid)


def test_the_memory_of_any_program_is_not(place: Place) -> None:
    with subprocess.Popen(as_a_user("-c", "input()"), stdin=subprocess.PIPE) as running:
        until(lambda: b"input()" in _command_of(running.pid), "the program")
        assert not is_hidden(running.pid)


def _command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes().partition(WITHOUT_RIGHTS.encode())[0]
