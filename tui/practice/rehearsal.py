"""The app's part in practice: begin it, leave it, and where the simulated radio stands beside
the real screens.

Before anybody practises nothing of it is loaded.
"""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, cast

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from pi.service.protocol.commands import Beginning, LeavePractice, Practise
from pi.service.protocol.views import PracticeView, State
from tui.families import family_by_id, family_of
from tui.port import ScreenName, Steady
from tui.text import practice as words
from tui.text.practice import LABELS, cannot, title, to_the_earliest
from tui.widgets.action_bar import ActionBar, ActionKeys
from tui.widgets.actions import MOST, Action, ActionButton
from tui.widgets.fitting import Blocks
from tui.widgets.press_guard import PressGuard

if TYPE_CHECKING:
    from tui.practice.face import RadioFace


NOT_PRACTISED: Final = {"more", "practice", "history", "guide", "have-it"}
"""Buttons that lead out of what is practised."""
CANNOT: Final = 3  # the exit status: not possible in this state

SCREEN: Final = Size(40, 24)  # what a real screen needs beside or above the radio
FACE: Final = Size(26, 16)  # what the radio needs there
WIDEST: Final = 44


class Company(Steady, Protocol):
    """The app, as who draws on its terminal sees it: with what judges presses, and practice."""

    press_guard: PressGuard
    rehearsal: "Rehearsal"

    @property
    def size(self) -> Size:
        """Of the terminal, in columns and rows."""

    def exit(self, result: int, *, message: str | None = None) -> None:
        """End with an exit status, and a last word."""


class PractisedScreen(ActionKeys, Screen[None]):
    """A screen as the app and practice see it: it can be drawn anew, and give way to the radio."""

    known_as: ClassVar[ScreenName | None] = None
    """What it is called where it matters whether it stands in front."""

    def __init__(self) -> None:
        super().__init__()
        self._notice = Static(id="notice")
        self.bar = ActionBar(press_guard=self.steady.press_guard)
        self.face: RadioFace | None = None
        self._focused_before: Widget | None = None

    @property
    def steady(self) -> Company:
        """The app, as what it is to a screen."""
        return cast(Company, self.app)

    def redraw(self) -> None:
        """Draw the last state, if there is one."""
        raise NotImplementedError

    def show_rest(self) -> None:
        """Draw how long what is offered still rests: it does so anew from every press."""
        self.bar.show_rest()

    def notice(self, text: str) -> None:
        """Say one line about what was just asked. An empty one clears it."""
        self._notice.update(Content(text))
        self._notice.display = bool(text)

    def leave(self) -> None:
        """Give way to the screen below, if this one still stands in front."""
        if self.is_current:
            self.dismiss()

    def on_radio_face_left(self, event: "RadioFace.Left") -> None:
        """A way out on the face of the simulated radio."""
        self.steady.rehearsal.go(self, event.way)

    def flip(self, *, radio: bool) -> None:
        """In practice on a small screen: show the radio, or the steps again."""
        if radio:
            self._focused_before = self.focused
        self.set_class(radio, "-radio")
        if not radio and self._focused_before is not None:
            self.call_after_refresh(self.set_focus, self._focused_before)


