"""Opening a store, and its transactions: what is made, set and refused; all or nothing."""

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Event
from unittest.mock import MagicMock

import pytest

from pi.storage import connection as connections
from pi.storage import errors
from pi.storage.beside import COPY_NAME, UPLOAD_NAME
from pi.storage.connection import connect
from pi.storage.journal import begin_run, end_run
from pi.storage.opening import open_store
from pi.storage.schema import APPLICATION_ID, KNOWN_VERSION, MIGRATIONS
from pi.storage.store_file import DATABASE_NAME, LOCK_NAME, Store
from tests.pi.storage.processes import at_work, lines_of

BOOT = "INSERT INTO boot (boot_id, started_wall, quality) VALUES (?, 1.0, 'ntp')"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything_in(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def make_store(directory: Path, pragma: str = "user_version") -> Path:
    open_store(directory).close()
    path = directory / DATABASE_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {pragma}")
    return path


@pytest.mark.parametrize(
    ("held", "mode"), [(None, 0o700), ([], 0o700), (["letter.txt"], 0o755)], ids=str
)
def test_a_store_is_private_and_so_is_a_directory_that_nobody_else_uses(
    directory: Path, held: list[str] | None, mode: int
) -> None:
    before = os.umask(0)
    try:
        if held is not None:
            directory.mkdir(mode=0o755)
        for name in held or ():
            (directory / name).touch()
        open_store(directory).close()
    finally:
        os.umask(before)
    ours = {
        path.name: mode_of(path) for path in directory.iterdir() if path.name not in (held or ())
    }
    assert (mode_of(directory), ours) == (mode, {DATABASE_NAME: 0o600, LOCK_NAME: 0o600})


@pytest.mark.parametrize(
    "left", [f"{DATABASE_NAME}.new", f"{DATABASE_NAME}.new-journal", COPY_NAME, f"{UPLOAD_NAME}-3"]
)
def test_what_was_being_written_as_the_power_went_is_gone_after_the_next_start(
    directory: Path, left: str
) -> None:
    directory.mkdir()
    (directory / left).write_bytes(b"half of it")
    open_store(directory).close()
    assert sorted(path.name for path in directory.iterdir()) == [DATABASE_NAME, LOCK_NAME]


def test_a_journal_without_its_database_is_not_rolled_back_into_a_new_one(directory: Path) -> None:
    directory.mkdir()
    (directory / f"{DATABASE_NAME}-journal").write_bytes(b"x" * 1024)
    with pytest.raises(errors.DamagedStoreError):
        open_store(directory)
    assert not (directory / DATABASE_NAME).exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_every_connection_has_the_settings(directory: Path, read_only: bool) -> None:
    """Each is set, whatever the library has by itself."""
    wanted = {
        "synchronous": 3,
        "journal_mode": "delete",
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
    }
    assert {name: found for name, _, found in connections.PRAGMAS} == wanted
    wanted |= {"application_id": APPLICATION_ID, "user_version": KNOWN_VERSION}
    with closing(connect(make_store(directory), read_only=read_only)) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted


def test_a_store_in_another_journal_mode_is_brought_back(directory: Path) -> None:
    make_store(directory, "journal_mode = WAL")
    with open_store(directory) as store:
        assert store.query("PRAGMA journal_mode") == [("delete",)]


def test_a_setting_that_slips_is_an_error(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_store(directory)
    monkeypatch.setattr(connections, "PRAGMAS", (("synchronous", "FULL", 3),))
    with pytest.raises(errors.PragmaError) as caught:
        connect(path)
    assert (caught.value.name, caught.value.found) == ("synchronous", 2)


def test_only_one_module_opens_sqlite() -> None:
    package = Path(connections.__file__).parents[1]
    opening = [path for path in package.rglob("*.py") if "sqlite3.connect(" in path.read_text()]
    assert [path.name for path in opening] == ["connection.py"]


def test_neither_a_connection_nor_a_reader_makes_a_file(tmp_path: Path, directory: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "missing.db")
    with pytest.raises(FileNotFoundError):
        open_store(directory, exclusive=False)
    assert (list(tmp_path.iterdir()), directory.exists()) == ([], False)


@pytest.mark.parametrize(
    ("pragma", "error", "said"),
    [
        (
            f"user_version = {KNOWN_VERSION + 4}",
            errors.NewerStoreError,
            (KNOWN_VERSION + 4, KNOWN_VERSION),
        ),
        ("application_id = 7", errors.ForeignStoreError, (7,)),
    ],
)
def test_the_store_of_a_newer_version_or_another_program_is_refused_and_not_touched(
    directory: Path, pragma: str, error: type[Exception], said: tuple[int, ...]
) -> None:
    make_store(directory, pragma)
    (directory / LOCK_NAME).unlink()
    before = everything_in(directory)
    with pytest.raises(error) as caught:
        open_store(directory)
    assert (caught.value.args, everything_in(directory)) == (said, before)


def test_a_store_that_cannot_be_opened_is_not_kept_locked(directory: Path) -> None:
    path = make_store(directory)
    whole = path.read_bytes()
    path.write_bytes(whole[:100].ljust(len(whole), b"x"))
    with pytest.raises(errors.DamagedStoreError):
        open_store(directory)
    path.write_bytes(whole)
    with open_store(directory) as store:
        assert not store.damaged


def test_a_second_service_is_told_the_firsts_number_until_that_is_killed(directory: Path) -> None:
    with at_work("hold", directory) as first:
        assert lines_of(first).readline() == "open\n"
        with pytest.raises(errors.StoreInUseError) as caught:
            open_store(directory)
        assert caught.value.pid == first.pid
    for _ in range(2):  # one that was closed is free, too
        with open_store(directory) as store:
            assert store.can_save() is None


def test_a_second_reader_does_not_need_the_lock(directory: Path, store: Store) -> None:
    with open_store(directory, exclusive=False) as second:
        assert second.query("SELECT COUNT(*) FROM event") == [(0,)]


def test_an_earlier_versions_store_is_brought_up_to_date_with_its_rows(directory: Path) -> None:
    directory.mkdir()
    with closing(sqlite3.connect(directory / DATABASE_NAME)) as connection:
        connection.executescript(
            f"{MIGRATIONS[0]} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
            "INSERT INTO vehicle VALUES ('v', 1, 'opel-safe', 0, 0);"
        )
    with open_store(directory) as store:
        assert store.query("PRAGMA user_version") == [(KNOWN_VERSION,)]
        assert store.query("SELECT id FROM vehicle") == [("v",)]
        assert store.query("SELECT * FROM run") == []


def test_what_fails_in_a_transaction_leaves_nothing(store: Store) -> None:
    with suppress(ZeroDivisionError), store.transaction() as connection:
        connection.execute(BOOT, ("b",))
        raise ZeroDivisionError
    assert store.query("SELECT * FROM boot") == []


def test_a_transaction_in_a_transaction_is_refused_and_does_not_end_the_outer(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(BOOT, ("b",))
        with pytest.raises(RuntimeError), store.transaction():
            pass
    assert store.query("SELECT boot_id FROM boot") == [("b",)]


def test_a_mistake_of_ours_is_not_called_a_fault_of_the_card(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError), store.transaction() as connection:
        connection.execute("INSERT INTO nowhere VALUES (1)")
    assert store.save_problem is None


def test_threads_that_write_at_once_each_get_through(store: Store) -> None:
    def write(thread: int) -> None:
        for turn in range(20):
            with store.transaction() as connection:
                connection.execute(BOOT, (f"{thread}-{turn}",))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    assert store.query("SELECT COUNT(*) FROM boot") == [(80,)]


def test_a_thread_does_not_read_what_another_has_not_finished(store: Store) -> None:
    held, lock, is_there = store._lock, MagicMock(), Event()
    lock.__enter__.side_effect = lambda: (is_there.set(), held.acquire())
    lock.__exit__.side_effect = lambda *_: held.release()
    with ThreadPoolExecutor(1) as other:
        with store.transaction() as connection:
            connection.execute(BOOT, ("b",))
            store._lock = lock
            read = other.submit(store.query, "SELECT boot_id FROM boot")
            read.add_done_callback(lambda _: is_there.set())
            is_there.wait()  # at the lock, or past it
            connection.execute("UPDATE boot SET boot_id = 'whole'")
        assert read.result() == [("whole",)]


def test_writing_is_ended_once_whoever_reads_has_read(store: Store) -> None:
    """Two threads on one connection at once can wait for each other for ever."""
    with ThreadPoolExecutor(1) as other:
        with store.reading():
            ending = other.submit(store.write_no_more, errors.SaveProblem(reason="full"))
            with pytest.raises(TimeoutError):
                ending.result(timeout=0.1)
            assert not store.read_only
        ending.result()
    assert store.read_only


@pytest.mark.parametrize(
    ("runs", "was_cut"),
    [
        ([], False),  # of the first run nothing is claimed
        ([("one", "told to end")], False),
        ([("one", "cut")], True),
        ([("two", "killed")], False),  # within this boot: no power was lost
        ([("one", "cut"), ("two", "killed")], False),  # it is told once
    ],
)
def test_the_power_went_without_a_word_where_an_earlier_boots_run_was_never_told_to_end(
    directory: Path, runs: list[tuple[str, str]], was_cut: bool
) -> None:
    for boot, end in runs:
        with open_store(directory) as store:
            begin_run(store, boot)
            if end == "told to end":
                end_run(store, boot)
    with open_store(directory) as store:
        assert begin_run(store, "two") is was_cut


def test_where_no_run_can_be_noted_none_is_called_cut_off(store: Store) -> None:
    begin_run(store, "one")
    store.write_no_more(errors.SaveProblem(reason="read_only"))
    assert not begin_run(store, "two")
