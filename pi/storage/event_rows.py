"""One event as a row: written with its consequences for the vehicle table, and read back."""

import sqlite3
from typing import Any, Final

import msgspec

from pi.radio.events import Event, Recorded, VehicleAdded
from pi.radio.instant import Instant, WallQuality
from pi.radio.taking_back import Settled
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
    _settle(connection, vehicle, seq, event)
    return Recorded(seq=seq, vehicle=vehicle, event=event, at=at)


def _settle(connection: sqlite3.Connection, vehicle: str, seq: int, event: Event) -> None:
    """Note where the fold of this vehicle can start, once that is another event."""
    row = connection.execute(
        "SELECT settled_seq, accepted_seq FROM vehicle WHERE id = ?", (vehicle,)
    ).fetchone()
    before = None if row is None else Settled(*row)
    if before is not None and (after := before.after(seq, event)) != before:
        connection.execute(
            "UPDATE vehicle SET settled_seq = ?, accepted_seq = ? WHERE id = ?",
            (after.seq, after.accepted, vehicle),
        )


def read_event(row: tuple[Any, ...]) -> Recorded:
    """A row of ``COLUMNS``. Raises DamagedStoreError where it makes no sense."""
    seq, vehicle, data, boot_id, monotonic, boottime, wall, quality = row
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
