"""A wait that is counted out is noticed from any screen: the bell rings, and a line says so."""

from typing import TYPE_CHECKING

from pi.service.protocol.views import State

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


class Ringing:
    """Follows the states. A wait that was over when this surface came is no news.

    One that ended while another vehicle was looked at, or while its owner practised, is.
    """

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._last: dict[tuple[bool, int], str] = {}  # how each radio stood when it was last seen

    def follow(self, state: State) -> None:
        """Ring if this state is the first one to say that the wait is over."""
        radio = state.radio
        if radio is None:
            return
        which = (state.practice is not None, radio.vehicle)
        before, self._last[which] = self._last.get(which), radio.state
        if before is not None and before != "SafeToTry" and radio.state == "SafeToTry":
            self._app.bell()
            self._tell()

    def _tell(self) -> None:
        """On a screen that lies on that of the wait, which says so itself."""
        from tui.screens.lockout import LockoutScreen
        from tui.text.lockout import is_over

        if not isinstance(self._app.screen, LockoutScreen):
            self._app.answer(is_over())
