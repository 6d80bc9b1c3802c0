"""Setting the vault up: everything in memory first, then one transaction or nothing."""

import os
import sqlite3
from collections.abc import Mapping, Sequence

from pi.radio.events import Event, Recorded
from pi.radio.instant import Instant
from pi.storage.errors import VaultExistsError
from pi.storage.journal import Journal
from pi.storage.row_sums import ALL_SUMMED
from pi.storage.vault.crypto import KEY_BYTES
from pi.storage.vault.inventory import VaultList
from pi.storage.vault.new_unlocker import NewUnlocker, UnlockerMaker
from pi.storage.vault.records import VehicleSecrets, unfit_for_passphrases
from pi.storage.vault.recovery_key import RecoveryKey
from pi.storage.vault.secret_rules import new_pin_bytes
from pi.storage.vault.unlocked import UnlockedVault, records_of

VAULT_ID_BYTES = 16


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

    def commit(
        self,
        journal: Journal,
        events: Sequence[tuple[str, Event]],
        at: Instant,
        active: Mapping[str, bool] | None = None,
    ) -> list[Recorded]:
        """Write vault, records and events (VehicleAdded for each vehicle) together.

        Raises NotSavedError (may be tried again), VaultExistsError, UnknownVehicleError,
        DeviceKeyError, always with nothing of it stored. A device key file written just before
        may stay; it opens nothing by itself and the next set-up uses it.
        """
        for unlocker in self._unlockers:
            self._maker.keep_device_key(unlocker)
        return journal.append(events, at, active, self._write)

    def unlocked(self) -> UnlockedVault:
        """The vault, open for the surface that set it up. Only after ``commit``."""
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
