"""``steadyhand head-units``: the families that are known, and the owner's own."""

from pathlib import Path

import pytest

from pi.radio import catalogue
from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.pi.radio.own_files import SOUND

place = places.place

KEYS = [
    "id",
    "name",
    "also_known_as",
    "protection",
    "takes_a_code",
    "code_lengths",
    "makes",
    "cars",
    "prompts",
    "shows",
    "lockout",
    "sources_differ",
    "disagreements",
    "verified_on_hardware",
]


DIFFER = """
[[disagreements]]
about = "wait"
applied = "90 min"
claims = [
  { says = "60 min", sources = [{ trust = "owner", where = "me" }] },
  { says = "90 min", sources = [
    { trust = "trade", where = "a workshop" }, { trust = "seller", where = "a shop" },
  ] },
]
"""


def listed(place: Place, *arguments: str) -> list[str]:
    return [one["id"] for one in place.json("head-units", "--json", *arguments)]


def own_file(place: Place, name: str, content: str) -> None:
    """A file among the owner's own."""
    own = place.state / "head_units" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(content, "utf-8")


def built_in(family: str) -> str:
    return Path(catalogue.BUILT_IN, f"{family}.toml").read_text("utf-8")


MINE = SOUND.format(name="mine")


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


def test_a_mistyped_make_names_the_nearest(place: Place) -> None:
    done = place.run("head-units", "--make", "nisan")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "steadyhand: No known radio fits that. Did you mean Nissan?\n"


@pytest.mark.parametrize(
    ("make", "family"),
    [("Range Rover", "clarion-code-in"), ("qashqai 2009", "nissan-radio-code")],
)
def test_a_car_and_its_year_lead_to_the_radios(place: Place, make: str, family: str) -> None:
    assert family in listed(place, "--make", make)


def test_a_year_that_fits_none_is_left_out_and_said(place: Place) -> None:
    done = place.run("head-units", "--make", "bonneville 1960")
    assert (done.returncode, done.stdout.startswith("gm-theftlock-1994:")) == (0, True)
    assert done.stderr == "steadyhand: None is known of that year: it was left out.\n"


def test_the_radio_that_was_seen_in_the_car_stands_first(place: Place) -> None:
    assert listed(place, "--make", "nissan qashqai 2009") == ["nissan-radio-code", "nissan-connect"]


def test_a_lockout_is_told_with_every_account_of_it(place: Place) -> None:
    found = place.json("head-units", "--shows", "CODE IN", "--make", "Nissan", "--json")[0]
    (account,) = found["lockout"]["accounts"]
    sources = account.pop("sources")
    assert account == {
        "name": "ten seconds three times, then an hour",
        "waits_s": [10, 10, 10, 3600],
        "then": "repeat",
        "repeat_from": 1,
        "cap_s": None,
        "dead_after": 68,
    }
    assert [source["trust"] for source in sources] == ["maker"]


def test_what_sources_disagree_about_is_told_with_who_says_what(place: Place) -> None:
    own_file(place, "mine.toml", MINE + DIFFER)
    (found,) = [one for one in place.json("head-units", "--json") if one["id"] == "mine"]
    assert found["disagreements"] == [
        {
            "about": "wait",
            "claims": [
                {"says": "60 min", "trust": "owner", "where": "me"},
                {"says": "90 min", "trust": "trade", "where": "a workshop"},
                {"says": "90 min", "trust": "seller", "where": "a shop"},
            ],
            "applied": "90 min",
        }
    ]


def test_a_family_whose_sources_differ_has_a_mark(place: Place) -> None:
    own_file(place, "alike.toml", SOUND.format(name="alike"))
    own_file(place, "mine.toml", MINE + DIFFER)
    lines = place.run("head-units").stdout.splitlines()
    marked = {line.partition(":")[0] for line in lines if line.endswith("(sources differ)")}
    assert "mine" in marked
    assert "alike" not in marked


def test_a_make_without_a_family_is_answered_honestly(place: Place) -> None:
    done = place.run("head-units", "--make", "subaru")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Subaru: nothing trustworthy is known of its radios. "
        'Describe your own radio in the text UI: choose "It is not listed".\n'
    )


def test_scripts_get_no_family_of_such_a_make(place: Place) -> None:
    assert listed(place, "--make", "Subaru") == []


def test_scripts_can_tell_a_make_without_a_family_from_an_unknown_one(place: Place) -> None:
    (subaru,) = place.json("head-units", "--makes", "--make", "Subaru", "--json")
    assert (subaru["families"], subaru["nothing_known"]) == ([], True)
    assert place.json("head-units", "--makes", "--make", "Trabant", "--json") == []


def test_every_make_has_a_line_with_its_names_and_families(place: Place) -> None:
    lines = place.run("head-units", "--makes").stdout.splitlines()
    (vauxhall,) = [line for line in lines if line.startswith("Vauxhall, Opel: ")]
    assert "opel-safe" in vauxhall
    assert "Subaru: nothing known" in lines


def test_an_unknown_make_among_the_makes_is_said(place: Place) -> None:
    assert place.run("head-units", "--makes", "--make", "Trabant").returncode == 2


def test_a_make_by_another_name_finds_its_families(place: Place) -> None:
    assert listed(place, "--make", "VW") == listed(place, "--make", "Volkswagen") != []


@pytest.mark.parametrize(
    "arguments",
    [["--makes", "--shows", "SAFE"], ["--check", "x.toml", "--json"], ["--check", "x", "--makes"]],
)
def test_what_does_not_go_together_is_said(place: Place, arguments: list[str]) -> None:
    done = place.run("head-units", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


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
