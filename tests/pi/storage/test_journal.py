"""What is appended is read back in order, and the vehicle table follows."""

import math
import sqlite3
import subprocess
import sys
from itertools import count
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi.radio import events
from pi.radio.instant import WallQuality
from pi.radio.state import makes_final
from pi.storage.errors import DamagedStoreError, UnknownVehicleError
from pi.storage.journal import MARK_KINDS, Journal, Listed
from tests.depth import examples
from tests.pi.storage.moments import at

ADDED = events.VehicleAdded(head_unit="unit")


any_id = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
with_ids = {
    events.VehicleAdded: st.builds(events.VehicleAdded, head_unit=any_id),
    events.PlaceLooked: st.builds(events.PlaceLooked, place=any_id, looked=st.booleans()),
}
# Endless seconds are no length of time, and JSON has no word for them.
any_event = st.one_of(
    *(with_ids.get(kind, st.from_type(kind)) for kind in get_args(events.Event))
).filter(
    lambda event: all(math.isfinite(x) for x in msgspec.structs.astuple(event) if type(x) is float)
)
# What settles a radio, and what takes that back, among all that may happen.
settling = st.sampled_from(
    [events.CodeAccepted(), events.CodeRejected(), events.StatementTakenBack(said="x")]
)
any_story = st.lists(st.tuples(st.integers(0, 1), settling | any_event), max_size=30)
_names = count()


def settled_at(records: list[events.Recorded]) -> int:
    """Where a fold may start: read backwards, from the last thing that was said."""
    taken_back, later = False, False
    for index in range(len(records) - 1, -1, -1):
        event = records[index].event
        if isinstance(event, events.VehicleAdded):
            return index
        if isinstance(event, events.StatementTakenBack):
            taken_back = True
        elif makes_final(event):
            if isinstance(event, events.CodeAccepted) and later and not taken_back:
                return index
            later, taken_back = True, False
    raise AssertionError("no vehicle was added")


def begin(journal: Journal, *vehicles: str) -> None:
    journal.append([(vehicle, ADDED) for vehicle in vehicles], at())


@given(story=any_story, limit=st.integers(1, 7))
@settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_story_is_read_back_from_where_it_settled_and_in_pages_without_its_marks(
    journal: Journal, story: list[tuple[int, events.Event]], limit: int
) -> None:
    """The examples share a store, each with vehicles of its own: making one takes several syncs."""
    cars = (f"vehicle {next(_names)}", f"vehicle {next(_names)}")
    told = [*((car, ADDED) for car in cars), *((cars[which], event) for which, event in story)]
    saved = journal.append(told, at(7.25, quality=WallQuality.NTP))
    assert [one.seq for one in saved] == [*range(saved[0].seq, saved[0].seq + len(told))]
    of_car = [recorded for recorded in saved if recorded.vehicle == cars[0]]
    assert journal.since_settled(cars[0]) == of_car[settled_at(of_car) :]
    read = page = journal.history(cars[0], limit=limit)
    while page:
        page = journal.history(cars[0], before_seq=page[-1].seq, limit=limit)
        read = [*read, *page]
    marks = [one for one in of_car if isinstance(one.event, events.MARKS)]
    assert read == [one for one in reversed(of_car) if one not in marks]
    assert journal.history(cars[0], kinds=MARK_KINDS) == marks[::-1]


def test_what_is_no_id_names_no_family_and_makes_its_event_damage(journal: Journal) -> None:
    begin(journal, "car")
    for id in ("\x1b[2J", "Nissan", "a b", "../x"):
        with journal.store.transaction() as connection:
            connection.execute("UPDATE vehicle SET head_unit = ?", (id,))
        assert [one.head_unit for one in journal.vehicles()] == [""]
    for event in (events.VehicleAdded(head_unit="\x1b"), events.PlaceLooked(place="a b")):
        (saved,) = journal.append([("car", event)], at())
        with pytest.raises(DamagedStoreError):
            journal.history("car", before_seq=saved.seq + 1, limit=1)


