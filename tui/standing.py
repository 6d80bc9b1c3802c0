"""The screen that stands: it follows from the state alone, and what lies on it stays till left."""

from typing import TYPE_CHECKING

from pi.service.shown import State
from tui.routes import Route, route_of
from tui.staying import vehicle_on

if TYPE_CHECKING:
    from tui.app import SteadyhandApp


class Standing:
    """Follows the states. Another route, vehicle or practised code is another screen."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._place: tuple[Route, int | None, str | None] | None = None

    def follow(self, state: State) -> None:
        """Show the screen that the state leads to, or draw anew what stands there."""
        code = None if state.practice is None else state.practice.code
        place = (route_of(state), vehicle_on(state), code)
        if place == self._place:
            self._app.redraw()
        else:
            self._place = place
            self._go(place[0])

    def _go(self, route: Route) -> None:
        """Show the screen of a route; what stood on top of the last one is left."""
        self._app.go_to_state()
        if len(self._app.screen_stack) == 2:
            self._app.switch_screen(route.screen())
        else:
            self._app.push_screen(route.screen())
