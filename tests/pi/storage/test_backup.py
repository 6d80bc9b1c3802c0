"""A copy of the store for elsewhere: whole, checked, and without what opens on this device."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from pi.radio.events import RadioAsked
from pi.storage import backup as backups
from pi.storage.backup import Backup, make_backup
from pi.storage.beside import COPY_NAME
from pi.storage.connection import connect
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import NotSavedError, UnreadableVaultError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.unlockers import UnlockerKind, find_unlocker
from pi.storage.vault import Field, UnlockedVault, Vault
from pi.storage.vault_setup import PreparedSetup
from tests.cards.card import Card
from tests.pi.storage.conftest import cheap, set_up
from tests.pi.storage.moments import at

ROOMS = {"in memory": backups.SMALL, "on the card": 0}


@pytest.fixture(params=ROOMS.values(), ids=list(ROOMS))
def small(request: pytest.FixtureRequest) -> int:
    """From which size on a copy is made on the card."""
    return int(request.param)


def whole(backup: Backup) -> bytes:
    """All of a copy, which is then let go."""
    with closing(backup):
        return backup.part(0, backup.size)


@pytest.fixture
def elsewhere(opened: UnlockedVault, store: Store, small: int, tmp_path: Path) -> Iterator[Store]:
    """The copy, opened on another machine."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / DATABASE_NAME).write_bytes(whole(make_backup(store, opened, small)))
    with open_store(tmp_path / "elsewhere") as elsewhere:
        yield elsewhere


def test_the_recovery_key_opens_a_copy_elsewhere(setup: PreparedSetup, elsewhere: Store) -> None:
    key = setup.recovery_key.reveal()
    opened = Vault(elsewhere, cheap).unlock(UnlockerKind.RECOVERY, key, at())
    assert opened.read("car", Field.CODE) == "0042"


def test_the_passphrase_opens_a_copy_elsewhere(elsewhere: Store) -> None:
    opened = Vault(elsewhere, cheap).unlock(UnlockerKind.PASSPHRASE, "correct horse", at())
    assert opened.read("car", Field.CODE) == "0042"


def test_a_wrong_passphrase_opens_no_copy(elsewhere: Store) -> None:
    with pytest.raises(WrongSecretError):
        Vault(elsewhere, cheap).unlock(UnlockerKind.PASSPHRASE, "correct house", at())


def test_there_is_no_pin_in_a_copy(elsewhere: Store) -> None:
    assert Vault(elsewhere, cheap).kinds() == {UnlockerKind.PASSPHRASE, UnlockerKind.RECOVERY}


def test_nothing_of_the_pin_is_left_in_the_bytes_of_a_copy(
    opened: UnlockedVault, store: Store, small: int
) -> None:
    pin = find_unlocker(store, UnlockerKind.PIN)
    assert pin is not None
    held = whole(make_backup(store, opened, small))
    parts = (pin.salt, pin.params, pin.wrapped.nonce, pin.wrapped.ciphertext)
    assert [part for part in parts if part in held] == []


def test_the_pin_still_opens_the_store_itself(
    opened: UnlockedVault, store: Store, vault: Vault, small: int
) -> None:
    make_backup(store, opened, small).close()
    assert vault.unlock(UnlockerKind.PIN, "2580", at()).read("car", Field.CODE) == "0042"


def test_the_journal_is_in_a_copy(
    opened: UnlockedVault, store: Store, journal: Journal, small: int, tmp_path: Path
) -> None:
    journal.append([("car", RadioAsked())] * 3, at())
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / DATABASE_NAME).write_bytes(whole(make_backup(store, opened, small)))
    with open_store(tmp_path / "there") as there:
        assert Journal(there).history("car") == journal.history("car")


def test_no_file_is_left_of_a_copy_while_it_is_read(
    opened: UnlockedVault, store: Store, small: int
) -> None:
    before = sorted(store.directory.iterdir())
    with closing(make_backup(store, opened, small)):
        assert sorted(store.directory.iterdir()) == before


def test_the_parts_of_a_copy_are_the_whole_that_was_measured(
    opened: UnlockedVault, store: Store, small: int
) -> None:
    from hashlib import sha256

    with closing(make_backup(store, opened, small)) as backup:
        parts = [backup.part(start, 1000) for start in range(0, backup.size, 1000)]
    assert sha256(b"".join(parts)).hexdigest() == backup.digest


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
    held = sqlite3.connect(":memory:")
    held.deserialize(whole(made[0]))
    kinds = [kind for (kind,) in held.execute("SELECT kind FROM event ORDER BY seq")]
    assert kinds == ["VehicleAdded", "RadioAsked"]


def test_a_damaged_store_is_not_passed_on_as_a_good_copy(
    opened: UnlockedVault, store: Store, small: int
) -> None:
    (root,) = store.query("SELECT rootpage FROM sqlite_schema WHERE name = 'event'")[0]
    with (store.path).open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    store.connection.execute("PRAGMA cache_size = 0")
    with pytest.raises(NotSavedError) as caught:
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
    with closing(connect(store.path)) as other:  # SQLite itself finds nothing amiss
        other.execute(sql)
    before = sorted(store.directory.iterdir())
    with pytest.raises(UnreadableVaultError) as caught:
        make_backup(store, opened, small)
    assert (caught.value.first[0].name, sorted(store.directory.iterdir())) == (name, before)


def test_a_large_store_on_a_full_card_is_copied_in_memory(card: Card) -> None:
    with open_store(card.path / "state") as store:
        opened = set_up(Vault(store, cheap), Journal(store)).unlocked()
        card.fill()
        with closing(make_backup(store, opened, small=0)) as backup:
            assert backup.size > 0
    card.free()


def test_where_neither_card_nor_memory_has_room_that_is_said(
    card: Card, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(backups, "_MEMORY", tmp_path / "none")
    with open_store(card.path / "state") as store:
        opened = set_up(Vault(store, cheap), Journal(store)).unlocked()
        card.fill()
        with pytest.raises(NotSavedError) as caught:
            make_backup(store, opened, small=0)
    assert caught.value.problem.reason == "full"


def test_what_a_killed_copying_left_is_gone_after_the_next_start(directory: Path) -> None:
    open_store(directory).close()
    (directory / COPY_NAME).write_bytes(b"half a copy")
    open_store(directory).close()
    assert not (directory / COPY_NAME).exists()
