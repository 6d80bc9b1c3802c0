"""Every screen in every state: whole at every size, and each key does what it stands on.

A road is played once: at each of its stations the terminal is turned through the sizes, and every
key that is offered is pressed. It must press what it stands on, and that must change what is seen:
another screen, other words, or one line that says why not.
"""

import os
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Container,
    Iterable,
    Iterator,
    Mapping,
)
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from textual.screen import Screen

from pi.hardware.told import FeedFell, FeedLost, ParkedIs, PinProblem
from pi.hardware.wiring import BUTTONS, Signal
from pi.radio.events import CopyKind
from pi.service.asks import (
    AddVehicle,
    ChangeVehicle,
    ConfirmStep,
    LeavePractice,
    Lock,
    NewVehicle,
    NoteCopy,
    Outcome,
    Report,
    StartWalkthrough,
)
from pi.service.shown import Saving
from tests.depth import Run
from tests.stories import test_copies, test_vehicles
from tests.stories.learner import Learner, learner_at
from tests.stories.roads import (
    A_PIN,
    BACKUP,
    BEGIN,
    BY_MAKE,
    BY_PAPER,
    BY_PASSPHRASE,
    CODE,
    COSTLY,
    FOUR,
    HOUR_AND_MARGIN_S,
    LADA,
    LOST_OPEL,
    NAME,
    NIVA,
    NO_SERIAL,
    NOT_LISTED,
    NOTE,
    POSITION_KEYS,
    PUT_ASIDE,
    SECURE,
    TAKES,
    THE_CAR,
    THE_COPIES,
    THE_GUIDE,
    THE_KEY,
    THE_RADIO,
    TO_THE_CHECK,
    TO_THE_CONFIRM,
    TO_THE_KEY,
    UNDER_COPIES,
    a_backup,
    at_the_device,
    describe_families,
    does,
    enters,
    gap,
    goes_to,
    third_refusal,
    types_the_code,
    types_the_key,
)
from tests.stories.stage import NISSAN, Stage, stage
from tests.stories.telling import Owner, Scene, Size, in_a_wired_car, in_the_car
from tests.stories.test_panel import one_try_left, to_the_check
from tests.stories.test_panel import press as presses_a_button
from tests.stories.test_senses import CUT
from tests.stories.test_unlocking import ANOTHER, TOLD, moves, unlocks_to_choose, with_a_stick
from tests.stories.visitor import (
    KEY_OF,
    Act,
    Doing,
    Visitor,
    choose,
    play,
    press,
    read,
    visit,
    write,
)
from tests.stories.wholeness import visible, whole
from tui.screens.finding.first_aid import WordsScreen
from tui.screens.pads import SHIFT
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
from tui.screens.typed import TypedScreen
from tui.screens.unlock import UnlockScreen, WaysScreen
from tui.screens.vehicles import FindScreen, VehiclesScreen
from tui.widgets.action_bar import ActionBar
from tui.widgets.action_button import ActionButton
from tui.widgets.keypad import ENTER, ERASE, SPACE, KeyPad
from tui.widgets.paged_list import NEXT, PREVIOUS
from tui.widgets.tap_grid import TapGrid

Prepare = Callable[[Stage, Owner], Awaitable[None]]
Sitting = Callable[[], AbstractAsyncContextManager[Visitor]]
"""Comes to the same screen each time."""
EVERY: list[tuple[Size, bool]] = [
    ((40, 16), False),
    ((40, 20), False),
    ((48, 16), False),
    ((57, 16), False),
    ((66, 20), False),
    ((80, 24), False),
    ((120, 40), False),
    ((48, 16), True),
    ((57, 16), True),
    ((66, 20), True),
    ((80, 24), True),
]
FEW: list[tuple[Size, bool]] = [((40, 16), False), ((66, 20), True), ((80, 24), False)]
"""The smallest, the kiosk's, and the usual one: what a quick run turns through."""
BELOW: list[tuple[Size, bool]] = [((48, 40), False)]  # in practice the radio stands below
RESTS_S = 3.0  # longer than a screen has to stand before a statement is taken
STRUCK = {ERASE: "backspace", ENTER: "enter", SPACE: "space", PREVIOUS: "pageup", NEXT: "pagedown"}
NO_KEY_NEEDED = {SHIFT}  # a keyboard has its own
FORD = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
HYUNDAI = NewVehicle(name="i30", head_unit="hyundai-cde", code="1470")
OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")
HONDA = NewVehicle(name="Civic", head_unit="honda-5-digit", code="14703")
FIAT = NewVehicle(name="500X", head_unit="fiat-connect-nav", code="1470")
NO_CODE_YET = NewVehicle(name="Micra", head_unit="nissan-radio-code", code_is_lost=True)
LONG = replace(NISSAN, name="The old blue one behind the barn")


def deep() -> bool:
    """Whether this run tries everything there is."""
    return Run.tries_everything


def sizes(*more: tuple[Size, bool]) -> list[tuple[Size, bool]]:
    """The sizes of this run; the usual one last, for what is pressed there."""
    return [*(EVERY if deep() else FEW[:-1]), *more, FEW[-1]]


