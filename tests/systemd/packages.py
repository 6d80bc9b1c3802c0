"""Building packages, once for all tests that look at one."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from systemd.deb import archive
from systemd.deb.target import Target, here

T = TypeVar("T")
_packages: dict[Target, Path] = {}  # built meanwhile: the machines and the tests of files share one
# What pip says where there is no way to an index.
OFFLINE = ("Failed to establish a new connection", "Temporary failure in name resolution")


def this_machine() -> Target:
    """The target that runs here; the test is skipped where there is none."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("no dpkg-deb here")
    try:
        return here()
    except ValueError as error:
        pytest.skip(f"this machine can't run a package: {error}")


def package(target: Target, directory: Path) -> Path:
    """The package for a target. The first call builds it in ``directory``, which has to last."""
    if target not in _packages:
        _packages[target] = _online(lambda: archive.build(target, _empty(directory), directory))
    return _packages[target]


def tree(target: Target, directory: Path) -> Path:
    """What a package would hold, not packed."""
    return _online(lambda: archive.lay(target, _empty(directory)))


def _empty(directory: Path) -> Path:
    work = directory / "work"
    work.mkdir()
    return work


def _online(make: Callable[[], T]) -> T:
    try:
        return make()
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace")
        if any(sign in said for sign in OFFLINE):
            pytest.skip("no index of packages can be reached from here")
        raise AssertionError(said) from None
