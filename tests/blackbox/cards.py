"""Places on cards of their own: a disk image, an overlay, a card that lies about its size."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import pytest

from tests.blackbox.processes import Place
from tests.cards.card import Card, CardNotPossibleError, mount
from tests.cards.disk import Disk
from tests.cards.mounted import a_disk


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
