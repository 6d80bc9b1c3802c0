"""A copy of the store for elsewhere, and its way back: whole and checked, or nothing is left."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from pi.radio.events import RadioAsked
from pi.storage import backup as backups
from pi.storage import errors
from pi.storage.backup import LARGEST, LONGEST_VALUE, Backup, check_head, make_backup
from pi.storage.beside import ASIDE_NAME, RESTORED_NAME, take_up
from pi.storage.connection import HEADER_BYTES, journal_of
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.restore import Upload
from pi.storage.schema import KNOWN_VERSION
from pi.storage.store import Store
from pi.storage.store_file import DATABASE_NAME, LOCK_NAME
from pi.storage.vault.unlockers import UnlockerKind, find_unlocker
from pi.storage.vault.vault import Field, PreparedSetup, UnlockedVault, Vault
from tests.cards import Card
from tests.pi.storage.earlier import go_back
from tests.pi.storage.moments import PIN, WORDS, at, cheap, set_up
from tests.pi.storage.processes import leave_a_hot_journal
from tests.pi.storage.spoiling import PAGE, cut_off, flip, spoil

LONG_CHECK = """
PRAGMA ignore_check_constraints = ON;
CREATE TABLE more (one CHECK (length(hex(zeroblob(400000000))) > 0));
INSERT INTO more VALUES (1), (2), (3)"""
DEAR = '{"cost":{"memory_kib":1048576,"passes":1000,"lanes":16},"device":null}'
OLD, NEW = b"the old store", b"the restored store"


@pytest.fixture(params=[backups.SMALL, 0], ids=["in memory", "on the card"])
def small(request: pytest.FixtureRequest) -> int:
    """From which size on a copy is made on the card."""
    return int(request.param)


def test_a_copy_opens_elsewhere_with_all_that_is_kept_and_without_the_pin(
    setup: PreparedSetup,
    opened: UnlockedVault,
    store: Store,
    journal: Journal,
    vault: Vault,
    small: int,
    tmp_path: Path,
) -> None:
    journal.append([("car", RadioAsked())] * 3, at())
    pin = find_unlocker(store, UnlockerKind.PIN)
    assert pin is not None
    before = sorted(store.directory.iterdir())
    with closing(make_backup(store, opened, small)) as backup:
        assert sorted(store.directory.iterdir()) == before
        held = b"".join(backup.part(start, 1000) for start in range(0, backup.size, 1000))
    assert sha256(held).hexdigest() == backup.digest
    parts = (pin.salt, pin.params, pin.wrapped.nonce, pin.wrapped.ciphertext)
    assert [part for part in parts if part in held] == []
    (tmp_path / DATABASE_NAME).write_bytes(held)
    with open_store(tmp_path) as elsewhere:
        there = Vault(elsewhere, cheap)
        assert there.kinds() == {UnlockerKind.PASSPHRASE, UnlockerKind.RECOVERY}
        assert elsewhere.query("SELECT * FROM unswept") == []  # it was written anew
        for kind, secret in (
            (UnlockerKind.RECOVERY, setup.recovery_key.reveal()),
            (UnlockerKind.PASSPHRASE, WORDS),
        ):
            assert there.unlock(kind, secret, at()).read("car", Field.CODE) == "0042"
        with pytest.raises(errors.WrongSecretError):
            there.unlock(UnlockerKind.PASSPHRASE, "correct house", at())
        assert Journal(elsewhere).history("car") == journal.history("car")
    assert vault.unlock(UnlockerKind.PIN, PIN, at()).read("car", Field.CODE) == "0042"


def test_others_write_while_it_is_copied_and_the_copy_has_all_of_it(
    opened: UnlockedVault, store: Store, journal: Journal, small: int
) -> None:
    with store.transaction() as connection:
        for _ in range(2000):
            connection.execute("INSERT INTO probe VALUES (NULL, zeroblob(4000))")
    made: list[Backup] = []
    copying = Thread(target=lambda: made.append(make_backup(store, opened, small)))
    copying.start()
    journal.append([("car", RadioAsked())], at())
    copying.join()
    with closing(made[0]) as backup, closing(sqlite3.connect(":memory:")) as held:
        held.deserialize(backup.part(0, backup.size))
        kinds = [kind for (kind,) in held.execute("SELECT kind FROM event ORDER BY seq")]
    assert kinds == ["VehicleAdded", "RadioAsked"]


def test_a_damaged_store_is_not_passed_on_as_a_good_copy(
    opened: UnlockedVault, store: Store, small: int
) -> None:
    spoil(store.path, "event")
    store.connection.execute("PRAGMA cache_size = 0")
    with pytest.raises(errors.NotSavedError) as caught:
        make_backup(store, opened, small)
    assert caught.value.problem.reason == "damaged"


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code'", "code"),
        ("DELETE FROM record WHERE field = 'serial'", "serial"),
        ("UPDATE record SET field = 'plate' WHERE field = 'code'", "code"),
        ("UPDATE unlocker SET wrapped = zeroblob(48) WHERE kind = 'recovery'", "recovery"),
    ],
)
def test_what_does_not_open_with_the_key_in_hand_is_in_no_copy(
    opened: UnlockedVault, store: Store, small: int, sql: str, name: str
) -> None:
    flip(store.path, sql)  # SQLite itself finds nothing amiss
    before = sorted(store.directory.iterdir())
    with pytest.raises(errors.UnreadableVaultError) as caught:
        make_backup(store, opened, small)
    assert (caught.value.first[0].name, sorted(store.directory.iterdir())) == (name, before)


def test_on_a_full_card_a_large_store_is_copied_in_memory_if_there_is_room(
    card: Card, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with open_store(card.path / "state") as store:
        opened = set_up(Vault(store, cheap), Journal(store)).unlocked()
        card.fill()
        with closing(make_backup(store, opened, small=0)) as backup:
            assert backup.size > 0
        monkeypatch.setattr(backups, "_MEMORY", tmp_path / "none")
        with pytest.raises(errors.NotSavedError) as caught:
            make_backup(store, opened, small=0)
    assert caught.value.problem.reason == "full"


@pytest.fixture
def backup(setup: PreparedSetup, store: Store) -> bytes:
    with closing(make_backup(store, setup.unlocked())) as backup:
        return backup.part(0, backup.size)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    (tmp_path / "there").mkdir()
    return tmp_path / "there"


def uploaded(directory: Path, held: bytes) -> Upload:
    upload = Upload(directory, held[:HEADER_BYTES], len(held))
    for start in range(0, len(held), 5000):
        upload.take(held[start : start + 5000])
    return upload


def restored(directory: Path, held: bytes, secret: str = WORDS) -> None:
    with closing(uploaded(directory, held)) as upload:
        upload.open_with(secret)
        upload.commit(directory / DATABASE_NAME)


def refused(directory: Path, held: bytes) -> str:
    """Why a file can't be restored from; nothing of it is left."""
    with pytest.raises(errors.BadBackupError) as caught:
        restored(directory, held)
    assert list(directory.iterdir()) == []
    return caught.value.rule


