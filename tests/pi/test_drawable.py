"""What a terminal draws and what it obeys; what is quoted is cut where nobody would read it."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.drawable import LONGEST_LINE, clipped, drawable, is_drawable, line_of, shows_nothing

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WELSH = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
DRAWN = [
    "Jürgen's Käfer",
    f"{FAMILY} van",
    "❤️",
    "👍🏽",
    "🇩🇪",
    WELSH,
    "می\u200cخواهم",
    "日産\u3000ノート",
    "1\xa0000 km",
    "ma\u0301s",
    "עברית",
    "\U0001fadf",  # a newer emoji than some Pythons know
]
OBEYED = [
    "\x1b[2J",
    "\x9b2J",
    "a\nb",
    "a\rb",
    "a\tb",
    "\x00",
    "\x7f",
    "\u202eexe.gpj",
    "\u2066a\u2069",
    "\u200f",
    "a\u2028b",
    "\ufeff",
    "\udc9b",
    "\uffff",
    "\U000e0001",
]


@pytest.mark.parametrize("text", DRAWN)
def test_what_can_be_drawn_is_printed_as_it_is_and_seen(text: str) -> None:
    assert (is_drawable(text), drawable(text), shows_nothing(text)) == (True, text, False)


@pytest.mark.parametrize("text", OBEYED)
def test_what_a_terminal_would_obey_becomes_blanks(text: str) -> None:
    assert not is_drawable(text)
    assert is_drawable(drawable(text))


@given(st.text(st.characters(codec=None)))
def test_no_control_character_and_no_turning_of_the_order_is_left(text: str) -> None:
    obeyed = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u200e\u200f\u061c"}
    obeyed |= {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    said = drawable(text)
    assert obeyed.isdisjoint(said)
    assert len(said) == len(text)
    said.encode()


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        *((text, True) for text in ("", "  ", "\u200d", "\u3000\xa0", "\ufe0f\u200c", "\u0301")),
        *((text, False) for text in ("7", "\ue000")),
    ],
)
def test_a_name_that_nobody_would_see_shows_nothing(text: str, nothing: bool) -> None:
    assert shows_nothing(text) is nothing


@given(st.text(), st.integers(10, 50))
def test_what_is_long_keeps_its_beginning_and_its_end_and_is_as_long_as_it_may_be(
    text: str, most: int
) -> None:
    assert len(clipped(text, most)) == min(len(text), most)
    assert clipped("a" * 120) == "a" * 120
    assert clipped("begin" + "x" * 10**6 + "end.", 20) == "beginxxxx … xxxxend."


def test_a_line_is_one_line_and_no_longer_than_a_person_reads() -> None:
    said = line_of("\x1b\n" * 10**6)
    assert (len(said), is_drawable(said)) == (LONGEST_LINE, True)


def test_status_pays_for_no_table_of_characters() -> None:
    script = "import sys; import pi.drawable; print('unicodedata' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert said.stdout == "False\n"
