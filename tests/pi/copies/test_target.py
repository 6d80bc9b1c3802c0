"""A copy is written whole, checked and named, or nothing of it is there."""

import os
import socket
from pathlib import Path

import pytest

from pi.copies.target import TargetError, TargetProblem, goes_at_next_boot, look, write
from tests.cards.card import Card

OLD, NEW = b"what was there", b"the new copy"


def problem(path: Path, *, replace: bool = True, is_right: bool = True) -> TargetProblem:
    """Why a file can't be written there."""
    with pytest.raises(TargetError) as refused:
        write(path, NEW, replace=replace, is_right=lambda _: is_right)
    return refused.value.problem


def in_the_way(directory: Path, kind: str) -> Path:
    """Something of a kind that is no file to be replaced."""
    path = directory / "in-the-way"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as held:
            held.bind(str(path))
    elif kind == "device":
        path.symlink_to("/dev/null")
    return path


def test_a_new_file_holds_the_copy_and_is_its_owners_alone(tmp_path: Path) -> None:
    real = write(tmp_path / "copy", NEW)
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (NEW, 0o600)


def test_a_file_that_is_there_is_left_alone_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "copy"
    path.write_bytes(OLD)
    assert (problem(path, replace=False), path.read_bytes()) == (TargetProblem.EXISTS, OLD)


def test_a_file_is_replaced_where_that_was_said(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(OLD)
    assert write(tmp_path / "copy", NEW, replace=True).read_bytes() == NEW


def test_what_was_there_stays_until_the_new_file_is_known_to_be_right(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(OLD)
    problem(tmp_path / "copy", is_right=False)
    assert (tmp_path / "copy").read_bytes() == OLD


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    write(tmp_path / "link", NEW)
    assert (os.readlink(tmp_path / "link"), (tmp_path / "file").read_bytes()) == ("file", NEW)


def test_links_in_a_circle_are_no_name(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")
    assert problem(tmp_path / "one") is TargetProblem.BAD_NAME


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_is_never_opened(tmp_path: Path, kind: str) -> None:
    assert problem(in_the_way(tmp_path, kind)) is TargetProblem.NO_FILE


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("", TargetProblem.DIRECTORY),
        ("nowhere/copy", TargetProblem.NO_DIRECTORY),
        ("file/copy", TargetProblem.NO_DIRECTORY),
        ("x" * 300, TargetProblem.BAD_NAME),
    ],
)
def test_a_name_that_can_hold_no_file_is_told(
    tmp_path: Path, name: str, wanted: TargetProblem
) -> None:
    (tmp_path / "file").write_bytes(OLD)
    assert problem(tmp_path / name) is wanted


def test_a_copy_that_reads_back_wrong_leaves_nothing(tmp_path: Path) -> None:
    assert (problem(tmp_path / "copy", is_right=False), list(tmp_path.iterdir())) == (
        TargetProblem.DIFFERS,
        [],
    )


def test_beside_a_good_copy_lies_no_draft(tmp_path: Path) -> None:
    write(tmp_path / "copy", NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.parametrize("size", [200_000, 2_000_000])
def test_a_full_card_keeps_nothing_of_it(card: Card, size: int) -> None:
    with pytest.raises(TargetError) as refused:
        write(card.path / "copy", b"x" * size)
    assert (refused.value.problem, list(card.path.iterdir())) == (TargetProblem.FULL, [])


def test_a_read_only_card_says_so(card: Card) -> None:
    card.turn_read_only()
    assert problem(card.path / "copy") is TargetProblem.READ_ONLY


def test_a_place_in_memory_is_gone_at_the_next_boot(card: Card) -> None:
    assert goes_at_next_boot(card.path / "copy")


def test_looking_opens_nothing(tmp_path: Path) -> None:
    assert (look(tmp_path / "copy"), list(tmp_path.iterdir())) == (tmp_path / "copy", [])
