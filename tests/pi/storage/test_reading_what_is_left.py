"""A hot journal on a read-only card, and damaged files: read as far as it goes, never changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage import connection as connections
from pi.storage import rescue
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import DamagedStoreError, NotSavedError
from pi.storage.journal import Journal
from pi.storage.vault import Field, UnlockerKind, Vault, VehicleSecrets
from tests.cards.card import Card
from tests.pi.storage.moments import at, cheap
from tests.pi.storage.processes import ROOT

PAGE = 4096
ROWS = 400

# Dies in the middle of a transaction whose pages have reached the file already.
DIE_HALFWAY = """
import os, signal, sys
from pathlib import Path
from pi.storage.database import open_store

store = open_store(Path(sys.argv[1]))
store.connection.execute("PRAGMA cache_size = 2")
with store.transaction() as connection:
    connection.execute("UPDATE event SET kind = 'Half', data = zeroblob(400)")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def fill(directory: Path) -> Path:
    """A store with a vault and enough events for many pages."""
    with open_store(directory) as store:
        journal = Journal(store)
        secrets = VehicleSecrets(vehicle="car", code="0042")
        setup = Vault(store, cheap).prepare_setup([secrets], passphrase="correct horse")
        setup.commit(journal, [("car", VehicleAdded(head_unit="unit"))], at())
        journal.append([("car", CodeRejected(shows="WAIT"))] * ROWS, at())
    return directory / DATABASE_NAME


def leave_a_hot_journal(directory: Path) -> None:
    subprocess.run([sys.executable, "-c", DIE_HALFWAY, str(directory)], cwd=ROOT, check=False)
    assert rescue.is_hot(directory / DATABASE_NAME)


def root_page_of(path: Path, table: str) -> int:
    with open_store(path.parent) as store:
        ((page,),) = store.query("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    return int(page)


def spoil_page(path: Path, number: int) -> None:
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


def test_a_cut_halfway_is_rolled_back(directory: Path) -> None:
    fill(directory)
    leave_a_hot_journal(directory)
    with open_store(directory) as store:
        assert len(Journal(store).since_settled("car")) == ROWS + 1


def test_a_hot_journal_on_a_read_only_card_is_rolled_back_in_a_copy(card: Card) -> None:
    fill(card.path / "state")
    leave_a_hot_journal(card.path / "state")
    card.turn_read_only()
    with open_store(card.path / "state") as store:
        assert len(Journal(store).since_settled("car")) == ROWS + 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_hot_journal_where_nothing_may_be_written_is_rolled_back_in_a_copy(
    directory: Path,
) -> None:
    fill(directory)
    leave_a_hot_journal(directory)
    directory.chmod(0o500)
    with open_store(directory) as store:
        assert len(Journal(store).since_settled("car")) == ROWS + 1


def test_a_copy_cannot_save_and_says_read_only(card: Card) -> None:
    fill(card.path / "state")
    leave_a_hot_journal(card.path / "state")
    card.turn_read_only()
    with open_store(card.path / "state") as store:
        problem = store.can_save()
    assert problem is not None
    assert problem.reason == "read_only"


def test_a_copy_is_private_and_gone_once_the_store_is_closed(card: Card) -> None:
    fill(card.path / "state")
    leave_a_hot_journal(card.path / "state")
    card.turn_read_only()
    with open_store(card.path / "state") as store:
        place = store.path.parent
        assert place.stat().st_mode & 0o777 == 0o700
    assert not place.exists()


def test_the_secrets_of_a_copy_can_be_read(card: Card) -> None:
    fill(card.path / "state")
    leave_a_hot_journal(card.path / "state")
    card.turn_read_only()
    with open_store(card.path / "state") as store:
        unlocked = Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, "correct horse", at())
        assert unlocked.read("car", Field.CODE) == "0042"


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\0", b"garbage" * 5000, bytes(8192)],
    ids=["empty", "a_bare_header", "garbage", "zeros"],
)
def test_a_file_that_is_no_database_is_refused_and_not_touched(
    directory: Path, content: bytes
) -> None:
    directory.mkdir()
    path = directory / DATABASE_NAME
    path.write_bytes(content)
    with pytest.raises(DamagedStoreError):
        open_store(directory)
    assert path.read_bytes() == content


@pytest.fixture
def truncated(directory: Path) -> Path:
    path = fill(directory)
    os.truncate(path, path.stat().st_size - 3 * PAGE)
    return path


def test_a_truncated_store_is_opened_as_damaged(truncated: Path) -> None:
    with open_store(truncated.parent) as store:
        assert (store.damaged, store.read_only) == (True, True)


def test_a_truncated_store_still_gives_the_code(truncated: Path) -> None:
    with open_store(truncated.parent) as store:
        unlocked = Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, "correct horse", at())
        assert unlocked.read("car", Field.CODE) == "0042"


def test_a_truncated_store_is_not_written(truncated: Path) -> None:
    before = truncated.read_bytes()
    with open_store(truncated.parent) as store, pytest.raises(NotSavedError) as caught:
        Journal(store).append([("car", CodeRejected())], at())
    assert (caught.value.problem.reason, truncated.read_bytes()) == ("damaged", before)


def test_a_store_cut_to_its_first_page_is_refused(directory: Path) -> None:
    path = fill(directory)
    os.truncate(path, PAGE)
    with pytest.raises(DamagedStoreError):
        open_store(directory)
    assert path.stat().st_size == PAGE


@pytest.mark.parametrize("table", ["unlocker", "vault", "pin_guard"])
def test_damage_where_the_way_in_lies_is_seen_at_the_start(directory: Path, table: str) -> None:
    path = fill(directory)
    spoil_page(path, root_page_of(path, table))
    with open_store(directory) as store:
        assert store.damaged


def test_damage_to_the_ways_in_leaves_the_journal_readable(directory: Path) -> None:
    path = fill(directory)
    spoil_page(path, root_page_of(path, "unlocker"))
    with open_store(directory) as store:
        assert len(Journal(store).since_settled("car")) == ROWS + 1


def test_reading_from_a_damaged_page_says_so(directory: Path) -> None:
    path = fill(directory)
    spoil_page(path, root_page_of(path, "event"))
    with open_store(directory) as store, pytest.raises(DamagedStoreError):
        Journal(store).history("car")


def test_a_whole_check_finds_a_damaged_page(directory: Path) -> None:
    path = fill(directory)
    spoil_page(path, root_page_of(path, "event"))
    with open_store(directory) as store:
        assert store.check_whole() != []


def test_a_whole_check_finds_nothing_in_a_whole_store(directory: Path) -> None:
    fill(directory)
    with open_store(directory) as store:
        assert store.check_whole() == []


def test_a_whole_check_does_not_call_a_busy_file_damaged(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "WAIT_FOR_OTHERS_S", 0.0)
    fill(directory)
    with open_store(directory) as store:
        store.connection.execute("BEGIN EXCLUSIVE")
        assert store.check_whole() == []


def test_a_whole_check_of_a_truncated_store_finds_it(truncated: Path) -> None:
    with open_store(truncated.parent) as store:
        assert store.check_whole() != []


def test_an_event_that_cannot_be_understood_is_damage(directory: Path) -> None:
    fill(directory)
    with open_store(directory) as store:
        with store.transaction() as connection:
            connection.execute("UPDATE event SET data = x'7b7d' WHERE seq = 7")
        with pytest.raises(DamagedStoreError) as caught:
            Journal(store).since_settled("car")
    assert caught.value.detail == "event 7"
