"""The paged grid: more items a page than the list, every one whole and reached once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from tests.tui.widgets.stage import SIZES, Stage
from tui.widgets.paged_grid import LEAST, PagedGrid
from tui.widgets.paged_list import ROWS, PagedList

MAKES = ["Audi", "BMW", "Dacia", "Fiat", "Ford", "Honda", "Volkswagen", *map(str, range(23))]
EVERYWHERE = pytest.mark.parametrize("size", SIZES)


def items(shown: PagedList) -> list[Region]:
    """Where the items of the page are."""
    return [cell.region for cell in shown.shown_cells() if cell.token.isdigit()]


@EVERYWHERE
@pytest.mark.parametrize("count", [0, 1, 2, 6, 9, 10, 30])
async def test_everything_is_inside_the_grid(size: tuple[int, int], count: int) -> None:
    shown = PagedGrid(MAKES[:count])
    async with Stage(shown).run_test(size=size):
        inside = shown.region.reset_offset
        assert all(inside.contains_region(cell.region) for cell in shown.shown_cells())


@EVERYWHERE
async def test_no_two_items_overlap(size: tuple[int, int]) -> None:
    shown = PagedGrid(MAKES)
    async with Stage(shown).run_test(size=size):
        places = items(shown)
        assert not any(one.overlaps(other) for one in places for other in places if one != other)


@EVERYWHERE
async def test_items_are_large_enough(size: tuple[int, int]) -> None:
    shown = PagedGrid(MAKES)
    async with Stage(shown).run_test(size=size):
        assert all(each.width >= LEAST and each.height == ROWS for each in items(shown))


@EVERYWHERE
async def test_a_page_holds_at_least_as_many_as_a_list_does(size: tuple[int, int]) -> None:
    grid, plain = PagedGrid(MAKES), PagedList(MAKES)
    async with Stage(grid).run_test(size=size):
        many = grid.per_page
    async with Stage(plain).run_test(size=size):
        assert many >= plain.per_page


@EVERYWHERE
async def test_turning_the_pages_shows_every_item_once(size: tuple[int, int]) -> None:
    shown = PagedGrid(MAKES)
    async with Stage(shown).run_test(size=size) as pilot:
        seen = 0
        for _ in range(shown.pages):
            seen += len(items(shown))
            shown.turn(1)
            await pilot.pause()
        assert seen == len(MAKES)


async def test_a_digit_chooses_the_item_that_shows_it() -> None:
    app = Stage(shown := PagedGrid(MAKES))
    async with app.run_test(size=(48, 16)) as pilot:
        await pilot.press("5")
        assert [each.index for each in await app.hears(PagedList.Chosen)] == [4]
        assert shown.marked == 4


@given(st.integers(12, 200), st.integers(3, 60), st.integers(0, 40))
def test_a_word_of_ten_letters_is_never_broken(width: int, height: int, count: int) -> None:
    shown = PagedGrid(["Volkswagen"] * count)
    cells = shown.cells(Size(width, height)) if count else []
    assert all("Volkswagen" in "".join(cell.lines) for cell in cells if cell.token.isdigit())
