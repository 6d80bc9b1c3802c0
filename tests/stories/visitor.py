"""Somebody at a terminal, by taps alone or by keys alone, and what they do on their way.

What is pressed goes the way a terminal sends it. A button that is not offered, and anything cut
off, covered or outside the screen fail by name. A story that answers questions is a list of acts:
the screen that must stand there, and what the person does with it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from math import inf
from typing import Any, Literal, TypeVar

from textual.events import Key, MouseDown, MouseUp
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.clocks import HandClock
from tests.stories.wholeness import shown_text, visible, whole
from tui.app.app import SteadyhandApp
from tui.screens.setup.recovery import KeyGroups
from tui.screens.typed import TypedScreen
from tui.widgets.actions import ActionButton
from tui.widgets.lists import NEXT, PREVIOUS, PagedList, TapGrid
from tui.widgets.press_guard import BROUGHT_WITHIN_S, InputPress, PressGuard
from tui.widgets.typing import ENTER, ERASE, SPACE, KeyPad

Grid = TypeVar("Grid", bound=TapGrid)
By = Literal["taps", "keys"]
PATIENCE = 2_000  # turns of the loop before a story gives up
SENT = {"enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "space": " "}
"""The characters that a terminal sends for keys with a name."""


KEY_OF = {"Enter": "enter", "Esc": "escape", "Del": "delete"}
"""The keys that buttons show by another name than the terminal's."""


def key_of(button: ActionButton) -> str:
    """The key that presses a button, as the terminal sends it."""
    return KEY_OF.get(button.action.key, button.action.key.lower())


