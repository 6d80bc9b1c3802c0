"""A backup that comes in: what is refused, and what is left of it before the next start."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pi.storage.backup import make_backup
from pi.storage.backup_check import LARGEST, LONGEST_VALUE, check_head
from pi.storage.beside import RESTORED_NAME
from pi.storage.connection import HEADER_BYTES
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import BadBackupError, NotSavedError, WrongSecretError
from pi.storage.restore import Upload
from pi.storage.schema import KNOWN_VERSION
from pi.storage.store import Store
from pi.storage.unlockers import UnlockerKind
from pi.storage.vault import Field, Vault
from pi.storage.vault_setup import PreparedSetup
from tests.cards.card import Card
from tests.pi.storage.conftest import cheap
from tests.pi.storage.earlier import go_back
from tests.pi.storage.moments import at

WORDS = "correct horse"
LONG_CHECK = """
PRAGMA ignore_check_constraints = ON;
CREATE TABLE more (one CHECK (length(hex(zeroblob(400000000))) > 0));
INSERT INTO more"""
DEAR = '{"cost":{"memory_kib":1048576,"passes":1000,"lanes":16},"device":null}'


@pytest.fixture
def backup(setup: PreparedSetup, store: Store) -> bytes:
    """A backup of a store with one vehicle."""
    with closing(make_backup(store, setup.unlocked())) as backup:
        return backup.part(0, backup.size)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Another machine's state directory, empty."""
    (tmp_path / "there").mkdir()
    return tmp_path / "there"


def uploaded(directory: Path, held: bytes) -> Upload:
    """All of it has come in."""
    upload = Upload(directory, held[:HEADER_BYTES], len(held))
    for start in range(0, len(held), 5000):
        upload.take(held[start : start + 5000])
    return upload


def refused(directory: Path, held: bytes, secret: str = WORDS) -> str:
    """Why a file can't be restored from; nothing of it is left."""
    with pytest.raises(BadBackupError) as caught, closing(uploaded(directory, held)) as upload:
        upload.open_with(secret)
    assert list(directory.iterdir()) == []
    return caught.value.rule


def edited(held: bytes, sql: str, tmp_path: Path) -> bytes:
    """A backup after somebody changed it."""
    file = tmp_path / "edited.db"
    file.write_bytes(held)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(sql)
    return file.read_bytes()


@pytest.mark.parametrize("id", ["\x1b[2J", "../../etc", "Nissan", "a b", "", "x" * 65])
def test_a_family_that_is_no_id_makes_it_no_backup(
    there: Path, backup: bytes, tmp_path: Path, id: str
) -> None:
    crafted = edited(backup, f"UPDATE vehicle SET head_unit = '{id}'", tmp_path)
    assert refused(there, crafted) == "damaged"


def restored(directory: Path, held: bytes, secret: str = WORDS) -> None:
    with closing(uploaded(directory, held)) as upload:
        upload.open_with(secret)
        upload.commit(directory / DATABASE_NAME)


def test_what_was_restored_is_there_after_the_next_start(there: Path, backup: bytes) -> None:
    restored(there, backup)
    with open_store(there) as store:
        opened = Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, WORDS, at())
        assert opened.read("car", Field.CODE) == "0042"


def test_the_recovery_key_restores_too(there: Path, backup: bytes, setup: PreparedSetup) -> None:
    restored(there, backup, setup.recovery_key.reveal().lower())
    assert (there / RESTORED_NAME).exists()


def test_nothing_is_replaced_before_the_next_start(there: Path, backup: bytes) -> None:
    open_store(there).close()
    before = (there / DATABASE_NAME).read_bytes()
    restored(there, backup)
    assert (there / DATABASE_NAME).read_bytes() == before


