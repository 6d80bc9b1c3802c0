"""Surfaces that ask without end or never end a line, over real sockets."""

import asyncio

import msgspec
import pytest

from pi.service import incoming
from pi.service.asks import GetStatus, Outcome
from pi.service.protocol import Line, Reply, Status
from pi.service.shares import ONE_USERS
from tests.pi.service.driving import told
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}\n'
FLOODS = 20
ASKS = 150


def hurry(monkeypatch: pytest.MonkeyPatch, within_s: float) -> None:
    """A line has so long from its first byte."""
    monkeypatch.setattr(incoming, "LINE_WITHIN_S", within_s)


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


async def test_one_question_is_answered_while_floods_wait(running: Rig) -> None:
    other = await running.surface()
    reading, seen = await flooded(running)
    assert isinstance(await other.ask(GetStatus()), Status)
    before = len(seen)
    await reading
    assert before < FLOODS * ASKS / 10


async def test_every_ask_of_a_flood_is_answered(running: Rig) -> None:
    reading, seen = await flooded(running)
    await reading
    assert len(seen) == FLOODS * ASKS


async def test_a_report_is_saved_and_told_while_floods_wait(running: Rig) -> None:
    owner = await running.owner()
    reading, seen = await flooded(running)
    await owner.does(told(Outcome.ASKING))
    before = len(seen)
    await reading
    assert before < FLOODS * ASKS / 10


async def test_a_half_line_that_goes_on_too_long_is_too_slow(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch, 0.0)
    talker = await empty.surface()
    await talker.send(STATUS[:9])
    assert await talker.fault() == "too_slow"


async def test_a_line_that_trickles_has_no_longer_than_one_that_stops(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte in time does not make the line be in time."""
    hurry(monkeypatch, 0.05)
    talker = await empty.surface()

    async def trickle() -> None:
        while True:
            await talker.send(b" ")
            await asyncio.sleep(0)

    trickling = asyncio.create_task(trickle())
    assert await talker.fault() == "too_slow"
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


async def test_a_surface_that_only_watches_may_be_silent_for_ever(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = await empty.watcher()
    hurry(monkeypatch, 0.0)
    monkeypatch.setattr(incoming, "FIRST_WITHIN_S", 0.0)
    silent = await empty.surface()
    assert await silent.fault() == "silent"
    assert isinstance(await watcher.ask(GetStatus()), Status)


async def test_a_surface_that_never_says_anything_leaves_its_room_to_others(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "FIRST_WITHIN_S", 0.0)
    squatters = [await empty.surface() for _ in range(ONE_USERS)]
    for squatter in squatters:
        assert await squatter.fault() == "silent"
    monkeypatch.undo()
    assert await empty.serves()


async def test_half_lines_do_not_keep_others_out_for_longer_than_their_time(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch, 0.0)
    squatters = [await empty.surface() for _ in range(ONE_USERS - 1)]
    for squatter in squatters:
        await squatter.send(b"{")
    for squatter in squatters:
        assert await squatter.fault() == "too_slow"
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
