"""The simulated radio of a practice, and its time: as it is, or fast while it waits.

Of what the facts leave open it is the set of the first answers; where no such set can have the
code, the first one that can.
"""

from collections.abc import Callable
from typing import Final

from pi.radio.simulated.dials import Unknowns
from pi.radio.simulated.families import FAMILIES, can_have, worlds
from pi.radio.simulated.unit import SimulatedHeadUnit

WAKES_UP_S: Final = 5.0  # switched on so long ago, when practice begins
SAID_FOR_S: Final = 4.0  # what it says of a code stands so long


class NotSimulatedError(LookupError):
    """Nobody has written down how this family behaves, or not with such a code."""


def simulated(head_unit: str) -> bool:
    """Whether there is a simulated radio of this family."""
    return head_unit in FAMILIES


class PracticeRadio:
    """A locked radio with this code, on which ``tried`` wrong ones were keyed before.

    ``clock`` is in seconds. Raises NotSimulatedError.
    """

    def __init__(
        self, head_unit: str, code: str, speed: float, clock: Callable[[], float], tried: int = 0
    ) -> None:
        if not simulated(head_unit):
            raise NotSimulatedError(head_unit)
        self.unit = SimulatedHeadUnit(head_unit, code, _world(head_unit, code))
        self._speed = speed
        self._clock = clock
        self._seen = clock()
        self.unit.switch(not self.unit.asks_while_off)
        self.unit.pass_time(WAKES_UP_S)
        self.unit.was_tried(tried)

    def tick(self) -> None:
        """Let the time since the last look go by."""
        now = self._clock()
        passed = now - self._seen
        if self.unit.message and passed < SAID_FOR_S:
            return
        self._seen = now
        self.unit.pass_time(passed * (self._speed if self.unit.waiting else 1.0))

    def do(self, does: Callable[[SimulatedHeadUnit], None]) -> None:
        """Press, hold or turn something."""
        self.tick()
        does(self.unit)
        self._seen = self._clock()


def _world(head_unit: str, code: str) -> Unknowns:
    """The set that is practised on."""
    for unknowns in (FAMILIES[head_unit].known, *worlds(head_unit)):
        if can_have(head_unit, code, unknowns):
            return unknowns
    raise NotSimulatedError(head_unit)
