"""Which files on a stick are backups: by what they are, whatever they are called."""

import os
from pathlib import Path

import pytest

from tests.tui.test_kept_file import HEAD_OF_OURS
from tui import found_backups
from tui.found_backups import find_backups


def a_backup(path: Path, changed: float = 0.0) -> Path:
    """A file that begins as a backup does."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(HEAD_OF_OURS + bytes(100))
    os.utime(path, (changed, changed))
    return path


def found(*places: Path) -> list[Path]:
    return [one.path for one in find_backups(places)]


def test_a_backup_is_found_by_any_name_and_one_directory_below(tmp_path: Path) -> None:
    here, below = a_backup(tmp_path / "holiday.jpg", 2.0), a_backup(tmp_path / "car" / "b", 1.0)
    assert found(tmp_path) == [here, below]


def test_the_newest_of_a_place_comes_first_and_carries_its_date(tmp_path: Path) -> None:
    for name, changed in (("old", 5.0), ("new", 9.0)):
        a_backup(tmp_path / name, changed)
    told = [(one.path.name, one.changed) for one in find_backups([tmp_path])]
    assert told == [("new", 9.0), ("old", 5.0)]


def test_the_places_keep_their_order(tmp_path: Path) -> None:
    stick, home = a_backup(tmp_path / "stick" / "a", 1.0), a_backup(tmp_path / "home" / "b", 2.0)
    assert found(stick.parent, home.parent) == [stick, home]


def test_other_files_are_none(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear aunt" * 100)
    (tmp_path / "short").write_bytes(HEAD_OF_OURS[:99])
    (tmp_path / "link").symlink_to(a_backup(tmp_path / "deep" / "deeper"))
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == [tmp_path / "deep" / "deeper"]


def test_what_lies_deeper_or_in_a_hidden_directory_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    a_backup(tmp_path / "a" / "b" / "c")
    a_backup(tmp_path / ".hidden" / "c")
    assert found(tmp_path) == []


def test_a_store_in_use_is_no_backup(tmp_path: Path) -> None:
    a_backup(tmp_path / "steadyhand" / "steadyhand.db")
    (tmp_path / "steadyhand" / "steadyhand.lock").touch()
    assert found(tmp_path) == []


def test_a_place_that_is_gone_holds_none(tmp_path: Path) -> None:
    assert found(tmp_path / "pulled out") == []


def test_of_a_stick_full_of_photos_the_newest_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = a_backup(tmp_path / "new", 9.0)
    for number in range(3):
        a_backup(tmp_path / f"old-{number}", 1.0)
    monkeypatch.setattr(found_backups, "MOST_OPENED", 1)
    assert found(tmp_path) == [newest]
