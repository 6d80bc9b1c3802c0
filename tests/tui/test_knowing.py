"""What is known: ``steadyhand head-units``, an owner's own families, and ``steadyhand guide``."""

import asyncio
import re
from pathlib import Path

import pytest

from pi.catalogue import catalogue
from pi.catalogue.described import Answers, Way, family, proposed_id
from pi.catalogue.head_unit_file import as_table, read_text, write
from pi.guide.guide import Trouble
from pi.radio.events import JudgedRule
from pi.service.protocol.commands import JudgeRule, KeepFamily, NewVehicle
from tests.blackbox.processes import ROOT
from tests.pi.catalogue.own_files import BAD_THINGS, SOUND
from tests.tui.desk import Desk
from tui.text.radios import bad_file_line, problem_lines

RADIO_CODE = ("nissan-note-2009", "nissan-radio-code")
PROMPT_UNTOLD = ("nissan-connect", "nissan-xtrail-t30")  # nobody says what they ask with
KEYS = (
    *("id", "name", "also_known_as", "on_its_front", "protection", "takes_a_code"),
    *(
        "code_lengths",
        "makes",
        "cars",
        "prompts",
        "shows",
        "lockout",
        "sources_differ",
        "disagreements",
    ),
    "verified_on_hardware",
)
LIST = ("head-units",)
MINE = SOUND.format(name="mine")
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


def own_file(desk: Desk, name: str, content: str) -> Path:
    own = desk.state / "head_units" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(content, "utf-8")
    return own


def test_every_family_is_listed_in_the_documented_shape_without_a_service(desk: Desk) -> None:
    every = desk.json(*LIST, "--json")
    assert [one["id"] for one in every] == list(catalogue.ids())
    assert {tuple(one) for one in every} == {KEYS}
    (opel,) = [one for one in every if one["id"] == "opel-safe"]
    assert (opel["takes_a_code"], opel["code_lengths"]) == (True, [4])
    assert opel["makes"] == ["Opel", "Vauxhall"]
    said = desk.says(*LIST).splitlines()
    assert len(said) == len(catalogue.ids())
    (line,) = [each for each in said if each.startswith("nissan-secure:")]
    assert "(takes no code)" in line
    assert (desk.is_served, desk.state.exists()) == (False, False)


def test_make_display_car_and_year_narrow_each_other(desk: Desk) -> None:
    for asked, families in (
        (["Nissan", "--shows", "Radio Code:"], [*RADIO_CODE, *PROMPT_UNTOLD]),
        (["Audi", "--shows", "1000"], ["vw-safe"]),
        (["nissan qashqai 2009"], ["nissan-radio-code", "nissan-connect"]),
        (["qashqai 2009"], ["nissan-radio-code", "nissan-connect"]),
        (["Trabant"], []),
        (["Subaru"], []),
    ):
        assert [one["id"] for one in desk.json(*LIST, "--json", "--make", *asked)] == families
    assert desk.says(*LIST, "--make", "VW") == desk.says(*LIST, "--make", "Volkswagen") != ""


def test_people_are_told_where_nothing_fits_and_of_what_was_mistyped(desk: Desk) -> None:
    assert desk.fails(2, *LIST, "--make", "Trabant") == (
        "No known radio fits that. Try fewer words, or only what the display shows."
    )
    said = desk.fails(2, *LIST, "--make", "nisan")
    assert said == "No known radio fits that. Did you mean Nissan?"
    done = desk.run(*LIST, "--make", "bonneville 1960")
    assert (done.returncode, done.stdout.startswith("gm-theftlock-1994:")) == (0, True)
    assert done.stderr.splitlines()[0] == "steadyhand: None is known of that year: it was left out."


MAY_BE_ANOTHER = (
    'steadyhand: Your radio may not be among these: choose "It is not listed" in the text UI.'
)


