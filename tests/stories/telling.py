"""The vocabulary of stories at the radio: what stands on the screen, and what the owner presses.

A story is a list of scenes, each a pair: words that must stand there, and the label of what is
pressed then. The same story is played by taps alone or by keys alone, at any size. A screen that
says something else, a button that is not offered, and anything cut off fail by name."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypedDict
from zlib import crc32

from textual.screen import Screen
from textual.widget import Widget

from pi.hardware.port import PinProblem
from pi.hardware.wiring import Signal
from pi.service.protocol.commands import Ask, NewVehicle, Outcome, Report, Unlock, UnlockKind
from pi.service.protocol.views import RadioView
from tests.pi.service.wires import FakeBody
from tests.stories.stage import NISSAN, PIN, Stage, set_up, stage
from tests.stories.visitor import By, Visitor, key_of, visit
from tests.stories.wholeness import shown_text, visible
from tui.screens.entry.outcome import LastTryScreen
from tui.widgets.actions import ActionButton
from tui.widgets.big_digits import BigDigits
from tui.widgets.fitting import BigWords, Blocks
from tui.widgets.lists import PagedList, TapGrid

Scene = tuple[str, str]
Happens = Callable[["Stage", "Owner"], Awaitable[object]]
Told = str | Scene | Outcome | Happens
"""Words that stand there; with what is pressed; what the radio did; or what happens besides."""
Size = tuple[int, int]


class Terminal(TypedDict):
    """Where a story is played: columns and rows, whether it is a kiosk, and the way to press."""

    size: Size
    kiosk: bool
    by: By


SMALLEST: Terminal = {"size": (40, 16), "kiosk": False, "by": "keys"}
SMALLEST_BY_TAPS: Terminal = {"size": (40, 16), "kiosk": False, "by": "taps"}
LOW: Terminal = {"size": (57, 16), "kiosk": False, "by": "keys"}
KIOSK: Terminal = {"size": (48, 16), "kiosk": True, "by": "taps"}
SMALL: Terminal = {"size": (66, 20), "kiosk": False, "by": "keys"}
DESK: Terminal = {"size": (80, 24), "kiosk": False, "by": "keys"}
DESK_BY_TAPS: Terminal = {"size": (80, 24), "kiosk": False, "by": "taps"}
ANY: Terminal | None = None  # one in turn
TERMINALS = [SMALLEST, KIOSK, SMALL, DESK_BY_TAPS]
"""A story is played on one of these, and all of them in turn over the stories.

