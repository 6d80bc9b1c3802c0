"""A file that is kept: whole and read back under its name, and found again on a stick."""

import errno
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cards.mounted import a_card
from tui import found_backups
from tui.found_backups import find_backups
from tui.kept_file import (
    APPLICATION_ID,
    NotReadBackError,
    UnfitPlaceError,
    check_place,
    keep,
)
from tui.words.backup import not_kept, unfit_place

HEAD_OF_OURS = b"SQLite format 3\0" + bytes(52) + APPLICATION_ID + bytes(28)


@given(parts=st.lists(st.binary(max_size=5000), max_size=5))
def test_what_is_kept_is_what_came_for_its_owner_alone(
    parts: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("kept") / "copy"
    keep(str(file), parts, sha256(b"".join(parts)).hexdigest())
    assert file.read_bytes() == b"".join(parts)
    assert os.listdir(file.parent) == ["copy"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_other_bytes_than_were_promised_or_a_part_of_them_do_not_get_the_name(
    tmp_path: Path,
) -> None:
    def breaks_off() -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    (tmp_path / "copy").write_bytes(b"older")
    with pytest.raises(NotReadBackError):
        keep(str(tmp_path / "copy"), [b"half of"], sha256(b"half of it").hexdigest())
    with pytest.raises(OSError, match="Input/output"):
        keep(str(tmp_path / "copy"), breaks_off(), "")
    assert (tmp_path / "copy").read_bytes() == b"older"
    assert os.listdir(tmp_path) == ["copy"]


def test_a_stick_that_fills_up_half_way_keeps_the_older_file(tmp_path: Path) -> None:
    with a_card(tmp_path / "stick", 512) as stick:
        (stick.path / "copy").write_bytes(b"older")

        def parts() -> Iterator[bytes]:
            yield bytes(100_000)
            stick.fill()
            yield bytes(100_000)

        with pytest.raises(OSError, match="No space"):
            keep(str(stick.path / "copy"), parts(), "")
        assert (stick.path / "copy").read_bytes() == b"older"
        assert sorted(os.listdir(stick.path)) == ["copy", "filler"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "copy")
    keep(check_place(str(tmp_path / "link")), [b"one"], sha256(b"one").hexdigest())
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "copy").read_bytes() == b"one"


def test_an_older_backup_may_be_replaced_and_nothing_else(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_bytes(HEAD_OF_OURS + b"and so on")
    assert check_place(str(copy)) == str(copy)
    another = HEAD_OF_OURS.replace(APPLICATION_ID, b"abcd")
    for content in (b"Dear aunt", another, HEAD_OF_OURS[:99]):
        copy.write_bytes(content)
        with pytest.raises(UnfitPlaceError) as caught:
            check_place(str(copy))
        assert "left alone" in unfit_place("copy", caught.value.rule)


def test_each_fault_of_a_stick_has_its_line() -> None:
    gone = "the place is gone, or has errors"
    for number, line in {
        errno.ENOSPC: "no room",
        errno.EROFS: "can't be written",
        **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENOENT), gone),
        0: "did not come back as it was written",
    }.items():
        said = not_kept("/media/stick/copy", OSError(number, "?"))
        assert line in said
        assert said.endswith("No backup was made.")


def a_backup(path: Path, changed: float = 0.0) -> Path:
    """A file that begins as a backup does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEAD_OF_OURS + bytes(100))
    os.utime(path, (changed, changed))
    return path


def test_backups_of_any_name_are_found_the_newest_of_each_place_first(tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    old, below = a_backup(stick / "holiday.jpg", 1.0), a_backup(stick / "car" / "b", 2.0)
    newest = a_backup(home / "b", 3.0)
    told = [(one.path, one.changed) for one in find_backups([stick, home])]
    assert told == [(below, 2.0), (old, 1.0), (newest, 3.0)]


def test_other_files_and_what_lies_deeper_or_hidden_is_in_use_or_gone_are_not_found(
    tmp_path: Path,
) -> None:
    (tmp_path / "letter").write_text("Dear aunt" * 100)
    (tmp_path / "short").write_bytes(HEAD_OF_OURS[:99])
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(a_backup(tmp_path / "a" / "b" / "c"))
    os.mkfifo(tmp_path / "pipe")
    a_backup(tmp_path / ".hidden" / "c")
    a_backup(tmp_path / "steadyhand" / "steadyhand.db")
    (tmp_path / "steadyhand" / "steadyhand.lock").touch()
    assert list(find_backups([tmp_path, tmp_path / "pulled out"])) == []


def test_of_a_stick_full_of_photos_the_newest_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = a_backup(tmp_path / "new", 9.0)
    for number in range(3):
        a_backup(tmp_path / f"old-{number}", 1.0)
    monkeypatch.setattr(found_backups, "MOST_OPENED", 1)
    assert [one.path for one in find_backups([tmp_path])] == [newest]
