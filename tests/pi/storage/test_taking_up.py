"""A restored store takes the place of the old one: after a cut it is the one or the other."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pi.storage.beside import ASIDE_NAME, RESTORED_NAME, UPLOAD_NAME, take_up
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import NewerStoreError
from pi.storage.rescue import is_hot, journal_of
from tests.pi.storage.processes import ROOT

OLD, NEW = b"the old store", b"the restored store"
UNREADABLE = b"\0a journal that can't be rolled back"
STEPS = ("link", "rename", "replace")


class CutError(BaseException):
    """The power goes."""


def cut_at(patch: pytest.MonkeyPatch, number: int, *, after: bool) -> None:
    """Let the power go right before, or after, this change of a name."""
    done = 0

    def cut(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **more: Any) -> Any:
            nonlocal done
            done += 1
            if done == number and not after:
                raise CutError
            real(*arguments, **more)
            if done == number:
                raise CutError

        return step

    for name in STEPS:
        patch.setattr(os, name, cut(getattr(os, name)))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An old store with a journal of its own, and a restored one beside it."""
    database = tmp_path / DATABASE_NAME
    database.write_bytes(OLD)
    journal_of(database).write_bytes(UNREADABLE)
    (tmp_path / RESTORED_NAME).write_bytes(NEW)
    return database


def aside(database: Path, number: int = 1) -> Path:
    return database.with_name(ASIDE_NAME.format(number=number))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_cut_leaves_the_one_or_the_other_and_the_next_start_goes_on(
    database: Path, number: int, after: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        cut_at(patch, number, after=after)
        with pytest.raises(CutError):
            take_up(database)
    assert database.read_bytes() in (OLD, NEW)
    assert database.read_bytes() == OLD or not journal_of(database).exists()
    take_up(database)
    assert database.read_bytes() == NEW
    assert aside(database).read_bytes() == OLD
    assert not journal_of(database).exists()


def test_each_store_that_is_replaced_keeps_a_number_of_its_own(database: Path) -> None:
    take_up(database)
    (database.with_name(RESTORED_NAME)).write_bytes(b"one more")
    take_up(database)
    kept = [aside(database, number).read_bytes() for number in (1, 2)]
    assert (kept, database.read_bytes()) == ([OLD, NEW], b"one more")


def test_where_there_was_no_store_none_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / RESTORED_NAME).write_bytes(NEW)
    take_up(tmp_path / DATABASE_NAME)
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE_NAME]


def test_without_a_restored_store_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(OLD)
    take_up(tmp_path / DATABASE_NAME)
    assert (tmp_path / DATABASE_NAME).read_bytes() == OLD


def test_an_upload_that_was_cut_off_is_gone_after_the_next_start(directory: Path) -> None:
    open_store(directory).close()
    (directory / f"{UPLOAD_NAME}-3").write_bytes(b"half of it")
    open_store(directory).close()
    assert sorted(path.name for path in directory.iterdir()) == [DATABASE_NAME, "steadyhand.lock"]


def test_a_store_that_could_not_be_opened_is_replaced_by_a_restored_one(directory: Path) -> None:
    open_store(directory).close()
    (directory / DATABASE_NAME).rename(directory / RESTORED_NAME)
    (directory / DATABASE_NAME).write_bytes(b"noise" * 1000)
    with open_store(directory) as store:
        assert store.can_save() is None


def test_a_newer_store_is_refused_once_it_was_taken_up(directory: Path) -> None:
    with open_store(directory) as store:
        store.connection.execute("PRAGMA user_version = 99")
    (directory / DATABASE_NAME).rename(directory / RESTORED_NAME)
    with pytest.raises(NewerStoreError):
        open_store(directory)


def test_what_a_cut_left_in_the_middle_of_a_write_is_undone_in_the_old_store(
    directory: Path,
) -> None:
    """The old store is one file again, and opens wherever it is put."""
    with open_store(directory) as store:
        before = store.query("SELECT turn FROM probe")
    cut_off = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from pi.storage.connection import connect\n"
        "connection = connect(Path(sys.argv[1]))\n"
        "connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "connection.execute('DELETE FROM probe')\n"
        "connection.executemany('INSERT INTO probe VALUES (?, zeroblob(9000))', "
        "[(number,) for number in range(100, 150)])\n"
        "os._exit(9)\n"
    )
    database = directory / DATABASE_NAME
    subprocess.run([sys.executable, "-c", cut_off, str(database)], cwd=ROOT, check=False)
    assert is_hot(database)
    (directory / RESTORED_NAME).write_bytes(NEW)
    take_up(database)
    assert not any(path.name.endswith("-journal") for path in directory.iterdir())
    aside(database).replace(database)
    with open_store(directory) as store:
        assert store.query("SELECT turn FROM probe WHERE turn < 100") == [(before[0][0] + 1,)]
        assert store.query("SELECT turn FROM probe WHERE turn >= 100") == []


@pytest.mark.parametrize("journal", [b"", bytes(512)])
def test_a_journal_that_held_nothing_yet_is_not_kept(directory: Path, journal: bytes) -> None:
    open_store(directory).close()
    database = directory / DATABASE_NAME
    journal_of(database).write_bytes(journal)
    (directory / RESTORED_NAME).write_bytes(NEW)
    take_up(database)
    assert not any(path.name.endswith("-journal") for path in directory.iterdir())
