"""The vault as one session sees it, from its unlocking until it locks again, and the making of
unlockers.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pi.storage.errors import (
    DamagedStoreError,
    LockedError,
    NotSavedError,
    TamperedRecordError,
    problem_of,
)
from pi.storage.store import Store, Touched
from pi.storage.sweep import leave_unswept
from pi.storage.vault.crypto import KdfCost, cipher_of, expand
from pi.storage.vault.device_key import DeviceKey
from pi.storage.vault.inventory import Amiss, VaultList
from pi.storage.vault.pin import PinKey, forget_tries
from pi.storage.vault.records import UNFIT_FOR_PASSPHRASES, Field, Records, VehicleSecrets
from pi.storage.vault.secret_rules import (
    RecoveryKey,
    new_passphrase_bytes,
    new_pin_bytes,
    pin_bytes,
)
from pi.storage.vault.unlockers import (
    Opened,
    Unlocker,
    UnlockerKind,
    find_vault_id,
    put_unlocker,
    renew_unlocker,
    wrap,
)


class NewUnlocker:
    """An unlocker that is not written yet. ``recovery_key`` is the one to show, if it is one."""

    __slots__ = ("device", "recovery_key", "unlocker")

    def __init__(
        self,
        unlocker: Unlocker,
        device: DeviceKey | None = None,
        recovery_key: RecoveryKey | None = None,
    ) -> None:
        self.unlocker = unlocker
        self.device = device
        self.recovery_key = recovery_key

    def write(self, connection: sqlite3.Connection) -> None:
        """Put the row in the caller's transaction. A new device key must be kept before."""
        put_unlocker(connection, self.unlocker)
        if self.unlocker.kind is UnlockerKind.PIN:
            forget_tries(connection)


class UnlockerMaker:
    """Makes and keeps unlockers of one store.

    ``cost`` is asked once, when a PIN or passphrase is first made: calibrating takes its time.
    """

    def __init__(self, store: Store, cost: Callable[[], KdfCost], pin_key: PinKey) -> None:
        self.store = store
        self.pin_key = pin_key
        self._ask_cost = cost
        self._cost: KdfCost | None = None

    def make_pin(
        self,
        vault_id: bytes,
        data_key: bytes,
        pin: str,
        codes: Iterable[str] | None,
        device: DeviceKey | None = None,
    ) -> NewUnlocker:
        """Slow; any thread. ``codes``: what a new PIN must not be. None: it is the PIN already.

        ``device``: a new key, else the one that is there or would be made. Raises
        InvalidSecretError, DeviceKeyError.
        """
        secret = pin_bytes(pin) if codes is None else new_pin_bytes(pin, codes)
        device = device or self.pin_key.find_or_generate()
        unlocker = wrap(
            UnlockerKind.PIN,
            secret,
            vault_id=vault_id,
            data_key=data_key,
            cost=self.cost(),
            device=device,
        )
        return NewUnlocker(unlocker, device)

    def make_passphrase(
        self, vault_id: bytes, data_key: bytes, passphrase: str, kept: Iterable[str]
    ) -> NewUnlocker:
        """Slow; any thread. ``kept``: what a new one must not be.

        Raises InvalidSecretError, also for a weak one.
        """
        secret = new_passphrase_bytes(passphrase, kept)
        unlocker = wrap(
            UnlockerKind.PASSPHRASE,
            secret,
            vault_id=vault_id,
            data_key=data_key,
            cost=self.cost(),
            device=None,
        )
        return NewUnlocker(unlocker)

    def make_recovery(self, vault_id: bytes, data_key: bytes) -> NewUnlocker:
        """A new recovery key; the old one opens nothing once this is written."""
        key = RecoveryKey.generate()
        unlocker = wrap(
            UnlockerKind.RECOVERY,
            key.secret(),
            vault_id=vault_id,
            data_key=data_key,
            cost=None,
            device=None,
        )
        return NewUnlocker(unlocker, recovery_key=key)

    def cost(self) -> KdfCost:
        """The cost of new unlockers on this device."""
        if self._cost is None:
            self._cost = self._ask_cost()
        return self._cost

    def keep_device_key(self, new: NewUnlocker) -> None:
        """Write a new device key before a row relies on it.

        Raises NotSavedError, DeviceKeyError. Left behind alone it opens nothing.
        """
        if new.device is None or not new.device.is_new:
            return
        try:
            self.pin_key.devices.keep(new.device)
        except OSError as error:
            problem = problem_of(error, self.store.directory)
            assert problem is not None
            raise NotSavedError(problem) from None


def records_of(vault_id: bytes, data_key: bytes) -> Records:
    """The records of a vault, opened by a key derived from its data key."""
    return Records(vault_id, cipher_of(expand(data_key, vault_id, b"steadyhand records")))


