"""The vault: what is secret, the ways to it, and its setting up.

One random data key seals the records; each unlocker keeps a wrapped copy of it. Nothing here
needs to be unlocked for the journal to be written. ``cryptography`` is loaded by the first
unlocking or set-up, not before.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from pi.radio.events import Event
from pi.radio.instant import Instant, WallQuality
from pi.storage.errors import (
    DamagedStoreError,
    InvalidSecretError,
    NotSavedError,
    NoUnlockerError,
    NoVaultError,
    PinDroppedError,
    TamperedUnlockerError,
    VaultExistsError,
    WrongSecretError,
)
from pi.storage.journal import Extra
from pi.storage.row_sums import ALL_SUMMED
from pi.storage.store import Store
from pi.storage.vault.crypto import KEY_BYTES, KdfCost
from pi.storage.vault.device_key import DeviceKey, DeviceKeys, Place, Sticks
from pi.storage.vault.inventory import VaultList
from pi.storage.vault.pin import MOST_TRIES, PinGuard, PinKey, Tries
from pi.storage.vault.records import Field, VehicleSecrets, unfit_for_passphrases
from pi.storage.vault.secret_rules import RecoveryKey, new_pin_bytes, passphrase_bytes, pin_bytes
from pi.storage.vault.unlocked import NewUnlocker, UnlockedVault, UnlockerMaker, records_of
from pi.storage.vault.unlockers import (
    Opened,
    Unlocker,
    UnlockerKind,
    check_device,
    find_unlocker,
    find_vault_id,
    unwrap,
)

__all__ = [
    "Field",
    "PinState",
    "UnlockAttempt",
    "UnlockedVault",
    "UnlockerKind",
    "Vault",
    "VehicleSecrets",
]


# When is asked of PINs alone.
_NEVER: Final = Instant(
    boot_id="", monotonic=0.0, boottime=0.0, wall=0.0, quality=WallQuality.UNSURE
)

VAULT_ID_BYTES = 16


class PinState(Struct, frozen=True, kw_only=True):
    """What a session may say before anybody tries: tries left, seconds to wait."""

    tries_left: int
    wait_s: float


class UnlockAttempt:
    """One try: counted already, not yet derived. Prints nothing of the secret."""

    __slots__ = ("_device", "_opened", "_secret", "_unlocker", "number", "vault_id")

    def __init__(
        self,
        vault_id: bytes,
        unlocker: Unlocker,
        secret: bytes,
        device: DeviceKey | None,
        number: int | None,
    ) -> None:
        self.vault_id = vault_id
        self.number = number  # of the PIN tries since the last right one
        self._unlocker = unlocker
        self._secret = secret
        self._device = device
        self._opened: Opened | None = None

    @property
    def kind(self) -> UnlockerKind:
        """By which way."""
        return self._unlocker.kind

    @property
    def whole(self) -> bool:
        """Whether this way in is as it was written: only then a secret can be called wrong."""
        return self._unlocker.whole

    def derive(self) -> None:
        """The slow part. Touches no file; any thread may run it. Raises TamperedUnlockerError."""
        self._opened = unwrap(
            self._unlocker, self._secret, vault_id=self.vault_id, device=self._device
        )

    def take(self) -> Opened | None:
        """The data key, None for a wrong secret. For ``Vault.finish_unlock``."""
        opened, self._opened, self._secret = self._opened, None, b""
        return opened


class Vault:
    """The vault of one store, locked. Raises DamagedStoreError where its rows cannot be read."""

    def __init__(
        self,
        store: Store,
        cost: Callable[[], KdfCost],
        credentials: Path | None = None,
        sticks: Sticks = tuple,
    ) -> None:
        """``cost`` chooses the cost of new unlockers, usually ``calibrate`` with a clock.

        ``credentials`` stands for systemd's ``$CREDENTIALS_DIRECTORY``, ``sticks`` tells the roots
        of the USB sticks that are plugged in now.
        """
        self._store = store
        self.pin_key = PinKey(store, DeviceKeys(store.directory, credentials, sticks))
        self._maker = UnlockerMaker(store, cost, self.pin_key)
        self._guard = PinGuard(store)
        self._records_are_whole: bool | None = None  # in this run, once that was asked

    @property
    def is_set_up(self) -> bool:
        """Whether there is a vault."""
        return bool(self._store.query("SELECT 1 FROM vault"))

    @property
    def device_key_place(self) -> Place:
        """Where the device key is, or would be made: it decides what the PIN protects from."""
        return self.pin_key.place

    def holds(self, vehicle: str, field: Field) -> bool:
        """Whether a field of a vehicle is kept, or may be. What it says takes unlocking."""
        row = "SELECT 1 FROM record WHERE field = ? AND vehicle = ?"
        if self._store.query(row, (field.value, vehicle)):
            return True
        if self._records_are_whole is None:
            self._records_are_whole = not self._store.broken("record")
        return not self._records_are_whole  # it may be the one, under another name

    def kinds(self) -> frozenset[UnlockerKind]:
        """The ways in that there are now. A row that is spoilt beyond its name is none."""
        rows = self._store.query("SELECT kind FROM unlocker")
        return frozenset(kind for kind in UnlockerKind if (kind.value,) in rows)

    def pin_state(self, at: Instant) -> PinState | None:
        """How the PIN stands, None if there is none or it was dropped."""
        tries = self._guard.tries()
        if find_unlocker(self._store, UnlockerKind.PIN) is None or tries.failed >= MOST_TRIES:
            return None
        return PinState(tries_left=MOST_TRIES - tries.failed, wait_s=tries.remaining_s(at))

    def prepare_setup(
        self,
        secrets: Sequence[VehicleSecrets],
        pin: str | None = None,
        passphrase: str | None = None,
    ) -> "PreparedSetup":
        """Make a vault in memory; its ``commit`` writes it. Slow; any thread may run it.

        Raises VaultExistsError, InvalidSecretError, DeviceKeyError.
        """
        if self.is_set_up:
            raise VaultExistsError
        return PreparedSetup(self._maker, secrets, pin, passphrase)

    def unlock(self, kind: UnlockerKind, secret: str, at: Instant) -> UnlockedVault:
        """Open the vault, in one go: ``begin_unlock``, ``derive`` and ``finish_unlock``.

        Raises InvalidSecretError (not a try), WrongSecretError, PinWaitError, PinDroppedError,
        NoUnlockerError, NoVaultError, DeviceKeyError, TamperedUnlockerError.
        """
        attempt = self.begin_unlock(kind, secret, at)
        attempt.derive()
        return self.finish_unlock(attempt)

    def unlock_elsewhere(self, secret: str) -> UnlockedVault:
        """Open by what opens a vault on any machine: the recovery key, else the passphrase.

        Slow; any thread. Raises WrongSecretError, TamperedUnlockerError, NoVaultError.
        """
        for kind in (UnlockerKind.RECOVERY, UnlockerKind.PASSPHRASE):  # the quick one first
            with suppress(InvalidSecretError, NoUnlockerError, WrongSecretError):
                return self.unlock(kind, secret, _NEVER)
        raise WrongSecretError

    def begin_unlock(self, kind: UnlockerKind, secret: str, at: Instant) -> UnlockAttempt:
        """Count the try, durably for a PIN. Then comes ``derive``, in a thread if need be.

        Damage is told before, and costs no try.
        """
        found = find_vault_id(self._store)
        if found is None:
            raise NoVaultError
        vault_id, id_is_whole = found
        plain = _read_secret(kind, secret)
        unlocker = self._find(kind)
        device = number = None
        if kind is UnlockerKind.PIN:
            if not (unlocker.whole and id_is_whole):
                raise TamperedUnlockerError(kind)
            device = self.pin_key.find()
            check_device(unlocker, device)
            number = self._guard.count_try(at)
            unlocker = self._find(kind)  # as it is now that the try is counted
        unlocker = replace(unlocker, whole=unlocker.whole and id_is_whole)
        return UnlockAttempt(vault_id, unlocker, plain, device, number)

    def finish_unlock(self, attempt: UnlockAttempt) -> UnlockedVault:
        """Open, or say how the wrong secret is answered. Errors as ``unlock``."""
        opened = attempt.take()
        if opened is not None:
            if attempt.number is not None:
                self._guard.reset()
            return self._opened(attempt.vault_id, opened)
        if not attempt.whole:
            raise TamperedUnlockerError(attempt.kind)
        if attempt.number is None:
            raise WrongSecretError
        if attempt.number >= MOST_TRIES:
            self._guard.drop()
            raise PinDroppedError
        left = MOST_TRIES - attempt.number
        raise WrongSecretError(left, Tries(failed=attempt.number).wait_s)

    def _opened(self, vault_id: bytes, opened: Opened) -> UnlockedVault:
        """The vault. One of a version before the list gets it now, and this way in tells of it."""
        data_key, listed = opened.data_key, opened.listed
        unlocked = UnlockedVault(self._maker, vault_id, data_key, listed=listed)
        with suppress(NotSavedError):
            unlocked.mend_the_vaults_row()
            unlocked.list_if_unlisted()
            with suppress(DamagedStoreError):  # told by an examination: it opens all the same
                unlocked.renew(opened)
        return unlocked

    def _find(self, kind: UnlockerKind) -> Unlocker:
        unlocker = find_unlocker(self._store, kind)
        if unlocker is None:
            if self._store.broken("unlocker"):  # it may be the one, under another name
                raise TamperedUnlockerError(kind)
            raise NoUnlockerError(kind)
        return unlocker


def _read_secret(kind: UnlockerKind, secret: str) -> bytes:
    match kind:
        case UnlockerKind.PIN:
            return pin_bytes(secret)
        case UnlockerKind.PASSPHRASE:
            return passphrase_bytes(secret)
        case UnlockerKind.RECOVERY:
            return RecoveryKey.parse(secret).secret()


class WriteEvents(Protocol):
    """Writes events and what ``extra`` writes, all or nothing."""

    def __call__(self, events: Sequence[tuple[str, Event]], /, *, extra: Extra) -> object:
        """Raises NotSavedError, UnknownVehicleError, or what ``extra`` raises."""
        ...


class PreparedSetup:
    """A vault that is not written yet. Dropping it leaves nothing anywhere.

    ``recovery_key`` is shown to the owner once; nothing can tell it again.
    """

    __slots__ = ("_data_key", "_maker", "_secrets", "_unlockers", "_vault_id", "recovery_key")

    def __init__(
        self,
        maker: UnlockerMaker,
        secrets: Sequence[VehicleSecrets],
        pin: str | None,
        passphrase: str | None,
    ) -> None:
        """Slow; any thread. ``Vault.prepare_setup`` is the way here."""
        self._maker = maker
        self._secrets = tuple(secrets)
        self._vault_id = os.urandom(VAULT_ID_BYTES)
        self._data_key = os.urandom(KEY_BYTES)
        recovery = maker.make_recovery(self._vault_id, self._data_key)
        assert recovery.recovery_key is not None
        self.recovery_key: RecoveryKey = recovery.recovery_key
        self._unlockers: list[NewUnlocker] = [recovery]
        codes = [one.code for one in secrets if one.code]
        if pin is not None:
            new_pin_bytes(pin, codes)  # a bad one is told before the slow part
        if passphrase is not None:
            kept = unfit_for_passphrases(secrets)
            self._unlockers.append(
                maker.make_passphrase(self._vault_id, self._data_key, passphrase, kept)
            )
        if pin is not None:
            self._unlockers.append(maker.make_pin(self._vault_id, self._data_key, pin, codes))

    def commit(self, record: WriteEvents, events: Sequence[tuple[str, Event]]) -> None:
        """Write vault, records and events (VehicleAdded for each vehicle) together.

        Raises NotSavedError (may be tried again), VaultExistsError, UnknownVehicleError,
        DeviceKeyError, always with nothing of it stored. A device key file written just before
        may stay; it opens nothing by itself and the next set-up uses it.
        """
        for unlocker in self._unlockers:
            self._maker.keep_device_key(unlocker)
        record(events, extra=self._write)

    def unlocked(self) -> UnlockedVault:
        """The vault, open for the session that set it up. Only after ``commit``."""
        return UnlockedVault(self._maker, self._vault_id, self._data_key, listed=True)

    def _write(self, connection: sqlite3.Connection) -> None:
        if connection.execute("SELECT 1 FROM vault").fetchone() is not None:
            raise VaultExistsError
        connection.execute("INSERT INTO vault (one, id) VALUES (1, ?)", (self._vault_id,))
        for unlocker in self._unlockers:
            unlocker.write(connection)
        records = records_of(self._vault_id, self._data_key)
        for secrets in self._secrets:
            records.write(connection, secrets.vehicle, secrets.values())
        if self._maker.store.has_list:
            VaultList(self._vault_id, self._data_key).make(connection)
            connection.execute("UPDATE vault SET listed = ?", (ALL_SUMMED,))  # there was no event

    def __repr__(self) -> str:
        return "PreparedSetup(★★★★)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a prepared set-up is not pickled")
