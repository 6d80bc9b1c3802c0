"""What can be wrong with a store and with the card it lies on.

Faults of a store are done to a closed place, before a service starts. Cards are a disk image, an
overlay, and a card that lies about its size.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.blackbox.processes import ROOT, Place
from tests.cards.card import Card, CardNotPossibleError, mount
from tests.cards.disk import Disk
from tests.cards.mounted import a_disk

# Dies in the middle of a transaction that is larger than its cache: its pages are in the file.
DIE_HALFWAY = """
import os, signal, sys
from pathlib import Path
from pi.storage.database import open_store

store = open_store(Path(sys.argv[1]))
store.connection.execute("PRAGMA cache_size = 2")
with store.transaction() as connection:
    connection.execute("UPDATE event SET kind = 'Half', data = x'7b'")
    connection.execute("INSERT INTO probe VALUES (99, zeroblob(200000))")
    os.kill(os.getpid(), signal.SIGKILL)
"""
PAGE = 4096
Fault = Callable[[Place], None]


def spoilt_page(name: str) -> Fault:
    """The first page of a table or an index is noise."""

    def fault(place: Place) -> None:
        with closing(sqlite3.connect(place.database)) as connection:
            (page,) = connection.execute(
                "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
            ).fetchone()
        with place.database.open("r+b") as file:
            file.seek((page - 1) * PAGE)
            file.write(b"\xa5" * PAGE)

    return fault


def cut_to(length: int) -> Fault:
    """The file ends after so many bytes; a negative length leaves off so many."""

    def fault(place: Place) -> None:
        whole = place.database.stat().st_size
        os.truncate(place.database, length if length >= 0 else whole + length)

    return fault


def garbage(place: Place) -> None:
    place.database.write_bytes(b"no store at all\n" * 1000)


def newer(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA user_version = 99")


def foreign(place: Place) -> None:
    place.database.unlink()
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def directory_in_its_place(place: Place) -> None:
    place.database.unlink()
    place.database.mkdir()


def pipe_in_its_place(place: Place) -> None:
    place.database.unlink()
    os.mkfifo(place.database)


def link_to_a_missing_disk(place: Place) -> None:
    place.database.unlink()
    place.database.symlink_to(place.directory / "stick" / "steadyhand.db")


def file_for_a_directory(place: Place) -> None:
    rmtree(place.state)
    place.state.write_text("a letter")
    place.environment["STEADYHAND_SOCKET"] = str(place.directory / "s")


def journal_alone(place: Place) -> None:
    """The database is gone and the journal of a cut is not."""
    place.database.rename(journal_of(place))


def cut_halfway(place: Place) -> None:
    """Killed in the middle of a write whose pages had reached the file: a hot journal."""
    command = [sys.executable, "-c", DIE_HALFWAY, str(place.state)]
    subprocess.run(command, cwd=ROOT, check=False)
    assert journal_of(place).stat().st_size > 0


def journal_of(place: Place) -> Path:
    return place.database.with_name(place.database.name + "-journal")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A mounted disk of 8 MiB."""
    with a_disk(tmp_path / "disk.img") as disk:
        yield disk


def place_on(card: Path, tmp_path: Path, made_store: Path) -> Place:
    """A place whose store lies on a card and whose socket does not."""
    place = Place(tmp_path / "place", STEADYHAND_SOCKET=str(tmp_path / "s"))
    place.state = card / "state"
    place.environment["STEADYHAND_STATE_DIR"] = str(place.state)
    copytree(made_store, place.state)
    return place


@pytest.fixture
def on_disk(disk: Disk, tmp_path: Path, made_store: Path) -> Iterator[Place]:
    """A place whose store lies on the disk."""
    place = place_on(disk.path, tmp_path, made_store)
    yield place
    place.end()


@pytest.fixture
def on_overlay(tmp_path: Path, made_store: Path) -> Iterator[Place]:
    """A place on an overlay whose upper layer is in memory, as raspi-config makes the root."""
    with ExitStack() as until_done:
        try:
            memory = Card(tmp_path / "memory", 16 * 1024)
            until_done.callback(memory.remove)
            layers = [memory.path / name for name in ("lower", "upper", "work")]
            for layer in layers:
                layer.mkdir()
            root = tmp_path / "root"
            root.mkdir()
            lower, upper, work = layers
            options = f"lowerdir={lower},upperdir={upper},workdir={work}"
            mount("-t", "overlay", "-o", options, "overlay", str(root))
            until_done.callback(subprocess.run, ["umount", "-l", str(root)], check=True)
        except CardNotPossibleError as why:
            pytest.skip(f"no overlay can be mounted here: {why}")
        place = place_on(root, tmp_path, made_store)
        yield place
        place.end()


class LyingCard:
    """A card that holds less than it says, as forged and worn ones do.

    A sparse image on a filesystem in memory: once that is full, whatever was not written before
    fails with an error of the device, and what was is still read.
    """

    def __init__(self, memory: Card, disk: Disk) -> None:
        self._memory = memory
        self.path = disk.path

    def fail(self) -> None:
        """From here on nothing new is taken."""
        self._memory.fill()


@pytest.fixture
def lying_card(tmp_path: Path) -> Iterator[LyingCard]:
    """A card that takes everything until it is told to fail."""
    with ExitStack() as until_done:
        try:
            memory = Card(tmp_path / "memory", 16 * 1024)
            until_done.callback(memory.remove)
            disk = Disk.make(memory.path / "disk.img")
            until_done.enter_context(disk.mounted())
        except CardNotPossibleError as why:
            pytest.skip(f"no disk image can be mounted here: {why}")
        yield LyingCard(memory, disk)


@pytest.fixture
def on_lying_card(lying_card: LyingCard, tmp_path: Path, made_store: Path) -> Iterator[Place]:
    """A place whose store lies on a card that is about to fail."""
    place = place_on(lying_card.path, tmp_path, made_store)
    yield place
    place.end()


def fill(disk: Disk) -> None:
    """Leave no room at all."""
    handle = os.open(disk.path / "filler", os.O_WRONLY | os.O_CREAT)
    try:
        for size in (1 << 20, 4096, 1):
            try:
                while os.write(handle, bytes(size)):
                    pass
            except OSError:
                continue
    finally:
        os.close(handle)
