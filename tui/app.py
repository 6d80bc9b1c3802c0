"""The app: one connection to the service, and the screen that fits the state.

The app owns nothing but its link. Which screen stands there follows from the state alone; a
screen that the owner opened on top (a list, the unlocking) stays until it is left, unless the
state leads somewhere else.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from pi.service.asks import Ask, Watch
from pi.service.protocol import Answer, State
from tui.link import AsyncLink, RefusedByServiceError
from tui.routes import Route, route_of
from tui.screens.drawn import DrawnScreen
from tui.starting import NoServiceError
from tui.themes import THEMES, theme_for
from tui.widgets.action_bar import KIOSK_CLASS, Settle
from tui.words.refusals import no_service, refused

RECONNECT_S = 1.0
LEAVE_WITHIN_S = 2.0  # after SIGTERM, however stuck the terminal is


class SteadyhandApp(App[int]):
    """The text UI on one terminal."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS_PATH = "steadyhand.tcss"
    TITLE = "Steadyhand"

    CSS = "#splash { width: 1fr; height: 1fr; content-align: center middle; }"

    def __init__(self, *, kiosk: bool = False, theme: str | None = None) -> None:
        super().__init__()
        self.kiosk = kiosk
        self.state: State | None = None
        self.settle = Settle()
        self.link = AsyncLink(self._take)
        self._route: Route | None = None
        self._theme = theme
        self.set_class(kiosk, KIOSK_CLASS)

    def compose(self) -> ComposeResult:
        """What stands there until the first state arrives."""
        yield Static(self.TITLE or "", id="splash")

    async def on_mount(self) -> None:
        """Dress, listen for signals, and connect."""
        for each in THEMES:
            self.register_theme(each)
        self.theme = self._theme or theme_for(os.environ.get("TERM", ""))
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            loop.add_signal_handler(signal.SIGHUP, self._terminal_gone)
            loop.add_signal_handler(signal.SIGTERM, self._told_to_end)
        self.run_worker(self._stay_connected(), exit_on_error=True)

    async def tell(self, ask: Ask) -> Answer | None:
        """Ask the service. A refusal is said on the screen, and None comes back."""
        try:
            answer = await self.link.ask(ask)
        except RefusedByServiceError as error:
            self._say(refused(error.refusal))
            return None
        except NoServiceError as error:
            self._say(no_service(error.failure))
            return None
        self._say("")
        return answer

    def when_unlocked(self, then: Callable[[], None]) -> None:
        """Do something that needs an unlocked surface, unlocking it first where needed."""
        if self.state is not None and self.state.lock.unlocked:
            then()
            return
        from tui.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(then))

    async def action_quit(self) -> None:
        """Leave. A kiosk has nowhere to go."""
        if not self.kiosk:
            self.exit(0)

    async def _stay_connected(self) -> None:
        """Hold a connection for as long as the app runs, and watch on each."""
        while True:
            try:
                await self.link.connect()
                await asyncio.gather(self.link.read(), self.tell(Watch()))
            except NoServiceError as error:
                self._say(no_service(error.failure))
            await asyncio.sleep(RECONNECT_S)

    def _take(self, state: State) -> None:
        before, self.state = self.state, state
        route = route_of(state)
        if route is not self._route:
            self._route = route
            self._go(route)
        elif isinstance(self.screen, DrawnScreen):
            self.screen.redraw()
        became_safe = before is not None and _name(before) != "SafeToTry"
        if _name(state) == "SafeToTry" and became_safe:
            self.bell()

    def _go(self, route: Route) -> None:
        """Show the screen of a route; what stood on top of the last one is left."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(route.screen())

    def _say(self, text: str) -> None:
        if isinstance(self.screen, DrawnScreen):
            self.screen.notice(text)
        elif text:
            self.query_one("#splash", Static).update(Content(text))

    def _terminal_gone(self) -> None:
        """The terminal hung up: everything worth keeping is with the service. Go at once."""
        os._exit(0)

    def _told_to_end(self) -> None:
        """Restore the terminal and go; a terminal that does not answer is left behind."""
        late = threading.Timer(LEAVE_WITHIN_S, os._exit, [0])
        late.daemon = True
        late.start()
        self.exit(0)


def _name(state: State) -> str | None:
    return state.radio.state if state.radio is not None else None
