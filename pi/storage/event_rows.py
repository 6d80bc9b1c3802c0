"""One event as a row: written with its consequences for the vehicle table, and read back."""

import sqlite3
from typing import Any, Final

import msgspec

from pi.radio.events import Event, PlaceLooked, Recorded, VehicleAdded
from pi.radio.head_unit import is_an_id
from pi.radio.instant import Instant, WallQuality
from pi.radio.taking_back import Settled
from pi.storage.errors import DamagedStoreError, UnknownVehicleError

COLUMNS: Final = "seq, vehicle, data, boot_id, monotonic, boottime, wall, quality"
_NEXT_NUMBER: Final = (  # one that was given is never given again
    "1 + MAX(COALESCE((SELECT MAX(number) FROM vehicle), 0),"
    " COALESCE((SELECT MAX(number) FROM removed), 0))"
)
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Event).decode


def insert_event(
    connection: sqlite3.Connection, vehicle: str, event: Event, at: Instant
) -> Recorded:
    """Write one event in the caller's transaction. Raises sqlite3.Error."""
    if isinstance(event, VehicleAdded):
        connection.execute(
            "INSERT INTO vehicle (id, number, head_unit, settled_seq, active)"  # noqa: S608
            f" VALUES (?1, {_NEXT_NUMBER}, ?2, 0, 0)"
            " ON CONFLICT (id) DO UPDATE SET head_unit = ?2",
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


def delete_vehicle(connection: sqlite3.Connection, vehicle: str) -> None:
    """Delete a vehicle with its history in the caller's transaction; its number is used up.

    Its records have to be deleted before. Raises UnknownVehicleError, sqlite3.Error.
    """
    numbers = connection.execute("SELECT number FROM vehicle WHERE id = ?", (vehicle,)).fetchone()
    if numbers is None:
        raise UnknownVehicleError
    connection.execute("DELETE FROM event WHERE vehicle = ?", (vehicle,))
    connection.execute("DELETE FROM vehicle WHERE id = ?", (vehicle,))
    connection.execute("INSERT OR IGNORE INTO removed (number) VALUES (?)", numbers)


def read_event(row: tuple[Any, ...]) -> Recorded:
    """A row of ``COLUMNS``, and whether it is as it was written. Raises DamagedStoreError."""
    seq, vehicle, data, boot_id, monotonic, boottime, wall, quality, whole = row
    if not whole:
        raise DamagedStoreError(f"event {seq}")
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
