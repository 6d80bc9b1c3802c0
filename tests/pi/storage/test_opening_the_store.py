"""Opening: what is made, what is set, what is refused."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pi.storage import connection as connections
from pi.storage.connection import connect
from pi.storage.database import DATABASE_NAME, Store, open_store
from pi.storage.errors import (
    DamagedStoreError,
    ForeignStoreError,
    NewerStoreError,
    PragmaError,
    StoreInUseError,
)
from pi.storage.lock import LOCK_NAME
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, MIGRATIONS

HOLD = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pi.storage.database import open_store
with open_store(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything_in(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def make_store(directory: Path, *pragmas: str) -> Path:
    open_store(directory).close()
    path = directory / DATABASE_NAME
    connection = sqlite3.connect(path)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    connection.close()
    return path


def test_the_directory_is_private(directory: Path) -> None:
    open_store(directory).close()
    assert mode_of(directory) == 0o700


def test_an_empty_directory_is_made_private(directory: Path) -> None:
    directory.mkdir(mode=0o755)
    open_store(directory).close()
    assert mode_of(directory) == 0o700


def test_a_directory_that_somebody_uses_keeps_its_mode(directory: Path) -> None:
    directory.mkdir(mode=0o755)
    (directory / "letter.txt").touch()
    open_store(directory).close()
    assert mode_of(directory) == 0o755


@pytest.mark.parametrize("name", [DATABASE_NAME, LOCK_NAME])
def test_each_file_is_for_its_owner_alone(directory: Path, name: str) -> None:
    before = os.umask(0)
    try:
        open_store(directory).close()
    finally:
        os.umask(before)
    assert mode_of(directory / name) == 0o600


def test_a_closed_store_is_one_file_beside_its_lock(directory: Path) -> None:
    open_store(directory).close()
    assert sorted(everything_in(directory)) == [DATABASE_NAME, LOCK_NAME]


def test_a_draft_left_by_a_cut_does_not_hinder(directory: Path) -> None:
    directory.mkdir()
    (directory / f"{DATABASE_NAME}.new").write_bytes(b"half a draft")
    (directory / f"{DATABASE_NAME}.new-journal").write_bytes(b"and its journal")
    with open_store(directory) as store:
        assert store.check_whole() == []


def test_a_journal_without_its_database_is_not_rolled_back_into_a_new_one(
    directory: Path,
) -> None:
    directory.mkdir()
    (directory / f"{DATABASE_NAME}-journal").write_bytes(b"x" * 1024)
    with pytest.raises(DamagedStoreError):
        open_store(directory)
    assert not (directory / DATABASE_NAME).exists()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 3),
        ("journal_mode", "delete"),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("application_id", APPLICATION_ID),
        ("user_version", KNOWN_VERSION),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_every_connection_has_the_settings(
    directory: Path, pragma: str, value: object, read_only: bool
) -> None:
    path = make_store(directory)
    connection = connect(path, read_only=read_only)
    assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    connection.close()


def test_a_store_in_another_journal_mode_is_brought_back(directory: Path) -> None:
    make_store(directory, "journal_mode = WAL")
    with open_store(directory) as store:
        assert store.query("PRAGMA journal_mode") == [("delete",)]


def test_a_setting_that_does_not_hold_is_an_error(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_store(directory)
    monkeypatch.setattr(connections, "PRAGMAS", (("synchronous", "FULL", 3),))
    with pytest.raises(PragmaError) as caught:
        connect(path)
    assert (caught.value.name, caught.value.found) == ("synchronous", 2)


def test_only_one_module_opens_sqlite() -> None:
    package = Path(connections.__file__).parents[1]
    opening = [path for path in package.rglob("*.py") if "sqlite3.connect(" in path.read_text()]
    assert [path.name for path in opening] == ["connection.py"]


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "missing.db")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_store_is_refused_with_both_versions(directory: Path) -> None:
    make_store(directory, f"user_version = {KNOWN_VERSION + 4}")
    with pytest.raises(NewerStoreError) as caught:
        open_store(directory)
    assert (caught.value.found, caught.value.known) == (KNOWN_VERSION + 4, KNOWN_VERSION)


def test_a_newer_store_is_not_touched(directory: Path) -> None:
    make_store(directory, f"user_version = {KNOWN_VERSION + 1}")
    (directory / LOCK_NAME).unlink()
    before = everything_in(directory)
    with pytest.raises(NewerStoreError):
        open_store(directory)
    assert everything_in(directory) == before


def test_a_store_that_cannot_be_opened_is_not_kept_locked(directory: Path) -> None:
    path = make_store(directory)
    whole = path.read_bytes()
    path.write_bytes(whole[:100].ljust(len(whole), b"x"))
    with pytest.raises(DamagedStoreError):
        open_store(directory)
    path.write_bytes(whole)
    with open_store(directory) as store:
        assert not store.damaged


def test_the_database_of_another_program_is_refused_and_not_touched(directory: Path) -> None:
    path = make_store(directory, "application_id = 7")
    before = path.read_bytes()
    with pytest.raises(ForeignStoreError):
        open_store(directory)
    assert path.read_bytes() == before


def test_a_second_service_is_told_the_number_of_the_first(directory: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"open\n"
    with pytest.raises(StoreInUseError) as caught:
        open_store(directory)
    first.communicate()
    assert caught.value.pid == first.pid


def test_a_killed_service_leaves_the_store_free(directory: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert first.stdout is not None
    first.stdout.readline()
    first.kill()
    first.communicate()
    with open_store(directory) as store:
        assert store.can_save() is None


def test_a_closed_store_is_free_for_the_next(directory: Path) -> None:
    with open_store(directory) as first:
        first.can_save()
    with open_store(directory) as second:
        assert second.can_save() is None


def test_a_second_reader_does_not_need_the_lock(directory: Path, store: Store) -> None:
    with open_store(directory, exclusive=False) as second:
        assert second.query("SELECT COUNT(*) FROM event") == [(0,)]


def test_a_second_reader_makes_no_store(directory: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_store(directory, exclusive=False)
    assert not directory.exists()


def test_a_store_of_the_version_before_is_brought_up_to_date_and_keeps_its_rows(
    directory: Path,
) -> None:
    directory.mkdir()
    with sqlite3.connect(directory / DATABASE_NAME) as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO vehicle VALUES ('v', 1, 'opel-safe', 0, 0)")
    with open_store(directory) as store:
        assert store.query("PRAGMA user_version") == [(KNOWN_VERSION,)]
        assert store.query("SELECT id FROM vehicle") == [("v",)]
        assert store.query("SELECT * FROM run") == []
