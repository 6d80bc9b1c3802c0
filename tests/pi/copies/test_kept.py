"""What goes into a copy is clean, and does not print."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pi.copies.kept import Kept, clean


def test_what_is_kept_prints_as_its_number_alone() -> None:
    assert repr(Kept(number=1, name="Van", code="0712", serial="BP5")) == "Kept(1, ★)"


def test_control_characters_go_and_line_ends_become_blanks() -> None:
    assert clean("Grey\x07 Qash\nqai\x1b[2J\t1\ud800\ufffe ") == "Grey Qash qai[2J 1"


def test_what_would_turn_the_order_of_letters_goes() -> None:
    assert clean("a\u202eb\u2066c\u200f") == "abc"


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_whatever_the_text_it_can_stand_in_a_keepass_file(text: str) -> None:
    element = etree.Element("Value")
    element.text = clean(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0xFFFD), max_size=40))
def test_what_can_be_read_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text
