"""Paragraphs page by page, and the recovery key in its groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from tests.tui.widgets.stage import Stage, text_of
from tui.screens.paragraphs import Paragraphs
from tui.screens.setup.groups import KeyGroups
from tui.widgets.glyphs import draw

KEY = "MWQG-23VH-43Q3-K9W9-AEBJ-W9F6-MPC4"
sentences = st.lists(st.text("abc ", max_size=90).map(lambda text: f"a{text}"), max_size=12)


@given(sentences, st.integers(10, 80), st.integers(2, 30))
def test_every_word_is_on_one_page_in_order(texts: list[str], width: int, height: int) -> None:
    shown = Paragraphs()
    shown.set_reactive(Paragraphs.texts, texts)
    shown.expected = Size(width, height)
    lines = [line for page in shown.pages for line in page]
    words = "".join("".join(lines).split())
    marked = "".join(f"{at}.{text}" for at, text in enumerate(texts, start=1))
    assert words == "".join(marked.split())


@given(sentences, st.integers(10, 80), st.integers(1, 30))
def test_no_page_is_longer_than_the_screen(texts: list[str], width: int, height: int) -> None:
    shown = Paragraphs()
    shown.set_reactive(Paragraphs.texts, texts)
    shown.expected = Size(width, height)
    assert all(len(page) <= height for page in shown.pages)


async def test_after_the_last_page_comes_the_first() -> None:
    shown = Paragraphs()
    async with Stage(shown).run_test(size=(40, 16)):
        shown.texts = ["word " * 60] * 4
        first = text_of(shown)
        for _ in shown.pages:
            shown.turn()
        assert text_of(shown) == first


@pytest.mark.parametrize("size", [(40, 9), (48, 9), (57, 9), (66, 12), (80, 16)])
async def test_every_group_of_the_key_is_written_where_drawings_do_not_fit(
    size: tuple[int, int],
) -> None:
    groups = KeyGroups()
    async with Stage(groups).run_test(size=size):
        groups.key = KEY
        written = "".join("".join(text_of(groups)).split())
        assert all(f"{at}.{each}" in written for at, each in enumerate(KEY.split("-"), start=1))


async def test_the_key_is_drawn_where_all_of_it_fits() -> None:
    groups = KeyGroups()
    async with Stage(groups).run_test(size=(120, 34)):
        groups.key = KEY
        assert draw("MWQG", "large")[0] in text_of(groups)[0]  # type: ignore[index]
