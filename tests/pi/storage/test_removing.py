"""A vehicle that is removed is gone from the file, to the last byte, or is there as it was."""

from hashlib import md5
from pathlib import Path
from random import Random

import pytest

from pi.radio.events import CodeRejected, VehicleAdded, VehicleChanged
from pi.storage import sweeping
from pi.storage.connection import read_header
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import NotSavedError, SaveProblem, UnknownVehicleError
from pi.storage.journal import Journal
from pi.storage.store import Store
from pi.storage.unlocked import UnlockedVault
from pi.storage.vault import Field, Vault, VehicleSecrets
from pi.storage.vault_setup import PreparedSetup
from tests.pi.storage.moments import at

VEHICLES = 60  # so many that rows moved: with this seed a deletion alone leaves one of them


@pytest.fixture
def unlocked(setup: PreparedSetup) -> UnlockedVault:
    return setup.unlocked()


def add(journal: Journal, unlocked: UnlockedVault, vehicle: str) -> None:
    secrets = VehicleSecrets(vehicle=vehicle, name=f"Name of {vehicle}", code="1111")
    added = VehicleAdded(head_unit="unit")
    journal.append([(vehicle, added)], at(), extra=unlocked.adding(secrets))


def remove(journal: Journal, unlocked: UnlockedVault, vehicle: str) -> None:
    journal.remove(vehicle, unlocked.removing(vehicle))


def sealed(store: Store, vehicle: str) -> list[bytes]:
    rows = store.query("SELECT ciphertext FROM record WHERE vehicle = ?", (vehicle,))
    return [ciphertext for (ciphertext,) in rows]


def bytes_of(directory: Path) -> bytes:
    """Every file of the state directory, its journal among them."""
    return b"".join(path.read_bytes() for path in directory.iterdir() if path.is_file())


def test_no_byte_of_a_removed_vehicle_is_left_in_any_file(
    store: Store, journal: Journal, unlocked: UnlockedVault, directory: Path
) -> None:
    random, ids = Random(2), [md5(b"%d" % at).hexdigest() for at in range(VEHICLES)]
    written: dict[str, list[bytes]] = {}
    for vehicle in ids:
        add(journal, unlocked, vehicle)
    for _ in range(10 * VEHICLES):
        vehicle = random.choice(ids)
        change = unlocked.changing(vehicle, {random.choice(tuple(Field)): "x" * 40})
        journal.append([(vehicle, VehicleChanged(fields=())), (vehicle, CodeRejected())], at())
        with store.transaction() as connection:
            change(connection)
        written.setdefault(vehicle, []).extend(sealed(store, vehicle))
    random.shuffle(ids)
    for vehicle in ids[:-1]:
        remove(journal, unlocked, vehicle)
        assert store.sweep() is None
        left = bytes_of(directory)
        assert vehicle.encode() not in left
        assert not any(ciphertext in left for ciphertext in written[vehicle])
    assert unlocked.read(ids[-1], Field.CODE) is not None


def test_a_vehicle_that_cannot_be_removed_is_whole(
    store: Store, journal: Journal, unlocked: UnlockedVault
) -> None:
    store.write_no_more(SaveProblem(reason="full"))
    with pytest.raises(NotSavedError):
        remove(journal, unlocked, "car")
    assert (unlocked.read("car", Field.CODE), len(journal.history("car"))) == ("0042", 1)


def test_what_goes_with_it_goes_or_nothing_does(journal: Journal, unlocked: UnlockedVault) -> None:
    with pytest.raises(UnknownVehicleError):
        journal.remove("another", unlocked.removing("car"))
    assert unlocked.read("car", Field.CODE) == "0042"


def test_the_number_of_a_removed_vehicle_is_never_given_again(
    journal: Journal, unlocked: UnlockedVault
) -> None:
    add(journal, unlocked, "van")
    remove(journal, unlocked, "van")
    remove(journal, unlocked, "car")
    add(journal, unlocked, "bus")
    assert [(one.id, one.number) for one in journal.vehicles()] == [("bus", 3)]


def test_a_sweep_that_a_cut_ended_is_still_owed_at_the_next_start(
    store: Store, journal: Journal, unlocked: UnlockedVault, directory: Path
) -> None:
    add(journal, unlocked, "van")
    remove(journal, unlocked, "van")
    store.close()
    with open_store(directory) as again:
        assert again.query("SELECT COUNT(*) FROM unswept") == [(1,)]
        assert again.sweep() is None
        assert again.query("SELECT COUNT(*) FROM unswept") == [(0,)]


@pytest.mark.parametrize("most_in_memory", [0, sweeping.IN_MEMORY], ids=["large", "small"])
def test_after_a_sweep_the_list_and_the_sums_follow_what_is_written(
    unlocked: UnlockedVault,
    directory: Path,
    store: Store,
    journal: Journal,
    most_in_memory: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweeping, "IN_MEMORY", most_in_memory)
    unlocked.write("car", {Field.SERIAL: None})
    assert store.sweep() is None
    unlocked.write("car", {Field.CODE: "0043"})
    journal.append([("car", CodeRejected())], at(), {"car": True})
    assert (unlocked.read("car", Field.CODE), unlocked.amiss()) == ("0043", [])
    assert store.broken_tables() == []


def test_a_sweep_keeps_all_else_and_how_the_file_is_written(
    store: Store, vault: Vault, unlocked: UnlockedVault, directory: Path
) -> None:
    before = read_header(directory / DATABASE_NAME)
    unlocked.write("car", {Field.SERIAL: None})
    assert store.sweep() is None
    assert unlocked.read("car", Field.CODE) == "0042"
    after = read_header(directory / DATABASE_NAME)
    assert before is not None
    assert after is not None
    assert (after.user_version, after.application_id) == (
        before.user_version,
        before.application_id,
    )
    assert vault.kinds() == {"recovery", "pin", "passphrase"}
    for setting, value in (("synchronous", 3), ("secure_delete", 1), ("temp_store", 2)):
        assert store.query(f"PRAGMA {setting}") == [(value,)]


def test_an_old_recovery_key_leaves_no_way_in_behind(
    store: Store, unlocked: UnlockedVault, directory: Path
) -> None:
    ((old,),) = store.query("SELECT wrapped FROM unlocker WHERE kind = 'recovery'")
    new, _ = unlocked.prepare_recovery_key()
    unlocked.keep(new)
    store.sweep()
    assert old not in bytes_of(directory)
