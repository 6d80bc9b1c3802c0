import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue import Catalogue
from pi.radio.head_unit import HeadUnit, Meaning

KNOWN = Catalogue()
FAMILIES = KNOWN.all_head_units()
WORDS = [(one.id, word.text) for one in FAMILIES for word in one.words]
PROMPTS = [(one.id, text) for one in FAMILIES for text in one.words_meaning(Meaning.PROMPT)]
BEFORE = [(one.id, text) for one in FAMILIES for text in one.words_meaning(Meaning.BEFORE_PROMPT)]


def found(text: str = "", *, shows: str = "", make: str = "") -> list[str]:
    return [one.id for one in KNOWN.search(text, shows=shows, make=make)]


def plain(shows: str) -> str:
    return shows.casefold().rstrip(":")


def test_nothing_asked_for_is_everything_in_order() -> None:
    assert tuple(found()) == KNOWN.ids()


@pytest.mark.parametrize("reads", ["1 CDE", "1CDE", "1 cde", " 1  Cde ", "2CDE", "7 cde"])
def test_spacing_case_and_the_number_beside_a_word_do_not_matter(reads: str) -> None:
    assert found(shows=reads) == ["hyundai-cde"]


@pytest.mark.parametrize("reads", ["10 SAFE", "10SAFE", "7 safe"])
def test_a_safe_with_a_count_finds_the_families_that_say_safe(reads: str) -> None:
    assert {"opel-safe", "vw-safe", "smart-grundig", "vw-rcd-0000"} <= set(found(shows=reads))


def test_a_count_of_tries_before_the_dashes_finds_its_family() -> None:
    assert found(shows="9 ----")[0] == "opel-safe"


def test_a_running_countdown_finds_the_family_whose_display_counts_down() -> None:
    assert found(shows="Wait 12:34")[0] == "ford-6000cd"


def test_the_zeros_under_a_prompt_find_the_family_that_starts_from_them() -> None:
    assert "nissan-radio-code" in found(shows="0000")


def test_a_prompt_read_with_what_stands_beside_it_is_still_found() -> None:
    assert "nissan-radio-code" in found(shows="Radio Code: 0000")


def test_a_longer_word_is_not_taken_for_a_shorter_one_that_it_begins_with() -> None:
    assert "gm-theftlock-1994" not in found(shows="LOCKED")


def test_families_that_ask_with_a_word_come_before_those_it_means_something_else_on() -> None:
    assert found(shows="SEC")[:2] == ["lexus-sec", "gm-theftlock-1994"]


@pytest.mark.parametrize(("family", "shows"), WORDS)
def test_every_word_of_a_display_finds_its_family(family: str, shows: str) -> None:
    assert family in found(shows=shows)


@pytest.mark.parametrize(("family", "shows"), PROMPTS)
def test_a_prompt_finds_no_family_without_that_prompt_first(family: str, shows: str) -> None:
    asking = {one for one, text in PROMPTS + BEFORE if plain(text) == plain(shows)}

    assert found(shows=shows)[0] in asking


@pytest.mark.parametrize("one", FAMILIES, ids=lambda one: one.id)
def test_every_car_finds_its_family(one: HeadUnit) -> None:
    assert all(one.id in found(f"{car.make} {car.model}") for car in one.fits)


def test_a_make_leaves_out_the_families_of_other_makes() -> None:
    assert found(shows="5 SAFE", make="vauxhall") == ["opel-safe"]


def test_the_car_a_family_was_seen_in_comes_before_the_car_it_may_be_in() -> None:
    assert found(make="Dacia") == ["media-nav", "renault-column", "renault-keypad"]


def test_every_word_typed_must_fit() -> None:
    assert found("nissan note") == ["nissan-note-2009"]


def test_what_the_display_shows_can_be_typed_as_free_text() -> None:
    assert found("1CDE") == ["hyundai-cde"]


def test_what_fits_nothing_finds_nothing() -> None:
    assert found("zeppelin") == []


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_each_family_comes_at_most_once(text: str, shows: str, make: str) -> None:
    families = found(text, shows=shows, make=make)

    assert len(set(families)) == len(families)


@given(st.sampled_from(WORDS), st.text(st.sampled_from(" .:"), max_size=3))
def test_blanks_and_points_in_a_word_change_nothing(word: tuple[str, str], noise: str) -> None:
    family, shows = word

    assert family in found(shows=noise + shows.swapcase() + noise)
