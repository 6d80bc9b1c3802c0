"""What a screen offers to press, and whether a key does what it stands on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from msgspec import Struct
from textual.screen import Screen

from tests.stories.visitor import Visitor, key_of
from tests.stories.wholeness import visible
from tui.screens.typed import TypedScreen
from tui.widgets.action_bar import ActionBar
from tui.widgets.actions import ActionButton
from tui.widgets.lists import NEXT, PREVIOUS, TapGrid
from tui.widgets.typing import ENTER, ERASE, SHIFT, SPACE, KeyPad

RESTS_S = 3.0  # longer than a screen has to stand before a statement is taken
STRUCK = {ERASE: "backspace", ENTER: "enter", SPACE: "space", PREVIOUS: "pageup", NEXT: "pagedown"}
NO_KEY_NEEDED = {SHIFT}  # a keyboard has its own


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
    yield key_of(button)
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
