"""Set-up: everything at once or nothing, and no secret in the clear anywhere."""

import pickle
import sqlite3
import threading
from pathlib import Path

import pytest

from pi.radio.events import VehicleAdded
from pi.storage.database import open_store
from pi.storage.errors import (
    InvalidSecretError,
    NotSavedError,
    NoUnlockerError,
    NoVaultError,
    UnknownVehicleError,
    VaultExistsError,
    WrongSecretError,
)
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.vault import Field, UnlockerKind, Vault, VehicleSecrets
from pi.storage.vault_setup import PreparedSetup
from tests.cards.card import Card
from tests.pi.storage.moments import at, cheap

SECRETS = VehicleSecrets(
    vehicle="car",
    name="NAME-OF-THE-CAR",
    code="4711471147114711",
    serial="SERIAL-OF-THE-RADIO",
    plate="PLATE-OF-THE-CAR",
    source="SOURCE-OF-THE-CODE",
)
ADDED = [("car", VehicleAdded(head_unit="unit"))]
PIN, WORDS = "13572468", "correct horse battery"
LATER = "9999888877776666"


def prepared(vault: Vault) -> PreparedSetup:
    return vault.prepare_setup([SECRETS], pin=PIN, passphrase=WORDS)


@pytest.fixture
def done(vault: Vault, journal: Journal) -> PreparedSetup:
    """A vault that was set up with a secret of each kind."""
    setup = prepared(vault)
    setup.commit(journal, ADDED, at(), active={"car": True})
    return setup


def rows_of(store: Store) -> int:
    tables = ("vault", "unlocker", "record", "vehicle", "event")
    return sum(store.query(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables)


def test_preparing_stores_nothing_and_can_be_done_in_a_thread(
    vault: Vault, journal: Journal
) -> None:
    directory, made = journal.store.directory, list[PreparedSetup]()
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    thread = threading.Thread(target=lambda: made.append(prepared(vault)))
    thread.start()
    thread.join()
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before
    assert not vault.is_set_up
    with pytest.raises(NoVaultError):
        vault.unlock(UnlockerKind.RECOVERY, "0" * 28, at())
    made[0].commit(journal, ADDED, at())
    assert vault.is_set_up


def test_the_vehicle_comes_with_its_secrets_and_each_chosen_way_opens_them(
    vault: Vault, journal: Journal, done: PreparedSetup
) -> None:
    ways = {
        UnlockerKind.PIN: PIN,
        UnlockerKind.PASSPHRASE: WORDS,
        UnlockerKind.RECOVERY: done.recovery_key.reveal(),
    }
    read = [vault.unlock(kind, text, at()).read_vehicle("car") for kind, text in ways.items()]
    assert (read, journal.active_vehicles()) == ([SECRETS] * 3, ["car"])
    assert done.unlocked().names() == {"car": SECRETS.name}


def test_a_recovery_key_is_always_made_and_no_way_that_was_not_chosen(
    vault: Vault, journal: Journal
) -> None:
    vault.prepare_setup([SECRETS]).commit(journal, ADDED, at())
    assert vault.kinds() == {UnlockerKind.RECOVERY}
    with pytest.raises(NoUnlockerError):
        vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())


@pytest.mark.parametrize(("pin", "passphrase"), [("12", None), (None, "short")])
def test_a_bad_secret_is_refused_before_anything_is_made(
    vault: Vault, pin: str | None, passphrase: str | None
) -> None:
    with pytest.raises(InvalidSecretError):
        vault.prepare_setup([SECRETS], pin=pin, passphrase=passphrase)


def test_a_second_set_up_is_refused_and_of_two_at_once_the_later_changes_nothing(
    vault: Vault, journal: Journal
) -> None:
    one, other = prepared(vault), vault.prepare_setup([SECRETS])
    one.commit(journal, ADDED, at())
    before = rows_of(journal.store)
    with pytest.raises(VaultExistsError):
        other.commit(journal, ADDED, at())
    assert rows_of(journal.store) == before
    with pytest.raises(VaultExistsError):
        prepared(vault)


