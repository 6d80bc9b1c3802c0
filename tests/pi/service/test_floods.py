"""Surfaces that ask without end, never end a line, do not read, or hang up: nobody waits."""

import asyncio
import socket
from contextlib import suppress

import msgspec
import pytest
from msgspec.structs import replace

from pi.service.net import admission
from pi.service.net.admission import ONE_USERS
from pi.service.protocol.answers import Line, Message, Reply, Status
from pi.service.protocol.commands import GetStatus, Outcome, Watch
from tests.pi.service.driving import told
from tests.pi.service.rig import BY_PASSPHRASE, QASHQAI, Rig
from tests.pi.service.talker import Talker

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}\n'
FLOODS = 20
ASKS = 150


async def test_a_question_and_a_report_are_answered_while_floods_wait(running: Rig) -> None:
    other, owner, seen = await running.surface(), await running.owner(), list[Message | None]()
    floods = [await running.surface() for _ in range(FLOODS)]
    for flood in floods:
        await flood.send(STATUS * ASKS)

    async def read(flood: Talker) -> None:
        for _ in range(ASKS):
            seen.append(await flood.hear())

    reading = asyncio.gather(*map(read, floods))
    assert isinstance(await other.ask(GetStatus()), Status)
    await owner.does(told(Outcome.ASKING))
    before = len(seen)
    await reading
    assert before < FLOODS * ASKS / 10
    assert {type(said) for said in seen} == {Reply}  # every ask of a flood is answered, too


async def test_a_line_that_trickles_has_no_longer_than_one_that_stops(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte in time does not make the line be in time: not by a clock that runs with them."""
    talker, loop, ahead_s = await empty.surface(), asyncio.get_running_loop(), 0.0
    real = loop.time
    monkeypatch.setattr(admission, "LINE_WITHIN_S", 5.0)
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
    monkeypatch.setattr(admission, limit, 0.0)
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


@pytest.mark.parametrize("watches", [False, True])
async def test_who_does_not_read_is_dropped_and_others_are_served_and_told(
    empty: Rig, watches: bool
) -> None:
    await empty.set_up(replace(QASHQAI, name="\N{AUTOMOBILE}" * 200))  # a long state fills sooner
    owner, send = await empty.owner(), asyncio.get_running_loop().sock_sendall
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(str(empty.socket))
        deaf.setblocking(False)
        for ask in (Watch(), BY_PASSPHRASE) if watches else ():
            await send(deaf, msgspec.json.encode(Line(id=1, ask=ask)) + b"\n")
        with suppress(ConnectionError):
            while True:
                await owner.does(told(Outcome.REJECTED))  # which is always news
                await send(deaf, b"{" if watches else STATUS * 50)  # half a line asks for nothing
    assert await empty.serves()
