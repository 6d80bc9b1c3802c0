"""``steadyhand plan``: the key presses for a code, without a service and without a trace."""

from typing import Any

import pytest

from pi.radio import catalogue
from tests.blackbox import places
from tests.blackbox.processes import Place

kept, made_store, place = places.kept, places.made_store, places.place

STEPS = {
    "prepare": {"kind", "say"},
    "press": {"kind", "key", "times", "display", "say"},
    "hold": {"kind", "keys", "seconds", "until", "say"},
    "turn": {"kind", "control", "clicks", "display", "say"},
    "touch": {"kind", "key", "display", "say"},
    "check": {"kind", "display", "say"},
}
WHERE_YES = {"key_options", "while_switching_on", "release_at_once", "confirms"}
TAKING = [one.id for one in catalogue.all_head_units() if one.takes_a_code]
QASHQAI = ("plan", "--head-unit", "nissan-radio-code")


def legal_code(family: str) -> str:
    """A code that this family takes: the first legal digit at each position."""
    shape = catalogue.load(family).code
    assert shape is not None
    return "".join(shape.digits_at(at)[0] for at in range(shape.lengths[0]))


def fails(place: Place, status: int, *arguments: str, typed: str | bytes) -> str:
    done = place.run(*arguments, typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def test_every_family_has_a_plan_in_the_documented_shape(place: Place) -> None:
    plans = {
        family: place.json("plan", "--head-unit", family, "--json", typed=legal_code(family))
        for family in TAKING
    }
    assert {family: plan["head_unit"] for family, plan in plans.items()} == {
        family: family for family in TAKING
    }
    for plan in plans.values():
        check_steps(plan["steps"])
    assert not place.state.exists()


def check_steps(steps: list[dict[str, Any]]) -> None:
    """Each step has its documented keys; the last one alone submits the code."""
    for step in steps:
        assert set(step) - WHERE_YES == STEPS[step["kind"]]
        assert step["say"]
    assert [step.get("confirms", False) for step in steps] == [False] * (len(steps) - 1) + [True]
    assert "check" in {step["kind"] for step in steps[:-1]}


def test_the_steps_of_a_code_are_these(place: Place) -> None:
    plan = place.json(*QASHQAI, "--json", typed="3012")
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


def test_people_get_numbered_lines(place: Place) -> None:
    done = place.run(*QASHQAI, typed="3712")
    assert [line.split(".")[0] for line in done.stdout.splitlines()] == list("1234567")
    assert "Press key 2: 7 times. The display then shows 3700." in done.stdout


@pytest.mark.parametrize("typed", ["3712\n", " 3712 ", "3712\r\n", "3712\nmore\n"])
def test_a_code_is_taken_as_it_is_typed(place: Place, typed: str) -> None:
    assert place.run(*QASHQAI, typed=typed).returncode == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "The code is missing. This radio's code has 4 digits."),
        ("37126", "This radio's code has 4 digits. Count yours again."),
        ("37x2", "A code has digits only, 4 of them."),
        ("３７１２", "A code has digits only, 4 of them."),
        (b"\xff\n", "Standard input must be one short line of UTF-8 text."),
    ],
)
def test_what_is_no_code_is_bad_input_and_not_repeated(
    place: Place, typed: str | bytes, said: str
) -> None:
    assert fails(place, 2, *QASHQAI, typed=typed) == said


def test_a_digit_that_the_radio_does_not_have_is_named_by_its_place(place: Place) -> None:
    said = fails(place, 2, "plan", "--head-unit", "lexus-sec", typed="0x1")
    assert said == "A code has digits only, 3 of them."


def test_an_unknown_head_unit_is_bad_input_with_the_nearest(place: Place) -> None:
    said = fails(place, 2, "plan", "--head-unit", "nissan-radiocode", typed="3712")
    assert said.startswith('No head unit is called "nissan-radiocode". Nearest: nissan-radio-code')


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "x\x1b[2J"])
def test_a_name_that_is_like_no_other_is_bad_input(place: Place, name: str) -> None:
    said = fails(place, 2, "plan", "--head-unit", name, typed="3712")
    assert "See: steadyhand head-units" in said
    assert said.isprintable()


def test_a_radio_that_takes_no_code_has_no_plan(place: Place) -> None:
    said = fails(place, 3, "plan", "--head-unit", "nissan-secure", typed="3712")
    assert said.startswith("This radio takes no code from you. It is tied to the car's immobiliser")


def test_a_plan_leaves_no_trace(kept: Place) -> None:
    before = kept.files()
    kept.run(*QASHQAI, typed="3712")
    assert (kept.files(), kept.keeper()) == (before, None)
