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
from textual.widgets import Static

from pi.service.protocol.answers import Answer
from pi.service.protocol.commands import Ask, Outcome, Report
from pi.service.protocol.views import State
from tui.app.connection import FamiliesOfService, Staying
from tui.app.navigation import Later, Standing
from tui.app.reactions import Lighting, Noting, Returning, Ringing, Wishes
from tui.app.terminal import DrawableLines, Leaving, last_line
from tui.client import AsyncLink, RefusedByServiceError
from tui.practice.rehearsal import Rehearsal
from tui.screens.base import DrawnScreen
from tui.service_socket import NoServiceError
from tui.text.states import no_service
from tui.themes import THEMES, VARIABLE_DEFAULTS, theme_for
from tui.widgets.action_bar import KIOSK_CLASS
from tui.widgets.settle import Settle

PACE_S = 0.8  # from one press of a key to the next


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
        clock: Callable[[], float] = monotonic,
        settle: Settle | None = None,
    ) -> None:
        """``clock`` is the service's kind of clock, CLOCK_MONOTONIC in seconds.

        ``practise`` opens it for practice alone, on a family (empty: that of the last vehicle).
        Left alone for ``idle_s`` seconds, the app ends by itself. None is never.
        """
        super().__init__()
        self.animation_level = "none"
        self.kiosk, self.clock = kiosk, clock
        self.settle = settle or Settle(clock=clock)
        self.link = AsyncLink(self._take)
        self.leaving = Leaving(self, idle_s=idle_s, clock=clock)
        self.rehearsal = Rehearsal(self, practise)
        self._staying, self._later, self._noting = Staying(self, self._lost), Later(), Noting()
        self._standing = Standing(self)
        self.returning = Returning(self)
        self._followers = (self.returning, Lighting(self), Wishes(self), Ringing(self))
        self._families = FamiliesOfService(self, self._families_came)
        self._theme = theme
        self._door = DrawableLines()
        self.makes: dict[int, str] = {}  # what owners said where several makes fitted the radio
        self.set_class(kiosk, KIOSK_CLASS)

    def compose(self) -> ComposeResult:
        """What stands there until the first state arrives."""
        yield Static(self.TITLE or "", id="splash")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of the themes, for the time before one is chosen."""
        return VARIABLE_DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What each line passes on its way to the terminal."""
        return [*super().get_line_filters(), self._door]

    async def on_mount(self) -> None:
        """Dress, listen for signals, and connect."""
        for each in THEMES:
            self.register_theme(each)
        self.theme = self._theme or theme_for(
            os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
        )
        self.leaving.start()
        self.run_worker(self._staying.run(), exit_on_error=True)

    async def on_event(self, event: Event) -> None:
        """Take an event in; a press, a tap or a movement shows that somebody is there."""
        if isinstance(event, InputEvent):
            self.leaving.touched()
        if isinstance(event, InputEvent) and not event.is_forwarded:  # they come up again
            if self.settle.note(event) and isinstance(self.screen, DrawnScreen):
                self.screen.show_rest()
            if self.noted and isinstance(event, Key | MouseDown):
                self.answer("")
        await super().on_event(event)

    async def tell(self, ask: Ask) -> Answer | None:
        """Ask the service. A refusal is said on the screen, and None comes back."""
        try:
            answer = await self.link.ask(ask)
        except RefusedByServiceError as error:
            from tui.text.refusals import refused

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
        from tui.text.entry import noted

        self._noting.begin()
        done = await self.tell(Report(outcome=outcome, shows=shows, answers=answers))
        if done is None:
            self._noting.forget()
            return False
        self.answer(noted(outcome))
        return True

    @property
    def noted(self) -> str:
        """What was said to the last statement, empty once that is over."""
        return self._noting.text

    def answer(self, text: str) -> None:
        """Say one line to what was stated, on whatever screen it leads to, until the next press.

        It goes as well once something else is told of the radio.
        """
        self._noting.say(text)
        self.say_here(text)

    def when_unlocked(self, then: Callable[[], None]) -> None:
        """Do something that needs an unlocked surface, unlocking it first where needed."""
        if self.state is not None and self.state.lock.unlocked:
            then()
            return
        from tui.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(then))

    def once_past(self, seq: int, then: Callable[[], None]) -> None:
        """Do something as soon as more has happened to this vehicle than its journal's ``seq``.

        What is opened so lies on the screen that the new state led to, and not below it.
        """
        self._later.once_past(seq, self.state, then)

    def redraw(self) -> None:
        """Draw the screen in front anew."""
        if isinstance(self.screen, DrawnScreen):
            self.screen.redraw()

    def go_to_state(self) -> None:
        """Leave what was opened on top of the screen that the state leads to."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave, with the last word of the screen if it has one. A kiosk has nowhere to go."""
        if not self.kiosk:
            self.exit(0, message=getattr(self.screen, "parting", None))

    def action_help_quit(self) -> None:
        """Say how to leave; of a kiosk no key leads out."""
        if not self.kiosk:
            super().action_help_quit()

    def _take(self, state: State) -> None:
        if self._exit:  # it came while the screens were being left
            return
        if not self._families.follow(state):
            self._held = state
            return
        self._held = None
        self.state = state
        if self._noting.follow(state):
            self.say_here("")
        self.away = ""
        self.rehearsal.follow(state)
        if self._exit:  # this was for practice alone, and practice is over
            return
        self._standing.follow(state)
        self._later.follow(state)
        for each in self._followers:
            each.follow(state)

    def _families_came(self) -> None:
        """Draw what waited for them, or what is there anew."""
        if self._held is not None:
            self._take(self._held)
        else:
            self.redraw()

    def _lost(self, why: str) -> None:
        """Say that there is no service. What stands on the screen may be old by now."""
        self._families.lost()
        if self.returning.lost():
            return
        self.away = why
        if isinstance(self.screen, DrawnScreen):
            self.redraw()
        else:
            self.say_here(why)

    def say_here(self, text: str) -> None:
        """Say one line on the screen in front. An empty one clears it."""
        if isinstance(self.screen, DrawnScreen):
            self.screen.notice(text)
        elif text:
            self.query_one("#splash", Static).update(Content(text))

    def _fatal_error(self) -> None:
        """A fault of ours: one line. Textual's own report shows every local value, codes too."""
        self._exit_renderables.append(last_line(self._exception or Exception()))
        self._close_messages_no_wait()
