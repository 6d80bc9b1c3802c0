"""Whose costly work is next, on a clock that only the work moves."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi.service.costly import GUESSED_UP_TO_S, Costly
from pi.service.refusal import RefusedError
from pi.service.surface import Surface
from tests.depth import examples
from tests.pi.service.talker import PATIENCE_S

UNHURRIED = settings(deadline=None, max_examples=examples(30))


class Bench:
    """A worker that does nothing but take time, and notes whom it served."""

    def __init__(self) -> None:
        self.now = 0.0
        self.costly = Costly(lambda: self.now)
        self.served: list[str] = []

    async def derive(self, who: str, surface: Surface, *, ahead: bool = False) -> None:
        """A piece of work that takes a second."""
        await self.costly.run(surface, lambda: self._work(who), ahead=ahead)

    async def guess(self, who: str, surface: Surface) -> None:
        """The same, and it was wrong."""
        await self.derive(who, surface)
        self.costly.guessed_wrong(surface)

    def _work(self, who: str) -> None:
        self.served.append(who)
        self.now += 1.0


async def before_the_owner(
    bench: Bench, owner: Surface, floods: list[Surface], *, ahead: bool = False
) -> int:
    """How many others are served from when an owner comes until they are served."""
    flooding = [
        asyncio.create_task(bench.derive(f"flood {at}", one)) for at, one in enumerate(floods)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    come = len(bench.served)
    await bench.derive("owner", owner, ahead=ahead)
    await asyncio.gather(*flooding)
    bench.costly.close()
    return bench.served.index("owner") - come


@UNHURRIED
@given(st.lists(st.integers(1, 3), min_size=1, max_size=60), st.integers(1, 4), st.booleans())
def test_an_owner_waits_for_what_is_under_way_alone(
    users: list[int], owners: int, ahead: bool
) -> None:
    """Of whichever user those who guess are, the owner's own among them."""
    floods = [Surface(user) for user in users]
    assert asyncio.run(before_the_owner(Bench(), Surface(owners), floods, ahead=ahead)) <= 1


async def test_a_user_who_took_much_comes_after_one_who_took_nothing() -> None:
    bench = Bench()
    busy = [Surface(1) for _ in range(5)]
    for one in busy:
        await bench.derive("busy", one)
    later = [asyncio.create_task(bench.derive("quiet", Surface(2)))]
    later += [asyncio.create_task(bench.derive("busy", Surface(1))) for _ in range(3)]
    bench.served.clear()
    await asyncio.gather(*later)
    bench.costly.close()
    assert bench.served[0] == "quiet"


async def test_pins_come_in_the_order_in_which_their_tries_were_counted() -> None:
    bench = Bench()
    pins = [bench.derive(f"pin {at}", Surface(1), ahead=True) for at in range(5)]
    await asyncio.gather(*pins)
    bench.costly.close()
    assert bench.served == [f"pin {at}" for at in range(5)]


async def test_each_wrong_guess_costs_twice_what_the_one_before_did() -> None:
    bench, guesser = Bench(), Surface(1)
    waits: list[float] = []
    for _ in range(8):
        try:
            bench.costly.may_guess(guesser)
        except RefusedError as error:
            waits.append(error.refusal.wait_s or 0.0)
            bench.now += waits[-1]
        await bench.guess("guess", guesser)
    bench.costly.close()
    assert waits == sorted(waits)
    assert waits[0] > 0


async def test_time_away_pays_for_wrong_guesses() -> None:
    bench, guesser = Bench(), Surface(1)
    for _ in range(5):
        bench.costly.guessed_wrong(guesser)
    with pytest.raises(RefusedError):
        bench.costly.may_guess(guesser)
    bench.now += 31.0 - GUESSED_UP_TO_S
    bench.costly.may_guess(guesser)


