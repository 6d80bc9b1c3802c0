"""Text on a screen: words as large as they fit, page by page, the least weighty line left out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from tests.tui.widgets.stage import SIZES, Dressed, Stage, text_of
from tui.screens.guide.reading import paged
from tui.screens.setup.recovery import KeyGroups
from tui.widgets import fitting
from tui.widgets.big_digits import draw
from tui.widgets.paragraphs import Paragraphs


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["PRESS KEY", "TIMES"]),
            st.sampled_from(["1", "6", "AS", "AM/FM", "lower column key", "1 + TUNE up"]),
        ),
        min_size=1,
        max_size=2,
    )
)
def test_every_way_of_blocks_names_every_caption_and_what_is_not_drawn(
    blocks: list[tuple[str, str]],
) -> None:
    for way in fitting.ways_of_blocks(blocks):
        assert all(caption in "\n".join(way) for caption, _ in blocks)
    first = next(fitting.ways_of_blocks(blocks))
    assert len({len(line) for line in first}) == 1  # one straight edge
    assert all(name in "\n".join(first) for _, name in blocks if len(name) > 6)


@given(
    st.sampled_from(["WAIT", "PLAYING", "SAFE TO TRY", "DID IT TAKE THE CODE?"]),
    st.integers(20, 120),
)
def test_words_never_grow_from_way_to_way_the_last_is_their_text(words: str, width: int) -> None:
    *_, last = ways = list(fitting.ways_of_words(words, width))
    areas = [fitting.width_of(way) * len(way) for way in ways if len(way) >= 3 and "" not in way]
    assert areas == sorted(areas, reverse=True)
    assert " ".join(" ".join(last).split()) == words


async def test_a_key_and_its_times_are_drawn_large_where_there_is_room() -> None:
    blocks = fitting.Blocks()
    blocks.blocks = (("PRESS KEY", "2"), ("TIMES", "7"))
    async with Stage(blocks).run_test(size=(66, 20)):
        large = draw("2", "large")
        assert large is not None
        rows = zip(large, text_of(blocks)[1:], strict=True)
        assert all(line.strip() in row for line, row in rows)


class Row:
    """A place of so many rows, as the arithmetic sees it."""

    def __init__(self, rows: int, drop: int) -> None:
        self.rows, self.drop, self.smaller, self.written_next = rows, drop, None, False


@given(
    st.lists(st.builds(Row, st.integers(1, 4), st.integers(0, 9)), max_size=8), st.integers(0, 20)
)
def test_what_may_never_go_stays_and_nothing_goes_that_fits(rows: list[Any], height: int) -> None:
    stay: list[Any] = fitting._fitted(rows, height)
    spare = height - sum(row.rows for row in stay)
    assert [row for row in rows if row.drop == 0 and row not in stay] == []
    assert spare >= 0 or all(row.drop == 0 for row in stay)
    assert stay == [row for row in rows if row in stay]  # in their order
    assert not [row for row in rows if row not in stay and row.rows <= spare]


async def test_large_words_shrink_after_light_lines_and_before_weighty_ones() -> None:
    for rows, drop, heights in ((6, 1, (1, 1)), (7, 8, (7, 0))):
        words, line = (
            fitting.BigWords("SAFE TO TRY"),
            fitting.Line("A charger spares it.", drop=drop),
        )
        async with Dressed(fitting.Fitted(words, line)).run_test(size=(48, rows)) as pilot:
            assert (words.region.height, line.region.height) == heights
            line.say("")
            await pilot.pause()
            assert not line.region.area  # what says nothing takes no room


@given(
    st.lists(st.text("abc ", max_size=90).map("a{}".format), max_size=12),
    st.integers(10, 80),
    st.integers(1, 30),
)
def test_every_word_is_on_one_page_in_order(texts: list[str], width: int, height: int) -> None:
    shown = Paragraphs()
    shown.set_reactive(Paragraphs.texts, texts)
    shown.expected = Size(width, height)
    assert all(len(page) <= height for page in shown.pages)
    if height > 1:
        words = "".join("".join("".join(page) for page in shown.pages).split())
        marked = "".join(f"{at}.{text}" for at, text in enumerate(texts, start=1))
        assert words == "".join(marked.split())


@pytest.mark.parametrize("size", SIZES)
async def test_words_are_never_wider_than_a_screen_and_after_the_last_page_comes_the_first(
    size: tuple[int, int],
) -> None:
    words, shown = fitting.BigWords("DID IT TAKE THE CODE?"), Paragraphs()
    async with Stage(words, shown).run_test(size=size):
        assert words.region.right <= size[0]
        assert max(map(len, text_of(words))) <= size[0]
        shown.texts = ["word " * 60] * 4
        first = text_of(shown)
        for _ in shown.pages:
            shown.turn()
        assert text_of(shown) == first


async def test_every_group_of_the_key_is_written_and_drawn_where_all_of_it_fits() -> None:
    key = "MWQG-23VH-43Q3-K9W9-AEBJ-W9F6-MPC4"
    for size in ((40, 9), (48, 9), (57, 9), (66, 12), (80, 16), (120, 34)):
        groups = KeyGroups()
        async with Stage(groups).run_test(size=size):
            groups.key = key
            shown = text_of(groups)
            written = "".join("".join(shown).split())
            if size == (120, 34):
                drawn = [line for each in key.split("-") for line in draw(each, "large") or [""]]
                assert all(line.strip() and line.rstrip() in "\n".join(shown) for line in drawn)
            else:
                assert all(
                    f"Group{at}│{each}" in written for at, each in enumerate(key.split("-"), 1)
                )


@given(
    st.lists(
        st.lists(st.text("abcdefgh", min_size=1, max_size=7), min_size=1, max_size=40), max_size=8
    ),
    st.integers(8, 80),
    st.integers(0, 24),
)
def test_what_is_read_loses_no_word_and_no_page_is_larger_than_its_room(
    texts: list[list[str]], width: int, height: int
) -> None:
    pages = paged([" ".join(words) for words in texts], width, height)
    lines = [line for page in pages for line in page]
    assert " ".join(lines).split() == [word for words in texts for word in words]
    assert all(len(page) <= max(1, height) for page in pages)
    assert all(len(line) <= width for line in lines)
    assert height < 10 or all(page[:1] != [""] for page in pages)