def edited(held: bytes, sql: str, tmp_path: Path, version: int = KNOWN_VERSION) -> bytes:
    """A backup after somebody changed it, or of an earlier version."""
    file = tmp_path / "edited.db"
    file.write_bytes(held)
    with closing(sqlite3.connect(file)) as connection:
        if version < KNOWN_VERSION:
            go_back(connection, version)
        connection.executescript(sql)
    return file.read_bytes()


@pytest.mark.parametrize("by_recovery_key", [False, True])
def test_what_was_restored_is_there_whole_after_the_next_start_and_not_before(
    there: Path, backup: bytes, setup: PreparedSetup, by_recovery_key: bool
) -> None:
    secret = setup.recovery_key.reveal().lower() if by_recovery_key else WORDS
    open_store(there).close()
    before = (there / DATABASE_NAME).read_bytes()
    restored(there, backup, secret)
    assert (there / DATABASE_NAME).read_bytes() == before
    with open_store(there) as store, closing(Vault(store, cheap).unlock_elsewhere(secret)) as vault:
        assert (vault.read("car", Field.CODE), vault.amiss()) == ("0042", [])


def test_a_wrong_secret_opens_nothing_and_another_may_be_tried(there: Path, backup: bytes) -> None:
    with closing(uploaded(there, backup)) as upload:
        for wrong in ("correct house", "2580", "", "0000-" * 7):
            with pytest.raises(errors.WrongSecretError):
                upload.open_with(wrong)
        upload.open_with(WORDS)
    assert list(there.iterdir()) == []  # it was given up


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO probe VALUES (9223372036854775807, x'00')",
        "INSERT INTO run (one, boot_id, clean) VALUES (1, 'elsewhere', 0)",
        "INSERT INTO pin_guard (one, failed, boot_id, monotonic) VALUES (1, 9, 'elsewhere', 9e9)",
    ],
)
def test_what_belongs_to_another_machine_is_not_taken_over_from_a_raw_copy(
    there: Path, setup: PreparedSetup, store: Store, tmp_path: Path, sql: str
) -> None:
    restored(there, edited(store.path.read_bytes(), sql, tmp_path))
    with open_store(there) as other:
        assert other.can_save() is None
        rows = (other.query(f"SELECT 1 FROM {table}") for table in ("run", "pin_guard"))
        assert [*rows, other.query("SELECT turn FROM probe")] == [[], [], [(1,)]]
        assert UnlockerKind.PIN not in Vault(other, cheap).kinds()


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("PRAGMA application_id = 7", "foreign"),
        (f"PRAGMA user_version = {KNOWN_VERSION + 1}", "newer"),
        ("CREATE TABLE more (one)", "foreign"),
        ("CREATE TRIGGER sqliteXt AFTER DELETE ON run BEGIN DELETE FROM vault; END", "foreign"),
        (LONG_CHECK, "foreign"),
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
        *(
            (f"UPDATE vehicle SET head_unit = '{id}'", "damaged")
            for id in ("\x1b[2J", "../../etc", "Nissan", "a b", "", "x" * 65)
        ),
    ],
)
def test_a_file_that_is_not_what_a_backup_is_is_refused(
    there: Path, backup: bytes, tmp_path: Path, sql: str, rule: str
) -> None:
    assert refused(there, edited(backup, sql, tmp_path)) == rule


