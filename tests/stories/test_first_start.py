"""The first start: to its end, left half way, without a code, and in haste."""

import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from textual.screen import Screen

from pi.radio.lockout import owed
from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ShowCode, Unlock, UnlockKind
from tests.clocks import HandClock
from tests.stories.roads import (
    A_PIN,
    ASKS,
    BEGIN,
    BY_MAKE,
    CODE,
    HOME,
    NAME,
    NO_PASSPHRASE,
    NO_SERIAL,
    SOURCE,
    THE_CAR,
    THE_KEY,
    TO_THE_CONFIRM,
    TO_THE_KEY,
    does,
    types_the_code,
)
from tests.stories.stage import Stage, stage
from tests.stories.telling import DESK, KIOSK, SMALLEST_BY_TAPS, Owner, Terminal
from tests.stories.visitor import (
    Act,
    By,
    Visitor,
    choose,
    play,
    press,
    read,
    type_the_last_group,
    visit,
    write,
)
from tui.screens.entry.display import FigureScreen
from tui.screens.home import HomeScreen
from tui.screens.lockout import LockoutScreen, NoCodeScreen
from tui.screens.setup.beginning import ShowsPage, SincePage, StandsPage, TriedPage
from tui.screens.setup.code import CodeAgainPage, CodePage, NoCodeYetPage, SerialPage
from tui.screens.setup.pages import NamePage, SetUpScreen, SourcePage
from tui.screens.setup.radio import (
    FamiliesPage,
    FamilyPage,
    MakesPage,
    QuestionPage,
    RadioPage,
    SearchPage,
)
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.secrets import PassphraseAgainPage, PassphrasePage, PinPage
from tui.text.states import not_saved
from tui.widgets.press_guard import PressGuard


