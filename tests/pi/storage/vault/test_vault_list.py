"""What belongs to the vault is listed under its key: missing, foreign and changed rows are told."""

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from pi.radio.events import RadioAsked, VehicleAdded
from pi.storage import errors
from pi.storage.connection import connect
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.row_sums import TABLES, sum_up_at_once
from pi.storage.store import Store
from pi.storage.vault.inventory import Amiss
from pi.storage.vault.pin import MOST_TRIES
from pi.storage.vault.records import VehicleSecrets
from pi.storage.vault.unlockers import UnlockerKind
from pi.storage.vault.vault import Field, PreparedSetup, UnlockedVault, Vault
from tests.pi.storage.earlier import make_earlier
from tests.pi.storage.moments import PIN, WORDS, at, cheap
from tests.pi.storage.spoiling import flip

CODE = Amiss(part="record", vehicle="car", name="code")
VEHICLE = Amiss(part="vehicle", vehicle="car")
LIST = Amiss(part="list")
VAN = VehicleSecrets(vehicle="van", name="Van", code="1234")
VAN_ADDED = [("van", VehicleAdded(head_unit="unit"))]
ALL = {"pin", "passphrase", "recovery"}


def by_a_stranger(store: Store, sql: str) -> None:
    """Change the file behind the vault's back, and sum up anew what was changed."""
    with closing(connect(store.path)) as other:
        other.executescript(sql)
        for table in ("vault", "unlocker", "record", "vehicle", "listed"):
            other.execute(f"UPDATE {table} SET sum = NULL")
        sum_up_at_once(other)


def way(name: str) -> Amiss:
    return Amiss(part="unlocker", name=name)


def shut(vault: Vault, setup: PreparedSetup) -> set[str]:
    """The ways in that meet damage with their right secret; none is called wrong."""
    met = set()
    secrets = {"pin": PIN, "passphrase": WORDS, "recovery": setup.recovery_key.reveal()}
    for kind, secret in secrets.items():
        try:
            vault.unlock(UnlockerKind(kind), secret, at()).close()
        except errors.TamperedUnlockerError:
            met.add(kind)
    return met


def sum_all_up(store: Store) -> None:
    while store.sum_up():
        pass


@pytest.mark.parametrize(
    ("sql", "amiss"),
    [
        ("DELETE FROM record WHERE field = 'code'", [CODE]),
        ("UPDATE record SET field = 'plate' WHERE field = 'code'", [CODE]),
        ("UPDATE record SET version = 2 WHERE field = 'code'", [CODE]),
        ("UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code'", [CODE]),
        ("UPDATE vehicle SET number = 7", [VEHICLE]),
        ("UPDATE vehicle SET head_unit = 'other'", [VEHICLE]),
        ("DELETE FROM listed WHERE vehicle = 'car'", [VEHICLE, LIST]),
        ("DELETE FROM listed WHERE vehicle = ''", [LIST]),
        ("UPDATE listed SET version = version + 1 WHERE vehicle = 'car'", [VEHICLE, LIST]),
        ("DELETE FROM unlocker WHERE kind = 'passphrase'", [way("passphrase")]),
        ("DELETE FROM unlocker WHERE kind = 'pin'", [way("pin")]),
        ("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'recovery'", [way("recovery")]),
        ("UPDATE unlocker SET kind = 'foreign' WHERE kind = 'pin'", [way("foreign"), way("pin")]),
    ],
)
def test_what_is_not_as_the_vault_wrote_it_is_named(
    opened: UnlockedVault, store: Store, sql: str, amiss: list[Amiss]
) -> None:
    by_a_stranger(store, sql)
    assert [one for one in opened.amiss() if one.name != "plate"][: len(amiss)] == amiss


def test_the_list_follows_all_that_is_changed_and_nothing_that_only_happens(
    opened: UnlockedVault, journal: Journal, store: Store
) -> None:
    assert opened.amiss() == []
    journal.append(VAN_ADDED, at(), extra=opened.adding(VAN))
    opened.write("car", {Field.PLATE: "B-X 1", Field.SERIAL: None})
    opened.set_pin("8520")
    new, _ = opened.prepare_recovery_key()
    opened.keep(new)
    assert opened.amiss() == []
    listed = store.query("SELECT * FROM listed")
    journal.append([("car", RadioAsked())], at(), {"car": True})
    assert store.query("SELECT * FROM listed") == listed
    journal.remove("van", opened.removing("van"))
    assert (opened.amiss(), len(store.query("SELECT * FROM listed"))) == ([], 2)


@pytest.mark.parametrize(
    ("unlisted", "amiss"),
    [
        ("UPDATE vault SET listed = 0", [VEHICLE]),
        ("UPDATE vault SET listed = 0; DELETE FROM listed", [LIST, VEHICLE]),
    ],
)
def test_a_vault_that_was_listed_is_never_taken_for_an_earlier_versions(
    opened: UnlockedVault, store: Store, vault: Vault, unlisted: str, amiss: list[Amiss]
) -> None:
    by_a_stranger(store, f"UPDATE vehicle SET head_unit = 'other'; {unlisted}")
    with closing(vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())) as again:
        assert again.amiss() == amiss


def test_without_its_head_it_follows_each_vehicle(opened: UnlockedVault, store: Store) -> None:
    by_a_stranger(store, "UPDATE listed SET sealed = zeroblob(80) WHERE vehicle = ''")
    opened.write("car", {Field.NAME: "Golf"})
    assert opened.read("car", Field.NAME) == "Golf"
    assert opened.amiss() == [LIST]