How its screens look at every size is seen at the stations; here it is the road that counts.
"""


def turn_of(story: str, turns: int) -> int:
    """Which turn is that of a story: by its name alone, whatever else is played."""
    return crc32(story.encode()) % turns


def read_aloud(screen: Screen[object]) -> str:
    """All that stands there: what is written, what is drawn large, and each button by itself."""
    large = [" ".join(map(" ".join, one.blocks)) for one in screen.query(Blocks) if visible(one)]
    large += [one.text for one in screen.query(BigWords) if visible(one)]
    large += [one.text for one in screen.query(BigDigits) if visible(one)]
    labels = [each.action.label for each in screen.query(ActionButton) if visible(each)]
    return " | ".join([shown_text(screen), *large, *labels])


class Owner(Visitor):
    """Somebody in the car, who reads and presses."""

    async def reads(self, text: str) -> None:
        """Those words must stand there, on a screen that is whole."""
        await self.looks(lambda: "" if text in read_aloud(self.screen) else repr(text))

    async def presses(self, label: str) -> None:
        """Press a button by its label, an item of a list by its text, or a key of a pad."""
        await self.until(lambda: self._target(label) is not None, f"a button {label!r}")
        target = self._target(label)
        assert target is not None
        widget, token = target
        weighed = widget.action.weighed if isinstance(widget, ActionButton) else False
        on_a_pad = isinstance(widget, TapGrid) and not isinstance(widget, PagedList)
        self.lets_stand(weighed or on_a_pad or (isinstance(widget, PagedList) and widget.weighed))
        if isinstance(widget, ActionButton):
            await self._press_button(widget)
        elif self.by == "keys":
            await self.strikes("space" if token == "␣" else token)
        else:
            assert isinstance(widget, TapGrid)
            await self._tap(widget, token)
            await self.settles()

    async def strikes(self, *keys: str) -> None:
        """Strike keys one after the other, and let each be answered."""
        for key in keys:
            await super().strikes(key)
            await self.settles()

    async def states_the_first(self) -> None:
        """Strike 1, what is stated first at every step, and wait for what it leads to.

        Where the price of a try is named, be sure of it.
        """
        before = self._stands_at()
        if isinstance(self.screen, LastTryScreen):
            await self.presses("I am sure")
        else:
            self.lets_stand(True)
            await self.strikes("1")
        await self.until(lambda: self._stands_at() != before, f"what follows {before}")

    async def plays(self, scenes: Iterable[Scene]) -> None:
        """Play the scenes one after the other."""
        for words, label in scenes:
            await self.reads(words)
            if label:
                await self.presses(label)

    async def lives(self, one: Stage, told: Iterable[NewVehicle | Told]) -> None:
        """What is told comes one after the other."""
        for each in told:
            if isinstance(each, NewVehicle):
                continue  # it stands first, and is the one that is driven
            if isinstance(each, Outcome):
                await self.reports(each)
            elif isinstance(each, str):
                await self.reads(each)
            elif isinstance(each, tuple):
                await self.plays([each])
            else:
                await each(one, self)

    @property
    def radio(self) -> RadioView:
        """The radio, as the service last told it."""
        assert self.app.state is not None
        assert self.app.state.radio is not None
        return self.app.state.radio

    @property
    def offered(self) -> list[str]:
        """The labels of all buttons."""
        return [each.action.label for each in self.screen.query(ActionButton) if visible(each)]

    async def unlocks(self) -> None:
        """Type the PIN, elsewhere."""
        assert await self.app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN)) is not None

    async def reports(self, *outcomes: Outcome) -> None:
        """What the radio did, told from elsewhere."""
        for outcome in outcomes:
            assert await self.app.tell(Report(outcome=outcome)) is not None
        await self.settles()

    async def _press_button(self, button: ActionButton) -> None:
        if self.by == "keys":
            await self.strikes(key_of(button))
        else:
            await self.taps(button, *button.region.size.region.center)
            await self.settles()

    def _stands_at(self) -> tuple[str, int | None, str]:
        entry = self.app.state.entry if self.app.state is not None else None
        return self.radio.state, None if entry is None else entry.at, type(self.screen).__name__

    def _target(self, label: str) -> tuple[Widget, str] | None:
        for button in self.screen.query(ActionButton):
            if label in button.action.label and visible(button):
                return button, button.action.key
        for shown in filter(visible, self.screen.query(PagedList)):
            for index, item in enumerate(shown.items):
                if label in item and index // shown.per_page == shown.marked // shown.per_page:
                    return shown, shown.digit_of(index)
        for pad in filter(visible, self.screen.query(TapGrid)):
            if label in {cell.token for cell in pad.shown_cells()}:
                return pad, label
        return None


def vehicle_of(told: Iterable[NewVehicle | Told]) -> NewVehicle:
    """The one a story begins with; a Nissan where it names none."""
    return next((each for each in told if isinstance(each, NewVehicle)), NISSAN)


def passes(seconds: float) -> Happens:
    """Watched time goes by."""
    return lambda one, _: one.pass_time(seconds)


def unwatched(seconds: float) -> Happens:
    """The machine is held up: nobody watches for so long."""
    return lambda one, _: one.is_held_up(seconds)


def tells(ask: Ask) -> Happens:
    """Something is asked of the service, past the screen."""
    return lambda _, owner: owner.app.tell(ask)


@asynccontextmanager
async def owner_at(
    one: Stage, size: Size = (80, 24), by: By = "keys", *, kiosk: bool = False
) -> AsyncIterator[Owner]:
    """An owner at a terminal of that size."""
    async with visit(size, by, kiosk=kiosk, clock=lambda: one.clock.monotonic) as visitor:
        yield Owner(visitor.pilot, by)


@asynccontextmanager
async def in_the_car(
    directory: Path,
    vehicle: NewVehicle = NISSAN,
    size: Size = (80, 24),
    by: By = "keys",
    *,
    kiosk: bool = False,
) -> AsyncIterator[tuple[Stage, Owner]]:
    """A set-up device, its service running, and the owner before it, unlocked."""
    with stage(directory) as one:
        async with one.service():
            await set_up(vehicle)
            async with owner_at(one, size, by, kiosk=kiosk) as owner:
                await owner.unlocks()
                yield one, owner


Levels = Mapping[Signal, bool | None]


@asynccontextmanager
async def wired_car(
    directory: Path,
    levels: Levels,
    *buttons: Signal,
    vehicle: NewVehicle = NISSAN,
    problems: tuple[PinProblem, ...] = (),
) -> AsyncIterator[Stage]:
    """A set-up device with these senses and buttons, its service running, nobody before it."""
    with stage(directory) as one:
        one.body = FakeBody(frozenset({*levels, *buttons}), problems)
        one.body.levels.update(levels)
        async with one.service():
            await set_up(vehicle)
            yield one


@asynccontextmanager
async def in_a_wired_car(
    directory: Path,
    levels: Levels,
    *buttons: Signal,
    vehicle: NewVehicle = NISSAN,
    problems: tuple[PinProblem, ...] = (),
    size: Size = (80, 24),
    by: By = "keys",
    kiosk: bool = False,
) -> AsyncIterator[tuple[Stage, Owner]]:
    """The same, and the owner before it, unlocked."""
    car = wired_car(directory, levels, *buttons, vehicle=vehicle, problems=problems)
    async with car as one, owner_at(one, size, by, kiosk=kiosk) as owner:
        await owner.unlocks()
        yield one, owner
