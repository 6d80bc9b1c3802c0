"""``steadyhand report`` and ``status``: what the radio did is told, and where each radio stands."""

import math
import re
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.service.protocol.answers import page
from pi.service.protocol.commands import NewVehicle, Outcome, StartWalkthrough, Unlock, UnlockKind
from tests.blackbox.places import set_up
from tests.pi.service.rig import CORSA, PASSPHRASE
from tests.tui.desk import Desk
from tui.client import Link
from tui.status import as_scripts_see
from tui.text.entry import NOTED

NOTHING_SET_UP = "Nothing is set up yet. Start steadyhand and answer its questions."
VEHICLE_KEYS = ["vehicle", "head_unit", "state", "tries_left", "rejected_in_series", "wait"]
WAIT_KEYS = ["owed_s", "counted_s", "remaining_s", "interruptions", "counting", "why_not"]


def reports(desk: Desk, *outcomes: str, vehicle: int = 3) -> str:
    """What the last of these reports is answered, in one line."""
    said = ""
    for outcome in outcomes:
        said = desk.says("report", outcome, "--vehicle", str(vehicle))
        assert said.count("\n") == 1
    return said.rstrip("\n")


def radio(desk: Desk, vehicle: int) -> dict[str, Any]:
    shown: dict[str, Any] = desk.json("status", "--json")["vehicles"][vehicle - 1]
    return shown


def line(desk: Desk, vehicle: int) -> str:
    return desk.says("status").splitlines()[vehicle - 1]


def test_what_happened_is_answered_as_on_the_screens_with_where_it_stands(kept: Desk) -> None:
    for outcome in set(Outcome) - {Outcome.ABANDONED, Outcome.TAKE_BACK}:
        said = reports(kept, outcome.value, vehicle=2)
        assert said.startswith(NOTED[outcome])
        assert said.endswith(line(kept, 2))
    said = "Noted: it refused the code. 3 · ford-6000cd · ASKS FOR ITS CODE · 2 tries left"
    assert reports(kept, "rejected") == said
    assert kept.says("report", "accepted").endswith(line(kept, 3) + "\n")  # the last in use
    assert [radio(kept, at)["state"] for at in (1, 3)] == ["Asking", "Playing"]


def test_a_vehicle_is_named_once_it_is_unlocked_and_the_answer_names_it_then_too(
    kept: Desk,
) -> None:
    named = ("report", "asking", "--vehicle", CORSA.name.upper())
    stands = (
        f"{NOTED[Outcome.ASKING]} {CORSA.name}: 2 · opel-safe · ASKS FOR ITS CODE · 6 tries left\n"
    )
    assert kept.says(*named, "--passphrase-stdin") == stands
    assert kept.person(*named, answers=[PASSPHRASE]).stdout == stands
    assert kept.says("report", "asking", "--passphrase-stdin") == stands  # the last in use
    assert CORSA.name not in kept.says("report", "asking", "--vehicle", " 2 ")
    said = kept.fails(2, "report", "asking", "--vehicle", "Van", "--passphrase-stdin")
    assert said == 'No vehicle is called "Van". See: steadyhand status'
    assert kept.fails(2, *named) == (
        "Names are locked here. Give the number that steadyhand status shows, or unlock with "
        "--passphrase-stdin."
    )


def test_an_entry_that_was_left_is_answered(kept: Desk) -> None:
    with kept.here(), Link() as owner:
        owner.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        owner.ask(StartWalkthrough(vehicle=1))
        assert kept.says("report", "abandoned").startswith(NOTED[Outcome.ABANDONED])


def test_a_word_on_the_display_counts_as_the_family_means_it(kept: Desk) -> None:
    kept.says("report", "rejected", "--vehicle", "3", "--shows", "locked10")
    assert radio(kept, 3)["state"] == "DeadEnd"


def test_the_last_report_of_that_vehicle_alone_is_taken_back_once(kept: Desk) -> None:
    for vehicle in (1, 2):
        reports(kept, "accepted", vehicle=vehicle)
    said = reports(kept, "take-back", vehicle=1)
    assert said.startswith(f"{NOTED[Outcome.TAKE_BACK]} You said: The radio plays (")
    assert said.endswith("1 · nissan-radio-code · ASKS FOR ITS CODE · 3 tries left")
    assert [radio(kept, at)["state"] for at in (1, 2)] == ["Asking", "Playing"]
    said = kept.fails(3, "report", "take-back", "--vehicle", "1")
    assert said == (
        "There is nothing to take back: nothing was said of the radio since the last try."
    )


