"""How fast one user may have things written down from locked surfaces. Who unlocked is never held.

Some are free at once, as an evening with a radio has many reports; then one more for every ten
seconds. So a stranger in the group writes some megabytes a day at most, and the first word after
a while is always taken.
"""

from typing import Final

from pi.service.protocol.refusal import Reason, RefusedError

AT_ONCE: Final = 120  # events
ONE_EVERY_S: Final = 10.0
LONGEST_DEBT_S: Final = (AT_ONCE + 1) * ONE_EVERY_S  # the next is never far away
MOST_USERS: Final = 1000  # remembered; whoever has all of theirs left needs no remembering


class Pace:
    """What each user has left, by what was written for them. Times are CLOCK_MONOTONIC."""

    def __init__(self) -> None:
        self._debts: dict[int, tuple[float, float]] = {}  # seconds of debt, and when

    def check(self, user: int, now: float) -> None:
        """Raise RefusedError, with the seconds to wait, where nothing is left."""
        over_s = self._debt_s(user, now) - (AT_ONCE - 1) * ONE_EVERY_S
        if over_s > 0:
            raise RefusedError(Reason.TOO_FAST, wait_s=over_s)

    def wrote(self, user: int, events: int, now: float) -> None:
        """Count what was written for a user."""
        if events <= 0:
            return
        debt_s = min(self._debt_s(user, now) + events * ONE_EVERY_S, LONGEST_DEBT_S)
        self._debts[user] = (debt_s, now)
        if len(self._debts) > MOST_USERS:
            self._debts = {one: d for one, d in self._debts.items() if self._debt_s(one, now) > 0}

    def _debt_s(self, user: int, now: float) -> float:
        debt_s, at = self._debts.get(user, (0.0, now))
        return max(0.0, debt_s - max(0.0, now - at))
