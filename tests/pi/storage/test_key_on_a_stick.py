"""The PIN's other half on a USB stick: what opens, what does not, and what is said of it."""

import shutil
from pathlib import Path

import pytest

from pi.storage.backup import make_backup
from pi.storage.database import open_store
from pi.storage.device_key import CREDENTIAL_NAME
from pi.storage.errors import DeviceKeyError, KeyIsThereError, WrongSecretError
from pi.storage.pin_guard import MOST_TRIES
from pi.storage.store import Store
from pi.storage.unlockers import UnlockerKind
from pi.storage.vault import PinState, Vault
from pi.storage.vault_setup import PreparedSetup
from tests.pi.storage.moments import at, cheap
from tests.pi.storage.moves import PIN, WORDS, Sticks, key_file, move, opens

pytestmark = pytest.mark.usefixtures("setup")


@pytest.fixture
def sticks(tmp_path: Path) -> Sticks:
    return Sticks(tmp_path)


@pytest.fixture
def moved(store: Store, setup: PreparedSetup, sticks: Sticks) -> Vault:
    """A vault whose PIN needs the key on the first stick."""
    vault = sticks.vault(store)
    move(vault, sticks.one)
    return vault


def reason(vault: Vault) -> str:
    """Why the PIN can't be tried."""
    with pytest.raises(DeviceKeyError) as caught:
        opens(vault)
    return caught.value.reason


def test_with_its_stick_in_the_pin_opens(moved: Vault) -> None:
    assert opens(moved)


def test_the_place_is_told_as_the_stick(moved: Vault) -> None:
    assert moved.device_key_place == "stick"


def test_no_key_is_left_on_the_card(moved: Vault, store: Store) -> None:
    assert not (store.directory / "device.key").exists()


