"""Finding the radio: by its display, its make and one question, or described by its owner."""

from typing import Any

import pytest

from pi.catalogue import catalogue
from pi.catalogue.described import Answers, Way, family, proposed_id
from pi.catalogue.head_unit_file import as_table
from pi.catalogue.head_unit_file import write as as_toml
from pi.catalogue.search import makes
from pi.radio.entry import ConfirmKind, DigitKeys, PositionKeys, StepKeys, UnknownKeys
from pi.radio.head_unit import Protection
from pi.service.protocol.commands import KeepFamily, Lock, Unlock, UnlockKind
from tests.stories.roads import (
    A_PIN,
    ASKS,
    BEGIN,
    CODE,
    FOUR,
    HOME,
    KEEP,
    LADA,
    NAME,
    NIVA,
    NO_PASSPHRASE,
    NO_SERIAL,
    NOT_KNOWN,
    NOT_LISTED,
    POSITION_KEYS,
    SOURCE,
    TAKES,
    THE_KEY,
    THE_RADIO,
    described,
)
from tests.stories.stage import PIN, Stage, connected, set_up
from tests.stories.telling import ANY, DESK, SMALLEST, SMALLEST_BY_TAPS, Terminal
from tests.stories.visitor import Act, By, Doing, Visitor, choose, play, press, read, visit, write
from tui import families
from tui.screens.home import HomeScreen
from tui.screens.known import KnownScreen, SourcesScreen
from tui.screens.more import MoreScreen
from tui.screens.setup.beginning import StandsPage
from tui.screens.setup.code import SerialPage
from tui.screens.setup.describe import DescribedPage, KeysPage, MakePage, PickPage, WordPage
from tui.screens.setup.radio import (
    FamiliesPage,
    FamilyPage,
    MakeOfThesePage,
    MakesPage,
    NearPage,
    NothingFitsPage,
    NothingKnownPage,
    NotListedPage,
    QuestionPage,
    RadioPage,
    SearchPage,
    WordsPage,
)
from tui.screens.unlock import UnlockScreen
from tui.screens.vehicles import VehiclesScreen

BY_MAKE: list[Act] = [(RadioPage, press("make"))]
BY_DISPLAY: list[Act] = [(RadioPage, press("display"))]
BY_TYPING: list[Act] = [(RadioPage, press("type"))]
NISSAN: list[Act] = [*BY_MAKE, (MakesPage, choose("Nissan"))]
ASKED_FIRST: Doing = read("What does the display show?")
QASHQAI: Act = (FamilyPage, read("Radio Code:"))


async def lists(owner: Visitor, *names: str) -> None:
    """The list must hold these families and no others."""
    await play(owner, [(FamiliesPage,)])
    shown = list(owner.screen.query_one("PagedList").items)[:-1]  # type: ignore[attr-defined]
    assert len(shown) == len(names)
    assert all(any(name in item for item in shown) for name in names)


async def test_who_can_tell_nothing_keeps_every_radio_of_the_make(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, *NISSAN, (QuestionPage,)])
        while isinstance(owner.screen, QuestionPage):
            before = owner.screen
            await owner.presses("unsure")
            await owner.until(lambda before=before: owner.screen is not before, "another page")
        await play(owner, [(FamiliesPage,)])
        shown = owner.screen.query_one("PagedList").items  # type: ignore[attr-defined]
        assert len(shown) - 1 == len(catalogue.Catalogue().search(make="Nissan"))


NOTHING_KNOWN = [one for one in makes(catalogue.all_head_units()) if one.nothing_known]


async def test_a_make_of_which_nothing_is_known_is_answered_honestly(
    house: Stage, terminal: Terminal
) -> None:
    noted = next(one for one in NOTHING_KNOWN if one.name == "Kia")
    story: list[Act] = [
        *BY_MAKE,
        (MakesPage, choose("Kia")),
        (NothingKnownPage, read("Nothing trustworthy is known"), read(noted.note[:30])),
        (NothingKnownPage, read("Describe"), press("back")),
        (MakesPage,),
    ]
    async with visit(**terminal) as owner:
        await play(owner, [*BEGIN, *story])


