"""The PIN's other half: on the card, from systemd or on a stick, and its way between them."""

import os
import shutil
import stat
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.storage.backup import make_backup
from pi.storage.errors import (
    DeviceKeyError,
    InvalidSecretError,
    KeyIsThereError,
    WrongSecretError,
)
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.store import Store
from pi.storage.vault.device_key import CREDENTIAL_NAME, FILE_NAME, DeviceKeys
from pi.storage.vault.pin import MOST_TRIES
from pi.storage.vault.unlockers import UnlockerKind
from pi.storage.vault.vault import PinState, PreparedSetup, Vault
from tests.cards import room
from tests.pi.storage.moments import PIN, WORDS, at, cheap, set_up
from tests.pi.storage.spoiling import cut_off

THEIRS = "steadyhand-0123456789abcdef.key"  # of another car
MOST_STEPS = 30
STEPS = ("open", "write", "fsync", "rename", "unlink", "chmod")


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    """What systemd hands in."""
    path = tmp_path / "credentials"
    path.mkdir()
    (path / CREDENTIAL_NAME).write_bytes(b"c" * 32)
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "state").mkdir()
    return tmp_path / "state"


def kept(state: Path) -> DeviceKeys:
    keys = DeviceKeys(state)
    keys.keep(keys.find_or_generate())
    return keys


def test_a_key_is_written_once_it_is_kept_and_found_again_and_never_printed_nor_changed(
    state: Path,
) -> None:
    keys = DeviceKeys(state)
    key, other = keys.find_or_generate(), keys.find_or_generate()
    assert list(state.iterdir()) == []
    assert key.fingerprint() != other.fingerprint()
    assert key.secret().hex()[:8] not in f"{key} {key!r}"
    keys.keep(key)
    assert stat.S_IMODE((state / FILE_NAME).stat().st_mode) == 0o400
    found = DeviceKeys(state).find_or_generate()
    assert (found.secret(), found.fingerprint()) == (key.secret(), key.fingerprint())
    with pytest.raises(DeviceKeyError):
        keys.keep(other)  # a key never replaces another
    assert keys.find().secret() == key.secret()


def test_a_key_that_is_missing_or_cut_short_is_named_and_not_replaced(state: Path) -> None:
    for held, reason in ((None, "missing"), (b"short", "damaged")):
        if held is not None:
            (state / FILE_NAME).write_bytes(held)
            with pytest.raises(DeviceKeyError):
                DeviceKeys(state).find_or_generate()
        with pytest.raises(DeviceKeyError) as caught:
            DeviceKeys(state).find()
        assert caught.value.reason == reason