@pytest.mark.parametrize(
    ("asked", "families", "beside"),
    [
        (["range rover"], ["clarion-code-in"], [MAY_BE_ANOTHER]),
        (["rover", "--shows", "err"], ["rover-r960"], ["shows -C-", "may not be among these"]),
        (["nissan altima 1999", "--shows", "WAIT"], None, ["North America"]),
        (
            ["geo", "--shows", "LOC"],
            ["gm-theftlock-1994"],
            ["These are of Pontiac", "not be among"],
        ),
        (["mini", "--shows", "WAIT"], None, ["These are of Rover", "-C-", "not be among"]),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_the_families_of_a_make_leave_out_is_said_beside_them(
    desk: Desk, asked: list[str], families: list[str] | None, beside: list[str]
) -> None:
    """A market, a set, or that it may be none of them: a radio never stands alone as the one."""
    done = desk.run(*LIST, "--make", *asked)
    listed = [line.partition(":")[0] for line in done.stdout.splitlines()]
    assert families is None or listed == families
    lines = done.stderr.splitlines()
    assert len(lines) == len(beside)
    assert [part for line, part in zip(lines, beside, strict=True) if part not in line] == []


def test_a_word_that_only_radios_of_other_makes_show_is_not_answered_with_theirs(
    desk: Desk,
) -> None:
    said = desk.fails(2, *LIST, "--make", "vauxhall", "--shows", "OFF")
    assert said.startswith("No known radio of Vauxhall shows that. An older Philips set")
    assert "leave --make out" in said
    assert "leave --make out" in desk.says(*LIST, "--make", "subaru", "--shows", "CODE")


def test_a_make_without_a_family_is_answered_honestly(desk: Desk) -> None:
    assert desk.says(*LIST, "--make", "subaru") == (
        "Subaru: nothing trustworthy is known of its radios. "
        'Describe your own radio in the text UI: choose "It is not listed".\n'
    )
    (subaru,) = desk.json(*LIST, "--json", "--makes", "--make", "Subaru")
    assert (subaru["families"], subaru["nothing_known"]) == ([], True)


def test_every_make_has_a_line_with_its_names_and_families(desk: Desk) -> None:
    said = desk.says(*LIST, "--makes").splitlines()
    (vauxhall,) = [line for line in said if line.startswith("Vauxhall, Opel: ")]
    assert "opel-safe" in vauxhall
    assert "Subaru: nothing known" in said
    desk.fails(2, *LIST, "--makes", "--make", "Trabant")
    assert desk.json(*LIST, "--json", "--makes", "--make", "Trabant") == []


def test_a_lockout_is_told_with_every_account_of_it(desk: Desk) -> None:
    clarion = desk.json(*LIST, "--json", "--shows", "CODE IN", "--make", "Nissan")[0]
    (account,) = clarion["lockout"]["accounts"]
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


def test_an_owners_own_family_is_listed_with_what_its_sources_disagree_about(desk: Desk) -> None:
    own_file(desk, "alike.toml", SOUND.format(name="alike"))
    own_file(desk, "mine.toml", MINE + DIFFER)
    (mine,) = [one for one in desk.json(*LIST, "--json") if one["id"] == "mine"]
    assert mine["disagreements"] == [
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
    marked = {
        line.partition(":")[0]
        for line in desk.says(*LIST).splitlines()
        if line.endswith("(sources differ)")
    }
    assert ("mine" in marked, "alike" in marked) == (True, False)


def test_a_bad_file_of_the_owners_is_named_and_the_others_are_listed(desk: Desk) -> None:
    opel = Path(catalogue.BUILT_IN, "opel-safe.toml").read_text("utf-8")
    for name, content, said in (
        ("mine.toml", 'id = "mine"', "mine.toml, name: this key is missing, unknown or of "),
        ("opel-safe.toml", opel, "opel-safe.toml, id: a family that comes with"),
        ("\x1b[2J.toml", "nonsense", " [2J.toml: this is not TOML ("),
    ):
        file = own_file(desk, name, content)
        done = desk.run(*LIST)
        assert (done.returncode, done.stderr.count("\n")) == (0, 1)
        assert done.stderr.startswith(f"steadyhand: {said}")
        assert done.stderr.endswith("The file was skipped, the others count.\n")
        assert len(done.stdout.splitlines()) == len(catalogue.ids())
        checked = desk.run(*LIST, "--check", str(file))
        assert (checked.returncode, checked.stderr, "\x1b" in checked.stdout) == (2, "", False)
        assert said.partition(": ")[2].rstrip("( ") in checked.stdout
        file.unlink()


def test_whatever_lies_among_the_owners_files_and_is_none_has_its_reason(tmp_path: Path) -> None:
    for at, bad in enumerate(BAD_THINGS):
        own = tmp_path / str(at) / "own"
        own.mkdir(parents=True)
        bad.put(own)
        (found,) = catalogue.Catalogue(own).bad_files()
        for line in (bad_file_line(found), problem_lines("bad.toml", found)[0]):
            assert (line.startswith("bad.toml"), bad.said in line) == (True, True)


(EXAMPLE,) = re.findall(
    r"```toml\n(id = .*?)```", (ROOT / "pi/catalogue/README.md").read_text("utf-8"), re.DOTALL
)


def test_a_sound_file_says_how_well_it_is_borne_out_the_readmes_example_too(desk: Desk) -> None:
    (desk.directory / "lada-example.toml").write_text(EXAMPLE, "utf-8")
    (desk.directory / "mine.toml").write_text(MINE, "utf-8")
    for file, rules, without in (("lada-example.toml", 5, 4), ("mine.toml", 6, 6)):
        assert desk.says(*LIST, "--check", file) == (
            f"{file}: sound, {rules} rules, {without} of them without the maker's word.\n"
        )


def test_every_problem_of_a_file_has_a_line_that_says_what_to_do(desk: Desk) -> None:
    bad = MINE.replace("lengths = [4]", "lengths = [40]").replace("My old radio", "")
    (desk.directory / "bad.toml").write_text(bad.replace('meanings = ["prompt"]', "meanings = []"))
    done = desk.run(*LIST, "--check", "bad.toml")
    said = dict(line.removeprefix("bad.toml: ").split(": ", 1) for line in done.stdout.splitlines())
    assert (done.returncode, said["name"]) == (2, "this is empty. Fill it in, or take it out.")
    wrong = "name code.lengths words[0].meanings entry.method.keys entry.method.start"
    assert set(said) == set(wrong.split())
    gone = desk.run(*LIST, "--check", "gone.toml")
    assert (gone.returncode, gone.stdout.count("\n")) == (2, 1)
    assert gone.stdout.startswith("gone.toml: this can't be read")


NIVA = Answers(make="Lada", model="Niva", shows="LOCKED", digits=4, way=Way.TOUCH, tries=3)
DESCRIBED = family(NIVA, proposed_id(NIVA, frozenset()))


def test_a_described_radio_is_exported_as_a_file_that_can_be_contributed(desk: Desk) -> None:
    """In a car whose owner found the wait to be another."""

    async def keep_it() -> None:
        async with desk.rig.service():
            await (await desk.rig.session()).does(KeepFamily(toml=write(as_table(DESCRIBED))))
            await desk.rig.set_up(NewVehicle(name="Niva", head_unit=DESCRIBED.id, code="3712"))
            judged = JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=1800)
            await (await desk.rig.watcher()).does(judged)

    asyncio.run(keep_it())
    said = desk.says(*LIST, "--export", DESCRIBED.id)
    assert read_text(said) == DESCRIBED
    assert ("# You, " in said, "3712" in said) == (True, False)
    assert "the wait was 30 minutes, not as counted." in said


def test_a_family_that_comes_with_steadyhand_is_exported_to_be_copied(desk: Desk) -> None:
    for known in ("opel-safe", "nissan-secure"):
        assert read_text(desk.says(*LIST, "--export", known)) == catalogue.load(known)
    assert "opel-safe" in desk.fails(2, *LIST, "--export", "opel-saf")


def test_what_does_not_go_together_is_said(desk: Desk) -> None:
    for arguments in (
        ["--makes", "--shows", "SAFE"],
        ["--check", "x.toml", "--json"],
        ["--check", "x", "--makes"],
        ["--export", "opel-safe", "--json"],
        ["--export", "opel-safe", "--make", "Opel"],
        ["--export", "opel-safe", "--shows", "SAFE"],
    ):
        desk.fails(2, *LIST, *arguments)


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


def test_every_fact_has_a_source_and_the_json_names_the_next_station(desk: Desk) -> None:
    stations = desk.json("guide", "--json", "--make", "skoda")["stations"]
    items = [item for station in stations for item in station["items"]]
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
        (
            ["--make", "volvo", "--shows", "OFF"],
            "If it is Volvo of the 850 and 960",
        ),
        (["--shows", "XYZZY"], "Nothing is known of what your display"),
    ):
        assert desk.says("guide", *arguments).startswith(begins)
    locked = desk.json("guide", "--json", "--make", "lexus", "--shows", "HELP")
    assert (locked["situation"], locked["next"]) == ("locked_out", "specialist")


def test_what_goes_wrong_with_a_code_or_a_wait_is_answered_for_the_radio_and_named_below_the_road(
    desk: Desk,
) -> None:
    below = desk.says("guide", "--make", "acura")
    for trouble in Trouble:
        assert f"steadyhand guide --trouble {trouble}" in below
    acura = ["guide", "--make", "acura", "--head-unit", "honda-5-digit"]
    told = desk.says(*acura, "--trouble", "refused")
    assert told.startswith("The right code is refused\n   - Stop here.")
    assert "Acura TL of 2002 and 2003" in told
    assert "The code has 5 digits" in told
    answers = {each["id"]: each["items"] for each in desk.json(*acura, "--json")["troubles"]}
    assert list(answers) == [each.value for each in Trouble]
    assert "The longest wait" in " ".join(item["say"] for item in answers["waited"])
    assert all(item["say"] for items in answers.values() for item in items)
    paired = desk.says("guide", "--head-unit", "nissan-secure", "--trouble", "clock")
    assert paired.startswith("This radio takes no code")
    assert "--trouble" not in paired
    desk.fails(2, "guide", "--trouble", "no such")


def test_who_chose_the_code_is_said_before_the_road(desk: Desk) -> None:
    said = desk.says("guide", "--head-unit", "mazda-err", "--make", "mazda")
    assert said.startswith("An owner chose this code")
    assert said.index("2. Previous owner") < said.index("3. Handbook")
    assert desk.json("guide", "--json", "--make", "nissan")["owner_chose"] is False


def test_the_letter_is_filled_from_standard_input_and_has_blanks_for_the_rest(desk: Desk) -> None:
    assert desk.says("guide", "--letter", typed="").count("______") >= 10
    typed = "".join(f"{key}: {value}\n" for key, value in SECRETS.items())
    letter = desk.says("guide", "--letter", "--make", "vw", typed=typed)
    assert [value for value in (*SECRETS.values(), "Volkswagen") if value not in letter] == []


def test_a_code_and_what_is_no_short_text_get_into_no_letter(desk: Desk) -> None:
    coded = ("code: 3712", "car: Golf 3712", "shows: 3712", "tried: 3712", "3712", "colour: 3712")
    for typed in (*coded, b"car: \xff", b"car: " + b"x" * 9000):
        assert "3712" not in desk.fails(2, "guide", "--letter", typed=typed)
    for option in ("--make", "--head-units", "--serial", "--code"):
        assert "3712" not in desk.fails(2, "guide", option, "3712")