def test_a_wrong_secret_opens_nothing_and_another_may_be_tried(there: Path, backup: bytes) -> None:
    with closing(uploaded(there, backup)) as upload:
        for wrong in ("correct house", "2580", "", "0000-" * 7):
            with pytest.raises(WrongSecretError):
                upload.open_with(wrong)
        upload.open_with(WORDS)


def test_a_raw_copy_of_a_store_loses_its_pin_on_the_way(
    there: Path, setup: PreparedSetup, store: Store
) -> None:
    restored(there, store.path.read_bytes())
    with open_store(there) as other:
        assert UnlockerKind.PIN not in Vault(other, cheap).kinds()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO probe VALUES (9223372036854775807, x'00')",
        "INSERT INTO run (one, boot_id, clean) VALUES (1, 'elsewhere', 0)",
        "INSERT INTO pin_guard (one, failed, boot_id, monotonic) VALUES (1, 9, 'elsewhere', 9e9)",
    ],
)
def test_what_belongs_to_another_machine_is_not_taken_over(
    there: Path, backup: bytes, tmp_path: Path, sql: str
) -> None:
    restored(there, edited(backup, sql, tmp_path))
    with open_store(there) as store:
        assert store.can_save() is None
        rows = (store.query(f"SELECT 1 FROM {table}") for table in ("run", "pin_guard"))
        assert [*rows, store.query("SELECT turn FROM probe")] == [[], [], [(1,)]]


def test_what_is_restored_is_listed_whole(there: Path, backup: bytes) -> None:
    restored(there, backup)
    with open_store(there) as store, closing(Vault(store, cheap).unlock_elsewhere(WORDS)) as vault:
        assert vault.amiss() == []


def test_an_upload_that_is_given_up_leaves_nothing(there: Path, backup: bytes) -> None:
    uploaded(there, backup).close()
    assert list(there.iterdir()) == []


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("PRAGMA application_id = 7", "foreign"),
        (f"PRAGMA user_version = {KNOWN_VERSION + 1}", "newer"),
        ("CREATE TABLE more (one)", "foreign"),
        ("CREATE TRIGGER sqliteXt AFTER DELETE ON run BEGIN DELETE FROM vault; END", "foreign"),
        (f"{LONG_CHECK} VALUES (1), (2), (3)", "foreign"),
        ("PRAGMA user_version = 0", "damaged"),
        ("PRAGMA user_version = -1", "damaged"),
        ("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END", "foreign"),
        ("DROP TABLE boot", "foreign"),
        ("UPDATE event SET data = zeroblob(600000), sum = NULL", "damaged"),
        ("UPDATE event SET seq = seq + 1000000000000000", "damaged"),
        ("UPDATE sqlite_sequence SET seq = 9223372036854775807", "damaged"),
        ("INSERT INTO removed (number) VALUES (9223372036854775807)", "damaged"),
        ("UPDATE event SET wall = 1e300, sum = NULL", "damaged"),
        ("DELETE FROM vault", "no_vault"),
        ("UPDATE unlocker SET params = x'00'", "damaged"),
        (f"UPDATE unlocker SET params = CAST('{DEAR}' AS BLOB)", "damaged"),
        ("UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code'", "damaged"),
        ("DELETE FROM record WHERE field = 'code'", "damaged"),
        ("UPDATE record SET field = 'plate', sum = NULL WHERE field = 'code'", "damaged"),
        ("UPDATE vehicle SET head_unit = 'opel-safe', sum = NULL", "damaged"),
        ("UPDATE vehicle SET head_unit = 'opel-safe'", "damaged"),
        ("DELETE FROM listed WHERE vehicle = ''", "damaged"),
        ("UPDATE unlocker SET wrapped = zeroblob(48), sum = NULL WHERE kind='recovery'", "damaged"),
    ],
)
def test_a_file_that_is_not_what_a_backup_is_is_refused(
    there: Path, backup: bytes, tmp_path: Path, sql: str, rule: str
) -> None:
    assert refused(there, edited(backup, sql, tmp_path)) == rule


