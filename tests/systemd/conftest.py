"""The package for this machine, built and unpacked."""

import subprocess
from pathlib import Path

import pytest

from tests.systemd.packages import package, this_machine


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(this_machine(), tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What it holds, as it would lie under /."""
    root = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["dpkg-deb", "--extract", built, root], check=True)
    return root


@pytest.fixture(scope="session")
def control(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What it says of itself, and its scripts."""
    root = tmp_path_factory.mktemp("control")
    subprocess.run(["dpkg-deb", "--control", built, root], check=True)
    return root
