"""The journal: what happened to each radio, in order, durable before anybody is told.

It holds no secret and works while the vault is locked. Rows are never rewritten; they go with
their vehicle alone, when its owner removes it. The vehicle table follows in the same transaction:
which radios are open, and from which row to fold each.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from pi.radio.events import Event, Recorded
from pi.radio.head_unit import is_an_id
from pi.radio.instant import Instant, WallQuality
from pi.storage.errors import UnknownVehicleError
from pi.storage.event_rows import COLUMNS, delete_vehicle, insert_event, read_event
from pi.storage.save_problem import name_of
from pi.storage.schema import TOLD
from pi.storage.store import Store
from pi.storage.sweeping import leave_unswept

Extra = Callable[[sqlite3.Connection], None]

MARKS: Final = frozenset({"PowerWitnessed", "WatchStarted"})
_LAST_TOLD: Final = f"SELECT vehicle FROM event WHERE {TOLD} ORDER BY seq DESC LIMIT 1"  # noqa: S608


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
        told = wanted is None or not MARKS.intersection(wanted)
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
