"""The first start, from the welcome to Home: by taps alone and by keys alone, at every size."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.answering import (
    By,
    Scene,
    choose,
    copy_the_key,
    play,
    press,
    read,
    type_the_last_group,
    visit,
    write,
)
from tests.stories.stage import Stage, stage
from tui.screens.home import HomeScreen
from tui.screens.setup.code import CodeAgainPage, CodePage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.passphrase import PassphrasePage
from tui.screens.setup.pin import PinAgainPage, PinDigitsPage, PinPage
from tui.screens.setup.radio import RadioPage
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.serial import SerialPage
from tui.screens.setup.source import SourcePage
from tui.screens.setup.welcome import SetUpScreen

BY_MAKE: list[Scene] = [
    (SetUpScreen, read("Nothing is saved"), press("begin")),
    (RadioPage, press("make")),
    (MakesPage, choose("Opel")),
    (FamiliesPage, choose("SAFE")),
    (FamilyPage, press("yes")),
]
ABOUT_THE_CAR: list[Scene] = [
    (NamePage, press("enter")),
    (CodePage, write("3712")),
    (CodeAgainPage, write("3712")),
    (SerialPage, press("enter")),
    (SourcePage, choose("The code card")),
]
A_PIN: list[Scene] = [
    (PinPage, press("choose")),
    (PinDigitsPage, write("2580")),
    (PinAgainPage, write("2580")),
]
NO_PASSPHRASE: list[Scene] = [(PassphrasePage, press("enter"))]
THE_KEY: list[Scene] = [
    (RecoveryPage, copy_the_key),
    (LastGroupPage, type_the_last_group),
    (HomeScreen,),
]

SIZES = [(40, 16), (40, 20), (57, 16), (66, 20), (80, 24), (120, 40)]
KIOSKS = [(48, 16), (57, 16), (66, 20), (80, 24)]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Stage]:
    """A service with nothing set up."""
    with stage(tmp_path) as made:
        async with made.service():
            yield made


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize("size", SIZES)
async def test_an_owner_sets_up_and_comes_home(house: Stage, size: tuple[int, int], by: By) -> None:
    async with visit(size, by) as owner:
        await play(owner, [*BY_MAKE, *ABOUT_THE_CAR, *A_PIN, *NO_PASSPHRASE, *THE_KEY])


@pytest.mark.parametrize("size", KIOSKS)
async def test_a_touchscreen_is_set_up_by_touch_alone(house: Stage, size: tuple[int, int]) -> None:
    async with visit(size, "taps", kiosk=True) as owner:
        await play(owner, [*BY_MAKE, *ABOUT_THE_CAR, *A_PIN, *THE_KEY])