class Offered(Struct, frozen=True):
    """One key of a screen: how a keyboard strikes it, and the button or the cell it stands on."""

    key: str
    stands_on: str
    is_a_button: bool = False
    pad: str = ""  # whose key it is, whatever screen the pad is on

    def kind(self, screen: Screen[object]) -> object:
        """What it has in common with others: on a screen, a digit of a list is as good as another,
        and the letters of a pad are the same on all of them."""
        if self.is_a_button and self.key in {"enter", "escape"}:
            return self.key, self.stands_on  # the bar sees to these, whatever screen it is on
        if self.is_a_button:
            return type(screen), self.key, self.stands_on
        any_other = self.stands_on.isalnum() and len(self.stands_on) == 1
        return self.pad or type(screen), "any" if any_other else self.stands_on


def offered_by(screen: Screen[object]) -> tuple[Offered, ...]:
    """Every key that a screen shows; the ways out last."""
    buttons = [each for each in screen.query(ActionButton) if visible(each)]
    buttons.sort(key=lambda each: each.action.back)
    typed_on = any(visible(each) for each in screen.query(KeyPad))
    keys = [
        Offered(key, each.action.name, not (typed_on and key == "enter"))  # a pad takes it too
        for each in buttons
        for key in keys_of(each)
    ]
    typed = [
        Offered(
            STRUCK.get(cell.token, cell.token),
            cell.token,
            pad=type(grid).__name__ if isinstance(grid, KeyPad) else "",
        )
        for grid in screen.query(TapGrid)
        if visible(grid) and grid.can_focus
        for cell in grid.shown_cells()
        if cell.token and cell.token not in NO_KEY_NEEDED
    ]
    return tuple(dict.fromkeys([*typed, *keys]))


def keys_of(button: ActionButton) -> Iterator[str]:
    """The key as a button shows it, and the two that press what leads on and what leads back."""
    yield KEY_OF.get(button.action.key, button.action.key.lower())
    if button.action.primary and not any(
        visible(each) and each.can_focus for each in button.screen.query(TapGrid)
    ):
        yield "enter"
    if button.action.back:
        yield "escape"


async def does_as_it_says(somebody: Visitor, offered: Offered) -> list[str]:
    """Strike a key. Returns what was wrong with what it did."""
    await rests(somebody)
    kind, before = type(somebody.screen).__name__, seen(somebody)
    wanted = [offered.stands_on] if offered.is_a_button else []
    with presses_heard() as heard:
        await somebody.strikes(offered.key)
        if not somebody.app._exit:
            await somebody.settles()
    if heard != wanted:
        return [f"{kind}: {offered.key} pressed {heard}, not {wanted}"]
    if not somebody.app._exit and seen(somebody) == before:
        return [f"{kind}: {offered.key} ({offered.stands_on}) changed nothing"]
    return []


async def comes_back(somebody: Visitor, screen: Screen[object]) -> bool:
    """Whether the screen is in front again once what was opened on it has been left."""
    app = somebody.app
    if app._exit or screen not in app.screen_stack:
        return False
    while app.screen is not screen:
        app.pop_screen()
    await somebody.settles()
    return app.screen is screen


async def rests(somebody: Visitor) -> None:
    """A while goes by on the clock of the terminal, and what is drawn by it is drawn anew."""
    before = somebody.app.clock
    somebody.app.clock = lambda: before() + RESTS_S
    somebody.lets_stand(True)
    for bar in somebody.screen.query(ActionBar):
        bar.show_rest()
    somebody.app.answer("")
    somebody.app.redraw()
    await somebody.takes_in()


def seen(somebody: Visitor) -> object:
    """What is in front of somebody's eyes."""
    app = somebody.app
    lines = [strip.text for strip in app.screen._compositor.render_strips()]
    notice = app.screen.typing.notice if isinstance(app.screen, TypedScreen) else ""
    return id(app.screen), lines, notice, app.theme


@contextmanager
def presses_heard() -> Iterator[list[str]]:
    """The names of the buttons that are pressed meanwhile."""
    heard: list[str] = []
    press = ActionButton.press

    def noted(self: ActionButton) -> None:
        heard.append(self.action.name)
        press(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ActionButton, "press", noted)
        yield heard


class Station(Struct, frozen=True):
    """A place on a road, how to come there, and what of it is looked at."""

    sitting: Sitting
    look: Callable[[Visitor], Awaitable[list[str]]]
    keys: bool = True


async def looked_over(name: str, station: Station, pressed: set[object]) -> list[str]:
    """What is wrong at a station.

    In a quick run one key of each kind is pressed, at the first station that has it.
    """
    wrong: list[str] = []
    left: list[Offered] | None = None
    try:
        while left is None or left:
            async with station.sitting() as somebody:
                screen, typed = somebody.screen, getattr(somebody.screen, "text", "")
                if left is None:
                    wrong += await station.look(somebody)
                    somebody.app.redraw()  # how many buttons stand here is a matter of the size
                    await somebody.settles()
                    left = []
                    for each in offered_by(screen) if station.keys else ():
                        if deep() or (kind := each.kind(screen)) not in pressed:
                            left.append(each)
                            pressed.add(each if deep() else kind)
                if left and left[0] not in (there := offered_by(screen)):
                    # The keys of a full screen follow from the press that brought it.
                    same = [each for each in there if each.stands_on == left[0].stands_on]
                    assert same, left
                    left[0] = same[0]
                while left and left[0] in offered_by(screen):
                    wrong += await does_as_it_says(somebody, left.pop(0))
                    if not await comes_back(somebody, screen):
                        break
                    if isinstance(screen, TypedScreen):
                        screen.text = typed
                        screen.notice("")
                        screen.show_typed()
    except AssertionError as error:
        wrong.append(str(error))
    return [f"{name}: {each}" for each in wrong]


