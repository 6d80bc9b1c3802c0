"""Costly work, one piece at a time in a thread of its own: whose is next, what a guess costs.

Work is shared out by user, and by session within a user. Each has a debt: the seconds that its
work took, and a penalty for each wrong guess, twice as long as for the one before. A debt goes
down as time goes by. Of those who wait, the user with the smallest debt is next, of that user's
sessions the one with the smallest; where two owe the same, the one who came last, as nobody can
make others wait by having come first. So a hundred who guess hold up an owner by the one piece
of work that is under way, whether they are of the owner's user or of another.

``ahead`` goes before all that: a PIN, whose tries are bounded by themselves, and whatever an
unlocked session asks for. These come in the order in which they were asked for, as PIN tries are
counted in it.
"""

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from pi.service.core.session import Session
from pi.service.protocol.answers import Reason, RefusedError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


LONGEST_PENALTY_S: Final = 64.0  # for one wrong guess; the first costs a second
LONGEST_DEBT_S: Final = 120.0
GUESSED_UP_TO_S: Final = 15.0  # of a session's debt: four wrong guesses in a row, then it waits

_Made = TypeVar("_Made")


class _Debt:
    """Seconds owed at a moment, and the wrong guesses since nothing was owed."""

    __slots__ = ("_at", "_owed_s", "wrong")

    def __init__(self, now: float) -> None:
        self._owed_s, self._at, self.wrong = 0.0, now, 0

    def owed_s(self, now: float) -> float:
        """What is left of it."""
        left_s = max(0.0, self._owed_s - max(0.0, now - self._at))
        if left_s == 0.0:
            self.wrong = 0
        return left_s

    def add(self, seconds: float, now: float) -> None:
        """Owe so much more."""
        self._owed_s, self._at = min(self.owed_s(now) + seconds, LONGEST_DEBT_S), now

    def punish(self, now: float) -> None:
        """One more wrong guess."""
        self.owed_s(now)
        self.wrong += 1
        self.add(min(2.0 ** (min(self.wrong, 10) - 1), LONGEST_PENALTY_S), now)


class _Job:
    """A piece of work that waits for its turn."""

    __slots__ = ("ahead", "arrival", "asker", "done", "unwanted", "work")

    def __init__(
        self,
        asker: Session,
        work: Callable[[], Any],
        unwanted: Callable[[Any], None] | None,
        ahead: bool,
        arrival: int,
    ) -> None:
        self.asker, self.work, self.unwanted = asker, work, unwanted
        self.ahead, self.arrival = ahead, arrival
        self.done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def ended(self, made: "Future[Any]") -> None:
        """Hand over what came of it, or let it go where nobody waits for it any more."""
        error = made.exception()
        if not self.done.done():
            if error is None:
                self.done.set_result(made.result())
            else:
                self.done.set_exception(error)
        elif error is None and self.unwanted is not None:
            self.unwanted(made.result())


class Costly:
    """One worker and all who wait for it. ``now`` reads a clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: list[_Job] = []
        self._arrivals = itertools.count()
        self._sessions: WeakKeyDictionary[Session, _Debt] = WeakKeyDictionary()
        self._users: dict[int, _Debt] = {}
        self._worker: ThreadPoolExecutor | None = None
        self._working: asyncio.Task[None] | None = None
        self._under_way: tuple[_Job, Future[Any]] | None = None

    async def run(
        self,
        asker: Session,
        work: Callable[[], _Made],
        *,
        ahead: bool = False,
        unwanted: Callable[[_Made], None] | None = None,
    ) -> _Made:
        """Do this work when its turn comes, and return or raise what it does.

        Once the task that waits for it is cancelled it is not begun any more. If it was begun
        already it comes to its end, and ``unwanted`` is told what it made.
        """
        job = _Job(asker, work, unwanted, ahead, next(self._arrivals))
        self._waiting.append(job)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        try:
            made: _Made = await job.done
        finally:
            if job in self._waiting:  # it was cancelled
                self._waiting.remove(job)
        return made

    def may_guess(self, asker: Session) -> None:
        """Raise RefusedError, with the seconds to wait, where a session has guessed too much."""
        over_s = self._of(self._sessions, asker).owed_s(self._now()) - GUESSED_UP_TO_S
        if over_s > 0:
            raise RefusedError(Reason.TOO_FAST, wait_s=over_s, detail="guesses")

    def guessed_wrong(self, asker: Session) -> None:
        """A guess was wrong: who made it comes after everybody else for a while."""
        now = self._now()
        self._of(self._sessions, asker).punish(now)
        self._of(self._users, asker.user).punish(now)

    def guessed_right(self, asker: Session) -> None:
        """What a session owed is forgotten."""
        self._sessions.pop(asker, None)

    def close(self) -> None:
        """Begin no more, and wait for what is under way. Who waits for any of it is cancelled."""
        if self._working is not None:
            self._working.cancel()
        for job in self._waiting:
            job.done.cancel()
        if self._worker is not None:
            self._worker.shutdown(wait=True)
            self._worker = None
        if self._under_way is not None:
            job, made = self._under_way
            job.done.cancel()
            job.ended(made)
            self._under_way = None

    async def _work(self) -> None:
        """One piece after the other, until none waits."""
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor  # each start would pay for it

            self._worker = ThreadPoolExecutor(1, "steadyhand-costly")
        while self._wanted():
            job = self._next()
            self._waiting.remove(job)
            begun = self._now()
            try:
                made = self._worker.submit(job.work)
            except RuntimeError as error:  # no thread can be had
                if not job.done.done():
                    job.done.set_exception(error)
                continue
            self._under_way = job, made
            ended = asyncio.wrap_future(made)
            ended.add_done_callback(asyncio.Future.exception)  # handed over below, or by close
            await asyncio.wait([ended])
            self._under_way = None
            job.ended(made)
            self._charge(job.asker, begun)

    def _charge(self, asker: Session, begun: float) -> None:
        """Write on both accounts what the work took. Users who owe nothing are forgotten."""
        now = self._now()
        self._of(self._sessions, asker).add(now - begun, now)
        self._of(self._users, asker.user).add(now - begun, now)
        self._users = {user: debt for user, debt in self._users.items() if debt.owed_s(now)}

    def _wanted(self) -> bool:
        """Whether anything waits for a session that is still there.

        Who hung up holds a place until then. What comes ahead is done all the same, as it was
        counted: a right PIN gives its try back though nobody is there to be let in.
        """
        for job in tuple(self._waiting):
            if not job.ahead and job.asker.hung_up():
                self._waiting.remove(job)
                job.done.cancel()
        return bool(self._waiting)

    def _next(self) -> _Job:
        """Of those who wait, the one whose turn it is."""
        now = self._now()

        def turn(job: _Job) -> tuple[bool, float, float, int]:
            of_user = self._of(self._users, job.asker.user).owed_s(now)
            if job.ahead:
                return False, of_user, 0.0, job.arrival
            return True, of_user, self._of(self._sessions, job.asker).owed_s(now), -job.arrival

        return min(self._waiting, key=turn)

    def _of(self, debts: Any, who: Any) -> _Debt:
        if who not in debts:
            debts[who] = _Debt(self._now())
        debt: _Debt = debts[who]
        return debt
