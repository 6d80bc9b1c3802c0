"""The ways in: replaced, dropped, tampered with, and bound to vault and device."""

import pytest

from pi.storage.device_key import DeviceKey
from pi.storage.errors import (
    InvalidSecretError,
    TamperedUnlockerError,
    WrongSecretError,
)
from pi.storage.store import Store
from pi.storage.unlockers import unwrap, wrap
from pi.storage.vault import (
    Field,
    UnlockedVault,
    UnlockerKind,
    Vault,
)
from pi.storage.vault_setup import PreparedSetup
from tests.pi.storage.moments import CHEAP, at


@pytest.fixture
def unlocked(setup: PreparedSetup) -> UnlockedVault:
    return setup.unlocked()


def change(store: Store, sql: str) -> None:
    with store.transaction() as connection:
        connection.execute(sql)


def test_a_replaced_pin_opens_nothing(vault: Vault, unlocked: UnlockedVault) -> None:
    unlocked.set_pin("7777")
    with pytest.raises(WrongSecretError):
        vault.unlock(UnlockerKind.PIN, "2580", at())


def test_a_new_pin_opens(vault: Vault, unlocked: UnlockedVault) -> None:
    unlocked.set_pin("7777")
    assert vault.unlock(UnlockerKind.PIN, "7777", at()).read("car", Field.CODE) == "0042"


def test_a_replaced_passphrase_opens_nothing(vault: Vault, unlocked: UnlockedVault) -> None:
    unlocked.set_passphrase("another horse")
    with pytest.raises(WrongSecretError):
        vault.unlock(UnlockerKind.PASSPHRASE, "correct horse", at())


def test_a_weak_passphrase_does_not_replace_another(vault: Vault, unlocked: UnlockedVault) -> None:
    with pytest.raises(InvalidSecretError):
        unlocked.set_passphrase("password1")
    assert not vault.unlock(UnlockerKind.PASSPHRASE, "correct horse", at()).closed


def test_a_weak_passphrase_of_an_earlier_version_still_opens(
    monkeypatch: pytest.MonkeyPatch, vault: Vault, unlocked: UnlockedVault
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("pi.strength.is_weak", lambda _: False)
        unlocked.set_passphrase("password1")
    assert not vault.unlock(UnlockerKind.PASSPHRASE, "password1", at()).closed


def test_a_new_recovery_key_replaces_the_old_one(
    vault: Vault, setup: PreparedSetup, unlocked: UnlockedVault
) -> None:
    new, key = unlocked.prepare_recovery_key()
    unlocked.keep(new)
    assert not vault.unlock(UnlockerKind.RECOVERY, key.reveal(), at()).closed
    with pytest.raises(WrongSecretError):
        vault.unlock(UnlockerKind.RECOVERY, setup.recovery_key.reveal(), at())


@pytest.mark.parametrize(
    "params",
    [
        "{}",
        '{"cost":{"memory_kib":8,"passes":1}}',
        '{"cost":{"memory_kib":64,"passes":1,"lanes":1},"device":null,"x":1}',
    ],
)
def test_an_unlocker_with_other_parameters_does_not_open(
    vault: Vault, store: Store, setup: PreparedSetup, params: str
) -> None:
    with store.transaction() as connection:
        connection.execute(
            "UPDATE unlocker SET params = ? WHERE kind = 'passphrase'", (params.encode(),)
        )
    with pytest.raises((WrongSecretError, TamperedUnlockerError)):
        vault.unlock(UnlockerKind.PASSPHRASE, "correct horse", at())


def test_parameters_that_leave_the_derivation_as_it_is_are_bound_all_the_same(
    vault: Vault, store: Store, setup: PreparedSetup
) -> None:
    spaced = b'{"cost": null, "device": null}'
    with store.transaction() as connection:
        connection.execute("UPDATE unlocker SET params = ? WHERE kind = 'recovery'", (spaced,))
    with pytest.raises(WrongSecretError):
        vault.unlock(UnlockerKind.RECOVERY, setup.recovery_key.reveal(), at())


@pytest.mark.parametrize("device", [None, DeviceKey(b"e" * 32, "file")])
def test_the_right_pin_without_its_device_key_opens_nothing(device: DeviceKey | None) -> None:
    unlocker = wrap(
        UnlockerKind.PIN,
        b"2580",
        vault_id=bytes(16),
        data_key=bytes(32),
        cost=CHEAP,
        device=DeviceKey(b"d" * 32, "file"),
    )
    assert unwrap(unlocker, b"2580", vault_id=bytes(16), device=device) is None


@pytest.mark.parametrize(
    ("kib", "passes", "lanes"), [(2 * 10**9, 1, 1), (1024 * 1024, 1000, 16), (64, 10**9, 1)]
)
def test_parameters_that_would_eat_the_memory_or_the_day_are_not_run(
    vault: Vault, store: Store, setup: PreparedSetup, kib: int, passes: int, lanes: int
) -> None:
    huge = b'{"cost":{"memory_kib":%d,"passes":%d,"lanes":%d}}' % (kib, passes, lanes)
    with store.transaction() as connection:
        connection.execute("UPDATE unlocker SET params = ? WHERE kind = 'passphrase'", (huge,))
    with pytest.raises(TamperedUnlockerError):
        vault.unlock(UnlockerKind.PASSPHRASE, "correct horse", at())


def test_an_unlocker_put_in_place_of_another_does_not_open(
    vault: Vault, store: Store, setup: PreparedSetup
) -> None:
    change(store, "DELETE FROM unlocker WHERE kind = 'recovery'")
    change(store, "UPDATE unlocker SET kind = 'recovery' WHERE kind = 'passphrase'")
    with pytest.raises(WrongSecretError):
        vault.unlock(UnlockerKind.RECOVERY, setup.recovery_key.reveal(), at())


def test_an_unlocker_of_another_vault_does_not_open(
    vault: Vault, store: Store, setup: PreparedSetup
) -> None:
    change(store, "UPDATE vault SET id = zeroblob(16)")
    with pytest.raises(WrongSecretError):
        vault.unlock(UnlockerKind.PASSPHRASE, "correct horse", at())
