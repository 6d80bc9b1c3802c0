"""An id that a family had before still leads to it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.radio import catalogue
from pi.radio.catalogue import Catalogue, UnknownHeadUnitError, older_ids
from pi.radio.head_unit import is_an_id
from tests.pi.radio.own_files import own_file

NAMED = 'name = "My old radio"'
BEFORE = f'{NAMED}\nalso_known_as = ["my-first-guess", "The old one", "vw-safe"]'
FAMILY = catalogue.load("vw-safe")


@pytest.fixture
def of_this_car(tmp_path: Path) -> Catalogue:
    """A catalogue with an owner's family that went by another id before."""
    own_file(tmp_path, "my-niva", (NAMED, BEFORE))
    return Catalogue(tmp_path)


def test_an_older_id_gives_the_family_as_it_is_called_now(of_this_car: Catalogue) -> None:
    assert of_this_car.load("my-first-guess").id == "my-niva"


def test_an_id_in_use_goes_before_an_older_one(of_this_car: Catalogue) -> None:
    assert of_this_car.load("vw-safe").id == "vw-safe"


@pytest.mark.parametrize("typed", ["The old one", "the-old-one", "my-first", "MY-FIRST-GUESS", ""])
def test_a_name_that_is_no_id_gives_no_family(of_this_car: Catalogue, typed: str) -> None:
    with pytest.raises(UnknownHeadUnitError):
        of_this_car.load(typed)


def test_an_older_id_is_none_of_the_ids(of_this_car: Catalogue) -> None:
    assert "my-first-guess" not in of_this_car.ids()


def test_an_older_id_that_two_families_claim_is_nobodys() -> None:
    one = replace(FAMILY, id="one", also_known_as=("both", "ones"))
    two = replace(FAMILY, id="two", also_known_as=("both", "twos"))

    assert older_ids([one, two]) == {"ones": "one", "twos": "two"}


def test_no_older_id_is_the_id_of_another_family() -> None:
    assert older_ids(catalogue.all_head_units()).keys().isdisjoint(catalogue.ids())


def test_every_older_id_loads_the_family_that_claims_it() -> None:
    older = older_ids(catalogue.all_head_units())

    assert {name: catalogue.load(name).id for name in older} == older


@pytest.mark.parametrize("text", ["SAFE", "CAR 300", "a--b", "-a", "ä", "a" * 65, ""])
def test_a_name_in_free_text_is_no_id(text: str) -> None:
    assert not is_an_id(text)
