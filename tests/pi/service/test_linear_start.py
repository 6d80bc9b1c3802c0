"""A start does work in proportion to what happened: counted, never timed.

Counted are the calls of Python, those that SQLite makes for each hundred of its own instructions
among them, from the opening of the store until a surface has been told where every radio stands.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pi.radio.events import (
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    Event,
    PowerReported,
    PowerWitnessed,
    StatementTakenBack,
    VehicleAdded,
    WalkthroughStarted,
    WalkthroughStopped,
)
from pi.service.protocol.answers import Status
from pi.service.protocol.commands import GetStatus
from pi.service.protocol.views import Saving
from pi.storage import connection
from tests.pi.service.rig import CORSA, Rig

MANY = 600
TOLERANCE = 1.15  # of what twice as many may cost above twice
UNEVEN = 300  # calls, by which two starts on the same store may differ
INSTRUCTIONS = 100
Told = list[tuple[str, Event]]


def to_one(*events: Event) -> Callable[[str, int], Told]:
    """So many events of one vehicle, these over and over."""
    return lambda vehicle, many: [(vehicle, events[at % len(events)]) for at in range(many)]


def vehicles_that_wait(_: str, many: int) -> Told:
    """Each with a wait under way: a start has to look at every one."""
    joined = [(f"v{at}", VehicleAdded(head_unit=CORSA.head_unit)) for at in range(many // 12)]
    return [*joined, *((vehicle, CodeRejected()) for vehicle, _ in joined for _ in range(3))]


PASTS: dict[str, Callable[[str, int], Told]] = {
    "tries that were taken back": to_one(CodeRejected(), StatementTakenBack(said="any")),
    "wrong tries": to_one(CodeRejected()),
    "a wait with its marks": to_one(PowerReported(on=True), *[PowerWitnessed()] * 40),
    "entries": to_one(WalkthroughStarted(steps=9), ConfirmPrompted(), WalkthroughStopped()),
    "radios that play again": to_one(CodeRejected(), CodeAccepted()),
    "vehicles that wait": vehicles_that_wait,
}


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many calls were made within the block, by this thread."""
    calls = [0]

    def called(_: FrameType, what: str, __: object) -> None:
        calls[0] += what in {"call", "c_call"}

    sys.setprofile(called)
    try:
        yield calls
    finally:
        sys.setprofile(None)


@pytest.fixture(autouse=True)
def _each_hundred_instructions_are_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = real(*given, **named)
        made.set_progress_handler(lambda: 0, INSTRUCTIONS)
        return made

    monkeypatch.setattr(connection.sqlite3, "connect", connect)


async def write(rig: Rig, past: Callable[[str, int], Told], many: int) -> None:
    """A store with that past, written by the journal as it would be event by event."""
    async with rig.service():
        await rig.set_up(CORSA)
        (vehicle,) = rig.house.companion.vehicles.ids()
        told = past(vehicle, many)
        active = dict.fromkeys(sorted({one for one, _ in told}), True)
        rig.house.companion.radios.journal.append(told, at=rig.clock.now(), active=active)


async def calls_of_a_start(rig: Rig) -> int:
    """From the opening of the store until every radio was told."""
    with counted() as calls:
        async with rig.service():
            surface, after, more = await rig.surface(), 0, True
            while more:
                told = await surface.asks(GetStatus(after=after), Status)
                assert told.saving == Saving(ok=True)  # what can't be read would be left out
                more, after = told.more, told.radios[-1].vehicle
    return calls[0]


@pytest.mark.parametrize("past", PASTS.values(), ids=PASTS)
async def test_twice_as_many_events_cost_a_start_twice_as_much_and_no_more(
    past: Callable[[str, int], Told], tmp_path: Path
) -> None:
    calls = []
    for many in (12, MANY, 2 * MANY):
        rig = Rig(tmp_path / str(many))
        await write(rig, past, many)
        await calls_of_a_start(rig)  # imports, and what a first start does once
        calls.append(await calls_of_a_start(rig))
    least, once, twice = calls
    assert twice - least <= 2 * TOLERANCE * (once - least) + UNEVEN
