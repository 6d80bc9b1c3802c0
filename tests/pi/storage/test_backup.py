"""A copy of the store for elsewhere: whole, checked, and without what opens on this device."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from pi.radio.events import RadioAsked
from pi.storage import backup as backups
from pi.storage.backup import Backup, make_backup
from pi.storage.beside import COPY_NAME
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import NotSavedError, UnreadableVaultError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.unlockers import UnlockerKind, find_unlocker
from pi.storage.vault import Field, UnlockedVault, Vault
from pi.storage.vault_setup import PreparedSetup
from tests.cards.card import Card
from tests.pi.storage.moments import PIN, WORDS, at, cheap, set_up
from tests.pi.storage.spoiling import PAGE, flip


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
        for kind, secret in (
            (UnlockerKind.RECOVERY, setup.recovery_key.reveal()),
            (UnlockerKind.PASSPHRASE, WORDS),
        ):
            assert there.unlock(kind, secret, at()).read("car", Field.CODE) == "0042"
        with pytest.raises(WrongSecretError):
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
    (root,) = store.query("SELECT rootpage FROM sqlite_schema WHERE name = 'event'")[0]
    with store.path.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(b"\xff" * PAGE)
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
    flip(store.path, sql)  # SQLite itself finds nothing amiss
    before = sorted(store.directory.iterdir())
    with pytest.raises(UnreadableVaultError) as caught:
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
        with pytest.raises(NotSavedError) as caught:
            make_backup(store, opened, small=0)
    assert caught.value.problem.reason == "full"


def test_what_a_killed_copying_left_is_gone_after_the_next_start(directory: Path) -> None:
    directory.mkdir()
    (directory / COPY_NAME).write_bytes(b"half a copy")
    open_store(directory).close()
    assert not (directory / COPY_NAME).exists()
