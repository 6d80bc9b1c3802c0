"""The bootstrap of a clone, tried on a clone in small: real environments and a real pip.

The clone's two programs, `tui` and `tests`, print as JSON where they run and what they were given.
What they import goes by the names the bootstrap looks for, `textual` and `pytest`, and is neither;
their wheels are tiny, and no network is needed.
"""

import hashlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.blackbox.processes import ROOT

INSTALL = "apt-get install -y python3-venv"
SYSTEM_PYTHON = os.path.realpath(sys.executable)
PATIENCE_S = 300  # Only a hang comes near it.

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "steadyhand"
version = "0.1.0"
"""

# Where the clone has a gate, the installation says that it has begun and waits to be let go on.
BACKEND = """
import os, shutil
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    if os.path.exists("begun"):
        with open("begun", "w") as begun, open("go_on") as go_on:
            print("begun", file=begun, flush=True)
            go_on.readline()
    return os.path.basename(shutil.copy("steadyhand-1-py3-none-any.whl", wheel_directory))
"""

PROGRAM = """
if __name__ == "__main__":
    from tui.bootstrap import ensure
    ensure("{lock}")
import json, sys
import {module}
print(json.dumps({{"prefix": sys.prefix, "arguments": sys.argv[1:], "given": sys.stdin.read(),
                   "version": {module}.version}}))
