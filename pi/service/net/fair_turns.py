"""Whose ask is answered next: a session that asks without end leaves all others their turn.

Each session has an account of the time that its asks took of the service. Of those who wait, the
one with the least on its account is next. Time away pays for time taken, and nobody saves any up.
So a hundred floods hold up a session that asks seldom by one ask of one of them, or at their start
by one ask of each; and a script alone is not slowed.

A turn begins an ask. It ends when the ask is answered, or waits for a thread.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable


class TimeUsed:
    """What one session has used of the service's time, in seconds from a start all share."""

    def __init__(self) -> None:
        self.used_s = 0.0
        self.left_at = 0.0  # when its last turn ended


class Turns:
    """The sessions that wait for their turn. ``now`` reads a clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: list[tuple[float, int, TimeUsed, asyncio.Future[None]]] = []
        self._arrivals = itertools.count()
        self._served_s = 0.0  # the account of the one who is served now, when its turn came
        self._most_s = 0.0  # the fullest account so far
        self._holder: TimeUsed | None = None  # who has the turn, and since when
        self._begun = 0.0
        self._under_way = False

    async def mine(self, account: TimeUsed) -> None:
        """Return when it is this account's turn, which lasts until its task waits again."""
        self._charge(account)
        away_s = self._now() - account.left_at
        account.used_s = max(account.used_s - away_s, self._served_s)
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        heapq.heappush(self._waiting, (account.used_s, next(self._arrivals), account, turn))
        if not self._under_way:
            self._under_way = True
            loop.call_soon(self._next)
        await turn
        self._begun = self._now()

    def _next(self) -> None:
        """Give the turn to the next one, and look again when it has been used."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            used_s, _, account, turn = heapq.heappop(self._waiting)
            if not turn.done():  # else its session went away meanwhile
                self._served_s, self._holder, self._begun = used_s, account, self._now()
                turn.set_result(None)  # its task runs in the next round, and this right after it
                loop.call_soon(self._used, account)
                return
        self._served_s = self._most_s  # nobody waits: nobody owes anything either
        self._under_way = False

    def _used(self, account: TimeUsed) -> None:
        """A turn is over: who is next?"""
        self._charge(account)
        self._next()

    def _charge(self, account: TimeUsed) -> None:
        """Write a turn on its account, if it is the one of the moment."""
        if self._holder is account:
            self._holder = None
            account.left_at = self._now()
            account.used_s += account.left_at - self._begun
            self._most_s = max(self._most_s, account.used_s)
