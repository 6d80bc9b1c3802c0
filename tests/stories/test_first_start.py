"""The first start, from the welcome to Home: by taps alone and by keys alone, at every size."""

from itertools import cycle

import pytest

from pi.service.asks import ShowCode, Unlock, UnlockKind
from pi.service.protocol import CodeShown
from tests.stories.answering import By, Scene, choose, play, press, read, visit, write
from tests.stories.set_up_scenes import (
    A_PIN,
    BEGIN,
    BY_MAKE,
    CODE,
    HOME,
    NAME,
    NO_PASSPHRASE,
    NO_SERIAL,
    THE_CAR,
    THE_KEY,
    TO_THE_KEY,
)
from tests.stories.stage import Stage
from tui.screens.dead_end import NoCodeScreen
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.makes import MakesPage, WordsPage
from tui.screens.setup.naming import NamePage
from tui.screens.setup.narrowing import QuestionPage
from tui.screens.setup.passphrase import PassphraseAgainPage, PassphrasePage
from tui.screens.setup.pin import PinPage
from tui.screens.setup.radio import NotListedPage, RadioPage
from tui.screens.setup.search import SearchPage
from tui.screens.setup.serial import SerialPage
from tui.screens.setup.source import SourcePage
from tui.words.trouble import not_saved

SIZES = [(40, 16), (40, 20), (57, 16), (66, 20), (80, 24), (120, 40)]
SHOW_THEM: Scene = (QuestionPage, press("show"))
KIOSKS = [(48, 16), (57, 16), (66, 20), (80, 24)]
BOTH: list[By] = ["keys", "taps"]
SMALLEST = [((40, 16), "taps")]


@pytest.mark.parametrize(("size", "by"), [*zip(SIZES, cycle(BOTH)), *SMALLEST])
async def test_an_owner_sets_up_and_comes_home(house: Stage, size: tuple[int, int], by: By) -> None:
    async with visit(size, by) as owner:
        await play(owner, [*TO_THE_KEY, *THE_KEY, *HOME])


@pytest.mark.parametrize(("size", "by"), zip(KIOSKS, cycle(reversed(BOTH))))
async def test_a_kiosk_asks_for_no_passphrase(house: Stage, size: tuple[int, int], by: By) -> None:
    told = (PinPage, read("over SSH"))
    async with visit(size, by, kiosk=True) as owner:
        await play(owner, [*BEGIN, *THE_CAR, told, *A_PIN, *THE_KEY, *HOME])


@pytest.mark.parametrize(
    ("size", "kiosk"), [((40, 16), False), ((40, 20), False), ((48, 16), True), ((57, 16), True)]
)
async def test_the_red_line_of_a_full_card_cuts_nothing_off(
    house: Stage, size: tuple[int, int], kiosk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.words.trouble.saving", lambda _: not_saved("full"))
    passphrase = [] if kiosk else NO_PASSPHRASE
    async with visit(size, "taps", kiosk=kiosk) as owner:
        await play(owner, [*BEGIN, *THE_CAR, *A_PIN, *passphrase, *THE_KEY])


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_what_was_answered_is_what_is_kept(house: Stage, by: By) -> None:
    story: list[Scene] = [
        *BEGIN,
        *BY_MAKE,
        (NamePage, write("Corsa 2")),
        *CODE,
        (SerialPage, write("GM0204Y")),
        (SourcePage, choose("A previous owner")),
        *A_PIN,
        (PassphrasePage, write("three wet roads")),
        (PassphraseAgainPage, write("three wet roads")),
        *THE_KEY,
        *HOME,
    ]
    async with visit(by=by) as owner:
        await play(owner, story)
        for kind, secret in (
            (UnlockKind.PIN, "2580"),
            (UnlockKind.PASSPHRASE, "three wet roads"),
            (UnlockKind.RECOVERY, owner.recovery_key),
        ):
            assert await owner.app.tell(Unlock(kind=kind, secret=secret)) is not None
        kept = await owner.app.tell(ShowCode())
        assert isinstance(kept, CodeShown)
        assert (kept.head_unit, kept.name, kept.code, kept.serial, kept.source) == (
            "opel-safe",
            "Corsa 2",
            "3712",
            "GM0204Y",
            "previous owner",
        )


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize(
    "found_by",
    [
        [(RadioPage, press("display")), (WordsPage, choose("Master Code"))],
        [(RadioPage, press("type")), (SearchPage, write("fiat")), SHOW_THEM],
        [(RadioPage, press("make")), (MakesPage, choose("Fiat")), SHOW_THEM],
    ],
    ids=["display", "typing", "make"],
)
async def test_every_way_leads_to_the_radio(house: Stage, found_by: list[Scene], by: By) -> None:
    async with visit((48, 16), by, kiosk=True) as owner:
        await play(owner, [*BEGIN, *found_by, (FamiliesPage, choose("Fiat")), (FamilyPage,)])


async def test_a_letter_typed_beside_a_list_begins_a_search(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, (RadioPage, press("make")), (MakesPage,)])
        await owner.strikes("q")
        await owner.strikes("a")
        await play(owner, [(SearchPage, read("2 radios fit"), press("enter")), (FamiliesPage,)])


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_radio_that_is_not_listed_is_owned_up_to(house: Stage, by: By) -> None:
    story: list[Scene] = [
        *BEGIN,
        (RadioPage, press("make")),
        (MakesPage, choose("Volvo")),
        (FamiliesPage, choose("None of these")),
        (NotListedPage, read("nothing is known about your radio"), press("back")),
        (FamiliesPage,),
    ]
    async with visit((40, 16), by) as owner:
        await play(owner, story)


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize(("size", "kiosk"), [((40, 16), False), ((48, 16), True)])
async def test_a_radio_without_a_code_says_so_at_once_and_can_be_kept(
    house: Stage, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *BEGIN,
        (RadioPage, press("make")),
        (MakesPage, choose("Nissan")),
        (QuestionPage, choose("SECURE")),
        SHOW_THEM,
        (FamiliesPage, choose("SECURE")),
        (FamilyPage, read("takes no code from you"), press("yes")),
        *NAME,
        *NO_SERIAL,
        *A_PIN,
        *([] if kiosk else NO_PASSPHRASE),
        *THE_KEY,
        (NoCodeScreen,),
    ]
    async with visit(size, by, kiosk=kiosk) as owner:
        await play(owner, story)
