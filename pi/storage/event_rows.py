"""One event as a row: written with its consequences for the vehicle table, and read back."""

import sqlite3
from typing import Any, Final

import msgspec

from pi.radio.events import SETTLING, Event, Recorded, VehicleAdded
from pi.radio.instant import Instant, WallQuality
from pi.storage.errors import DamagedStoreError

COLUMNS: Final = "seq, vehicle, data, boot_id, monotonic, boottime, wall, quality"
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Event).decode


def insert_event(
    connection: sqlite3.Connection, vehicle: str, event: Event, at: Instant
) -> Recorded:
    """Write one event in the caller's transaction. Raises sqlite3.Error."""
    if isinstance(event, VehicleAdded):
        connection.execute(
            "INSERT INTO vehicle (id, number, head_unit, settled_seq, active)"
            " SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, 0, 0 FROM vehicle"
            " WHERE true ON CONFLICT (id) DO UPDATE SET head_unit = ?2",
            (vehicle, event.head_unit),
        )
    seq = connection.execute(
        "INSERT INTO event (vehicle, kind, data, boot_id, monotonic, boottime, wall, quality)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            vehicle,
            type(event).__name__,
            _encode(event),
            at.boot_id,
            at.monotonic,
            at.boottime,
            at.wall,
            at.quality.value,
        ),
    ).lastrowid
    assert seq is not None
    if isinstance(event, SETTLING):
        connection.execute("UPDATE vehicle SET settled_seq = ? WHERE id = ?", (seq, vehicle))
    return Recorded(seq=seq, vehicle=vehicle, event=event, at=at)


def read_event(row: tuple[Any, ...]) -> Recorded:
    """A row of ``COLUMNS``, and whether it is as it was written. Raises DamagedStoreError."""
    seq, vehicle, data, boot_id, monotonic, boottime, wall, quality, whole = row
    if not whole:
        raise DamagedStoreError(f"event {seq}")
    try:
        return Recorded(
            seq=seq,
            vehicle=vehicle,
            event=_decode(data),
            at=Instant(
                boot_id=boot_id,
                monotonic=monotonic,
                boottime=boottime,
                wall=wall,
                quality=WallQuality(quality),
            ),
        )
    except (msgspec.MsgspecError, ValueError):
        raise DamagedStoreError(f"event {seq}") from None