@pytest.mark.parametrize("version", range(1, KNOWN_VERSION + 1))
def test_what_is_larger_than_any_store_of_ours_is_refused_before_it_is_brought_up_to_date(
    there: Path, backup: bytes, tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = f"UPDATE record SET ciphertext = zeroblob({LONGEST_VALUE + 1})"
    monkeypatch.setattr("pi.storage.restore.migrate", lambda _: pytest.fail("it was read whole"))
    assert refused(there, edited(backup, huge, tmp_path, version)) == "damaged"


def test_what_the_first_bytes_tell_is_refused_by_them(backup: bytes) -> None:
    size = len(backup)
    for head, announced, rule in (
        (backup, size - 1, "truncated"),
        (backup, LARGEST + 1, "too_large"),
        # Formats that SQLite only reads: the card would be called read-only.
        *((backup[:place] + b"\x03" + backup[place + 1 :], size, "damaged") for place in (18, 19)),
        *((head, size, "not_a_database") for head in (b"", b"PK\3\4" * 30, b"SQLite format 3\0")),
    ):
        with pytest.raises(errors.BadBackupError) as caught:
            check_head(head[:HEADER_BYTES], announced)
        assert caught.value.rule == rule


def test_other_more_or_fewer_bytes_than_were_told_are_refused(there: Path, backup: bytes) -> None:
    with closing(uploaded(there, backup)) as upload, pytest.raises(errors.BadBackupError):
        upload.take(b"1")
    for held, rule in ((backup[:5000], "truncated"), (bytes(len(backup)), "damaged")):
        with closing(Upload(there, backup[:HEADER_BYTES], len(backup))) as upload:
            upload.take(held)
            with pytest.raises(errors.BadBackupError, match=rule):
                upload.open_with(WORDS)


@pytest.mark.parametrize("page", range(1, 12))
def test_a_page_of_noise_is_refused_or_was_not_read(there: Path, backup: bytes, page: int) -> None:
    """Either it is refused, or the vault still opens: never half a store."""
    noisy = backup[: page * PAGE] + b"\xa5" * PAGE + backup[(page + 1) * PAGE :]
    try:
        restored(there, noisy)
    except errors.BadBackupError:
        assert list(there.iterdir()) == []
    else:
        with open_store(there) as store:
            assert not store.damaged
            opened = Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, WORDS, at())
            assert opened.read("car", Field.CODE) == "0042"


