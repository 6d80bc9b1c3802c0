"""A service that begins anew with what was restored, as steadyhandd does, on the same socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pi.service.house import House
from pi.service.listening import listening_socket
from tests.pi.service.wires import fit
from tests.stories.stage import CHEAP, Stage


@asynccontextmanager
async def serving(one: Stage) -> AsyncIterator[None]:
    """One house after the other, until the block is left."""
    path = one.directory / "steadyhand.sock"
    done, left = asyncio.Event(), asyncio.Event()
    listening = listening_socket(path)

    async def run() -> None:
        while not left.is_set():
            house = one.house = House.open(one.directory, one.clock, lambda: CHEAP, fit(one.body))
            try:
                async with house.open_doors(listening.dup(), done, linger_s=None):
                    await done.wait()
                    done.clear()
            finally:
                house.close()

    running = asyncio.create_task(run())
    try:
        yield
    finally:
        left.set()
        done.set()
        await running
        listening.close()
        path.unlink(missing_ok=True)
