"""Somebody who presses every key that a screen offers, one after the other, and looks what it does.

A key that is offered must press what it stands on, and that must change what is seen: another
screen, other words, or one line that says why not.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import pytest
from msgspec import Struct
from textual.screen import Screen

from tests.stories.telling import visible
from tests.stories.visitor import KEY_OF, Visitor
from tui.screens.pads import SHIFT
from tui.screens.typed import TypedScreen
from tui.widgets.action_bar import ActionBar
from tui.widgets.action_button import ActionButton
from tui.widgets.keypad import ENTER, ERASE, SPACE, KeyPad
from tui.widgets.paged_list import NEXT, PREVIOUS
from tui.widgets.tap_grid import TapGrid

Sitting = Callable[[], AbstractAsyncContextManager[Visitor]]
"""Comes to the same screen each time, with a service and a terminal of its own."""

RESTS_S = 3.0  # longer than a screen has to stand before a statement is taken
STRUCK = {ERASE: "backspace", ENTER: "enter", SPACE: "space", PREVIOUS: "pageup", NEXT: "pagedown"}
NO_KEY_NEEDED = {SHIFT}  # a keyboard has its own


class Offered(Struct, frozen=True):
    """One key of a screen: how a keyboard strikes it, and the button or the cell it stands on."""

    key: str
    stands_on: str
    is_a_button: bool = False


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
    cells = (
        cell.token
        for grid in screen.query(TapGrid)
        if visible(grid) and grid.can_focus
        for cell in grid.shown_cells()
        if cell.token and cell.token not in NO_KEY_NEEDED
    )
    typed = [Offered(STRUCK.get(token, token), token) for token in cells]
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


async def every_key_works(sitting: Sitting) -> list[str]:
    """Press each key that the screen of a sitting offers. Returns what did not do as it says."""
    wrong: list[str] = []
    left: list[Offered] | None = None
    while left is None or left:
        async with sitting() as somebody:
            screen, typed = somebody.screen, getattr(somebody.screen, "text", "")
            if left is None:
                left = list(offered_by(screen))
            assert left[:1] == [each for each in offered_by(screen) if each == left[0]], left
            while left and left[0] in offered_by(screen):
                wrong += await _does(somebody, left.pop(0))
                if not await _comes_back(somebody, screen):
                    break
                if isinstance(screen, TypedScreen):
                    screen.text = typed
                    screen.notice("")
                    screen.show_typed()
    return wrong


async def _does(somebody: Visitor, offered: Offered) -> list[str]:
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


async def _comes_back(somebody: Visitor, screen: Screen[object]) -> bool:
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
