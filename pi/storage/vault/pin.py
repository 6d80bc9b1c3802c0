"""The PIN's other half: where it lies, whether it is there, and its way to another place.

The PIN's row says which device key it needs and whether that one is on a stick. A move makes a
new key and wraps the PIN under it, so that a copy of the card taken earlier holds the old key and
never the new one. The new key is on its medium and read back before the row changes; the row
changes in one transaction; only then the old key goes. Wherever that is cut off, the key that the
row needs is there. What is left of the other opens nothing: the next start removes it from the
card; on a stick it stays, as that may be in somebody's pocket.
"""

from contextlib import suppress
from pathlib import Path

from pi.storage.durable import overwrite_and_delete
from pi.storage.errors import (
    DeviceKeyError,
    DeviceKeyReason,
    KeyIsThereError,
    TamperedUnlockerError,
)
from pi.storage.store import Store
from pi.storage.vault import stick_key
from pi.storage.vault.device_key import DeviceKey, DeviceKeys, Place
from pi.storage.vault.unlockers import Params, UnlockerKind, check_device, find_unlocker


class PinKey:
    """The device key of one store's PIN."""

    def __init__(self, store: Store, devices: DeviceKeys) -> None:
        self._store = store
        self.devices = devices

    @property
    def place(self) -> Place:
        """Where the key is, or would be made. Raises DamagedStoreError."""
        return "stick" if self._on_stick() else self.devices.place

    @property
    def stick_away(self) -> bool:
        """Whether the key is on a stick and no file of its name is plugged in. Cheap."""
        wanted = self._on_stick()
        return wanted is not None and not stick_key.is_there(self.devices.sticks(), wanted)

    def needed(self) -> Params | None:
        """What the PIN's row says, None without one. Raises TamperedUnlockerError."""
        row = find_unlocker(self._store, UnlockerKind.PIN)
        return None if row is None else row.read_params()

    def find(self) -> DeviceKey:
        """The key that the PIN needs; without a PIN one on the card. Raises DeviceKeyError."""
        wanted = self._on_stick()
        return self.devices.find() if wanted is None else self.devices.find_on_stick(wanted)

    def find_or_generate(self) -> DeviceKey:
        """The key for a new PIN: never in a weaker place than the one before. As ``find``."""
        return self.devices.find_or_generate() if self._on_stick() is None else self.find()

    def generate(self, stick: Path | None) -> DeviceKey:
        """A new key for that stick, or for the card.

        Raises KeyIsThereError: what the PIN relies on is never replaced where it lies.
        """
        if self.needed() is not None:
            with suppress(DeviceKeyError):
                if self.find().stick == stick and self.problem() is None:
                    raise KeyIsThereError
        return self.devices.generate(stick)

    def problem(self) -> DeviceKeyReason | None:
        """Why the PIN could not be tried now, None if it could or if there is none."""
        row = find_unlocker(self._store, UnlockerKind.PIN)
        if row is None:
            return None
        try:
            check_device(row, self.find())
        except DeviceKeyError as error:
            return error.reason
        except (TamperedUnlockerError, TypeError):
            return "changed"
        return None

    def tidy(self, before: Params | None = None) -> None:
        """Remove what a move left. ``before``: what the row said before it.

        Nothing relies on it any more; what can't be removed stays until the next time.
        """
        now = self._on_stick()
        with suppress(OSError):
            if now is not None:
                overwrite_and_delete(self.devices.on_card)
        if before is None or not before.on_stick or before.device in {None, now}:
            return
        for stick in self.devices.sticks():
            with suppress(OSError):
                overwrite_and_delete(stick_key.path_on(stick, before.device or b""))

    def _on_stick(self) -> bytes | None:
        """The fingerprint of the key that is on a stick, None if the key is anywhere else."""
        try:
            needed = self.needed()
        except (TamperedUnlockerError, TypeError):  # or it is gone from its row; told when used
            return None
        return None if needed is None or not needed.on_stick else needed.device
