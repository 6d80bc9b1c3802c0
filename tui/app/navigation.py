"""The screen that stands: it follows from the state alone, and what lies on it stays till left."""

from typing import TYPE_CHECKING

from pi.service.protocol.views import State
from tui.app.connection import vehicle_on
from tui.app.routes import Route, route_of

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


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
