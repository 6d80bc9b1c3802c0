"""A button in the car wishes to see a code where none is kept: lost, or never needed."""

from pathlib import Path

import pytest

from tests.stories.lost import NOTE, SECURE, types_the_code, without_a_code
from tests.stories.telling import HANDS, Owner, Size
from tests.stories.visitor import By
from tui.screens.code import CodeScreen
from tui.screens.opening import open_screen

NONE_YET = "No code is kept for this radio yet."


async def wishes_to_see_it(owner: Owner) -> None:
    """Open what a button of the panel opens."""
    await owner.until(lambda: owner.app.state is not None, "a state")
    open_screen(owner.app, "code")
    await owner.sees(CodeScreen)


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_code_that_is_lost_is_looked_for_from_where_it_would_stand(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await wishes_to_see_it(owner)
        await owner.plays([(NONE_YET, "Find my code"), ("0 of", "")])


async def test_a_code_that_was_lost_is_typed_in_where_it_would_stand(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await wishes_to_see_it(owner)
        await owner.plays([(NONE_YET, "I have it: type it in")])
        await types_the_code(owner, "The code card")


async def test_of_a_radio_that_takes_no_code_none_is_looked_for(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, SECURE) as (_, owner):
        await wishes_to_see_it(owner)
        await owner.reads("this radio takes none from you")
        assert owner.offered == ["Back"]
