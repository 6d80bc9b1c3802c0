"""Makes, their other names, and the honest answer where nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue import Catalogue, all_head_units
from pi.radio.makes import Make, find_make, known_makes, makes
from pi.radio.squeezed import squeezed

FAMILIES = all_head_units()
MAKES = makes(FAMILIES)
NAMES = [one.name for one in MAKES]


def test_every_make_that_a_family_was_seen_in_is_listed() -> None:
    seen = {squeezed(fits.make) for one in FAMILIES for fits in one.fits}

    assert seen <= {squeezed(name) for name in NAMES}


def test_makes_come_by_their_letters_and_once() -> None:
    letters = [squeezed(name) for name in NAMES]

    assert letters == sorted(set(letters))


@pytest.mark.parametrize("one", MAKES, ids=lambda one: one.name)
def test_a_make_knows_something_exactly_where_it_has_a_family(one: Make) -> None:
    assert one.nothing_known is (one.families == ())


@pytest.mark.parametrize("one", MAKES, ids=lambda one: one.name)
def test_a_make_has_every_family_that_a_search_for_it_finds(one: Make) -> None:
    found = {each.id for each in Catalogue().search(make=one.name)}

    assert set(one.families) <= found


@pytest.mark.parametrize("name", ["Suzuki", "Subaru", "Iveco", "Daewoo"])
def test_a_make_without_a_family_is_listed_all_the_same(name: str) -> None:
    assert name in NAMES


@pytest.mark.parametrize(
    ("typed", "name"),
    [("vauxhall", "Vauxhall"), ("VW", "Volkswagen"), (" bmw ", "BMW"), ("Ssang Yong", "SsangYong")],
)
def test_a_make_is_found_by_any_of_its_names(typed: str, name: str) -> None:
    found = find_make(typed)

    assert found is not None
    assert found.name == name


def test_accents_do_not_matter() -> None:
    found = find_make("Citroën")

    assert found is not None
    assert found == find_make("citroen")


@pytest.mark.parametrize("typed", ["", " ", "Trabant", "-"])
def test_what_is_no_known_make_is_not_found(typed: str) -> None:
    assert find_make(typed) is None


def test_a_vauxhall_has_the_families_of_opel() -> None:
    vauxhall, opel = find_make("Vauxhall"), find_make("Opel")

    assert vauxhall is not None
    assert opel is not None
    assert vauxhall.families == opel.families != ()


def test_a_search_for_vauxhall_finds_what_opels_have() -> None:
    assert Catalogue().search(make="Vauxhall") == Catalogue().search(make="Opel")


@pytest.mark.parametrize("one", known_makes(), ids=lambda one: one.name)
def test_every_note_on_facts_names_who_says_so(one: Make) -> None:
    says_nothing = one.note == "" or "nothing is known" in one.note

    assert bool(one.sources) is not says_nothing


@pytest.mark.parametrize("one", known_makes(), ids=lambda one: one.name)
def test_no_note_holds_a_number_that_could_be_taken_for_a_rule(one: Make) -> None:
    assert not any(char.isdigit() for char in one.note)


@given(st.text())
def test_whatever_is_typed_is_found_or_not_without_a_fault(text: str) -> None:
    assert find_make(text, MAKES) in {None, *MAKES}
