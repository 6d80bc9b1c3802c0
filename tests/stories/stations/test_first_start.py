"""Setting up, from the welcome to the recovery key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.stories.roads import (
    A_PIN,
    BEGIN,
    BY_MAKE,
    CODE,
    FOUR,
    LADA,
    NAME,
    NIVA,
    NO_SERIAL,
    NOT_LISTED,
    POSITION_KEYS,
    TAKES,
    THE_CAR,
    THE_KEY,
    THE_RADIO,
    TO_THE_KEY,
)
from tests.stories.stage import stage
from tests.stories.stations.road import Sitting, Station, looks, walked
from tests.stories.visitor import Act, Visitor, choose, play, press, type_in, visit, write
from tui.screens.entry.display import FigureScreen, WordScreen
from tui.screens.setup import radio, secrets
from tui.screens.setup.beginning import ShowsPage, SincePage, StandsPage, TriedPage
from tui.screens.setup.code import CodeAgainPage, CodePage, NoCodeYetPage, SerialPage
from tui.screens.setup.describe import CountPage, DescribedPage, MakePage, PickPage, WordPage
from tui.screens.setup.pages import NamePage, SourcePage
from tui.screens.setup.recovery import KeyGroups, LastGroupPage, RecoveryPage
from tui.screens.typed import DifferScreen

SEARCH: Act = (radio.RadioPage, press("type"))


async def the_key_is_there(somebody: Visitor) -> None:
    """Once it was made."""
    await somebody.until(lambda: bool(somebody.screen.query_one(KeyGroups).key), "the key")


IT_SHOWS: list[Act] = [(StandsPage, press("waits"))]
A_NUMBER: list[Act] = [*IT_SHOWS, (ShowsPage, choose("SAFE"))]
FIRST_START: dict[str, list[Act]] = {
    "the welcome": [],
    "the ways to the radio": [(radio.RadioPage,)],
    "the makes": [BY_MAKE[0], (radio.MakesPage,)],
    "the words": [(radio.RadioPage, press("display")), (radio.WordsPage,)],
    "a question": [BY_MAKE[0], (radio.MakesPage, choose("Nissan")), (radio.QuestionPage,)],
    "a make of these": [
        (radio.RadioPage, press("display")),
        (radio.WordsPage, choose("Radio Code:")),
        (radio.MakeOfThesePage,),
    ],
    "the families": [*BY_MAKE[:2], (radio.FamiliesPage,)],
    "a family": [*BY_MAKE[:3], (radio.FamilyPage,)],
    "nothing known": [BY_MAKE[0], (radio.MakesPage, choose("Kia")), (radio.NothingKnownPage,)],
    "not listed": [NOT_LISTED[0], (radio.NotListedPage,)],
    "a search": [SEARCH, (radio.SearchPage,)],
    "a search that finds": [SEARCH, (radio.SearchPage, type_in("fiat"))],
    "a search that finds nothing": [SEARCH, (radio.SearchPage, type_in("zzz"))],
    "what may be meant": [SEARCH, (radio.SearchPage, write("nisan")), (radio.NearPage,)],
    "nothing fits": [SEARCH, (radio.SearchPage, write("zzz")), (radio.NothingFitsPage,)],
    "another make": [*NOT_LISTED, (MakePage,)],
    "a word": [*NOT_LISTED, LADA[0], (WordPage,)],
    "whether it takes a code": [*NOT_LISTED, *LADA, *NIVA, (PickPage,)],
    "the keys of the places": [*NOT_LISTED, *LADA, *NIVA, *TAKES, *FOUR, *POSITION_KEYS[:2]],
    "a number": [*THE_RADIO[:-3], (CountPage,)],
    "what was described": [*THE_RADIO, (DescribedPage,)],
    "how far": [*BY_MAKE[:-1], (StandsPage,)],
    "how many were tried": [*BY_MAKE[:-1], (StandsPage, press("tried")), (TriedPage,)],
    "and what it does now": [
        *BY_MAKE[:-1],
        (StandsPage, press("tried")),
        (TriedPage, choose("2 times")),
        (SincePage,),
    ],
    "what it shows instead": [*BY_MAKE[:-1], *IT_SHOWS, (ShowsPage,)],
    "the figure beside it": [*BY_MAKE[:-1], *A_NUMBER, (FigureScreen, type_in("7"))],
    "a word typed": [*BY_MAKE[:-1], *IT_SHOWS, (ShowsPage, choose("type it")), (WordScreen,)],
    "the name": [*BY_MAKE, (NamePage,)],
    "the code": [*BY_MAKE, *NAME, (CodePage,)],
    "some of the code": [*BY_MAKE, *NAME, (CodePage, type_in("37"))],
    "no code yet": [*BY_MAKE, *NAME, (CodePage, press("other")), (NoCodeYetPage,)],
    "the code again": [*BY_MAKE, *NAME, CODE[0], (CodeAgainPage, type_in("37"))],
    "two codes that differ": [
        *BY_MAKE,
        *NAME,
        CODE[0],
        (CodeAgainPage, write("3713")),
        (DifferScreen,),
    ],
    "the serial number": [*BY_MAKE, *NAME, *CODE, (SerialPage,)],
    "the source": [*BY_MAKE, *NAME, *CODE, *NO_SERIAL, (SourcePage,)],
    "a PIN": [*THE_CAR, (secrets.PinPage,)],
    "its digits": [*THE_CAR, A_PIN[0], (secrets.PinDigitsPage, type_in("25"))],
    "its digits again": [*THE_CAR, *A_PIN[:2], (secrets.PinAgainPage, type_in("25"))],
    "a passphrase": [*THE_CAR, *A_PIN, (secrets.PassphrasePage, type_in("x"))],
    "the passphrase again": [
        *THE_CAR,
        *A_PIN,
        (secrets.PassphrasePage, write("three wet roads")),
        (secrets.PassphraseAgainPage,),
    ],
    "the recovery key": [*TO_THE_KEY[len(BEGIN) :], (RecoveryPage, the_key_is_there)],
    "its last group": [*TO_THE_KEY[len(BEGIN) :], THE_KEY[0], (LastGroupPage,)],
}


@asynccontextmanager
async def at_a_first_start(directory: Path) -> AsyncIterator[dict[str, Station]]:
    """One service for all, and a new terminal for each."""

    def sitting(acts: list[Act]) -> Sitting:
        @asynccontextmanager
        async def sit() -> AsyncIterator[Visitor]:
            async with visit() as somebody:
                await play(somebody, [*BEGIN, *acts])
                await somebody.settles()
                yield somebody

        return sit

    with stage(directory) as one:
        async with one.service():
            yield {name: Station(sitting(acts), looks) for name, acts in FIRST_START.items()}


async def test_every_screen_is_whole_and_its_keys_do_what_they_stand_on(tmp_path: Path) -> None:
    await walked(at_a_first_start, tmp_path)
