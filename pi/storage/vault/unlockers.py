"""Unlockers: the ways in. Each keeps its own wrapped copy of the vault's one data key.

The recovery key is random enough to need no slow derivation. PIN and passphrase take Argon2id at
the cost recorded in their row; the PIN's key also needs the device key. What is wrapped is bound
to the vault, the kind and the parameters, so that no row can be swapped or made cheaper.
"""

import os
import sqlite3
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pi.storage.errors import DeviceKeyError, TamperedUnlockerError
from pi.storage.store import Store
from pi.storage.sweep import leave_unswept
from pi.storage.vault.crypto import (
    BrokenSealError,
    KdfCost,
    Sealed,
    cipher_of,
    derive,
    expand,
    place,
    seal,
    unseal,
)
from pi.storage.vault.device_key import DeviceKey

SALT_BYTES: Final = 32
# Of any row that is run: four times what is ever written. A stranger's backup may ask for more.
DEAREST: Final = KdfCost(memory_kib=128 * 1024, passes=32, lanes=4)


class UnlockerKind(StrEnum):
    """The ways into the vault."""

    RECOVERY = "recovery"  # always there
    PIN = "pin"
    PASSPHRASE = "passphrase"


class Params(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the wrapping key is made: the derivation's cost, and which device key it needs.

    ``on_stick``: that key is looked for on USB sticks and nowhere else. It stands here, so that
    where the key lies changes in the same instant as which key it is, and nobody can change it
    behind the owner's back: the wrapped key is bound to these parameters.
    ``listed``: what belongs to the vault was listed when this way in was written. So nobody can
    make a vault without its list pass for one of a version before the list.
    """

    cost: KdfCost | None = None
    device: bytes | None = None
    on_stick: bool = False
    listed: bool = False


class Unlocker(Struct, frozen=True, kw_only=True):
    """One row: everything but the secret. Not ``whole``: it is not as it was written."""

    kind: UnlockerKind
    params: bytes
    salt: bytes
    wrapped: Sealed
    whole: bool = True

    def read_params(self) -> Params:
        """The parameters. Raises TamperedUnlockerError where they are none."""
        try:
            params = msgspec.json.decode(self.params, type=Params)
        except msgspec.MsgspecError:
            raise TamperedUnlockerError(self.kind) from None
        cost = params.cost
        if cost and not (
            0 < cost.memory_kib <= DEAREST.memory_kib
            and 0 < cost.passes <= DEAREST.passes
            and 0 < cost.lanes <= DEAREST.lanes
        ):
            raise TamperedUnlockerError(self.kind)
        return params


class Opened(NamedTuple):
    """The data key. A way in of a version before the list comes with itself and its successor."""

    data_key: bytes
    before: Unlocker | None = None
    renewed: Unlocker | None = None

    @property
    def listed(self) -> bool:
        """Whether the way in says that there is a list."""
        return self.renewed is None

    def __repr__(self) -> str:
        return "Opened(★★★★)"


def wrap(
    kind: UnlockerKind,
    secret: bytes,
    *,
    vault_id: bytes,
    data_key: bytes,
    cost: KdfCost | None,
    device: DeviceKey | None,
    listed: bool = True,
) -> Unlocker:
    """Wrap the data key for a secret. As slow as the cost says; any thread may run it."""
    params = Params(
        cost=cost,
        device=device.fingerprint() if device else None,
        on_stick=device is not None and device.place == "stick",
        listed=listed,
    )
    salt = os.urandom(SALT_BYTES)
    key = _wrapping_key(kind, secret, salt, params, device)
    return _wrapped(kind, params, salt, key, vault_id, data_key)


def unwrap(
    unlocker: Unlocker, secret: bytes, *, vault_id: bytes, device: DeviceKey | None
) -> Opened | None:
    """The data key, None for a wrong secret. As slow as wrapping; any thread may run it."""
    params = unlocker.read_params()
    key = _wrapping_key(unlocker.kind, secret, unlocker.salt, params, device)
    where = _place(vault_id, unlocker.kind, unlocker.params)
    try:
        data_key = unseal(cipher_of(key), unlocker.wrapped, where)
    except BrokenSealError:
        return None
    if params.listed:
        return Opened(data_key)
    kind, salt, told = unlocker.kind, unlocker.salt, replace(params, listed=True)
    return Opened(data_key, unlocker, _wrapped(kind, told, salt, key, vault_id, data_key))


def _wrapped(
    kind: UnlockerKind, params: Params, salt: bytes, key: bytes, vault_id: bytes, data_key: bytes
) -> Unlocker:
    written = msgspec.json.encode(params)
    wrapped = seal(cipher_of(key), data_key, _place(vault_id, kind, written))
    return Unlocker(kind=kind, params=written, salt=salt, wrapped=wrapped)


def check_device(unlocker: Unlocker, device: DeviceKey) -> None:
    """Raise DeviceKeyError where the unlocker was made with another device key."""
    if unlocker.read_params().device != device.fingerprint():
        raise DeviceKeyError("changed")


def find_unlocker(store: Store, kind: UnlockerKind) -> Unlocker | None:
    """The row of this kind. Raises DamagedStoreError."""
    columns = f"params, salt, nonce, wrapped, {store.whole('unlocker')}"
    rows = store.query(f"SELECT {columns} FROM unlocker WHERE kind = ?", (kind.value,))  # noqa: S608
    for params, salt, nonce, wrapped, whole in rows:
        sealed = Sealed(nonce=nonce, ciphertext=wrapped)
        return Unlocker(kind=kind, params=params, salt=salt, wrapped=sealed, whole=bool(whole))
    return None


def find_vault_id(store: Store) -> tuple[bytes, bool] | None:
    """The id that every way in is bound to, and whether its row is as it was written.

    None without a vault. Raises DamagedStoreError. In a row that is not whole the id may be right
    all the same: then every way opens.
    """
    for vault_id, whole in store.query(f"SELECT id, {store.whole('vault')} FROM vault"):  # noqa: S608
        return bytes(vault_id), bool(whole)
    return None


def put_unlocker(connection: sqlite3.Connection, unlocker: Unlocker) -> None:
    """Write the row, in place of an earlier one of its kind."""
    connection.execute(
        "INSERT OR REPLACE INTO unlocker (kind, params, salt, nonce, wrapped)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            unlocker.kind.value,
            unlocker.params,
            unlocker.salt,
            unlocker.wrapped.nonce,
            unlocker.wrapped.ciphertext,
        ),
    )


def renew_unlocker(connection: sqlite3.Connection, before: Unlocker, renewed: Unlocker) -> None:
    """Put one in the place of the one that it was made of, if that still stands there."""
    connection.execute(
        "UPDATE unlocker SET params = ?, nonce = ?, wrapped = ?"
        " WHERE kind = ? AND params = ? AND salt = ? AND wrapped = ?",
        (
            renewed.params,
            renewed.wrapped.nonce,
            renewed.wrapped.ciphertext,
            before.kind.value,
            before.params,
            before.salt,
            before.wrapped.ciphertext,
        ),
    )


def drop_unlocker(connection: sqlite3.Connection, kind: UnlockerKind) -> None:
    """Delete the row; the file's old bytes are overwritten, and its traces by a sweep."""
    if connection.execute("DELETE FROM unlocker WHERE kind = ?", (kind.value,)).rowcount:
        leave_unswept(connection)


def _wrapping_key(
    kind: UnlockerKind, secret: bytes, salt: bytes, params: Params, device: DeviceKey | None
) -> bytes:
    strong = derive(secret, salt, params.cost) if params.cost else secret
    bound = strong + (device.secret() if device else b"")
    return expand(bound, salt, b"steadyhand unlocker " + kind.encode())


def _place(vault_id: bytes, kind: UnlockerKind, params: bytes) -> bytes:
    return place(b"unlocker", vault_id, kind.encode(), params)
