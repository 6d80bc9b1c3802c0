"""The PIN: its other half, wherever that lies, and its tries, counted durably before they are
looked at.

The PIN's row says which device key it needs and whether that one is on a stick. A move makes a
new key and wraps the PIN under it, so that a copy of the card taken earlier holds the old key and
never the new one. The new key is on its medium and read back before the row changes; the row
changes in one transaction; only then the old key goes. Wherever that is cut off, the key that the
row needs is there. What is left of the other opens nothing: the next start removes it from the
card; on a stick it stays, as that may be in somebody's pocket.

Five tries are free, then each waits longer than the one before; after ten the PIN is dropped. A
wait runs on the awake seconds of one boot and starts again in full with the next boot. Counting
first means that pulling the plug during a try does not give it back.

Where the card takes no more writes, the owner at the roadside still needs the code and may have
nothing but the PIN. Then tries are counted in memory, and as nothing outlives the plug there, none
is free: the waits begin with the first try, counted from the start of the boot. This departs from
"always durable" on purpose: a card that fails usually turns read-only first.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from pi.filesystem import overwrite_and_delete
from pi.radio.instant import Instant
from pi.storage.errors import (
    DeviceKeyError,
    DeviceKeyReason,
    KeyIsThereError,
    NotSavedError,
    NoUnlockerError,
    PinDroppedError,
    PinWaitError,
    TamperedUnlockerError,
)
from pi.storage.store import Store
from pi.storage.vault import device_key
from pi.storage.vault.device_key import DeviceKey, DeviceKeys, Place
from pi.storage.vault.unlockers import (
    Params,
    UnlockerKind,
    check_device,
    drop_unlocker,
    find_unlocker,
)

FREE_TRIES: Final = 5
WAITS_S: Final = (30.0, 60.0, 300.0, 900.0, 3600.0)
MOST_TRIES: Final = FREE_TRIES + len(WAITS_S)


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
        return wanted is not None and not device_key.is_there(self.devices.sticks(), wanted)

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
                overwrite_and_delete(device_key.path_on(stick, before.device or b""))

    def _on_stick(self) -> bytes | None:
        """The fingerprint of the key that is on a stick, None if the key is anywhere else."""
        try:
            needed = self.needed()
        except (TamperedUnlockerError, TypeError):  # or it is gone from its row; told when used
            return None
        return None if needed is None or not needed.on_stick else needed.device


class Tries(Struct, frozen=True, kw_only=True):
    """Tries since the last right one, and when the last was made; no boot stands for unknown."""

    failed: int = 0
    boot_id: str = ""
    monotonic: float = 0.0

    @property
    def wait_s(self) -> float:
        """Seconds the next try has to wait after the last."""
        if self.failed < FREE_TRIES:
            return 0.0
        return WAITS_S[min(self.failed, MOST_TRIES - 1) - FREE_TRIES]

    def remaining_s(self, at: Instant) -> float:
        """Seconds still to wait. In another boot the wait runs from that boot's start."""
        since = self.monotonic if self.boot_id == at.boot_id else 0.0
        return max(0.0, min(self.wait_s, self.wait_s - (at.monotonic - since)))

    def counted(self, at: Instant) -> "Tries":
        """With one more try. Raises PinWaitError where it comes too early."""
        if remaining := self.remaining_s(at):
            raise PinWaitError(remaining)
        return Tries(failed=self.failed + 1, boot_id=at.boot_id, monotonic=at.monotonic)


class PinGuard:
    """The counter of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._unsaved: Tries | None = None  # tries that the card did not take
        self._select = (
            f"SELECT failed, boot_id, monotonic, {store.whole('pin_guard')} FROM pin_guard"  # noqa: S608
        )

    def tries(self) -> Tries:
        """The tries so far. Raises DamagedStoreError."""
        return self._with_unsaved(_tries(self._store.query(self._select)))

    def count_try(self, at: Instant) -> int:
        """Count one try before it is looked at, and return the tries since the last right one.

        Raises PinWaitError (not counted), PinDroppedError, NoUnlockerError.
        """
        try:
            with self._store.transaction() as connection:
                tries = self._count(connection, at)
        except NotSavedError:
            tries = self._count_in_memory(at)
        else:
            self._unsaved = None
        if tries.failed > MOST_TRIES:
            raise PinDroppedError
        return tries.failed

    def reset(self) -> None:
        """The try was right: begin again from none."""
        self._unsaved = None
        try:
            with self._store.transaction() as connection:
                forget_tries(connection)
        except NotSavedError:
            pass  # stays counted on the card, on the careful side

    def drop(self) -> None:
        """Delete the PIN; where the card does not take that, use it no more in this run."""
        self._unsaved = Tries(failed=MOST_TRIES)
        try:
            with self._store.transaction() as connection:
                _drop(connection)
        except NotSavedError:
            return
        self._unsaved = None

    def _count(self, connection: sqlite3.Connection, at: Instant) -> Tries:
        kinds = connection.execute("SELECT 1 FROM unlocker WHERE kind = ?", (UnlockerKind.PIN,))
        if kinds.fetchone() is None:
            raise NoUnlockerError(UnlockerKind.PIN)
        before = self._with_unsaved(_tries(connection.execute(self._select).fetchall()))
        if before.failed >= MOST_TRIES:
            _drop(connection)
            return Tries(failed=before.failed + 1)
        tries = before.counted(at)
        connection.execute(
            "INSERT OR REPLACE INTO pin_guard (one, failed, boot_id, monotonic)"
            " VALUES (1, ?, ?, ?)",
            (tries.failed, tries.boot_id, tries.monotonic),
        )
        return tries

    def _count_in_memory(self, at: Instant) -> Tries:
        before = self.tries()
        if before.failed < FREE_TRIES:
            before = Tries(failed=FREE_TRIES)
        if before.failed >= MOST_TRIES:
            return Tries(failed=before.failed + 1)
        self._unsaved = before.counted(at)
        return self._unsaved

    def _with_unsaved(self, saved: Tries) -> Tries:
        unsaved = self._unsaved
        return unsaved if unsaved is not None and unsaved.failed >= saved.failed else saved


def forget_tries(connection: sqlite3.Connection) -> None:
    """A new PIN, or a right one: no try is counted."""
    connection.execute("DELETE FROM pin_guard")


def was_dropped(connection: sqlite3.Connection) -> bool:
    """Whether the guard itself dropped the PIN: nothing else removes it without the data key."""
    failed = connection.execute("SELECT failed FROM pin_guard").fetchone()
    return failed is not None and bool(failed[0] >= MOST_TRIES)


def _tries(rows: list[tuple[int, str, float, int]]) -> Tries:
    """Where a flipped bit made the count unknown no try is free, and none is spent."""
    for failed, boot_id, monotonic, whole in rows:
        if not whole:
            return Tries(failed=FREE_TRIES)
        return Tries(failed=failed, boot_id=boot_id, monotonic=monotonic)
    return Tries()


def _drop(connection: sqlite3.Connection) -> None:
    """Delete the PIN. The count stays, and tells who did it."""
    drop_unlocker(connection, UnlockerKind.PIN)
    connection.execute(
        "INSERT OR REPLACE INTO pin_guard (one, failed, boot_id, monotonic) VALUES (1, ?, '', 0)",
        (MOST_TRIES,),
    )
