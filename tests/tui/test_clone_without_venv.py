"""A stock Debian Python cannot make environments: what the bootstrap then asks, and of whom.

Python is the real one with ensurepip taken away; `uv`, `apt-get` and `sudo` note how they were
called, so that nothing is installed on the machine that runs this.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.tui.small_clone import SmallClone, answer

INSTALL = "apt-get install -y python3-venv"
AS_ROOT = [] if os.geteuid() == 0 else [f"sudo {INSTALL}"]


class BareMachine:
    """A clone on a machine whose PATH holds only the commands that a test puts there."""

    def __init__(self, directory: Path) -> None:
        """Take ensurepip from Python by a hook that a command may remove again."""
        self.clone = SmallClone(directory / "clone")
        self.tools = directory / "tools"
        self.tools.mkdir()
        self.hook = self.tools / "sitecustomize.py"
        self.hook.write_text("import sys\nsys.modules['ensurepip'] = None\n")
        self.add("sudo", 'exec "$@"')

    def add(self, name: str, script: str = "exit 1") -> None:
        """Put a command on PATH: it notes how it was called, then does what `script` says."""
        path = self.tools / name
        path.write_text(f'#!/bin/sh\necho {name} "$@" >>{self.tools}/called\n{script}\n')
        path.chmod(0o755)

    def start(self, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run the program to its end; `given` is its standard input."""
        return self.clone.start(given=given, PATH=str(self.tools), PYTHONPATH=str(self.tools))

    def called(self) -> list[str]:
        """The commands that were run, as they were typed."""
        path = self.tools / "called"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> BareMachine:
    """A machine without ensurepip, uv and apt-get."""
    return BareMachine(tmp_path)


def test_without_any_way_one_line_names_the_package(machine: BareMachine) -> None:
    assert machine.start().stderr.endswith(
        "lacks venv; install the package python3-venv, then try again\n"
    )


def test_uv_is_asked_before_the_system_is_touched(machine: BareMachine) -> None:
    machine.add("uv")
    machine.add("apt-get")
    machine.start()
    assert [line.split()[:2] for line in machine.called()] == [["uv", "venv"]]


def test_what_fails_shows_its_last_lines_and_then_one_line_of_ours(machine: BareMachine) -> None:
    machine.add("uv", "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do echo $n; done; exit 2")
    done = machine.start()
    *shown, last = done.stderr.splitlines()
    assert (done.returncode, shown, last.partition(";")[0]) == (
        1,
        [str(n) for n in range(3, 15)],
        "steadyhand: could not make an environment",
    )


def test_the_package_is_installed_and_the_start_goes_on_with_all_its_input(
    machine: BareMachine,
) -> None:
    machine.add("apt-get", f"/bin/cat >/dev/null; exec /bin/rm {machine.hook}")
    answered = answer(machine.start(given="3712\n"))
    assert (answered["prefix"], answered["given"]) == (str(machine.clone.environment), "3712\n")


def test_the_owner_reads_what_will_be_run_on_the_system(machine: BareMachine) -> None:
    machine.add("apt-get", "exit 0")
    assert f"steadyhand: Python lacks venv; running: {(AS_ROOT or [INSTALL])[0]}" in (
        machine.start().stderr.splitlines()
    )


def test_lists_of_packages_are_fetched_only_where_the_package_is_not_found(
    machine: BareMachine,
) -> None:
    machine.add("apt-get")
    machine.start()
    called = [line for line in machine.called() if line.startswith("apt-get")]
    assert called == [INSTALL, "apt-get update", INSTALL]


def test_a_python_that_the_package_does_not_help_is_named(machine: BareMachine) -> None:
    machine.add("apt-get", "exit 0")
    assert machine.start().stderr.endswith(
        "still lacks venv; start it with the system's own Python\n"
    )
