"""What came back from a backup: told once the service has begun anew with it.

The service closes its connections and opens the restored store. That loss is expected, and no
cause for alarm; the state that follows may lead to another screen, on which it is told.
"""

from typing import TYPE_CHECKING

from pi.service.protocol.answers import Restored
from pi.service.protocol.views import State

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


class Returning:
    """Follows one restore at a time, from its answer to the first state of the next service."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._made: Restored | None = None
        self._place = ""
        self._gone = False

    @property
    def waits(self) -> bool:
        """Whether the next service has not told anything yet."""
        return self._made is not None

    def begin(self, made: Restored, place: str) -> None:
        """It was taken up. ``place``: the store that was there, if there was one."""
        self._made, self._place, self._gone = made, place, False
        self._show(made)

    @property
    def expects_loss(self) -> bool:
        """Whether the connection is about to end, as it has to."""
        return self._made is not None and not self._gone

    def lost(self) -> bool:
        """The connection ended. Returns whether that was to be."""
        expected, self._gone = self.expects_loss, True
        return expected

    def follow(self, state: State) -> None:
        """Tell of it on whatever screen the first state led to."""
        made = self._made
        if made is None or not self._gone:
            return
        self._made = None
        self._show(made)

    def _show(self, made: Restored) -> None:
        from tui.screens.restored import RestoredScreen

        if isinstance(self._app.screen, RestoredScreen):
            self._app.redraw()
        else:
            self._app.push_screen(RestoredScreen(made, self._place))
