"""``steadyhand show`` and ``steadyhand plan``: a code, and the key presses it takes."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from msgspec.structs import replace

from pi.drawable import clipped
from pi.radio import catalogue
from pi.service.asks import NewVehicle
from tests.blackbox.places import set_up
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk

SHOW = ("show", "--passphrase-stdin")
QASHQAI_SHOWN = f"""\
vehicle: {QASHQAI.name} (1)
radio: nissan-radio-code
code: {QASHQAI.code}
serial number: {QASHQAI.serial}
plate: {QASHQAI.plate}
source: {QASHQAI.source}
"""
UNOPENED = "That does not open it. Try again."


def test_what_is_kept_of_a_vehicle_is_shown_and_nothing_in_the_place_of_the_rest(
    kept: Desk,
) -> None:
    assert kept.says(*SHOW, "--vehicle", "1") == QASHQAI_SHOWN
    wanted = f"vehicle: {CORSA.name} (2)\nradio: opel-safe\ncode: {CORSA.code}\n"
    assert kept.says(*SHOW, "--vehicle", "2") == wanted


def test_passphrase_and_pin_are_the_first_line_that_is_typed(kept: Desk) -> None:
    for typed in (PASSPHRASE, f"{PASSPHRASE}\n", f"{PASSPHRASE}\r\nmore\n", f"{PIN}\n"):
        assert kept.says(*SHOW, "--vehicle", "1", typed=typed) == QASHQAI_SHOWN


def test_a_vehicle_is_named_by_its_whole_name_or_its_number(kept: Desk) -> None:
    for name in (FORD.name, FORD.name.upper(), f" {FORD.name} ", "3"):
        assert f"code: {FORD.code}\n" in kept.says(*SHOW, "--vehicle", name)


def test_without_a_name_the_vehicle_last_used_is_shown(kept: Desk) -> None:
    kept.says("report", "asking", "--vehicle", "2")
    assert f"code: {CORSA.code}\n" in kept.says(*SHOW)


@pytest.mark.parametrize("name", ["Focus", "4", "0", "", "x" * 5000])
def test_a_vehicle_that_is_not_there_is_bad_input(kept: Desk, name: str) -> None:
    said = kept.fails(2, *SHOW, "--vehicle", name)
    assert said == f'No vehicle is called "{clipped(name)}". See: steadyhand status'


def test_a_name_that_two_vehicles_have_is_bad_input(desk: Desk) -> None:
    set_up(desk, *[replace(CORSA, name="Van")] * 2)
    said = desk.fails(2, *SHOW, "--vehicle", "van")
    assert said == 'Several vehicles are called "van". Give the number instead.'


@pytest.mark.parametrize("typed", ["not those words", "", "\n", f" {PASSPHRASE}", f"{PASSPHRASE} "])
def test_what_is_not_quite_the_secret_opens_nothing(kept: Desk, typed: str) -> None:
    assert kept.fails(2, *SHOW, typed=typed) == UNOPENED


def test_a_passphrase_is_kept_with_its_blanks(desk: Desk) -> None:
    set_up(desk, CORSA, passphrase=" blanks count ")
    assert "code: 4096\n" in desk.says(*SHOW, typed=" blanks count \n")


def test_a_wrong_pin_says_how_many_tries_are_left_and_five_close_the_way(kept: Desk) -> None:
    assert kept.fails(2, *SHOW, typed="12") == "A PIN has 4 to 12 digits. No try was used."
    for left in (9, 8, 7, 6, 5):
        assert kept.fails(2, *SHOW, typed="000000").startswith(f"Wrong PIN, {left} tries left.")
    assert kept.fails(3, *SHOW, typed=PIN).startswith("Too many wrong PINs. Try again in ")


@pytest.mark.parametrize("typed", [b"\xff\xfe\n", b"x" * 100_000])
def test_what_is_no_short_text_is_bad_input(kept: Desk, typed: bytes) -> None:
    said = "Standard input must be one short line of UTF-8 text."
    assert kept.fails(2, *SHOW, typed=typed) == said
    assert kept.fails(2, *PLAN, typed=typed) == said


def test_where_nobody_can_be_asked_it_says_how_to_give_the_secret(kept: Desk) -> None:
    said = "Nobody can be asked for the PIN here. Use --passphrase-stdin."
    assert kept.fails(2, "show") == said


def test_a_person_is_asked_for_the_secret(kept: Desk) -> None:
    done = kept.person("show", "--vehicle", "1", answers=[PASSPHRASE])
    assert (done.returncode, done.stdout) == (0, QASHQAI_SHOWN)
    assert ("PIN or passphrase" in done.stderr, PASSPHRASE in done.stderr) == (True, False)
    assert kept.person("show", answers=[]).returncode == 3  # who leaves the prompt


def test_before_the_set_up_there_is_nothing_to_show(desk: Desk) -> None:
    said = desk.fails(3, *SHOW)
    assert said == "Nothing is set up yet. Start steadyhand and answer its questions."


def test_a_record_that_was_changed_is_not_shown(kept: Desk) -> None:
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute("UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code'")
    said = kept.fails(3, *SHOW, "--vehicle", "1")
    assert said == "This record was changed or damaged. Use your copy of the code."


def test_a_code_from_a_radio_that_takes_none_is_said_to_be_none(desk: Desk) -> None:
    set_up(desk, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    assert "code: none (this radio takes no code from its owner)\n" in desk.says(*SHOW)


STEPS = {
    "prepare": {"kind", "say"},
    "press": {"kind", "key", "times", "display", "say"},
    "hold": {"kind", "keys", "seconds", "until", "say"},
    "turn": {"kind", "control", "clicks", "display", "say"},
    "touch": {"kind", "key", "display", "say"},
    "check": {"kind", "display", "say"},
}
WHERE_YES = {"key_options", "while_switching_on", "release_at_once", "confirms"}
PLAN = ("plan", "--head-unit", "nissan-radio-code")


def test_every_family_has_a_plan_in_the_documented_shape(desk: Desk) -> None:
    for family in catalogue.all_head_units():
        if family.code is None or not family.takes_a_code:
            continue
        code = "".join(family.code.digits_at(at)[0] for at in range(family.code.lengths[0]))
        plan = desk.json("plan", "--head-unit", family.id, "--json", typed=code)
        assert plan["head_unit"] == family.id
        check_steps(plan["steps"])
    assert (desk.is_served, desk.state.exists()) == (False, False)


def check_steps(steps: list[dict[str, Any]]) -> None:
    """Each step has its documented keys; the last one alone submits the code."""
    for step in steps:
        assert set(step) - WHERE_YES == STEPS[step["kind"]]
        assert step["say"]
    assert [step.get("confirms", False) for step in steps] == [False] * (len(steps) - 1) + [True]
    assert "check" in {step["kind"] for step in steps[:-1]}


def test_the_steps_of_a_code_are_these(desk: Desk) -> None:
    plan = desk.json(*PLAN, "--json", typed="3012")
    wanted = [
        {"kind": "prepare"},
        {"kind": "press", "key": "1", "times": 3, "display": "3000"},
        {"kind": "press", "key": "2", "times": 0, "display": "3000"},
        {"kind": "press", "key": "3", "times": 1, "display": "3010"},
        {"kind": "press", "key": "4", "times": 2, "display": "3012"},
        {"kind": "check", "display": "3012"},
        {"kind": "hold", "keys": ["6"], "seconds": None, "until": None, "confirms": True},
    ]
    assert [{k: v for k, v in step.items() if k != "say"} for step in plan["steps"]] == wanted


@pytest.mark.parametrize("typed", ["3712\n", " 3712 ", "3712\r\n", "3712\nmore\n"])
def test_people_get_numbered_lines_for_a_code_as_it_is_typed(desk: Desk, typed: str) -> None:
    said = desk.says(*PLAN, typed=typed)
    assert [line.split(".")[0] for line in said.splitlines()] == list("1234567")
    assert "Press key 2: 7 times. The display then shows 3700." in said


@pytest.mark.parametrize(
    ("family", "typed", "said"),
    [
        ("nissan-radio-code", "", "The code is missing. This radio's code has 4 digits."),
        ("nissan-radio-code", "37126", "This radio's code has 4 digits. Count yours again."),
        ("nissan-radio-code", "37x2", "A code has digits only, 4 of them."),
        ("nissan-radio-code", "３７１２", "A code has digits only, 4 of them."),
        ("lexus-sec", "0x1", "A code has digits only, 3 of them."),
        ("nissan-radiocode", "3712", 'No head unit is called "nissan-radiocode". Nearest: nissan'),
        ("", "3712", 'No head unit is called ""'),
        ("../../etc/passwd", "3712", 'No head unit is called "../../etc/passwd"'),
        ("x\x1b[2J", "3712", "No head unit is called"),
    ],
)
def test_what_is_no_code_and_no_radio_is_bad_input(
    desk: Desk, family: str, typed: str, said: str
) -> None:
    line = desk.fails(2, "plan", "--head-unit", family, typed=typed)
    assert line.startswith(said)
    assert line.isprintable()


def test_a_radio_that_takes_no_code_has_no_plan(desk: Desk) -> None:
    said = desk.fails(3, "plan", "--head-unit", "nissan-secure", typed="3712")
    assert said.startswith("This radio takes no code from you. It is tied to the car's immobiliser")
