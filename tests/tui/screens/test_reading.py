"""Text read page by page: nothing is lost, nothing is cut off, whatever the room."""

from hypothesis import given
from hypothesis import strategies as st

from tui.screens.finding.reading import paged

WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=7)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), max_size=8)
WIDTHS, HEIGHTS = st.integers(8, 80), st.integers(0, 24)


@given(TEXTS, WIDTHS, HEIGHTS)
def test_every_word_stands_on_some_page_in_its_order(
    texts: list[str], width: int, height: int
) -> None:
    read = [word for page in paged(texts, width, height) for line in page for word in line.split()]
    assert read == " ".join(texts).split()


@given(TEXTS, WIDTHS, HEIGHTS)
def test_no_page_is_larger_than_its_room(texts: list[str], width: int, height: int) -> None:
    for page in paged(texts, width, height):
        assert len(page) <= max(1, height)
        assert all(len(line) <= width for line in page)


@given(TEXTS, WIDTHS)
def test_no_page_begins_with_an_empty_line(texts: list[str], width: int) -> None:
    assert all(page[:1] != [""] for page in paged(texts, width, 10))
