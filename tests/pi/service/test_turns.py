"""Whose ask is answered next, on a clock that stands still but for what the asks take."""

import asyncio
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from pi.service.turns import Account, Turns
from tests.depth import examples

_costs = st.lists(st.sampled_from([0.001, 0.05, 2.0]), min_size=1, max_size=12)
UNHURRIED = settings(deadline=None, max_examples=examples(60))


class Counter:
    """A service that does nothing but take time, and notes whom it served."""

    def __init__(self) -> None:
        self.now = 0.0
        self.turns = Turns(lambda: self.now)
        self.served: list[str] = []
        self.accounts: dict[str, Account] = {}

    async def ask(self, who: str, cost_s: float) -> None:
        """Wait for a turn, and take so long."""
        await self.turns.mine(self.accounts.setdefault(who, Account()))
        self.served.append(who)
        self.now += cost_s

    async def flood(self, who: str, cost_s: float) -> None:
        """Ask without end."""
        while True:
            await self.ask(who, cost_s)


def flooded(counter: Counter, costs: list[float]) -> list["asyncio.Task[None]"]:
    """Surfaces that never stop asking."""
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
    """Who is served from when a surface that asks seldom comes until it is served."""
    counter = Counter()
    floods = flooded(counter, costs)
    await rounds(before)
    come = len(counter.served)
    await counter.ask("seldom", 0.01)
    await ended(floods)
    return counter.served[come : counter.served.index("seldom")]


@UNHURRIED
@given(costs=_costs, before=st.integers(0, 50))
def test_who_asks_seldom_waits_for_one_ask_of_each_flood_at_most(
    costs: list[float], before: int
) -> None:
    served = asyncio.run(come_among(costs, before))
    assert len(set(served)) == len(served)


@UNHURRIED
@given(many=st.integers(1, 100), later=st.integers(0, 50))
def test_once_the_floods_have_had_their_turn_it_waits_for_one_of_them_alone(
    many: int, later: int
) -> None:
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


async def test_a_script_alone_is_not_slowed() -> None:
    counter = Counter()
    for _ in range(100):
        await counter.ask("script", 1.0)
    assert counter.now == 100.0


async def test_who_was_quiet_for_long_has_saved_nothing_up() -> None:
    counter = Counter()
    await counter.ask("quiet", 0.0)
    for _ in range(50):
        await counter.ask("busy", 1.0)
    both = [asyncio.create_task(counter.flood(who, 1.0)) for who in ("quiet", "busy")]
    counter.served.clear()
    await rounds(60)
    await ended(both)
    assert abs(counter.served.count("quiet") - counter.served.count("busy")) <= 2


async def test_a_surface_that_leaves_while_it_waits_keeps_nobody_from_their_turn() -> None:
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