def test_a_set_up_without_its_vehicle_stores_nothing(vault: Vault, journal: Journal) -> None:
    with pytest.raises(UnknownVehicleError):
        prepared(vault).commit(journal, [], at())
    assert rows_of(journal.store) == 0


@pytest.mark.parametrize("table", ["vault", "unlocker", "record", "event", "vehicle"])
def test_a_fault_anywhere_in_the_commit_stores_nothing(
    vault: Vault, journal: Journal, table: str
) -> None:
    journal.store.connection.execute(
        f"CREATE TEMP TRIGGER fault AFTER INSERT ON main.{table}"
        " BEGIN SELECT RAISE(ABORT, 'fault'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        prepared(vault).commit(journal, ADDED, at())
    assert rows_of(journal.store) == 0


def test_a_set_up_that_could_not_be_saved_left_nothing_and_can_be_committed_again(
    card: Card,
) -> None:
    with open_store(card.path / "state") as store:
        journal, vault = Journal(store), Vault(store, cheap)
        setup = prepared(vault)
        card.fill()
        with pytest.raises(NotSavedError):
            setup.commit(journal, ADDED * 5000, at())
        assert rows_of(store) == 0
        card.free()
        setup.commit(journal, ADDED, at())
        recovery = setup.recovery_key.reveal()
        opened = vault.unlock(UnlockerKind.RECOVERY, recovery, at())
        assert opened.names() == setup.unlocked().names()


def secrets_in(held: bytes, setup: PreparedSetup) -> list[str]:
    """The secrets that stand there in the clear."""
    texts = [text for text in SECRETS.values().values() if text]
    recovery = setup.recovery_key.reveal()
    texts += [PIN, "correct horse", recovery, recovery.replace("-", ""), LATER]
    return [text for text in texts if text.encode() in held or text.encode("utf-16-le") in held]


def test_no_file_holds_a_secret_not_even_while_it_is_written(
    journal: Journal, done: PreparedSetup
) -> None:
    unlocked = done.unlocked()
    with journal.store.transaction() as connection:
        connection.execute("PRAGMA cache_size = 1")
        unlocked.adding(SECRETS)(connection)
        assert secrets_in(Path(f"{journal.store.path}-journal").read_bytes(), done) == []
    unlocked.write("car", {Field.CODE: LATER})
    held = b"".join(path.read_bytes() for path in journal.store.directory.iterdir())
    assert secrets_in(held, done) == []


@pytest.mark.parametrize("code", ["0000", "7", "1234567890123456"])
def test_the_length_of_a_code_cannot_be_seen(vault: Vault, journal: Journal, code: str) -> None:
    secrets = VehicleSecrets(vehicle="car", code=code)
    vault.prepare_setup([secrets]).commit(journal, ADDED, at())
    assert journal.store.query("SELECT LENGTH(ciphertext) FROM record") == [(64 + 16,)]


def test_nothing_that_holds_a_secret_prints_it_or_is_pickled(
    vault: Vault, done: PreparedSetup
) -> None:
    attempt = vault.begin_unlock(UnlockerKind.PIN, PIN, at())
    holders = [SECRETS, done, done.recovery_key, done.unlocked(), attempt, {"s": SECRETS}]
    printed = " ".join(f"{holder!r} {holder!s}" for holder in holders)
    assert secrets_in(printed.encode(), done) == []
    for holder in (done, done.unlocked(), done.recovery_key):
        with pytest.raises(TypeError):
            pickle.dumps(holder)


def test_an_error_holds_no_secret(vault: Vault, done: PreparedSetup) -> None:
    with pytest.raises(WrongSecretError) as caught:
        vault.unlock(UnlockerKind.PASSPHRASE, "entirely wrong words", at())
    shown = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert "wrong words" not in shown