class Rehearsal:
    """Follows the states. ``wanted``: practise a family from the start and nothing else.

    It is empty for the family of the vehicle last used, and None where nobody asked. ``tried``:
    that practice begins after so many wrong codes.
    """

    def __init__(self, app: Company, wanted: str | None, tried: int = 0) -> None:
        self._app = app
        self._wanted, self._tried = wanted, tried
        self._view: PracticeView | None = None
        self._new_face: Callable[[], RadioFace] | None = None  # of the radio that is practised on

    @property
    def under_way(self) -> bool:
        """Whether this session practises."""
        return self._view is not None

    @property
    def paged(self) -> bool:
        """Whether the screen shows the radio or the steps, one at a time."""
        return place_of(self._app.size) is Place.PAGED

    def clock(self) -> float:
        """The clock of waits: the service's, which in practice goes by fast."""
        now = self._app.clock()
        view = self._view
        return now if view is None else view.clock + (now - view.as_of) * view.speed

    async def resume(self) -> bool:
        """Begin at once where that is all this app is for. False where it can't."""
        if self._wanted is None:
            return True
        beginning = Beginning(tried=self._tried) if self._tried else None
        asked = Practise(head_unit=self._wanted, beginning=beginning)
        return await self._app.tell(asked) is not None

    def begin(self) -> None:
        """Practise on the radio of the vehicle on the screen."""
        from tui.practice.radio import simulated

        state = self._app.state
        radio = state.radio if state is not None else None
        family = family_of(radio) if radio is not None else None
        if family is not None and family.takes_a_code and not simulated(family.id):
            self._app.say_here(cannot(family.name))
            return
        head_unit = radio.head_unit if radio is not None else ""
        self._app.run_worker(self._app.tell(Practise(head_unit=head_unit)), exit_on_error=True)

    def follow(self, state: State) -> None:
        """Take up or put away the radio, before a screen is drawn."""
        before, self._view = self._view, state.practice
        if state.practice is None:
            self._new_face = None
            if self._wanted is not None and before is not None:
                self._app.exit(0)
        elif before is None or before.code != state.practice.code:
            self._take_up(state, state.practice)

    def _take_up(self, state: State, view: PracticeView) -> None:
        from tui.practice.face import RadioFace
        from tui.practice.radio import NotSimulatedError, PracticeRadio

        self._new_face = None
        if state.radio is None or state.radio.state == "NoCode":
            return
        try:
            clock, tried = self._app.clock, self._tried if self._wanted is not None else 0
            radio = PracticeRadio(view.head_unit, view.code, view.speed, clock, tried)
        except NotSimulatedError:
            if self._wanted is not None:
                self._app.exit(CANNOT, message=f"steadyhand: {cannot(view.head_unit)}")
            else:
                self._app.run_worker(self._app.tell(LeavePractice()), exit_on_error=True)
            return
        family = family_by_id(view.head_unit)
        self._new_face = lambda: RadioFace(radio, family, lambda: self.paged)

    def title(self, left: str) -> str:
        """A screen's title line: PRACTICE stands on every screen."""
        if self._view is None:
            return left
        return title(left)

    def to_the_earliest(self) -> str:
        """What is said under the clock of a practised wait, empty where it is a real one."""
        if self._view is None:
            return ""
        return to_the_earliest(self._view.speed)

    def offered(self, actions: tuple[Action, ...]) -> tuple[Action, ...]:
        """What of a screen's buttons is practised, and the ways that practice needs itself."""
        if self._view is None:
            return actions
        kept = tuple(each for each in actions if each.name not in NOT_PRACTISED)
        if len(kept) == MOST:  # a full screen that is about to be left
            return kept
        if self._new_face is None:
            return (*kept, Action(name="leave-practice", key="L", label=LABELS["leave-practice"]))
        if self.paged and self._app.kiosk:
            return (*kept, Action(name="radio", key="R", label=LABELS["radio"]))
        return kept

    def framed(self, screen: PractisedScreen, frame: tuple[Widget, ...]) -> tuple[Widget, ...]:
        """A screen's parts, with the radio beside them."""
        if self._view is None:
            return frame
        if self._new_face is None:
            return (Steps(*frame),)
        screen.face = self._new_face()
        return (Steps(*frame), screen.face)

    def in_title(self) -> tuple[Widget, ...]:
        """What the title line holds besides: the way to the radio."""
        return () if self._new_face is None else (Flip(),)

    def arrange(self, screen: PractisedScreen) -> None:
        """Give a screen's radio its place."""
        if (face := self._face(screen)) is None or screen.has_class("-too-small"):
            return
        arrange(screen, face, screen.size)
        flip = screen.query_one(Flip)
        flip.display = self.paged and not self._app.kiosk
        face.look()
        if screen.bar.is_mounted:
            screen.redraw()

    def go(self, screen: PractisedScreen, way: str) -> None:
        """To the radio, back to the steps, or out of practice."""
        if way in {"leave", "leave-practice"}:
            if self._app.press_guard.allows():
                self._app.run_worker(self._app.tell(LeavePractice()), exit_on_error=True)
            return
        if (face := self._face(screen)) is None:
            return
        face.told = told_on(screen)
        screen.flip(radio=way == "radio")
        face.look()

    def takes_key(self, screen: PractisedScreen, event: events.Key) -> bool:
        """Whether a key is the radio's, or of no use while the radio alone is seen."""
        if self._view is None or (face := self._face(screen)) is None:
            return False
        letter = (event.character or "").lower()
        if not self.paged:
            return letter.isalpha() and face.strike(letter)
        if screen.has_class("-radio"):
            face.strike(letter)
            return True
        if letter == "r":
            self.go(screen, "radio")
        return letter == "r"

    def _face(self, screen: PractisedScreen) -> "RadioFace | None":
        return None if self._new_face is None else screen.face


class Place(Enum):
    """Where the radio stands."""

    BESIDE = "-beside"
    BELOW = "-below"
    PAGED = "-paged"  # one at a time


def place_of(size: Size) -> Place:
    """The radio's place on a terminal of that size."""
    if size.width >= SCREEN.width + FACE.width:
        return Place.BESIDE
    return Place.BELOW if size.height >= SCREEN.height + FACE.height else Place.PAGED


class Steps(Vertical):
    """Holds the real screen, whole. Buttons that belong to practice are answered here."""

    DEFAULT_CSS = "Steps { width: 1fr; height: 1fr; overflow: hidden; }"

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the radio, or out of practice; everything else is the screen's."""
        screen = cast(PractisedScreen, self.screen)
        if event.action.name in {"radio", "leave-practice"}:
            event.stop()
            screen.steady.rehearsal.go(screen, event.action.name)


class Flip(Static):
    """A word in the title line that brings the radio up, where a button would take a row."""

    DEFAULT_CSS = "Flip { width: auto; height: 1; margin-left: 1; text-style: reverse bold; }"

    def __init__(self) -> None:
        super().__init__(Content(f" R {words.LABELS['radio']} "), classes="flip")

    def on_click(self, event: events.Click) -> None:
        """Bring it up."""
        event.stop()
        screen = cast(PractisedScreen, self.screen)
        screen.steady.rehearsal.go(screen, "radio")


def arrange(screen: PractisedScreen, face: Widget, size: Size) -> None:
    """Put the radio where it stands on a terminal of that size."""
    where = place_of(size)
    for each in Place:
        screen.set_class(each is where, each.value)
    beside = where is Place.BESIDE
    columns = max(FACE.width, min(WIDEST, size.width - SCREEN.width - 4))
    face.styles.width = columns if beside else "1fr"
    face.styles.padding = (0, 0, 0, 1 if beside and columns > FACE.width else 0)
    face.styles.height = FACE.height if where is Place.BELOW else "1fr"


def told_on(screen: PractisedScreen) -> str:
    """The step that stands on a screen, in a line."""
    for blocks in screen.query(Blocks):
        if all(each.display for each in blocks.ancestors_with_self if isinstance(each, Widget)):
            return " · ".join(f"{caption} {text}" for caption, text in blocks.blocks)
    return ""
