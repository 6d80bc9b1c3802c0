"""The app: one connection to the service, and the screen that fits the state.

The app owns nothing but its link. Which screen stands there follows from the state alone; a
screen that the owner opened on top (a list, the unlocking) stays until it is left, unless the
state leads somewhere else.
"""

import os
from collections.abc import Callable, Sequence
from time import monotonic

from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import Event, InputEvent, Key, MouseDown
from textual.filter import LineFilter
from textual.theme import Theme
from textual.widgets import Static

from pi.service.protocol.answers import Answer, Done, Restored
from pi.service.protocol.commands import Ask, Outcome, Report
from pi.service.protocol.views import State
from tui.app.connection import FamiliesOfService, Staying
from tui.app.navigation import Later, Navigation
from tui.app.reactions import Deed, Lighting, Noting, Returning, Ringing, Scene, wish
from tui.app.terminal import DrawableLines, Leaving, last_line
from tui.client import AsyncLink, RefusedByServiceError
from tui.port import ScreenName
from tui.practice.rehearsal import Rehearsal
from tui.service_socket import NoServiceError
from tui.text.entry import doubt, noted
from tui.text.home import HOW_TO_LEAVE
from tui.text.refusals import refused
from tui.text.states import WAIT_GOES_ON, no_service
from tui.themes import THEMES, VARIABLE_DEFAULTS, theme_for
from tui.widgets.action_bar import KIOSK_CLASS
from tui.widgets.press_guard import PressGuard

PACE_S = 0.8  # from one press of a key to the next
_OURS = {theme.name: theme for theme in THEMES}


