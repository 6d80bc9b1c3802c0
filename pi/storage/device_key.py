"""The key that binds the PIN to this device.

A PIN is short: whoever holds a copy of the database could try them all. The device key keeps
those out who have the database but not the key. In a file beside the database it protects from
onlookers and the network and not from somebody who holds the card; handed in by systemd as a
credential it is as safe as where systemd keeps it.
"""

import os
from pathlib import Path
from typing import Final, Literal

from pi.storage.durable import write_new_file
from pi.storage.errors import DeviceKeyError

FILE_NAME: Final = "device.key"
CREDENTIAL_NAME: Final = "steadyhand-device-key"
KEY_BYTES: Final = 32

Place = Literal["credential", "file"]


class DeviceKey:
    """The key in hand. It prints as stars. ``is_new``: not on the card yet."""

    __slots__ = ("_secret", "is_new", "place")

    def __init__(self, secret: bytes, place: Place, *, is_new: bool = False) -> None:
        self._secret = secret
        self.place = place
        self.is_new = is_new

    def secret(self) -> bytes:
        """The key's bytes."""
        return self._secret

    def fingerprint(self) -> bytes:
        """Tells two device keys apart and nothing about either."""
        from pi.storage.sealing import expand

        return expand(self._secret, b"", b"steadyhand device key fingerprint")[:8]

    def __repr__(self) -> str:
        return f"DeviceKey(★★★★, {self.place})"


class DeviceKeys:
    """Where the device key is looked for: systemd's credentials first, then the directory."""

    def __init__(self, directory: Path, credentials: Path | None = None) -> None:
        """``credentials`` stands for ``$CREDENTIALS_DIRECTORY``, which is read if it is None."""
        named = os.environ.get("CREDENTIALS_DIRECTORY")
        self._credentials = credentials or (Path(named) if named else None)
        self._file = directory / FILE_NAME

    @property
    def place(self) -> Place:
        """Where the key is, or would be made."""
        return "file" if self._credential() is None else "credential"

    def find(self) -> DeviceKey:
        """The key. Raises DeviceKeyError."""
        credential = self._credential()
        try:
            secret = (credential or self._file).read_bytes()
        except FileNotFoundError:
            raise DeviceKeyError("missing") from None
        if len(secret) < KEY_BYTES:
            raise DeviceKeyError("damaged")
        return DeviceKey(secret, self.place)

    def find_or_generate(self) -> DeviceKey:
        """The key, or a new one that ``keep`` has to write before anything relies on it."""
        try:
            return self.find()
        except DeviceKeyError as error:
            if error.reason != "missing":
                raise
        return DeviceKey(os.urandom(KEY_BYTES), "file", is_new=True)

    def keep(self, key: DeviceKey) -> None:
        """Write a new key durably, 0400. Raises OSError, and DeviceKeyError if another came."""
        if key.is_new:
            try:
                write_new_file(self._file, key.secret(), 0o400)
            except FileExistsError:
                raise DeviceKeyError("changed") from None
            key.is_new = False

    def _credential(self) -> Path | None:
        if self._credentials is None:
            return None
        path = self._credentials / CREDENTIAL_NAME
        return path if path.exists() else None
