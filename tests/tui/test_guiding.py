"""``steadyhand guide``, as scripts and owners use it: without a service, without a trace."""

import re

from tests.tui.desk import Desk

FACT = {"trust", "where", "seen_on", "note", "inferred"}
ITEM = {"kind", "say", "make", "sure", "costs", "tries", "place", "year", "facts"}
SECRETS = {"vin": "WVWZZZ1JZXW000417", "plate": "QX19 ZTV", "serial": "VWZ1Z2A4471093"}


def test_the_stations_are_printed_in_order_within_a_terminal_and_each_item_says_who_says_so(
    desk: Desk,
) -> None:
    said = desk.says("guide", "--make", "nissan")
    titles = re.findall(r"^(\d+)\. (\w+)", said, re.MULTILINE)
    assert [number for number, _ in titles] == [str(at + 1) for at in range(12)]
    assert [first for _, first in titles][:2] == ["Stop", "Papers"]
    assert max(map(len, said.splitlines())) <= 80
    assert said.index("cost 3 tries") < said.index("after three wrong PINs")
    assert (desk.is_served, desk.state.exists()) == (False, False)
    unfilled = re.sub(r"\n {3,}(?! *-)", " ", said)
    items = [line for line in unfilled.splitlines() if line.startswith("   - ")]
    assert items
    assert [line for line in items if not line.rstrip().endswith("]")] == []
    desk.environment["COLUMNS"] = "40"
    narrow = desk.says("guide", "--make", "nissan").splitlines()
    assert max(len(line) for line in narrow if line.startswith("   ")) <= 40


def test_the_json_names_the_next_station_and_every_fact_with_trust_place_and_date(
    desk: Desk,
) -> None:
    stations = desk.json("guide", "--json", "--make", "skoda")["stations"]
    items = [item for station in stations for item in station["items"]]
    assert {frozenset(item) for item in items} == {frozenset(ITEM)}
    assert {frozenset(fact) for item in items for fact in item["facts"]} == {frozenset(FACT)}
    assert all(item["facts"] for item in items)
    general = desk.json("guide", "--json")
    assert (general["next"], general["make"], general["make_known"]) == ("stop", None, False)


def test_a_make_is_found_as_owners_type_it_by_a_car_too_or_the_nearest_is_named(desk: Desk) -> None:
    for typed, make in (
        ("Citroën", "Citroen"),
        ("MERCEDES", "Mercedes-Benz"),
        ("Range Rover", "Land Rover"),
        ("qashqai 2009", "Nissan"),
        ("tesla", "Tesla"),
    ):
        assert desk.json("guide", "--json", "--make", typed)["make"] == make
    assert desk.fails(2, "guide", "--make", "Nisan") == "That make is not known. Nearest: Nissan."
    assert "opel-safe" in desk.fails(2, "guide", "--head-unit", "opel-sfe")


def test_what_matters_most_is_said_before_the_road(desk: Desk) -> None:
    for arguments, begins in (
        (["--make", "lada"], "Nothing is known of this make."),
        (["--head-unit", "nissan-secure"], "This radio takes no code"),
        (["--make", "volvo", "--shows", "OFF"], "If it shows OFF ("),
        (["--shows", "XYZZY"], "Nothing is known of what your display"),
    ):
        assert desk.says("guide", *arguments).startswith(begins)
    locked = desk.json("guide", "--json", "--make", "lexus", "--shows", "HELP")
    assert (locked["situation"], locked["next"]) == ("locked_out", "specialist")


def test_the_letter_is_filled_from_standard_input_and_has_blanks_for_the_rest(desk: Desk) -> None:
    assert desk.says("guide", "--letter", typed="").count("______") >= 10
    typed = "".join(f"{key}: {value}\n" for key, value in SECRETS.items())
    letter = desk.says("guide", "--letter", "--make", "vw", typed=typed)
    assert [value for value in (*SECRETS.values(), "Volkswagen") if value not in letter] == []
    assert list(desk.json("guide", "--letter", "--json")) == ["letter"]
    helped = " ".join(desk.says("guide", "--help").split())
    assert "standard input, never as an argument" in helped


def test_a_code_and_what_is_no_short_text_get_into_no_letter(desk: Desk) -> None:
    coded = ("code: 3712", "car: Golf 3712", "shows: 3712", "tried: 3712", "3712", "colour: 3712")
    for typed in (*coded, b"car: \xff", b"car: " + b"x" * 9000):
        assert "3712" not in desk.fails(2, "guide", "--letter", typed=typed)
    for option in ("--make", "--head-units", "--serial", "--code"):
        assert "3712" not in desk.fails(2, "guide", option, "3712")
