"""What a house does again and again for as long as its doors are open."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from pi.service.core.session import LOCKS_AFTER_IDLE_S
from pi.service.systemd import notify, watchdog_interval_s

if TYPE_CHECKING:
    from pi.service.service import House


RETRY_S: Final = 5.0  # an event that could not be saved is tried again this often
CHECK_AFTER_S: Final = 1.0  # the whole file is read through once, after the start


def chores(house: "House", due: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
    """All of them. ``due`` is set where the next mark may be due at another time."""
    return [_mark(house, due), _retry(house), _live(house), _lock_idle(house), _check(house)]


async def leave_when_idle(house: "House", done: asyncio.Event, linger_s: float) -> None:
    """Set ``done`` once nobody has been there for so long, and nothing needs the house."""
    while True:
        await asyncio.sleep(linger_s)
        if house.idle_s() >= linger_s and not house.busy:
            done.set()


async def _mark(house: "House", due: asyncio.Event) -> None:
    """Save a mark of each wait when it is due, and tell the surfaces.

    Not by ``asyncio.wait_for``: up to Python 3.11 a cancelling that comes together with what is
    waited for is lost in it, and a service that ends would wait for this.
    """
    while True:
        due.clear()
        try:
            async with asyncio.timeout(house.companion.watching.next_mark_s()):
                await due.wait()
        except TimeoutError:
            house.mark_now()


async def _retry(house: "House") -> None:
    while True:
        await asyncio.sleep(RETRY_S)
        house.save_now()


async def _live(house: "House") -> None:
    """Say to systemd that the loop turns and that the store answers."""
    interval_s = watchdog_interval_s()
    while interval_s is not None:
        house.look_into_store()
        notify("WATCHDOG=1")
        await asyncio.sleep(interval_s)


async def _lock_idle(house: "House") -> None:
    while True:
        await asyncio.sleep(LOCKS_AFTER_IDLE_S / 20)
        house.lock_idle()


async def _check(house: "House") -> None:
    await asyncio.sleep(CHECK_AFTER_S)
    await house.check_whole()
