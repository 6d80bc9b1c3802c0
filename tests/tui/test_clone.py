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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

INSTALL = "apt-get install -y python3-venv"
AS_ROOT = [] if os.geteuid() == 0 else [f"sudo {INSTALL}"]
REAL = Path(__file__).parents[2]
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
    from tui.clone import ensure
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
        file.writestr(f"{module}/__init__.py", f"version = {version!r}\n")
        file.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n"
        )
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{info}/RECORD", "")
    return f"./{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class SmallClone:
    """A clone in a directory, and the ways an owner starts it."""

    def __init__(self, root: Path) -> None:
        """Lay the clone down, as fresh as from git; `root` is made."""
        self.root = root
        self.environment = root / ".venv"
        for program, lock, module in (
            ("tui", "requirements.lock", "textual"),
            ("tests", "requirements-test.lock", "pytest"),
        ):
            (root / program).mkdir(parents=True)
            (root / program / "__init__.py").touch()
            text = PROGRAM.format(lock=lock, module=module)
            (root / program / "__main__.py").write_text(text)
        for name in ("clone.py", "clone_environment.py"):
            shutil.copy(REAL / "tui" / name, root / "tui" / name)
        (root / "pi").mkdir()
        for name in ("__init__.py", "drawable.py", "log.py"):
            shutil.copy(REAL / "pi" / name, root / "pi" / name)
        (root / "pyproject.toml").write_text(PYPROJECT)
        (root / "backend.py").write_text(BACKEND)
        write_wheel(root, "steadyhand", "1")
        self.lock("1")

    def lock(self, version: str) -> None:
        """Make both lock files name this version of what the programs need."""
        textual = write_wheel(self.root, "textual", version)
        pytest = write_wheel(self.root, "pytest", version)
        (self.root / "requirements.lock").write_text(textual)
        (self.root / "requirements-test.lock").write_text(textual + pytest)

    def start(
        self,
        program: str = "tui",
        *arguments: str,
        given: str = "",
        python: str | Path = SYSTEM_PYTHON,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; `given` is its standard input."""
        return subprocess.run(
            [python, "-m", program, *arguments],
            cwd=self.root,
            env=self.surroundings(environment),
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )

    @contextmanager
    def begin(self, program: str = "tui", *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        """Start the program and do not wait; it and its children are killed in the end."""
        with subprocess.Popen(
            [SYSTEM_PYTHON, "-m", program, *arguments],
            cwd=self.root,
            env=self.surroundings({}),
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

    def surroundings(self, more: dict[str, str]) -> dict[str, str]:
        """Environment variables: an empty home, no index to ask, and `more`."""
        home = self.root.parent / "home"
        home.mkdir(exist_ok=True)
        plain = {"PATH": os.defpath, "HOME": str(home), "PIP_NO_INDEX": "1"}
        return plain | {"PIP_NO_CACHE_DIR": "1"} | more

    def move(self, root: Path) -> None:
        """Lay the whole clone elsewhere."""
        self.root.rename(root)
        self.root, self.environment = root, root / ".venv"


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    """What the program printed; nothing else may be on standard output."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Gate:
    """Holds an installation half-way: two FIFOs in the clone that its build goes through."""

    def __init__(self, clone: SmallClone) -> None:
        """Put the gate up, closed."""
        self.paths = [clone.root / "begun", clone.root / "go_on"]
        for path in self.paths:
            os.mkfifo(path)
        self.begun, self.go_on = (os.open(path, os.O_RDWR) for path in self.paths)

    def wait_until_reached(self) -> None:
        """Return when an installation stands at the gate."""
        assert select.select([self.begun], [], [], PATIENCE_S)[0], "nothing came to the gate"
        os.read(self.begun, 100)

    def open(self) -> None:
        """Let the installation go on."""
        os.write(self.go_on, b"go on\n")

    def remove(self) -> None:
        """Take the gate away, for installations yet to come."""
        for path in self.paths:
            path.unlink()
        os.close(self.begun)
        os.close(self.go_on)


@pytest.fixture
def clone(tmp_path: Path) -> SmallClone:
    """A clone that was never started."""
    return SmallClone(tmp_path / "clone")


class Story(NamedTuple):
    """What a clone went through, from its first start on."""

    clone: SmallClone
    told_by_two: list[str]  # on standard error, by two first starts at once
    answered: Any  # by a first start
    has_what_was_begun: bool
    told_when_done: str  # on standard error, where nothing is left to do
    whole_without_python: str
    moved: Any  # what it answered elsewhere, its lock being another by then
    version: str  # after one more lock, started from inside
    kept_what_was_planted: bool


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """One clone: begun and killed, set up, started again, moved, and brought to newer locks."""
    clone = SmallClone(tmp_path_factory.mktemp("finished") / "clone")
    gate = Gate(clone)
    with clone.begin():  # Killed where the block ends.
        gate.wait_until_reached()
    (clone.environment / "begun").touch()
    tests = ("tests", "-k", "lamps")
    with clone.begin(*tests) as one, clone.begin(*tests) as other:
        gate.wait_until_reached()
        told = [start.stderr.readline() for start in (one, other) if start.stderr]
        gate.open()
        said = [start.communicate(timeout=PATIENCE_S) for start in (one, other)]
    gate.remove()
    told += [err for _, err in said]
    answered = answer(subprocess.CompletedProcess([], other.returncode, *said[1]))
    has_begun = (clone.environment / "begun").exists()
    wheels = {wheel: wheel.read_bytes() for wheel in clone.root.glob("*.whl")}
    for wheel in wheels:
        wheel.unlink()
    silent = clone.start("tests").stderr + clone.start("tui").stderr
    for wheel, content in wheels.items():
        wheel.write_bytes(content)
    without = is_whole_without_python(clone)
    clone.move(clone.root.parent / "moved")
    clone.lock("2")
    moved = answer(clone.start())
    (clone.environment / "planted").touch()
    clone.lock("3")
    inside = answer(clone.start(python=clone.environment / "bin" / "python"))["version"]
    planted = (clone.environment / "planted").exists()
    return Story(clone, told, answered, has_begun, silent, without, moved, inside, planted)


def is_whole_without_python(clone: SmallClone) -> str:
    """Whether a clone takes its environment for whole while the Python it stands on is gone."""
    python = clone.environment / "bin" / "python"
    target = python.readlink()
    python.unlink()
    python.symlink_to("/nowhere/python3")
    ask = "from tui import clone; print(clone.is_whole('requirements.lock'))"
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", ask], cwd=clone.root, capture_output=True, text=True
    )
    python.unlink()
    python.symlink_to(target)
    return done.stdout


