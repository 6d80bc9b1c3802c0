"""A card that is full, read-only or broken, and no store at all: said, read, never overwritten."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from tests.blackbox.processes import Place
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI
from tests.pi.storage.card import CardNotPossibleError, mount
from tests.pi.storage.disk import Disk

PAGE = 4096
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A mounted disk of 8 MiB."""
    with ExitStack() as until_done:
        try:
            disk = Disk.make(tmp_path / "disk.img")
            until_done.enter_context(disk.mounted())
        except CardNotPossibleError as why:
            pytest.skip(f"no disk image can be mounted here: {why}")
        yield disk


@pytest.fixture
def on_disk(disk: Disk, tmp_path: Path, made_store: Path) -> Iterator[Place]:
    """A place whose store lies on the disk and whose socket does not."""
    place = Place(tmp_path / "place", STEADYHAND_SOCKET=str(tmp_path / "s"))
    place.state = disk.path / "state"
    place.environment["STEADYHAND_STATE_DIR"] = str(place.state)
    copytree(made_store, place.state)
    yield place
    place.end()


def fill(disk: Disk) -> None:
    """Leave no room at all."""
    handle = os.open(disk.path / "filler", os.O_WRONLY | os.O_CREAT)
    try:
        for size in (1 << 20, 4096, 1):
            try:
                while os.write(handle, bytes(size)):
                    pass
            except OSError:
                continue
    finally:
        os.close(handle)


def show(place: Place) -> str:
    """What is shown to who knows the passphrase."""
    shown = place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    return shown.stdout if shown.returncode == 0 else shown.stderr


def refused(place: Place, *arguments: str) -> str:
    """The one line of a command that finds no service."""
    done = place.run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    return done.stderr


def test_on_a_full_card_a_report_counts_and_says_that_it_is_not_saved(
    disk: Disk, on_disk: Place
) -> None:
    with on_disk.service():
        fill(disk)
        done = on_disk.run("report", "rejected", "--vehicle", "1")
        status = on_disk.json("status", "--json")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "steadyhand: It happened, but is NOT SAVED. See: steadyhand status\n"
    assert status["service"]["why_not_saving"] == "full"
    assert status["vehicles"][0]["state"] == "Waiting"


def test_on_a_full_card_the_code_is_shown(disk: Disk, on_disk: Place) -> None:
    with on_disk.service():
        fill(disk)
        on_disk.run("report", "rejected", "--vehicle", "1")
        assert f"code: {QASHQAI.code}" in show(on_disk)


def test_once_there_is_room_again_what_was_kept_is_saved(disk: Disk, on_disk: Place) -> None:
    with on_disk.service() as service:
        fill(disk)
        on_disk.run("report", "rejected", "--vehicle", "1")
        (disk.path / "filler").unlink()
        assert on_disk.run("report", "power-on", "--vehicle", "1").returncode == 0
        service.kill()
    assert on_disk.json("status", "--json")["vehicles"][0]["state"] == "Waiting"


def test_a_full_card_without_a_store_is_named(disk: Disk, on_disk: Place) -> None:
    on_disk.environment["STEADYHAND_STATE_DIR"] = str(disk.path / "new")
    on_disk.state = disk.path / "new"
    fill(disk)
    assert "the card is full" in refused(on_disk, "status")


def test_on_a_read_only_card_everything_is_readable_and_nothing_is_saved(
    disk: Disk, on_disk: Place
) -> None:
    before = on_disk.files()
    mount("-o", "remount,ro", str(disk.path))
    status = on_disk.run("status")
    assert (status.returncode, status.stdout.splitlines()[0]) == (
        0,
        "NOT SAVED: the card is read-only. Write down what matters.",
    )
    assert f"code: {QASHQAI.code}" in show(on_disk)
    assert on_disk.run("report", "rejected", "--vehicle", "1").returncode == 5
    assert on_disk.files() == before


def test_on_a_read_only_card_the_pin_opens(disk: Disk, on_disk: Place) -> None:
    mount("-o", "remount,ro", str(disk.path))
    done = on_disk.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
    assert f"code: {QASHQAI.code}" in done.stdout


def test_a_read_only_card_without_a_store_is_named(disk: Disk, on_disk: Place) -> None:
    on_disk.environment["STEADYHAND_STATE_DIR"] = str(disk.path / "new")
    on_disk.state = disk.path / "new"
    mount("-o", "remount,ro", str(disk.path))
    assert "can't be written" in refused(on_disk, "status")


def test_a_set_up_that_does_not_fit_on_the_card_stores_nothing(disk: Disk, on_disk: Place) -> None:
    on_disk.environment["STEADYHAND_STATE_DIR"] = str(disk.path / "new")
    on_disk.state = disk.path / "new"
    with on_disk.service():
        fill(disk)
        done = on_disk.run("setup", "--from", "-", typed=ONE_VEHICLE)
    assert (done.returncode, done.stderr.count("\n"), "NOT SAVED" in done.stderr) == (5, 1, True)


ONE_VEHICLE = """
[[vehicle]]
name = "Van"
head_unit = "nissan-radio-code"
code = "3712"
"""


@contextmanager
def no_writes(pid: int) -> Iterator[None]:
    """A process whose every write to a file fails."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, NO_LIMIT)


def test_a_card_with_errors_says_so_until_it_has_none(kept: Place) -> None:
    with kept.service() as service:
        with no_writes(service.pid):
            assert kept.run("report", "rejected", "--vehicle", "1").returncode == 5
            assert kept.run("status").stdout.startswith("NOT SAVED: the card has errors.")
        assert kept.run("report", "power-on", "--vehicle", "1").returncode == 0
        assert not kept.run("status").stdout.startswith("NOT SAVED")


def test_a_service_that_ends_with_something_unsaved_tries_once_more(kept: Place) -> None:
    with kept.service("--linger", "0.05") as service:
        with no_writes(service.pid):
            kept.run("report", "rejected", "--vehicle", "1")
        service.terminate()
        service.wait()
    assert kept.json("status", "--json")["vehicles"][0]["state"] == "Waiting"


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
