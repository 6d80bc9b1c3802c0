"""Whose ask, whose costly work and whose unfinished things are next, and how fast who may write.

On clocks that stand still but for what the asks and the work take.
"""

import asyncio
import gc
import threading
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi.service.core.costly import Costly
from pi.service.core.session import AT_ONCE, ONE_EVERY_S, Holdings, Session, WriteBudget
from pi.service.net.fair_turns import TimeUsed, Turns
from pi.service.protocol.answers import RefusedError
from pi.storage.errors import LockedError
from tests.depth import examples
from tests.pi.service.rig import PATIENCE_S

_costs = st.lists(st.sampled_from([0.001, 0.05, 2.0]), min_size=1, max_size=12)
UNHURRIED = settings(deadline=None, max_examples=examples(60))


class Counter:
    """A service that does nothing but take time, and notes whom it served."""

    def __init__(self) -> None:
        self.now = 0.0
        self.turns = Turns(lambda: self.now)
        self.served: list[str] = []
        self.accounts: dict[str, TimeUsed] = {}

    async def ask(self, who: str, cost_s: float) -> None:
        """Wait for a turn, and take so long."""
        await self.turns.mine(self.accounts.setdefault(who, TimeUsed()))
        self.served.append(who)
        self.now += cost_s

    async def flood(self, who: str, cost_s: float) -> None:
        while True:
            await self.ask(who, cost_s)


def flooded(counter: Counter, costs: list[float]) -> list["asyncio.Task[None]"]:
    """Sessions that never stop asking."""
    return [
        asyncio.create_task(counter.flood(f"flood {at}", cost)) for at, cost in enumerate(costs)
    ]


