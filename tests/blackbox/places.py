"""Places with and without a store. Keys are derived at a low cost, as the store records it."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.service.asks import NewVehicle
from tests.blackbox.processes import Place
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI, Rig

OTHER_WORDS = "seven green lanterns"
"""The passphrase of another machine."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place where nothing was ever set up."""
    place = Place(tmp_path)
    yield place
    place.end()


def set_up(place: Place, *vehicles: NewVehicle, passphrase: str = PASSPHRASE) -> None:
    """Set a place up in this process, where keys can be derived at a low cost."""
    asyncio.run(_set_up(Rig(place.state), vehicles, passphrase))


async def _set_up(rig: Rig, vehicles: tuple[NewVehicle, ...], passphrase: str) -> None:
    async with rig.service():
        await rig.set_up(*vehicles, passphrase=passphrase)


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with three vehicles, to be copied."""
    place = Place(tmp_path_factory.mktemp("made"))
    set_up(place, QASHQAI, CORSA, FORD)
    return place.state


@pytest.fixture
def kept(place: Place, made_store: Path) -> Place:
    """A place whose store was set up: a Qashqai, a Corsa and a Focus."""
    shutil.copytree(made_store, place.state)
    return place


@pytest.fixture
def backup(kept: Place, tmp_path: Path) -> Path:
    """A backup of three vehicles, on a stick."""
    file = tmp_path / "stick.backup"
    done = kept.run("backup", str(file), "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    return file


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Place]:
    """Another machine, with a Corsa of its own."""
    used = Place(tmp_path / "used")
    set_up(used, CORSA, passphrase=OTHER_WORDS)
    yield used
    used.end()
