"""Which mounts count as USB sticks: disks of their own, wherever and in whatever order."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pi.filesystem import disk_of
from pi.service.sticks import plugged_in
from tests.cards.disk import Disk
from tests.cards.mounted import a_card, a_disk


@pytest.fixture
def roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the sticks of these tests are mounted, and nothing else."""
    roots = tmp_path / "sticks"
    roots.mkdir()
    monkeypatch.setenv("STEADYHAND_STICKS", str(roots))
    return roots


@pytest.fixture
def sticks(roots: Path) -> Iterator[list[Path]]:
    """Two sticks, plugged in one after the other."""
    with ExitStack() as until_done:
        yield [until_done.enter_context(a_disk(roots / f"{n}.img")).path for n in (1, 2)]


def test_the_one_plugged_in_last_comes_first(sticks: list[Path], tmp_path: Path) -> None:
    assert plugged_in(tmp_path) == (sticks[1], sticks[0])


def test_a_stick_that_is_read_only_is_one(sticks: list[Path], tmp_path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(sticks[0])], check=True)
    assert sticks[0] in plugged_in(tmp_path)


def test_what_lies_on_the_disk_of_the_state_is_none(sticks: list[Path]) -> None:
    assert plugged_in(sticks[0] / "state") == (sticks[1], sticks[0])
    (sticks[0] / "state").mkdir()
    assert plugged_in(sticks[0] / "state") == (sticks[1],)


def test_memory_is_no_stick(roots: Path, tmp_path: Path) -> None:
    with a_card(roots / "memory"):
        assert plugged_in(tmp_path) == ()


def test_a_directory_where_nothing_is_mounted_is_no_stick(roots: Path, tmp_path: Path) -> None:
    (roots / "stick").mkdir()
    assert plugged_in(tmp_path) == ()


def test_a_stick_that_was_pulled_out_is_none_any_more(roots: Path, tmp_path: Path) -> None:
    with a_disk(roots / "stick.img"):
        assert len(plugged_in(tmp_path)) == 1
    assert plugged_in(tmp_path) == ()


def test_memory_lies_on_no_disk() -> None:
    assert disk_of(Path("/proc")) is None


def test_a_place_that_is_not_there_lies_on_no_disk(tmp_path: Path) -> None:
    assert disk_of(tmp_path / "nowhere") is None


def test_a_mounted_image_lies_on_its_own_disk(tmp_path: Path) -> None:
    with a_disk(tmp_path / "image.img") as disk:
        assert isinstance(disk, Disk)
        assert disk_of(disk.path) == f"loop{os.minor(disk.path.stat().st_dev)}"