class Visitor:
    """Somebody at one terminal, by taps alone or by keys alone.

    Whatever a press brings is looked over: no statement may stand on the same key, or under the
    same finger, and Enter presses nothing but what leads on. Before a statement is made, it has to
    stand.
    """

    def __init__(self, pilot: Pilot[int], by: By) -> None:
        self.pilot = pilot
        self.by = by
        self.recovery_key = ""
        self._pressed: tuple[float, InputPress, object] | None = None

    @property
    def app(self) -> SteadyhandApp:
        """The UI they look at."""
        assert isinstance(self.pilot.app, SteadyhandApp)
        return self.pilot.app

    @property
    def hand(self) -> HandClock:
        """What the time between two presses is told by."""
        assert isinstance(self.app.press_guard._clock, HandClock)
        return self.app.press_guard._clock

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front of them."""
        return self.app.screen

    @property
    def text(self) -> str:
        """All they can read, blanks and line breaks as one blank."""
        return shown_text(self.screen)

    @property
    def offered(self) -> list[str]:
        """The names of the buttons."""
        return list(self._buttons())

    async def takes_in(self) -> None:
        """Let the screen work off what is on its way. Several apps may run side by side."""
        with self.app._context():
            await self.pilot.pause(0)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds. What never comes fails with the screen as it is."""
        for _ in range(PATIENCE):
            await self.takes_in()
            if holds():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"{what} never came; {type(self.screen).__name__}: {self.text}")

    async def sees(self, screen: type[Screen[Any]]) -> None:
        """That screen must come up, and be whole."""
        await self.looks(lambda: "" if type(self.screen) is screen else screen.__name__)

    async def looks(self, missing: Callable[[], str]) -> None:
        """Nothing may be missing, on a screen that is whole, and that no slip can press."""

        def wrong() -> object:
            return missing() or whole(self.screen) or self._slips()

        await self.takes_in()
        try:
            await self.until(lambda: not wrong(), "what the story waits for")
        except AssertionError as error:
            raise AssertionError(f"{wrong()}: {error}") from None

    async def reads(self, text: str) -> None:
        """That text must stand there."""
        await self.until(lambda: text in self.text, repr(text))

    async def presses(self, name: str) -> None:
        """Press the button of that name."""
        await self.until(lambda: name in self._buttons(), f"a button {name!r}")
        await self.meets_no_slip()
        button = self._buttons()[name]
        self.lets_stand(button.action.weighed)
        if self.by == "keys":
            await self.strikes(key_of(button))
        elif button.region.area:
            await self.taps(button, *button.region.size.region.center)
        else:  # the pad has the whole screen, and keys that do the same
            await self._tap(self._grid(KeyPad), ENTER if button.action.primary else ERASE)

    async def types(self, text: str) -> None:
        """Type on the pad or the keyboard."""
        await self.until(lambda: bool(self.screen.query(KeyPad)), "a pad")
        pad = self._grid(KeyPad)
        for character in text:
            if self.by == "keys":
                await self.strikes("space" if character == " " else character)
            else:
                await self._tap_character(pad, character)

    async def chooses(self, item: str) -> None:
        """Choose the item with that text, turning pages where needed."""
        await self.until(lambda: any(map(visible, self.screen.query(PagedList))), "a list")
        shown = self._grid(PagedList)
        wanted = [index for index, text in enumerate(shown.items) if item in text]
        assert wanted, f"{item!r} is not listed: {list(shown.items)}"
        for _ in range(shown.pages):
            pages = wanted[0] // shown.per_page - shown.marked // shown.per_page
            if pages:
                await self._turn(shown, forward=pages > 0)
        self.lets_stand(shown.weighed)
        digit = shown.digit_of(wanted[0])
        if self.by == "keys":
            await self.strikes(digit)
        else:
            await self._tap(shown, digit)

    async def erases(self, characters: int) -> None:
        """Take characters away, one by one."""
        for _ in range(characters):
            if self.by == "keys":
                await self.strikes("backspace")
            else:
                await self._tap(self._grid(KeyPad), ERASE)

    async def settles(self) -> None:
        """Let the screen take in what was pressed, and the service answer what it was asked."""
        quiet = 0
        for _ in range(PATIENCE):
            await self.takes_in()
            quiet = 0 if self.app.link._awaited else quiet + 1
            if quiet == 2:  # once more, for what the last answer led to
                return
            await asyncio.sleep(0 if quiet else 0.005)  # a key may be derived in a thread
        raise AssertionError(f"the service never answered; {type(self.screen).__name__}")

    async def strikes(self, *keys: str) -> None:
        """Strike keys one after the other, as a terminal sends them."""
        for key in keys:
            character = SENT.get(key, key if len(key) == 1 else None)
            self._presses(InputPress(keys=frozenset({key.lower(), (character or key).lower()})))
            self.app.post_message(Key(key, character))
            await self.takes_in()

    async def taps(self, widget: Widget, x: float, y: float) -> None:
        """Tap a place of a widget. A place that is outside or covered fails."""
        at = (int(widget.region.x + x), int(widget.region.y + y))
        assert self.screen.region.contains(*at), f"{widget} is outside"
        under = self.screen.get_widget_at(*at)[0]
        assert widget in under.ancestors_with_self, f"{widget} is covered by {under}"
        self._presses(InputPress(cell=at))
        for kind in (MouseDown, MouseUp):
            self.app.post_message(kind(None, *at, 0, 0, 1, False, False, False, *at))
            await self.takes_in()

    async def last_word(self) -> str:
        """What is printed on the terminal when the UI has been left."""
        for _ in range(PATIENCE):
            if self.app._exit:
                return " ".join(str(each) for each in self.app._exit_renderables)
            await asyncio.sleep(0.005)
        raise AssertionError(f"nobody left; {type(self.screen).__name__}: {self.text}")

    def lets_stand(self, rests: bool) -> None:
        """Let the time go by for which a statement, or what came by itself, has to stand."""
        guard = self.app.press_guard
        clock = guard._clock
        if isinstance(clock, HandClock) and (rests or guard._came > -inf):
            clock.now += guard.stand_s + 0.01  # a sum of such seconds is not exact

    async def meets_no_slip(self) -> None:
        """What the last press brought must not state anything to the same press."""
        await self.until(lambda: not self._slips(), f"a screen without {self._slips()}")

    def _presses(self, press: InputPress) -> None:
        self._pressed = (self.app.press_guard._clock(), press, self._offers())

    def _offers(self) -> object:
        """The screen in front, and what is offered there."""
        buttons = tuple(self.screen.query(ActionButton))
        return (id(self.screen), tuple(each.action.name for each in buttons))

    def _slips(self) -> list[str]:
        """The statements that the press which brought this screen would make."""
        if self._pressed is None:
            return []
        at, press, before = self._pressed
        late = self.app.press_guard._clock() - at > BROUGHT_WITHIN_S
        if late or self._offers() == before:
            return []
        found = [
            each.action.name
            for each in self.screen.query(ActionButton)
            if each.action.states and _meant(press, each.action.key, each.region)
        ]
        marked = self.screen.focused
        if (
            isinstance(marked, ActionButton)
            and not marked.action.primary
            and not press.keys & {"tab"}
        ):
            found.append(f"Enter: {marked.action.name}")
        for shown in self.screen.query(PagedList):
            if shown.rests:
                corner = shown.content_region.offset
                cells = [cell for cell in shown.shown_cells() if cell.token.isdigit()]
                found += [
                    cell.token
                    for cell in cells
                    if _meant(press, cell.token, cell.region.translate(corner))
                ]
        return found

    def copies_the_key(self) -> None:
        """Write the recovery key down."""
        self.recovery_key = self.screen.query_one(KeyGroups).key

    def _buttons(self) -> dict[str, ActionButton]:
        return {button.action.name: button for button in self.screen.query(ActionButton)}

    def _grid(self, kind: type[Grid]) -> Grid:
        return self.screen.query(kind).first(kind)

    async def _turn(self, shown: PagedList, *, forward: bool) -> None:
        if self.by == "keys":
            await self.strikes("pagedown" if forward else "pageup")
        else:
            await self._tap(shown, NEXT if forward else PREVIOUS)

    async def _tap_character(self, pad: TapGrid, character: str) -> None:
        token = SPACE if character == " " else character
        tokens = {cell.token for cell in pad.shown_cells()}
        if token not in tokens and token.swapcase() in tokens:
            if "⇧" in tokens:
                await self._tap(pad, "⇧")
            else:
                token = token.swapcase()
        await self._tap(pad, token)

    async def _tap(self, grid: TapGrid, token: str) -> None:
        await self.until(lambda: visible(grid), f"{grid}, drawn")
        cells = {cell.token: cell for cell in grid.shown_cells()}
        assert token in cells, f"no key {token!r} on {type(self.screen).__name__}"
        await self.taps(grid, *cells[token].region.center)


