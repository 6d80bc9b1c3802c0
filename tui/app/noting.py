"""What is said to the owner's last statement, for as long as it is true of the radio.

It stands on whatever screen the statement led to, until the next press, or until the journal of
the radio goes on past what was stated: by a word from elsewhere, or as a wait is counted out.
"""

from pi.service.protocol.views import State

Place = tuple[bool, int, int]


class Noting:
    """Follows the states. ``text`` is empty while nothing is said."""

    def __init__(self) -> None:
        self.text = ""
        self._state: State | None = None
        self._of: Place | None = None
        self._before: Place | None = None
        self._stated: Place | None = None

    def begin(self) -> None:
        """Something is being stated: the first thing told from here on is that."""
        self._before, self._stated = _place(self._state), None

    def say(self, text: str) -> None:
        """Say something to what was stated since ``begin``, or to how it stands now."""
        self.text = text
        self._of = self._stated or _place(self._state)
        self._before = self._stated = None

    def forget(self) -> None:
        """What was being stated was not taken."""
        self._before = self._stated = None

    def follow(self, state: State) -> bool:
        """Whether a state has ended what was said."""
        self._state = state
        place = _place(state)
        if self._before is not None and self._stated is None and place != self._before:
            self._stated = place
        if not self.text or place == self._of:
            return False
        self.text = ""
        return True


def _place(state: State | None) -> Place | None:
    """Where the journal of the radio on the screen ends, in practice or not."""
    radio = state.radio if state is not None else None
    if state is None or radio is None:
        return None
    return state.practice is not None, radio.vehicle, radio.seq
