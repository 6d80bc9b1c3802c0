"""``steadyhand head-units``: the families that are known, and the owner's own."""

from pathlib import Path

import pytest

from pi.radio import catalogue
from tests.blackbox import places
from tests.blackbox.processes import Place

place = places.place

KEYS = [
    "id",
    "name",
    "protection",
    "takes_a_code",
    "code_lengths",
    "makes",
    "cars",
    "prompts",
    "shows",
    "verified_on_hardware",
]


def listed(place: Place, *arguments: str) -> list[str]:
    return [one["id"] for one in place.json("head-units", "--json", *arguments)]


def own_file(place: Place, name: str, content: str) -> None:
    """A file among the owner's own."""
    own = place.state / "head_units" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(content, "utf-8")


def built_in(family: str) -> str:
    return Path(catalogue.BUILT_IN, f"{family}.toml").read_text("utf-8")


def test_every_family_is_listed_in_the_documented_shape(place: Place) -> None:
    found = place.json("head-units", "--json")
    assert [one["id"] for one in found] == list(catalogue.ids())
    assert {tuple(one) for one in found} == {tuple(KEYS)}


def test_a_family_is_described_by_what_is_known(place: Place) -> None:
    (found,) = place.json("head-units", "--make", "Opel", "--shows", "SAFE", "--json")
    assert (found["id"], found["takes_a_code"], found["code_lengths"]) == ("opel-safe", True, [4])
    assert found["makes"] == ["Opel", "Vauxhall"]


def test_people_get_one_line_for_each(place: Place) -> None:
    done = place.run("head-units")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(catalogue.ids())


def test_a_family_that_takes_no_code_says_so(place: Place) -> None:
    lines = place.run("head-units").stdout.splitlines()
    (line,) = [each for each in lines if each.startswith("nissan-secure:")]
    assert "(takes no code)" in line


def test_what_the_display_shows_finds_the_family(place: Place) -> None:
    found = listed(place, "--make", "Nissan", "--shows", "Radio Code:")
    assert found == ["nissan-note-2009", "nissan-radio-code"]


def test_make_and_display_narrow_each_other(place: Place) -> None:
    assert listed(place, "--make", "Audi", "--shows", "1000") == ["vw-safe"]


def test_scripts_get_an_empty_list_where_nothing_fits(place: Place) -> None:
    assert listed(place, "--make", "Trabant") == []


def test_people_are_told_where_nothing_fits(place: Place) -> None:
    done = place.run("head-units", "--make", "Trabant")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "steadyhand: No known radio fits that. Try fewer words, or only what the display shows.\n"
    )


def test_an_owners_own_family_is_listed_with_the_others(place: Place) -> None:
    own = built_in("opel-safe").replace('id = "opel-safe"', 'id = "my-radio"')
    own_file(place, "my-radio.toml", own)
    assert "my-radio" in listed(place)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mine.toml", "nonsense", "mine.toml: this is not TOML ("),
        ("mine.toml", 'id = "mine"', "mine.toml, name: this key is missing, unknown or of "),
        ("opel-safe.toml", built_in("opel-safe"), "opel-safe.toml, id: a family that comes with"),
        ("mine.toml", built_in("opel-safe"), "mine.toml, id: the id must be the file's name."),
        ("\x1b[2J.toml", "nonsense", " [2J.toml: this is not TOML ("),
    ],
)
def test_a_bad_file_of_the_owners_is_named_and_the_others_are_listed(
    place: Place, name: str, content: str, said: str
) -> None:
    own_file(place, name, content)
    done = place.run("head-units")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith(f"steadyhand: {said}")
    assert done.stderr.endswith("The file was skipped, the others count.\n")
    assert len(done.stdout.splitlines()) == len(catalogue.ids())


def test_the_list_needs_no_service(place: Place) -> None:
    place.run("head-units")
    assert not place.state.exists()
