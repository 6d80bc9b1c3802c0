"""A clone in small: the real bootstrap around a tiny project and tiny wheels, so without a network.

Its two programs, `tui` and `tests`, print as JSON where they run and what they were given. What
they import goes by the names the bootstrap looks for, `textual` and `pytest`, and is neither.
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
from typing import Any

REAL = Path(__file__).parents[2]
SYSTEM_PYTHON = os.path.realpath(sys.executable)
PATIENCE_S = 120  # Only a hang comes near it.

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