class UnlockedVault:
    """Holds the data key until ``close``; after that every use raises LockedError.

    Reads raise TamperedRecordError and DamagedStoreError, writes NotSavedError.
    """

    __slots__ = ("__weakref__", "_data_key", "_list", "_listed", "_maker", "_records", "_vault_id")

    def __init__(
        self, maker: UnlockerMaker, vault_id: bytes, data_key: bytes, *, listed: bool
    ) -> None:
        """``listed``: the way in says that there is a list, whatever else does not."""
        self._maker = maker
        self._vault_id = vault_id
        self._data_key: bytes | None = data_key
        self._records: Records | None = records_of(vault_id, data_key)
        self._list = VaultList(vault_id, data_key)
        self._listed = listed
        maker.store.followers.add(self)

    def read(self, vehicle: str, field: Field) -> str | None:
        """One field, None if there is none. One that is listed and gone is TamperedRecordError."""
        self._check(vehicle, field)
        return self._open().read(self._maker.store, vehicle, field)

    def read_vehicle(self, vehicle: str) -> VehicleSecrets:
        """All fields of one vehicle."""
        self._check(vehicle, *Field)
        records = self._open()
        values = {field.value: records.read(self._maker.store, vehicle, field) for field in Field}
        return VehicleSecrets(vehicle=vehicle, **values)

    def names(self) -> dict[str, str]:
        """The name of each vehicle that has one, by its id, in one question.

        A name that was tampered with is left out here and told by ``read``.
        """
        return self.values(Field.NAME)

    def values(self, field: Field) -> dict[str, str]:
        """One field of all vehicles, as ``names`` does."""
        return self._open().read_all(self._maker.store, field)

    def amiss(self, store: Store | None = None) -> list[Amiss]:
        """All that is not as the vault wrote it, each record opened; of a copy, if one is given.

        Takes as long as there are vehicles; any thread may run it. Raises DamagedStoreError.
        """
        store, records = store or self._maker.store, self._open()
        found = self._list.amiss(store) if self._is_listed(store) else []
        sealed = (
            Amiss(part="record", vehicle=vehicle, name=name) for vehicle, name in records.bad(store)
        )
        return [*found, *(one for one in sealed if one not in found)]

    def amiss_at_once(self) -> list[Amiss]:
        """What of it can be told in no time: of the ways in."""
        self._key()
        store = self._maker.store
        return self._list.amiss_at_head(store) if self._is_listed(store) else []

    def mend_the_vaults_row(self) -> None:
        """Write the vault's row anew where it is not as it was written. Raises NotSavedError.

        What opened is bound to the id, so that the id is right; what else stands there is known.
        """
        store = self._maker.store
        found = find_vault_id(store)
        if found is None or found[1]:
            return
        listed = self._is_listed(store)
        with store.transaction() as connection:
            connection.execute("DELETE FROM vault")
            connection.execute(
                "INSERT INTO vault (one, id, listed) VALUES (1, ?, ?)", (self._vault_id, listed)
            )

    def list_if_unlisted(self) -> None:
        """Make the list where an earlier version made the vault. Raises NotSavedError."""
        store = self._maker.store
        if store.has_list and not self._is_listed(store):
            with store.transaction() as connection:
                self._list.make(connection)

    def renew(self, opened: Opened) -> None:
        """Let the way in that was used say that there is a list. Raises NotSavedError.

        Not one that the list knows nothing of.
        """
        store, before, renewed = self._maker.store, opened.before, opened.renewed
        if before is None or renewed is None or not self._is_listed(store):
            return
        if not any(one.part == "list" or one.name == before.kind for one in self.amiss_at_once()):
            with store.transaction() as connection:
                renew_unlocker(connection, before, renewed)

    def follow(self, connection: sqlite3.Connection, touched: frozenset[Touched]) -> None:
        """For the store: let the list follow what a transaction changed."""
        self._list.follow(connection, touched)

    def write(self, vehicle: str, values: Mapping[Field, str | None]) -> None:
        """Write the given fields durably, all or nothing; None deletes one."""
        with self._maker.store.transaction() as connection:
            self._open().write(connection, vehicle, values)

    def adding(self, *them: VehicleSecrets) -> Callable[[sqlite3.Connection], None]:
        """What ``Journal.append`` takes as ``extra``, to add vehicles with their secrets."""

        def add(connection: sqlite3.Connection) -> None:
            for secrets in them:
                self._open().write(connection, secrets.vehicle, secrets.values())

        return add

    def changing(
        self, vehicle: str, values: Mapping[Field, str | None]
    ) -> Callable[[sqlite3.Connection], None]:
        """What ``Journal.append`` takes as ``extra``, to change fields of a vehicle."""

        def change(connection: sqlite3.Connection) -> None:
            self._open().write(connection, vehicle, values)

        return change

    def removing(self, vehicle: str) -> Callable[[sqlite3.Connection], None]:
        """What ``Journal.remove`` takes as ``extra``: all that is secret of a vehicle goes."""
        return self.changing(vehicle, dict.fromkeys(Field))

    def set_pin(self, pin: str) -> None:
        """Set or replace the PIN. Slow: ``prepare_pin`` in a thread, then ``keep``, is the same."""
        self.keep(self.prepare_pin(pin))

    def set_passphrase(self, passphrase: str) -> None:
        """Set or replace the passphrase. Slow, as ``set_pin`` is."""
        self.keep(self.prepare_passphrase(passphrase))

    def prepare_pin(self, pin: str) -> NewUnlocker:
        """The slow part, for any thread. Raises InvalidSecretError, DeviceKeyError."""
        return self._maker.make_pin(self._vault_id, self._key(), pin, self._codes())

    def prepare_move(self, pin: str, stick: Path | None, *, known: bool = False) -> NewUnlocker:
        """The PIN under a new device key: for that stick, or for the card. As ``prepare_pin``.

        ``known``: it is the PIN already, whatever was added or ruled out since.

        ``PinKey.devices.put`` writes the key before ``keep`` lets the PIN rely on it. Raises
        KeyIsThereError, too.
        """
        device = self._maker.pin_key.generate(stick)
        codes = None if known else self._codes()
        return self._maker.make_pin(self._vault_id, self._key(), pin, codes, device)

    def prepare_passphrase(self, passphrase: str) -> NewUnlocker:
        """The slow part, for any thread. Raises InvalidSecretError."""
        fields = map(self.values, UNFIT_FOR_PASSPHRASES)
        kept = [value for values in fields for value in values.values()]
        return self._maker.make_passphrase(self._vault_id, self._key(), passphrase, kept)

    def prepare_recovery_key(self) -> tuple[NewUnlocker, RecoveryKey]:
        """A new recovery key to show; it replaces the old one when it is kept."""
        new = self._maker.make_recovery(self._vault_id, self._key())
        assert new.recovery_key is not None
        return new, new.recovery_key

    def keep(self, new: NewUnlocker) -> None:
        """Write a prepared unlocker durably, in place of the old one of its kind."""
        self._key()
        self._maker.keep_device_key(new)
        self.list_if_unlisted()  # the new way in says that there is one
        with self._maker.store.transaction() as connection:
            new.write(connection)
            leave_unswept(connection)  # an old way in must not lie about

    def close(self) -> None:
        """Lock: forget the key. Harmless twice."""
        self._data_key = None
        self._records = None
        self._maker.store.followers.discard(self)

    @property
    def closed(self) -> bool:
        """Whether it is locked again."""
        return self._data_key is None

    def _codes(self) -> list[str]:
        """Of all vehicles, as far as they can be read."""
        return list(self.values(Field.CODE).values())

    def _check(self, vehicle: str, *fields: Field) -> None:
        """Raise TamperedRecordError where the list says otherwise of one of these fields."""
        self._key()
        for one in self._amiss_of(vehicle):
            lost = one.part == "vehicle" and Field.CODE in fields and self._has_no_code(vehicle)
            if lost or one.name in fields:
                raise TamperedRecordError(vehicle, one.name or Field.CODE)

    def _amiss_of(self, vehicle: str) -> list[Amiss]:
        """Where the list itself can't be read, a record that opens is shown all the same."""
        store = self._maker.store
        try:
            return self._list.amiss_of(store, vehicle) if self._is_listed(store) else []
        except (DamagedStoreError, sqlite3.DatabaseError):
            return [Amiss(part="vehicle", vehicle=vehicle)]

    def _has_no_code(self, vehicle: str) -> bool:
        """Whether there is none, be it that none was kept: where the list can't tell, who knows."""
        return self._open().read(self._maker.store, vehicle, Field.CODE) is None

    def _is_listed(self, store: Store) -> bool:
        """Whether the vault was ever listed: an older one is at its first unlocking."""
        noted = "SELECT 1 FROM vault WHERE listed <> 0 UNION ALL SELECT 1 FROM listed LIMIT 1"
        return store.has_list and (self._listed or bool(store.query(noted)))

    def _open(self) -> Records:
        if self._records is None:
            raise LockedError
        return self._records

    def _key(self) -> bytes:
        if self._data_key is None:
            raise LockedError
        return self._data_key

    def __repr__(self) -> str:
        return "UnlockedVault(closed)" if self.closed else "UnlockedVault(★★★★)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("an unlocked vault is not pickled")
