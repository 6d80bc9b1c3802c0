"""Leaving the first start before its end saves nothing; the service may restart in its middle."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.stories.answering import (
    Scene,
    choose,
    play,
    press,
    read,
    type_the_last_group,
    visit,
    write,
)
from tests.stories.set_up_scenes import (
    A_PIN,
    BEGIN,
    BY_MAKE,
    CODE,
    HOME,
    NAME,
    NO_PASSPHRASE,
    THE_CAR,
    THE_KEY,
    TO_THE_KEY,
)
from tests.stories.stage import Stage, stage
from tui.screens.setup.code import CodeAgainPage, CodePage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.narrowing import QuestionPage
from tui.screens.setup.passphrase import PassphrasePage
from tui.screens.setup.radio import RadioPage
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.serial import SerialPage
from tui.screens.setup.welcome import SetUpScreen

CODE_DIGITS, PIN_DIGITS = b"3712", b"2580"


def nothing_kept(directory: Path) -> bool:
    """Whether no file holds what was typed."""
    files = [path.read_bytes() for path in directory.rglob("*") if path.is_file()]
    return not any(CODE_DIGITS in each or PIN_DIGITS in each for each in files)


@pytest.mark.parametrize(
    "so_far",
    [
        [*BEGIN, (RadioPage,)],
        [*BEGIN, *BY_MAKE, *NAME, *CODE, (SerialPage,)],
        [*TO_THE_KEY, (RecoveryPage,)],
        [*TO_THE_KEY, THE_KEY[0], (LastGroupPage,)],
    ],
    ids=["radio", "serial", "key", "last-group"],
)
async def test_who_quits_half_way_has_saved_nothing(house: Stage, so_far: list[Scene]) -> None:
    async with visit() as owner:
        await play(owner, so_far)
        await owner.strikes("ctrl+q")
        assert "Nothing was saved" in await owner.last_word()
    assert nothing_kept(house.directory)
    async with visit() as owner:
        await owner.sees(SetUpScreen)


async def test_who_leaves_at_the_welcome_is_told_that_nothing_was_saved(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [(SetUpScreen, press("back"))])
        assert "Nothing was saved" in await owner.last_word()


async def test_a_kiosk_offers_no_way_out(house: Stage) -> None:
    async with visit((48, 16), kiosk=True) as owner:
        await play(owner, [(SetUpScreen,)])
        await owner.strikes("ctrl+q")
        await owner.strikes("escape")
        await owner.sees(SetUpScreen)


async def test_back_finds_everything_as_it_was_left(house: Stage) -> None:
    way_back: list[Scene] = [
        (SerialPage, press("back")),
        (CodeAgainPage, press("back")),
        (CodePage, read("3 7 1 2"), press("back")),
        (NamePage, press("back")),
        (FamilyPage, press("yes")),
    ]
    way_on: list[Scene] = [
        (NamePage, read("Corsa"), press("enter")),
        (CodePage, read("3 7 1 2"), press("enter")),
        (CodeAgainPage,),
    ]
    story = [*BEGIN, *BY_MAKE, (NamePage, write("Corsa")), *CODE, *way_back, *way_on]
    async with visit((57, 16)) as owner:
        await play(owner, story)


async def test_another_radio_forgets_a_code_that_it_can_not_have(house: Stage) -> None:
    story: list[Scene] = [
        *BEGIN,
        *BY_MAKE,
        *NAME,
        *CODE,
        *[(page, press("back")) for page in (SerialPage, CodeAgainPage, CodePage, NamePage)],
        *[(page, press("back")) for page in (FamilyPage, FamiliesPage)],
        (MakesPage, choose("Honda")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("five-digit")),
        (FamilyPage, press("yes")),
        *NAME,
        (CodePage, read("- - - - -")),
    ]
    async with visit((57, 16)) as owner:
        await play(owner, story)


@pytest.fixture
def no_service_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The UI starts no service by itself here: the story does."""
    monkeypatch.setattr("tui.starting._start", lambda path: {"reason": "start_failed"})


@pytest.mark.usefixtures("no_service_of_its_own")
async def test_a_service_that_restarts_costs_no_answer_and_makes_another_key(
    tmp_path: Path,
) -> None:
    with stage(tmp_path) as made:
        async with AsyncExitStack() as until_the_end:
            async with made.service():
                owner = await until_the_end.enter_async_context(visit())
                await play(owner, [*TO_THE_KEY, THE_KEY[0], (LastGroupPage,)])
            first = owner.recovery_key
            async with made.service():
                await owner.until(lambda: not owner.app.away, "the service")
                anew: list[Scene] = [(RecoveryPage, read("this is a NEW key")), *THE_KEY, *HOME]
                await play(owner, [(LastGroupPage, type_the_last_group), *anew])
            assert owner.recovery_key != first


@pytest.mark.usefixtures("no_service_of_its_own")
async def test_a_key_that_no_service_makes_can_be_asked_for_again(tmp_path: Path) -> None:
    with stage(tmp_path) as made:
        async with AsyncExitStack() as until_the_end:
            async with made.service():
                owner = await until_the_end.enter_async_context(visit())
                await play(owner, [*BEGIN, *THE_CAR, *A_PIN, (PassphrasePage,)])
            await owner.until(lambda: bool(owner.app.away), "the loss of the service")
            await play(owner, [*NO_PASSPHRASE, (RecoveryPage, read("nothing you typed is lost"))])
            async with made.service():
                await owner.until(lambda: not owner.app.away, "the service")
                await play(owner, [(RecoveryPage, press("again")), *THE_KEY, *HOME])
