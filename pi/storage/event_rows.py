"""One event as a row: written with its consequences for the vehicle table, and read back."""

import sqlite3
from typing import Any, Final

import msgspec

from pi.radio.events import SETTLING, Event, PlaceLooked, Recorded, VehicleAdded
from pi.radio.head_unit import is_an_id
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
            "INSERT INTO vehicle SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, 0, 0 FROM vehicle"
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
    """A row of ``COLUMNS``. Raises DamagedStoreError where it makes no sense."""
    seq, vehicle, data, boot_id, monotonic, boottime, wall, quality = row
    try:
        return Recorded(
            seq=seq,
            vehicle=vehicle,
            event=_sound(_decode(data)),
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


def _sound(event: Event) -> Event:
    """The event, if its ids are ids: they are looked up, and drawn. Raises ValueError."""
    match event:
        case VehicleAdded(head_unit=id) | PlaceLooked(place=id) if not is_an_id(id):
            raise ValueError
    return event
