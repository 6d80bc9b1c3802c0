"""Finding the radio: by its display, by the make and one question, or told that none is known."""

import pytest

from pi.radio import catalogue
from pi.radio.makes import makes
from tests.stories.answering import By, Doing, Scene, choose, play, press, read, visit, write
from tests.stories.set_up_scenes import BEGIN
from tests.stories.stage import Stage
from tests.stories.telling import HANDS
from tests.stories.visitor import Visitor
from tui.screens.known import KnownScreen, SourcesScreen
from tui.screens.setup.describing.pages import MakePage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.makes import MakesPage, WordsPage
from tui.screens.setup.narrowing import MakeOfThesePage, QuestionPage
from tui.screens.setup.radio import NothingFitsPage, NothingKnownPage, NotListedPage, RadioPage
from tui.screens.setup.search import NearPage, SearchPage

BY_MAKE: list[Scene] = [(RadioPage, press("make"))]
BY_DISPLAY: list[Scene] = [(RadioPage, press("display"))]
BY_TYPING: list[Scene] = [(RadioPage, press("type"))]
NISSAN: list[Scene] = [*BY_MAKE, (MakesPage, choose("Nissan"))]
ASKED_FIRST: Doing = read("What does the display show?")
QASHQAI: Scene = (FamilyPage, read("Radio Code:"))


async def lists(owner: Visitor, *names: str) -> None:
    """The list must hold these families and no others."""
    await play(owner, [(FamiliesPage,)])
    shown = list(owner.screen.query_one("PagedList").items)[:-1]  # type: ignore[attr-defined]
    assert len(shown) == len(names)
    assert all(any(name in item for item in shown) for name in names)


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_of_a_nissan_the_display_is_asked_first_and_then_what_separates_the_rest(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *NISSAN,
        (QuestionPage, ASKED_FIRST, choose("Radio Code:")),
        (QuestionPage, choose("Qashqai plain CD radio")),
        (FamiliesPage, choose("Radio Code:")),
        QASHQAI,
    ]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *story])


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_word_of_the_display_and_the_make_find_the_radio(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *BY_DISPLAY,
        (WordsPage, choose("Radio Code:")),
        (MakeOfThesePage, choose("Nissan")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("Nissan, display asks")),
        QASHQAI,
    ]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *story])


async def test_who_can_tell_nothing_keeps_every_radio_of_the_make(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, *NISSAN, (QuestionPage,)])
        while isinstance(owner.screen, QuestionPage):
            before = owner.screen
            await owner.chooses("I can't tell")
            await owner.until(lambda before=before: owner.screen is not before, "another page")
        await play(owner, [(FamiliesPage,)])
        shown = owner.screen.query_one("PagedList").items  # type: ignore[attr-defined]
        assert len(shown) - 1 == len(catalogue.Catalogue().search(make="Nissan"))


async def test_the_make_may_be_left_out(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, *BY_DISPLAY, (WordsPage, choose("SECURE"))])
        await lists(owner, "SECURE")


async def test_back_leads_to_the_question_as_it_was(house: Stage) -> None:
    story: list[Scene] = [
        *NISSAN,
        (QuestionPage, choose("Radio Code:")),
        (QuestionPage, press("back")),
        (QuestionPage, ASKED_FIRST),
    ]
    async with visit() as owner:
        await play(owner, [*BEGIN, *story])


NOTHING_KNOWN = [one for one in makes(catalogue.all_head_units()) if one.nothing_known]


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_make_of_which_nothing_is_known_is_answered_honestly(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    noted = next(one for one in NOTHING_KNOWN if one.name == "Kia")
    story: list[Scene] = [
        *BY_MAKE,
        (MakesPage, choose("Kia")),
        (NothingKnownPage, read("Nothing trustworthy is known"), read(noted.note[:30])),
        (NothingKnownPage, read("Describe"), press("back")),
        (MakesPage,),
    ]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *story])


