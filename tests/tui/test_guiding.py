"""``steadyhand guide``, as scripts and owners use it: without a service, without a trace."""

import json
import re
from typing import Any

import pytest

from tests.tui.desk import Desk

FACT = {"trust", "where", "seen_on", "note", "inferred"}
ITEM = {"kind", "say", "make", "sure", "costs", "tries", "place", "year", "facts"}
SECRETS = {"vin": "WVWZZZ1JZXW000417", "plate": "QX19 ZTV", "serial": "VWZ1Z2A4471093"}


def road(desk: Desk, *arguments: str) -> Any:
    """The road as scripts see it."""
    return desk.json("guide", "--json", *arguments)


def items_of(road: Any) -> list[Any]:
    """Everything that is said on a road."""
    return [item for station in road["stations"] for item in station["items"]]


def test_the_stations_are_printed_in_order_within_a_terminal_and_without_a_trace(
    desk: Desk,
) -> None:
    said = desk.says("guide", "--make", "nissan")
    titles = re.findall(r"^(\d+)\. (\w+)", said, re.MULTILINE)
    assert [number for number, _ in titles] == [str(at + 1) for at in range(12)]
    assert [first for _, first in titles][:2] == ["Stop", "Papers"]
    assert max(map(len, said.splitlines())) <= 80
    assert said.index("cost 3 tries") < said.index("after three wrong PINs")
    assert (desk.is_served, desk.state.exists()) == (False, False)
    desk.environment["COLUMNS"] = "40"
    narrow = desk.says("guide", "--make", "nissan").splitlines()
    assert max(len(line) for line in narrow if line.startswith("   ")) <= 40


def test_each_printed_item_says_who_says_so(desk: Desk) -> None:
    said = re.sub(r"\n {3,}(?! *-)", " ", desk.says("guide", "--make", "opel"))
    items = [line for line in said.splitlines() if line.startswith("   - ")]
    assert items
    assert [line for line in items if not line.rstrip().endswith("]")] == []


def test_the_json_names_the_next_station_and_every_fact_with_trust_place_and_date(
    desk: Desk,
) -> None:
    items = items_of(road(desk, "--make", "skoda"))
    assert {frozenset(item) for item in items} == {frozenset(ITEM)}
    assert {frozenset(fact) for item in items for fact in item["facts"]} == {frozenset(FACT)}
    assert all(item["facts"] for item in items)
    general = road(desk)
    assert (general["next"], general["make"], general["make_known"]) == ("stop", None, False)


@pytest.mark.parametrize(
    ("typed", "make"),
    [
        ("Citroën", "Citroen"),
        ("MERCEDES", "Mercedes-Benz"),
        ("Range Rover", "Land Rover"),
        ("qashqai 2009", "Nissan"),
        ("tesla", "Tesla"),
    ],
)
def test_a_make_is_found_as_owners_type_it_by_a_car_too(desk: Desk, typed: str, make: str) -> None:
    assert road(desk, "--make", typed)["make"] == make


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["--make", "lada"], "Nothing is known of this make."),
        (["--head-unit", "nissan-secure"], "This radio takes no code"),
        (["--make", "volvo", "--shows", "OFF"], "If it shows OFF ("),
        (["--shows", "XYZZY"], "Nothing is known of what your display"),
    ],
)
def test_what_matters_most_is_said_before_the_road(
    desk: Desk, arguments: list[str], begins: str
) -> None:
    assert desk.says("guide", *arguments).startswith(begins)


def test_a_final_word_sends_to_a_specialist_first(desk: Desk) -> None:
    locked = road(desk, "--make", "lexus", "--shows", "HELP")
    assert (locked["situation"], locked["next"]) == ("locked_out", "specialist")


def test_what_was_mistyped_names_the_nearest(desk: Desk) -> None:
    assert desk.fails(2, "guide", "--make", "Nisan") == ("That make is not known. Nearest: Nissan.")
    assert "opel-safe" in desk.fails(2, "guide", "--head-unit", "opel-sfe")


@pytest.mark.parametrize("option", ["--make", "--head-units", "--serial", "--code"])
def test_a_secret_in_the_wrong_place_is_not_repeated(desk: Desk, option: str) -> None:
    assert "3712" not in desk.fails(2, "guide", option, "3712")


def test_the_letter_is_filled_from_standard_input_and_has_blanks_for_the_rest(desk: Desk) -> None:
    assert desk.says("guide", "--letter", typed="").count("______") >= 10
    typed = "".join(f"{key}: {value}\n" for key, value in SECRETS.items())
    letter = desk.says("guide", "--letter", "--make", "vw", typed=typed)
    assert [value for value in (*SECRETS.values(), "Volkswagen") if value not in letter] == []
    assert list(desk.json("guide", "--letter", "--json")) == ["letter"]
    helped = " ".join(desk.says("guide", "--help").split())
    assert "standard input, never as an argument" in helped


@pytest.mark.parametrize(
    "typed",
    [
        *("code: 3712", "car: Golf 3712", "shows: 3712", "tried: 3712", "3712", "colour: 3712"),
        *(b"car: \xff", b"car: " + b"x" * 9000),
    ],
)
def test_a_code_and_what_is_no_short_text_get_into_no_letter(
    desk: Desk, typed: str | bytes
) -> None:
    assert "3712" not in desk.fails(2, "guide", "--letter", typed=typed)


@pytest.mark.parametrize("make", ["nissan", "honda", "vw", "gm"])
def test_no_road_holds_what_looks_like_a_code(desk: Desk, make: str) -> None:
    said = json.dumps([item["say"] for item in items_of(road(desk, "--make", make))])
    runs = re.findall(r"(?<!\d)\d{4,6}(?!\d)", said)
    assert [run for run in runs if not 1950 <= int(run) < 2050] == []
