"""Every command once, as a process of its own on one running service: it does what it is for.

And the rules of those that need no service, in this process: the guide, and files of families.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from pi.radio import catalogue
from tests.blackbox.places import HAS, ONE_VEHICLE, set_up
from tests.blackbox.processes import ROOT, Place
from tests.pi.radio.bad_things import BAD_THINGS, BadThing
from tests.pi.radio.own_files import own_file
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tui.commands import steadyhand

FACT = {"trust", "where", "seen_on", "note", "inferred"}
ITEM = {"kind", "say", "make", "sure", "costs", "tries", "place", "year", "facts"}
SECRETS = {"vin": "WVWZZZ1JZXW000417", "plate": "QX19 ZTV", "serial": "VWZ1Z2A4471093"}
PROBLEM_EACH = (
    ("lengths = [4]", "lengths = [40]"),
    ('name = "My old radio"', 'name = ""'),
    ('meanings = ["prompt"]', "meanings = []"),
)
NEW_PIN, NEW_WORDS = "640913", "seven slow autumn rivers"
FILE_WORDS = "five other winter roads"
WITH_SECRET = "--passphrase-stdin"
# Each with what is typed, its status, and what it says in part; in an order that makes sense.
COMMANDS: tuple[tuple[str, str, int, str], ...] = (
    ("status", "", 0, "1 · nissan-radio-code · ASKS FOR ITS CODE"),
    ("head-units --make opel", "", 0, "opel-safe: "),
    ("head-units --export opel-safe", "", 0, 'id = "opel-safe"'),
    ("guide --make nissan", "", 0, "1. Stop"),
    ("plan --head-unit opel-safe", "4096", 0, "1. "),
    ("doctor", "", 0, "ok  store"),
    ("kiosk status", "", 0, ""),
    ("practice", "", 3, "Screens need a terminal."),
    (f"show --vehicle 1 {WITH_SECRET}", PIN, 0, HAS),
    ("report rejected --vehicle 2", "", 0, "Noted: it refused the code. 2 · opel-safe"),
    (f"rename --vehicle 2 {WITH_SECRET}", f"{PASSPHRASE}\nBlue Corsa", 0, "Vehicle 2 is"),
    (f"serial --vehicle 1 {WITH_SECRET}", f"{PASSPHRASE}\nBP000000000001", 0, "erial number"),
    ("device-key", "", 0, "is on the memory card"),
    (f"copy card card.txt {WITH_SECRET}", PASSPHRASE, 0, "card.txt"),
    (f"copy keepass k.kdbx {WITH_SECRET}", f"{PASSPHRASE}\n{FILE_WORDS}", 0, "k.kdbx"),
    ("copy taken card", "", 0, ""),
    (f"copy qr {WITH_SECRET}", PASSPHRASE, 3, "terminal"),
    (f"backup b.db {WITH_SECRET}", PASSPHRASE, 0, "b.db holds 2 vehicles"),
    (f"pin {WITH_SECRET}", f"{PIN}\n{NEW_PIN}", 0, "The new PIN opens it"),
    (f"passphrase {WITH_SECRET}", f"{NEW_PIN}\n{NEW_WORDS}", 0, "Backups made before"),
    (f"recovery-key {WITH_SECRET}", f"{NEW_WORDS}\n", 2, "Not its last group."),
    (f"remove --vehicle 2 --yes {WITH_SECRET}", NEW_WORDS, 0, "Vehicle 2 is removed"),
    (f"import keepass k.kdbx {WITH_SECRET}", f"{NEW_WORDS}\n{FILE_WORDS}", 0, "1 vehicle added."),
    (f"restore b.db --replace {WITH_SECRET}", f"{PASSPHRASE}\n{NEW_WORDS}", 0, "2 vehicles are"),
    ("setup --from -", ONE_VEHICLE, 3, ""),
)


def names(command: click.Command, path: str = "") -> set[str]:
    """All that can be asked for, in its words."""
    if isinstance(command, click.Group):
        each = (names(one, f"{path} {name}".strip()) for name, one in command.commands.items())
        return set().union(*each)
    return {path}


def test_every_command_is_tried() -> None:
    tried = {line for line, *_ in COMMANDS}
    assert {
        one for one in names(steadyhand) if not any(each.startswith(one) for each in tried)
    } == set()


def test_every_command_does_what_it_is_for(place: Place) -> None:
    set_up(place, QASHQAI, CORSA)
    with place.service():
        for line, typed, status, said in COMMANDS:
            done = place.run(*line.split(), typed=typed)
            out = done.stdout + done.stderr
            assert (done.returncode, said in out) == (status, True), f"{line}: {out}"


def test_what_needs_no_service_starts_none_and_leaves_no_file(place: Place) -> None:
    for line in ("guide --make ford --shows CODE", "head-units", "plan --head-unit opel-safe"):
        assert place.run(*line.split(), typed="4096").returncode == 0
    assert (place.keeper(), place.state.exists()) == (None, False)


def guide(place: Place, *arguments: str, typed: str | bytes = "", status: int = 0) -> str:
    """What the guide says on the one way out that goes with its status."""
    done = place.run_here("guide", *arguments, typed=typed)
    said, nothing = (done.stderr, done.stdout) if status else (done.stdout, done.stderr)
    assert (done.returncode, nothing) == (status, "")
    return said


def shaped(place: Place, *arguments: str) -> Any:
    """The guide as a script gets it."""
    return json.loads(guide(place, *arguments, "--json"))


def test_the_road_is_numbered_fits_a_terminal_and_each_item_says_who_says_so(place: Place) -> None:
    road = guide(place, "--make", "nissan")
    titles = re.findall(r"^(\d+)\. (\w+)", road, re.MULTILINE)
    assert [number for number, _ in titles] == [str(at + 1) for at in range(12)]
    assert [first for _, first in titles][:2] == ["Stop", "Papers"]
    assert road.index("cost 3 tries") < road.index("after three wrong PINs")
    assert max(map(len, road.splitlines())) <= 80
    unfilled = re.sub(r"\n {3,}(?! *-)", " ", road)
    items = [line for line in unfilled.splitlines() if line.startswith("   - ")]
    assert [line for line in items if not line.rstrip().endswith("]")] == []
    place.environment["COLUMNS"] = "40"
    narrow = guide(place, "--make", "honda").splitlines()
    assert max(len(line) for line in narrow if line.startswith("   ")) <= 40


@pytest.mark.parametrize("make", ["nissan", "honda", "vw", "gm"])
def test_the_json_names_every_fact_with_trust_place_and_date_and_no_code(
    place: Place, make: str
) -> None:
    stations = shaped(place, "--make", make)["stations"]
    items = [item for station in stations for item in station["items"]]
    assert {frozenset(item) for item in items} == {frozenset(ITEM)}
    assert {frozenset(fact) for item in items for fact in item["facts"]} == {frozenset(FACT)}
    assert all(item["facts"] for item in items)
    runs = re.findall(r"(?<!\d)\d{4,6}(?!\d)", json.dumps([item["say"] for item in items]))
    assert [run for run in runs if not 1950 <= int(run) < 2050] == []


def test_a_make_is_found_as_owners_type_it_or_by_its_cars_and_else_the_nearest_is_named(
    place: Place,
) -> None:
    for typed, make in {
        "Citroën": "Citroen",
        "alfa romeo": "Alfa Romeo",
        "Range Rover": "Land Rover",
        "qashqai 2009": "Nissan",
        "tesla": "Tesla",
    }.items():
        assert shaped(place, "--make", typed)["make"] == make
    nearest = "steadyhand: That make is not known. Nearest: Nissan.\n"
    assert guide(place, "--make", "Nisan", status=2) == nearest
    assert "opel-safe" in guide(place, "--head-unit", "opel-sfe", status=2)
    assert guide(place, "--make", "lada").startswith("Nothing is known of this make.")
    assert guide(place, "--shows", "XYZZY").startswith("Nothing is known of what your display")
    road = shaped(place)
    assert (road["next"], road["make"], road["make_known"]) == ("stop", None, False)


def test_what_the_display_or_the_family_says_comes_before_the_road(place: Place) -> None:
    said = guide(place, "--head-unit", "nissan-secure")
    assert said.startswith("This radio takes no code")
    assert guide(place, "--make", "volvo", "--shows", "OFF").startswith("If it shows OFF (")
    road = shaped(place, "--make", "lexus", "--shows", "HELP")
    assert (road["situation"], road["next"]) == ("locked_out", "specialist")


def test_the_letter_is_filled_from_standard_input_and_else_has_blanks(place: Place) -> None:
    typed = "".join(f"{key}: {value}\n" for key, value in SECRETS.items())
    letter = guide(place, "--letter", typed=typed)
    assert [value for value in SECRETS.values() if value not in letter] == []
    assert guide(place, "--letter").count("______") >= 10
    assert "Volkswagen" in guide(place, "--letter", "--make", "vw")
    assert list(shaped(place, "--letter")) == ["letter"]
    helped = " ".join(guide(place, "--help").split())
    assert "standard input, never as an argument" in helped


def test_a_code_gets_into_no_letter_and_is_not_repeated(place: Place) -> None:
    for option in ("--make", "--head-units", "--serial", "--code"):
        assert "3712" not in guide(place, option, "3712", status=2)
    for field in ("code: ", "car: Golf ", "shows: ", "tried: ", "", "colour: "):
        assert "3712" not in guide(place, "--letter", typed=f"{field}3712", status=2)
    for raw in (b"car: \xff", b"car: " + b"x" * 9000):
        assert guide(place, "--letter", typed=raw, status=2).count("\n") == 1


@pytest.fixture
def own(place: Place) -> Path:
    """The owner's directory, with one good file."""
    directory = place.state / "head_units"
    directory.mkdir(parents=True)
    own_file(directory, "my-niva")
    return directory


