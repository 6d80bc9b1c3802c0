"""``steadyhand status``: where each radio stands, in lines and in the documented shape."""

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.service.asks import NewVehicle, Outcome, Report
from pi.service.protocol import Done
from tests.blackbox import places
from tests.blackbox.caller import calling
from tests.blackbox.processes import Place
from tui.status import as_scripts_see

kept, made_store, place = places.kept, places.made_store, places.place

NOTE = NewVehicle(name="Note", head_unit="nissan-note-2009", code="3712")
LEXUS = NewVehicle(name="Lexus", head_unit="lexus-sec", code="372")


def reports(place: Place, *outcomes: str, vehicle: int = 3) -> None:
    """Tell a running service what the radio did."""
    place.run("status")
    with calling(place) as caller:
        for outcome in outcomes:
            assert caller.ask(Report(outcome=Outcome(outcome), vehicle=vehicle)) == Done()


def radio(place: Place, vehicle: int = 3) -> dict[str, Any]:
    shown: dict[str, Any] = place.json("status", "--json")["vehicles"][vehicle - 1]
    return shown


def line(place: Place, vehicle: int = 3) -> str:
    done = place.run("status")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()[vehicle - 1]


def test_before_the_set_up_there_is_one_line(place: Place) -> None:
    done = place.run("status")
    said = "Nothing is set up yet. Start steadyhand and answer its questions.\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


def test_before_the_set_up_scripts_see_no_vehicle(place: Place) -> None:
    assert place.json("status", "--json")["vehicles"] == []


def test_the_shape_is_the_documented_one(place: Place) -> None:
    places.set_up(place, NOTE)
    reports(place, *["rejected"] * 3, vehicle=1)
    shown = place.json("status", "--json")
    wait = shown["vehicles"][0]["wait"]
    counted = wait["counted_s"]
    assert shown == {
        "service": {"version": "0.1.0", "saving": True, "why_not_saving": None},
        "vehicles": [
            {
                "vehicle": 1,
                "head_unit": "nissan-note-2009",
                "state": "Waiting",
                "tries_left": 0,
                "rejected_in_series": 3,
                "wait": {
                    "owed_s": 3672,
                    "counted_s": counted,
                    "remaining_s": 3672 - counted,
                    "interruptions": 0,
                    "counting": True,
                    "why_not": None,
                },
            }
        ],
    }
    assert isinstance(counted, int)


def test_the_keys_stand_in_the_documented_order(kept: Place) -> None:
    reports(kept, *["rejected"] * 3)
    shown = radio(kept)
    assert list(shown) == [
        *("vehicle", "head_unit", "state", "tries_left", "rejected_in_series", "wait"),
    ]
    assert list(shown["wait"]) == [
        *("owed_s", "counted_s", "remaining_s", "interruptions", "counting", "why_not"),
    ]


def test_every_vehicle_is_there_in_its_order(kept: Place) -> None:
    shown = kept.json("status", "--json")["vehicles"]
    assert [(one["vehicle"], one["head_unit"], one["wait"]) for one in shown] == [
        (1, "nissan-radio-code", None),
        (2, "opel-safe", None),
        (3, "ford-6000cd", None),
    ]


@pytest.mark.parametrize(
    ("outcomes", "state", "left"),
    [
        ((), "Asking", 3),
        (("rejected",), "Asking", 2),
        (("accepted",), "Playing", 3),
        (("rejected",) * 3, "Waiting", 0),
        (("still-waiting",), "Waiting", 0),
    ],
)
def test_scripts_see_the_state_and_the_tries_left(
    kept: Place, outcomes: tuple[str, ...], state: str, left: int
) -> None:
    reports(kept, *outcomes)
    shown = radio(kept)
    assert (shown["state"], shown["tries_left"]) == (state, left)


@pytest.mark.parametrize(
    ("outcomes", "wanted"),
    [
        (("rejected",), "3 · ford-6000cd · ASKS FOR ITS CODE · 2 tries left"),
        (("rejected",) * 2, "3 · ford-6000cd · ASKS FOR ITS CODE · 1 try left"),
        (("accepted",), "3 · ford-6000cd · PLAYING"),
    ],
)
def test_people_see_one_line_for_each(kept: Place, outcomes: tuple[str, ...], wanted: str) -> None:
    reports(kept, *outcomes)
    assert line(kept) == wanted


def test_people_see_how_long_to_wait_and_whether_it_counts(kept: Place) -> None:
    reports(kept, *["rejected"] * 3)
    said = line(kept)
    wanted = r"3 · ford-6000cd · WAIT · [\d:]+ to the earliest safe try · counting"
    assert re.fullmatch(wanted, said), said


def test_a_wait_that_is_not_counted_says_why_and_what_to_do(kept: Place) -> None:
    reports(kept, *["rejected"] * 3, "power-off")
    assert line(kept).endswith(" · not counting: the radio is off (report power-on)")
    assert radio(kept)["wait"]["why_not"] == "power_off"


def test_a_wait_of_unknown_length_has_no_number(place: Place) -> None:
    places.set_up(place, LEXUS)
    reports(place, "rejected", vehicle=1)
    shown = radio(place, vehicle=1)["wait"]
    assert (shown["owed_s"], shown["remaining_s"]) == (None, None)
    wanted = "how long is not known: leave the radio on until it asks again"
    assert wanted in line(place, vehicle=1)


def test_the_status_holds_no_name(kept: Place) -> None:
    done = kept.run("status")
    assert "Qashqai" not in done.stdout


_seconds = st.floats(0, 1e6, allow_nan=False)


@given(owed_s=st.none() | _seconds, counted_s=_seconds)
def test_what_is_owed_never_rounds_down_and_what_is_counted_never_up(
    owed_s: float | None, counted_s: float
) -> None:
    counted = min(counted_s, owed_s) if owed_s is not None else counted_s
    wait = {
        "owed_s": owed_s,
        "counted_s": counted,
        "interruptions": 0,
        "counting": True,
        "why_not": None,
    }
    answer = {
        "version": "1",
        "saving": {"ok": True, "reason": None},
        "radios": [
            {
                "vehicle": 1,
                "head_unit": "x",
                "state": "Waiting",
                "tries_left": 0,
                "rejected_in_series": 1,
                "wait": wait,
            }
        ],
    }
    shown = as_scripts_see(answer)["vehicles"][0]["wait"]
    assert shown["counted_s"] <= counted < shown["counted_s"] + 1
    if owed_s is None:
        assert shown["remaining_s"] is None
    else:
        assert shown["owed_s"] == math.ceil(owed_s)
        assert shown["remaining_s"] >= owed_s - counted
