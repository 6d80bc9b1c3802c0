"""What each session is told: the state to all who watch, the secrets to none but the open.

A start does work in proportion to what happened: counted are the calls of Python, those that SQLite
makes for each hundred of its own instructions among them, until every radio was told.
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
from pi.radio.instant import WallQuality
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, History, Reason, Status, VehiclesFound
from pi.service.protocol.commands import GetStatus, Outcome, UnlockKind
from pi.service.protocol.views import Saving
from pi.storage import connection
from tests.pi.service.driving import (
    FORD,
    INTO,
    brought_into,
    entry_of,
    history,
    radio_of,
    state_of,
    told,
)
from tests.pi.service.rig import BY_PIN, CORSA, PASSPHRASE, PIN, QASHQAI, SECRETS, Rig, Talker


def leaked(talker: Talker, *texts: str) -> list[str]:
    """Which of these texts the session was sent, in whatever message."""
    return [text for text in (*SECRETS, *texts) if text.encode() in talker.heard]


async def test_only_who_watches_is_sent_the_state_before_the_answer(empty: Rig) -> None:
    quiet, watcher = await empty.session(), await empty.watcher()
    state = watcher.state
    assert (state.set_up, state.vehicles, state.radio, state.name) == (False, 0, None, None)
    await empty.set_up()
    assert (await watcher.catch_up()).set_up
    await watcher.does(told(Outcome.REJECTED))
    assert state_of(watcher) == "Waiting"
    await quiet.ask(commands.GetStatus())
    assert quiet.states == []


async def test_what_changes_nothing_is_told_to_nobody(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.owner()
    before = len(watcher.states)
    for ask in (
        commands.ShowCode(),
        commands.GetHistory(),
        commands.GetStatus(),
        commands.FindVehicles(),
        commands.Look(vehicle=1),
    ):
        await other.ask(ask)
    await watcher.catch_up()
    assert len(watcher.states) == before


async def test_a_watcher_follows_the_vehicle_in_use_unless_it_chose_one(running: Rig) -> None:
    follows, stays, owner = [await running.watcher() for _ in range(2)] + [await running.owner()]
    await stays.does(commands.Look(vehicle=1))
    await owner.does(commands.AddVehicle(vehicle=CORSA), commands.AddVehicle(vehicle=FORD))
    await follows.catch_up()
    await stays.catch_up()
    assert [radio_of(one).vehicle for one in (follows, stays)] == [3, 1]
    await owner.does(commands.Look(vehicle=1))
    assert owner.state.name == QASHQAI.name
    radios = (await owner.asks(commands.GetStatus(), Status)).radios
    assert [one.head_unit for one in radios] == ["nissan-radio-code", "opel-safe", "ford-6000cd"]


@pytest.mark.parametrize("state", INTO)
async def test_a_locked_session_is_sent_no_secret_in_any_state(empty: Rig, state: str) -> None:
    watcher, asker = await empty.watcher(), await empty.session()
    await brought_into(empty, state)
    await watcher.catch_up()
    for ask in (
        commands.GetStatus(),
        commands.GetHistory(),
        commands.FindVehicles(text="Focus"),
        commands.ShowCode(),
        commands.Look(vehicle=1),
    ):
        await asker.ask(ask)
        await watcher.ask(ask)
    secrets = (FORD.code, FORD.name, FORD.serial, FORD.plate)
    assert leaked(watcher, *secrets) + leaked(asker, *secrets) == []


async def test_the_step_of_an_entry_is_sent_to_unlocked_sessions_alone(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await owner.does(commands.StartWalkthrough(), commands.ConfirmStep(step=0))
    assert entry_of(owner).at == entry_of(await running.owner()).at == 1
    assert (await watcher.catch_up()).entry is None
    radio = radio_of(watcher)
    assert (radio.state, radio.step, radio.steps) == ("Entering", 1, 7)


async def test_an_unlocked_session_is_sent_the_code_when_it_asks_and_nothing_once_it_locks(
    running: Rig,
) -> None:
    owner, other = await running.watcher(), await running.owner()
    await owner.refused(commands.Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE + "!"))
    await owner.refused(commands.AskCorrection(step=3, shown="7"))
    await owner.ask(BY_PIN)
    assert not {PIN, PASSPHRASE, QASHQAI.code} & set(leaked(owner))
    assert (await owner.asks(commands.ShowCode(), CodeShown)).code == QASHQAI.code
    await owner.does(commands.Lock())
    owner.heard = b""
    await other.does(
        commands.StartWalkthrough(), *[commands.ConfirmStep(step=at) for at in range(5)]
    )
    await owner.catch_up()
    assert leaked(owner) == []


async def test_nothing_that_holds_a_secret_prints_it(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(commands.StartWalkthrough(), commands.ConfirmStep(step=0))
    shown = await owner.asks(commands.ShowCode(), CodeShown)
    ask, added = BY_PIN, commands.AddVehicle(vehicle=QASHQAI)
    printed = f"{shown!r} {entry_of(owner)!r} {QASHQAI!r} {ask!r} {added!r}"
    assert [text for text in SECRETS if text in printed] == []


async def test_a_vehicle_that_is_not_there_is_refused_by_its_number(running: Rig) -> None:
    owner = await running.owner()
    for number in (0, -1, 2, 2**31, 2**63):
        refusal = await owner.refused(commands.ShowCode(vehicle=number))
        assert (refusal.reason, refusal.vehicle) == (Reason.UNKNOWN_VEHICLE, number)


async def test_vehicles_are_found_by_number_and_by_name_once_unlocked(running: Rig) -> None:
    async def found(by: Talker, text: str) -> list[tuple[int, str | None]]:
        answer = await by.asks(commands.FindVehicles(text=text), VehiclesFound)
        assert answer.total == len(answer.vehicles)
        return [(one.vehicle, one.name) for one in answer.vehicles]

    locked, owner = await running.session(), await running.owner()
    await owner.does(commands.AddVehicle(vehicle=CORSA))
    assert await found(locked, "") == [(1, None), (2, None)]
    assert await found(locked, "Qashqai") == []
    for text in ("qash", "GREY", " Qashqai ", "1"):
        assert await found(owner, text) == [(1, QASHQAI.name)]
    some = await owner.asks(commands.FindVehicles(limit=1), VehiclesFound)
    assert (len(some.vehicles), some.total) == (1, 2)


async def test_the_history_of_a_vehicle_tells_the_newest_first_in_pages(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(told(Outcome.REJECTED))
    await running.count(66)
    await owner.does(told(Outcome.ASKS_AGAIN), told(Outcome.ACCEPTED))
    whole = await history(owner)
    assert [(line.kind, line.owed_s) for line in whole] == [
        ("CodeAccepted", None),
        ("AskedAgain", None),
        ("WaitCountedOut", None),
        ("LockoutBegan", 65.0),
        ("CodeRejected", None),
        ("VehicleAdded", None),
    ]
    assert await history(owner, at_once=4) == whole
    await owner.does(commands.AddVehicle(vehicle=CORSA))
    for ask, lines in (
        *((commands.GetHistory(limit=limit), ()) for limit in (0, -1)),
        (commands.GetHistory(before=-(2**63)), ()),
        (commands.GetHistory(before=2**64 - 1, vehicle=1), tuple(whole)),
    ):
        assert (await owner.asks(ask, History)).lines == lines
    assert [line.kind for line in await history(owner)] == ["VehicleAdded"]


async def test_once_the_clock_is_set_earlier_moments_are_labelled_anew(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        talker, wrong = await rig.session(), rig.clock.wall
        for ahead_s, sure in (0.0, False), (86_400.0, True):
            (line,) = await history(talker)
            assert (line.wall, line.sure) == (wrong + ahead_s, sure)
            rig.clock.wall += 86_400 - ahead_s  # the network sets it
            rig.clock.quality = WallQuality.NTP
        await talker.does(told(Outcome.ACCEPTED))
    rig.reboot()
    async with rig.service():
        lines = await history(await rig.session())
    assert [(line.wall, line.sure) for line in lines] == [(wrong + 86_400, True)] * 2


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


@pytest.fixture
def each_hundred_instructions_are_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
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
            session, after, more = await rig.session(), 0, True
            while more:
                told = await session.asks(GetStatus(after=after), Status)
                assert told.saving == Saving(ok=True)  # what can't be read would be left out
                more, after = told.more, told.radios[-1].vehicle
    return calls[0]


@pytest.mark.usefixtures("each_hundred_instructions_are_a_call")
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
