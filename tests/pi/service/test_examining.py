"""What the service finds out about itself."""

import asyncio
import threading
from contextlib import closing
from typing import Any

import pytest

from pi.hardware.told import PinProblem
from pi.hardware.wiring import Signal
from pi.radio.instant import WallQuality
from pi.service import examining
from pi.service.asks import Examine, Outcome, Report, Unlock, UnlockKind
from pi.service.house import House
from pi.service.pace import AT_ONCE
from pi.service.protocol import Done, Examined, Finding
from pi.service.surface import Surface
from pi.storage.connection import connect
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import PASSPHRASE, Rig
from tests.pi.service.talker import PATIENCE_S
from tests.pi.service.wires import FakeBody


async def found(rig: Rig, name: str) -> list[Finding]:
    """The findings of that name."""
    examined = await (await rig.surface()).asks(Examine(), Examined)
    return [one for one in examined.findings if one.name == name]


async def test_the_store_is_tried_with_a_write(running: Rig) -> None:
    before = running.house.store.query("SELECT MAX(turn) FROM probe")
    assert (await found(running, "store"))[0].ok
    assert running.house.store.query("SELECT MAX(turn) FROM probe") > before


async def test_a_store_that_takes_no_write_is_found_out(running: Rig) -> None:
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    store = (await found(running, "store"))[0]
    assert (store.ok, store.reason, store.place) == (False, "read_only", str(running.directory))


async def test_the_room_left_is_told_in_bytes(running: Rig) -> None:
    assert int((await found(running, "free_space"))[0].value) > 0


@pytest.mark.parametrize(
    ("quality", "ok"),
    [(WallQuality.NTP, True), (WallQuality.RTC, True), (WallQuality.UNSURE, None)],
)
async def test_a_clock_that_nobody_set_is_no_fault(
    running: Rig, quality: WallQuality, ok: bool | None
) -> None:
    running.clock.quality = quality
    assert await found(running, "clock") == [Finding(name="clock", ok=ok, value=quality.value)]


async def test_where_the_device_key_is_kept_is_told(running: Rig) -> None:
    assert (await found(running, "device_key"))[0].value == "file"


async def test_wires_that_work_are_named(rig: Rig) -> None:
    rig.body = FakeBody(frozenset({Signal.NEXT, Signal.LAMP}))
    async with rig.service():
        assert await found(rig, "pins") == [Finding(name="pins", ok=True, value="lamp, next")]


async def test_without_wires_there_is_no_fault(running: Rig) -> None:
    assert await found(running, "pins") == [Finding(name="pins", ok=None)]


async def test_each_wire_that_does_not_work_is_a_finding(rig: Rig) -> None:
    busy = PinProblem(reason="busy", signal=Signal.LAMP, pin=20)
    rig.body = FakeBody(frozenset(), (busy, PinProblem(reason="no_library")))
    async with rig.service():
        assert await found(rig, "pin") == [
            Finding(name="pin", ok=False, reason="busy", value="lamp", place="20"),
            Finding(name="pin", ok=False, reason="no_library"),
        ]


