"""The faceplate: what the radio's display should show."""

import pytest
from textual.app import App

from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.widgets.faceplate import Faceplate


async def test_the_display_stands_in_a_box_with_its_characters_apart() -> None:
    plate = Faceplate("3700")
    async with Stage(plate).run_test(size=(66, 20)):
        assert text_of(plate) == ["╭─────────╮", "│ 3 7 0 0 │", "╰─────────╯"]


async def test_the_narrow_one_is_a_single_row() -> None:
    plate = Faceplate("3700", narrow=True)
    async with Stage(plate).run_test(size=(40, 16)):
        assert text_of(plate) == ["3 7 0 0"]


async def test_blanks_of_the_display_keep_their_place() -> None:
    plate = Faceplate("10 ----", narrow=True)
    async with Stage(plate).run_test(size=(40, 16)):
        assert text_of(plate) == ["1 0   - - - -"]


async def test_a_long_display_gives_up_the_gaps_and_not_its_end() -> None:
    plate = Faceplate("ENTER SECURITY CODE ----")
    async with Stage(plate).run_test(size=(40, 16)):
        assert text_of(plate)[1] == "│ ENTER SECURITY CODE ---- │"


async def test_it_shows_the_next_display_at_once() -> None:
    plate = Faceplate("3---", narrow=True)
    async with Stage(plate).run_test(size=(66, 20)) as pilot:
        plate.shows = "37--"
        await pilot.pause()
        assert text_of(plate) == ["3 7 - -"]


def _reversed_columns(plate: Faceplate) -> list[int]:
    (strip,) = plate.render_lines(plate.outer_size.region)
    found, column = [], 0
    for segment in strip:
        if segment.style is not None and segment.style.reverse:
            found += list(range(column, column + segment.cell_length))
        column += segment.cell_length
    return found


@pytest.mark.parametrize(("position", "columns"), [(None, []), (0, [0]), (2, [4]), (9, [])])
async def test_the_position_to_look_at_is_drawn_in_reverse(
    position: int | None, columns: list[int]
) -> None:
    plate = Faceplate("3700", position=position, narrow=True)
    app: App[None] = Stage(plate)
    async with app.run_test(size=(66, 20)):
        assert _reversed_columns(plate) == columns


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_whole_on_every_screen(size: tuple[int, int]) -> None:
    plate = Faceplate("8888888888")
    async with Stage(plate).run_test(size=size) as pilot:
        assert pilot.app.screen.region.contains_region(plate.region)
