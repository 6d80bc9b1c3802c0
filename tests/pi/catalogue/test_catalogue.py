"""The catalogue: the families that come with Steadyhand, compiled, and an owner's own files.

What lies in the owner's directory and can't be used is named and skipped; the rest loads.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.catalogue import catalogue
from pi.catalogue.compile import COMMAND, as_compiled
from pi.catalogue.head_unit_file import LARGEST_FAMILY, LONGEST_FILE, WhyBad, parse
from pi.catalogue.search import names_of
from pi.radio.head_unit import HeadUnit, is_an_id
from pi.radio.security_code import find_problem
from tests.pi.catalogue.own_files import BAD_THINGS, BadThing, own_file

OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pi.catalogue import catalogue
{does}
print(*sorted(name.rpartition("/")[2] for name in opened if "/head_units/" in name))
"""


def printed(script: str) -> list[str]:
    """What a fresh Python prints, word by word."""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("does", "files"),
    [("", set()), ("catalogue.Catalogue().load('vw-safe')", {"compiled.json"})]
    + [(f"catalogue.{does}()", {"compiled.json"}) for does in ("ids", "all_head_units")],
)
def test_a_start_reads_no_family_and_a_question_one_file_alone(does: str, files: set[str]) -> None:
    assert set(printed(OPENED.format(does=does))) == files


SLIM = "import sys, {}; print(*(one in sys.modules for one in ('msgspec', 'typing_extensions')))"
OPTIONAL = """
import pi, msgspec, typing
Some = typing.TypedDict('Some', {'x': typing.NotRequired[int]})
print(msgspec.json.decode(b'{}', type=Some))
"""


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (SLIM.format("pi.catalogue.catalogue"), ["True", "False"]),
        (SLIM.format("pi.service.daemon, tui.__main__, tui.client"), ["True", "False"]),
        (
            "import pi.settings, typing_extensions; print(typing_extensions.__name__)",
            ["typing_extensions"],
        ),
        (
            "import typing_extensions as one, pi.settings, typing_extensions as two\n"
            "print(one is two)",
            ["True"],
        ),
        (OPTIONAL, ["{}"]),
    ],
    ids=["the catalogue", "the service", "needed later", "loaded before", "optional keys"],
)
def test_msgspec_comes_without_typing_extensions_which_is_there_when_it_is_needed(
    script: str, says: list[str]
) -> None:
    assert printed(script) == says


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        *[
            (typed, "nissan-radio-code")
            for typed in ("nissan-radiocode", "NISSAN-RADIO-CODE", "nissan-radio-cod")
        ],
        *[(typed, None) for typed in ("xyzzy", "", ".", "/etc/passwd", "vw-safe" * 2000)],
        *[(typed, "vw-safe") for typed in ("vw-safe.toml", "../head_units/vw-safe")],
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_id_is_answered_with_the_nearest_if_any(typed: str, nearest: str | None) -> None:
    with pytest.raises(catalogue.UnknownHeadUnitError) as caught:
        catalogue.Catalogue().load(typed)
    assert (caught.value.nearest or (None,))[0] == nearest


# The compiled form: the same as the files people edit, and whole.

WHOLE = Path(catalogue.COMPILED).read_text("utf-8")
TEXTS = [path.read_text("utf-8") for path in sorted(Path(catalogue.BUILT_IN).glob("*.toml"))]
FIRST = catalogue.compiled_ids()[0]
READERS = {
    "all": catalogue.load_all,
    "ids": catalogue.compiled_ids,
    "one": lambda file: catalogue.load_compiled(FIRST, file),
}


def test_the_compiled_file_says_what_the_toml_files_say_in_any_order() -> None:
    if as_compiled(TEXTS) != WHOLE:
        pytest.fail(f"a family was changed and not compiled. Run: {COMMAND}", pytrace=False)
    assert as_compiled(reversed(TEXTS)) == WHOLE
    assert list(catalogue.load_all()) == sorted(map(parse, TEXTS), key=lambda one: one.id)
    assert len(WHOLE.splitlines()) == len(TEXTS) + 2


def test_a_family_read_alone_is_the_one_among_all_and_what_is_no_id_is_not_found() -> None:
    assert [catalogue.load_compiled(family) for family in catalogue.compiled_ids()] == list(
        catalogue.load_all()
    )
    assert tuple(one.id for one in catalogue.all_head_units()) == catalogue.ids()
    for none in ("", "no-such", 'vw-safe","name', "\ud800", f"{FIRST}x"):
        assert catalogue.load_compiled(none) is None


