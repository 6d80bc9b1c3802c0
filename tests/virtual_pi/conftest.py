"""Machines for tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.virtual_pi import building
from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.machine import VirtualPi


@pytest.fixture(scope="session")
def image() -> Image:
    """The built image; tests are skipped where there can be none."""
    if why := building.lacking():
        pytest.skip(why)
    return building.build()


@pytest.fixture
def virtual_pi(image: Image, tmp_path: Path) -> Iterator[VirtualPi]:
    """A machine of the test's own, with a new card, not started yet."""
    with VirtualPi(image, tmp_path) as machine:
        yield machine


@pytest.fixture(scope="module")
def shared_pi(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualPi]:
    """A running machine for all tests of a file."""
    with VirtualPi(image, tmp_path_factory.mktemp("shared")) as machine:
        machine.start()
        yield machine