@pytest.mark.parametrize("make", [one.name for one in NOTHING_KNOWN])
async def test_every_make_without_a_radio_is_whole_on_the_smallest_screen(
    house: Stage, make: str
) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_MAKE, (MakesPage, choose(make)), (NothingKnownPage,)])


async def test_a_make_typed_is_answered_as_one_chosen(house: Stage) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, (SearchPage, write("suzuki")), (NothingKnownPage,)])


@pytest.mark.parametrize("typed", ["qashqai 2009", "Nissan Qashqai 2009"])
async def test_a_year_typed_beside_the_car_still_finds_its_radios(house: Stage, typed: str) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, (SearchPage, write(typed))])
        await lists(owner, "Radio Code:", "NissanConnect", "All radios of Nissan")


async def test_a_car_leads_to_all_radios_of_its_make(house: Stage) -> None:
    story: list[Scene] = [
        (SearchPage, write("range rover")),
        (FamiliesPage, choose("All radios of Land Rover")),
    ]
    async with visit((48, 16), "taps", kiosk=True) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, *story])
        await lists(owner, "Clarion", "Pioneer", "Philips")


async def test_a_year_of_which_no_radio_is_known_is_left_out_and_said(house: Stage) -> None:
    story: list[Scene] = [
        (SearchPage, write("bonneville 1960")),
        (FamiliesPage, read("None is known of 1960.")),
    ]
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, *story])


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_slip_in_a_make_is_answered_with_what_may_be_meant(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        (SearchPage, write("nisan qashqay 2009")),
        (NearPage, read("Did you mean:"), choose("Nissan Qashqai")),
        (FamiliesPage, choose("Radio Code:")),
        QASHQAI,
    ]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, *story])


async def test_the_radios_of_a_mini_are_looked_for_among_its_makers(house: Stage) -> None:
    story: list[Scene] = [
        (SearchPage, write("mini cooper 2003")),
        (NothingKnownPage, press("kin:BMW")),
        (QuestionPage,),
    ]
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, *story])


NOT_LISTED: Scene = (NotListedPage, press("describe"))
NOWHERE: dict[str, list[Scene]] = {
    "nothing typed": [*BY_TYPING, (SearchPage, press("enter")), NOT_LISTED],
    "like nothing": [
        *BY_TYPING,
        (SearchPage, write("zzz")),
        (NothingFitsPage, read("No known radio fits"), press("describe")),
    ],
    "none of the near": [
        *BY_TYPING,
        (SearchPage, write("nisan")),
        (NearPage, choose("It is not listed")),
        NOT_LISTED,
    ],
    "none of the makes": [*BY_MAKE, (MakesPage, choose("It is not listed")), NOT_LISTED],
    "none of the words": [*BY_DISPLAY, (WordsPage, choose("It is not listed")), NOT_LISTED],
}


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize("nowhere", NOWHERE)
async def test_a_radio_that_is_nowhere_found_can_be_described(
    house: Stage, nowhere: str, by: By
) -> None:
    async with visit((40, 16), by) as owner:
        await play(owner, [*BEGIN, *NOWHERE[nowhere], (MakePage,)])


async def test_what_the_display_shows_may_be_typed(house: Stage) -> None:
    story: list[Scene] = [
        *BY_TYPING,
        (SearchPage, write("radio code")),
        (MakeOfThesePage, choose("leave it out")),
        (QuestionPage,),
    ]
    async with visit((40, 16), "taps") as owner:
        await play(owner, [*BEGIN, *story])


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_what_is_known_of_a_radio_can_be_read_before_it_is_chosen(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *BY_MAKE,
        (MakesPage, choose("Opel")),
        (FamiliesPage, choose("SAFE")),
        (FamilyPage, press("known")),
        (KnownScreen, press("sources")),
        (SourcesScreen, press("back")),
        (KnownScreen, press("back")),
        (FamilyPage,),
    ]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *story])
