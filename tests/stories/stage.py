"""A stage for stories: the real service on a real socket and store, the real UI, a turned clock.

Keys are derived at a low cost, as a story is about what is seen, not about how long a PIN takes."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from textual.pilot import Pilot

from pi.radio.lockout import SAVE_EVERY_S
from pi.service.net.admission import listening_socket
from pi.service.protocol.answers import RecoveryKeyMade
from pi.service.protocol.commands import FinishSetUp, NewVehicle, SetUp
from pi.service.service import Service
from pi.storage.vault.crypto import KdfCost
from tests.clocks import FakeClock
from tests.pi.service.wires import FakeBody, fit
from tui.app.app import SteadyhandApp
from tui.client import AsyncLink

CHEAP = KdfCost(memory_kib=64, passes=3)
PIN = "2580"
PASSPHRASE = "four quiet winter roads"
NISSAN = NewVehicle(name="Qashqai", head_unit="nissan-radio-code", code="3712", serial="BP01")


class Stage:
    """One house and whoever looks at it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = FakeClock()
        self.body = FakeBody(frozenset())
        self.house: Service | None = None
        self.sticks: list[Path] = []  # that are plugged in
        self._open = ExitStack()

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Service]:
        """The service, from its start to its end. A second one after it is a restart."""
        socket = self.directory / "steadyhand.sock"
        house = self.house = Service.open(
            self.directory, self.clock, lambda: CHEAP, fit(self.body), lambda _: tuple(self.sticks)
        )
        try:
            async with house.open_doors(listening_socket(socket), asyncio.Event(), linger_s=None):
                yield house
        finally:
            socket.unlink(missing_ok=True)
            house.close()

    async def pass_time(self, seconds: float) -> None:
        """Watched time goes by in steps that a watching service would mark."""
        assert self.house is not None
        left = seconds
        while left > 0:
            step = min(2 * SAVE_EVERY_S, left)
            self.clock.pass_time(step)
            self.house.mark_now()
            left -= step
        await asyncio.sleep(0)

    async def is_held_up(self, seconds: float) -> None:
        """Nobody watches for so long."""
        assert self.house is not None
        self.clock.pass_time(seconds)
        self.house.mark_now()

    @asynccontextmanager
    async def session(
        self, size: tuple[int, int] = (80, 24), *, kiosk: bool = False
    ) -> AsyncIterator[Pilot[int]]:
        """A terminal of that size with the UI on it, connected and drawn."""
        app = SteadyhandApp(kiosk=kiosk)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.state is not None)
            yield pilot


@contextmanager
def stage(directory: Path) -> Iterator[Stage]:
    """A stage on a state directory; sessions opened meanwhile find its service."""
    before = os.environ.get("STEADYHAND_STATE_DIR")
    os.environ["STEADYHAND_STATE_DIR"] = str(directory)
    try:
        yield Stage(directory)
    finally:
        del os.environ["STEADYHAND_STATE_DIR"]
        if before is not None:
            os.environ["STEADYHAND_STATE_DIR"] = before


@asynccontextmanager
async def connected() -> AsyncIterator[AsyncLink]:
    """A connection to the service beside those of the sessions."""
    link = AsyncLink(lambda _: None)
    await link.connect()
    reading = asyncio.create_task(link.read())
    yield link
    reading.cancel()


async def set_up(
    *vehicles: NewVehicle, pin: str | None = PIN, passphrase: str | None = PASSPHRASE
) -> str:
    """Set the vault up through a connection of its own. Returns the recovery key."""
    async with connected() as link:
        kept = vehicles or (NISSAN,)
        made = await link.ask(SetUp(vehicles=kept, pin=pin, passphrase=passphrase))
        assert isinstance(made, RecoveryKeyMade)
        await link.ask(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
    return made.key


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Let the UI run until something holds. A story that waits in vain fails by name."""
    for _ in range(2_000):
        if holds():
            await pilot.pause(0)
            return
        await asyncio.sleep(0.005)
    raise AssertionError("the screen never came to what the story waits for")


@asynccontextmanager
async def serving(one: Stage) -> AsyncIterator[None]:
    """One house after the other, until the block is left."""
    path = one.directory / "steadyhand.sock"
    done, left = asyncio.Event(), asyncio.Event()
    listening = listening_socket(path)

    async def run() -> None:
        while not left.is_set():
            house = one.house = Service.open(one.directory, one.clock, lambda: CHEAP, fit(one.body))
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