class SteadyhandApp(App[int]):
    """The text UI on one terminal."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS_PATH = "steadyhand.tcss"
    TITLE = "Steadyhand"

    CSS = "#splash { width: 1fr; height: 1fr; content-align: center middle; }"

    state: State | None = None
    _held: State | None = None  # until the families that it names are known
    away = ""  # why there is no service to talk to, while there is none
    pace_s: float | None = PACE_S

    def __init__(
        self,
        *,
        kiosk: bool = False,
        idle_s: float | None = None,
        theme: str | None = None,
        practise: str | None = None,
        tried: int = 0,
        clock: Callable[[], float] = monotonic,
        press_guard: PressGuard | None = None,
    ) -> None:
        """``clock`` is the service's kind of clock, CLOCK_MONOTONIC in seconds.

        ``practise`` opens it for practice alone, on a family (empty: that of the last vehicle),
        after as many wrong codes as were ``tried``.
        Left alone for ``idle_s`` seconds, the app ends by itself. None is never.
        """
        # Before anything is styled: a theme that comes later has all styles parsed once more.
        worn = theme or theme_for(os.environ.get("TERM", ""), os.environ.get("COLORTERM", ""))
        self.set_reactive(App.theme, worn)
        super().__init__()
        self.animation_level = "none"
        self.kiosk, self.clock = kiosk, clock
        self.press_guard = press_guard or PressGuard(clock=clock)
        self.link = AsyncLink(self._take)
        self.leaving = Leaving(self, idle_s=idle_s, clock=clock)
        self.rehearsal = Rehearsal(self, practise, tried)
        self._navigation = Navigation(self, self.link, self.press_guard)
        self._later, self._noting, self._returning = Later(), Noting(), Returning()
        self._reactions = (self._returning.follow, Lighting().follow, wish, Ringing().follow)
        self._staying = Staying(self, self.link, self.rehearsal, self._returning, self._lost)
        self._families = FamiliesOfService(self, self._families_came)
        self._door = DrawableLines()
        self.makes: dict[int, str] = {}  # what owners said where several makes fitted the radio
        self.set_class(kiosk, KIOSK_CLASS)

    def compose(self) -> ComposeResult:
        """What stands there until the first state arrives."""
        yield Static(self.TITLE or "", id="splash")

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours, and what was registered."""
        return {**super().available_themes, **_OURS}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of the themes, for one that is not ours."""
        return VARIABLE_DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What each line passes on its way to the terminal."""
        return [*super().get_line_filters(), self._door]

    async def on_mount(self) -> None:
        """Listen for signals, and connect."""
        self.leaving.start()
        self.run_worker(self._staying.run(), exit_on_error=True)

    async def on_event(self, event: Event) -> None:
        """Take an event in; a press, a tap or a movement shows that somebody is there."""
        if isinstance(event, InputEvent):
            self.leaving.touched()
        if isinstance(event, InputEvent) and not event.is_forwarded:  # they come up again
            if self.press_guard.note(event) and (screen := self._navigation.drawn) is not None:
                screen.show_rest()
            if self.noted and isinstance(event, Key | MouseDown):
                self.answer("")
        await super().on_event(event)

    async def tell(self, ask: Ask) -> Answer | None:
        """Ask the service. A refusal is said on the screen, and None comes back."""
        try:
            answer = await self.link.ask(ask)
        except RefusedByServiceError as error:
            self.say_here(refused(error.refusal))
            return None
        except NoServiceError as error:
            self.say_here(no_service(error.failure))
            return None
        self.say_here("")
        return answer

    async def report(
        self, outcome: Outcome, *, shows: str | None = None, answers: int | None = None
    ) -> bool:
        """State what the radio did, and answer it on the screen. Whether it was taken.

        ``answers`` is the journal's end that the owner saw; ``shows`` a word of the display.
        """
        self._noting.begin(self.state)
        done = await self.tell(Report(outcome=outcome, shows=shows, answers=answers))
        if done is None:
            self._noting.forget()
            return False
        read = done.read if isinstance(done, Done) else None
        self.answer(doubt(shows, read) or noted(outcome, read))
        return True

    @property
    def noted(self) -> str:
        """What was said to the last statement, empty once that is over."""
        return self._noting.text

    def answer(self, text: str) -> None:
        """Say one line to what was stated, on whatever screen it leads to, until the next press.

        It goes as well once something else is told of the radio.
        """
        self._noting.say(text, self.state)
        self.say_here(text)

    def open(self, name: ScreenName, *arguments: object, **options: object) -> None:
        """Open a screen on top, after unlocking where it shows a secret or sets one."""
        self._navigation.open(name, self.state, *arguments, **options)

    def when_unlocked(self, then: Callable[[], None]) -> None:
        """Do something that needs an unlocked session, unlocking it first where needed."""
        self._navigation.when_unlocked(self.state, then)

    def once_past(self, seq: int, then: Callable[[], None]) -> None:
        """Do something as soon as more has happened to this vehicle than its journal's ``seq``."""
        self._later.once_past(seq, self.state, then)

    @property
    def restores(self) -> bool:
        """Whether a backup was restored, and the service has not begun anew with it yet."""
        return self._returning.waits

    def restored(self, made: Restored, place: str) -> None:
        """A backup was taken up. ``place``: the store that was there, if there was one."""
        self._do(self._returning.begin(made, place))

    def redraw(self) -> None:
        """Draw the screen in front anew."""
        if (screen := self._navigation.drawn) is not None:
            screen.redraw()

    def go_to_state(self) -> None:
        """Leave what was opened on top of the screen that the state leads to."""
        self._navigation.go_to_state()

    async def action_quit(self) -> None:
        """Leave, with the last word of the screen if it has one. A kiosk has nowhere to go."""
        if not self.kiosk:
            said = [getattr(self.screen, "parting", None), WAIT_GOES_ON if self._counts else None]
            self.exit(0, message="\n".join(filter(None, said)) or None)

    def action_help_quit(self) -> None:
        """Say how to leave, above the buttons and not upon them; of a kiosk no key leads out."""
        if not self.kiosk:
            self.answer(HOW_TO_LEAVE)

    @property
    def _counts(self) -> bool:
        """Whether the service counts a wait of the radio on the screen, and will go on."""
        state = self.state
        if state is None or state.radio is None or self.away or self.rehearsal.under_way:
            return False
        radio = state.radio
        return radio.state == "Waiting" and radio.wait is not None and radio.wait.counting

    def _take(self, state: State) -> None:
        if self._exit:  # it came while the screens were being left
            return
        if not self._families.follow(state):
            self._held = state
            return
        self._held = None
        before, self.state = self.state, state
        if self._noting.follow(state):
            self.say_here("")
        self.away = ""
        self.rehearsal.follow(state)
        if self._exit:  # this was for practice alone, and practice is over
            return
        self._navigation.follow(before, state)
        self._later.follow(state)
        for follow in self._reactions:
            scene = Scene(self._navigation.front, self.theme, self.kiosk)
            self._do(follow(before, state, scene))

    def _do(self, deed: Deed) -> None:
        """What follows a state."""
        screen = self._navigation.drawn
        if deed.opens is not None:
            if screen is None or screen.known_as is not deed.opens:
                self.open(deed.opens, *deed.arguments, **deed.options)
            elif deed.leaves:
                screen.leave()
            else:
                screen.redraw()
        if deed.wears:
            self.theme = deed.wears
        if deed.rings:
            self.bell()
        if deed.says:
            self.answer(deed.says)

    def _families_came(self) -> None:
        """Draw what waited for them, or what is there anew."""
        if self._held is not None:
            self._take(self._held)
        else:
            self.redraw()

    def _lost(self, why: str) -> None:
        """Say that there is no service. What stands on the screen may be old by now."""
        self._families.lost()
        if self._returning.lost():
            return
        self.away = why
        if self._navigation.drawn is not None:
            self.redraw()
        else:
            self.say_here(why)

    def say_here(self, text: str) -> None:
        """Say one line on the screen in front. An empty one clears it."""
        if (screen := self._navigation.drawn) is not None:
            screen.notice(text)
        elif text:
            self.query_one("#splash", Static).update(Content(text))

    def _fatal_error(self) -> None:
        """A fault of ours: one line. Textual's own report shows every local value, codes too."""
        self._exit_renderables.append(last_line(self._exception or Exception()))
        self._close_messages_no_wait()
