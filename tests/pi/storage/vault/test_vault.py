"""The vault: set up at once or not at all, its ways in, and each secret sealed at its own place."""

import pickle
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.radio.events import VehicleAdded
from pi.storage import errors
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.vault.device_key import DeviceKey
from pi.storage.vault.unlockers import unwrap, wrap
from pi.storage.vault.vault import (
    Field,
    PreparedSetup,
    UnlockedVault,
    UnlockerKind,
    Vault,
    VehicleSecrets,
)
from tests.depth import examples
from tests.pi.storage.moments import CHEAP, PIN, WORDS, at

SECRETS = VehicleSecrets(
    vehicle="car",
    name="NAME-OF-THE-CAR",
    code="4711471147114711",
    serial="SERIAL-OF-THE-RADIO",
    plate="PLATE-OF-THE-CAR",
    source="SOURCE-OF-THE-CODE",
)
ADDED = [("car", VehicleAdded(head_unit="unit"))]
VAN_ADDED = [("van", VehicleAdded(head_unit="unit"))]
# So long that none of them stands anywhere by chance.
LONG_PIN, LONG_WORDS = "13572468", "correct horse battery"
LATER = "9999888877776666"


def prepared(vault: Vault) -> PreparedSetup:
    return vault.prepare_setup([SECRETS], pin=LONG_PIN, passphrase=LONG_WORDS)


@pytest.fixture
def done(vault: Vault, journal: Journal) -> PreparedSetup:
    setup = prepared(vault)
    setup.commit(partial(journal.append, at=at(), active={"car": True}), ADDED)
    return setup