def test_of_two_starts_at_once_one_installs_and_one_waits(story: Story) -> None:
    lines = "".join(story.told_by_two).splitlines()
    assert sorted(line.split()[1] for line in lines) == ["another", "installing", "ready"]


def test_a_fresh_clone_runs_in_an_environment_of_its_own_with_all_its_arguments(
    story: Story,
) -> None:
    where = story.clone.root.parent / "clone" / ".venv"
    assert (story.answered["prefix"], story.answered["arguments"]) == (str(where), ["-k", "lamps"])


def test_an_installation_killed_half_way_is_made_anew_at_the_next_start(story: Story) -> None:
    assert not story.has_what_was_begun


def test_a_start_with_nothing_to_do_says_nothing_and_fetches_nothing(story: Story) -> None:
    assert story.told_when_done == ""


def test_an_environment_whose_python_has_gone_is_not_whole(story: Story) -> None:
    assert story.whole_without_python == "False\n"


def test_a_moved_clone_is_set_up_again_where_it_lies_now(story: Story) -> None:
    where = str(story.clone.environment)
    assert (story.moved["prefix"], story.moved["version"]) == (where, "2")


def test_a_changed_lock_is_installed_into_the_same_environment(story: Story) -> None:
    assert (story.version, story.kept_what_was_planted) == ("3", True)


def test_a_place_where_nothing_can_be_written_is_named_in_one_line(clone: SmallClone) -> None:
    clone.environment.write_text("a file where the environment would be")
    assert clone.start().stderr == f"steadyhand: cannot make {clone.environment}: File exists\n"


def test_an_installed_package_makes_no_environment(clone: SmallClone) -> None:
    (clone.root / "pyproject.toml").unlink()
    (clone.root / "textual.py").write_text("version = 'installed'")
    assert answer(clone.start())["prefix"] == sys.base_prefix


def test_an_environment_that_has_the_package_is_used_but_for_tests_it_could_not_run(
    clone: SmallClone,
) -> None:
    theirs = clone.root.parent / "theirs"
    for name in ("steadyhand-0.1.0.dist-info", "textual"):
        (theirs / name).mkdir(parents=True)
    (theirs / "textual" / "__init__.py").write_text("version = 'theirs'")
    assert answer(clone.start(PYTHONPATH=str(theirs)))["version"] == "theirs"
    clone.environment.write_text("a file where the environment would be")
    done = subprocess.run(
        [SYSTEM_PYTHON, "-S", "-m", "tests"],  # -S: what else this machine has does not count.
        cwd=clone.root,
        env=clone.surroundings({"PYTHONPATH": str(theirs)}),
        capture_output=True,
        text=True,
    )
    assert "cannot make" in done.stderr


def test_deciding_loads_no_module_that_python_has_not_loaded_already() -> None:
    ask = "import sys; had = set(sys.modules); import tui.clone; print(*set(sys.modules) - had)"
    done = subprocess.run([SYSTEM_PYTHON, "-c", ask], cwd=REAL, capture_output=True, text=True)
    assert set(done.stdout.split()) == {"tui", "tui.clone"}


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


def test_uv_is_asked_before_the_system_and_what_fails_shows_its_last_lines(
    machine: BareMachine,
) -> None:
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


def test_the_package_is_installed_and_the_start_goes_on_with_all_its_input(
    machine: BareMachine,
) -> None:
    machine.add("apt-get", f"/bin/cat >/dev/null; exec /bin/rm {machine.hook}")
    answered = answer(machine.start(given="3712\n"))
    assert (answered["prefix"], answered["given"]) == (str(machine.clone.environment), "3712\n")


def test_lists_of_packages_are_fetched_only_where_the_package_is_not_found(
    machine: BareMachine,
) -> None:
    machine.add("apt-get")
    machine.start()
    called = [line for line in machine.called() if line.startswith("apt-get")]
    assert called == [INSTALL, "apt-get update", INSTALL]


def test_the_owner_reads_what_is_run_and_that_it_did_not_help(machine: BareMachine) -> None:
    machine.add("apt-get", "exit 0")
    first, *_, last = machine.start().stderr.splitlines()
    assert first == f"steadyhand: Python lacks venv; running: {(AS_ROOT or [INSTALL])[0]}"
    assert last.endswith("still lacks venv; start it with the system's own Python")
