"""Where a copy can go, and that it is there whole, checked and named, or nothing of it is."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.copies.target import TargetError, TargetProblem, goes_at_next_boot, look, write
from pi.filesystem import free_name, places, places_to_read
from pi.places import LOCK_NAME
from tests.cards import Card, a_card

OLD, NEW = b"what was there", b"the new copy"
ROOT = "22 1 8:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw\n"
BOUND = "39 22 8:2 /media /media rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw\n"
STICKS = """\
40 22 8:17 / /media/owner/MY\\040STICK rw,nosuid shared:3 - vfat /dev/sda1 rw
41 22 8:33 / /run/media/owner/OTHER rw,nosuid shared:4 - ext4 /dev/sdb1 rw
43 22 8:49 / /mnt/locked ro,nosuid shared:5 - ext4 /dev/sdc1 ro
42 22 8:33 / /mediathek rw,nosuid shared:4 - ext4 /dev/sdb2 rw
"""
MINE, OTHER = Path("/media/owner/MY STICK"), Path("/run/media/owner/OTHER")


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    with a_card(tmp_path / "card", 128) as card:
        yield card


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where a copy may lie, in a directory of its own."""
    (tmp_path / "there").mkdir()
    return tmp_path / "there" / "copy"


def problem(path: Path, *, replace: bool = True, is_right: bool = True) -> TargetProblem:
    with pytest.raises(TargetError) as refused:
        write(path, NEW, replace=replace, is_right=lambda _: is_right)
    return refused.value.problem


def test_a_new_file_holds_the_copy_is_its_owners_alone_and_is_not_there_if_it_reads_back_wrong(
    copy: Path,
) -> None:
    assert (look(copy), list(copy.parent.iterdir())) == (copy, [])  # looking opens nothing
    assert (write(copy, NEW), copy.read_bytes()) == (copy, NEW)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert list(copy.parent.iterdir()) == [copy]
    copy.unlink()
    assert problem(copy, is_right=False) is TargetProblem.DIFFERS
    assert list(copy.parent.iterdir()) == []


def test_one_there_is_replaced_where_that_was_said_and_the_new_one_is_right(copy: Path) -> None:
    copy.write_bytes(OLD)
    assert problem(copy, replace=False) is TargetProblem.EXISTS
    assert problem(copy, is_right=False) is TargetProblem.DIFFERS
    assert copy.read_bytes() == OLD
    assert write(copy, NEW, replace=True).read_bytes() == NEW


def test_nothing_is_put_beside_a_store_nor_in_its_place(copy: Path) -> None:
    (copy.parent / LOCK_NAME).touch()
    assert problem(copy) is TargetProblem.STORE
    assert [one.name for one in copy.parent.iterdir()] == [LOCK_NAME]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    write(tmp_path / "link", NEW)
    assert (os.readlink(tmp_path / "link"), (tmp_path / "file").read_bytes()) == ("file", NEW)


def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(tmp_path / "socket"))
    for name in ("pipe", "device", "socket"):
        assert problem(tmp_path / name) is TargetProblem.NO_FILE


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("", TargetProblem.DIRECTORY),
        ("nowhere/copy", TargetProblem.NO_DIRECTORY),
        ("file/copy", TargetProblem.NO_DIRECTORY),
        ("x" * 300, TargetProblem.BAD_NAME),
        ("circle", TargetProblem.BAD_NAME),
    ],
)
def test_a_name_for_no_file_is_told(tmp_path: Path, name: str, wanted: TargetProblem) -> None:
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "circle").symlink_to("circle")
    assert problem(tmp_path / name) is wanted


@pytest.mark.parametrize("size", [200_000, 2_000_000])
def test_a_full_card_keeps_nothing_of_it(card: Card, size: int) -> None:
    with pytest.raises(TargetError) as refused:
        write(card.path / "copy", b"x" * size)
    assert (refused.value.problem, list(card.path.iterdir())) == (TargetProblem.FULL, [])


def test_a_read_only_card_says_so_and_one_in_memory_that_it_is_gone_at_a_boot(card: Card) -> None:
    assert goes_at_next_boot(card.path / "copy")
    card.turn_read_only()
    assert problem(card.path / "copy") is TargetProblem.READ_ONLY


@pytest.mark.parametrize(
    ("mounted", "wanted"),
    [
        (ROOT + BOUND + STICKS, (OTHER, MINE)),  # the one that was plugged in last comes first
        (ROOT + STICKS.replace("/media/owner/MY\\040STICK", "/mnt"), (OTHER, Path("/mnt"))),
        (ROOT + BOUND, None),  # a sandbox binds its directories so
        (ROOT, None),
        (None, None),  # the kernel says nothing
    ],
)
def test_a_copy_goes_to_the_sticks_and_without_any_to_the_home(
    tmp_path: Path, mounted: str | None, wanted: tuple[Path, ...] | None
) -> None:
    if mounted is not None:
        (tmp_path / "mounts").write_text(mounted)
    assert places(tmp_path / "mounts", tmp_path) == (wanted or (tmp_path,))
    assert places(tmp_path / "mounts", tmp_path / "none") == (wanted or ())


def test_a_file_may_come_back_from_a_locked_stick_and_from_the_home(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(ROOT + BOUND + STICKS)
    found = places_to_read(tmp_path / "mounts", tmp_path)
    assert found == (Path("/mnt/locked"), OTHER, MINE, tmp_path)


def test_a_name_is_proposed_that_nothing_has_yet(tmp_path: Path) -> None:
    (tmp_path / "card.pdf").touch()
    (tmp_path / "card-2.pdf").symlink_to("nowhere")
    assert free_name(tmp_path, "card", ".pdf") == tmp_path / "card-3.pdf"
