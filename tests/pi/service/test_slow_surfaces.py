"""Surfaces that do not read, say nothing, hang up, or are too many: nobody else waits for them."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import msgspec
from msgspec.structs import replace

from pi.service.asks import GetStatus, Outcome, Unlock, UnlockKind, Watch
from pi.service.protocol import Line, Status
from pi.service.shares import ONE_USERS
from tests.pi.service.driving import told
from tests.pi.service.rig import PASSPHRASE, QASHQAI, Rig

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}'


async def test_silent_and_half_spoken_surfaces_hold_up_nobody(running: Rig) -> None:
    for _ in range(20):
        await running.surface()
        await (await running.surface()).send(STATUS[:17])
    assert await running.serves()


async def test_a_surface_that_does_not_read_is_dropped_and_the_others_are_served(
    running: Rig,
) -> None:
    other = await running.surface()
    with deaf(running) as slow:

        async def turn() -> None:
            await slow((STATUS + b"\n") * 50)
            assert isinstance(await other.ask(GetStatus()), Status)

        await until_dropped(turn)


async def test_a_watcher_that_does_not_read_is_dropped_and_the_others_are_told(
    empty: Rig,
) -> None:
    await empty.set_up(replace(QASHQAI, name="\N{AUTOMOBILE}" * 200))  # a long state fills sooner
    owner = await empty.owner()
    unlock = Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)
    with deaf(empty) as slow:
        for ask in (Watch(), unlock):
            await slow(msgspec.json.encode(Line(id=1, ask=ask)) + b"\n")

        async def turn() -> None:
            await owner.does(told(Outcome.ASKING))
            await slow(b"{")  # half a line asks for nothing

        await until_dropped(turn)
    assert await empty.serves()


async def until_dropped(turn: Callable[[], Awaitable[None]]) -> None:
    """Go on until the service has had enough."""
    while True:
        try:
            await turn()
        except ConnectionError:
            return


@contextmanager
def deaf(rig: Rig) -> Iterator[Callable[[bytes], Awaitable[None]]]:
    """A surface that never reads; what sends bytes on it."""
    with socket.socket(socket.AF_UNIX) as connected:
        connected.connect(str(rig.socket))
        connected.setblocking(False)
        yield partial(asyncio.get_running_loop().sock_sendall, connected)


async def test_more_surfaces_than_one_user_may_hold_are_turned_away(empty: Rig) -> None:
    first = await empty.surface()
    for _ in range(ONE_USERS - 1):
        await empty.surface()
    reader, writer = await asyncio.open_unix_connection(empty.socket)
    said = json.loads(await reader.readline())
    writer.close()
    assert said == {"type": "Fault", "reason": "too_many_yours"}
    assert isinstance(await first.ask(GetStatus()), Status)


async def test_a_surface_that_hangs_up_in_the_middle_harms_nobody(running: Rig) -> None:
    for at in range(30):
        talker = await running.surface()
        await talker.send((STATUS + b"\n")[: at + 1])
        talker.hang_up()
    assert await running.serves()
