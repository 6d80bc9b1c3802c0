"""Surfaces that ask without end, never end a line, do not read, or hang up: nobody waits."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import msgspec
import pytest
from msgspec.structs import replace

from pi.service import incoming
from pi.service.asks import GetStatus, Outcome, Unlock, UnlockKind, Watch
from pi.service.protocol import Line, Reply, Status
from pi.service.shares import ONE_USERS
from tests.pi.service.driving import told
from tests.pi.service.rig import PASSPHRASE, QASHQAI, Rig
from tests.pi.service.talker import Talker

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}\n'
FLOODS = 20
ASKS = 150


async def answered(flood: Talker, seen: list[object]) -> None:
    """Read all answers of a flood, counting them for everybody."""
    for _ in range(ASKS):
        said = await flood.hear()
        assert isinstance(said, Reply)
        seen.append(said.id)


async def flooded(rig: Rig, line: bytes = STATUS) -> tuple["asyncio.Task[None]", list[object]]:
    """Many surfaces that have asked for far more than was answered yet."""
    seen: list[object] = []
    floods = [await rig.surface() for _ in range(FLOODS)]
    for flood in floods:
        await flood.send(line * ASKS)

    async def all_read() -> None:
        await asyncio.gather(*(answered(flood, seen) for flood in floods))

    return asyncio.create_task(all_read()), seen


async def test_a_question_and_a_report_are_answered_while_floods_wait(running: Rig) -> None:
    other, owner = await running.surface(), await running.owner()
    reading, seen = await flooded(running)
    assert isinstance(await other.ask(GetStatus()), Status)
    await owner.does(told(Outcome.ASKING))
    before = len(seen)
    await reading
    assert before < FLOODS * ASKS / 10
    assert len(seen) == FLOODS * ASKS  # every ask of a flood is answered, too


async def test_a_line_that_trickles_has_no_longer_than_one_that_stops(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte in time does not make the line be in time: not by a clock that runs with them."""
    talker, loop, ahead_s = await empty.surface(), asyncio.get_running_loop(), 0.0
    real = loop.time
    monkeypatch.setattr(incoming, "LINE_WITHIN_S", 5.0)
    monkeypatch.setattr(loop, "time", lambda: real() + ahead_s)

    async def trickle() -> None:
        nonlocal ahead_s
        while True:
            await talker.send(b" ")
            await asyncio.sleep(0)
            ahead_s += 0.05

    trickling = asyncio.create_task(trickle())
    assert await talker.fault() == "too_slow"
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


@pytest.mark.parametrize(
    ("limit", "said", "fault"),
    [("FIRST_WITHIN_S", b"", "silent"), ("LINE_WITHIN_S", b"{", "too_slow")],
)
async def test_who_says_nothing_whole_keeps_others_out_for_no_longer_than_their_time(
    empty: Rig, monkeypatch: pytest.MonkeyPatch, limit: str, said: bytes, fault: str
) -> None:
    watcher = await empty.watcher()  # which may be silent for ever
    monkeypatch.setattr(incoming, limit, 0.0)
    squatters = [await empty.surface() for _ in range(ONE_USERS - 2)]
    for squatter in squatters:
        await squatter.send(said)
    for squatter in squatters:
        assert await squatter.fault() == fault
    assert isinstance(await watcher.ask(GetStatus()), Status)
    monkeypatch.undo()
    assert await empty.serves()


async def test_what_a_dropped_flood_had_asked_for_is_not_done(running: Rig) -> None:
    flood = await running.surface()
    report = msgspec.json.encode(Line(id=1, ask=told(Outcome.REJECTED))) + b"\n"
    await flood.send(report * 50)
    flood.hang_up()
    assert await running.serves()
    before = running.stored()
    assert await running.serves()
    assert running.stored() == before


async def test_who_does_not_read_is_dropped_and_the_others_are_served(running: Rig) -> None:
    other = await running.surface()
    with deaf(running) as slow:

        async def turn() -> None:
            await slow(STATUS * 50)
            assert isinstance(await other.ask(GetStatus()), Status)

        await until_dropped(turn)


async def test_a_watcher_that_does_not_read_is_dropped_and_others_are_told(empty: Rig) -> None:
    await empty.set_up(replace(QASHQAI, name="\N{AUTOMOBILE}" * 200))  # a long state fills sooner
    owner = await empty.owner()
    unlock = Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)
    with deaf(empty) as slow:
        for ask in (Watch(), unlock):
            await slow(msgspec.json.encode(Line(id=1, ask=ask)) + b"\n")

        async def turn() -> None:
            await owner.does(told(Outcome.REJECTED))  # which is always news
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