DAMAGE: dict[str, tuple[str | None, str]] = {
    "missing": (None, "all ids one"),
    "empty": ("", "all ids one"),
    "cut off in a family": (WHOLE[: len(WHOLE) // 2], "all ids one"),
    "cut off between families": (WHOLE[: WHOLE.index("\n", 9) + 1], "all ids one"),
    "its end is missing": (WHOLE.removesuffix("]\n"), "all ids one"),
    "a line begins otherwise": (WHOLE.replace('{"id"', '{ "id"', 1), "ids one"),
    "a family is garbled": (WHOLE.replace('"name":', '"name"', 1), "all one"),
    "a family lacks its name": (WHOLE.replace('"name":', '"eman":', 1), "all one"),
}


@pytest.mark.parametrize(("damaged", "readers"), DAMAGE.values(), ids=DAMAGE)
def test_a_file_that_is_missing_or_garbled_is_a_fault_that_names_it(
    tmp_path: Path, damaged: str | None, readers: str
) -> None:
    file = tmp_path / "garbled.json"
    if damaged is not None:
        file.write_text(damaged, "utf-8")
    for reader in readers.split():
        with pytest.raises(catalogue.DamagedCatalogueError, match=r"garbled\.json"):
            READERS[reader](str(file))


# The owner's own directory.

NAMED = 'name = "My old radio"'
BEFORE = f'{NAMED}\nalso_known_as = ["my-first-guess", "The old one", "vw-safe"]'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory with one good file, of a family that went by another id before."""
    directory = tmp_path / "own"
    directory.mkdir()
    own_file(directory, "my-niva", (NAMED, BEFORE))
    return directory


def test_an_owners_own_family_joins_the_catalogue_and_no_other_or_hidden_file(own: Path) -> None:
    of_this_car = catalogue.Catalogue(own)
    assert of_this_car.load("my-niva").name == "My old radio"
    assert of_this_car.ids() == tuple(sorted([*catalogue.ids(), "my-niva"]))
    assert [one.id for one in of_this_car.search(shows="who are you")] == ["my-niva"]
    (own / "README.txt").write_text("not a family")
    (own / ".half-written.toml").write_text("not yet")
    assert catalogue.Catalogue(own).bad_files() == ()


@pytest.mark.parametrize("bad", BAD_THINGS, ids=lambda bad: bad.name)
def test_what_cant_be_used_has_its_reason_and_the_rest_loads(own: Path, bad: BadThing) -> None:
    bad.put(own)
    of_this_car = catalogue.Catalogue(own)
    assert [(each.file, each.reason) for each in of_this_car.bad_files()] == [
        ("bad.toml", bad.reason)
    ]
    assert of_this_car.load("my-niva").id == "my-niva"
    assert len(of_this_car.all_head_units()) == len(catalogue.ids()) + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("lengths = [4]", f"lengths = {'9' * 5000}", "", WhyBad.NOT_TOML),
        ('id = "bad"', "", "id", WhyBad.WRONG_SHAPE),
        ('id = "bad"', "id = 1979-05-27", "id", WhyBad.WRONG_SHAPE),
        ("lengths = [4]", 'lengths = "four"', "code.lengths", WhyBad.WRONG_SHAPE),
        ("lengths = [4]", "lengths = [4]\nlenghts = 4", "code.lenghts", WhyBad.WRONG_SHAPE),
        ("wait_s = 600", "wait_s = -600", "lockout.candidates[0].stages[1].wait_s", WhyBad.UNSOUND),
        ('id = "bad"', 'id = "yours"', "id", WhyBad.ID_IS_NOT_THE_FILE_NAME),
        (NAMED, f'name = "{"x" * LARGEST_FAMILY}"', "", WhyBad.TOO_LARGE),
    ],
)
def test_a_bad_file_is_named_with_its_key_and_the_reason_and_when_it_is_asked_for(
    own: Path, old: str, new: str, key: str, reason: WhyBad
) -> None:
    own_file(own, "bad", (old, new))
    (bad,) = catalogue.Catalogue(own).bad_files()
    assert (bad.file, bad.key, bad.reason) == ("bad.toml", key, reason)
    with pytest.raises(catalogue.BadHeadUnitError) as caught:
        catalogue.Catalogue(own).load("bad")
    assert caught.value.bad_file == bad


def test_an_owners_file_never_takes_the_place_of_a_family_that_came_with_us(own: Path) -> None:
    own_file(own, "vw-safe")
    of_this_car = catalogue.Catalogue(own)
    assert of_this_car.load("vw-safe") == catalogue.load("vw-safe")
    assert [bad.reason for bad in of_this_car.bad_files()] == [WhyBad.ID_IS_TAKEN]


def test_a_directory_that_cant_be_listed_is_named_and_the_rest_loads(tmp_path: Path) -> None:
    assert catalogue.Catalogue(tmp_path / "head_units").bad_files() == ()  # none is there yet
    (tmp_path / "head_units").write_text("a file where a directory should be")
    of_this_car = catalogue.Catalogue(tmp_path / "head_units")
    assert of_this_car.ids() == catalogue.ids()
    assert [(bad.file, bad.reason) for bad in of_this_car.bad_files()] == [
        ("head_units", WhyBad.UNREADABLE)
    ]


def test_a_link_within_the_directory_is_followed_and_the_directory_may_be_one(own: Path) -> None:
    own_file(own, "linked").rename(own / ".kept")
    (own / "linked.toml").symlink_to(".kept")
    (own.parent / "link").symlink_to(own)
    of_this_car = catalogue.Catalogue(own.parent / "link")
    assert of_this_car.load("linked").id == "linked"
    assert of_this_car.bad_files() == ()


def test_the_longest_file_is_read_whole_and_of_a_huge_one_no_more_than_one_needs(own: Path) -> None:
    text = own_file(own, "long").read_text("utf-8")
    (own / "long.toml").write_text(text + "#" * (LONGEST_FILE - len(text)), "utf-8")
    assert catalogue.Catalogue(own).load("long").id == "long"
    with (own / "bad.toml").open("wb") as huge:
        huge.truncate(2**40)  # a hole: no memory would hold it
    assert [bad.reason for bad in catalogue.Catalogue(own).bad_files()] == [WhyBad.TOO_LARGE]


def test_a_file_that_can_not_be_read_is_named(own: Path) -> None:
    (own / "bad.toml").symlink_to("bad.toml")  # in a circle: root can't read that either
    assert [bad.reason for bad in catalogue.Catalogue(own).bad_files()] == [WhyBad.UNREADABLE]


CODES = ("0712", "17042", "345", "123456", "99999999")


@pytest.mark.parametrize("family", catalogue.all_head_units(), ids=lambda family: family.id)
def test_a_code_that_is_none_of_a_family_names_those_of_the_make_that_could_have_it(
    family: HeadUnit,
) -> None:
    """Whoever says so is named as well, and all of them are named, and no radio without a code."""
    if family.code is None:
        return
    cars = {name for fits in family.fits for name in names_of(fits.make)}
    for code in CODES:
        problem = catalogue.Catalogue().find_problem(family, code)
        taking = {
            one.id
            for one in catalogue.all_head_units()
            if one.code is not None
            and find_problem(code, one.code) is None
            and cars & {fits.make for fits in one.fits}
        }
        assert (problem is None) == (family.id in taking)
        if problem is not None:
            assert (set(problem.could_be), problem.sources) == (taking, family.code.sources)


NO_IDS = ("SAFE", "CAR 300", "a--b", "-a", "ä", "a" * 65, "")
# An id that a family had before still leads to it.


def test_an_older_id_gives_the_family_as_it_is_called_now_and_is_none_of_the_ids(own: Path) -> None:
    of_this_car = catalogue.Catalogue(own)
    assert of_this_car.load("my-first-guess").id == "my-niva"
    assert "my-first-guess" not in of_this_car.ids()
    assert of_this_car.load("vw-safe").id == "vw-safe"  # an id in use goes before
    for typed in ("The old one", "the-old-one", "my-first", "MY-FIRST-GUESS"):
        with pytest.raises(catalogue.UnknownHeadUnitError):
            of_this_car.load(typed)


def test_every_older_id_loads_the_family_that_claims_it_and_is_the_id_of_no_other() -> None:
    older = catalogue.older_ids(catalogue.all_head_units())
    assert {name: catalogue.load(name).id for name in older} == older
    assert older.keys().isdisjoint(catalogue.ids())
    assert [text for text in NO_IDS if is_an_id(text)] == []
    one = replace(catalogue.load("vw-safe"), id="one", also_known_as=("both", "ones"))
    two = replace(one, id="two", also_known_as=("both", "twos"))  # what two claim is nobody's
    assert catalogue.older_ids([one, two]) == {"ones": "one", "twos": "two"}