async def test_wrong_guesses_of_one_surface_keep_no_other_from_guessing() -> None:
    bench, guesser = Bench(), Surface(1)
    for _ in range(20):
        bench.costly.guessed_wrong(guesser)
    bench.costly.may_guess(Surface(1))


async def test_what_somebody_who_hung_up_had_asked_for_is_not_done() -> None:
    bench = Bench()
    gone, stays = Surface(1), Surface(1)
    gone.hung_up = lambda: True
    left = asyncio.create_task(bench.derive("gone", gone))
    await asyncio.sleep(0)
    await bench.derive("stays", stays)
    bench.costly.close()
    assert (bench.served, left.cancelled()) == (["stays"], True)


async def test_what_goes_wrong_is_the_askers_to_hear_and_the_next_is_served() -> None:
    bench = Bench()

    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        await bench.costly.run(Surface(1), fail)
    await bench.derive("next", Surface(1))
    bench.costly.close()
    assert bench.served == ["next"]


async def test_one_piece_of_work_is_done_at_a_time() -> None:
    costly, at_once, most = Costly(), 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        with lock:
            at_once -= 1

    works: list[Callable[[], None]] = [work] * 50
    await asyncio.gather(*(costly.run(Surface(at % 3), one) for at, one in enumerate(works)))
    costly.close()
    assert most == 1


class Slow:
    """Work that stands still in its thread until it is let go on, and what it made."""

    def __init__(self) -> None:
        self.begun, self._go_on = threading.Event(), threading.Event()
        self.closed = False

    def work(self) -> "Slow":
        """Make it."""
        self.begun.set()
        assert self._go_on.wait(PATIENCE_S)
        return self

    def close(self) -> None:
        """Nobody wants it."""
        self.closed = True

    async def is_begun(self) -> None:
        """Wait until its thread has it."""
        while not self.begun.is_set():
            await asyncio.sleep(0)

    def let_go(self) -> None:
        """Go on."""
        self._go_on.set()


def given_up(bench: Bench, slow: Slow, *, ahead: bool) -> "asyncio.Task[Slow]":
    return asyncio.create_task(
        bench.costly.run(Surface(1), slow.work, ahead=ahead, unwanted=Slow.close)
    )


@pytest.mark.parametrize("ahead", [False, True])
async def test_what_was_made_for_somebody_who_is_gone_is_let_go(ahead: bool) -> None:
    bench, slow = Bench(), Slow()
    asked = given_up(bench, slow, ahead=ahead)
    await slow.is_begun()
    other = asyncio.create_task(bench.derive("other", Surface(2)))
    asked.cancel()
    slow.let_go()
    await other
    bench.costly.close()
    assert (slow.closed, bench.served) == (True, ["other"])


@pytest.mark.parametrize("ahead", [False, True])
async def test_what_was_given_up_before_its_turn_is_not_begun(ahead: bool) -> None:
    bench, slow, given = Bench(), Slow(), Slow()
    holding = given_up(bench, slow, ahead=True)
    await slow.is_begun()
    waits = given_up(bench, given, ahead=ahead)
    other = asyncio.create_task(bench.derive("other", Surface(2), ahead=True))
    await asyncio.sleep(0)
    waits.cancel()
    slow.let_go()
    await asyncio.gather(holding, other)
    bench.costly.close()
    assert (given.begun.is_set(), bench.served) == (False, ["other"])


async def test_nobody_waits_for_ever_for_a_worker_that_was_closed() -> None:
    bench, slow = Bench(), Slow()
    under_way = given_up(bench, slow, ahead=False)
    await slow.is_begun()
    waits = asyncio.create_task(bench.derive("waits", Surface(1)))
    await asyncio.sleep(0)
    slow.let_go()
    bench.costly.close()
    done = await asyncio.wait_for(
        asyncio.gather(under_way, waits, return_exceptions=True), PATIENCE_S
    )
    assert [type(one) for one in done] == [asyncio.CancelledError] * 2
    assert (slow.closed, bench.served) == (True, [])