def test_a_report_that_is_not_taken_says_why_and_changes_nothing(kept: Desk) -> None:
    kept.says("status")
    before = kept.database.read_bytes()
    for status, arguments, said in (
        (3, ["abandoned"], "No entry is under way: there is nothing to abandon. See: steadyhand"),
        (2, ["rejected", "--vehicle", "4"], "There is no vehicle 4. See: steadyhand status"),
        (2, ["rejected", "--vehicle", "9" * 400], 'No vehicle is called "999999999'),
        *(
            (2, ["rejected", "--vehicle", name], "Names are locked here. Give the number that")
            for name in ("Grey Qashqai", "", "-1", "1.0", "²", "١")
        ),
        (2, ["3712"], f"OUTCOME must be one of: {', '.join(each.value for each in Outcome)}"),
        (2, [], "OUTCOME is missing. See: steadyhand report --help"),
    ):
        assert kept.fails(status, "report", *arguments).startswith(said)
    assert kept.database.read_bytes() == before


def test_where_no_code_is_there_is_nothing_to_report(desk: Desk) -> None:
    assert desk.fails(3, "report", "rejected") == NOTHING_SET_UP
    assert desk.says("status") == f"{NOTHING_SET_UP}\n"
    assert desk.json("status", "--json")["vehicles"] == []
    desk.end()
    set_up(desk, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    said = "This radio takes no code from its owner. See a dealer."
    assert desk.fails(3, "report", "rejected") == said


def test_scripts_see_the_documented_shape_with_its_keys_in_their_order(desk: Desk) -> None:
    set_up(desk, NewVehicle(name="Note", head_unit="nissan-note-2009", code="3712"), CORSA)
    reports(desk, *["rejected"] * 3, vehicle=1)
    shown = desk.json("status", "--json")
    assert shown["service"] == {"version": "0.1.0", "saving": True, "why_not_saving": None}
    locked, asking = shown["vehicles"]
    assert [list(shown), list(locked), list(locked["wait"])] == [
        ["service", "vehicles"],
        VEHICLE_KEYS,
        WAIT_KEYS,
    ]
    assert list(locked.values())[:-1] == [1, "nissan-note-2009", "Waiting", 0, 3]
    assert list(locked["wait"].values()) == [3672, 0, 3672, 0, True, None]
    assert list(asking.values()) == [2, "opel-safe", "Asking", 6, 0, None]


def test_a_radio_is_told_by_its_state_and_the_tries_left(kept: Desk) -> None:
    waits = r"WAIT · [\d:]+ to the earliest safe try · "
    for outcome, state, left, told in (
        ("", "Asking", 3, "ASKS FOR ITS CODE · 3 tries left"),
        ("rejected", "Asking", 2, "ASKS FOR ITS CODE · 2 tries left"),
        ("rejected", "Asking", 1, "ASKS FOR ITS CODE · 1 try left"),
        ("accepted", "Playing", 3, "PLAYING"),
        ("still-waiting", "Waiting", 0, f"{waits}counting"),
        ("power-off", "Waiting", 0, f"{waits}not counting: the radio is off .report power-on."),
    ):
        reports(kept, *[outcome] * bool(outcome))
        shown, said = radio(kept, 3), line(kept, 3)
        assert (shown["state"], shown["tries_left"]) == (state, left)
        assert re.fullmatch(f"3 · ford-6000cd · {told}", said), said
        why_not = shown["wait"] and shown["wait"]["why_not"]
        assert why_not == ("power_off" if outcome == "power-off" else None)


def test_a_wait_of_unknown_length_has_no_number(desk: Desk) -> None:
    set_up(desk, NewVehicle(name="Lexus", head_unit="lexus-sec", code="372"))
    reports(desk, "rejected", vehicle=1)
    shown = radio(desk, vehicle=1)["wait"]
    assert (shown["owed_s"], shown["remaining_s"]) == (None, None)
    assert "how long is not known: leave the radio on until it asks again" in line(desk, 1)


def test_every_vehicle_is_told_in_its_order_and_none_by_its_name(
    kept: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few of them one answer of the service holds."""
    monkeypatch.setattr("pi.service.core.companion.page", partial(page, room=1))
    told = kept.json("status", "--json")["vehicles"]
    assert [(one["vehicle"], one["head_unit"]) for one in told] == [
        (1, "nissan-radio-code"),
        (2, "opel-safe"),
        (3, "ford-6000cd"),
    ]
    assert "Qashqai" not in kept.says("status")


_seconds = st.floats(0, 1e6, allow_nan=False)


@given(owed_s=st.none() | _seconds, counted_s=_seconds)
def test_what_is_owed_never_rounds_down_and_what_is_counted_never_up(
    owed_s: float | None, counted_s: float
) -> None:
    counted = min(counted_s, owed_s) if owed_s is not None else counted_s
    radio = dict.fromkeys(VEHICLE_KEYS) | {
        "wait": dict.fromkeys(WAIT_KEYS) | {"owed_s": owed_s, "counted_s": counted}
    }
    answer = {"version": "1", "saving": {"ok": True, "reason": None}, "radios": [radio]}
    shown = as_scripts_see(answer)["vehicles"][0]["wait"]
    assert shown["counted_s"] <= counted < shown["counted_s"] + 1
    if owed_s is None:
        assert shown["remaining_s"] is None
    else:
        assert shown["owed_s"] == math.ceil(owed_s)
        assert shown["remaining_s"] >= owed_s - counted
