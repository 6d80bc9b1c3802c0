"""The secret fields of a vehicle, each sealed by itself.

A record is bound to its vault, vehicle, field and version: moved elsewhere it does not open. The
serial number is as secret as the code, as for many radios the one can be had from the other.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from pi.storage.errors import TamperedRecordError
from pi.storage.store import Store
from pi.storage.sweep import leave_unswept
from pi.storage.vault.crypto import BrokenSealError, Sealed, pad, place, seal, unpad, unseal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


_SELECT: Final = "SELECT version, nonce, ciphertext FROM record WHERE field = ? AND vehicle = ?"


class Field(StrEnum):
    """What the vault keeps of a vehicle."""

    NAME = "name"
    CODE = "code"
    SERIAL = "serial"
    PLATE = "plate"
    SOURCE = "source"  # where the code came from


UNFIT_FOR_PASSPHRASES: Final = (Field.CODE, Field.SERIAL, Field.PLATE)


class VehicleSecrets(Struct, frozen=True, kw_only=True, repr_omit_defaults=True):
    """The secret fields of one vehicle. None: there is none. It prints its id alone."""

    vehicle: str
    name: str | None = None
    code: str | None = None
    serial: str | None = None
    plate: str | None = None
    source: str | None = None

    def values(self) -> dict[Field, str | None]:
        """The fields by name."""
        return {field: getattr(self, field.value) for field in Field}

    def __repr__(self) -> str:
        return f"VehicleSecrets({self.vehicle})"

    __str__ = __repr__


def unfit_for_passphrases(secrets: Iterable[VehicleSecrets]) -> list[str]:
    """What is read off the car or the radio, and so is no passphrase."""
    values = (one.values()[field] for one in secrets for field in UNFIT_FOR_PASSPHRASES)
    return [value for value in values if value]


class Records:
    """Reads and writes records with one cipher."""

    def __init__(self, vault_id: bytes, cipher: "ChaCha20Poly1305") -> None:
        self._vault_id = vault_id
        self._cipher = cipher

    def read(self, store: Store, vehicle: str, field: Field) -> str | None:
        """The field, None if there is none. Raises TamperedRecordError, DamagedStoreError."""
        for version, nonce, ciphertext in store.query(_SELECT, (field.value, vehicle)):
            return self._open(vehicle, field, version, nonce, ciphertext)
        return None

    def read_all(self, store: Store, field: Field) -> dict[str, str]:
        """The field of every vehicle that has it. A record that does not open is left out."""
        found = {}
        rows = store.query(
            "SELECT vehicle, version, nonce, ciphertext FROM record WHERE field = ?",
            (field.value,),
        )
        for vehicle, version, nonce, ciphertext in rows:
            try:
                found[vehicle] = self._open(vehicle, field, version, nonce, ciphertext)
            except TamperedRecordError:
                continue  # said when this vehicle is looked at: one bad row hides no other
        return found

    def bad(self, store: Store) -> list[tuple[str, str]]:
        """The vehicle and the field of each record that does not open. Raises DamagedStoreError."""
        found = []
        rows = store.query("SELECT vehicle, field, version, nonce, ciphertext FROM record")
        for vehicle, field, version, nonce, ciphertext in rows:
            try:
                self._open(vehicle, Field(field), version, nonce, ciphertext)
            except (TamperedRecordError, ValueError, TypeError, AttributeError):
                found.append((str(vehicle), str(field)))
        return found

    def write(
        self, connection: sqlite3.Connection, vehicle: str, values: Mapping[Field, str | None]
    ) -> None:
        """Write the given fields, None to delete one, in the caller's transaction."""
        for field, value in values.items():
            row = connection.execute(_SELECT, (field.value, vehicle)).fetchone()
            if row is not None:
                leave_unswept(connection)
            if value is None:
                connection.execute(
                    "DELETE FROM record WHERE field = ? AND vehicle = ?", (field.value, vehicle)
                )
                continue
            version = row[0] + 1 if row else 1
            where = self._place(vehicle, field, version)
            sealed = seal(self._cipher, pad(value.encode("utf-8", "surrogatepass")), where)
            connection.execute(
                "INSERT OR REPLACE INTO record (field, vehicle, version, nonce, ciphertext)"
                " VALUES (?, ?, ?, ?, ?)",
                (field.value, vehicle, version, sealed.nonce, sealed.ciphertext),
            )

    def _open(
        self, vehicle: str, field: Field, version: int, nonce: bytes, ciphertext: bytes
    ) -> str:
        sealed = Sealed(nonce=nonce, ciphertext=ciphertext)
        try:
            padded = unseal(self._cipher, sealed, self._place(vehicle, field, version))
            return unpad(padded).decode("utf-8", "surrogatepass")
        except (BrokenSealError, UnicodeDecodeError):
            raise TamperedRecordError(vehicle, field) from None

    def _place(self, vehicle: str, field: Field, version: int) -> bytes:
        number = str(version).encode()
        return place(b"record", self._vault_id, vehicle.encode(), field.encode(), number)
