"""What is installed runs by itself: no clone, no environment of the caller's."""

import json
import os
import subprocess
from pathlib import Path

import pytest

IMPORT_ALL = """
import importlib, pkgutil, pi, tui
for package in (pi, tui):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
import gpiozero.pins.mock, cryptography.hazmat.primitives.kdf.argon2
"""


@pytest.fixture(scope="module")
def python(unpacked: Path) -> Path:
    """The environment's own Python; the test is skipped where Debian's is not installed."""
    found = unpacked / "opt/steadyhand/venv/bin/python3"
    if not found.exists():
        pytest.skip(f"no {os.readlink(found)} here")
    return found


def launched(unpacked: Path, python: Path, launcher: str, *arguments: str) -> list[str]:
    """The command line of a launcher, as its first line would have it under /."""
    first, *_ = (unpacked / launcher).read_text().splitlines()
    interpreter, isolated = first.removeprefix("#!").split(" ")
    assert unpacked / interpreter.lstrip("/") == python
    # -B: the tree under test stays as it was unpacked.
    return [str(python), isolated, "-B", str(unpacked / launcher), *arguments]


def test_the_command_finds_the_service_which_ends_cleanly_when_told(
    unpacked: Path, python: Path, tmp_path: Path
) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('not ours')")
    state = {"STEADYHAND_STATE_DIR": str(tmp_path / "state")}
    at_home = {**os.environ, **state, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    serve = launched(unpacked, python, "usr/sbin/steadyhandd", "--announce")
    with subprocess.Popen(serve, env=at_home, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            assert "ready" in service.stdout.readline()
            ask = launched(unpacked, python, "usr/bin/steadyhand", "status", "--json")
            said = subprocess.run(ask, env=at_home, capture_output=True, text=True)
            assert json.loads(said.stdout)["vehicles"] == [], said.stderr
        finally:
            service.terminate()
        assert service.wait() == 0


def test_every_module_finds_what_it_imports(python: Path, tmp_path: Path) -> None:
    # In a directory of its own, since lgpio leaves a pipe in it.
    done = subprocess.run(
        [python, "-I", "-B", "-c", IMPORT_ALL], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