def test_a_copy_of_the_state_without_the_stick_does_not_open_with_the_right_pin(
    moved: Vault, store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(store.directory, copy)
    with open_store(copy) as stolen:
        assert reason(Vault(stolen, cheap)) == "stick_away"


def test_an_earlier_copy_of_the_cards_key_opens_nothing_after_the_move(
    store: Store, sticks: Sticks
) -> None:
    earlier = (store.directory / "device.key").read_bytes()
    vault = sticks.vault(store)
    move(vault, sticks.one)
    (store.directory / "device.key").write_bytes(earlier)
    sticks.plugged = []
    assert reason(vault) == "stick_away"
    assert earlier != key_file(sticks.one).read_bytes()


def test_the_key_stands_in_no_file_of_the_state(moved: Vault, store: Store, sticks: Sticks) -> None:
    secret = key_file(sticks.one).read_bytes()
    held = b"".join(path.read_bytes() for path in store.directory.iterdir())
    assert secret not in held
    assert secret.hex().encode() not in held


def test_a_backup_holds_neither_the_key_nor_where_it_lies(
    moved: Vault, store: Store, sticks: Sticks
) -> None:
    secret = key_file(sticks.one).read_bytes()
    opened = moved.unlock(UnlockerKind.PASSPHRASE, WORDS, at())
    backup = make_backup(store, opened)
    held = backup.part(0, backup.size)
    backup.close()
    assert secret not in held
    assert b"on_stick" not in held


def test_the_stick_away_is_told_and_no_try(moved: Vault, sticks: Sticks) -> None:
    sticks.plugged = []
    assert moved.pin_key.stick_away
    assert reason(moved) == "stick_away"
    assert moved.pin_state(at()) == PinState(tries_left=MOST_TRIES, wait_s=0.0)


def test_the_stick_back_in_opens_at_once(moved: Vault, sticks: Sticks) -> None:
    sticks.plugged = []
    assert reason(moved) == "stick_away"
    sticks.plugged = [sticks.one]
    assert not moved.pin_key.stick_away
    assert opens(moved)


def test_the_order_of_the_sticks_does_not_matter(moved: Vault, sticks: Sticks) -> None:
    for plugged in ([sticks.one, sticks.other], [sticks.other, sticks.one]):
        sticks.plugged = plugged
        assert opens(moved)


def test_a_copy_on_another_stick_opens_as_well(moved: Vault, sticks: Sticks) -> None:
    shutil.copy(key_file(sticks.one), sticks.other)
    sticks.plugged = [sticks.other]
    assert opens(moved)


def test_a_stick_with_another_key_is_told_apart_from_none(moved: Vault, sticks: Sticks) -> None:
    (sticks.other / "steadyhand-0123456789abcdef.key").write_bytes(b"k" * 32)
    sticks.plugged = [sticks.other]
    assert reason(moved) == "stick_other"


@pytest.mark.parametrize("held", [b"", b"short", b"k" * 32, b"k" * 33, bytes(70_000)])
def test_a_damaged_key_is_named_and_no_try(moved: Vault, sticks: Sticks, held: bytes) -> None:
    key_file(sticks.one).write_bytes(held)
    assert reason(moved) == "stick_damaged"
    assert moved.pin_state(at()) == PinState(tries_left=MOST_TRIES, wait_s=0.0)


def test_a_damaged_key_does_not_hide_a_whole_one(moved: Vault, sticks: Sticks) -> None:
    shutil.copy(key_file(sticks.one), sticks.other)
    key_file(sticks.one).write_bytes(b"")
    sticks.plugged = [sticks.one, sticks.other]
    assert opens(moved)


def test_a_link_in_the_place_of_a_key_is_not_followed(moved: Vault, sticks: Sticks) -> None:
    path = key_file(sticks.one)
    path.rename(sticks.other / "elsewhere")
    path.symlink_to(sticks.other / "elsewhere")
    assert reason(moved) == "stick_unreadable"


def test_a_wrong_pin_is_counted_as_ever(moved: Vault) -> None:
    with pytest.raises(WrongSecretError) as caught:
        opens(moved, "0000")
    assert caught.value.tries_left == MOST_TRIES - 1


def test_a_credential_does_not_stand_in_for_the_stick(
    moved: Vault, store: Store, sticks: Sticks, tmp_path: Path
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / CREDENTIAL_NAME).write_bytes(key_file(sticks.one).read_bytes())
    sticks.plugged = []
    assert reason(Vault(store, cheap, credentials, sticks)) == "stick_away"


def test_a_new_pin_relies_on_the_stick_that_is_in(moved: Vault, sticks: Sticks) -> None:
    moved.unlock(UnlockerKind.PASSPHRASE, WORDS, at()).set_pin("7777")
    assert (moved.device_key_place, opens(moved, "7777")) == ("stick", True)


def test_without_its_stick_no_new_pin_falls_back_to_the_card(
    moved: Vault, store: Store, sticks: Sticks
) -> None:
    sticks.plugged = []
    with pytest.raises(DeviceKeyError):
        moved.unlock(UnlockerKind.PASSPHRASE, WORDS, at()).set_pin("7777")
    assert not (store.directory / "device.key").exists()


def test_moved_back_to_the_card_it_needs_no_stick(moved: Vault, sticks: Sticks) -> None:
    move(moved, None)
    assert list(sticks.one.iterdir()) == []
    sticks.plugged = []
    assert (moved.device_key_place, opens(moved)) == ("file", True)


def test_moved_to_another_stick_it_leaves_the_first(moved: Vault, sticks: Sticks) -> None:
    sticks.plugged = [sticks.one, sticks.other]
    move(moved, sticks.other)
    assert list(sticks.one.iterdir()) == []
    sticks.plugged = [sticks.other]
    assert opens(moved)


def test_a_key_of_another_car_on_the_stick_stays(store: Store, sticks: Sticks) -> None:
    theirs = sticks.one / "steadyhand-0123456789abcdef.key"
    theirs.write_bytes(b"k" * 32)
    vault = sticks.vault(store)
    move(vault, sticks.one)
    move(vault, None)
    assert theirs.read_bytes() == b"k" * 32


@pytest.mark.parametrize("to_stick", [True, False])
def test_a_key_that_the_pin_relies_on_is_not_replaced_where_it_lies(
    store: Store, sticks: Sticks, to_stick: bool
) -> None:
    vault = sticks.vault(store)
    stick = sticks.one if to_stick else None
    if to_stick:
        move(vault, stick)
    with pytest.raises(KeyIsThereError):
        move(vault, stick)
    assert opens(vault)


def test_a_lost_stick_gives_way_to_a_new_key_and_a_pin_typed_anew(
    moved: Vault, sticks: Sticks
) -> None:
    sticks.plugged = []
    move(moved, None, "7777")
    assert (moved.device_key_place, opens(moved, "7777")) == ("file", True)


def test_a_damaged_key_on_the_card_gives_way_to_a_new_one(vault: Vault, store: Store) -> None:
    path = store.directory / "device.key"
    path.chmod(0o600)
    path.write_bytes(b"short")
    assert vault.pin_key.problem() == "damaged"
    move(vault, None)
    assert opens(vault, PIN)
