"""Cards that a store lies on: a disk image, an overlay, and a card that lies about its size."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pytest

from tests.blackbox.processes import Place
from tests.cards import CardNotPossibleError, Disk, a_card, a_disk, mount

MEMORY_KIB = 16 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
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
    place = place_on(disk.path, tmp_path, made_store)
    yield place
    place.end()


@pytest.fixture
def on_overlay(tmp_path: Path, made_store: Path) -> Iterator[Place]:
    """A place on an overlay whose upper layer is in memory, as raspi-config makes the root."""
    with a_card(tmp_path / "memory", MEMORY_KIB) as memory:
        lower, upper, work = (memory.path / name for name in ("lower", "upper", "work"))
        for directory in (lower, upper, work, root := tmp_path / "root"):
            directory.mkdir()
        options = f"lowerdir={lower},upperdir={upper},workdir={work}"
        try:
            mount("-t", "overlay", "-o", options, "overlay", str(root))
        except CardNotPossibleError as why:
            pytest.skip(f"no overlay can be mounted here: {why}")
        try:
            place = place_on(root, tmp_path, made_store)
            yield place
            place.end()
        finally:
            subprocess.run(["umount", "-l", str(root)], check=True)


def fill(disk: Disk) -> None:
    with (disk.path / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while filler.write(bytes(size)):
                    pass
