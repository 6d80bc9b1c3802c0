"""Every key that any screen offers does what it says, or one line says why not."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from pi.service.asks import Lock
from tests.stories import (
    test_copies,
    test_every_size,
    test_finding_every_size,
    test_practice_every_size,
    test_vehicles,
)
from tests.stories.answering import Doing, Scene, choose, play, press, read, write
from tests.stories.bringing import UNDER_COPIES
from tests.stories.copies_known import THE_COPIES
from tests.stories.describing_scenes import (
    FOUR,
    LADA,
    NIVA,
    NOT_LISTED,
    POSITION_KEYS,
    TAKES,
    THE_RADIO,
)
from tests.stories.every_key import every_key_works
from tests.stories.learner import learner_at
from tests.stories.lost import without_a_code
from tests.stories.set_up_scenes import (
    A_PIN,
    BEGIN,
    BY_MAKE,
    CODE,
    NAME,
    NO_SERIAL,
    THE_CAR,
    THE_KEY,
    TO_THE_KEY,
)
from tests.stories.stage import NISSAN, stage
from tests.stories.telling import Owner, in_the_car
from tests.stories.test_new_pin import ANOTHER, unlocks_to_choose
from tests.stories.visitor import Visitor, visit
from tui.screens.setup.code import CodeAgainPage, CodePage, NoCodeYetPage
from tui.screens.setup.describing.pages import CountPage, MakePage, PickPage, WordPage
from tui.screens.setup.describing.summary import DescribedPage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.groups import KeyGroups
from tui.screens.setup.makes import MakesPage, WordsPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.narrowing import MakeOfThesePage, QuestionPage
from tui.screens.setup.passphrase import PassphraseAgainPage, PassphrasePage
from tui.screens.setup.pin import PinAgainPage, PinDigitsPage, PinPage
from tui.screens.setup.radio import NothingFitsPage, NothingKnownPage, NotListedPage, RadioPage
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.search import NearPage, SearchPage
from tui.screens.setup.serial import SerialPage
from tui.screens.setup.source import SourcePage
from tui.screens.twice import DifferScreen
from tui.screens.unlock import UnlockScreen, WaysScreen
from tui.screens.vehicles import FindScreen, VehiclesScreen

Sit = Callable[[Path], AbstractAsyncContextManager[Visitor]]

SEARCH: Scene = (RadioPage, press("type"))
UNLOCKS: Scene = (VehiclesScreen, press("names"))
WAYS: list[Scene] = [UNLOCKS, (UnlockScreen, press("other")), (WaysScreen,)]


def types(text: str) -> Doing:
    """Type it, and no more."""
    return lambda somebody: somebody.types(text)


async def the_key_is_there(somebody: Visitor) -> None:
    """Once it was made."""
    await somebody.until(lambda: bool(somebody.screen.query_one(KeyGroups).key), "the key")


def first_start(*scenes: Scene) -> Sit:
    """Somebody at a first start, after these scenes."""

    @asynccontextmanager
    async def sit(directory: Path) -> AsyncIterator[Visitor]:
        with stage(directory) as one:
            async with one.service(), visit() as somebody:
                await play(somebody, [*BEGIN, *scenes])
                await somebody.settles()
                yield somebody

    return sit


def at_the_radio(situation: str) -> Sit:
    """An owner in one of the situations that are seen at every size."""
    vehicle, prepare = test_every_size.SITUATIONS[situation]

    @asynccontextmanager
    async def sit(directory: Path) -> AsyncIterator[Visitor]:
        async with in_the_car(directory, vehicle) as (one, owner):
            await prepare(one, owner)
            await owner.settles()
            yield owner

    return sit


def looking_for_a_code(situation: str) -> Sit:
    """An owner on the road to a lost code."""
    vehicle, prepare = test_finding_every_size.SITUATIONS[situation]

    @asynccontextmanager
    async def sit(directory: Path) -> AsyncIterator[Visitor]:
        async with without_a_code(directory, vehicle) as (_, owner):
            await prepare(owner)
            await owner.settles()
            yield owner

    return sit


def practising(situation: str) -> Sit:
    """Somebody who practises."""
    family, prepare = test_practice_every_size.SITUATIONS[situation]

    @asynccontextmanager
    async def sit(directory: Path) -> AsyncIterator[Visitor]:
        with stage(directory) as one:
            async with one.service(), learner_at(one, practise=family) as learner:
                if situation != "no code":
                    await prepare(learner)
                await learner.settles()
                yield learner

    return sit


def with_vehicles(*scenes: Scene, many: bool = False, unlocked: bool = True) -> Sit:
    """Somebody with a few vehicles, or with more than a list shows."""
    vehicles = test_vehicles.MANY if many else (NISSAN, test_vehicles.OPEL)

    @asynccontextmanager
    async def sit(directory: Path) -> AsyncIterator[Visitor]:
        async with test_vehicles.somebody(directory, *vehicles, unlocked=unlocked) as somebody:
            await play(somebody, [*test_vehicles.LIST, *scenes])
            await somebody.settles()
            yield somebody

    return sit


def with_copies(prepare: Callable[[Owner], Awaitable[None]]) -> Sit:
    """An owner who makes copies, or looks how safe the PIN is."""

    @asynccontextmanager
    async def sit(directory: Path) -> AsyncIterator[Visitor]:
        places = directory / "home"
        places.mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tui.screens.copies.place.places", lambda: (places,))
            patch.setattr("tui.screens.restoring.found.places_to_read", lambda: (places,))
            async with in_the_car(directory / "state") as (_, owner):
                await prepare(owner)
                await owner.settles()
                yield owner

    return sit


def plays(*scenes: tuple[str, str]) -> Callable[[Owner], Awaitable[None]]:
    """Come to the screen after these scenes."""
    return lambda owner: owner.plays(scenes)


async def how_safe_the_pin_is(owner: Owner) -> None:
    """Told to anybody."""
    await owner.app.tell(Lock())
    await owner.plays([*ANOTHER[:2], (ANOTHER[2][0], "")])


FIRST_START: dict[str, list[Scene]] = {
    "the welcome": [],
    "the ways to the radio": [(RadioPage,)],
    "the makes": [BY_MAKE[0], (MakesPage,)],
    "the words": [(RadioPage, press("display")), (WordsPage,)],
    "a question": [BY_MAKE[0], (MakesPage, choose("Nissan")), (QuestionPage,)],
    "a make of these": [
        (RadioPage, press("display")),
        (WordsPage, choose("Radio Code:")),
        (MakeOfThesePage,),
    ],
    "the families": [*BY_MAKE[:2], (FamiliesPage,)],
    "a family": [*BY_MAKE[:3], (FamilyPage,)],
    "nothing known": [BY_MAKE[0], (MakesPage, choose("Kia")), (NothingKnownPage,)],
    "not listed": [NOT_LISTED[0], (NotListedPage,)],
    "a search": [SEARCH, (SearchPage,)],
    "a search that finds": [SEARCH, (SearchPage, types("fiat"))],
    "a search that finds nothing": [SEARCH, (SearchPage, types("zzz"))],
    "what may be meant": [SEARCH, (SearchPage, write("nisan")), (NearPage,)],
    "nothing fits": [SEARCH, (SearchPage, write("zzz")), (NothingFitsPage,)],
    "another make": [*NOT_LISTED, (MakePage,)],
    "a word": [*NOT_LISTED, LADA[0], (WordPage,)],
    "whether it takes a code": [*NOT_LISTED, *LADA, *NIVA, (PickPage,)],
    "the keys of the places": [*NOT_LISTED, *LADA, *NIVA, *TAKES, *FOUR, *POSITION_KEYS[:2]],
    "a number": [*THE_RADIO[:-3], (CountPage,)],
    "what was described": [*THE_RADIO, (DescribedPage,)],
    "the name": [*BY_MAKE, (NamePage,)],
    "the code": [*BY_MAKE, *NAME, (CodePage,)],
    "some of the code": [*BY_MAKE, *NAME, (CodePage, types("37"))],
    "no code yet": [*BY_MAKE, *NAME, (CodePage, press("other")), (NoCodeYetPage,)],
    "the code again": [*BY_MAKE, *NAME, CODE[0], (CodeAgainPage, types("37"))],
    "two codes that differ": [
        *BY_MAKE,
        *NAME,
        CODE[0],
        (CodeAgainPage, write("3713")),
        (DifferScreen,),
    ],
    "the serial number": [*BY_MAKE, *NAME, *CODE, (SerialPage,)],
    "the source": [*BY_MAKE, *NAME, *CODE, *NO_SERIAL, (SourcePage,)],
    "a PIN": [*THE_CAR, (PinPage,)],
    "its digits": [*THE_CAR, A_PIN[0], (PinDigitsPage, types("25"))],
    "its digits again": [*THE_CAR, *A_PIN[:2], (PinAgainPage, types("25"))],
    "a passphrase": [*THE_CAR, *A_PIN, (PassphrasePage, types("x"))],
    "the passphrase again": [
        *THE_CAR,
        *A_PIN,
        (PassphrasePage, write("three wet roads")),
        (PassphraseAgainPage,),
    ],
    "the recovery key": [*TO_THE_KEY[len(BEGIN) :], (RecoveryPage, the_key_is_there)],
    "its last group": [*TO_THE_KEY[len(BEGIN) :], THE_KEY[0], (LastGroupPage,)],
}
PLACES: dict[str, Sit] = {
    **{f"first start, {name}": first_start(*scenes) for name, scenes in FIRST_START.items()},
    **{f"at the radio, {name}": at_the_radio(name) for name in test_every_size.SITUATIONS},
    **{
        f"looking for a code, {name}": looking_for_a_code(name)
        for name in test_finding_every_size.SITUATIONS
    },
    "two vehicles": with_vehicles((VehiclesScreen,)),
    "many vehicles": with_vehicles((VehiclesScreen, read("30 vehicles")), many=True),
    "vehicles without names": with_vehicles((VehiclesScreen,), unlocked=False),
    "a vehicle that is looked for": with_vehicles(
        (VehiclesScreen, press("find")), (FindScreen, types("Ta")), many=True
    ),
    "unlocking": with_vehicles(UNLOCKS, unlocked=False),
    "the ways to unlock": with_vehicles(*WAYS, unlocked=False),
    "unlocking by passphrase": with_vehicles(
        *WAYS[:-1], (WaysScreen, press("passphrase")), (UnlockScreen,), unlocked=False
    ),
    "unlocking by the recovery key": with_vehicles(
        *WAYS[:-1], (WaysScreen, press("recovery")), (UnlockScreen,), unlocked=False
    ),
    "how safe the PIN is": with_copies(how_safe_the_pin_is),
    "a new PIN": with_copies(unlocks_to_choose),
    "the copies": with_copies(plays(*THE_COPIES)),
    "the places": with_copies(test_copies.where_it_goes),
    "a QR code": with_copies(test_copies.after_the_qr_code),
    "a password": with_copies(test_copies.is_asked_for_a_password),
    "no backup": with_copies(plays(*UNDER_COPIES[:-1], ("No backup was found.", ""))),
    **{f"in practice, {name}": practising(name) for name in test_practice_every_size.SITUATIONS},
}


@pytest.mark.parametrize("place", PLACES)
async def test_every_key_that_is_offered_does_what_it_stands_on(tmp_path: Path, place: str) -> None:
    numbers = count()
    wrong = await every_key_works(lambda: PLACES[place](tmp_path / str(next(numbers))))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [(40, 16), (48, 16), (80, 24)])
async def test_the_key_of_a_blank_says_which_one_it_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_the_radio("a position's digits")(tmp_path) as owner:
        await owner.pilot.resize_terminal(*size)
        await owner.reads("Space")
        await owner.strikes("space")
        await owner.reads("That mends it.")
