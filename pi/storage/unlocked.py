"""The vault as one surface sees it, from its unlocking until it locks again."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from pi.storage.errors import LockedError
from pi.storage.new_unlocker import NewUnlocker, UnlockerMaker
from pi.storage.pin_guard import forget_tries
from pi.storage.records import Field, Records, VehicleSecrets
from pi.storage.recovery_key import RecoveryKey
from pi.storage.sealing import cipher_of, expand
from pi.storage.sweeping import leave_unswept
from pi.storage.unlockers import UnlockerKind, drop_unlocker


def records_of(vault_id: bytes, data_key: bytes) -> Records:
    """The records of a vault, opened by a key derived from its data key."""
    return Records(vault_id, cipher_of(expand(data_key, vault_id, b"steadyhand records")))


class UnlockedVault:
    """Holds the data key until ``close``; after that every use raises LockedError.

    Reads raise TamperedRecordError and DamagedStoreError, writes NotSavedError.
    """

    __slots__ = ("_data_key", "_maker", "_records", "_vault_id")

    def __init__(self, maker: UnlockerMaker, vault_id: bytes, data_key: bytes) -> None:
        self._maker = maker
        self._vault_id = vault_id
        self._data_key: bytes | None = data_key
        self._records: Records | None = records_of(vault_id, data_key)

    def read(self, vehicle: str, field: Field) -> str | None:
        """One field, None if there is none."""
        return self._open().read(self._maker.store, vehicle, field)

    def read_vehicle(self, vehicle: str) -> VehicleSecrets:
        """All fields of one vehicle."""
        values = {field.value: self.read(vehicle, field) for field in Field}
        return VehicleSecrets(vehicle=vehicle, **values)

    def names(self) -> dict[str, str]:
        """The name of each vehicle that has one, by its id, in one question.

        A name that was tampered with is left out here and told by ``read``.
        """
        return self.values(Field.NAME)

    def values(self, field: Field) -> dict[str, str]:
        """One field of all vehicles, as ``names`` does."""
        return self._open().read_all(self._maker.store, field)

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
        return self._maker.make_pin(self._vault_id, self._key(), pin)

    def prepare_move(self, pin: str, stick: Path | None) -> NewUnlocker:
        """The PIN under a new device key: for that stick, or for the card. As ``prepare_pin``.

        ``PinKey.devices.put`` writes the key before ``keep`` lets the PIN rely on it. Raises
        KeyIsThereError, too.
        """
        device = self._maker.pin_key.generate(stick)
        return self._maker.make_pin(self._vault_id, self._key(), pin, device)

    def prepare_passphrase(self, passphrase: str) -> NewUnlocker:
        """The slow part, for any thread. Raises InvalidSecretError."""
        return self._maker.make_passphrase(self._vault_id, self._key(), passphrase)

    def prepare_recovery_key(self) -> tuple[NewUnlocker, RecoveryKey]:
        """A new recovery key to show; it replaces the old one when it is kept."""
        new = self._maker.make_recovery(self._vault_id, self._key())
        assert new.recovery_key is not None
        return new, new.recovery_key

    def keep(self, new: NewUnlocker) -> None:
        """Write a prepared unlocker durably, in place of the old one of its kind."""
        self._key()
        self._maker.keep_device_key(new)
        with self._maker.store.transaction() as connection:
            new.write(connection)
            leave_unswept(connection)  # an old way in must not lie about

    def drop_pin(self) -> None:
        """The PIN opens nothing any more."""
        self._key()
        with self._maker.store.transaction() as connection:
            drop_unlocker(connection, UnlockerKind.PIN)
            forget_tries(connection)

    def drop_passphrase(self) -> None:
        """The passphrase opens nothing any more."""
        self._key()
        with self._maker.store.transaction() as connection:
            drop_unlocker(connection, UnlockerKind.PASSPHRASE)

    def close(self) -> None:
        """Lock: forget the key. Harmless twice."""
        self._data_key = None
        self._records = None

    @property
    def closed(self) -> bool:
        """Whether it is locked again."""
        return self._data_key is None

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