def test_a_credential_goes_before_the_file_and_is_never_written_to_the_card(
    state: Path, credentials: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(state)
    assert DeviceKeys(state, state).place == "file"  # where there is none of ours
    keys = DeviceKeys(state, credentials)
    assert keys.find().secret() == b"c" * 32
    (state / FILE_NAME).unlink()
    keys.keep(keys.find_or_generate())
    assert list(state.iterdir()) == []
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert DeviceKeys(state).place == "credential"


def test_a_key_is_on_its_medium_before_it_has_its_name_and_its_name_after(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("fsync", "rename"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *to, do=real, n=name: (done.append(n), do(*to))[1])
    kept(state)
    assert done == ["fsync", "rename", "fsync"]


def test_a_key_that_reads_back_as_another_is_an_error_of_its_medium(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pi.storage.sweep.os.read", lambda *_: b"k" * 32)
    keys = DeviceKeys(state)
    with pytest.raises(OSError, match="Input/output"):
        keys.put(keys.generate(tmp_path))


class Sticks:
    """Two directories that stand for USB sticks, and which of them are plugged in."""

    def __init__(self, room: Path) -> None:
        self.one, self.other = room / "one", room / "other"
        self.one.mkdir()
        self.other.mkdir()
        self.plugged = [self.one]

    def __call__(self) -> tuple[Path, ...]:
        return tuple(self.plugged)

    def vault(self, store: Store) -> Vault:
        """The vault of a store that looks for its key on these sticks."""
        return Vault(store, cheap, sticks=self)


def move(vault: Vault, stick: Path | None, pin: str = PIN) -> None:
    """Move the key to a stick, or with None to the card, as the service does."""
    key = vault.pin_key
    before = key.needed()
    unlocked = vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())
    new = unlocked.prepare_move(pin, stick)
    assert new.device is not None
    key.devices.put(new.device)
    unlocked.keep(new)
    key.tidy(before)


def opens(vault: Vault, pin: str = PIN) -> bool:
    """Whether the PIN opens the vault. Raises DeviceKeyError, WrongSecretError."""
    return not vault.unlock(UnlockerKind.PIN, pin, at()).closed


def reason(vault: Vault) -> str:
    """Why the PIN can't be tried; that is no try."""
    with pytest.raises(DeviceKeyError) as caught:
        opens(vault)
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES, wait_s=0.0)
    return caught.value.reason


def key_file(stick: Path) -> Path:
    (path,) = stick.glob("steadyhand-*.key")
    return path


@pytest.fixture
def sticks(tmp_path: Path) -> Sticks:
    return Sticks(tmp_path)


@pytest.fixture
def moved(store: Store, setup: PreparedSetup, sticks: Sticks) -> Vault:
    """A vault whose PIN needs the key on the first stick."""
    vault = sticks.vault(store)
    move(vault, sticks.one)
    return vault


def test_with_its_stick_in_the_pin_opens_away_it_is_told(moved: Vault, sticks: Sticks) -> None:
    assert (moved.device_key_place, opens(moved)) == ("stick", True)
    sticks.plugged = []
    assert (moved.pin_key.stick_away, reason(moved)) == (True, "stick_away")
    for plugged in ([sticks.one, sticks.other], [sticks.other, sticks.one]):
        sticks.plugged = plugged
        assert (moved.pin_key.stick_away, opens(moved)) == (False, True)
    with pytest.raises(WrongSecretError) as caught:
        opens(moved, "0000")
    assert caught.value.tries_left == MOST_TRIES - 1


def test_neither_the_state_nor_a_copy_of_it_nor_a_backup_holds_the_key(
    moved: Vault, store: Store, sticks: Sticks, tmp_path: Path
) -> None:
    assert not (store.directory / FILE_NAME).exists()
    secret = key_file(sticks.one).read_bytes()
    with closing(make_backup(store, moved.unlock(UnlockerKind.PASSPHRASE, WORDS, at()))) as backup:
        copied = backup.part(0, backup.size)
    held = b"".join(path.read_bytes() for path in store.directory.iterdir())
    assert [one for one in (secret, secret.hex().encode()) if one in held + copied] == []
    assert b"on_stick" not in copied
    shutil.copytree(store.directory, tmp_path / "copy")
    with open_store(tmp_path / "copy") as stolen:
        assert reason(Vault(stolen, cheap)) == "stick_away"


def test_neither_an_earlier_copy_of_the_cards_key_nor_a_credential_stands_in_for_the_stick(
    store: Store, setup: PreparedSetup, sticks: Sticks, credentials: Path
) -> None:
    earlier = (store.directory / FILE_NAME).read_bytes()
    move(sticks.vault(store), sticks.one)
    assert earlier != key_file(sticks.one).read_bytes()
    (store.directory / FILE_NAME).write_bytes(earlier)
    (credentials / CREDENTIAL_NAME).write_bytes(key_file(sticks.one).read_bytes())
    sticks.plugged = []
    assert reason(Vault(store, cheap, credentials, sticks)) == "stick_away"


def test_a_key_of_another_car_is_told_apart_from_none_and_stays_where_it_lies(
    moved: Vault, sticks: Sticks
) -> None:
    (sticks.other / THEIRS).write_bytes(b"k" * 32)
    sticks.plugged = [sticks.other]
    assert reason(moved) == "stick_other"
    sticks.plugged = [sticks.one, sticks.other]
    move(moved, sticks.other)
    move(moved, None)
    assert [path.name for path in sticks.other.iterdir()] == [THEIRS]


@pytest.mark.parametrize("held", [b"", b"short", b"k" * 32, b"k" * 33, bytes(70_000)])
def test_a_damaged_key_is_told_and_hides_none(moved: Vault, sticks: Sticks, held: bytes) -> None:
    shutil.copy(key_file(sticks.one), sticks.other)
    key_file(sticks.one).write_bytes(held)
    assert reason(moved) == "stick_damaged"
    sticks.plugged = [sticks.one, sticks.other]
    assert opens(moved)
    sticks.plugged = [sticks.other]  # a copy on another stick does as well
    assert opens(moved)


def test_a_link_in_the_place_of_a_key_is_not_followed(moved: Vault, sticks: Sticks) -> None:
    path = key_file(sticks.one)
    path.rename(sticks.other / "elsewhere")
    path.symlink_to(sticks.other / "elsewhere")
    assert reason(moved) == "stick_unreadable"


def test_a_new_pin_relies_on_the_stick_and_never_falls_back_to_the_card(
    moved: Vault, store: Store, sticks: Sticks
) -> None:
    with closing(moved.unlock(UnlockerKind.PASSPHRASE, WORDS, at())) as opened:
        opened.set_pin("7707")
        assert (moved.device_key_place, opens(moved, "7707")) == ("stick", True)
        sticks.plugged = []
        with pytest.raises(DeviceKeyError):
            opened.set_pin("8808")
    assert not (store.directory / FILE_NAME).exists()


def test_a_pin_that_would_be_too_easy_today_moves_all_the_same(
    moved: Vault, sticks: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("pi.storage.vault.secret_rules.is_guessed_first", lambda _: False)
        opened = moved.unlock(UnlockerKind.PIN, PIN, at())
        opened.set_pin("1234")
    with pytest.raises(InvalidSecretError):
        opened.prepare_move("1234", None)
    assert opened.prepare_move("1234", None, known=True)


def test_moved_to_another_stick_and_back_to_the_card_it_leaves_the_place_before(
    moved: Vault, sticks: Sticks
) -> None:
    sticks.plugged = [sticks.one, sticks.other]
    move(moved, sticks.other)
    assert list(sticks.one.iterdir()) == []
    sticks.plugged = [sticks.other]
    assert opens(moved)
    move(moved, None)
    assert list(sticks.other.iterdir()) == []
    sticks.plugged = []
    assert (moved.device_key_place, opens(moved)) == ("file", True)


def test_a_key_that_the_pin_relies_on_is_not_replaced_where_it_lies(
    store: Store, setup: PreparedSetup, sticks: Sticks
) -> None:
    vault = sticks.vault(store)
    for place in (None, sticks.one):
        with suppress(KeyIsThereError):
            move(vault, place)
        with pytest.raises(KeyIsThereError):
            move(vault, place)
        assert opens(vault)


def test_a_lost_stick_and_a_damaged_key_on_the_card_give_way_to_a_new_key(
    moved: Vault, store: Store, sticks: Sticks
) -> None:
    sticks.plugged = []
    move(moved, None, "7707")
    assert (moved.device_key_place, opens(moved, "7707")) == ("file", True)
    (store.directory / FILE_NAME).chmod(0o600)
    (store.directory / FILE_NAME).write_bytes(b"short")
    assert moved.pin_key.problem() == "damaged"
    move(moved, None)
    assert opens(moved)


def moved_and_cut(moves: list[tuple[str | None, int]]) -> list[bool]:
    """Move the key about, each time until the power goes after so many steps. Whether it went.

    After each the next start opens the PIN, and leaves no key on the card beside one on a stick.
    """
    went = []
    with room() as place:
        state, sticks = place / "state", Sticks(place)
        sticks.plugged = [sticks.one, sticks.other]
        with open_store(state) as store:
            set_up(sticks.vault(store), Journal(store))
        for to, steps in moves:
            with open_store(state) as store, suppress(KeyIsThereError):
                move_there = partial(move, sticks.vault(store), to and place / to)
                went.append(cut_off(move_there, steps, STEPS))
            with open_store(state) as store:
                vault = sticks.vault(store)
                vault.pin_key.tidy()
                assert opens(vault)
                assert (state / FILE_NAME).exists() is (vault.device_key_place == "file")
    return went


def test_wherever_a_move_to_a_stick_is_cut_off_the_pin_opens_after_the_next_start() -> None:
    went = [moved_and_cut([("one", steps)]) == [True] for steps in range(MOST_STEPS)]
    assert went == sorted(went, reverse=True)
    assert not went[-1]  # a move has fewer steps


@given(
    st.lists(
        st.tuples(st.sampled_from(["one", "other", None]), st.integers(0, MOST_STEPS)), max_size=4
    )
)
def test_several_moves_may_be_cut_off(moves: list[tuple[str | None, int]]) -> None:
    moved_and_cut(moves)
