"""What is installed runs by itself: no clone, no environment of the caller's."""

import json
import os
import subprocess
from collections.abc import Iterator
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


@pytest.fixture
def at_home(tmp_path: Path) -> dict[str, str]:
    """An environment with a state of its own, and with what must not matter."""
    decoy = tmp_path / "decoy"
    decoy.mkdir()
    (decoy / "click.py").write_text("raise SystemExit('not ours')")
    state = {"STEADYHAND_STATE_DIR": str(tmp_path / "state")}
    return {**os.environ, **state, "PYTHONPATH": str(decoy), "PYTHONDONTWRITEBYTECODE": "1"}


def launched(unpacked: Path, python: Path, launcher: str, *arguments: str) -> list[str]:
    """The command line of a launcher, as its first line would have it under /."""
    first, *_ = (unpacked / launcher).read_text().splitlines()
    interpreter, isolated = first.removeprefix("#!").split(" ")
    assert unpacked / interpreter.lstrip("/") == python
    # -B: the tree under test stays as it was unpacked.
    return [str(python), isolated, "-B", str(unpacked / launcher), *arguments]


@pytest.fixture
def service(
    unpacked: Path, python: Path, at_home: dict[str, str]
) -> Iterator["subprocess.Popen[str]"]:
    """The installed service on a state of its own, ready."""
    command = launched(unpacked, python, "usr/sbin/steadyhandd", "--announce")
    with subprocess.Popen(command, env=at_home, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert "ready" in started.stdout.readline()
        yield started
        started.terminate()


def test_the_command_tells_its_version(
    unpacked: Path, python: Path, at_home: dict[str, str]
) -> None:
    command = launched(unpacked, python, "usr/bin/steadyhand", "--version")
    said = subprocess.run(command, env=at_home, capture_output=True, text=True)
    assert said.stdout.startswith("steadyhand, version "), said.stderr


def test_the_command_finds_the_service(
    unpacked: Path,
    python: Path,
    at_home: dict[str, str],
    service: "subprocess.Popen[str]",
) -> None:
    command = launched(unpacked, python, "usr/bin/steadyhand", "status", "--json")
    said = subprocess.run(command, env=at_home, capture_output=True, text=True)
    assert json.loads(said.stdout)["vehicles"] == []


def test_the_service_ends_cleanly_when_told(service: "subprocess.Popen[str]") -> None:
    service.terminate()
    assert service.wait() == 0


def test_every_module_finds_what_it_imports(python: Path, tmp_path: Path) -> None:
    # In a directory of its own, since lgpio leaves a pipe in it.
    done = subprocess.run(
        [python, "-I", "-B", "-c", IMPORT_ALL], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