async def whole_at(somebody: Visitor, at: Iterable[tuple[Size, bool]]) -> list[str]:
    """Turn the terminal through sizes. What is wrong at one, with its name."""
    wrong: list[str] = []
    for (columns, rows), kiosk in at:
        somebody.app.set_class(kiosk, "-kiosk")
        await somebody.pilot.resize_terminal(columns, rows)
        try:
            await somebody.until(lambda: not whole(somebody.screen), "a whole screen")
        except AssertionError:
            name = f"{columns}x{rows}{' kiosk' * kiosk}"
            wrong += [f"{name}: {each}" for each in whole(somebody.screen)]
    return wrong


async def looks(somebody: Visitor) -> list[str]:
    """Whole at each size."""
    return await whole_at(somebody, sizes())


async def looks_with_the_red_line(somebody: Visitor) -> list[str]:
    """And while a full card takes one row more."""
    wrong = await looks(somebody)
    state = somebody.app.state
    assert state is not None
    somebody.app.state = replace(state, saving=Saving(ok=False, reason="full"))
    somebody.app.redraw()
    await somebody.until(lambda: "NOT SAVED: the card is full." in somebody.text, "the red line")
    wrong += await looks(somebody)
    somebody.app.state = state
    somebody.app.redraw()
    return wrong


async def looks_practised(somebody: Visitor) -> list[str]:
    """The radio as well, where it takes the place of the steps, and PRACTICE over both."""
    assert isinstance(somebody, Learner)
    wrong: list[str] = []
    for size in sizes(*BELOW):
        somebody.app.kiosk = size[1]
        wrong += await whole_at(somebody, [size])
        wrong += [f"{size}: no PRACTICE"] * ("PRACTICE" not in somebody.text)
        if somebody.app.rehearsal.paged and somebody.practised_radio is not None:
            await somebody.strikes("r")
            wrong += [f"the radio at {each}" for each in await whole_at(somebody, [size])]
            wrong += [f"the radio at {size}: no PRACTICE"] * ("PRACTICE" not in somebody.text)
            await somebody.strikes("r")
    return wrong


def scenes(*scenes: Scene) -> Prepare:
    """The screen that these scenes lead to."""
    return lambda _, owner: owner.plays(scenes)


def reported(*outcomes: Outcome) -> Prepare:
    """The screen that these reports lead to."""
    return lambda _, owner: owner.reports(*outcomes)


def of_owner(prepare: Callable[[Owner], Awaitable[None]]) -> Prepare:
    """What an owner alone comes to."""
    return lambda _, owner: prepare(owner)


async def at_the_last_try(one: Stage, owner: Owner) -> None:
    """The last warning."""
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    await owner.plays([*TO_THE_CONFIRM, ("LAST TRY", "")])


async def after_a_gap(one: Stage, owner: Owner) -> None:
    """Did it stay on?"""
    await third_refusal(owner)
    await one.pass_time(1_800)
    await gap(one, 300)
    await owner.reads("DID IT STAY ON?")


async def counted_out(one: Stage, owner: Owner) -> None:
    """Safe to try."""
    await third_refusal(owner)
    await one.pass_time(HOUR_AND_MARGIN_S)
    await owner.reads("SAFE TO TRY")


async def told_longer(one: Stage, owner: Owner) -> None:
    """A wait that grew."""
    await counted_out(one, owner)
    await owner.reports(Outcome.STILL_WAITING)


async def asked_back(one: Stage, owner: Owner) -> None:
    """The outcome, where the confirm key is not to be seen."""
    await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])
    await owner.app.tell(Lock())
    await owner.reads("DID IT TAKE THE CODE?")


async def under_way_elsewhere(one: Stage, owner: Owner) -> None:
    """An entry on a surface that is locked."""
    await owner.plays(TO_THE_CHECK[:3])
    await owner.app.tell(Lock())
    await owner.reads("AN ENTRY IS UNDER WAY")


async def close_to_the_end(one: Stage, owner: Owner) -> None:
    """Home, with few tries left before the dealer."""
    for _ in range(4):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)


def slipped(*outcomes: Outcome) -> Prepare:
    """The question before the last of these is taken back, after a wait was begun."""

    async def prepare(one: Stage, owner: Owner) -> None:
        await owner.reports(Outcome.REJECTED)
        await one.pass_time(30)
        await owner.reports(*outcomes)
        await owner.plays([("", "Take back"), ("WAS THAT A SLIP?", "")])

    return prepare


async def with_an_old_notice(one: Stage, owner: Owner) -> None:
    """Home with a line about what was just asked."""
    await owner.app.tell(Report(outcome=Outcome.ABANDONED))
    await owner.reads("no")


