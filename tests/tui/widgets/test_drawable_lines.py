"""Whatever a name holds, a line of the screens commands no terminal and keeps its cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.color import Color

from pi.drawable import is_drawable
from tests.pi.test_drawable import DRAWN, FAMILY, OBEYED
from tui.widgets.drawable_lines import DrawableLines, settled

BLACK = Color(0, 0, 0)


def cells_of(text: str) -> int:
    """The cells on a terminal that knows no joining: character by character."""
    return sum(map(get_character_cell_size, text))


@given(st.text(st.characters(codec=None)) | st.text(st.sampled_from("".join([*DRAWN, *OBEYED]))))
def test_a_line_is_as_wide_on_every_terminal_as_it_was_laid_out(text: str) -> None:
    drawn = settled(text)
    assert (cells_of(drawn), cell_len(drawn)) == (cell_len(text), cell_len(text))
    assert is_drawable(drawn)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Qashqai", "Qashqai"),
        ("日産 ma\u0301s", "日産 ma\u0301s"),
        (f"{FAMILY} van", "\U0001f468 van"),
        ("❤️!", "❤ !"),
        ("👍🏽", "👍"),
        ("🇩🇪", "🇩🇪"),
        ("\x1b[2Ja\x9bb", "[2Jab"),
        ("a\u202eb", "ab"),
    ],
)
def test_letters_stay_and_a_joined_emoji_is_its_first_part(text: str, drawn: str) -> None:
    assert settled(text) == drawn


def test_what_the_screens_themselves_tell_the_terminal_passes() -> None:
    move = Segment("\x1b[2J", None, ((1, 2),))  # type: ignore[arg-type]
    assert DrawableLines().apply([move, Segment("a\x1b")], BLACK) == [move, Segment("a")]
