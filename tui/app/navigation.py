"""Which screen stands, which can be opened on top, and what waits for the next thing that
happens.
"""

from collections.abc import Callable
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Final

from pi.service.protocol.views import State
from tui.app.connection import vehicle_on

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp
    from tui.screens.base import DrawnScreen


class Route(Enum):
    """The places the state leads to. Each screen's module loads when it is first needed."""

    SET_UP = "tui.screens.setup.pages:SetUpScreen"
    NO_VEHICLE = "tui.screens.vehicles:NoVehicleScreen"
    HOME = "tui.screens.home:HomeScreen"
    WALKTHROUGH = "tui.screens.entry.walkthrough:WalkthroughScreen"
    OUTCOME = "tui.screens.entry.outcome:OutcomeScreen"
    LOCKOUT = "tui.screens.lockout:LockoutScreen"
    DEAD_END = "tui.screens.lockout:DeadEndScreen"
    NO_CODE = "tui.screens.lockout:NoCodeScreen"

    def screen(self) -> "DrawnScreen":
        """A new screen of this place."""
        module, _, name = self.value.partition(":")
        made: DrawnScreen = getattr(import_module(module), name)()
        return made


_BY_STATE = {
    "Playing": Route.HOME,
    "Asking": Route.HOME,
    "Entering": Route.WALKTHROUGH,
    "OutcomeUnknown": Route.OUTCOME,
    "Waiting": Route.LOCKOUT,
    "SafeToTry": Route.LOCKOUT,
    "DeadEnd": Route.DEAD_END,
    "NoCode": Route.NO_CODE,
}


def route_of(state: State) -> Route:
    """Where a state leads."""
    if state.radio is None:
        # Of a store that can't be read it is not known what there is.
        removed = state.set_up and state.saving.reason != "damaged"
        return Route.NO_VEHICLE if removed else Route.SET_UP
    if not state.set_up:
        return Route.SET_UP
    return _BY_STATE[state.radio.state]


class Standing:
    """Follows the states. Another route, vehicle or practised code is another screen."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._place: tuple[Route, int | None, str | None] | None = None
        self._end = 0  # of the radio's journal

    def follow(self, state: State) -> None:
        """Show the screen that the state leads to, or draw anew what stands there."""
        end, self._end = self._end, 0 if state.radio is None else state.radio.seq
        first = self._place is None  # it was asked for by who opened this
        code = None if state.practice is None else state.practice.code
        place = (route_of(state), vehicle_on(state), code)
        if place == self._place:
            self._app.redraw()
        else:
            self._place = place
            self._go(place[0])
        of_itself = end != self._end and not first and not self._app.link.busy
        if of_itself and len(self._app.screen_stack) == 2:  # it was not asked for here
            self._app.settle.hold_back()

    def _go(self, route: Route) -> None:
        """Show the screen of a route; what stood on top of the last one is left."""
        self._app.go_to_state()
        if len(self._app.screen_stack) == 2:
            self._app.switch_screen(route.screen())
        else:
            self._app.push_screen(route.screen())


class Later:
    """Keeps what is to be done once the journal of the vehicle shown is past a number."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Callable[[], None]]] = []

    def once_past(self, seq: int, state: State | None, then: Callable[[], None]) -> None:
        """Do something once more has happened than ``seq``: at once where ``state`` says so."""
        radio = state.radio if state is not None else None
        if radio is not None and radio.seq > seq:
            then()
        else:
            self._waiting.append((seq, then))

    def follow(self, state: State) -> None:
        """Do what this state lets be done, in the order in which it was asked for."""
        seq = state.radio.seq if state.radio is not None else 0
        due = [then for at, then in self._waiting if at < seq]
        self._waiting = [each for each in self._waiting if each[0] >= seq]
        for then in due:
            then()


SCREENS: Final = {
    "code": "tui.screens.code:CodeScreen",
    "vehicles": "tui.screens.vehicles:VehiclesScreen",
    "history": "tui.screens.history:HistoryScreen",
    "more": "tui.screens.more:MoreScreen",
    "radio": "tui.screens.more:AboutScreen",
    "judging": "tui.screens.known:JudgingScreen",
    "report": "tui.screens.more:ReportScreen",
    "guide": "tui.screens.guide.guide:GuideScreen",
    "copies": "tui.screens.copies.copies:CopiesScreen",
    "pin-key": "tui.screens.unlock:PinKeyScreen",
    "new-pin": "tui.screens.unlock:NewPinScreen",
    "new-recovery-key": "tui.screens.setup.recovery:NewRecoveryKeyScreen",
    "which": "tui.screens.vehicle:WhichScreen",
    "look": "tui.screens.more:LookScreen",
    "take-back": "tui.screens.questions:TakingBackScreen",
}
_UNLOCKED: Final = {"code", "new-pin", "new-recovery-key", "which"}


def open_screen(app: "SteadyhandApp", name: str) -> None:
    """Open the screen of that name, after unlocking where it shows a secret or sets one.

    Practice is no screen on top: the state leads there.
    """
    if name == "practice":
        app.rehearsal.begin()
        return

    def push() -> None:
        module, _, screen = SCREENS[name].partition(":")
        app.push_screen(getattr(import_module(module), screen)())

    if name in _UNLOCKED:
        app.when_unlocked(push)
    else:
        push()
