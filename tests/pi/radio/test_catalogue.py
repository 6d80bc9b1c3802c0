import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.catalogue import BadHeadUnitError, Catalogue, UnknownHeadUnitError
from pi.radio.head_unit_file import BadFile, WhyBad
from tests.pi.radio.own_files import own_file

OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pi.radio import catalogue
{does}
print(*sorted(name.rpartition("/")[2] for name in opened if "/head_units/" in name))
"""


def files_read_by(does: str) -> list[str]:
    script = OPENED.format(does=does)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return ran.stdout.split()


def test_a_start_reads_no_family() -> None:
    assert files_read_by("") == []


@pytest.mark.parametrize("does", ["Catalogue().load('vw-safe')", "ids()", "all_head_units()"])
def test_families_are_read_from_the_compiled_file_alone(does: str) -> None:
    assert set(files_read_by(f"catalogue.{does}")) == {"compiled.json"}


def test_all_families_come_in_the_order_of_their_ids() -> None:
    assert tuple(one.id for one in catalogue.all_head_units()) == catalogue.ids()


@pytest.mark.parametrize("typed", ["nissan-radiocode", "NISSAN-RADIO-CODE", "nissan-radio-cod"])
def test_a_mistyped_id_is_answered_with_the_nearest(typed: str) -> None:
    with pytest.raises(UnknownHeadUnitError) as caught:
        Catalogue().load(typed)

    assert caught.value.nearest[0] == "nissan-radio-code"


def test_an_id_like_no_other_is_answered_with_none() -> None:
    with pytest.raises(UnknownHeadUnitError) as caught:
        catalogue.load("xyzzy")

    assert caught.value.nearest == ()


@pytest.mark.parametrize("typed", ["../head_units/vw-safe", "vw-safe.toml", "", ".", "/etc/passwd"])
def test_a_path_is_no_id(typed: str) -> None:
    with pytest.raises(UnknownHeadUnitError):
        Catalogue().load(typed)


def test_an_owners_own_file_joins_the_catalogue(tmp_path: Path) -> None:
    own_file(tmp_path, "my-niva")

    assert Catalogue(tmp_path).load("my-niva").name == "My old radio"


def test_an_owners_own_family_stands_among_the_ids(tmp_path: Path) -> None:
    own_file(tmp_path, "my-niva")

    assert Catalogue(tmp_path).ids() == tuple(sorted([*catalogue.ids(), "my-niva"]))


def test_an_owners_own_family_is_found_by_what_it_shows(tmp_path: Path) -> None:
    own_file(tmp_path, "my-niva")

    assert [one.id for one in Catalogue(tmp_path).search(shows="who are you")] == ["my-niva"]


def test_a_bad_file_does_not_keep_the_rest_from_loading(tmp_path: Path) -> None:
    own_file(tmp_path, "broken", ("lengths = [4]", "lengths ="))
    own_file(tmp_path, "my-niva")
    of_this_car = Catalogue(tmp_path)

    assert of_this_car.load("my-niva").id == "my-niva"
    assert len(of_this_car.all_head_units()) == len(catalogue.ids()) + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("lengths = [4]", "lengths =", "", WhyBad.NOT_TOML),
        ('id = "mine"', "", "id", WhyBad.WRONG_SHAPE),
        ("lengths = [4]", 'lengths = "four"', "code.lengths", WhyBad.WRONG_SHAPE),
        ("lengths = [4]", "lengths = [4]\nlenghts = 4", "code.lenghts", WhyBad.WRONG_SHAPE),
        ('kind = "press"', 'kind = "shout"', "entry.confirm.kind", WhyBad.WRONG_SHAPE),
        ("wait_s = 600", "wait_s = -600", "lockout.candidates[0].stages[1].wait_s", WhyBad.UNSOUND),
        ('"0000"', '"000"', "entry.method.start", WhyBad.UNSOUND),
        ('id = "mine"', 'id = "yours"', "id", WhyBad.ID_IS_NOT_THE_FILE_NAME),
    ],
)
def test_a_bad_file_is_named_with_its_key_and_the_reason(
    tmp_path: Path, old: str, new: str, key: str, reason: WhyBad
) -> None:
    own_file(tmp_path, "mine", (old, new))

    (bad,) = Catalogue(tmp_path).bad_files()

    assert (bad.file, bad.key, bad.reason) == ("mine.toml", key, reason)


def test_a_family_whose_file_is_bad_says_so_when_it_is_asked_for(tmp_path: Path) -> None:
    own_file(tmp_path, "mine", ("lengths = [4]", "lengths ="))

    with pytest.raises(BadHeadUnitError) as caught:
        Catalogue(tmp_path).load("mine")

    assert caught.value.bad_file.reason is WhyBad.NOT_TOML


def test_an_owners_file_never_takes_the_place_of_a_family_that_came_with_us(tmp_path: Path) -> None:
    own_file(tmp_path, "vw-safe")
    of_this_car = Catalogue(tmp_path)

    assert of_this_car.load("vw-safe") == catalogue.load("vw-safe")
    assert [bad.reason for bad in of_this_car.bad_files()] == [WhyBad.ID_IS_TAKEN]


def test_a_pipe_among_the_files_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")

    assert [bad.reason for bad in Catalogue(tmp_path).bad_files()] == [WhyBad.NOT_A_FILE]


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('name = "Königin"'.encode("latin-1"))

    assert [bad.reason for bad in Catalogue(tmp_path).bad_files()] == [WhyBad.UNREADABLE]


def test_a_huge_file_is_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "huge.toml").write_text("# " + "x" * 300_000)

    assert [bad.reason for bad in Catalogue(tmp_path).bad_files()] == [WhyBad.TOO_LARGE]


def test_other_files_and_hidden_ones_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("not a family")
    (tmp_path / ".half-written.toml").write_text("not yet")

    assert Catalogue(tmp_path).bad_files() == ()


def test_no_directory_means_no_own_families(tmp_path: Path) -> None:
    assert Catalogue(tmp_path / "head_units").ids() == catalogue.ids()


def test_a_directory_that_cant_be_listed_is_named_and_the_rest_loads(tmp_path: Path) -> None:
    (tmp_path / "head_units").write_text("a file where a directory should be")
    of_this_car = Catalogue(tmp_path / "head_units")

    assert of_this_car.ids() == catalogue.ids()
    assert [(bad.file, bad.reason) for bad in of_this_car.bad_files()] == [
        ("head_units", WhyBad.UNREADABLE)
    ]


ODD_LINES = [
    'id = "odd"',
    "id = 1e999",
    "[code]",
    "lengths = [4]",
    "lengths = [" * 3000,
    "x = " + "9" * 5000,
    "[[words]]",
    'text = "\\u0007"',
    "[entry.method]",
    "a.b = 1979-05-27",
]


def as_file(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


@given(st.binary() | st.lists(st.sampled_from(ODD_LINES)).map(as_file))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_content_of_a_file_is_a_fault_of_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.toml").write_bytes(content)

    (bad,) = Catalogue(tmp_path).bad_files()

    assert isinstance(bad, BadFile)