@pytest.mark.parametrize("where", [SMALLEST_BY_TAPS, KIOSK])
async def test_an_owner_comes_home_and_the_red_line_of_a_full_card_cuts_nothing_off(
    house: Stage, where: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.text.states.saving", lambda _: not_saved("full"))
    passphrase = [] if where["kiosk"] else NO_PASSPHRASE
    told = [(PinPage, read("over SSH"))] if where["kiosk"] else []
    async with visit(**where) as owner:
        await play(owner, [*BEGIN, *THE_CAR, *told, *A_PIN, *passphrase, *THE_KEY, *HOME])


async def test_what_was_answered_is_what_is_kept(house: Stage, by: By) -> None:
    story: list[Act] = [
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


async def test_a_letter_typed_beside_a_list_begins_a_search(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, (RadioPage, press("make")), (MakesPage,)])
        await owner.strikes("q")
        await owner.strikes("a")
        await play(owner, [(SearchPage, read("2 radios fit"), press("enter")), (FamiliesPage,)])


async def test_a_radio_without_a_code_says_so_at_once_and_can_be_kept(house: Stage, by: By) -> None:
    story: list[Act] = [
        *BEGIN,
        (RadioPage, press("make")),
        (MakesPage, choose("Nissan")),
        (QuestionPage, choose("SECURE")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("SECURE")),
        (FamilyPage, read("takes no code from you"), press("yes")),
        *[*NAME, *NO_SERIAL, *A_PIN, *NO_PASSPHRASE, *THE_KEY],
        (NoCodeScreen,),
    ]
    async with visit((40, 16), by) as owner:
        await play(owner, story)


@pytest.mark.parametrize("where", [SMALLEST_BY_TAPS, KIOSK, DESK])
async def test_who_comes_in_the_middle_of_a_wait_sees_at_once_what_is_left_of_it(
    house: Stage, where: Terminal
) -> None:
    ford: list[Act] = [
        (RadioPage, press("make")),
        (MakesPage, choose("Ford")),
        (FamiliesPage, choose("Ford 4500")),
        (FamilyPage, press("yes")),
        (StandsPage, press("tried")),
        (TriedPage, choose("2 times")),
        (SincePage, press("waits")),
        (ShowsPage, choose("WAIT")),
        (FigureScreen, write("2930")),
        (NamePage, read("Leave the radio on")),
    ]
    passphrase = [] if where["kiosk"] else NO_PASSPHRASE
    story = [*ford, *NAME, *WITHOUT, *NO_SERIAL, *A_PIN, *passphrase, *THE_KEY]
    async with visit(**where) as owner:
        await play(owner, [*BEGIN, *story, (LockoutScreen,)])
        radio = owner.app.state.radio if owner.app.state is not None else None
        assert radio is not None
        assert radio.wait is not None
        assert radio.wait.owed_s == owed(29 * 60 + 30)
        if where is not SMALLEST_BY_TAPS:  # there what to do with the radio goes first
            await owner.reads("Its display said so.")


async def test_somebody_tried_and_nobody_knows_how_often(house: Stage, by: By) -> None:
    tried: list[Act] = [
        (StandsPage, press("tried")),
        (TriedPage, choose("I don't know")),
        (SincePage, press("tried")),
    ]
    rest = [*NAME, *WITHOUT, *NO_SERIAL, *A_PIN, *NO_PASSPHRASE, *THE_KEY]
    async with visit(by=by) as owner:
        await play(owner, [*BEGIN, *A_NISSAN[:-1], *tried, *rest, (LockoutScreen,)])
        await owner.reads("1 try left")


def nothing_kept(directory: Path) -> bool:
    """Whether no file holds the code or the PIN that was typed: a random id may have its digits."""
    files = [path for path in directory.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return not any(re.search(rb"\b(3712|2580)\b", each.read_bytes()) for each in files)


@pytest.mark.parametrize(
    "so_far",
    [[*BEGIN, *BY_MAKE, *NAME, *CODE, (SerialPage,)], [*TO_THE_KEY, THE_KEY[0], (LastGroupPage,)]],
    ids=["serial", "last-group"],
)
async def test_who_quits_half_way_has_saved_nothing(house: Stage, so_far: list[Act]) -> None:
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
    way_back: list[Act] = [
        (SerialPage, press("back")),
        (CodeAgainPage, press("back")),
        (CodePage, read("3 7 1 2"), press("back")),
        (NamePage, press("back")),
        ASKS,
    ]
    way_on: list[Act] = [
        (NamePage, read("Corsa"), press("enter")),
        (CodePage, read("3 7 1 2"), press("enter")),
        (CodeAgainPage,),
    ]
    story = [*BEGIN, *BY_MAKE, (NamePage, write("Corsa")), *CODE, *way_back, *way_on]
    async with visit((57, 16)) as owner:
        await play(owner, story)


async def test_another_radio_forgets_a_code_that_it_can_not_have(house: Stage) -> None:
    story: list[Act] = [
        *BEGIN,
        *BY_MAKE,
        *NAME,
        *CODE,
        *[
            (page, press("back"))
            for page in (SerialPage, CodeAgainPage, CodePage, NamePage, StandsPage)
        ],
        *[(page, press("back")) for page in (FamilyPage, FamiliesPage)],
        (MakesPage, choose("Honda")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("five-digit")),
        (FamilyPage, press("yes")),
        ASKS,
        *NAME,
        (CodePage, read("- - - - -")),
    ]
    async with visit((57, 16)) as owner:
        await play(owner, story)


@pytest.fixture
def no_service_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The UI starts no service by itself here: the story does."""
    monkeypatch.setattr("tui.service_socket._start", lambda path: {"reason": "start_failed"})


@pytest.mark.usefixtures("no_service_of_its_own")
async def test_a_service_that_restarts_costs_no_answer_and_makes_a_new_key(tmp_path: Path) -> None:
    with stage(tmp_path) as made:
        async with AsyncExitStack() as until_the_end:
            async with made.service():
                owner = await until_the_end.enter_async_context(visit())
                await play(owner, [*TO_THE_KEY, THE_KEY[0], (LastGroupPage,)])
            first = owner.recovery_key
            async with made.service():
                await owner.until(lambda: not owner.app.away, "the service")
                anew: list[Act] = [(RecoveryPage, read("this is a NEW key")), *THE_KEY, *HOME]
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


A_NISSAN: list[Act] = [
    (RadioPage, press("make")),
    (MakesPage, choose("Nissan")),
    (QuestionPage, press("show")),
    (FamiliesPage, choose("asks Radio Code:")),
    (FamilyPage, press("yes")),
    ASKS,
]
WITHOUT: list[Act] = [
    (CodePage, press("other")),
    (NoCodeYetPage, read("Look for a card"), press("lost")),
]
BACK_TO_THE_CODE: list[Act] = [
    (SerialPage, press("back")),
    (NoCodeYetPage, press("back")),
    (CodePage, write("3712")),
    (CodeAgainPage, write("3712")),
]


async def test_a_code_that_is_lost_at_the_first_start_is_found_and_plays(
    house: Stage, terminal: Terminal
) -> None:
    passphrase = [] if terminal["kiosk"] else NO_PASSPHRASE
    async with visit(**terminal) as visitor:
        story = [*BEGIN, *A_NISSAN, *NAME, *WITHOUT, *NO_SERIAL, *A_PIN, *passphrase, *THE_KEY]
        await play(visitor, [*story, (HomeScreen,)])
        await visitor.app.tell(Unlock(kind=UnlockKind.PIN, secret="2580"))
        owner = Owner(visitor.pilot, terminal["by"])
        await owner.plays([("No code is kept for this radio yet.", "Find my code")])
        await does(owner, "Papers", "Found it")
        await types_the_code(owner, "The code card")
        await owner.presses("The same")
        await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "It plays"), ("PLAYING", "")])


async def test_a_code_that_turns_up_after_all_is_kept_with_its_source(house: Stage) -> None:
    async with visit((48, 16), "taps", kiosk=True) as owner:
        story: list[Act] = [
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


async def rest(visitor: Visitor) -> None:
    """A second goes by before the next tap."""
    clock = visitor.app.clock
    assert isinstance(clock, HandClock)
    clock.now += 1.0


def slowly(scenes: list[Act]) -> list[Act]:
    """The scenes, with a rest before each."""
    slow: list[Act] = []
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
    house: Stage, size: tuple[int, int], way: list[Act], brought: type[Screen[None]]
) -> None:
    guard = PressGuard(0.3, clock=(hand := HandClock()))
    async with visit(size, "taps", kiosk=True, clock=hand, guard=guard) as owner:
        await play(owner, [*slowly([*BEGIN, *way]), (brought,)])
        for y in range(1, size[1], 2):
            for x in range(2, size[0], 7):
                await owner.taps(owner.screen, x, y)
        await owner.sees(brought)
        assert not getattr(owner.screen, "text", "")


async def test_digits_typed_fast_one_after_the_other_all_count(house: Stage) -> None:
    hand = HandClock()
    async with visit(by="taps", clock=hand, guard=PressGuard(0.3, clock=hand)) as owner:
        await play(owner, slowly([*BEGIN, *BY_MAKE, (NamePage, press("enter")), (CodePage,)]))
        await owner.types("3712")
        await owner.until(lambda: getattr(owner.screen, "text", "") == "3712", "four digits")


async def test_a_held_key_presses_enter_once(house: Stage) -> None:
    hand = HandClock()
    async with visit(clock=hand, guard=PressGuard(0.3, clock=hand)) as owner:
        await play(owner, slowly([*BEGIN, *BY_MAKE, (NamePage,)]))
        for _ in range(5):
            await owner.strikes("enter")
        await play(owner, [(CodePage,)])
        await owner.strikes("enter")
        assert "code is missing" not in owner.text
