"""Making unlockers: slow work in memory first, then one short write."""

import sqlite3
from collections.abc import Callable, Iterable

from pi.storage.errors import NotSavedError
from pi.storage.save_problem import problem_of
from pi.storage.store import Store
from pi.storage.vault.device_key import DeviceKey
from pi.storage.vault.kdf_cost import KdfCost
from pi.storage.vault.pin import PinKey
from pi.storage.vault.pin_guard import forget_tries
from pi.storage.vault.recovery_key import RecoveryKey
from pi.storage.vault.secret_rules import new_passphrase_bytes, new_pin_bytes
from pi.storage.vault.unlockers import Unlocker, UnlockerKind, put_unlocker, wrap


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
        codes: Iterable[str],
        device: DeviceKey | None = None,
    ) -> NewUnlocker:
        """Slow; any thread. ``codes``: what a new PIN must not be.

        ``device``: a new key, else the one that is there or would be made. Raises
        InvalidSecretError, DeviceKeyError.
        """
        secret = new_pin_bytes(pin, codes)
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