TO_THE_HISTORY: list[Scene] = [("Other vehicle", "About this radio"), ("What is known", "History")]
TO_CHECK = scenes(*TO_THE_CHECK, ("THE RADIO MUST SHOW", ""))
ELSE = ("PRESS KEY 2", "It shows something else")
AT_THE_RADIO: dict[str, tuple[NewVehicle, Prepare]] = {
    "home asks": (LONG, scenes(("ASKS FOR ITS CODE", ""))),
    "home asks on a set that may ask for nothing": (FIAT, scenes(("ASKS FOR", ""))),
    "home plays": (NISSAN, reported(Outcome.ACCEPTED)),
    "home plays without a code": (NO_CODE_YET, reported(Outcome.ACCEPTED)),
    "home close to the end": (OPEL, close_to_the_end),
    "home with a notice": (NISSAN, with_an_old_notice),
    "more": (LONG, scenes(("ASKS", "More"), ("Colours and pace", ""))),
    "what the radio did": (NISSAN, scenes(("ASKS", "More"), ("", "The radio did something"))),
    "colours": (NISSAN, scenes(("ASKS", "More"), ("", "Colours and pace"), ("Beat", ""))),
    "history": (
        NISSAN,
        scenes(
            ("ASKS", "More"),
            ("Other vehicle", "About this radio"),
            ("What is known", "History"),
            ("added", ""),
        ),
    ),
    "parked": (FIAT, scenes(("ASKS", "Key it in"), ("FIRST OF ALL", ""))),
    "not parked": (NISSAN, scenes(("ASKS", "Key it in"), ("PARK", "something else"), ("It", ""))),
    "a key": (NISSAN, scenes(*TO_THE_CHECK[:3], ("PRESS KEY 2", ""))),
    "ten presses": (HYUNDAI, scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("PRESS", ""))),
    "a hold": (OPEL, scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("First switch", ""))),
    "a position's digits": (NISSAN, scenes(*TO_THE_CHECK[:3], ELSE, ("What does", ""))),
    "a mended digit": (NISSAN, scenes(*TO_THE_CHECK[:3], ELSE, ("What", "5"), ("MORE", ""))),
    "the check": (NISSAN, TO_CHECK),
    "which position": (NISSAN, scenes(*TO_THE_CHECK, ("MUST", "something else"), ("WHICH", ""))),
    "beginning anew": (
        HONDA,
        scenes(
            ("ASKS", "Key it in"),
            ("PARK", "Parked"),
            ("PRESS KEY 1", "It shows something else"),
            ("What", "9"),
            ("BEGIN THE ENTRY AGAIN", ""),
        ),
    ),
    "the last try": (NISSAN, at_the_last_try),
    "the confirm": (NISSAN, scenes(*TO_THE_CONFIRM, ("NOW HOLD KEY 6", ""))),
    "what it shows": (NISSAN, scenes(*TO_THE_CONFIRM, ("NOW", "It refused"), ("CODE ERROR", ""))),
    "did it take the code": (NISSAN, asked_back),
    "an entry elsewhere": (NISSAN, under_way_elsewhere),
    "the wait": (NISSAN, reported(Outcome.REJECTED)),
    "a wait of unknown length": (HYUNDAI, reported(Outcome.REJECTED, Outcome.REJECTED)),
    "a set that switches itself off": (OPEL, reported(Outcome.REJECTED)),
    "a loss of power": (NISSAN, reported(Outcome.REJECTED, Outcome.INTERRUPTED)),
    "switched off": (NISSAN, reported(Outcome.REJECTED, Outcome.POWER_OFF)),
    "after a gap": (NISSAN, after_a_gap),
    "counted out": (NISSAN, counted_out),
    "a longer wait": (NISSAN, told_longer),
    "the dealer": (OPEL, reported(*[Outcome.REJECTED] * 6)),
    "taking a wait back": (OPEL, slipped(Outcome.ASKS_AGAIN)),
    "taking an end back": (OPEL, slipped(*[Outcome.REJECTED] * 6)),
    "taking back what was said in a gap": (LONG, slipped(Outcome.INTERRUPTED)),
    "the history with what can be taken back": (
        NISSAN,
        scenes(
            ("ASKS", "It plays"),
            ("One more look", "Yes: it plays"),
            ("PLAYING", "More"),
            ("Other vehicle", "About this radio"),
            ("What is known", "History"),
            ("added", ""),
        ),
    ),
    "no code": (SECURE, scenes(("NO CODE TO KEY IN", ""))),
}
WITH_THE_RED_LINE = {"home asks", "a key", "the check", "the wait", "the confirm"}
SENSES: dict[Signal, bool | None] = {Signal.FEED: True, Signal.PARKED: True}
WRONG = (
    PinProblem(reason="no_permission", detail="/dev/gpiochip0"),
    *(PinProblem(reason="clash", signal=one, pin=9, detail="spi_screen") for one in Signal),
)


async def battery_cut(one: Stage, owner: Owner) -> None:
    """The battery was off."""
    await owner.reports(Outcome.ACCEPTED)
    one.body.tell(FeedFell(), FeedLost())
    await owner.reads(CUT)


async def cut_in_an_entry(one: Stage, owner: Owner) -> None:
    """The battery went in the middle of an entry, and the car is not parked."""
    await owner.plays([("ASKS", "Key it in"), ("PARK", "Parked"), ("", "")])
    one.body.tell(FeedFell(), FeedLost(), ParkedIs(parked=None))
    await owner.reads(CUT)


async def moving(one: Stage, owner: Owner) -> None:
    """Home, before the car is parked, close to the dealer."""
    for _ in range(4):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    one.body.tell(ParkedIs(parked=False))
    await owner.reads("Park first")


