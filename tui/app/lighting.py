"""Day and night by the car's lights: what a wire tells changes the colours of every surface."""

from typing import TYPE_CHECKING

from pi.service.protocol.views import State
from tui.themes import DAY, NIGHT

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


class Lighting:
    """Follows the lights, not their state: a theme chosen by hand stays until they change."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._on: bool | None = None

    def follow(self, state: State) -> None:
        """Wear what fits, where the theme in force is one of the two. Unknown changes nothing."""
        on = state.car.lights
        if on is None or on == self._on:
            return
        self._on = on
        if self._app.theme in {DAY, NIGHT}:
            self._app.theme = NIGHT if on else DAY
