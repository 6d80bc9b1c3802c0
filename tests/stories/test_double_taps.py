"""A double tap is harmless: its second half does nothing on the screen that the first brought."""

import pytest
from textual.screen import Screen

from tests.stories.answering import Scene, Visitor, choose, play, press, visit
from tests.stories.set_up_scenes import BEGIN, BY_MAKE
from tests.stories.stage import Stage
from tests.stories.visitor import Hand
from tui.screens.setup.code import CodePage
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.narrowing import QuestionPage
from tui.screens.setup.radio import RadioPage
from tui.widgets.settle import Settle


async def rest(visitor: Visitor) -> None:
    """A second goes by before the next tap."""
    clock = visitor.app.clock
    assert isinstance(clock, Hand)
    clock.now += 1.0


def slowly(scenes: list[Scene]) -> list[Scene]:
    """The scenes, with a rest before each."""
    slow: list[Scene] = []
    for screen, *doings in scenes:
        slow.append((screen, rest, *doings))
    return slow


@pytest.mark.parametrize(
    ("way", "brought"),
    [
        ([(RadioPage, press("make"))], MakesPage),
        ([(RadioPage, press("make")), (MakesPage, choose("Audi"))], QuestionPage),
        (BY_MAKE, NamePage),
        ([*BY_MAKE, (NamePage, press("enter"))], CodePage),
    ],
    ids=["button-to-list", "list-to-list", "button-to-letters", "letters-to-digits"],
)
@pytest.mark.parametrize("size", [(48, 16), (80, 24)])
async def test_the_second_tap_does_nothing_wherever_it_lands(
    house: Stage, size: tuple[int, int], way: list[Scene], brought: type[Screen[None]]
) -> None:
    hand = Hand()
    async with visit(size, "taps", kiosk=True, clock=hand, settle=Settle(0.3, clock=hand)) as owner:
        await play(owner, [*slowly([*BEGIN, *way]), (brought,)])
        for y in range(1, size[1], 2):
            for x in range(2, size[0], 7):
                await owner.taps(owner.screen, x, y)
        await owner.sees(brought)
        assert not getattr(owner.screen, "text", "")


async def test_digits_typed_fast_one_after_the_other_all_count(house: Stage) -> None:
    hand = Hand()
    async with visit(by="taps", clock=hand, settle=Settle(0.3, clock=hand)) as owner:
        await play(owner, slowly([*BEGIN, *BY_MAKE, (NamePage, press("enter")), (CodePage,)]))
        await owner.types("3712")
        await owner.until(lambda: getattr(owner.screen, "text", "") == "3712", "four digits")


async def test_a_held_key_presses_enter_once(house: Stage) -> None:
    hand = Hand()
    async with visit(clock=hand, settle=Settle(0.3, clock=hand)) as owner:
        await play(owner, slowly([*BEGIN, *BY_MAKE, (NamePage,)]))
        for _ in range(5):
            await owner.strikes("enter")
        await play(owner, [(CodePage,)])
        await owner.strikes("enter")
        assert "code is missing" not in owner.text