async def moving_in_an_entry(one: Stage, owner: Owner) -> None:
    """The car moves in the middle of an entry."""
    await owner.plays(TO_THE_CHECK[:3])
    one.body.tell(ParkedIs(parked=False))
    await owner.reads("PARK FIRST")


async def guessed(one: Stage, owner: Owner) -> None:
    """The radio plays, and this machine had lost its power."""
    await owner.reports(Outcome.ACCEPTED)
    await owner.reads("PLAYING")
    state = owner.app.state
    assert state is not None
    owner.app.state = replace(state, radio=replace(owner.radio, battery="guess"))
    owner.app.redraw()


async def last_try(one: Stage, owner: Owner) -> None:
    """The last warning, asked for by a button."""
    await one_try_left(owner)
    await to_the_check(one, owner)
    await presses_a_button(one, Signal.NEXT)
    await owner.reads("LAST TRY")


async def confirm(one: Stage, owner: Owner) -> None:
    """The confirm key, reached by a button."""
    await to_the_check(one, owner)
    await presses_a_button(one, Signal.NEXT)
    await owner.reads("NOW HOLD KEY 6")


WIRED: dict[str, tuple[NewVehicle, Prepare]] = {
    "a battery that was off": (NISSAN, battery_cut),
    "a battery that went in an entry": (NISSAN, cut_in_an_entry),
    "a guess": (NISSAN, guessed),
    "home while the car moves": (OPEL, moving),
    "an entry while the car moves": (NISSAN, moving_in_an_entry),
    "the last try": (NISSAN, last_try),
    "the confirm": (NISSAN, confirm),
    "the wait": (NISSAN, reported(Outcome.REJECTED)),
    "more": (NISSAN, scenes(("ASKS", "More"), ("10 faults of the panel", ""))),
}
WIRED_WITH_THE_RED_LINE = {"a battery that was off", "home while the car moves", "the last try"}


def at(station: str, label: str = "", *then: Scene) -> Prepare:
    """The screen of a station of the guide, or one that a button there leads to."""

    async def prepare(_: Stage, owner: Owner) -> None:
        await owner.plays(THE_GUIDE)
        await (does(owner, station, label) if label else goes_to(owner, station))
        await owner.plays(then)

    return prepare


async def behind_more(_: Stage, owner: Owner) -> None:
    """What a small screen has behind a button."""
    await owner.plays(THE_GUIDE)
    await owner.pilot.resize_terminal(40, 16)
    await goes_to(owner, "Dealer")
    await owner.plays([("", "more"), ("What else?", "")])


async def a_word(one: Stage, owner: Owner) -> None:
    """First aid for one word."""
    await at("Stop first", "What does it show?")(one, owner)
    await owner.sees(WordsScreen)
    await owner.chooses("SECURE")


async def the_last_look(_: Stage, owner: Owner) -> None:
    """Code and serial number beside the paper."""
    await owner.plays(THE_SOURCE)
    await types_the_code(owner, "The code card")


async def the_specialist(_: Stage, owner: Owner) -> None:
    """Who helps where the radio is locked for good."""
    await owner.reports(*[Outcome.REJECTED] * 6)
    await owner.plays([("", "Who helps now"), ("Which make is the car?", "")])
    await owner.chooses("Opel")
    await owner.plays([("the specialist first", "Next: Specialist"), ("on the bench", "")])


THE_SOURCE: list[Scene] = [("", "I have it"), ("Where did you get", "")]
NO_CODE: list[Scene] = [("NO CODE", "Who helps now"), ("This radio takes no code", "")]


async def another_paper(one: Stage, owner: Owner) -> None:
    """The paper names another radio."""
    await the_last_look(one, owner)
    await owner.plays([("", "They differ"), ("Then it is the paper", "")])


LOOKING: dict[str, tuple[NewVehicle, Prepare]] = {
    "home": (NOTE, scenes(("No code is kept", ""))),
    "home while it plays": (NOTE, reported(Outcome.ACCEPTED)),
    "more": (NOTE, scenes(("ASKS", "More"), ("Find my code", ""))),
    "the list": (NOTE, scenes(*THE_GUIDE, ("Next:", ""))),
    "the makes": (LOST_OPEL, scenes(*THE_GUIDE, ("Which make", ""))),
    **{name: (NOTE, at(name)) for name in ("Stop first", "Papers", "Handbook", "Glove box")},
    **{name: (NOTE, at(name)) for name in ("Former owner", "Its label", "Dealer", "Online")},
    "the display": (COSTLY, at("Its display")),
    "the warning": (COSTLY, at("Its display", "The way for 3 tries")),
    "unknown cost": (NOTE, at("Its display", "The way of unknown cost")),
    "the keys": (
        COSTLY,
        at(
            "Its display", "The way for 3 tries", ("THIS SPENDS", "I am sure"), ("To the clock", "")
        ),
    ),
    "behind more": (NOTE, behind_more),
    "who says so": (NOTE, at("Papers", "Who says so?")),
    "the letter": (NOTE, at("Dealer", "The letter to the dealer")),
    "the words": (NOTE, at("Stop first", "What does it show?")),
    "a word": (NOTE, a_word),
    "the serial number": (NOTE, at("Its label", "Type the serial number")),
    "the source": (NOTE, scenes(*THE_SOURCE)),
    "the last look": (NOTE, the_last_look),
    "another paper": (NOTE, another_paper),
    "no code": (SECURE, scenes(*NO_CODE)),
    "no code exists": (SECURE, scenes(*NO_CODE, ("", "Next: No code"), ("No code exists", ""))),
    "locked out": (LOST_OPEL, reported(*[Outcome.REJECTED] * 6)),
    "the specialist": (LOST_OPEL, the_specialist),
    "a shown code": (NISSAN, scenes(("ASKS", "Show the code"), ("Serial", ""))),
}
LOOKING_WITH_THE_RED_LINE = {"home", "the list", "Its label", "the warning"}


