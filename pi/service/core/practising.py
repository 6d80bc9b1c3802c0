"""Who practises: one practice for a surface, until it leaves, hangs up, or is left alone.

Loaded when somebody practises for the first time. While anybody does, a task looks at the fast
clocks; the chores of real waits know nothing of it.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.hardware.clock import Clock
from pi.service.core.families import Families
from pi.service.core.practice import Practice
from pi.service.core.session import Surface
from pi.service.core.vehicles import Fleet
from pi.service.damage import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import LONGEST_FIELD, Done
from pi.service.protocol.refusal import Reason, RefusedError

MOST: Final = 32  # practices at once: each holds a store in memory
LOOKS_EVERY_S: Final = 0.1  # real seconds: ten practised ones
FIRST: Final = "nissan-radio-code"  # for whoever has no vehicle yet


class Practising:
    """The practices under way. ``tell`` sends one surface its state."""

    def __init__(
        self, families: Families, fleet: Fleet, clock: Clock, tell: Callable[[Surface], None]
    ) -> None:
        self._families = families
        self._fleet = fleet
        self._clock = clock
        self._tell = tell
        self._under_way: dict[Surface, Practice] = {}
        self._looking: asyncio.Task[None] | None = None

    def begin(self, surface: Surface, ask: commands.Practise) -> Done:
        """Practise on a family from here on; a practice under way is forgotten."""
        wanted = ask.head_unit or self._familiar(surface)
        try:
            head_unit = self._families.load(wanted)
        except UnknownHeadUnitError as error:
            raise RefusedError(
                Reason.UNKNOWN_HEAD_UNIT,
                detail=error.head_unit[:LONGEST_FIELD],
                nearest=error.nearest,
            ) from None
        surface.leave_practice()
        if len(self._under_way) >= MOST:
            self._make_room(surface.user)
        surface.practice = self._under_way[surface] = Practice(
            head_unit, self._families, self._clock, lambda: self._forget(surface)
        )
        if self._looking is None:
            self._looking = asyncio.get_running_loop().create_task(self._look())
        return Done()

    def mark(self) -> None:
        """Let the fast clocks go on, and tell the surfaces whose wait they changed."""
        for surface, practice in tuple(self._under_way.items()):
            if full := practice.full:
                surface.leave_practice()
            if full or practice.mark():
                self._tell(surface)

    def _familiar(self, surface: Surface) -> str:
        """The family of the vehicle this surface looks at, or that was last used."""
        with suppress(*UNREADABLE):
            vehicle = self._fleet.looked_at(surface) or self._fleet.last_used()
            if vehicle is not None:
                return self._fleet.listed(vehicle).head_unit
        return FIRST

    def _make_room(self, user: int) -> None:
        """Whoever practises most gives up the oldest of theirs, for a user who has fewer.

        Raises RefusedError for who has most.
        """
        held = Counter(one.user for one in self._under_way)
        most = max(held, key=held.__getitem__)
        if held[most] <= held[user] + 1:
            raise RefusedError(Reason.TOO_MANY_PRACTISE)
        oldest = next(one for one in self._under_way if one.user == most)
        oldest.leave_practice()
        self._tell(oldest)

    def _forget(self, surface: Surface) -> None:
        self._under_way.pop(surface, None)

    async def _look(self) -> None:
        """Look at the clocks for as long as anybody practises."""
        try:
            while self._under_way:
                await asyncio.sleep(LOOKS_EVERY_S)
                self.mark()
        except Exception as error:
            from pi.service.faults import log_place_of_fault

            log_place_of_fault(error)
        finally:
            self._looking = None