async def test_whoever_asks_at_the_same_time_shares_an_examination(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    real = examining.damaged_parts
    monkeypatch.setattr(
        examining, "damaged_parts", lambda path: (looked.append(path), real(path))[1]
    )
    asking = [await running.surface() for _ in range(40)]
    answers = await asyncio.gather(*(one.ask(Examine()) for one in asking))
    assert all(isinstance(one, Examined) for one in answers)
    assert len(looked) < 10


async def test_an_examination_is_whole_though_who_asked_first_has_left(running: Rig) -> None:
    first, other = await running.surface(), await running.surface()
    await first.send(b'{"id":1,"ask":{"type":"Examine"}}\n')
    first.hang_up()
    assert isinstance(await other.ask(Examine()), Examined)


async def test_a_stranger_who_never_stops_wears_no_card_out(running: Rig) -> None:
    """What the last write told is told again."""
    stranger = await running.surface()
    for _ in range(AT_ONCE):
        await stranger.ask(Examine())
    before = running.stored()
    assert isinstance(await stranger.ask(Examine()), Examined)
    assert running.stored() == before


async def test_what_is_amiss_in_the_vault_is_named_to_who_has_it_open(running: Rig) -> None:
    with closing(connect(running.house.store.path)) as card:
        card.execute("DELETE FROM record WHERE field = 'code'")
    examined = await (await running.owner()).asks(Examine(), Examined)
    told = [(one.reason, one.value, one.place) for one in examined.findings if not one.ok]
    assert ("record", "1", "code") in told


async def test_one_event_that_cannot_be_read_stops_nothing_and_is_told_as_that(
    running: Rig,
) -> None:
    with closing(connect(running.house.store.path)) as card:
        card.execute("UPDATE event SET wall = wall + 1")
    surface = await running.surface()
    findings = (await surface.asks(Examine(), Examined)).findings
    assert [(one.name, one.ok) for one in findings[:2]] == [("store", True), ("damage", False)]
    assert findings[1].reason == "event"
    assert (await surface.ask(Report(outcome=Outcome.INTERRUPTED))) == Done()


class Held:
    """An examination that stands still in its thread until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._go_on = threading.Event()
        real = examining.damaged_parts
        monkeypatch.setattr(
            examining, "damaged_parts", lambda path: (self._go_on.wait(PATIENCE_S), real(path))[1]
        )

    def let_go(self) -> None:
        """Go on."""
        self._go_on.set()


async def in_hand(house: House, *, opened: bool) -> Surface:
    """A surface of this service, unlocked or not."""
    surface = Surface(1)
    if opened:
        kind, secret = UnlockKind.PASSPHRASE, PASSPHRASE
        assert await house.companion.answer(surface, Unlock(kind=kind, secret=secret)) == Done()
    return surface


def asking(house: House, surface: Surface) -> "asyncio.Task[Any]":
    return asyncio.create_task(house.companion.answer(surface, Examine()))  # type: ignore[arg-type]


def of_the_vault(examined: Examined) -> list[tuple[str, str]]:
    """What only the data key can tell."""
    return [(one.value, one.place) for one in examined.findings if one.reason == "record"]


def without_its_code(rig: Rig) -> None:
    """The vault's row for the code of vehicle 1 is gone."""
    with closing(connect(rig.house.store.path)) as card:
        card.execute("DELETE FROM record WHERE field = 'code'")


async def test_who_locks_meanwhile_takes_nothing_from_who_shares_the_examination(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, held = running.house, Held(monkeypatch)
    first, second = [await in_hand(house, opened=True) for _ in range(2)]
    without_its_code(running)
    answers = [asking(house, one) for one in (first, second)]
    await asyncio.sleep(0)
    first.lock()
    held.let_go()
    told = await asyncio.gather(*answers)
    assert [of_the_vault(one) for one in told] == [[], [("1", "code")]]


async def test_a_locked_surface_that_shares_an_examination_is_told_nothing_of_the_vault(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, held = running.house, Held(monkeypatch)
    owner, stranger = await in_hand(house, opened=True), await in_hand(house, opened=False)
    without_its_code(running)
    answers = [asking(house, one) for one in (stranger, owner)]
    await asyncio.sleep(0)
    held.let_go()
    told = await asyncio.gather(*answers)
    assert [of_the_vault(one) for one in told] == [[], [("1", "code")]]
    assert told[0] != told[1]


async def test_an_examination_to_come_ends_with_the_service(rig: Rig) -> None:
    """One that rests must not go on in a store that was closed."""
    before = asyncio.all_tasks()
    async with rig.service():
        await rig.set_up()
        await (await rig.surface()).asks(Examine(), Examined)
        await (await rig.surface()).send(b'{"id":1,"ask":{"type":"Examine"}}\n')
        assert await rig.serves()
    for _ in range(5):  # for what was cancelled to end
        await asyncio.sleep(0)
    assert asyncio.all_tasks() - before == set()
