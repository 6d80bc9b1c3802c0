"""A file that is no store, or a damaged one: named, read as far as it goes, never overwritten."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.blackbox.processes import Place
from tests.blackbox.saying import ONE_VEHICLE, refused, show
from tests.pi.service.rig import QASHQAI

PAGE = 4096


def garbage(database: Path) -> None:
    database.write_bytes(b"no store at all\n" * 1000)


def emptied(database: Path) -> None:
    database.write_bytes(b"")


def newer(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def foreign(database: Path) -> None:
    database.unlink()
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def shortened(database: Path) -> None:
    database.write_bytes(database.read_bytes()[: PAGE // 2])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (garbage, "The store in {place} is damaged; nothing was changed. Restore a copy."),
        (emptied, "The store in {place} is damaged; nothing was changed. Restore a copy."),
        (shortened, "The store in {place} is damaged; nothing was changed. Restore a copy."),
        (newer, "{place} was written by a newer steadyhand. Update this one."),
        (foreign, "{place} holds another program's database. Choose another place."),
    ],
)
def test_what_is_no_readable_store_is_named_and_left_as_it_is(
    kept: Place, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(kept.database)
    before = kept.database.read_bytes()
    line = refused(kept, "status")
    assert line == f"steadyhand: {said}\n".format(place=kept.state)
    assert kept.database.read_bytes() == before


def spoil_table(database: Path, table: str) -> None:
    """Fill the first page of a table with noise."""
    with sqlite3.connect(database) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
    connection.close()
    with database.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


def test_a_journal_that_cannot_be_read_leaves_the_code_readable(kept: Place) -> None:
    spoil_table(kept.database, "event")
    assert f"code: {QASHQAI.code}" in show(kept)


def test_a_journal_that_cannot_be_read_is_said_by_the_status(kept: Place) -> None:
    spoil_table(kept.database, "event")
    done = kept.run("status")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "NOT SAVED: the store is damaged. Write down your code now.",
    )
    assert done.stdout.count("WAIT") == 3


def test_what_happens_to_a_damaged_store_is_not_called_saved(kept: Place) -> None:
    spoil_table(kept.database, "event")
    assert kept.run("report", "rejected", "--vehicle", "1").returncode == 5


def test_a_store_that_is_known_as_damaged_is_never_written(kept: Place) -> None:
    spoil_table(kept.database, "unlocker")
    before = kept.database.read_bytes()
    status = kept.run("status")
    kept.run("report", "rejected", "--vehicle", "1")
    assert (status.returncode, status.stdout.startswith("NOT SAVED: the store is damaged")) == (
        0,
        True,
    )
    assert kept.database.read_bytes() == before


def test_a_store_without_its_vault_is_not_set_up_a_second_time(kept: Place) -> None:
    spoil_table(kept.database, "vault")
    before = kept.database.read_bytes()
    done = kept.run("setup", "--from", "-", typed=ONE_VEHICLE)
    assert (done.returncode in {3, 5}, done.stdout, done.stderr.count("\n")) == (True, "", 1)
    assert kept.database.read_bytes() == before
