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

from pi.radio.events import (
    CodeAccepted,
    CodeRejected,
    Event,
    PlaceLooked,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    StatementTakenBack,
    VehicleAdded,
    WatchStarted,
)
from pi.radio.instant import WallQuality
from pi.radio.taking_back import makes_final
from pi.storage.errors import DamagedStoreError, NotSavedError, SaveProblem, UnknownVehicleError
from pi.storage.journal import MARKS, Journal
from tests.depth import examples
from tests.pi.storage.moments import at

ADDED = VehicleAdded(head_unit="unit")


def holds_real_numbers(event: Event) -> bool:
    """Endless seconds are no length of time, and JSON has no word for them."""
    return all(
        math.isfinite(value) for value in msgspec.structs.astuple(event) if isinstance(value, float)
    )


any_id = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
with_ids = {
    VehicleAdded: st.builds(VehicleAdded, head_unit=any_id),
    PlaceLooked: st.builds(PlaceLooked, place=any_id, looked=st.booleans()),
}
any_event = st.one_of(*(with_ids.get(kind, st.from_type(kind)) for kind in get_args(Event))).filter(
    holds_real_numbers
)
any_story = st.lists(st.tuples(st.integers(0, 1), any_event), max_size=30)

# The examples share a store, each with vehicles of its own: making a store takes several syncs.
on_one_store = settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_names = count()


def new_name() -> str:
    return f"vehicle {next(_names)}"


def tell(journal: Journal, cars: tuple[str, str], story: list[tuple[int, Event]]) -> list[Recorded]:
    begun: list[tuple[str, Event]] = [(car, ADDED) for car in cars]
    return journal.append(begun + [(cars[which], event) for which, event in story], at())


def settled_at(records: list[Recorded]) -> int:
    """Where a fold may start: read backwards, from the last thing that was said."""
    taken_back, later = False, False
    for index in range(len(records) - 1, -1, -1):
        event = records[index].event
        if isinstance(event, VehicleAdded):
            return index
        if isinstance(event, StatementTakenBack):
            taken_back = True
        elif makes_final(event):
            if isinstance(event, CodeAccepted) and later and not taken_back:
                return index
            later, taken_back = True, False
    raise AssertionError("no vehicle was added")


def begin(journal: Journal, *vehicles: str) -> None:
    journal.append([(vehicle, ADDED) for vehicle in vehicles], at())


def test_events_are_numbered_from_one_in_their_order(journal: Journal) -> None:
    saved = journal.append([("a", ADDED), ("a", RadioAsked()), ("a", CodeRejected())], at())
    assert [recorded.seq for recorded in saved] == [1, 2, 3]


@pytest.mark.parametrize("id", ["\x1b[2J", "Nissan", "a b", "../x"])
def test_a_row_whose_family_is_no_id_names_none(journal: Journal, id: str) -> None:
    journal.append([("car", ADDED)], at())
    with journal.store.transaction() as connection:
        connection.execute("UPDATE vehicle SET head_unit = ?", (id,))
    assert [one.head_unit for one in journal.vehicles()] == [""]


@pytest.mark.parametrize("event", [VehicleAdded(head_unit="\x1b"), PlaceLooked(place="a b")])
def test_an_event_whose_id_is_none_is_damage(journal: Journal, event: Event) -> None:
    journal.append([("car", ADDED), ("car", event)], at())
    with pytest.raises(DamagedStoreError):
        journal.history("car")


@given(event=any_event)
@on_one_store
def test_an_event_is_read_back_as_it_was_appended(journal: Journal, event: Event) -> None:
    car = new_name()
    *_, saved = journal.append([(car, ADDED), (car, event)], at(7.25, quality=WallQuality.NTP))
    assert journal.history(car, limit=1, kinds=[type(event).__name__]) == [saved]


@given(story=any_story)
@on_one_store
def test_the_fold_begins_at_the_last_settling_event_that_can_not_be_taken_back(
    journal: Journal, story: list[tuple[int, Event]]
) -> None:
    cars = (new_name(), new_name())
    saved = tell(journal, cars, story)
    of_car = [recorded for recorded in saved if recorded.vehicle == cars[0]]
    assert journal.since_settled(cars[0]) == of_car[settled_at(of_car) :]


@given(story=any_story, limit=st.integers(1, 7))
@on_one_store
def test_the_pages_of_history_are_the_whole_story_backwards_without_the_marks(
    journal: Journal, story: list[tuple[int, Event]], limit: int
) -> None:
    cars = (new_name(), new_name())
    saved = tell(journal, cars, story)
    read = []
    page = journal.history(cars[0], limit=limit)
    while page:
        read += page
        page = journal.history(cars[0], before_seq=page[-1].seq, limit=limit)
    assert read == [
        recorded
        for recorded in reversed(saved)
        if recorded.vehicle == cars[0]
        and not isinstance(recorded.event, WatchStarted | PowerWitnessed)
    ]


def test_the_marks_are_events_that_exist() -> None:
    assert {kind.__name__ for kind in get_args(Event)} > MARKS


def test_the_marks_are_read_when_asked_for(journal: Journal) -> None:
    begin(journal, "a")
    (mark,) = journal.append([("a", PowerWitnessed())], at())
    assert journal.history("a", kinds=["PowerWitnessed"]) == [mark]


def test_a_page_of_history_reads_its_index_alone(journal: Journal) -> None:
    asked: list[str] = []
    journal.store.connection.set_trace_callback(asked.append)
    journal.history("a")
    journal.store.connection.set_trace_callback(None)
    plan = journal.store.query(f"EXPLAIN QUERY PLAN {asked[-1]}")
    assert [row[3] for row in plan] == [
        "SEARCH event USING INDEX event_told_of_vehicle (vehicle=? AND seq<?)"
    ]