def test_a_page_of_history_reads_its_index_alone(journal: Journal) -> None:
    asked: list[str] = []
    journal.store.connection.set_trace_callback(asked.append)
    journal.history("a")
    journal.store.connection.set_trace_callback(None)
    plan = journal.store.query(f"EXPLAIN QUERY PLAN {asked[-1]}")
    assert [row[3] for row in plan] == [
        "SEARCH event USING INDEX event_told_of_vehicle (vehicle=? AND seq<?)"
    ]


def test_vehicles_are_numbered_from_one_found_and_listed_in_pages(journal: Journal) -> None:
    begin(journal, *"edcba")
    journal.append([("d", events.VehicleAdded(head_unit="other"))], at())  # which keeps its number
    again = Listed(id="d", number=2, head_unit="other")
    assert [(one.number, one.id) for one in journal.vehicles()] == list(enumerate("edcba", 1))
    assert [one.id for one in journal.vehicles(after=2, limit=2)] == ["c", "b"]
    assert (journal.vehicle("d"), journal.vehicle_by_number(2)) == (again, again)
    with pytest.raises(UnknownVehicleError):
        journal.append([("x", events.RadioAsked())], at())
    assert (journal.vehicle("x"), journal.vehicle_by_number(6)) == (None, None)
    assert journal.since_settled("x") == []


def test_a_vehicle_is_active_from_the_append_that_says_so_until_one_says_otherwise(
    journal: Journal,
) -> None:
    begin(journal, "x", "y")
    journal.append([("y", events.RadioAsked())], at(), active={"y": True})
    journal.append([("y", events.CodeRejected())], at())
    assert journal.active_vehicles() == ["y"]
    journal.append([("y", events.CodeAccepted())], at(), active={"y": False})
    assert journal.active_vehicles() == []


def test_the_last_used_vehicle_is_that_of_the_last_event_that_is_no_mark(journal: Journal) -> None:
    assert journal.last_used_vehicle() is None
    begin(journal, "x", "y")
    journal.append([("x", events.PowerWitnessed())], at())
    assert journal.last_used_vehicle() == "y"
    journal.append([("x", events.RadioAsked())], at())
    assert journal.last_used_vehicle() == "x"


def test_of_what_is_written_together_all_is_kept_or_nothing(journal: Journal) -> None:
    def extra(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO boot (boot_id, started_wall, quality) VALUES ('b', 1.0, 'ntp')"
        )

    journal.append([("x", ADDED)], at(), extra=extra)
    with pytest.raises(sqlite3.IntegrityError):
        journal.append([("y", ADDED)], at(), extra=extra)  # there is one already
    with pytest.raises(UnknownVehicleError):
        journal.append([("y", ADDED), ("z", events.RadioAsked())], at())
    assert journal.store.query("SELECT boot_id FROM boot") == [("b",)]
    assert [one.id for one in journal.vehicles()] == ["x"]


@pytest.mark.parametrize(
    ("notes", "started"),
    [
        ([(500.0, WallQuality.UNSURE)], 490.0),
        ([(500.0, WallQuality.UNSURE), (900.0, WallQuality.NTP)], 890.0),
        ([(900.0, WallQuality.NTP), (500.0, WallQuality.UNSURE)], 890.0),
        ([(900.0, WallQuality.NTP), (500.0, WallQuality.NTP)], 890.0),
    ],
)
def test_the_first_note_of_a_boots_start_stands_unless_a_better_one_comes(
    journal: Journal, notes: list[tuple[float, WallQuality]], started: float
) -> None:
    begin(journal, "x")
    before = journal.store.query("SELECT * FROM event")
    for wall, quality in notes:
        journal.note_boot_wall(at(10.0, wall=wall, quality=quality))
    walls = journal.boot_walls(["boot-1", "other"])
    assert {boot: wall.started_wall for boot, wall in walls.items()} == {"boot-1": started}
    assert walls["boot-1"].wall_of(at(20.0, wall=3.0)) == started + 20.0  # of an earlier row
    assert journal.store.query("SELECT * FROM event") == before


def test_the_journal_loads_no_cryptography_and_no_loop() -> None:
    dear = {"cryptography", "asyncio", "hashlib", "tempfile", "pi.hardware"}
    code = (
        f"import sys, pi.storage.journal, pi.storage.vault.vault; print({dear} & {{*sys.modules}})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"
