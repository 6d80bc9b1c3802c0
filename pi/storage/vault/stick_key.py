"""A device key on a USB stick.

It is looked for by its fingerprint, which is a part of its name, on every stick that is plugged
in. So it does not matter which stick is mounted first, or where; the keys of two cars can share
one stick; and a copy on a second stick works as well.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pi.bounded import NotAFileError, TooLargeError, read_file
from pi.storage.errors import DeviceKeyError, DeviceKeyReason
from pi.storage.vault.crypto import KEY_BYTES

_PATTERN: Final = "steadyhand-*.key"
# Where several sticks differ, the one that is nearest to the right one is told.
_TOLD_FIRST: Final[tuple[DeviceKeyReason, ...]] = (
    "stick_damaged",
    "stick_unreadable",
    "stick_other",
    "stick_away",
)


def fingerprint_of(secret: bytes) -> bytes:
    """Eight bytes that tell two device keys apart and nothing about either."""
    from pi.storage.vault.crypto import expand

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