def test_a_record_that_is_gone_is_never_called_none_until_it_is_entered_again(
    opened: UnlockedVault, store: Store
) -> None:
    by_a_stranger(store, "DELETE FROM record WHERE field = 'code'")
    with pytest.raises(errors.TamperedRecordError) as caught:
        opened.read_vehicle("car")
    assert (caught.value.field, opened.read("car", Field.NAME)) == ("code", "Gölf")
    opened.write("car", {Field.NAME: "Golf"})
    opened.set_pin("8520")
    assert opened.amiss() == [CODE]  # another change hides nothing
    opened.write("car", {Field.CODE: "0042"})
    assert opened.amiss() == []


def test_a_vehicle_that_no_key_added_is_a_stranger(setup: PreparedSetup, journal: Journal) -> None:
    journal.append(VAN_ADDED, at())
    with closing(setup.unlocked()) as opened:
        assert opened.amiss() == [Amiss(part="vehicle", vehicle="van")]


def test_a_pin_that_its_guard_dropped_is_explained(setup: PreparedSetup, vault: Vault) -> None:
    for turn in range(MOST_TRIES):
        with suppress(errors.WrongSecretError, errors.PinDroppedError):
            vault.unlock(UnlockerKind.PIN, "1111", at(10_000.0 * (turn + 1)))
    with pytest.raises(errors.NoUnlockerError):
        vault.unlock(UnlockerKind.PIN, PIN, at(10.0**6))
    with closing(vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())) as opened:
        assert opened.amiss() == []


@pytest.mark.parametrize("table", ["vault", "unlocker", "pin_guard", "record", "vehicle", "event"])
def test_a_row_without_its_sum_is_damage(
    opened: UnlockedVault, store: Store, vault: Vault, table: str
) -> None:
    with suppress(errors.WrongSecretError):
        vault.unlock(UnlockerKind.PIN, "1111", at())
    flip(store.path, f"UPDATE {table} SET sum = NULL")
    sum_all_up(store)
    assert {name for name, _ in store.broken(*TABLES)} == {table}


def test_a_row_that_was_not_whole_is_not_made_whole_by_a_later_write(
    opened: UnlockedVault, store: Store, journal: Journal
) -> None:
    flip(store.path, "UPDATE vehicle SET head_unit = 'other'")
    journal.append([("car", RadioAsked())], at(), {"car": True})
    assert store.broken("vehicle") == [("vehicle", ("car",))]


@pytest.mark.parametrize(
    ("spoilt", "ways"),
    [
        ("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'pin'", {"pin"}),
        ("UPDATE unlocker SET salt = zeroblob(32) WHERE kind = 'passphrase'", {"passphrase"}),
        ("UPDATE unlocker SET nonce = zeroblob(12) WHERE kind = 'recovery'", {"recovery"}),
        ("UPDATE unlocker SET salt = zeroblob(32), sum = NULL", ALL),
        ("UPDATE vault SET id = zeroblob(16)", ALL),
        ("UPDATE vault SET listed = 3", {"pin"}),  # which is not risked; what opens mends it
        ("UPDATE unlocker SET kind = kind || 'x'", ALL),
    ],
)
def test_a_right_secret_meets_damage_is_never_called_wrong_and_spends_no_try(
    setup: PreparedSetup, store: Store, vault: Vault, spoilt: str, ways: set[str]
) -> None:
    flip(store.path, spoilt)
    assert (shut(vault, setup), store.query("SELECT failed FROM pin_guard")) == (ways, [])


def test_a_count_of_tries_that_flipped_gives_no_free_try(
    setup: PreparedSetup, store: Store, vault: Vault
) -> None:
    with pytest.raises(errors.WrongSecretError):
        vault.unlock(UnlockerKind.PIN, "1111", at())
    flip(store.path, "UPDATE pin_guard SET failed = 0")
    state = vault.pin_state(at(5.0, boot="next"))
    assert state is not None
    assert (state.tries_left, state.wait_s) == (5, 25.0)


@pytest.fixture
def earlier(directory: Path) -> Iterator[tuple[Store, str]]:
    """A store of the version before the list, opened by this one, and its recovery key."""
    key = make_earlier(directory, 3, VehicleSecrets(vehicle="car", name="Golf", code="0042"))
    with open_store(directory) as store:
        yield store, key


def test_a_store_of_the_version_before_is_listed_at_its_first_unlocking_and_its_way_in_says_so(
    earlier: tuple[Store, str],
) -> None:
    store, key = earlier
    assert (store.query("SELECT * FROM listed"), store.broken_tables()) == ([], [])
    vault = Vault(store, cheap)
    with closing(vault.unlock(UnlockerKind.RECOVERY, key, at())) as opened:
        assert (opened.amiss(), opened.read("car", Field.CODE)) == ([], "0042")
    assert store.query("SELECT COUNT(*) FROM listed") == [(2,)]
    by_a_stranger(store, "UPDATE vault SET listed = 0; DELETE FROM listed")
    with closing(vault.unlock(UnlockerKind.RECOVERY, key, at())) as opened:
        assert opened.amiss() == [LIST, VEHICLE]


def test_events_of_the_version_before_are_read_until_all_are_summed_up_and_nothing_else_is(
    earlier: tuple[Store, str],
) -> None:
    store, key = earlier
    assert not store.mended
    Vault(store, cheap).unlock(UnlockerKind.RECOVERY, key, at()).close()
    assert (store.query("SELECT sum FROM event"), store.broken("event")) == ([(None,)], [])
    flip(store.path, "UPDATE record SET sum = NULL")
    assert {name for name, _ in store.broken(*TABLES)} == {"record"}
    sum_all_up(store)
    assert store.query("SELECT COUNT(*) FROM event WHERE sum IS NULL") == [(0,)]
    flip(store.path, "UPDATE event SET sum = NULL")
    assert store.broken("event") == [("event", (1,))]