def test_an_event_of_an_unknown_vehicle_is_refused_and_nothing_of_it_kept(
    journal: Journal,
) -> None:
    with pytest.raises(UnknownVehicleError):
        journal.append([("a", ADDED), ("b", RadioAsked())], at())
    assert journal.vehicles() == []


def test_vehicles_are_numbered_from_one(journal: Journal) -> None:
    begin(journal, "x", "y", "z")
    assert [(listed.number, listed.id) for listed in journal.vehicles()] == [
        (1, "x"),
        (2, "y"),
        (3, "z"),
    ]


def test_a_vehicle_that_is_added_again_keeps_its_number_and_takes_the_new_head_unit(
    journal: Journal,
) -> None:
    begin(journal, "x", "y")
    journal.append([("x", VehicleAdded(head_unit="other"))], at())
    listed = journal.vehicle("x")
    assert listed is not None
    assert (listed.number, listed.head_unit) == (1, "other")


def test_vehicles_come_in_pages(journal: Journal) -> None:
    begin(journal, *"abcde")
    page = journal.vehicles(after=2, limit=2)
    assert [listed.id for listed in page] == ["c", "d"]


def test_a_vehicle_is_found_by_its_number(journal: Journal) -> None:
    begin(journal, "x", "y")
    assert journal.vehicle_by_number(2) == journal.vehicle("y")


def test_an_unknown_vehicle_is_none(journal: Journal) -> None:
    assert (journal.vehicle("x"), journal.vehicle_by_number(1)) == (None, None)


def test_an_unknown_vehicle_has_no_events(journal: Journal) -> None:
    assert journal.since_settled("x") == []


def test_a_vehicle_is_active_from_the_append_that_says_so(journal: Journal) -> None:
    begin(journal, "x", "y")
    journal.append([("y", RadioAsked())], at(), active={"y": True})
    assert journal.active_vehicles() == ["y"]


def test_a_vehicle_is_active_until_an_append_says_otherwise(journal: Journal) -> None:
    begin(journal, "x")
    journal.append([("x", RadioAsked())], at(), active={"x": True})
    journal.append([("x", CodeRejected())], at())
    journal.append([("x", CodeAccepted())], at(), active={"x": False})
    assert journal.active_vehicles() == []


def test_the_last_used_vehicle_is_that_of_the_last_event(journal: Journal) -> None:
    begin(journal, "x", "y")
    journal.append([("x", RadioAsked())], at())
    assert journal.last_used_vehicle() == "x"


def test_a_mark_is_no_use(journal: Journal) -> None:
    begin(journal, "x", "y")
    journal.append([("x", PowerWitnessed())], at())
    assert journal.last_used_vehicle() == "y"


def test_no_vehicle_was_used_in_an_empty_store(journal: Journal) -> None:
    assert journal.last_used_vehicle() is None


def test_what_is_written_beside_the_events_is_kept_with_them(journal: Journal) -> None:
    def extra(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO boot (boot_id, started_wall, quality) VALUES ('b', 1.0, 'ntp')"
        )

    journal.append([("x", ADDED)], at(), extra=extra)
    assert journal.store.query("SELECT boot_id FROM boot") == [("b",)]


def test_when_what_is_written_beside_them_fails_no_event_is_kept(journal: Journal) -> None:
    def extra(connection: sqlite3.Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        journal.append([("x", ADDED)], at(), extra=extra)
    assert journal.vehicles() == []


def test_the_start_of_a_boot_labels_its_earlier_rows(journal: Journal) -> None:
    journal.note_boot_wall(at(50.0, wall=1000.0, quality=WallQuality.NTP))
    walls = journal.boot_walls(["boot-1"])
    assert walls["boot-1"].wall_of(at(20.0, wall=3.0)) == 970.0


def test_a_boot_that_nobody_noted_is_unknown(journal: Journal) -> None:
    journal.note_boot_wall(at())
    assert journal.boot_walls(["other"]) == {}


def test_a_synchronised_note_replaces_an_unsure_one(journal: Journal) -> None:
    journal.note_boot_wall(at(10.0, wall=500.0))
    journal.note_boot_wall(at(10.0, wall=900.0, quality=WallQuality.NTP))
    assert journal.boot_walls(["boot-1"])["boot-1"].started_wall == 890.0


def test_an_unsure_note_does_not_replace_a_synchronised_one(journal: Journal) -> None:
    journal.note_boot_wall(at(10.0, wall=900.0, quality=WallQuality.NTP))
    journal.note_boot_wall(at(10.0, wall=500.0))
    assert journal.boot_walls(["boot-1"])["boot-1"].started_wall == 890.0


def test_labelling_rewrites_no_event(journal: Journal) -> None:
    begin(journal, "x")
    before = journal.store.query("SELECT * FROM event")
    journal.note_boot_wall(at(10.0, wall=900.0, quality=WallQuality.NTP))
    assert journal.store.query("SELECT * FROM event") == before


def test_the_journal_loads_no_cryptography_and_no_loop() -> None:
    code = (
        "import sys, pi.storage.journal, pi.storage.vault;"
        "print(*sorted({'cryptography', 'asyncio', 'hashlib', 'tempfile', 'pi.hardware'}"
        " & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "\n"


def test_not_saved_names_the_problem_of_a_store_for_reading(journal: Journal) -> None:
    journal.store.write_no_more(SaveProblem(reason="read_only"))
    with pytest.raises(NotSavedError) as caught:
        begin(journal, "x")
    assert caught.value.problem.reason == "read_only"
