"""``steadyhand guide``, as scripts and owners use it: without a service, without a trace."""

import json
import re
from typing import Any

import pytest

from pi.finding.makes import makes
from tests.blackbox.processes import Place

FACT = {"trust", "where", "seen_on", "note", "inferred"}
ITEM = {"kind", "say", "make", "sure", "costs", "tries", "place", "year", "facts"}
SECRETS = {"vin": "WVWZZZ1JZXW000417", "plate": "QX19 ZTV", "serial": "VWZ1Z2A4471093"}


def refused(place: Place, *arguments: str, typed: str = "") -> str:
    done = place.run("guide", *arguments, typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def printed(place: Place, *arguments: str, typed: str = "") -> str:
    done = place.run("guide", *arguments, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def all_items(road: Any) -> list[Any]:
    return [item for station in road["stations"] for item in station["items"]]


def test_the_stations_are_printed_in_order_and_numbered(place: Place) -> None:
    titles = re.findall(r"^(\d+)\. (\w+)", printed(place, "--make", "nissan"), re.MULTILINE)
    assert [number for number, _ in titles] == [str(at + 1) for at in range(12)]
    assert [first for _, first in titles][:2] == ["Stop", "Papers"]


def test_every_printed_line_fits_a_terminal(place: Place) -> None:
    assert max(map(len, printed(place, "--make", "honda").splitlines())) <= 80


def test_a_narrow_terminal_gets_narrow_lines(place: Place) -> None:
    place.environment["COLUMNS"] = "40"
    road = printed(place, "--make", "honda").splitlines()
    assert max(len(line) for line in road if line.startswith("   ")) <= 40


def test_each_printed_item_says_who_says_so(place: Place) -> None:
    said = re.sub(r"\n {3,}(?! *-)", " ", printed(place, "--make", "opel"))
    items = [line for line in said.splitlines() if line.startswith("   - ")]
    assert [line for line in items if not line.rstrip().endswith("]")] == []


def test_what_keys_cost_is_printed_right_before_them(place: Place) -> None:
    said = printed(place, "--make", "nissan")
    assert said.index("cost 3 tries") < said.index("after three wrong PINs")


def test_the_json_names_every_fact_with_trust_place_and_date(place: Place) -> None:
    items = all_items(place.json("guide", "--make", "skoda", "--json"))
    assert {frozenset(item) for item in items} == {frozenset(ITEM)}
    assert {frozenset(fact) for item in items for fact in item["facts"]} == {frozenset(FACT)}
    assert all(item["facts"] for item in items)


def test_the_json_says_which_station_is_next(place: Place) -> None:
    road = place.json("guide", "--json")
    assert (road["next"], road["make"], road["make_known"]) == ("stop", None, False)


@pytest.mark.parametrize("typed", ["Citroën", "alfa romeo", "MERCEDES"])
def test_a_make_is_found_as_owners_type_it(place: Place, typed: str) -> None:
    assert place.json("guide", "--make", typed, "--json")["make"] in makes()


def test_a_make_of_the_catalogue_alone_gets_the_general_road(place: Place) -> None:
    assert printed(place, "--make", "lada").startswith("Nothing is known of this make.")


def test_a_mistyped_make_names_the_nearest(place: Place) -> None:
    assert refused(place, "--make", "Nisan") == "That make is not known. Nearest: Nissan."


@pytest.mark.parametrize(
    ("typed", "make"),
    [("Range Rover", "Land Rover"), ("qashqai 2009", "Nissan"), ("tesla", "Tesla")],
)
def test_a_car_leads_to_its_make(place: Place, typed: str, make: str) -> None:
    assert place.json("guide", "--make", typed, "--json")["make"] == make


def test_a_mistyped_head_unit_names_the_nearest(place: Place) -> None:
    assert "opel-safe" in refused(place, "--head-unit", "opel-sfe")


@pytest.mark.parametrize("option", ["--make", "--head-units", "--serial", "--code"])
def test_a_secret_in_the_wrong_place_is_not_repeated(place: Place, option: str) -> None:
    assert "3712" not in refused(place, option, "3712")


def test_a_family_that_takes_no_code_says_so_first(place: Place) -> None:
    said = printed(place, "--head-unit", "nissan-secure")
    assert said.startswith("This radio takes no code")


def test_a_word_on_the_display_brings_first_aid_before_the_road(place: Place) -> None:
    assert printed(place, "--make", "volvo", "--shows", "OFF").startswith("If it shows OFF (")


def test_a_final_word_sends_to_a_specialist_first(place: Place) -> None:
    road = place.json("guide", "--make", "lexus", "--shows", "HELP", "--json")
    assert (road["situation"], road["next"]) == ("locked_out", "specialist")


def test_a_word_that_nobody_knows_is_said_to_be_unknown(place: Place) -> None:
    assert printed(place, "--shows", "XYZZY").startswith("Nothing is known of what your display")


def test_the_guide_starts_no_service_and_leaves_no_file(place: Place) -> None:
    printed(place, "--make", "ford", "--shows", "CODE")
    assert (place.keeper(), place.state.exists()) == (None, False)


def test_the_letter_has_blanks_to_fill(place: Place) -> None:
    assert printed(place, "--letter").count("______") >= 10


def test_the_letter_is_filled_from_standard_input(place: Place) -> None:
    typed = "".join(f"{key}: {value}\n" for key, value in SECRETS.items())
    letter = printed(place, "--letter", typed=typed)
    assert [value for value in SECRETS.values() if value not in letter] == []


def test_the_letter_names_the_make_of_the_road(place: Place) -> None:
    assert "Volkswagen" in printed(place, "--letter", "--make", "vw")


def test_the_letter_comes_as_json_too(place: Place) -> None:
    assert list(place.json("guide", "--letter", "--json")) == ["letter"]


@pytest.mark.parametrize(
    "typed",
    ["code: 3712", "car: Golf 3712", "shows: 3712", "tried: 3712", "3712", "colour: 3712"],
)
def test_a_code_gets_into_no_letter_and_is_not_repeated(place: Place, typed: str) -> None:
    assert "3712" not in refused(place, "--letter", typed=typed)


@pytest.mark.parametrize("typed", [b"car: \xff", b"car: " + b"x" * 9000])
def test_what_is_no_short_text_is_refused_in_one_line(place: Place, typed: bytes) -> None:
    done = place.run("guide", "--letter", typed=typed)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_the_help_says_that_nothing_of_the_letter_is_an_argument(place: Place) -> None:
    helped = " ".join(printed(place, "--help").split())
    assert "standard input, never as an argument" in helped


@pytest.mark.parametrize("make", ["nissan", "honda", "vw", "gm"])
def test_no_road_holds_what_looks_like_a_code(place: Place, make: str) -> None:
    said = json.dumps(
        [item["say"] for item in all_items(place.json("guide", "--make", make, "--json"))]
    )
    runs = re.findall(r"(?<!\d)\d{4,6}(?!\d)", said)
    assert [run for run in runs if not 1950 <= int(run) < 2050] == []