def test_a_full_card_takes_no_backup_and_keeps_what_it_has(card: Card, backup: bytes) -> None:
    state = card.path / "state"
    open_store(state).close()
    card.fill()
    upload = Upload(state, backup[:HEADER_BYTES], len(backup))
    with closing(upload), pytest.raises(errors.NotSavedError) as caught:
        upload.take(backup)
    assert caught.value.problem.reason == "full"
    assert sorted(path.name for path in state.iterdir()) == [DATABASE_NAME, LOCK_NAME]


@pytest.fixture
def database(there: Path) -> Path:
    (there / DATABASE_NAME).write_bytes(OLD)
    (there / RESTORED_NAME).write_bytes(NEW)
    return there / DATABASE_NAME


def aside(database: Path, number: int = 1) -> Path:
    return database.with_name(ASIDE_NAME.format(number=number))


@pytest.mark.parametrize("steps", range(4))
def test_a_cut_leaves_either_and_the_next_start_goes_on(database: Path, steps: int) -> None:
    """With the old store goes its journal, which can't be rolled back."""
    journal_of(database).write_bytes(b"\0no journal")
    went = cut_off(lambda: take_up(database), steps, ("link", "rename", "replace"))
    assert went is (steps < 3)  # a name more, the journal's, and the one that it is taken up by
    assert database.read_bytes() in (OLD, NEW)
    assert database.read_bytes() == OLD or not journal_of(database).exists()
    take_up(database)
    assert (database.read_bytes(), aside(database).read_bytes()) == (NEW, OLD)
    assert not journal_of(database).exists()


def test_each_store_that_is_replaced_keeps_a_number_of_its_own(database: Path) -> None:
    take_up(database)
    database.with_name(RESTORED_NAME).write_bytes(b"one more")
    take_up(database)
    take_up(database)  # nothing is there to be taken up
    kept = [aside(database, number).read_bytes() for number in (1, 2)]
    assert (kept, database.read_bytes()) == ([OLD, NEW], b"one more")
    database.rename(database.with_name(RESTORED_NAME))
    take_up(database)  # where there was no store
    assert (database.read_bytes(), aside(database, 3).exists()) == (b"one more", False)


def test_a_restored_store_takes_the_place_of_one_that_could_not_be_opened_unless_it_is_newer(
    directory: Path,
) -> None:
    open_store(directory).close()
    database, restored = directory / DATABASE_NAME, directory / RESTORED_NAME
    database.rename(restored)
    database.write_bytes(b"noise" * 1000)
    with open_store(directory) as store:
        assert store.can_save() is None
        with store.transaction() as connection:
            connection.execute("PRAGMA user_version = 99")
    database.rename(restored)
    with pytest.raises(errors.NewerStoreError):
        open_store(directory)


@pytest.mark.parametrize("journal", [None, b"", bytes(512)], ids=["hot", "empty", "zeros"])
def test_what_a_cut_left_in_the_middle_of_a_write_is_undone_in_the_old_store(
    directory: Path, journal: bytes | None
) -> None:
    """The old store is one file again, and opens wherever it is put. No journal is kept."""
    open_store(directory).close()
    database = directory / DATABASE_NAME
    if journal is None:
        leave_a_hot_journal(directory)
    else:
        journal_of(database).write_bytes(journal)
    (directory / RESTORED_NAME).write_bytes(NEW)
    take_up(database)
    assert list(directory.glob("*-journal")) == []
    aside(database).replace(database)
    with open_store(directory) as store:
        assert store.query("SELECT COUNT(*), MAX(turn) < 100 FROM probe") == [(1, 1)]