async def ended(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def rounds(many: int) -> None:
    """Let everybody who can go on."""
    for _ in range(many):
        await asyncio.sleep(0)


async def come_among(costs: list[float], before: int) -> list[str]:
    """Who is served from when a session that asks seldom comes until it is served."""
    counter = Counter()
    floods = flooded(counter, costs)
    await rounds(before)
    come = len(counter.served)
    await counter.ask("seldom", 0.01)
    await ended(floods)
    return counter.served[come : counter.served.index("seldom")]


@UNHURRIED
@given(costs=_costs, before=st.integers(0, 50))
def test_who_asks_seldom_waits_for_one_ask_of_each_flood(costs: list[float], before: int) -> None:
    served = asyncio.run(come_among(costs, before))
    assert len(set(served)) == len(served)


@UNHURRIED
@given(many=st.integers(1, 100), later=st.integers(0, 50))
def test_once_the_floods_have_had_their_turn_it_waits_for_one(many: int, later: int) -> None:
    costs = [0.01 + at * 0.00137 for at in range(many)]
    assert len(asyncio.run(come_among(costs, 3 * many + later))) <= 1


@UNHURRIED
@given(costs=st.lists(st.sampled_from([0.01, 0.1, 1.0]), min_size=2, max_size=5))
def test_floods_share_the_time_evenly_however_dear_their_asks_are(costs: list[float]) -> None:
    async def story() -> list[float]:
        counter = Counter()
        floods = flooded(counter, costs)
        await rounds(400)
        await ended(floods)
        return [counter.served.count(f"flood {at}") * cost for at, cost in enumerate(costs)]

    used = asyncio.run(story())
    assert max(used) - min(used) <= 2 * max(costs)


async def test_a_session_that_leaves_while_it_waits_keeps_nobody_from_their_turn() -> None:
    counter = Counter()
    (leaving,) = flooded(counter, [1.0])
    await rounds(7)
    leaving.cancel()
    await counter.ask("other", 1.0)
    with suppress(asyncio.CancelledError):
        await leaving
    assert counter.served[-1] == "other"


async def test_time_away_pays_for_a_dear_ask() -> None:
    counter = Counter()
    floods = flooded(counter, [0.01, 0.01])
    await rounds(9)
    await counter.ask("seldom", 5.0)
    await rounds(1)
    counter.now += 5.0
    come = len(counter.served)
    await counter.ask("seldom", 0.01)
    await ended(floods)
    assert counter.served.index("seldom", come) - come <= 3


async def test_a_dear_ask_from_before_a_flood_is_forgotten() -> None:
    counter = Counter()
    await counter.ask("seldom", 5.0)
    await rounds(3)
    floods = flooded(counter, [0.01] * 10)
    await rounds(1)
    await counter.ask("seldom", 0.01)
    await ended(floods)
    assert counter.served.index("seldom", 1) <= 11


class Bench:
    """A worker that does nothing but take time, and notes whom it served."""

    def __init__(self) -> None:
        self.now = 0.0
        self.costly = Costly(lambda: self.now)
        self.served: list[str] = []

    async def derive(self, who: str, session: Session, *, ahead: bool = False) -> None:
        """A piece of work that takes a second."""
        await self.costly.run(session, lambda: self._work(who), ahead=ahead)

    def _work(self, who: str) -> None:
        self.served.append(who)
        self.now += 1.0


@UNHURRIED
@given(st.lists(st.integers(1, 3), min_size=1, max_size=60), st.integers(1, 4), st.booleans())
def test_an_owner_waits_for_one_piece_alone(users: list[int], owners: int, ahead: bool) -> None:
    """Of whichever user those who guess are, the owner's own among them."""

    async def story() -> int:
        bench = Bench()
        floods = [asyncio.create_task(bench.derive("flood", Session(user))) for user in users]
        await rounds(2)
        come = len(bench.served)
        await bench.derive("owner", Session(owners), ahead=ahead)
        await asyncio.gather(*floods)
        bench.costly.close()
        return bench.served.index("owner") - come

    assert asyncio.run(story()) <= 1


async def test_a_pin_comes_before_all_and_who_took_nothing_before_who_took_much() -> None:
    bench = Bench()
    for _ in range(5):
        await bench.derive("busy", Session(1))
    bench.served.clear()
    await asyncio.gather(
        bench.derive("quiet", Session(2)),
        *(bench.derive("busy", Session(1)) for _ in range(2)),
        *(bench.derive(f"pin {at}", Session(1), ahead=True) for at in range(3)),
    )
    bench.costly.close()
    assert bench.served == ["pin 0", "pin 1", "pin 2", "quiet", "busy", "busy"]


async def test_each_wrong_guess_of_a_session_costs_it_more_until_time_has_paid_for_them() -> None:
    bench, guesser = Bench(), Session(1)
    waits: list[float] = []
    for _ in range(8):
        try:
            bench.costly.may_guess(guesser)
        except RefusedError as error:
            waits.append(error.refusal.wait_s or 0.0)
            bench.costly.may_guess(Session(1))  # no other session pays for it
            bench.now += waits[-1]
            bench.costly.may_guess(guesser)
        bench.costly.guessed_wrong(guesser)
    assert waits[0] > 0
    assert waits == sorted(set(waits))


async def test_what_is_not_wanted_or_goes_wrong_does_not_keep_the_next_from_its_turn() -> None:
    bench, gone = Bench(), Session(1)
    gone.hung_up = lambda: True
    left = asyncio.create_task(bench.derive("gone", gone))
    await rounds(1)
    with pytest.raises(ZeroDivisionError):
        await bench.costly.run(Session(1), lambda: 1 // 0)
    await bench.derive("next", Session(1))
    bench.costly.close()
    assert (bench.served, left.cancelled()) == (["next"], True)


class Slow:
    """Work that stands still in its thread until it is let go on, and what it made."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.closed, self._error = False, error

    def asked(self, bench: Bench, *, ahead: bool) -> "asyncio.Task[Slow]":
        """Ask for it, and let it go where nobody wants it."""

        def close(_: Slow) -> None:
            self.closed = True

        return asyncio.create_task(
            bench.costly.run(Session(1), self._work, ahead=ahead, unwanted=close)
        )

    async def is_begun(self) -> None:
        while not self.begun.is_set():
            await asyncio.sleep(0)

    def _work(self) -> "Slow":
        self.begun.set()
        assert self.go_on.wait(PATIENCE_S)
        if self._error is not None:
            raise self._error
        return self


@pytest.mark.parametrize("ahead", [False, True])
async def test_what_was_given_up_is_not_begun_or_let_go_once_made(ahead: bool) -> None:
    bench, first, second = Bench(), Slow(), Slow()
    under_way = first.asked(bench, ahead=ahead)
    await first.is_begun()
    waits = second.asked(bench, ahead=ahead)
    other = asyncio.create_task(bench.derive("other", Session(2)))
    await rounds(1)
    waits.cancel()
    under_way.cancel()
    first.go_on.set()
    await other
    bench.costly.close()
    assert (first.closed, second.begun.is_set(), bench.served) == (True, False, ["other"])


@pytest.mark.parametrize("error", [None, LockedError()])
async def test_nobody_waits_for_ever_for_a_worker_once_closed(error: LockedError | None) -> None:
    """What goes wrong of the work then, as what it reads was locked, is no fault of the loop."""
    bench, slow, faults = Bench(), Slow(error), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, told: faults.append(told))
    under_way = slow.asked(bench, ahead=False)
    await slow.is_begun()
    waits = asyncio.create_task(bench.derive("waits", Session(1)))
    await rounds(1)
    slow.go_on.set()
    bench.costly.close()
    async with asyncio.timeout(PATIENCE_S):
        done = await asyncio.gather(under_way, waits, return_exceptions=True)
    await rounds(3)
    assert [type(one) for one in done] == [asyncio.CancelledError] * 2
    del bench.costly, under_way, waits, done
    gc.collect()
    assert (slow.closed, bench.served, faults) == (error is None, [], [])


ROOM = 100


def let_go(session: Session) -> None:
    session.unfinished = 0


def filled(held: list[tuple[int, int]]) -> tuple[Holdings, list[Session]]:
    """Sessions of these users that took so much, one after the other."""
    holdings = Holdings(ROOM, lambda one: one.unfinished, let_go)
    sessions = []
    for user, size in held:
        session = Session(user)
        session.unfinished = size
        holdings.took(session)
        sessions.append(session)
    return holdings, sessions


_held = st.lists(st.tuples(st.integers(1, 3), st.integers(1, ROOM)), min_size=1, max_size=40)


@given(_held, st.integers(1, 3))
def test_all_hold_no_more_than_there_is_room_for_and_who_comes_with_a_little_finds_some(
    held: list[tuple[int, int]], user: int
) -> None:
    _, sessions = filled([*((one, max(2, size)) for one, size in held), (user, 1)])
    assert sum(one.unfinished for one in sessions) <= ROOM
    assert sessions[-1].unfinished == 1


def test_the_user_who_holds_most_gives_way_though_another_holds_the_largest() -> None:
    _, (small, other, large, _) = filled([(1, 30), (1, 30), (2, 40), (3, 10)])
    assert (small.unfinished, other.unfinished, large.unfinished) == (0, 30, 40)


def test_one_alone_may_be_larger_than_the_room_and_who_is_gone_holds_nothing() -> None:
    holdings, sessions = filled([(1, 10 * ROOM)])
    assert sessions[0].unfinished == 10 * ROOM
    sessions.clear()
    assert holdings.give_way(Session()) is False


def test_users_keep_nobody_else_from_writing_and_their_first_word_after_a_while_is_taken() -> None:
    pace = WriteBudget()
    pace.wrote(1, AT_ONCE, now=0.0)
    with pytest.raises(RefusedError):
        pace.check(1, now=0.0)
    pace.check(2, now=0.0)
    pace.check(1, now=ONE_EVERY_S)
