"""Places with and without a store, and what commands say of one.

Keys are derived at a low cost, as the store records it.
"""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.service.protocol.commands import NewVehicle, Unlock, UnlockKind
from tests.blackbox.processes import ROOT, Place
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI, Rig

OTHER_WORDS = "seven green lanterns"
"""The passphrase of another machine."""
LOGIN = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main; sys.exit(main())"
)
OPEN = Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)
STORE_ALONE = ["device.key", "steadyhand.db", "steadyhand.lock"]
"""What lies in the directory of a store once its service has ended."""
HAS = f"code: {QASHQAI.code}"
"""What is shown of a place that was set up."""
ONE_VEHICLE = """
[[vehicle]]
name = "Van"
head_unit = "nissan-radio-code"
code = "3712"
"""


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


@pytest.fixture(scope="session")
def made_backup(tmp_path_factory: pytest.TempPathFactory, made_store: Path) -> Path:
    place = Place(tmp_path_factory.mktemp("backup"))
    shutil.copytree(made_store, place.state)
    done = place.run("backup", "made", "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    place.end()
    return place.directory / "made"


@pytest.fixture
def backup(tmp_path: Path, made_backup: Path) -> Path:
    return Path(shutil.copy(made_backup, tmp_path / "stick.backup"))


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Place]:
    """Another machine, with a Corsa of its own."""
    used = Place(tmp_path / "used")
    set_up(used, CORSA, passphrase=OTHER_WORDS)
    yield used
    used.end()


def show(place: Place) -> str:
    shown = place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    return shown.stdout if shown.returncode == 0 else shown.stderr


def fails(place: Place, status: int, *words: str | Path, typed: str = PASSPHRASE) -> str:
    """The one line of a command that was given a secret and was not done."""
    done = place.run(*map(str, words), "--passphrase-stdin", typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr


def refused(place: Place, *arguments: str) -> str:
    """The one line of a command that finds no service."""
    done = place.run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    return done.stderr
