"""Secret fields: sealed one by one, each at its own place."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi.radio.events import VehicleAdded
from pi.storage.errors import (
    LockedError,
    NotSavedError,
    SaveProblem,
    TamperedRecordError,
    UnknownVehicleError,
)
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.vault import (
    Field,
    UnlockedVault,
    UnlockerKind,
    Vault,
    VehicleSecrets,
)
from pi.storage.vault_setup import PreparedSetup
from tests.depth import examples
from tests.pi.storage.moments import at


@pytest.fixture
def unlocked(setup: PreparedSetup) -> UnlockedVault:
    return setup.unlocked()


def change(store: Store, sql: str) -> None:
    with store.transaction() as connection:
        connection.execute(sql)


def add_second(journal: Journal, unlocked: UnlockedVault) -> None:
    secrets = VehicleSecrets(vehicle="van", name="Van", code="1111")
    added = VehicleAdded(head_unit="unit")
    journal.append([("van", added)], at(), extra=unlocked.adding(secrets))


def test_a_code_keeps_its_leading_zeros(unlocked: UnlockedVault) -> None:
    assert unlocked.read("car", Field.CODE) == "0042"


def test_a_field_that_was_never_written_is_none(unlocked: UnlockedVault) -> None:
    assert unlocked.read("car", Field.PLATE) is None


@given(text=st.text(), field=st.sampled_from(Field))
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_read_back(unlocked: UnlockedVault, text: str, field: Field) -> None:
    unlocked.write("car", {field: text})
    assert unlocked.read("car", field) == text


def test_a_vehicle_is_read_whole(unlocked: UnlockedVault) -> None:
    assert unlocked.read_vehicle("car") == VehicleSecrets(
        vehicle="car", name="Gölf", code="0042", serial="VWZ1Z2"
    )


def test_writing_one_field_leaves_the_others(unlocked: UnlockedVault) -> None:
    unlocked.write("car", {Field.PLATE: "AB-12"})
    assert unlocked.read("car", Field.CODE) == "0042"


def test_a_field_can_be_deleted(unlocked: UnlockedVault) -> None:
    unlocked.write("car", {Field.SERIAL: None})
    assert unlocked.read("car", Field.SERIAL) is None


def test_names_come_by_vehicle(journal: Journal, unlocked: UnlockedVault) -> None:
    add_second(journal, unlocked)
    assert unlocked.names() == {"car": "Gölf", "van": "Van"}


def test_names_come_in_one_question(store: Store, unlocked: UnlockedVault) -> None:
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    unlocked.names()
    assert len(asked) == 1


def test_a_vehicle_whose_secrets_fail_is_not_added(
    journal: Journal, unlocked: UnlockedVault
) -> None:
    secrets = VehicleSecrets(vehicle="somebody else", code="1111")
    added = VehicleAdded(head_unit="unit")
    with pytest.raises(UnknownVehicleError):
        journal.append([("van", added)], at(), extra=unlocked.adding(secrets))
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
    ids=[
        "from_another_field",
        "from_another_vehicle",
        "version",
        "nonce",
        "short_nonce",
        "empty",
        "zeros",
    ],
)
def test_a_record_that_was_tampered_with_is_named(
    store: Store, journal: Journal, unlocked: UnlockedVault, tampering: str
) -> None:
    add_second(journal, unlocked)
    change(store, tampering)
    with pytest.raises(TamperedRecordError) as caught:
        unlocked.read("car", Field.CODE)
    assert (caught.value.vehicle, caught.value.field) == ("car", "code")


def test_an_older_version_of_a_record_under_the_new_number_does_not_open(
    store: Store, unlocked: UnlockedVault
) -> None:
    ((nonce, old),) = store.query("SELECT nonce, ciphertext FROM record WHERE field = 'code'")
    unlocked.write("car", {Field.CODE: "9999"})
    with store.transaction() as connection:
        connection.execute(
            "UPDATE record SET nonce = ?, ciphertext = ? WHERE field = 'code'", (nonce, old)
        )
    with pytest.raises(TamperedRecordError):
        unlocked.read("car", Field.CODE)


def test_a_tampered_name_hides_no_other(
    store: Store, journal: Journal, unlocked: UnlockedVault
) -> None:
    add_second(journal, unlocked)
    change(store, "UPDATE record SET nonce = zeroblob(12) WHERE vehicle = 'car'")
    assert unlocked.names() == {"van": "Van"}


def test_an_overwritten_record_is_gone_from_the_file(store: Store, unlocked: UnlockedVault) -> None:
    ((old,),) = store.query("SELECT ciphertext FROM record WHERE field = 'code'")
    unlocked.write("car", {Field.CODE: "9999"})
    assert old not in store.path.read_bytes()


@pytest.mark.parametrize(
    "use",
    [
        lambda unlocked: unlocked.read("car", Field.CODE),
        lambda unlocked: unlocked.names(),
        lambda unlocked: unlocked.write("car", {Field.CODE: "1"}),
        lambda unlocked: unlocked.prepare_pin("1234"),
        lambda unlocked: unlocked.prepare_passphrase("long enough"),
        lambda unlocked: unlocked.prepare_recovery_key(),
    ],
)
def test_a_locked_vault_does_nothing(
    unlocked: UnlockedVault, use: Callable[[UnlockedVault], object]
) -> None:
    unlocked.close()
    with pytest.raises(LockedError):
        use(unlocked)


def test_locking_one_surface_leaves_another_unlocked(vault: Vault, setup: PreparedSetup) -> None:
    one, other = (vault.unlock(UnlockerKind.PIN, "2580", at()) for _ in range(2))
    one.close()
    assert other.read("car", Field.CODE) == "0042"


def test_a_write_that_cannot_be_saved_says_so(store: Store, unlocked: UnlockedVault) -> None:
    store.write_no_more(SaveProblem(reason="full"))
    with pytest.raises(NotSavedError):
        unlocked.write("car", {Field.CODE: "9999"})


def test_the_code_is_read_from_a_card_that_takes_no_writes(
    store: Store, unlocked: UnlockedVault
) -> None:
    store.write_no_more(SaveProblem(reason="full"))
    assert unlocked.read("car", Field.CODE) == "0042"
