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
    SaveProblem,
    UnknownVehicleError,
    VaultExistsError,
    WrongSecretError,
)
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.vault import (
    Field,
    UnlockerKind,
    Vault,
    VehicleSecrets,
)
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


def prepared(vault: Vault) -> PreparedSetup:
    return vault.prepare_setup([SECRETS], pin="13572468", passphrase="correct horse battery")


def rows_of(store: Store) -> int:
    tables = ("vault", "unlocker", "record", "vehicle", "event")
    return sum(store.query(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables)


def test_an_empty_store_has_no_vault(vault: Vault) -> None:
    assert not vault.is_set_up


def test_a_vault_that_is_not_set_up_does_not_open(vault: Vault) -> None:
    with pytest.raises(NoVaultError):
        vault.unlock(UnlockerKind.RECOVERY, "0" * 28, at())


def test_preparing_stores_nothing(vault: Vault, store: Store) -> None:
    before = {path.name: path.read_bytes() for path in store.directory.iterdir()}
    prepared(vault)
    assert {path.name: path.read_bytes() for path in store.directory.iterdir()} == before


def test_a_committed_vault_is_set_up(vault: Vault, journal: Journal) -> None:
    prepared(vault).commit(journal, ADDED, at())
    assert vault.is_set_up


def test_the_vehicle_and_its_secrets_come_together(vault: Vault, journal: Journal) -> None:
    setup = prepared(vault)
    setup.commit(journal, ADDED, at(), active={"car": True})
    assert (journal.active_vehicles(), setup.unlocked().names()) == (
        ["car"],
        {"car": "NAME-OF-THE-CAR"},
    )


def test_each_chosen_way_opens_the_same_vault(vault: Vault, journal: Journal) -> None:
    setup = prepared(vault)
    setup.commit(journal, ADDED, at())
    ways = {
        UnlockerKind.PIN: "13572468",
        UnlockerKind.PASSPHRASE: "correct horse battery",
        UnlockerKind.RECOVERY: setup.recovery_key.reveal(),
    }
    read = {vault.unlock(kind, text, at()).read("car", Field.CODE) for kind, text in ways.items()}
    assert read == {SECRETS.code}


def test_a_recovery_key_is_always_made(vault: Vault, journal: Journal) -> None:
    vault.prepare_setup([SECRETS]).commit(journal, ADDED, at())
    assert vault.kinds() == {UnlockerKind.RECOVERY}


def test_a_way_that_was_not_chosen_is_not_there(vault: Vault, journal: Journal) -> None:
    vault.prepare_setup([SECRETS], pin="1234").commit(journal, ADDED, at())
    with pytest.raises(NoUnlockerError):
        vault.unlock(UnlockerKind.PASSPHRASE, "correct horse battery", at())


def test_set_up_can_be_prepared_in_a_thread(vault: Vault, journal: Journal) -> None:
    made: list[PreparedSetup] = []
    thread = threading.Thread(target=lambda: made.append(prepared(vault)))
    thread.start()
    thread.join()
    made[0].commit(journal, ADDED, at())
    assert vault.is_set_up


@pytest.mark.parametrize(("pin", "passphrase"), [("12", None), (None, "short")])
def test_a_bad_secret_is_refused_before_anything_is_made(
    vault: Vault, pin: str | None, passphrase: str | None
) -> None:
    with pytest.raises(InvalidSecretError):
        vault.prepare_setup([SECRETS], pin=pin, passphrase=passphrase)


def test_a_second_set_up_is_refused(vault: Vault, setup: PreparedSetup) -> None:
    with pytest.raises(VaultExistsError):
        prepared(vault)


def test_of_two_set_ups_at_once_the_second_changes_nothing(vault: Vault, journal: Journal) -> None:
    one, other = prepared(vault), vault.prepare_setup([SECRETS])
    one.commit(journal, ADDED, at())
    before = rows_of(journal.store)
    with pytest.raises(VaultExistsError):
        other.commit(journal, ADDED, at())
    assert rows_of(journal.store) == before


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


def test_a_set_up_that_could_not_be_saved_can_be_committed_again(card: Card) -> None:
    with open_store(card.path / "state") as store:
        journal, vault = Journal(store), Vault(store, cheap)
        setup = prepared(vault)
        card.fill()
        with pytest.raises(NotSavedError):
            setup.commit(journal, ADDED * 5000, at())
        card.free()
        setup.commit(journal, ADDED, at())
        recovery = setup.recovery_key.reveal()
        assert (
            vault.unlock(UnlockerKind.RECOVERY, recovery, at()).names() == setup.unlocked().names()
        )


def test_a_set_up_that_could_not_be_saved_left_no_row(card: Card) -> None:
    with open_store(card.path / "state") as store:
        setup = prepared(Vault(store, cheap))
        card.fill()
        with pytest.raises(NotSavedError):
            setup.commit(Journal(store), ADDED * 5000, at())
        assert rows_of(store) == 0


def test_no_set_up_on_a_card_that_takes_no_writes(vault: Vault, journal: Journal) -> None:
    setup = vault.prepare_setup([SECRETS])
    journal.store.write_no_more(SaveProblem(reason="read_only"))
    with pytest.raises(NotSavedError):
        setup.commit(journal, ADDED, at())


def every_secret(setup: PreparedSetup) -> list[str]:
    texts = [text for text in SECRETS.values().values() if text]
    recovery = setup.recovery_key.reveal()
    return [*texts, "13572468", "correct horse", recovery, recovery.replace("-", "")]


def test_no_file_holds_a_secret_after_set_up(vault: Vault, journal: Journal) -> None:
    setup = prepared(vault)
    setup.commit(journal, ADDED, at())
    setup.unlocked().write("car", {Field.CODE: "9999888877776666"})
    held = b"".join(path.read_bytes() for path in journal.store.directory.iterdir())
    found = [
        text
        for text in [*every_secret(setup), "9999888877776666"]
        if text.encode() in held or text.encode("utf-16-le") in held
    ]
    assert found == []


def test_the_journal_of_the_database_holds_no_secret_while_it_is_written(
    vault: Vault, journal: Journal
) -> None:
    setup = prepared(vault)
    setup.commit(journal, ADDED, at())
    unlocked = setup.unlocked()
    with journal.store.transaction() as connection:
        connection.execute("PRAGMA cache_size = 1")
        unlocked.adding(SECRETS)(connection)
        rollback = Path(f"{journal.store.path}-journal").read_bytes()
    assert [text for text in every_secret(setup) if text.encode() in rollback] == []


@pytest.mark.parametrize("code", ["0000", "7", "1234567890123456"])
def test_the_length_of_a_code_cannot_be_seen(vault: Vault, journal: Journal, code: str) -> None:
    secrets = VehicleSecrets(vehicle="car", code=code)
    vault.prepare_setup([secrets]).commit(journal, ADDED, at())
    assert journal.store.query("SELECT LENGTH(ciphertext) FROM record") == [(64 + 16,)]


def test_nothing_that_holds_a_secret_prints_it(vault: Vault, journal: Journal) -> None:
    setup = prepared(vault)
    setup.commit(journal, ADDED, at())
    attempt = vault.begin_unlock(UnlockerKind.PIN, "13572468", at())
    holders = [SECRETS, setup, setup.recovery_key, setup.unlocked(), attempt, {"s": SECRETS}]
    printed = " ".join(f"{holder!r} {holder!s}" for holder in holders)
    assert [text for text in every_secret(setup) if text in printed] == []


def test_what_holds_a_key_is_not_pickled(vault: Vault) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(prepared(vault))


def test_an_error_holds_no_secret(vault: Vault, setup: PreparedSetup) -> None:
    with pytest.raises(WrongSecretError) as caught:
        vault.unlock(UnlockerKind.PASSPHRASE, "entirely wrong words", at())
    shown = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert "wrong words" not in shown
