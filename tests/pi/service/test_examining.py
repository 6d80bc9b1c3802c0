"""What the service finds out about itself, and who is told of it."""

import asyncio
import threading

import pytest

from pi.hardware.port import PinProblem
from pi.hardware.wiring import Signal
from pi.radio.instant import WallQuality
from pi.service.core import diagnosis
from pi.service.core.session import AT_ONCE, Session
from pi.service.protocol.answers import Done, Examined, Finding
from pi.service.protocol.commands import Examine, Outcome
from pi.storage.opening import damaged_parts
from tests.pi.service.driving import told
from tests.pi.service.rig import BY_PASSPHRASE, PATIENCE_S, Rig
from tests.pi.service.wires import FakeBody


async def test_the_store_is_tried_with_a_write(running: Rig) -> None:
    turns = "SELECT MAX(turn) FROM probe"
    before = running.house.store.query(turns)
    store, space = await running.found("store", "free_space")
    assert (store.ok, int(space.value) > 0) == (True, True)
    assert running.house.store.query(turns) > before
    running.write_no_more("read_only")
    running.clock.quality = WallQuality.UNSURE  # nobody set it: no fault
    store, clock = await running.found("store", "clock")
    assert clock == Finding(name="clock", ok=None, value="unsure")
    assert (store.ok, store.reason, store.place) == (False, "read_only", str(running.directory))


BUSY = PinProblem(reason="busy", signal=Signal.LAMP, pin=20)
NO_LIBRARY = PinProblem(reason="no_library")


@pytest.mark.parametrize(
    ("wired", "problems", "findings"),
    [
        ({Signal.NEXT, Signal.LAMP}, (), [Finding(name="pins", ok=True, value="lamp, next")]),
        (set(), (), [Finding(name="pins", ok=None)]),
        (
            set(),
            (BUSY, NO_LIBRARY),
            [
                Finding(name="pin", ok=False, reason="busy", value="lamp", place="20"),
                Finding(name="pin", ok=False, reason="no_library"),
            ],
        ),
    ],
)
async def test_wires_that_work_are_named_and_each_that_does_not_is_a_finding(
    rig: Rig, wired: set[Signal], problems: tuple[PinProblem, ...], findings: list[Finding]
) -> None:
    rig.body = FakeBody(frozenset(wired), problems)
    async with rig.service():
        assert await rig.found("pin", "pins") == findings


async def test_whoever_asks_at_the_same_time_shares_an_examination_though_the_first_has_left(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    real = damaged_parts
    monkeypatch.setattr(
        diagnosis, "damaged_parts", lambda path: (looked.append(path), real(path))[1]
    )
    first, *asking = [await running.session() for _ in range(40)]
    await first.send(b'{"id":1,"ask":{"type":"Examine"}}\n')
    first.hang_up()
    answers = await asyncio.gather(*(one.ask(Examine()) for one in asking))
    assert all(isinstance(one, Examined) for one in answers)
    assert len(looked) < 10


async def test_a_stranger_who_never_stops_wears_no_card_out(running: Rig) -> None:
    """What the last write told is told again."""
    stranger = await running.session()
    for _ in range(AT_ONCE):
        await stranger.ask(Examine())
    before = running.stored()
    assert isinstance(await stranger.ask(Examine()), Examined)
    assert running.stored() == before


async def test_one_event_that_cannot_be_read_stops_nothing_and_is_told(running: Rig) -> None:
    running.alter("UPDATE event SET wall = wall + 1")
    session = await running.session()
    findings = (await session.asks(Examine(), Examined)).findings
    assert [(one.name, one.ok) for one in findings[:2]] == [("store", True), ("damage", False)]
    assert findings[1].reason == "event"
    assert await session.ask(told(Outcome.INTERRUPTED)) == Done()


def of_the_vault(examined: Examined) -> list[tuple[str, str]]:
    return [(one.value, one.place) for one in examined.findings if one.reason == "record"]


@pytest.mark.parametrize("locks", [False, True])
async def test_what_only_the_key_tells_is_told_to_who_has_it_open_at_the_end_alone(
    running: Rig, monkeypatch: pytest.MonkeyPatch, locks: bool
) -> None:
    """A stranger, or one who locks meanwhile, takes nothing from who shares it."""
    go_on, real, answer = threading.Event(), damaged_parts, running.house.companion.answer
    monkeypatch.setattr(
        diagnosis, "damaged_parts", lambda path: (go_on.wait(PATIENCE_S), real(path))[1]
    )
    other, owner = Session(1), Session(1)
    for each in (other, owner) if locks else (owner,):
        assert await answer(each, BY_PASSPHRASE) == Done()
    running.alter("DELETE FROM record WHERE field = 'code'")
    answers = [asyncio.create_task(answer(one, Examine())) for one in (other, owner)]
    await asyncio.sleep(0)
    if locks:
        other.lock()
    go_on.set()
    told = await asyncio.gather(*answers)
    assert [of_the_vault(one) for one in told] == [[], [("1", "code")]]


async def test_an_examination_to_come_ends_with_the_service(rig: Rig) -> None:
    """One that rests must not go on in a store that was closed."""
    before = asyncio.all_tasks()
    async with rig.service():
        await rig.set_up()
        await (await rig.session()).asks(Examine(), Examined)
        await (await rig.session()).send(b'{"id":1,"ask":{"type":"Examine"}}\n')
        assert await rig.serves()
    for _ in range(5):  # for what was cancelled to end
        await asyncio.sleep(0)
    assert asyncio.all_tasks() - before == set()