async def test_every_make_without_a_radio_is_whole_on_the_smallest_screen(house: Stage) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_MAKE])
        for make in NOTHING_KNOWN:
            await play(owner, [(MakesPage, choose(make.name)), (NothingKnownPage, press("back"))])


async def test_a_year_typed_beside_the_car_still_finds_its_radios(house: Stage) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, (SearchPage, write("Nissan Qashqai 2009"))])
        await lists(owner, "Radio Code:", "NissanConnect", "All radios of Nissan")


async def test_a_car_leads_to_all_radios_of_its_make(house: Stage) -> None:
    story: list[Act] = [
        (SearchPage, write("range rover")),
        (FamiliesPage, choose("All radios of Land Rover")),
    ]
    async with visit((48, 16), "taps", kiosk=True) as owner:
        await play(owner, [*BEGIN, *BY_TYPING, *story])
        await lists(owner, "Clarion", "Pioneer", "Philips")


THEN_DESCRIBE: Act = (NotListedPage, press("describe"))
NOWHERE: dict[str, list[Act]] = {
    "nothing typed": [*BY_TYPING, (SearchPage, press("enter")), THEN_DESCRIBE],
    "like nothing": [
        *BY_TYPING,
        (SearchPage, write("zzz")),
        (NothingFitsPage, read("No known radio fits"), press("describe")),
    ],
    "none of the near": [
        *BY_TYPING,
        (SearchPage, write("nisan")),
        (NearPage, choose("It is not listed")),
        THEN_DESCRIBE,
    ],
    "none of the makes": [*BY_MAKE, (MakesPage, choose("It is not listed")), THEN_DESCRIBE],
    "none of the words": [*BY_DISPLAY, (WordsPage, choose("It is not listed")), THEN_DESCRIBE],
}


@pytest.mark.parametrize("nowhere", NOWHERE)
async def test_a_radio_found_nowhere_can_be_described(house: Stage, nowhere: str, by: By) -> None:
    async with visit((40, 16), by) as owner:
        await play(owner, [*BEGIN, *NOWHERE[nowhere], (MakePage,)])


async def test_a_radio_is_described_and_a_set_up_goes_on(house: Stage, terminal: Terminal) -> None:
    rest = [*A_PIN, *([] if terminal["kiosk"] else NO_PASSPHRASE), *THE_KEY, *HOME]
    async with visit(**terminal) as owner:
        await play(
            owner, [*BEGIN, *THE_RADIO, *KEEP, ASKS, *NAME, *CODE, *NO_SERIAL, *SOURCE, *rest]
        )
        found = described()
        assert found.entry is not None
        assert found.entry.method == PositionKeys(
            keys=("1", "2", "3", "4"), start="0000", sources=found.entry.method.sources
        )
        assert found.entry.confirm.kind is ConfirmKind.HOLD
        assert [stage.wait_s for stage in found.lockout.candidates[0].stages] == [0, 0, 3600]
        await owner.reads(found.name[:8])


async def test_an_owner_who_knows_nothing_gets_a_radio_of_which_nothing_is_known(
    house: Stage, by: By
) -> None:
    story: list[Act] = [
        (RadioPage, press("make")),
        (MakesPage, choose("Suzuki")),
        (NothingKnownPage, read("Nothing trustworthy is known"), press("describe")),
        (WordPage, press("enter")),
        (WordPage, press("enter")),
        *TAKES,
        (PickPage, choose("I don't know")),
        (PickPage, choose("I don't know")),
        (PickPage, choose("I don't know")),
        *NOT_KNOWN,
        *KEEP,
        (StandsPage,),
    ]
    async with visit((40, 16), by) as owner:
        await play(owner, [*BEGIN, *story])
        found = described("own-suzuki")
        assert found.entry is not None
        assert isinstance(found.entry.method, UnknownKeys)
        assert (found.code and found.code.lengths, found.lockout.candidates) == ((3, 4, 5, 6), ())