async def at_home(learner: Learner) -> None:
    """Where it begins."""
    await learner.reads("ASKS FOR ITS CODE")


async def at_a_key(learner: Learner) -> None:
    """The first key."""
    await learner.app.tell(StartWalkthrough())
    await learner.app.tell(ConfirmStep(step=0))
    await learner.until(lambda: learner.entry.at == 1, "the first key")


async def at_the_check(learner: Learner) -> None:
    """Before the confirm."""
    await at_a_key(learner)
    while not learner.entry.before_confirm:
        at = learner.entry.at
        await learner.app.tell(ConfirmStep(step=at))
        await learner.until(lambda at=at: learner.entry.at != at, "the next step")


async def at_the_confirm(learner: Learner) -> None:
    """The confirm key, and whatever is asked before it."""
    await at_the_check(learner)
    learner.lets_stand(True)
    await learner.strikes("1")
    await learner.settles()


async def at_another_digit(learner: Learner) -> None:
    """The pad of what it shows."""
    await at_a_key(learner)
    await learner.strikes("2")
    await learner.settles()


async def what_it_shows(learner: Learner) -> None:
    """The list of what a refusal shows."""
    await at_the_confirm(learner)
    await learner.strikes("2")
    await learner.settles()


async def practised_out(learner: Learner) -> None:
    """Safe to try."""
    await learner.reports(Outcome.REJECTED)
    await learner.waits(0.7)
    await learner.reads("SAFE TO TRY")


def practised(*outcomes: Outcome) -> Callable[[Learner], Awaitable[None]]:
    """The screen that these reports lead to."""
    return lambda learner: learner.reports(*outcomes)


PRACTISED: dict[str, tuple[str, Callable[[Learner], Awaitable[None]]]] = {
    "home": ("nissan-radio-code", at_home),
    "a key": ("nissan-radio-code", at_a_key),
    "a hold": ("vw-safe", at_a_key),
    "a wheel": ("renault-column", at_a_key),
    "a screen": ("fiat-connect-nav", at_a_key),
    "ten keys": ("honda-5-digit", at_a_key),
    "nobody knows the key": ("nissan-code-in", at_the_confirm),
    "another digit": ("nissan-radio-code", at_another_digit),
    "the check": ("nissan-radio-code", at_the_check),
    "the last try": ("lexus-sec", at_the_confirm),
    "the confirm": ("nissan-radio-code", at_the_confirm),
    "what it shows": ("nissan-radio-code", what_it_shows),
    "the wait": ("nissan-radio-code", practised(Outcome.REJECTED)),
    "counted out": ("nissan-radio-code", practised_out),
    "the dealer": ("nissan-radio-code", practised(*[Outcome.REJECTED] * 24)),
    "it plays": ("nissan-radio-code", practised(Outcome.ACCEPTED)),
    "no code": ("nissan-secure", at_home),
}


async def no_backup(owner: Owner) -> None:
    """Nothing on any stick."""
    os.unlink(Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / BACKUP)
    await owner.plays([*UNDER_COPIES[:-1], ("No backup was found.", "")])


async def what_opens_it(owner: Owner) -> None:
    """Paper or passphrase."""
    await owner.unlocks()
    await owner.plays([*UNDER_COPIES, PUT_ASIDE, ("WHAT OPENS", "")])


async def the_key_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([BY_PAPER])
    await types_the_key(owner, "7K3M-" * 7)
    await owner.reads("That does not open it.")


async def the_passphrase_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([BY_PASSPHRASE])
    await owner.types("x")
    await enters(owner)
    await owner.reads("That does not open it.")


async def it_failed(owner: Owner) -> None:
    """The longest of the failures."""
    file = Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / BACKUP
    await owner.plays([*UNDER_COPIES[:-1], ("WHICH BACKUP?", "")])
    await owner.reads(BACKUP)  # it was found
    file.unlink()
    await owner.plays([("", BACKUP), ("the stick is gone", "")])


async def it_is_back(owner: Owner) -> None:
    """What is told after a restore. The key is that of the one backup there is."""
    await what_opens_it(owner)
    await owner.plays([BY_PAPER])
    await types_the_key(
        owner, Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("key").read_text()
    )
    await owner.until(lambda: "See the radio" in owner.offered, "the way on")


RESTORING: dict[str, Callable[[Owner], Awaitable[None]]] = {
    "no backup": no_backup,
    "the backups": lambda owner: owner.plays([*UNDER_COPIES[:-1], ("WHICH BACKUP?", "")]),
    "the question": lambda owner: owner.plays([*UNDER_COPIES, ("IS PUT ASIDE", "")]),
    "what opens it": what_opens_it,
    "the key": the_key_is_asked_for,
    "the passphrase": the_passphrase_is_asked_for,
    "it failed": it_failed,
    "it is back": it_is_back,
}
SEARCH: Act = (RadioPage, press("type"))
UNLOCKS: Act = (VehiclesScreen, press("names"))
WAYS: list[Act] = [UNLOCKS, (UnlockScreen, press("other")), (WaysScreen,)]


