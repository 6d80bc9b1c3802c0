"""What a button of the panel asks a screen for: to unlock, to show the code, to name a price.

The panel can do none of these by itself. A session over SSH is not disturbed by a button in the
car, but for the price of a try, which is named on every screen that stands at the check, and for
the question before a wait is given up, which is asked on every screen that counts it.
"""

from typing import TYPE_CHECKING

from pi.service.protocol.views import State

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


class Wishes:
    """Each wish is followed once. What stood there before this surface came is not news."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._turn: int | None = None

    def follow(self, state: State) -> None:
        """Open what was asked for since the last state."""
        before, self._turn = self._turn, state.panel.turn
        if before is None or state.panel.turn <= before:
            return
        match state.panel.wants:
            case "sure":
                self._name_the_price(state)
            case "ends" | "lost" as claim:
                self._ask_once(claim)
            case "unlock" if self._app.kiosk:
                self._unlock(state)
            case "code" if self._app.kiosk:
                self._show_code()

    def _name_the_price(self, state: State) -> None:
        from tui.screens.entry.last_try import LastTryScreen

        entry = state.entry
        stands_there = isinstance(self._app.screen, LastTryScreen)
        if entry is not None and entry.before_confirm and not stands_there:
            self._app.push_screen(LastTryScreen(entry.at))

    def _ask_once(self, claim: str) -> None:
        from tui.screens.lockout import LockoutScreen
        from tui.screens.questions import WISHES, AskedOnceScreen

        if isinstance(self._app.screen, LockoutScreen):
            self._app.push_screen(AskedOnceScreen(WISHES[claim], of_panel=True))

    def _unlock(self, state: State) -> None:
        if not state.lock.unlocked and not self._unlocking():
            self._app.when_unlocked(lambda: None)

    def _show_code(self) -> None:
        from tui.app.opening import open_screen
        from tui.screens.code import CodeScreen

        if isinstance(self._app.screen, CodeScreen):
            self._app.screen.close()
        elif not self._unlocking():
            open_screen(self._app, "code")

    def _unlocking(self) -> bool:
        from tui.screens.unlock import UnlockScreen, WaysScreen

        return isinstance(self._app.screen, UnlockScreen | WaysScreen)
