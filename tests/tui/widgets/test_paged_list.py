"""The paged list: no scrolling, every item reached by tap and by key."""

import pytest
from textual.geometry import Region

from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.widgets.paged_list import NEXT, PREVIOUS, PagedList

EVERYWHERE = pytest.mark.parametrize("size", SIZES)
MANY = [f"Model {number}" for number in range(30)]
FEW = ["Nissan", "Opel", "Renault"]
SIZE = (40, 16)


def regions(shown: PagedList) -> dict[str, Region]:
    """Where each tap target is, by its token."""
    return {cell.token: cell.region for cell in shown.shown_cells() if cell.token}


def titles(shown: PagedList) -> list[str]:
    """The items on the page."""
    lines = [line[2:].strip() for line in text_of(shown)]
    return [line[2:] for line in lines if line[:1].isdigit() and line[1:2] == " "]


async def tap(shown: PagedList, token: str, pilot: object) -> None:
    """Tap the middle of a target."""
    x, y = regions(shown)[token].offset
    await pilot.click(shown, offset=(x + 1, y + 1))  # type: ignore[attr-defined]


@EVERYWHERE
async def test_items_are_three_rows_high_and_as_wide_as_the_list(size: tuple[int, int]) -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=size):
        items = [region for token, region in regions(shown).items() if token.isdigit()]
        assert all(each.size == (size[0], 3) for each in items)


@EVERYWHERE
@pytest.mark.parametrize("count", [0, 1, 3, 5, 9, 10, 30])
async def test_everything_is_inside_the_list(size: tuple[int, int], count: int) -> None:
    shown = PagedList(MANY[:count])
    async with Stage(shown).run_test(size=size):
        inside = shown.region.reset_offset
        assert all(inside.contains_region(cell.region) for cell in shown.shown_cells())


@EVERYWHERE
async def test_previous_and_next_are_as_large_as_keys(size: tuple[int, int]) -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=size):
        turning = [regions(shown)[NEXT]]
        shown.turn(1)
        turning.append(regions(shown)[PREVIOUS])
        assert all(each.width >= 12 and each.height >= 3 for each in turning)


@EVERYWHERE
async def test_turning_the_pages_shows_every_item_once(size: tuple[int, int]) -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=size) as pilot:
        seen = titles(shown)
        for _page in range(shown.pages - 1):
            await tap(shown, NEXT, pilot)
            seen += titles(shown)
        assert seen == MANY


async def test_a_list_that_fits_has_no_pages_to_turn() -> None:
    shown = PagedList(FEW)
    async with Stage(shown).run_test(size=SIZE):
        assert list(regions(shown)) == ["1", "2", "3"]


async def test_the_page_and_the_number_of_pages_are_shown() -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=SIZE):
        assert f"1/{shown.pages}" in "".join(text_of(shown))


async def test_a_tap_chooses_the_item_under_the_finger() -> None:
    app = Stage(shown := PagedList(FEW))
    async with app.run_test(size=SIZE) as pilot:
        await tap(shown, "2", pilot)
        assert [choice.index for choice in await app.hears(PagedList.Chosen)] == [1]


async def test_on_a_later_page_the_index_counts_from_the_first_item() -> None:
    app = Stage(shown := PagedList(MANY))
    async with app.run_test(size=SIZE) as pilot:
        await tap(shown, NEXT, pilot)
        await tap(shown, "1", pilot)
        choices = await app.hears(PagedList.Chosen)
        assert [choice.index for choice in choices] == [shown.per_page]


async def test_a_digit_chooses_an_item() -> None:
    app = Stage(PagedList(FEW))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        assert [choice.index for choice in await app.hears(PagedList.Chosen)] == [2]


async def test_enter_chooses_the_marked_item() -> None:
    app = Stage(PagedList(FEW))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "up", "enter")
        assert [choice.index for choice in await app.hears(PagedList.Chosen)] == [1]


async def test_the_mark_is_a_shape() -> None:
    shown = PagedList(FEW)
    async with Stage(shown).run_test(size=SIZE) as pilot:
        await pilot.press("down")
        assert [line[0] for line in text_of(shown)[:6]] == ["▏", "▏", "─", "█", "█", "─"]


async def test_the_mark_walks_on_to_the_next_page() -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=SIZE) as pilot:
        await pilot.press(*["down"] * shown.per_page)
        assert titles(shown)[0] == MANY[shown.per_page]


@pytest.mark.parametrize(("forth", "back"), [("right", "left"), ("pagedown", "pageup")])
async def test_keys_turn_the_page_and_stop_at_both_ends(forth: str, back: str) -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=SIZE) as pilot:
        await pilot.press(back)
        assert titles(shown)[0] == MANY[0]
        await pilot.press(*[forth] * 20)
        assert titles(shown)[-1] == MANY[-1]


async def test_other_items_start_at_the_first() -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=SIZE) as pilot:
        await pilot.press("right", "right")
        shown.items = FEW
        await pilot.pause()
        assert titles(shown) == FEW


async def test_an_empty_list_has_nothing_to_choose() -> None:
    app = Stage(PagedList())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "1", "down", "right")
        await pilot.pause()
        assert app.heard == []


async def test_a_long_item_takes_two_lines() -> None:
    shown = PagedList(['Qashqai and Qashqai+2 (2007 to 2013), shows "Radio Code:"'])
    async with Stage(shown).run_test(size=SIZE):
        text = " ".join(line[1:].strip() for line in text_of(shown)[:2])
        assert text == '1 Qashqai and Qashqai+2 (2007 to 2013), shows "Radio Code:"'


async def test_an_item_longer_than_two_lines_says_that_it_goes_on() -> None:
    shown = PagedList(["word " * 40])
    async with Stage(shown).run_test(size=SIZE):
        assert text_of(shown)[1].rstrip().endswith("…")