def rows_of(store: Store) -> int:
    tables = ("vault", "unlocker", "record", "vehicle", "event")
    return sum(store.query(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables)


def test_preparing_stores_nothing_and_can_run_in_a_thread(vault: Vault, journal: Journal) -> None:
    directory = journal.store.directory
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    with ThreadPoolExecutor(1) as other:
        made = other.submit(prepared, vault).result()
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before
    assert not vault.is_set_up
    with pytest.raises(errors.NoVaultError):
        vault.unlock(UnlockerKind.RECOVERY, "0" * 28, at())
    made.commit(partial(journal.append, at=at()), ADDED)
    assert vault.is_set_up


def test_the_vehicle_comes_with_its_secrets_and_each_chosen_way_opens_them(
    vault: Vault, journal: Journal, done: PreparedSetup
) -> None:
    ways = {
        UnlockerKind.PIN: LONG_PIN,
        UnlockerKind.PASSPHRASE: LONG_WORDS,
        UnlockerKind.RECOVERY: done.recovery_key.reveal(),
    }
    read = [vault.unlock(kind, text, at()).read_vehicle("car") for kind, text in ways.items()]
    assert (read, journal.active_vehicles()) == ([SECRETS] * 3, ["car"])
    assert done.unlocked().names() == {"car": SECRETS.name}


def test_a_recovery_key_is_always_made_and_no_way_that_was_not_chosen_or_is_bad(
    vault: Vault, journal: Journal
) -> None:
    for bad in ({"pin": "12"}, {"passphrase": "short"}):
        with pytest.raises(errors.InvalidSecretError):
            vault.prepare_setup([SECRETS], **bad)
    vault.prepare_setup([SECRETS]).commit(partial(journal.append, at=at()), ADDED)
    assert vault.kinds() == {UnlockerKind.RECOVERY}
    with pytest.raises(errors.NoUnlockerError):
        vault.unlock(UnlockerKind.PASSPHRASE, LONG_WORDS, at())


def test_a_second_set_up_is_refused_and_of_two_at_once_the_later_changes_nothing(
    vault: Vault, journal: Journal
) -> None:
    one, other = prepared(vault), vault.prepare_setup([SECRETS])
    one.commit(partial(journal.append, at=at()), ADDED)
    before = rows_of(journal.store)
    with pytest.raises(errors.VaultExistsError):
        other.commit(partial(journal.append, at=at()), ADDED)
    assert rows_of(journal.store) == before
    with pytest.raises(errors.VaultExistsError):
        prepared(vault)


def test_a_set_up_without_its_vehicle_stores_nothing(vault: Vault, journal: Journal) -> None:
    with pytest.raises(errors.UnknownVehicleError):
        prepared(vault).commit(partial(journal.append, at=at()), [])
    assert rows_of(journal.store) == 0


@pytest.mark.parametrize("table", ["vault", "unlocker", "record", "event", "vehicle"])
def test_a_fault_anywhere_in_the_commit_stores_nothing_and_it_can_be_committed_again(
    vault: Vault, journal: Journal, table: str
) -> None:
    with journal.store.transaction() as connection:
        connection.execute(
            f"CREATE TEMP TRIGGER fault AFTER INSERT ON main.{table}"
            " BEGIN SELECT RAISE(ABORT, 'fault'); END"
        )
    setup = prepared(vault)
    with pytest.raises(sqlite3.IntegrityError):
        setup.commit(partial(journal.append, at=at()), ADDED)
    assert rows_of(journal.store) == 0
    change(journal.store, "DROP TRIGGER fault")
    setup.commit(partial(journal.append, at=at()), ADDED)
    recovery = setup.recovery_key.reveal()
    opened = vault.unlock(UnlockerKind.RECOVERY, recovery, at())
    assert opened.names() == setup.unlocked().names()


def secrets_in(held: bytes, setup: PreparedSetup) -> list[str]:
    """The secrets that stand there in the clear."""
    texts = [text for text in SECRETS.values().values() if text]
    recovery = setup.recovery_key.reveal()
    texts += [LONG_PIN, "correct horse", recovery, recovery.replace("-", ""), LATER]
    return [text for text in texts if text.encode() in held or text.encode("utf-16-le") in held]


def test_no_file_holds_a_secret_even_while_written(journal: Journal, done: PreparedSetup) -> None:
    unlocked = done.unlocked()
    with journal.store.transaction() as connection:
        connection.execute("PRAGMA cache_size = 1")
        unlocked.adding(SECRETS)(connection)
        assert secrets_in(Path(f"{journal.store.path}-journal").read_bytes(), done) == []
    unlocked.write("car", {Field.CODE: LATER})
    held = b"".join(path.read_bytes() for path in journal.store.directory.iterdir())
    assert secrets_in(held, done) == []


def test_the_length_of_a_code_cannot_be_seen(store: Store, opened: UnlockedVault) -> None:
    for code in ("0000", "7", "1234567890123456"):
        opened.write("car", {Field.CODE: code})
        asked = "SELECT LENGTH(ciphertext) FROM record WHERE field = 'code'"
        assert store.query(asked) == [(64 + 16,)]


def test_nothing_that_holds_a_secret_prints_it_or_is_pickled_and_no_error_holds_one(
    vault: Vault, done: PreparedSetup
) -> None:
    attempt = vault.begin_unlock(UnlockerKind.PIN, LONG_PIN, at())
    holders = [SECRETS, done, done.recovery_key, done.unlocked(), attempt, {"s": SECRETS}]
    printed = " ".join(f"{holder!r} {holder!s}" for holder in holders)
    assert secrets_in(printed.encode(), done) == []
    for holder in (done, done.unlocked(), done.recovery_key):
        with pytest.raises(TypeError):
            pickle.dumps(holder)
    with pytest.raises(errors.WrongSecretError) as caught:
        vault.unlock(UnlockerKind.PASSPHRASE, "entirely wrong words", at())
    shown = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert "wrong words" not in shown


def change(store: Store, sql: str, *values: object) -> None:
    with store.transaction() as connection:
        connection.execute(sql, values)


def add_second(journal: Journal, opened: UnlockedVault) -> None:
    secrets = VehicleSecrets(vehicle="van", name="Van", code="1111")
    journal.append(VAN_ADDED, at(), extra=opened.adding(secrets))


def opens(vault: Vault, kind: UnlockerKind, secret: str) -> bool:
    """Whether it does, or is called wrong."""
    try:
        return vault.unlock(kind, secret, at()).read("car", Field.CODE) == "0042"
    except errors.WrongSecretError:
        return False


@given(text=st.text(), field=st.sampled_from(Field))
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_read_back(opened: UnlockedVault, text: str, field: Field) -> None:
    opened.write("car", {field: text})
    assert opened.read("car", field) == text


def test_a_field_is_written_and_deleted_and_the_others_stay(opened: UnlockedVault) -> None:
    opened.write("car", {Field.PLATE: "AB-12", Field.SERIAL: None})
    assert (opened.read("car", Field.PLATE), opened.read("car", Field.SERIAL)) == ("AB-12", None)
    assert opened.read_vehicle("car") == VehicleSecrets(
        vehicle="car", name="Gölf", code="0042", plate="AB-12"
    )


def test_names_come_by_vehicle_in_one_question_and_a_tampered_one_hides_no_other(
    store: Store, journal: Journal, opened: UnlockedVault
) -> None:
    add_second(journal, opened)
    asked: list[str] = []
    with store.reading() as connection:
        connection.set_trace_callback(asked.append)
        assert (opened.names(), len(asked)) == ({"car": "Gölf", "van": "Van"}, 1)
        connection.set_trace_callback(None)
    change(store, "UPDATE record SET nonce = zeroblob(12) WHERE vehicle = 'car'")
    assert opened.names() == {"van": "Van"}


def test_a_vehicle_whose_secrets_fail_is_not_added(journal: Journal, opened: UnlockedVault) -> None:
    secrets = VehicleSecrets(vehicle="somebody else", code="1111")
    with pytest.raises(errors.UnknownVehicleError):
        journal.append(VAN_ADDED, at(), extra=opened.adding(secrets))
    assert journal.vehicle("van") is None


SWAP = (
    "UPDATE record SET (version, nonce, ciphertext) ="
    " (SELECT version, nonce, ciphertext FROM record WHERE field = '{0}' AND vehicle = '{1}')"
    " WHERE field = 'code' AND vehicle = 'car'"
)


@pytest.mark.parametrize(
    "tampering",
    [
        SWAP.format("serial", "car"),
        SWAP.format("code", "van"),
        "UPDATE record SET version = version + 1",
        "UPDATE record SET nonce = zeroblob(12)",
        "UPDATE record SET nonce = x'00'",
        "UPDATE record SET ciphertext = x''",
        "UPDATE record SET ciphertext = zeroblob(80)",
    ],
    ids=["other field", "other vehicle", "version", "nonce", "short nonce", "empty", "zeros"],
)
def test_a_record_that_was_tampered_with_is_named(
    store: Store, journal: Journal, opened: UnlockedVault, tampering: str
) -> None:
    add_second(journal, opened)
    change(store, tampering)
    with pytest.raises(errors.TamperedRecordError) as caught:
        opened.read("car", Field.CODE)
    assert (caught.value.vehicle, caught.value.field) == ("car", "code")


def test_an_overwritten_record_is_gone_from_the_file_and_opens_no_more_under_the_new_number(
    store: Store, opened: UnlockedVault
) -> None:
    ((nonce, old),) = store.query("SELECT nonce, ciphertext FROM record WHERE field = 'code'")
    opened.write("car", {Field.CODE: "9999"})
    assert old not in store.path.read_bytes()
    change(store, "UPDATE record SET nonce = ?, ciphertext = ? WHERE field = 'code'", nonce, old)
    with pytest.raises(errors.TamperedRecordError):
        opened.read("car", Field.CODE)


@pytest.mark.parametrize(
    "use",
    [
        lambda opened: opened.read("car", Field.CODE),
        lambda opened: opened.names(),
        lambda opened: opened.write("car", {Field.CODE: "1"}),
        lambda opened: opened.prepare_pin("1234"),
        lambda opened: opened.prepare_passphrase("long enough"),
        lambda opened: opened.prepare_recovery_key(),
    ],
)
def test_a_locked_vault_does_nothing_and_leaves_another_sessions_open(
    vault: Vault, opened: UnlockedVault, use: Callable[[UnlockedVault], object]
) -> None:
    other = vault.unlock(UnlockerKind.PIN, PIN, at())
    opened.close()
    with pytest.raises(errors.LockedError):
        use(opened)
    assert other.read("car", Field.CODE) == "0042"


def test_a_new_secret_opens_and_the_one_it_replaces_no_more(
    vault: Vault, setup: PreparedSetup, opened: UnlockedVault
) -> None:
    opened.set_pin("7707")
    opened.set_passphrase("another horse")
    recovery, key = opened.prepare_recovery_key()
    opened.keep(recovery)
    for kind, old, new in (
        (UnlockerKind.PIN, PIN, "7707"),
        (UnlockerKind.PASSPHRASE, WORDS, "another horse"),
        (UnlockerKind.RECOVERY, setup.recovery_key.reveal(), key.reveal()),
    ):
        assert (opens(vault, kind, old), opens(vault, kind, new)) == (False, True)


def test_a_weak_passphrase_replaces_no_other_and_opens_where_an_earlier_version_took_it(
    monkeypatch: pytest.MonkeyPatch, vault: Vault, opened: UnlockedVault
) -> None:
    with pytest.raises(errors.InvalidSecretError):
        opened.set_passphrase("password1")
    assert opens(vault, UnlockerKind.PASSPHRASE, WORDS)
    with monkeypatch.context() as earlier:
        earlier.setattr("pi.storage.vault.secret_rules.is_weak", lambda _: False)
        opened.set_passphrase("password1")
    assert opens(vault, UnlockerKind.PASSPHRASE, "password1")


COST = '{"cost":{"memory_kib":%d,"passes":%d,"lanes":%d}}'


@pytest.mark.parametrize(
    ("kind", "params", "error"),
    [
        ("passphrase", "{}", errors.WrongSecretError),
        ("passphrase", '{"cost":{"memory_kib":8,"passes":1}}', errors.WrongSecretError),
        ("passphrase", '{"cost":null,"device":null,"x":1}', errors.TamperedUnlockerError),
        ("passphrase", COST % (2 * 10**9, 1, 1), errors.TamperedUnlockerError),
        ("passphrase", COST % (1024 * 1024, 1000, 16), errors.TamperedUnlockerError),
        ("passphrase", COST % (64, 10**9, 1), errors.TamperedUnlockerError),
        ("passphrase", COST % (64, 1, 10**6), errors.TamperedUnlockerError),
        ("passphrase", COST % (64, 0, 1), errors.TamperedUnlockerError),
        # It leaves the derivation as it is, and is bound all the same.
        ("recovery", '{"cost": null, "device": null}', errors.WrongSecretError),
    ],
)
def test_a_way_in_with_other_parameters_does_not_open_and_dear_ones_are_not_run(
    vault: Vault,
    store: Store,
    setup: PreparedSetup,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    params: str,
    error: type[Exception],
) -> None:
    change(store, "UPDATE unlocker SET params = ? WHERE kind = ?", params.encode(), kind)
    secret = WORDS if kind == "passphrase" else setup.recovery_key.reveal()
    if error is errors.TamperedUnlockerError:
        monkeypatch.setattr(
            "pi.storage.vault.unlockers.derive", lambda *_: pytest.fail("it was run")
        )
    with pytest.raises(error):
        vault.unlock(UnlockerKind(kind), secret, at())


def test_a_way_in_opens_with_its_secret_and_device_key_alone_as_its_kind_in_its_vault() -> None:
    right: dict[str, Any] = {
        "secret": PIN.encode(),
        "vault_id": bytes(16),
        "device": DeviceKey(b"d" * 32, "file"),
    }
    unlocker = wrap(UnlockerKind.PIN, **right, data_key=bytes(32), cost=CHEAP)
    assert unwrap(unlocker, **right) is not None
    for other in (
        {"secret": b"2581"},
        {"vault_id": b"1" * 16},
        {"device": None},
        {"device": DeviceKey(b"e" * 32, "file")},
    ):
        assert unwrap(unlocker, **(right | other)) is None
    assert unwrap(replace(unlocker, kind=UnlockerKind.PASSPHRASE), **right) is None
