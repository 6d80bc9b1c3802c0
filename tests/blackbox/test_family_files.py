"""Files of families, bad and good, as the real command meets them."""

import os
import shutil
from pathlib import Path

import pytest

from pi.radio import catalogue
from tests.blackbox.processes import ROOT, Place
from tests.pi.radio.bad_things import BAD_THINGS, BadThing
from tests.pi.radio.own_files import own_file

SHIPPED = sorted(Path(catalogue.BUILT_IN).glob("*.toml"))
PROBLEM_EACH = (
    ("lengths = [4]", "lengths = [40]"),
    ('name = "My old radio"', 'name = ""'),
    ('meanings = ["prompt"]', "meanings = []"),
)


@pytest.fixture
def own(place: Place) -> Path:
    """The owner's directory, with one good file."""
    directory = place.state / "head_units"
    directory.mkdir(parents=True)
    own_file(directory, "my-niva")
    return directory


@pytest.mark.parametrize("bad", BAD_THINGS, ids=lambda bad: bad.name)
def test_a_bad_file_is_named_in_one_line_and_all_others_are_listed(
    place: Place, own: Path, bad: BadThing
) -> None:
    bad.put(own)
    done = place.run("head-units")

    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("steadyhand: bad.toml")
    assert bad.said in done.stderr
    assert len(done.stdout.splitlines()) == len(catalogue.ids()) + 1


@pytest.mark.parametrize("bad", BAD_THINGS, ids=lambda bad: bad.name)
def test_the_check_says_the_same_of_it(place: Place, own: Path, bad: BadThing) -> None:
    bad.put(own)
    file = str(own / "bad.toml")
    done = place.run("head-units", "--check", file)

    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith(f"{file}: ")
    assert bad.said in done.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(place: Place, own: Path) -> None:
    own_file(own, "bad").chmod(0)

    assert place.run("head-units").stderr.startswith("steadyhand: bad.toml: this can't be read")


@pytest.mark.parametrize("file", SHIPPED[:: max(1, len(SHIPPED) // 5)], ids=lambda file: file.stem)
def test_a_family_that_comes_with_us_is_sound(place: Place, file: Path) -> None:
    done = place.run("head-units", "--check", str(file))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{file}: sound, ")


def test_a_sound_file_says_how_well_it_is_borne_out(place: Place, tmp_path: Path) -> None:
    file = own_file(tmp_path, "anywhere")

    assert place.run("head-units", "--check", str(file)).stdout == (
        f"{file}: sound, 6 rules, 6 of them without the maker's word.\n"
    )


def test_a_file_is_checked_by_a_relative_name_too(place: Place) -> None:
    own_file(place.directory, "here")

    assert place.run("head-units", "--check", "here.toml").stdout.startswith("here.toml: sound, ")


def test_every_problem_has_a_line_of_its_own(place: Place, tmp_path: Path) -> None:
    file = own_file(tmp_path, "bad", *PROBLEM_EACH)
    done = place.run("head-units", "--check", str(file))

    assert done.returncode == 2
    assert {
        line.removeprefix(f"{file}: ").partition(":")[0] for line in done.stdout.splitlines()
    } == {
        "name",
        "code.lengths",
        "entry.method.keys",
        "entry.method.start",
        "words[0].meanings",
    }


def test_a_problem_says_what_to_do(place: Place, tmp_path: Path) -> None:
    file = own_file(tmp_path, "bad", ('name = "My old radio"', 'name = ""'))

    assert place.run("head-units", "--check", str(file)).stdout == (
        f"{file}: name: this is empty. Fill it in, or take it out.\n"
    )


def test_a_file_that_is_not_there_is_said(place: Place) -> None:
    done = place.run("head-units", "--check", "gone.toml")

    assert (done.returncode, done.stdout.count("\n")) == (2, 1)
    assert done.stdout.startswith("gone.toml: this can't be read")


def test_among_the_owners_files_an_id_of_ours_is_taken(place: Place, own: Path) -> None:
    file = own_file(own, "vw-safe")

    assert "a family that comes with steadyhand has this id" in (
        place.run("head-units", "--check", str(file)).stdout
    )


def test_a_name_with_a_terminals_commands_is_made_plain(place: Place) -> None:
    done = place.run("head-units", "--check", "\x1b[2J.toml")

    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("damage", ["", "[\n{}\n]\n", None], ids=["empty", "garbled", "missing"])
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
