"""The key that binds the PIN to this device, in a file or on a USB stick.

A PIN is short: whoever holds a copy of the database could try them all. The device key keeps
those out who have the database but not the key. In a file beside the database it protects from
onlookers and the network and not from somebody who holds the card; handed in by systemd as a
credential it is as safe as where systemd keeps it; on a USB stick it keeps out who has the card
alone.

It is looked for by its fingerprint, which is a part of its name, on every stick that is plugged
in. So it does not matter which stick is mounted first, or where; the keys of two cars can share
one stick; and a copy on a second stick works as well.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Literal

from pi.filesystem import NotAFileError, TooLargeError, read_file, write_new_file, write_over
from pi.storage.errors import DeviceKeyError, DeviceKeyReason
from pi.storage.vault.crypto import KEY_BYTES, expand

_PATTERN: Final = "steadyhand-*.key"
# Where several sticks differ, the one that is nearest to the right one is told.
_TOLD_FIRST: Final[tuple[DeviceKeyReason, ...]] = (
    "stick_damaged",
    "stick_unreadable",
    "stick_other",
    "stick_away",
)

FILE_NAME: Final = "device.key"
LONGEST_KEY: Final = 4096  # bytes; a credential's owner may have made a longer one
CREDENTIAL_NAME: Final = "steadyhand-device-key"

Place = Literal["credential", "file", "stick"]
Sticks = Callable[[], Sequence[Path]]


def fingerprint_of(secret: bytes) -> bytes:
    """Eight bytes that tell two device keys apart and nothing about either."""
    return expand(secret, b"", b"steadyhand device key fingerprint")[:8]


def path_on(stick: Path, fingerprint: bytes) -> Path:
    """The key's file on a stick."""
    return stick / f"steadyhand-{fingerprint.hex()}.key"


def find(sticks: Iterable[Path], fingerprint: bytes) -> tuple[bytes, Path]:
    """The key of this fingerprint, and the stick it lies on.

    Raises DeviceKeyError: ``stick_damaged`` (its file is there and holds something else),
    ``stick_unreadable``, ``stick_other`` (keys, but not this one), ``stick_away``.
    """
    met: set[DeviceKeyReason] = {"stick_away"}
    for stick in sticks:
        try:
            secret = _read(path_on(stick, fingerprint))
        except FileNotFoundError:
            met.add(_without(stick))
            continue
        except OSError:
            met.add("stick_unreadable")
            continue
        if len(secret) == KEY_BYTES and fingerprint_of(secret) == fingerprint:
            return secret, stick
        met.add("stick_damaged")
    raise DeviceKeyError(next(reason for reason in _TOLD_FIRST if reason in met))


def is_there(sticks: Iterable[Path], fingerprint: bytes) -> bool:
    """Whether a file of its name is plugged in; what it holds is not looked at."""
    return any(os.path.lexists(path_on(stick, fingerprint)) for stick in sticks)


def _without(stick: Path) -> DeviceKeyReason:
    """What a stick is that has no file of that name."""
    try:
        return "stick_other" if any(stick.glob(_PATTERN)) else "stick_away"
    except OSError:
        return "stick_unreadable"


def _read(path: Path) -> bytes:
    """The file of a key, empty where it is none. A link is not followed. Raises OSError."""
    try:
        return read_file(path, KEY_BYTES, follow=False)
    except (NotAFileError, TooLargeError):
        return b""


class DeviceKey:
    """The key in hand. It prints as stars. ``is_new``: nowhere but in memory yet.

    ``stick``: the root of the stick it belongs on, None for every other place.
    """

    __slots__ = ("_secret", "is_new", "place", "stick")

    def __init__(
        self, secret: bytes, place: Place, *, is_new: bool = False, stick: Path | None = None
    ) -> None:
        self._secret = secret
        self.place = place
        self.is_new = is_new
        self.stick = stick

    def secret(self) -> bytes:
        """The key's bytes."""
        return self._secret

    def fingerprint(self) -> bytes:
        """Tells two device keys apart and nothing about either."""
        return fingerprint_of(self._secret)

    def __repr__(self) -> str:
        return f"DeviceKey(★★★★, {self.place})"


class DeviceKeys:
    """Where the device key can lie: systemd's credentials, the directory, and sticks.

    Without a stick the credential goes before the file. Which of all it is a PIN's row says: see
    ``PinKey``.
    """

    def __init__(
        self, directory: Path, credentials: Path | None = None, sticks: Sticks = tuple
    ) -> None:
        """``credentials`` stands for ``$CREDENTIALS_DIRECTORY``, which is read if it is None.

        ``sticks`` tells the roots of those that are plugged in now.
        """
        named = os.environ.get("CREDENTIALS_DIRECTORY")
        self._credentials = credentials or (Path(named) if named else None)
        self._file = directory / FILE_NAME
        self.sticks = sticks

    @property
    def place(self) -> Place:
        """Where the key is, or would be made, without a stick."""
        return "file" if self._credential() is None else "credential"

    def find(self) -> DeviceKey:
        """The key that is not on a stick. Raises DeviceKeyError."""
        credential = self._credential()
        try:
            secret = read_file(credential or self._file, LONGEST_KEY)
        except FileNotFoundError:
            raise DeviceKeyError("missing") from None
        except (NotAFileError, TooLargeError):
            raise DeviceKeyError("damaged") from None
        if len(secret) < KEY_BYTES:
            raise DeviceKeyError("damaged")
        return DeviceKey(secret, self.place)

    def find_on_stick(self, fingerprint: bytes) -> DeviceKey:
        """The key of this fingerprint, on whichever stick has it. Raises DeviceKeyError."""
        secret, stick = find(self.sticks(), fingerprint)
        return DeviceKey(secret, "stick", stick=stick)

    def find_or_generate(self) -> DeviceKey:
        """The key, or a new one that ``keep`` has to write before anything relies on it."""
        try:
            return self.find()
        except DeviceKeyError as error:
            if error.reason != "missing":
                raise
        return DeviceKey(os.urandom(KEY_BYTES), "file", is_new=True)

    def generate(self, stick: Path | None) -> DeviceKey:
        """A new key for a stick, or for the card; there a credential stays what it is."""
        if stick is None and self._credential() is not None:
            return self.find()
        place: Place = "file" if stick is None else "stick"
        return DeviceKey(os.urandom(KEY_BYTES), place, is_new=True, stick=stick)

    def keep(self, key: DeviceKey) -> None:
        """Write a new key durably, 0400. Raises OSError, and DeviceKeyError if another came."""
        if key.is_new:
            try:
                write_new_file(self._file, key.secret(), 0o400)
            except FileExistsError:
                raise DeviceKeyError("changed") from None
            key.is_new = False

    def put(self, key: DeviceKey) -> None:
        """Write a new key where it belongs, and read it back. One on the card gives way.

        Raises OSError. On a stick without permissions the mode means nothing.
        """
        if not key.is_new:
            return
        if key.stick is not None:
            write_over(path_on(key.stick, key.fingerprint()), key.secret(), 0o600)
        else:
            write_over(self._file, key.secret(), 0o400)
        key.is_new = False

    @property
    def on_card(self) -> Path:
        """Where the file is, or would be."""
        return self._file

    def _credential(self) -> Path | None:
        if self._credentials is None:
            return None
        path = self._credentials / CREDENTIAL_NAME
        return path if path.exists() else None
