"""Whose ask is answered next: a surface that asks without end leaves all others their turn.

Each surface has an account of the time that its asks took of the service. Of those who wait, the
one with the least on its account is next, and who was away comes back with no more than the one
that is served now: nobody saves up, and nobody is punished for what was long ago. So a hundred
floods hold up a surface that asks seldom by one ask of one of them, or at their start by one ask
of each; and a script alone is not slowed.

A turn begins an ask. It ends when the ask is answered, or waits for a thread.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable


class Account:
    """What one surface has used of the service's time, in seconds from a start all share."""

    def __init__(self) -> None:
        self.used_s = 0.0


class Turns:
    """The surfaces that wait for their turn. ``now`` reads a clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: list[tuple[float, int, Account, asyncio.Future[None]]] = []
        self._arrivals = itertools.count()
        self._served_s = 0.0  # the account of the one who is served now, when its turn came
        self._under_way = False
        self._begun = 0.0  # when the turn that is used now came

    async def mine(self, account: Account) -> None:
        """Return when it is this account's turn, which lasts until its task waits again."""
        loop = asyncio.get_running_loop()
        account.used_s = max(account.used_s, self._served_s)
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
            if not turn.done():  # else its surface went away meanwhile
                self._served_s = used_s
                self._begun = self._now()
                turn.set_result(None)  # its task runs in the next round, and this right after it
                loop.call_soon(self._used, account)
                return
        self._under_way = False

    def _used(self, account: Account) -> None:
        """A turn was used: write it on its account."""
        account.used_s += self._now() - self._begun
        self._next()
