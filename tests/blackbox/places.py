"""Places with and without a store. Keys are derived at a low cost, as the store records it."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blackbox.processes import Place
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, QASHQAI, Rig


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place where nothing was ever set up."""
    place = Place(tmp_path)
    yield place
    place.end()


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with three vehicles, to be copied."""
    rig = Rig(tmp_path_factory.mktemp("made") / "state")
    asyncio.run(_make(rig))
    return rig.directory


async def _make(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA, FORD)


@pytest.fixture
def kept(place: Place, made_store: Path) -> Place:
    """A place whose store was set up: a Qashqai, a Corsa and a Focus."""
    shutil.copytree(made_store, place.state)
    return place
