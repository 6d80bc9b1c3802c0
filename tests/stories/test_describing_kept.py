"""A description of a radio is kept once, under an id of its own, by who may keep it."""

import asyncio

import pytest

from pi.radio.described import Answers, Way, family, proposed_id
from pi.radio.family_table import as_table
from pi.radio.toml_text import write
from pi.service.asks import Ask, KeepFamily, Lock, Unlock, UnlockKind
from tests.stories.answering import Scene, play, press, read, visit
from tests.stories.answering import write as type_text
from tests.stories.describing_scenes import KEEP, THE_RADIO
from tests.stories.set_up_scenes import BEGIN
from tests.stories.stage import PIN, Stage, set_up
from tui import families
from tui.link import AsyncLink
from tui.screens.home import HomeScreen
from tui.screens.more import MoreScreen
from tui.screens.setup.describing.summary import DescribedPage
from tui.screens.setup.naming import NamePage
from tui.screens.unlock import UnlockScreen
from tui.screens.vehicles import VehiclesScreen


async def test_a_radio_that_was_kept_is_not_kept_twice(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, *THE_RADIO, *KEEP, (NamePage, press("back"))])
        await play(owner, [*KEEP, (NamePage,)])
        own = [each for each in families.catalogue().ids() if each.startswith("own-")]
        assert own == ["own-lada-niva-locked"]


async def ask(wanted: Ask) -> None:
    """Ask through a connection of its own."""
    link = AsyncLink(lambda _: None)
    await link.connect()
    reading = asyncio.create_task(link.read())
    await link.ask(wanted)
    reading.cancel()


async def test_an_id_that_is_taken_gives_way_to_another(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(make="LADA", model="NIVA", shows="LOCKED", way=Way.TOUCH)
    mine = write(as_table(family(answers, proposed_id(answers, frozenset()))))
    async with visit() as owner:
        await play(owner, [*BEGIN, *THE_RADIO, (DescribedPage,)])
        monkeypatch.setattr(families, "tell", lambda _: None)  # it has not heard of the other yet
        await ask(KeepFamily(toml=mine))
        await play(owner, [(DescribedPage, press("keep"), read("is there already"))])
        await play(owner, [(DescribedPage, read("own-lada-niva-locked-2"), press("keep"))])
        await play(owner, [(NamePage,)])


async def test_once_there_is_a_vault_only_who_opens_it_keeps_a_description(house: Stage) -> None:
    await set_up()
    add: list[Scene] = [
        (HomeScreen, press("more")),
        (MoreScreen, press("vehicles")),
        (VehiclesScreen, press("add")),
    ]
    async with visit() as owner:
        assert await owner.app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN)) is not None
        await play(owner, [*add, *THE_RADIO, (DescribedPage,)])
        assert await owner.app.tell(Lock()) is not None
        await play(owner, [*KEEP, (UnlockScreen, type_text(PIN)), (NamePage,)])
        assert "own-lada-niva-locked" in families.catalogue().ids()
