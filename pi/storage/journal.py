"""The journal: what happened to each radio, in order, durable before anybody is told.

It holds no secret and works while the vault is locked. Rows are never rewritten; they go with
their vehicle alone, when its owner removes it. The vehicle table follows in the same transaction:
which radios are open, and from which row to fold each.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import msgspec
from msgspec import Struct

from pi.radio.events import MARKS, Event, PlaceLooked, Recorded, VehicleAdded
from pi.radio.head_unit import is_an_id
from pi.radio.instant import Instant, WallQuality
from pi.radio.state import Settled
from pi.storage.errors import DamagedStoreError, NotSavedError, UnknownVehicleError, name_of
from pi.storage.schema import TOLD
from pi.storage.store import Store
from pi.storage.sweep import leave_unswept

COLUMNS: Final = "seq, vehicle, data, boot_id, monotonic, boottime, wall, quality"
_NEXT_NUMBER: Final = (  # one that was given is never given again
    "1 + MAX(COALESCE((SELECT MAX(number) FROM vehicle), 0),"
    " COALESCE((SELECT MAX(number) FROM removed), 0))"
)
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Event).decode

Extra = Callable[[sqlite3.Connection], None]

MARK_KINDS: Final = frozenset(mark.__name__ for mark in MARKS)  # as ``schema.TOLD`` spells them
_LAST_TOLD: Final = f"SELECT vehicle FROM event WHERE {TOLD} ORDER BY seq DESC LIMIT 1"  # noqa: S608


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


class Listed(Struct, frozen=True, kw_only=True):
    """A vehicle as the journal knows it. ``number`` counts from 1 and is never given twice.

    ``head_unit`` is a family's id, empty where what stands in the row can't be one.
    """

    id: str
    number: int
    head_unit: str


class BootWall(Struct, frozen=True, kw_only=True):
    """When a boot started by the wall clock, in seconds since 1970, as learnt later."""

    started_wall: float
    quality: WallQuality

    def wall_of(self, at: Instant) -> float:
        """The better wall time of an instant of that boot."""
        return self.started_wall + at.boottime


class Journal:
    """Append and read back. Reads raise DamagedStoreError where rows cannot be read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.appended = 0  # events since the start of this run

    def append(
        self,
        records: Sequence[tuple[str, Event]],
        at: Instant,
        active: Mapping[str, bool] | None = None,
        extra: Extra | None = None,
    ) -> list[Recorded]:
        """Write events of one instant, and what ``extra`` writes, all or nothing, durably.

        ``active`` says of a vehicle whether a start must look at it. Raises NotSavedError,
        UnknownVehicleError, or what ``extra`` raises, with nothing written.
        """
        try:
            with self.store.transaction() as connection:
                saved = [insert_event(connection, vehicle, event, at) for vehicle, event in records]
                for vehicle, flag in (active or {}).items():
                    connection.execute(
                        "UPDATE vehicle SET active = ? WHERE id = ? AND active <> ?",
                        (flag, vehicle, flag),
                    )
                if extra is not None:
                    extra(connection)
        except sqlite3.IntegrityError as error:
            if name_of(error) == "SQLITE_CONSTRAINT_FOREIGNKEY":
                raise UnknownVehicleError from None
            raise
        self.appended += len(saved)
        return saved

    def remove(self, vehicle: str, extra: Extra) -> None:
        """Delete a vehicle, its history, and what ``extra`` deletes, all or nothing, durably.

        Traces of it may lie in the file until ``Store.sweep``. Raises as ``append`` does.
        """
        with self.store.transaction() as connection:
            extra(connection)
            delete_vehicle(connection, vehicle)
            leave_unswept(connection)

    def since_settled(self, vehicle: str) -> list[Recorded]:
        """The events from the last that settled the radio, that one first; empty if unknown.

        One that can still be taken back settles nothing yet.
        """
        return self._read(
            "WHERE vehicle = ? AND seq >= (SELECT settled_seq FROM vehicle WHERE id = ?)"
            " ORDER BY seq",
            (vehicle, vehicle),
        )

    def active_vehicles(self) -> list[str]:
        """The ids of the vehicles that a start must look at."""
        return [id for (id,) in self.store.query("SELECT id FROM vehicle WHERE active")]

    def vehicles(self, after: int = 0, limit: int = 200) -> list[Listed]:
        """A page of vehicles by number, those after the given number."""
        return self._list("WHERE number > ? ORDER BY number LIMIT ?", (after, limit))

    def vehicle(self, id: str) -> Listed | None:
        """The vehicle of this id."""
        return next(iter(self._list("WHERE id = ?", (id,))), None)

    def vehicle_by_number(self, number: int) -> Listed | None:
        """The vehicle of this number."""
        return next(iter(self._list("WHERE number = ?", (number,))), None)

    def was_removed(self, number: int | None = None) -> bool:
        """Whether the vehicle of this number was removed; without one, whether any was."""
        sql = "SELECT 1 FROM removed WHERE ?1 IS NULL OR number = ?1 LIMIT 1"
        return bool(self.store.query(sql, (number,)))

    def head_units(self) -> list[str]:
        """The families of the vehicles, each once. What is no id is none."""
        rows = self.store.query("SELECT DISTINCT head_unit FROM vehicle ORDER BY head_unit")
        return [head_unit for (head_unit,) in rows if is_an_id(head_unit)]

    def vehicle_count(self) -> int:
        """How many vehicles there are."""
        return int(self.store.query("SELECT COUNT(*) FROM vehicle")[0][0])

    def last_used_vehicle(self) -> str | None:
        """The id of the vehicle something last happened to, marks aside."""
        rows = self.store.query(_LAST_TOLD)
        return rows[0][0] if rows else None

    def history(
        self,
        vehicle: str,
        before_seq: int | None = None,
        limit: int = 50,
        kinds: Iterable[str] | None = None,
    ) -> list[Recorded]:
        """A page of events, the newest first: those before the given one.

        ``kinds`` are names of event classes; without them all but the marks of a running wait.
        """
        wanted = None if kinds is None else tuple(kinds)
        told = wanted is None or not MARK_KINDS.intersection(wanted)
        condition = f" AND {TOLD}" if told else ""
        if wanted is not None:
            condition += f" AND kind IN ({', '.join('?' * len(wanted))})"
        before = before_seq if before_seq is not None else 2**63 - 1
        return self._read(
            f"WHERE vehicle = ? AND seq < ?{condition} ORDER BY seq DESC LIMIT ?",
            (vehicle, before, *(wanted or ()), limit),
        )

    def following(
        self, vehicle: str, seq: int, kinds: Iterable[str], limit: int = 50
    ) -> list[Recorded]:
        """The next events of these kinds after the given one, the oldest first."""
        wanted = tuple(kinds)
        return self._read(
            f"WHERE vehicle = ? AND seq > ? AND {TOLD}"
            f" AND kind IN ({', '.join('?' * len(wanted))}) ORDER BY seq LIMIT ?",
            (vehicle, seq, *wanted, limit),
        )

    def note_boot_wall(self, at: Instant) -> None:
        """Remember when this boot started, once the wall clock can be believed.

        The first note of a boot stands unless a better one comes. Raises NotSavedError.
        """
        with self.store.transaction() as connection:
            connection.execute(
                "INSERT INTO boot (boot_id, started_wall, quality) VALUES (?1, ?2, ?3)"
                " ON CONFLICT DO UPDATE"
                " SET started_wall = ?2, quality = ?3 WHERE quality <> 'ntp' AND ?3 = 'ntp'",
                (at.boot_id, at.wall - at.boottime, at.quality.value),
            )

    def boot_walls(self, boot_ids: Iterable[str]) -> dict[str, BootWall]:
        """What is known of the starts of these boots, to label rows written before the sync."""
        wanted = tuple(set(boot_ids))
        rows = self.store.query(
            f"SELECT boot_id, started_wall, quality FROM boot"  # noqa: S608
            f" WHERE boot_id IN ({', '.join('?' * len(wanted))})",
            wanted,
        )
        return {
            boot_id: BootWall(started_wall=wall, quality=WallQuality(quality))
            for boot_id, wall, quality in rows
        }

    def _list(self, condition: str, parameters: Sequence[Any]) -> list[Listed]:
        sql = f"SELECT id, number, head_unit FROM vehicle {condition}"  # noqa: S608
        rows = self.store.query(sql, parameters)
        return [
            Listed(id=id, number=number, head_unit=unit if is_an_id(unit) else "")
            for id, number, unit in rows
        ]

    def _read(self, condition: str, parameters: Sequence[Any]) -> list[Recorded]:
        sql = f"SELECT {COLUMNS}, {self.store.whole('event')} FROM event {condition}"  # noqa: S608
        rows = self.store.query(sql, parameters)
        return [read_event(row) for row in rows]


def begin_run(store: Store, boot_id: str) -> bool:
    """Note that a run began in this boot. True where an earlier boot's run was cut off.

    A run that was killed within this boot lost no power. Where nothing can be read or written
    nothing is known, and nothing is claimed; where a bit flipped in what was noted, the worse.
    """
    try:
        rows = store.query(f"SELECT boot_id, clean, {store.whole('run')} FROM run")  # noqa: S608
        _note(store, boot_id, clean=False)
    except (NotSavedError, DamagedStoreError, sqlite3.DatabaseError):
        return False
    return any(not whole or (not clean and earlier != boot_id) for earlier, clean, whole in rows)


def end_run(store: Store, boot_id: str) -> None:
    """Note that the run ends because it was told to."""
    with suppress(NotSavedError, DamagedStoreError, sqlite3.DatabaseError):
        _note(store, boot_id, clean=True)


def _note(store: Store, boot_id: str, *, clean: bool) -> None:
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO run (one, boot_id, clean) VALUES (1, ?, ?)", (boot_id, clean)
        )
