"""What can go wrong with the files. Every error carries data, never a sentence, never a secret."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from pi.filesystem import reason_of

SaveReason = Literal["full", "read_only", "io_error", "damaged", "volatile", "busy"]
DeviceKeyReason = Literal[
    "missing",
    "damaged",
    "changed",
    "stick_away",
    "stick_other",
    "stick_damaged",
    "stick_unreadable",
]


class SaveProblem(Struct, frozen=True, kw_only=True):
    """Why something cannot be kept. ``detail`` is SQLite's or the system's own name of the error.

    ``volatile`` (what is written is gone after the next boot) is told by ``Store.volatile``;
    no write ever fails with it. ``busy`` is a sweep that others were in the way of.
    """

    reason: SaveReason
    detail: str = ""


class StoreError(Exception):
    """The root of all errors of the files."""


class NotSavedError(StoreError):
    """A write failed and left nothing behind."""

    def __init__(self, problem: SaveProblem) -> None:
        super().__init__(problem.reason, problem.detail)
        self.problem = problem


class NewerStoreError(StoreError):
    """A newer Steadyhand wrote this store. Nothing was touched."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class ForeignStoreError(StoreError):
    """The file is a database of some other program. Nothing was touched."""

    def __init__(self, application_id: int) -> None:
        super().__init__(application_id)
        self.application_id = application_id


class DamagedStoreError(StoreError):
    """The file, or a part of it, cannot be read. Nothing was touched."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BadBackupError(StoreError):
    """A file that can't be restored from. Nothing was touched.

    ``rule``: not_a_database, foreign (another program's), newer, too_large, truncated, damaged,
    no_vault (nothing was ever set up in it).
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Unreadable(Struct, frozen=True):
    """One thing that is. ``vehicle`` is an id, ``name`` a field or a way in; both may be empty."""

    part: str
    vehicle: str
    name: str


class UnreadableVaultError(StoreError):
    """Something of the vault can't be read, or is not as the vault wrote it: no copy is good.

    ``first`` of it, and how many ``more`` there are.
    """

    def __init__(self, first: tuple[Unreadable, ...], more: int) -> None:
        super().__init__(first, more)
        self.first = first
        self.more = more


class StoreInUseError(StoreError):
    """Another process holds the store. ``pid`` is None where it did not leave its number."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(pid)
        self.pid = pid


class PragmaError(StoreError):
    """SQLite did not take a setting that durability or secrecy rests on."""

    def __init__(self, name: str, wanted: object, found: object) -> None:
        super().__init__(name, wanted, found)
        self.name = name
        self.wanted = wanted
        self.found = found


class UnknownVehicleError(StoreError, LookupError):
    """An event or a record names a vehicle that was never added."""


class VaultError(StoreError):
    """The root of what the vault refuses."""


class NoVaultError(VaultError):
    """The vault was never set up."""


class VaultExistsError(VaultError):
    """The vault is set up already."""


class LockedError(VaultError):
    """The unlocked vault was closed."""


class NoUnlockerError(VaultError, LookupError):
    """There is no such way in: it was never set, or it was dropped."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class WrongSecretError(VaultError):
    """The secret does not open the vault.

    ``tries_left`` before the PIN is dropped, None where tries are not limited. ``wait_s`` are the
    seconds until the next try.
    """

    def __init__(self, tries_left: int | None = None, wait_s: float = 0.0) -> None:
        super().__init__(tries_left, wait_s)
        self.tries_left = tries_left
        self.wait_s = wait_s


class PinWaitError(VaultError):
    """A try before the wait was over. It was neither looked at nor counted."""

    def __init__(self, remaining_s: float) -> None:
        super().__init__(remaining_s)
        self.remaining_s = remaining_s


class PinDroppedError(VaultError):
    """Too many wrong PINs: the PIN opens nothing any more."""


class TamperedRecordError(VaultError):
    """A record is not what the vault wrote there: damaged, changed or moved."""

    def __init__(self, vehicle: str, field: str) -> None:
        super().__init__(vehicle, field)
        self.vehicle = vehicle
        self.field = field


class TamperedUnlockerError(VaultError):
    """An unlocker's parameters are not what the vault wrote there."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class DeviceKeyError(VaultError):
    """The key that binds the PIN to this device cannot be used.

    ``reason``: ``missing``, ``damaged`` (not the right size) or ``changed`` (another key); of one
    on a stick ``stick_away``, ``stick_other`` (only other keys), ``stick_damaged`` (its file holds
    something else) or ``stick_unreadable``.
    """

    def __init__(self, reason: DeviceKeyReason) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyIsThereError(VaultError):
    """A device key is to move to where it lies already, and fits."""


class SecretProblem(Struct, frozen=True, kw_only=True):
    """Why a text cannot be such a secret. Never holds the text.

    ``rule``: empty, not_digits, too_short, too_long, wrong_length, wrong_character; of a new PIN
    is_the_code (of a radio); of a new passphrase like_a_pin (digits alone), is_kept (by the vault,
    of a vehicle) and too_easy (to guess).
    ``position`` counts from 1 over the characters that carry meaning.
    """

    rule: str
    position: int | None = None


class InvalidSecretError(VaultError, ValueError):
    """A text that cannot be such a secret, as its problem says. Not a try."""

    def __init__(self, problem: SecretProblem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


_BY_NAME: Final[tuple[tuple[str, SaveReason], ...]] = (
    ("SQLITE_FULL", "full"),
    ("SQLITE_READONLY", "read_only"),
    ("SQLITE_PERM", "read_only"),
    ("SQLITE_IOERR", "io_error"),
    ("SQLITE_BUSY", "io_error"),
    ("SQLITE_LOCKED", "io_error"),
    ("SQLITE_PROTOCOL", "io_error"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
)


def name_of(error: sqlite3.Error) -> str:
    """SQLite's own name of the error, such as ``SQLITE_FULL``; empty where there is none."""
    return getattr(error, "sqlite_errorname", None) or ""


def problem_of(error: sqlite3.Error | OSError, directory: Path) -> SaveProblem | None:
    """The problem behind a failed write, None where the error is a mistake of ours.

    After an error of the card the kernel turns its filesystem read-only, and SQLite then only says
    that it cannot open its journal, or delete it; making a file by hand tells which it is.
    """
    if isinstance(error, OSError):
        return _of_errno(error)
    name = name_of(error)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR_DELETE")):
        found = _try_to_make_a_file(directory)
        return SaveProblem(reason=found.reason if found else "io_error", detail=name)
    for start, reason in _BY_NAME:
        if name.startswith(start):
            return SaveProblem(reason=reason, detail=name)
    return None


def save_reason(error: OSError) -> SaveReason:
    """Why a file of ours can't be written. One that may not be written counts as read-only."""
    match reason_of(error):
        case "full":
            return "full"
        case "read_only" | "not_permitted":
            return "read_only"
    return "io_error"


def _of_errno(error: OSError) -> SaveProblem:
    return SaveProblem(reason=save_reason(error), detail=errno.errorcode.get(error.errno or 0, ""))


def _try_to_make_a_file(directory: Path) -> SaveProblem | None:
    probe = directory / "steadyhand.probe"
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT, 0o600))
        probe.unlink()
    except OSError as error:
        return _of_errno(error)
    return None