"""


def write_wheel(directory: Path, module: str, version: str) -> str:
    """Write the wheel of a module that knows its version; its line for a lock file."""
    wheel = directory / f"{module}-{version}-py3-none-any.whl"
    info = f"{module}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as file:
        for name, text in (
            (f"{module}/__init__.py", f"version = {version!r}"),
            (f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}"),
            (f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any"),
            (f"{info}/RECORD", ""),
        ):
            file.writestr(name, f"{text}\n" if text else "")
    return f"./{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class SmallClone:
    """A clone in a directory, and the ways an owner starts it."""

    def __init__(self, root: Path) -> None:
        """Lay the clone down, as fresh as from git; `root` is made."""
        self.root = root
        for program, lock, module in (
            ("tui", "requirements.lock", "textual"),
            ("tests", "requirements-test.lock", "pytest"),
        ):
            (root / program).mkdir(parents=True)
            (root / program / "__init__.py").touch()
            text = PROGRAM.format(lock=lock, module=module)
            (root / program / "__main__.py").write_text(text)
        for name in ("bootstrap.py", "venv.py"):
            shutil.copy(ROOT / "tui" / name, root / "tui" / name)
        (root / "pi").mkdir()
        for name in ("__init__.py", "drawable.py", "filesystem.py", "process.py"):
            shutil.copy(ROOT / "pi" / name, root / "pi" / name)
        (root / "pyproject.toml").write_text(PYPROJECT)
        (root / "backend.py").write_text(BACKEND)
        write_wheel(root, "steadyhand", "1")
        self.lock("1")

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    def lock(self, version: str) -> None:
        textual = write_wheel(self.root, "textual", version)
        pytest = write_wheel(self.root, "pytest", version)
        (self.root / "requirements.lock").write_text(textual)
        (self.root / "requirements-test.lock").write_text(textual + pytest)

    def start(
        self,
        program: str = "tui",
        *options: str,
        given: str = "",
        python: str | Path = SYSTEM_PYTHON,
        **more: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; `given` is its standard input, `options` are Python's own."""
        return subprocess.run(
            [python, *options, "-m", program],
            cwd=self.root,
            env=self.surroundings() | more,
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )

    def answers(self, **more: Any) -> Any:
        """What the program prints; nothing else may be on standard output."""
        done = self.start(**more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def begin(self, program: str = "tui", *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        with subprocess.Popen(
            [SYSTEM_PYTHON, "-m", program, *arguments],
            cwd=self.root,
            env=self.surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as started:
            try:
                yield started
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(started.pid, signal.SIGKILL)

    def surroundings(self) -> dict[str, str]:
        """Environment variables: an empty home, and no index to ask."""
        home = self.root.parent / "home"
        home.mkdir(exist_ok=True)
        plain = {"PATH": os.defpath, "HOME": str(home)}
        return plain | {"PIP_NO_INDEX": "1", "PIP_NO_CACHE_DIR": "1"}


@contextmanager
def gate(clone: SmallClone) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Holds installations half-way: two FIFOs in the clone that its build goes through.

    What waits until one stands there, and what lets it go on.
    """
    paths = [clone.root / "begun", clone.root / "go_on"]
    for path in paths:
        os.mkfifo(path)
    begun, go_on = (os.open(path, os.O_RDWR) for path in paths)

    def reached() -> None:
        assert select.select([begun], [], [], PATIENCE_S)[0], "nothing came to the gate"
        os.read(begun, 100)

    yield reached, lambda: os.write(go_on, b"go on\n")
    for path in paths:
        path.unlink()
    os.close(begun)
    os.close(go_on)


@pytest.fixture
def clone(tmp_path: Path) -> SmallClone:
    return SmallClone(tmp_path / "clone")


def test_a_clone_is_set_up_once_where_it_lies_and_brought_to_newer_locks(clone: SmallClone) -> None:
    """Its first start is killed half-way; of the two that follow at once one installs."""
    with gate(clone) as (reached, let_go):
        with clone.begin():  # killed where the block ends
            reached()
        (clone.environment / "begun").touch()
        tests = ("tests", "-k", "lamps")
        with clone.begin(*tests) as one, clone.begin(*tests) as other:
            reached()
            told = [start.stderr.readline() for start in (one, other) if start.stderr]
            let_go()
            said = [start.communicate(timeout=PATIENCE_S) for start in (one, other)]
    lines = "".join([*told, *(err for _, err in said)]).splitlines()
    assert sorted(line.split()[1] for line in lines) == ["another", "installing", "ready"]
    answered = json.loads(said[1][0])
    assert (answered["prefix"], answered["arguments"]) == (str(clone.environment), ["-k", "lamps"])
    assert not (clone.environment / "begun").exists()

    wheels = {wheel: wheel.read_bytes() for wheel in clone.root.glob("*.whl")}
    for wheel in wheels:
        wheel.unlink()
    assert clone.start("tests").stderr + clone.start("tui").stderr == ""  # nothing is left to do
    for wheel, content in wheels.items():
        wheel.write_bytes(content)

    python = clone.environment / "bin" / "python"
    target = python.readlink()
    python.unlink()
    python.symlink_to("/nowhere/python3")
    ask = "from tui import bootstrap as clone; print(clone.is_whole('requirements.lock'))"
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", ask], cwd=clone.root, capture_output=True, text=True
    )
    assert done.stdout == "False\n"  # without the Python it stands on
    python.unlink()
    python.symlink_to(target)

    clone.root = clone.root.rename(clone.root.parent / "moved")
    clone.lock("2")
    moved = clone.answers()
    assert (moved["prefix"], moved["version"]) == (str(clone.environment), "2")
    (clone.environment / "planted").touch()
    clone.lock("3")
    assert clone.answers(python=clone.environment / "bin" / "python")["version"] == "3"
    assert (clone.environment / "planted").exists()  # the same environment


def test_an_installed_package_makes_no_environment(clone: SmallClone) -> None:
    clone.environment.write_text("a file where the environment would be")
    assert clone.start().stderr == f"steadyhand: cannot make {clone.environment}: File exists\n"
    (clone.root / "pyproject.toml").unlink()
    (clone.root / "textual.py").write_text("version = 'installed'")
    assert clone.answers()["prefix"] == sys.base_prefix


def test_an_environment_that_has_the_package_is_used_but_for_tests_it_could_not_run(
    clone: SmallClone,
) -> None:
    theirs = clone.root.parent / "theirs"
    for name in ("steadyhand-0.1.0.dist-info", "textual"):
        (theirs / name).mkdir(parents=True)
    (theirs / "textual" / "__init__.py").write_text("version = 'theirs'")
    assert clone.answers(PYTHONPATH=str(theirs))["version"] == "theirs"
    clone.environment.write_text("a file where the environment would be")
    # -S: what else this machine has does not count.
    assert "cannot make" in clone.start("tests", "-S", PYTHONPATH=str(theirs)).stderr


def test_deciding_loads_no_module_that_python_has_not_loaded_already() -> None:
    ask = "import sys; had = set(sys.modules); import tui.bootstrap; print(*set(sys.modules) - had)"
    done = subprocess.run([SYSTEM_PYTHON, "-c", ask], cwd=ROOT, capture_output=True, text=True)
    assert set(done.stdout.split()) == {"tui", "tui.bootstrap"}


class BareMachine:
    """A clone on a machine that cannot make environments, as a stock Debian cannot.

    Python is the real one with ensurepip taken away. PATH holds only the commands that a test puts
    there; they note how they were called, so that nothing is installed on this machine.
    """

    def __init__(self, directory: Path) -> None:
        """Take ensurepip from Python by a hook that a command may remove again."""
        self.clone = SmallClone(directory / "clone")
        self.tools = directory / "tools"
        self.tools.mkdir()
        (self.tools / "called").touch()
        self.hook = self.tools / "sitecustomize.py"
        self.hook.write_text("import sys\nsys.modules['ensurepip'] = None\n")
        self.add("sudo", 'exec "$@"')

    def add(self, name: str, script: str = "exit 1") -> None:
        """Put a command on PATH: it notes how it was called, then does what `script` says."""
        path = self.tools / name
        path.write_text(f'#!/bin/sh\necho {name} "$@" >>{self.tools}/called\n{script}\n')
        path.chmod(0o755)

    def start(self, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run the program to its end; `given` is its standard input."""
        return self.clone.start(given=given, PATH=str(self.tools), PYTHONPATH=str(self.tools))

    def called(self) -> list[str]:
        return (self.tools / "called").read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> BareMachine:
    return BareMachine(tmp_path)


def test_without_any_way_the_package_is_named_and_uv_is_asked_before_the_system(
    machine: BareMachine,
) -> None:
    """What fails shows its last lines."""
    assert machine.start().stderr.endswith(
        "lacks venv; install the package python3-venv, then try again\n"
    )
    machine.add("uv", "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do echo $n; done; exit 2")
    machine.add("apt-get")
    done = machine.start()
    assert [line.split()[:2] for line in machine.called()] == [["uv", "venv"]]
    *shown, last = done.stderr.splitlines()
    assert (done.returncode, shown, last.partition(";")[0]) == (
        1,
        [str(n) for n in range(3, 15)],
        "steadyhand: could not make an environment",
    )


def test_the_package_is_installed_and_the_start_keeps_all_its_input(machine: BareMachine) -> None:
    machine.add("apt-get", f"/bin/cat >/dev/null; exec /bin/rm {machine.hook}")
    answered = json.loads(machine.start(given="3712\n").stdout)
    assert (answered["prefix"], answered["given"]) == (str(machine.clone.environment), "3712\n")


def test_lists_are_fetched_where_the_package_is_not_found_and_the_owner_reads_what_is_run(
    machine: BareMachine,
) -> None:
    machine.add("apt-get")
    machine.start()
    called = [line for line in machine.called() if line.startswith("apt-get")]
    assert called == [INSTALL, "apt-get update", INSTALL]
    machine.add("apt-get", "exit 0")
    first, *_, last = machine.start().stderr.splitlines()
    as_root = INSTALL if os.geteuid() == 0 else f"sudo {INSTALL}"
    assert first == f"steadyhand: Python lacks venv; running: {as_root}"
    assert last.endswith("still lacks venv; start it with the system's own Python")
