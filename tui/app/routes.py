"""Which screen fits a state."""

from enum import Enum
from typing import TYPE_CHECKING

from pi.service.protocol.views import State

if TYPE_CHECKING:
    from tui.screens.base import DrawnScreen


class Route(Enum):
    """The places the state leads to. Each screen's module loads when it is first needed."""

    SET_UP = "tui.screens.setup.welcome:SetUpScreen"
    NO_VEHICLE = "tui.screens.no_vehicle:NoVehicleScreen"
    HOME = "tui.screens.home:HomeScreen"
    WALKTHROUGH = "tui.screens.entry.walkthrough:WalkthroughScreen"
    OUTCOME = "tui.screens.entry.outcome:OutcomeScreen"
    LOCKOUT = "tui.screens.lockout:LockoutScreen"
    DEAD_END = "tui.screens.dead_end:DeadEndScreen"
    NO_CODE = "tui.screens.dead_end:NoCodeScreen"

    def screen(self) -> "DrawnScreen":
        """A new screen of this place."""
        from importlib import import_module

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
