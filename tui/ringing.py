"""The terminal's bell: it rings once when the wait of the radio on the screen is counted out."""

from typing import TYPE_CHECKING

from pi.service.shown import State

if TYPE_CHECKING:
    from tui.app import SteadyhandApp


class Ringing:
    """Follows the states. A wait that was over when this surface came rings no bell."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._before: State | None = None

    def follow(self, state: State) -> None:
        """Ring if this state is the first one to say that the wait is over."""
        before, self._before = self._before, state
        if before is not None and _counted_out(before, state):
            self._app.bell()


def _counted_out(before: State, after: State) -> bool:
    """Whether the wait of the radio on the screen has just been counted out."""
    was, now = before.radio, after.radio
    if was is None or now is None or was.vehicle != now.vehicle:
        return False
    if (before.practice is None) != (after.practice is None):
        return False
    return now.state == "SafeToTry" and was.state != "SafeToTry"
