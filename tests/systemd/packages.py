"""Building packages, once for all tests that look at one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from systemd.deb import archive
from systemd.deb.target import Target, here

_packages: dict[Target, Path] = {}  # built meanwhile: the machines and the tests of files share one
# What packs takes minutes over the last fifth, and no test looks at how small a package is.
QUICKLY_PACKED = {"DPKG_DEB_COMPRESSOR_LEVEL": "0"}
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
        with online(), patch.dict(os.environ, QUICKLY_PACKED):
            _packages[target] = archive.build(target, directory / "work", directory)
    return _packages[target]


@contextmanager
def online() -> Iterator[None]:
    """Where a package's libraries are fetched: skipped without a network."""
    try:
        yield
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace")
        if any(sign in said for sign in OFFLINE):
            pytest.skip("no index of packages can be reached from here")
        raise AssertionError(said) from None