async def test_a_paired_radio_is_asked_for_no_more_and_needs_no_code(house: Stage, by: By) -> None:
    paired: Act = (PickPage, choose("paired"))
    async with visit((66, 20), by) as owner:
        story = [*NOT_LISTED, *LADA, *NIVA, paired, *KEEP, *NAME]
        await play(owner, [*BEGIN, *story, (SerialPage,)])
        assert described().protection is Protection.VEHICLE_PAIRED


@pytest.mark.parametrize(
    ("pages", "kind"),
    [
        (
            [
                (PickPage, choose("stores each digit")),
                (PickPage, choose("Something else")),
                (WordPage, write("MODE")),
                (WordPage, write("UP")),
                (WordPage, write("DOWN")),
                (PickPage, choose("I don't know")),
            ],
            StepKeys,
        ),
        ([(PickPage, choose("Keys with")), (PickPage, choose("the last digit"))], DigitKeys),
    ],
    ids=["step keys", "digit keys"],
)
async def test_each_way_of_setting_a_digit_asks_for_its_own_keys(
    house: Stage, pages: list[Act], kind: type
) -> None:
    story = [*NOT_LISTED, *LADA, *NIVA, *TAKES, *FOUR, *pages, *NOT_KNOWN, *KEEP, (StandsPage,)]
    async with visit((48, 16), kiosk=True, by="taps") as owner:
        await play(owner, [*BEGIN, *story])
        entry = described().entry
        assert entry is not None
        assert isinstance(entry.method, kind)


async def test_what_will_be_kept_is_read_first_and_is_not_kept_twice(house: Stage) -> None:
    too_few: Act = (KeysPage, write("1 2 3"), read("Name 4 different keys"), press("clear"))
    at = THE_RADIO.index(POSITION_KEYS[-1])
    async with visit() as owner:
        await play(owner, [*BEGIN, *THE_RADIO[:at], too_few, *THE_RADIO[at:], (DescribedPage,)])
        for told in (
            "Your own radio: LADA NIVA",
            "hold 6",
            "wait of 60 minutes",
            "this radio's owner",
        ):
            await owner.reads(told)
        assert "own-lada-niva-locked" not in families.catalogue().ids()
        await play(owner, [*KEEP, (StandsPage, press("back")), *KEEP, (StandsPage,)])
        own = [each for each in families.catalogue().ids() if each.startswith("own-")]
        assert own == ["own-lada-niva-locked"]


async def test_an_id_that_is_taken_gives_way_to_another(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(make="LADA", model="NIVA", shows="LOCKED", way=Way.TOUCH)
    mine = as_toml(as_table(family(answers, proposed_id(answers, frozenset()))))
    async with visit() as owner:
        await play(owner, [*BEGIN, *THE_RADIO, (DescribedPage,)])
        monkeypatch.setattr(families, "tell", lambda _: None)  # it has not heard of the other yet
        async with connected() as link:
            await link.ask(KeepFamily(toml=mine))
        await play(owner, [(DescribedPage, press("keep"), read("kept by these names already"))])
        await play(owner, [(DescribedPage, press("keep"))])
        await play(owner, [(StandsPage,)])


async def test_once_there_is_a_vault_only_who_opens_it_keeps_a_description(house: Stage) -> None:
    await set_up()
    add: list[Act] = [
        (HomeScreen, press("more")),
        (MoreScreen, press("vehicles")),
        (VehiclesScreen, press("add")),
    ]
    async with visit() as owner:
        assert await owner.app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN)) is not None
        await play(owner, [*add, *THE_RADIO, (DescribedPage,)])
        assert await owner.app.tell(Lock()) is not None
        await play(owner, [*KEEP, (UnlockScreen, write(PIN)), (StandsPage,)])
        assert "own-lada-niva-locked" in families.catalogue().ids()


