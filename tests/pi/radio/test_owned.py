"""The owner's own directory: what can't be used is named and skipped, the rest loads."""

import os
from pathlib import Path

import pytest

from pi.radio.catalogue import Catalogue
from pi.radio.head_unit_file import LONGEST_FILE, WhyBad
from tests.pi.radio.bad_things import BAD_THINGS, BadThing
from tests.pi.radio.own_files import own_file


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory with one good file."""
    directory = tmp_path / "own"
    directory.mkdir()
    own_file(directory, "my-niva")
    return directory


@pytest.mark.parametrize("bad", BAD_THINGS, ids=lambda bad: bad.name)
def test_what_cant_be_used_is_named_with_the_reason(own: Path, bad: BadThing) -> None:
    bad.put(own)

    assert [(each.file, each.reason) for each in Catalogue(own).bad_files()] == [
        ("bad.toml", bad.reason)
    ]


@pytest.mark.parametrize("bad", BAD_THINGS, ids=lambda bad: bad.name)
def test_the_rest_loads_beside_it(own: Path, bad: BadThing) -> None:
    bad.put(own)

    assert Catalogue(own).load("my-niva").name == "My old radio"


def test_a_link_within_the_directory_is_followed(own: Path) -> None:
    own_file(own, "linked").rename(own / ".kept")
    (own / "linked.toml").symlink_to(".kept")

    assert Catalogue(own).load("linked").id == "linked"


def test_the_directory_itself_may_be_a_link(own: Path) -> None:
    link = own.parent / "link"
    link.symlink_to(own)

    assert Catalogue(link).bad_files() == ()


def test_of_a_huge_file_no_more_is_read_than_a_family_needs(own: Path) -> None:
    with (own / "bad.toml").open("wb") as huge:
        huge.truncate(2**40)  # a hole: no memory would hold it

    assert [bad.reason for bad in Catalogue(own).bad_files()] == [WhyBad.TOO_LARGE]


def test_the_longest_file_that_is_read_is_read_whole(own: Path) -> None:
    text = own_file(own, "long").read_text("utf-8")
    (own / "long.toml").write_text(text + "#" * (LONGEST_FILE - len(text)), "utf-8")

    assert Catalogue(own).load("long").id == "long"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(own: Path) -> None:
    own_file(own, "bad").chmod(0)

    assert [bad.reason for bad in Catalogue(own).bad_files()] == [WhyBad.UNREADABLE]
