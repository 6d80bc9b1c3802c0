"""A first start without the code, up to the code found and a radio that plays."""

import pytest

from pi.service.asks import Unlock, UnlockKind
from tests.stories.answering import By, Scene, choose, play, press, read, visit, write
from tests.stories.lost import does, types_the_code
from tests.stories.set_up_scenes import (
    A_PIN,
    BEGIN,
    BY_MAKE,
    NAME,
    NO_PASSPHRASE,
    NO_SERIAL,
    SOURCE,
    THE_KEY,
)
from tests.stories.stage import Stage
from tests.stories.telling import HANDS, Owner, Size
from tests.stories.test_outcome import TO_THE_CONFIRM
from tui.screens.home import HomeScreen
from tui.screens.setup.code import CodeAgainPage, CodePage, NoCodeYetPage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.narrowing import QuestionPage
from tui.screens.setup.radio import RadioPage
from tui.screens.setup.serial import SerialPage

A_NISSAN: list[Scene] = [
    (RadioPage, press("make")),
    (MakesPage, choose("Nissan")),
    (QuestionPage, press("show")),
    (FamiliesPage, choose("asks Radio Code:")),
    (FamilyPage, press("yes")),
]
WITHOUT: list[Scene] = [
    (CodePage, press("other")),
    (NoCodeYetPage, read("Look for a card"), press("lost")),
]

BACK_TO_THE_CODE: list[Scene] = [
    (SerialPage, press("back")),
    (NoCodeYetPage, press("back")),
    (CodePage, write("3712")),
    (CodeAgainPage, write("3712")),
]


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_code_that_is_lost_at_the_first_start_is_found_and_plays(
    house: Stage, size: Size, kiosk: bool, by: By
) -> None:
    passphrase = [] if kiosk else NO_PASSPHRASE
    async with visit(size, by, kiosk=kiosk) as visitor:
        story = [*BEGIN, *A_NISSAN, *NAME, *WITHOUT, *NO_SERIAL, *A_PIN, *passphrase, *THE_KEY]
        await play(visitor, [*story, (HomeScreen,)])
        await visitor.app.tell(Unlock(kind=UnlockKind.PIN, secret="2580"))
        owner = Owner(visitor.pilot, by)
        await owner.plays([("No code is kept for this radio yet.", "Find my code")])
        await does(owner, "Papers", "Found it")
        await types_the_code(owner, "The code card")
        await owner.presses("The same")
        await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "It plays"), ("PLAYING", "")])


async def test_a_code_that_turns_up_after_all_is_kept_with_its_source(house: Stage) -> None:
    async with visit((48, 16), "taps", kiosk=True) as owner:
        story: list[Scene] = [
            *BEGIN,
            *BY_MAKE,
            *NAME,
            *WITHOUT,
            *BACK_TO_THE_CODE,
            *NO_SERIAL,
            *SOURCE,
            *A_PIN,
            *THE_KEY,
            (HomeScreen,),
        ]
        await play(owner, story)
        assert owner.app.state is not None
        assert owner.app.state.code_kept