ANSWERED: dict[str, list[Any]] = {
    "of a nissan the display is asked first and then what separates the rest": [
        ANY,
        *BEGIN,
        *NISSAN,
        (QuestionPage, ASKED_FIRST, choose("Radio Code:")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("Nissan, display asks")),
        QASHQAI,
    ],
    "a word of the display and the make find the radio": [
        ANY,
        *BEGIN,
        *BY_DISPLAY,
        (WordsPage, choose("Radio Code:")),
        (MakeOfThesePage, choose("Nissan")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("Nissan, display asks")),
        QASHQAI,
    ],
    "none of the radios of a make is described without asking for the make again": [
        SMALLEST,
        *BEGIN,
        *BY_MAKE,
        (MakesPage, choose("Volvo")),
        (FamiliesPage, choose("None of these")),
        (NotListedPage, read("nothing is known about your radio"), press("describe")),
        (WordPage,),
    ],
    "back leads to the question as it was": [
        DESK,
        *BEGIN,
        *NISSAN,
        (QuestionPage, choose("Radio Code:")),
        (QuestionPage, press("back")),
        (QuestionPage, ASKED_FIRST),
    ],
    "a make typed is answered as one chosen": [
        SMALLEST,
        *BEGIN,
        *BY_TYPING,
        (SearchPage, write("suzuki")),
        (NothingKnownPage,),
    ],
    "a year of which no radio is known is left out and said": [
        SMALLEST,
        *BEGIN,
        *BY_TYPING,
        (SearchPage, write("bonneville 1960")),
        (FamiliesPage, read("None is known of 1960.")),
    ],
    "a slip in a make is answered with what may be meant": [
        ANY,
        *BEGIN,
        *BY_TYPING,
        (SearchPage, write("nisan qashqay 2009")),
        (NearPage, read("Did you mean:"), choose("Nissan Qashqai")),
        (FamiliesPage, choose("Radio Code:")),
        QASHQAI,
    ],
    "the radios of a mini are looked for among its makers": [
        SMALLEST,
        *BEGIN,
        *BY_TYPING,
        (SearchPage, write("mini cooper 2003")),
        (NothingKnownPage, press("kin:BMW")),
        (QuestionPage,),
    ],
    "what the display shows may be typed": [
        SMALLEST_BY_TAPS,
        *BEGIN,
        *BY_TYPING,
        (SearchPage, write("radio code")),
        (MakeOfThesePage, press("unsure")),
        (QuestionPage,),
    ],
    "what the radios of a make leave out is said beside them": [
        DESK,
        *BEGIN,
        *BY_MAKE,
        (MakesPage, choose("Opel")),
        (FamiliesPage, read("An older Philips set")),
    ],
    "and on the smallest screen to who says that it is none of them": [
        SMALLEST,
        *BEGIN,
        *NISSAN,
        (QuestionPage, press("show")),
        (FamiliesPage, choose("None of these")),
        (NotListedPage, read("North America (Altima"), press("describe")),
        (WordPage,),
    ],
    "a make's only radio may not be the one, and describing one's own stands beside it": [
        ANY,
        *BEGIN,
        *BY_MAKE,
        (MakesPage, choose("Volvo")),
        (FamiliesPage, read("Your radio may not be among these."), press("describe")),
        (WordPage,),
    ],
    "a display that is dead leads to the makes": [
        ANY,
        *BEGIN,
        *BY_DISPLAY,
        (WordsPage, press("unsure")),
        (MakesPage,),
    ],
    "what may spare the whole search is said before a radio is chosen": [
        SMALLEST,
        *BEGIN,
        *BY_MAKE,
        (MakesPage, choose("Acura")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("five-digit")),
        (FamilyPage, read("hold the power key for two seconds")),
    ],
    "what is known of a radio can be read before it is chosen": [
        ANY,
        *BEGIN,
        *BY_MAKE,
        (MakesPage, choose("Opel")),
        (FamiliesPage, choose("SAFE")),
        (FamilyPage, press("known")),
        (KnownScreen, press("sources")),
        (SourcesScreen, press("back")),
        (KnownScreen, press("back")),
        (FamilyPage,),
    ],
}


@pytest.mark.parametrize("story", ANSWERED)
async def test_it_goes_as_it_is_answered(house: Stage, story: str, terminal: Terminal) -> None:
    where, *acts = ANSWERED[story]
    async with visit(**(where or terminal)) as owner:
        await play(owner, acts)