def types(text: str) -> Doing:
    """Type it, and no more."""
    return lambda somebody: somebody.types(text)


async def the_key_is_there(somebody: Visitor) -> None:
    """Once it was made."""
    await somebody.until(lambda: bool(somebody.screen.query_one(KeyGroups).key), "the key")


FIRST_START: dict[str, list[Act]] = {
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
VEHICLES: dict[str, tuple[bool, bool, list[Act]]] = {  # whether many, whether unlocked, the way
    "two vehicles": (False, True, [(VehiclesScreen,)]),
    "many vehicles": (True, True, [(VehiclesScreen, read("30 vehicles"))]),
    "vehicles without names": (False, False, [(VehiclesScreen,)]),
    "a vehicle that is looked for": (
        True,
        True,
        [(VehiclesScreen, press("find")), (FindScreen, types("Ta"))],
    ),
    "unlocking": (False, False, [UNLOCKS]),
    "the ways to unlock": (False, False, WAYS),
    "unlocking by passphrase": (
        False,
        False,
        [*WAYS[:-1], (WaysScreen, press("passphrase")), (UnlockScreen,)],
    ),
    "unlocking by the recovery key": (
        False,
        False,
        [*WAYS[:-1], (WaysScreen, press("recovery")), (UnlockScreen,)],
    ),
}


def plays(*scenes: Scene) -> Callable[[Owner], Awaitable[None]]:
    """Come to the screen after these scenes."""
    return lambda owner: owner.plays(scenes)


async def how_safe_the_pin_is(owner: Owner) -> None:
    """Told to anybody."""
    await owner.app.tell(Lock())
    await owner.plays([*ANOTHER[:2], (ANOTHER[2][0], "")])


async def copies_of_every_kind(owner: Owner) -> None:
    """As many as there can be, one of them old."""
    await owner.app.tell(NoteCopy(kind=CopyKind.BACKUP))
    await owner.app.tell(ChangeVehicle(code="1111"))
    for kind in (CopyKind.CARD, CopyKind.QR, CopyKind.KEEPASS):
        await owner.app.tell(NoteCopy(kind=kind))
    await owner.plays([*THE_COPIES[:3], ("KeePass file", "")])


async def the_password_again(owner: Owner) -> None:
    """The second time, with all that is said there."""
    await test_copies.is_asked_for_a_password(owner)
    await test_copies.types(owner, "liverpool")
    await owner.reads("Weak, may be guessed. Type it again, or go back.")


async def the_stick_is_gone(owner: Owner) -> None:
    """The longest of the failures."""
    from tui.screens.copies.place import places

    await owner.plays([*THE_COPIES, ("None was made yet.", "Full backup")])
    places()[0].rmdir()
    await owner.plays([("", BACKUP), ("the place is gone", "")])


CARD = [*THE_COPIES, ("None", "Card")]
MADE = [*THE_COPIES, ("None was made yet.", "Full backup"), ("WHERE TO?", BACKUP)]
COPYING: dict[str, Callable[[Owner], Awaitable[None]]] = {
    "how safe the PIN is": how_safe_the_pin_is,
    "a new PIN": unlocks_to_choose,
    "the copies": plays(*THE_COPIES),
    "the places": plays(*CARD, ("WHERE TO?", "")),
    "a QR code": test_copies.after_the_qr_code,
    "a password": test_copies.is_asked_for_a_password,
    "no backup": plays(*UNDER_COPIES[:-1], ("No backup was found.", "")),
    "copies of every kind": copies_of_every_kind,
    "a QR code that is seen": test_copies.sees_the_qr_code,
    "a card that is written": plays(
        *CARD, ("WHERE TO?", "radio-card"), ("Written and checked", "")
    ),
    "a password again": the_password_again,
    "places of a backup": plays(*MADE[:-1], ("WHERE TO?", "")),
    "a backup that is made": plays(*MADE, ("Written and read back", "")),
    "a stick that is gone": the_stick_is_gone,
    "no place": plays(*CARD, ("No stick is plugged in.", "")),
}
LOOKED_AT_ALONE = set(list(COPYING)[7:])  # their keys are those of others, or end them
Open = Callable[[Path], AbstractAsyncContextManager[dict[str, Station]]]


def in_one_car(
    situations: Mapping[str, tuple[NewVehicle, Prepare]], red: Container[str], at: int
) -> Open:
    """One service and one terminal for a third of them: each begins with a vehicle of its own."""

    @asynccontextmanager
    async def opened(directory: Path) -> AsyncIterator[dict[str, Station]]:
        describe_families(directory)
        async with in_the_car(directory) as (one, owner):

            def sitting(vehicle: NewVehicle, prepare: Prepare) -> Sitting:
                @asynccontextmanager
                async def sit() -> AsyncIterator[Visitor]:
                    state = owner.app.state
                    assert state is not None
                    if state.practice is not None:
                        await owner.app.tell(LeavePractice())
                    owner.app.go_to_state()
                    owner.app.clock = lambda: one.clock.monotonic
                    if not state.lock.unlocked:
                        await owner.unlocks()
                    await owner.app.tell(AddVehicle(vehicle=vehicle))
                    await owner.settles()
                    await prepare(one, owner)
                    await owner.settles()
                    yield owner

                return sit

            yield {
                name: Station(
                    sitting(*situation), looks_with_the_red_line if name in red else looks
                )
                for name, situation in list(situations.items())[at::3]
            }

    return opened


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


@asynccontextmanager
async def in_practice(directory: Path) -> AsyncIterator[dict[str, Station]]:
    """One service for all, and a new terminal for each."""

    def sitting(one: Stage, family: str, prepare: Callable[[Learner], Awaitable[None]]) -> Sitting:
        @asynccontextmanager
        async def sit() -> AsyncIterator[Visitor]:
            async with learner_at(one, practise=family) as learner:
                if family != "nissan-secure":
                    await prepare(learner)
                await learner.settles()
                yield learner

        return sit

    with stage(directory) as one:
        async with one.service():
            yield {
                name: Station(sitting(one, *situation), looks_practised)
                for name, situation in PRACTISED.items()
            }


def each_anew(
    sit: Callable[[Path, str], AbstractAsyncContextManager[Visitor]], *names: str
) -> Open:
    """Stations that need a device of their own."""

    @asynccontextmanager
    async def opened(directory: Path) -> AsyncIterator[dict[str, Station]]:
        numbers = count()
        yield {
            name: Station(
                lambda name=name: sit(directory / str(next(numbers)), name),  # type: ignore[misc]
                looks_with_the_red_line if name in WIRED_WITH_THE_RED_LINE else looks,
                keys=name in {*VEHICLES, *COPYING} - LOOKED_AT_ALONE,
            )
            for name in names
        }

    return opened


@asynccontextmanager
async def with_wires(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner in a car with every sense and button there is."""
    vehicle, prepare = WIRED[name]
    problems = WRONG if name == "more" else ()
    car = in_a_wired_car(directory, SENSES, *BUTTONS, vehicle=vehicle, problems=problems)
    async with car as (one, owner):
        await prepare(one, owner)
        yield owner


@asynccontextmanager
async def with_vehicles(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """Somebody with a few vehicles, or with more than a list shows."""
    many, unlocked, acts = VEHICLES[name]
    vehicles = test_vehicles.MANY if many else (NISSAN, test_vehicles.OPEL)
    async with test_vehicles.keeper_of(directory, *vehicles, unlocked=unlocked) as somebody:
        await play(somebody, [*test_vehicles.LIST, *acts])
        await somebody.settles()
        yield somebody


@asynccontextmanager
async def copying(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner who makes copies, or looks how safe the PIN is."""
    places = directory / "home"
    places.mkdir(parents=True)
    plugged_in = () if name == "no place" else (places,)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.screens.copies.place.places", lambda: plugged_in)
        patch.setattr("tui.screens.copies.backup.media_of", lambda _: ("sda",))
        patch.setattr("tui.screens.restoring.found.places_to_read", lambda: (places,))
        async with in_the_car(directory / "state") as (_, owner):
            await COPYING[name](owner)
            await owner.settles()
            yield owner


@asynccontextmanager
async def with_its_key_on_a_stick(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner who looks how safe the PIN is that needs a stick."""
    directory.mkdir(parents=True)
    async with with_a_stick(directory) as (one, owner, _):
        await moves(owner)
        if name == "its stick is away":
            one.sticks = []
        await owner.plays([*TOLD, ("PIN works only" if not one.sticks else "on a USB stick", "")])
        yield owner


@asynccontextmanager
async def restoring(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner with the backup of another device on a stick."""
    stick = directory / "BLUE"
    stick.mkdir(parents=True)
    (directory / "key").write_text(await a_backup(directory / "other", stick))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.screens.restoring.found.places_to_read", lambda: (stick,))
        async with at_the_device(directory / "here", NISSAN) as (_, owner):
            await RESTORING[name](owner)
            yield owner


ROADS: dict[str, Open] = {
    **{f"at the radio, {at}": in_one_car(AT_THE_RADIO, WITH_THE_RED_LINE, at) for at in range(3)},
    **{
        f"for a lost code, {at}": in_one_car(LOOKING, LOOKING_WITH_THE_RED_LINE, at)
        for at in range(3)
    },
    "with wires": each_anew(with_wires, *WIRED),
    "a first start": at_a_first_start,
    "in practice": in_practice,
    "with vehicles": each_anew(with_vehicles, *VEHICLES),
    "the PIN's key": each_anew(with_its_key_on_a_stick, "its stick is in", "its stick is away"),
    "copying": each_anew(copying, *COPYING),
    "restoring": each_anew(restoring, *RESTORING),
}


@pytest.mark.parametrize("road", ROADS)
async def test_every_screen_of_a_road_is_whole_and_each_of_its_keys_does_what_it_stands_on(
    tmp_path: Path, road: str
) -> None:
    wrong: list[str] = []
    pressed: set[object] = set()
    async with ROADS[road](tmp_path) as stations:
        for name, station in stations.items():
            wrong += await looked_over(name, station, pressed)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [(40, 16), (48, 16), (80, 24)])
async def test_the_key_of_a_blank_says_which_one_it_is(
    one: Stage, owner: Owner, size: Size
) -> None:
    await AT_THE_RADIO["a position's digits"][1](one, owner)
    await owner.pilot.resize_terminal(*size)
    await owner.reads("Space")
    await owner.strikes("space")
    await owner.reads("That mends it.")