@pytest.mark.parametrize("bad", BAD_THINGS, ids=lambda bad: bad.name)
def test_a_bad_file_is_named_in_one_line_as_by_the_check_and_all_others_are_listed(
    place: Place, own: Path, bad: BadThing
) -> None:
    bad.put(own)
    done = place.run_here("head-units")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("steadyhand: bad.toml")
    assert bad.said in done.stderr
    assert len(done.stdout.splitlines()) == len(catalogue.ids()) + 1
    file = str(own / "bad.toml")
    done = place.run_here("head-units", "--check", file)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith(f"{file}: ")
    assert bad.said in done.stdout


def checked(place: Place, file: Path | str) -> tuple[int, str]:
    """What the check of a file comes to."""
    done = place.run_here("head-units", "--check", str(file))
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_sound_file_says_how_well_it_is_borne_out(
    place: Place, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own_file(place.directory, "anywhere")
    said = "sound, 6 rules, 6 of them without the maker's word.\n"
    assert checked(place, file) == (0, f"{file}: {said}")
    monkeypatch.chdir(place.directory)
    assert checked(place, "anywhere.toml") == (0, f"anywhere.toml: {said}")
    taken = checked(place, own_file(own, "vw-safe"))
    assert "a family that comes with steadyhand has this id" in taken[1]


def test_every_problem_has_a_line_of_its_own_that_says_what_to_do(
    place: Place, tmp_path: Path
) -> None:
    file = own_file(tmp_path, "bad", *PROBLEM_EACH)
    status, said = checked(place, file)
    lines = [line.removeprefix(f"{file}: ") for line in said.splitlines()]
    assert status == 2
    assert {line.partition(":")[0] for line in lines} == {
        "name",
        "code.lengths",
        "entry.method.keys",
        "entry.method.start",
        "words[0].meanings",
    }
    assert "name: this is empty. Fill it in, or take it out." in lines
    status, said = checked(place, "gone.toml")
    assert (status, said.count("\n")) == (2, 1)
    assert said.startswith("gone.toml: this can't be read")


@pytest.mark.parametrize("damage", ["[\n{}\n]\n", None], ids=["garbled", "missing"])
def test_a_damaged_list_of_families_is_a_fault_with_a_remedy(
    place: Place, damage: str | None
) -> None:
    clone = place.directory / "clone"
    for package in ("pi", "tui"):
        shutil.copytree(
            ROOT / package, clone / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    compiled = clone / "pi" / "radio" / "head_units" / "compiled.json"
    compiled.unlink() if damage is None else compiled.write_text(damage)
    place.environment["PYTHONPATH"] = str(clone)
    done = place.run("head-units")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "steadyhand: The list of known radios is missing or damaged. Install steadyhand again; "
        "in a clone: python3 -m pi.radio.compile_catalogue\n"
    )
