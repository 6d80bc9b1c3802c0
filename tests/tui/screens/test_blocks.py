"""Big characters take the largest way that fits, and lose nothing on the way down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.screens.blocks import BigWords, Blocks, ways_of_blocks, ways_of_words, width_of
from tui.widgets.glyphs import draw

KEYS = st.sampled_from(["1", "6", "AS", "AM/FM", "lower column key", "1 + TUNE up"])
BLOCKS = st.lists(st.tuples(st.sampled_from(["PRESS KEY", "TIMES"]), KEYS), min_size=1, max_size=2)
WORDS = st.sampled_from(["WAIT", "PLAYING", "SAFE TO TRY", "DID IT TAKE THE CODE?", "IS IT ON?"])


@given(BLOCKS)
def test_every_way_of_blocks_names_every_caption(blocks: list[tuple[str, str]]) -> None:
    for way in ways_of_blocks(blocks):
        assert all(caption in "\n".join(way) for caption, _ in blocks)


@given(BLOCKS)
def test_a_drawing_side_by_side_has_one_straight_edge(blocks: list[tuple[str, str]]) -> None:
    first = next(ways_of_blocks(blocks))
    assert len({len(line) for line in first}) == 1


@given(BLOCKS)
def test_a_name_that_is_not_drawn_is_written_in_full(blocks: list[tuple[str, str]]) -> None:
    text = "\n".join(next(ways_of_blocks(blocks)))
    assert all(name in text for _, name in blocks if len(name) > 6)


@given(WORDS, st.integers(20, 120))
def test_words_get_no_larger_from_one_way_to_the_next(words: str, width: int) -> None:
    drawn = [way for way in ways_of_words(words, width) if len(way) >= 3]
    areas = [width_of(way) * len(way) for way in drawn if "" not in way]
    assert areas == sorted(areas, reverse=True)


@given(WORDS, st.integers(20, 120))
def test_the_last_way_of_words_is_their_text(words: str, width: int) -> None:
    *_, last = ways_of_words(words, width)
    assert " ".join(" ".join(last).split()) == words


@pytest.mark.parametrize("size", SIZES)
async def test_words_on_a_screen_are_never_wider_than_it(size: tuple[int, int]) -> None:
    words = BigWords("DID IT TAKE THE CODE?")
    async with Stage(words).run_test(size=size):
        assert words.region.right <= size[0]
        assert max(map(len, text_of(words))) <= size[0]


async def test_a_key_and_its_times_are_drawn_large_where_there_is_room() -> None:
    blocks = Blocks()
    blocks.blocks = (("PRESS KEY", "2"), ("TIMES", "7"))
    async with Stage(blocks).run_test(size=(66, 20)):
        large = draw("2", "large")
        assert large is not None
        assert all(
            line.strip() in row for line, row in zip(large, text_of(blocks)[1:], strict=True)
        )
