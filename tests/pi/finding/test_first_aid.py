"""First aid by the word on the display."""

import pytest

from pi.finding.first_aid import first_aid
from pi.finding.makes import makes
from pi.finding.reading import read


def ids(shows: str, make: str = "") -> list[str]:
    return [aid.id for aid in first_aid(shows, make)]


@pytest.mark.parametrize(
    ("shows", "id_"),
    [
        ("CODE", "asks"),
        ("COdE", "asks"),
        ("1 CDE", "asks"),
        ("2cde", "asks"),
        ("SAFE", "safe"),
        ("safe 2", "safe"),
        ("WAIT", "wait"),
        ("Wait 29:58", "wait"),
        ("code error", "wait"),
        ("LOC", "locked"),
        ("InOP", "locked"),
        ("SECURE", "secure"),
        ("HELP", "help"),
        ("CALL DEALER", "call-dealer"),
        ("SEC", "sec"),
        ("CANCHECK", "cancheck"),
        ("CARD ERR", "card-error"),
    ],
)
def test_a_word_is_known_with_its_numbers_and_in_any_case(shows: str, id_: str) -> None:
    assert ids(shows)[0] == id_


def test_off_means_two_things_where_the_make_is_not_known() -> None:
    assert ids("OFF") == ["off-wait", "off-final"]


@pytest.mark.parametrize(("make", "id_"), [("Volvo", "off-wait"), ("BMW", "off-final")])
def test_off_means_one_thing_where_the_make_is_known(make: str, id_: str) -> None:
    assert ids("OFF", make) == [id_]


def test_a_word_of_another_make_helps_nobody() -> None:
    assert ids("CANCHECK", "Nissan") == []


@pytest.mark.parametrize("shows", ["", "   ", "hello", "?"])
def test_what_no_radio_shows_has_no_first_aid(shows: str) -> None:
    assert ids(shows) == []


def test_where_no_code_exists_it_is_said() -> None:
    assert {aid.id for aid in (*first_aid("SECURE"), *first_aid("CANCHECK")) if aid.no_code} == {
        "secure",
        "cancheck",
    }


def test_every_entry_is_found_by_each_of_its_words() -> None:
    words = [(word.id, text) for word in read("first_aid").words for text in word.shows]
    assert [text for id_, text in words if id_ not in ids(text)] == []


def test_every_entry_names_makes_as_the_guide_spells_them() -> None:
    named = {make for word in read("first_aid").words for make in word.makes}
    assert named <= set(makes())


def test_every_entry_says_what_not_to_do() -> None:
    assert all(word.never.startswith("Do not ") for word in read("first_aid").words)