def test_a_file_that_ends_too_early_is_refused_by_its_first_bytes(backup: bytes) -> None:
    with pytest.raises(BadBackupError) as caught:
        check_head(backup[:HEADER_BYTES], len(backup) - 1)
    assert caught.value.rule == "truncated"


def test_a_file_that_is_far_too_large_is_refused_by_its_first_bytes(backup: bytes) -> None:
    with pytest.raises(BadBackupError) as caught:
        check_head(backup[:HEADER_BYTES], LARGEST + 1)
    assert caught.value.rule == "too_large"


@pytest.mark.parametrize("version", range(1, KNOWN_VERSION + 1))
def test_what_is_larger_than_any_store_of_ours_is_refused_before_it_is_brought_up_to_date(
    there: Path, backup: bytes, tmp_path: Path, version: int
) -> None:
    huge = f"UPDATE record SET ciphertext = zeroblob({LONGEST_VALUE + 1})"
    file = tmp_path / "older.db"
    file.write_bytes(backup)
    with closing(sqlite3.connect(file)) as connection:
        go_back(connection, version)
        connection.execute(huge)
        connection.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pi.storage.restore.migrate", lambda _: pytest.fail("it was read whole"))
        assert refused(there, file.read_bytes()) == "damaged"


@pytest.mark.parametrize("at", [18, 19])
def test_a_format_that_sqlite_only_reads_is_refused_by_its_first_bytes(
    backup: bytes, at: int
) -> None:
    """Else the card would be called read-only."""
    head = backup[:at] + b"\x03" + backup[at + 1 : HEADER_BYTES]
    with pytest.raises(BadBackupError) as caught:
        check_head(head, len(backup))
    assert caught.value.rule == "damaged"


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04" * 30, b"SQLite format 3\0"])
def test_a_file_that_is_no_database_is_refused_by_its_first_bytes(head: bytes) -> None:
    with pytest.raises(BadBackupError) as caught:
        check_head(head, 4096)
    assert caught.value.rule == "not_a_database"


def test_parts_that_are_missing_are_noticed(there: Path, backup: bytes) -> None:
    with closing(Upload(there, backup[:HEADER_BYTES], len(backup))) as upload:
        upload.take(backup[:5000])
        with pytest.raises(BadBackupError) as caught:
            upload.open_with(WORDS)
    assert caught.value.rule == "truncated"


def test_more_than_was_announced_is_refused(there: Path, backup: bytes) -> None:
    with closing(uploaded(there, backup)) as upload, pytest.raises(BadBackupError):
        upload.take(b"1")


def test_other_bytes_than_were_announced_are_refused(there: Path, backup: bytes) -> None:
    with closing(Upload(there, backup[:HEADER_BYTES], len(backup))) as upload:
        upload.take(bytes(len(backup)))
        with pytest.raises(BadBackupError):
            upload.open_with(WORDS)


@pytest.mark.parametrize("page", range(1, 12))
def test_a_page_of_noise_is_refused_or_was_not_read(there: Path, backup: bytes, page: int) -> None:
    """Either it is refused, or the vault still opens: never half a store."""
    noisy = backup[: page * 4096] + b"\xa5" * 4096 + backup[(page + 1) * 4096 :]
    try:
        restored(there, noisy)
    except BadBackupError:
        assert list(there.iterdir()) == []
    else:
        with open_store(there) as store:
            assert not store.damaged


def test_a_full_card_takes_no_backup_and_keeps_what_it_has(card: Card, backup: bytes) -> None:
    state = card.path / "state"
    open_store(state).close()
    card.fill()
    upload = Upload(state, backup[:HEADER_BYTES], len(backup))
    with closing(upload), pytest.raises(NotSavedError) as caught:
        upload.take(backup)
    assert caught.value.problem.reason == "full"
    assert sorted(path.name for path in state.iterdir()) == ["steadyhand.db", "steadyhand.lock"]