def _meant(press: InputPress, key: str, region: Region) -> bool:
    """Whether a press is that of a key, or lies in a region of the screen."""
    return key.lower() in press.keys or (press.cell is not None and region.contains(*press.cell))


@asynccontextmanager
async def visit(
    size: tuple[int, int] = (80, 24),
    by: By = "keys",
    *,
    kiosk: bool = False,
    clock: Callable[[], float] = lambda: 0.0,
    guard: PressGuard | None = None,
    practise: str | None = None,
) -> AsyncIterator[Visitor]:
    """A terminal of that size, and somebody at it. Without a guard no press is too fast."""
    guard = guard or PressGuard(0, clock=HandClock())
    app = SteadyhandApp(kiosk=kiosk, press_guard=guard, clock=clock, practise=practise)
    async with app.run_test(size=size) as pilot:
        visitor = Visitor(pilot, by)
        await visitor.until(lambda: app.state is not None, "the first state")
        yield visitor


Doing = Callable[[Visitor], Awaitable[None]]
Act = tuple[type[Screen[Any]], *tuple[Doing, ...]]


def press(name: str) -> Doing:
    """Press the button of that name."""
    return lambda visitor: visitor.presses(name)


def choose(item: str) -> Doing:
    """Choose an item of the list."""
    return lambda visitor: visitor.chooses(item)


def read(text: str) -> Doing:
    """Read that text on the screen."""
    return lambda visitor: visitor.reads(text)


def type_in(text: str) -> Doing:
    """Type a text, and no more."""
    return lambda visitor: visitor.types(text)


def write(text: str) -> Doing:
    """Type a text and state that it is complete, unless its screen saw that by itself."""

    return lambda visitor: write_in(visitor, text)


async def write_in(visitor: Visitor, text: str) -> None:
    """The same, whoever it is."""
    asks = visitor.screen
    await visitor.types(text)
    if not (isinstance(asks, TypedScreen) and asks.is_whole()):
        await Visitor.presses(visitor, "enter")


async def copy_the_key(visitor: Visitor) -> None:
    """Wait for the recovery key and write it down."""
    await visitor.until(lambda: bool(visitor.screen.query_one(KeyGroups).key), "the key")
    visitor.copies_the_key()
    await visitor.presses("written")


async def type_the_last_group(visitor: Visitor) -> None:
    """Prove that it is written down."""
    await visitor.types(visitor.recovery_key.rsplit("-", 1)[-1])
    await visitor.presses("enter")


async def play(visitor: Visitor, scenes: Iterable[Act]) -> None:
    """Play the scenes one after the other."""
    for screen, *doings in scenes:
        await visitor.sees(screen)
        for doing in doings:
            await doing(visitor)
