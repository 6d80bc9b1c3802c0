"""A vehicle is renamed, copied or removed: what every session, the card and the wires know then."""

import asyncio
import sqlite3
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from pi.radio.events import CopyKind
from pi.service.core import copies as copying
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, Done, Examined, Reason, Status
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import State
from pi.storage import store as stores
from pi.storage.sweep import leave_unswept, sweep
from tests.pi.service.driving import radio_of, state_of, told
from tests.pi.service.rig import BY_PIN, CORSA, PATIENCE_S, QASHQAI, Rig, Talker, no_writes

REMOVE_FIRST, REMOVE_SECOND = commands.RemoveVehicle(vehicle=1), commands.RemoveVehicle(vehicle=2)


@pytest.fixture
async def two(running: Rig) -> Rig:
    """Two vehicles; number 2 is the Corsa."""
    await (await running.owner()).does(commands.AddVehicle(vehicle=CORSA))
    return running


@pytest.fixture
async def owner(two: Rig) -> Talker:
    """Somebody who has unlocked, and looks at the first."""
    talker = await two.owner()
    await talker.does(commands.Look(vehicle=1))
    return talker


async def numbers(talker: Talker) -> list[int]:
    return [one.vehicle for one in (await talker.asks(commands.GetStatus(), Status)).radios]


async def test_a_new_name_is_on_every_open_session_at_once(two: Rig, owner: Talker) -> None:
    other = await two.owner()
    await other.does(commands.Look(vehicle=1))
    assert await other.names() == [QASHQAI.name, CORSA.name]
    for name, why in ("", "empty"), ("  ", "empty"), ("x" * 201, "too_long"):
        refusal = await owner.refused(commands.ChangeVehicle(name=name))
        assert (refusal.field, refusal.detail) == ("name", why)
    await owner.does(commands.ChangeVehicle(vehicle=1, name="  Blue Qashqai "))
    assert (await other.catch_up()).name == "Blue Qashqai"
    assert await other.names() == ["Blue Qashqai", CORSA.name]


async def test_what_goes_with_the_next_boot_is_not_called_kept(two: Rig, owner: Talker) -> None:
    two.house.store.volatile = True
    for ask in commands.ChangeVehicle(name="Blue"), commands.AddVehicle(vehicle=CORSA), KEEPASS:
        assert (await owner.asks(ask, Done)).saved is False


async def test_what_waited_to_be_saved_is_written_before_it(two: Rig, owner: Talker) -> None:
    with no_writes():
        assert (await owner.asks(told(Outcome.REJECTED), Done)).saved is False
    await owner.does(commands.ChangeVehicle(name="Blue"))
    assert two.kinds()[-3:] == ["CodeRejected", "LockoutBegan", "VehicleChanged"]


async def test_who_looked_at_it_is_led_to_one_that_is_there(two: Rig, owner: Talker) -> None:
    other = await two.watcher()
    await other.does(commands.Look(vehicle=1))
    await owner.does(REMOVE_FIRST)
    for each in (owner, other):
        await each.catch_up()
        assert radio_of(each).vehicle == 2
    assert await owner.names() == [CORSA.name]
    for ask in (commands.GetHistory(vehicle=1), REMOVE_FIRST):
        assert await owner.why_not(ask) is Reason.UNKNOWN_VEHICLE


async def test_its_wait_is_counted_no_more_and_what_was_not_saved_of_it_does_not_come_back(
    two: Rig, owner: Talker
) -> None:
    await owner.does(told(Outcome.STILL_WAITING), told(Outcome.POWER_ON))
    with no_writes():
        await owner.ask(told(Outcome.REJECTED))
    assert two.house.busy
    await owner.does(REMOVE_FIRST)
    assert not two.house.busy
    two.house.mark_now()
    two.house.save_now()
    assert (await numbers(owner), two.rows("CodeRejected")) == ([2], 0)
    assert (await owner.catch_up()).saving.ok


async def test_it_stays_for_the_locked_while_its_code_is_keyed_in_and_without_writes(
    two: Rig, owner: Talker
) -> None:
    other = await two.owner()
    assert await (await two.watcher()).why_not(REMOVE_FIRST) is Reason.LOCKED
    await other.does(commands.Look(vehicle=1), commands.StartWalkthrough())
    refusal = await owner.refused(REMOVE_FIRST)
    assert (refusal.reason, refusal.state) == (Reason.NOT_IN_THIS_STATE, "Entering")
    assert state_of(other) == "Entering"
    two.write_no_more("read_only")
    assert await owner.why_not(REMOVE_SECOND) is Reason.NOT_SAVED
    assert (await owner.asks(commands.ShowCode(vehicle=2), CodeShown)).code == CORSA.code


async def test_a_fleet_without_vehicles_takes_one_more_without_copies(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        owner = await rig.owner()
        await owner.does(commands.NoteCopy(kind=CopyKind.QR), REMOVE_FIRST)
        state = await owner.catch_up()
        assert (state.set_up, state.vehicles, state.radio, state.copies) == (True, 0, None, ())
        assert await owner.why_not(told(Outcome.REJECTED)) is Reason.NO_VEHICLE
        await owner.does(commands.AddVehicle(vehicle=CORSA))
        assert (await owner.catch_up()).copies == ()
    async with rig.service():
        later = await rig.session()
        await later.does(BY_PIN)
        assert (await numbers(later), await later.names()) == ([2], [CORSA.name])


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """A sweep stands in its longest part, which the first tells, until the other is set."""
    begun, go_on = Event(), Event()

    def stands_still(copy: sqlite3.Connection) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        sweep(copy)

    monkeypatch.setattr(stores, "sweep", stands_still)
    yield begun, go_on
    go_on.set()


async def test_all_are_answered_during_a_sweep(
    two: Rig, owner: Talker, held_up: tuple[Event, Event]
) -> None:
    (begun, go_on), other = held_up, await two.watcher()
    await other.does(commands.Look(vehicle=1))
    removing = asyncio.create_task(owner.ask(REMOVE_SECOND))
    assert await asyncio.to_thread(begun.wait, PATIENCE_S)
    assert await numbers(other) == [1]
    await other.does(told(Outcome.REJECTED))
    assert (await other.catch_up()).saving.ok
    go_on.set()
    assert await removing == Done()
    assert two.house.store.query("SELECT * FROM unswept") == []
    assert await numbers(owner) == [1]


async def test_a_start_answers_before_it_sweeps_what_a_cut_left(
    rig: Rig, held_up: tuple[Event, Event]
) -> None:
    begun, go_on = held_up
    async with rig.service():
        await rig.set_up(QASHQAI)
        with rig.house.store.transaction() as connection:
            leave_unswept(connection)
    async with rig.service():
        sweeping = asyncio.create_task(rig.house.check_whole())
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)
        assert await numbers(await rig.session()) == [1]
        go_on.set()
        await sweeping
        assert rig.house.store.query("SELECT * FROM unswept") == []


async def test_a_stranger_who_examines_is_told_of_traces_and_sweeps_nothing(
    two: Rig, owner: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts: list[Path] = []

    def no_room(place: Path) -> None:
        drafts.append(place)
        raise OSError(ENOSPC, "full")

    monkeypatch.setattr(stores, "draft_of", no_room)
    await owner.does(REMOVE_SECOND)
    for asker, tried in ((await two.session(), 0), (owner, 1)):
        drafts.clear()
        findings = (await asker.asks(commands.Examine(), Examined)).findings
        assert [one.reason for one in findings if one.name == "traces"] == ["full"]
        assert len(drafts) == tried


KEEPASS, CARD = commands.NoteCopy(kind=CopyKind.KEEPASS), commands.NoteCopy(kind=CopyKind.CARD)


def kinds(state: State) -> list[tuple[CopyKind, bool]]:
    """What there is, and whether it is older than the code."""
    return [(one.kind, one.stale) for one in state.copies]


CARD_OF_STATE = ("mmcblk0",)


async def test_every_session_hears_of_a_copy_the_newest_first(rig: Rig) -> None:
    """Where those lie that an earlier version noted nobody knows, but for the one of a phone."""
    async with rig.service():
        await rig.set_up()
        watcher, other = await rig.watcher(), await rig.watcher()
        assert kinds(watcher.state) == []
        await other.does(KEEPASS, commands.NoteCopy(kind=CopyKind.QR), told(Outcome.ACCEPTED))
        assert kinds(await watcher.catch_up()) == [(CopyKind.QR, False), (KEEPASS.kind, False)]
        assert await other.why_not(replace(KEEPASS, vehicles=(7,))) is Reason.UNKNOWN_VEHICLE
        for media in ("x" * 65,), ("sda",) * 9:  # so no disk is called
            assert await other.why_not(replace(KEEPASS, media=media)) is Reason.BAD_FIELD
        with rig.house.store.transaction() as connection:
            connection.execute(
                "UPDATE event SET data = CAST(json_remove(data, '$.off_this_card') AS BLOB)"
                " WHERE kind = 'CopyMade'"
            )
    async with rig.service():
        copies = (await rig.watcher()).state.copies
    where = [(one.kind, one.off_this_card) for one in copies]
    assert where == [(CopyKind.QR, True), (KEEPASS.kind, None)]


async def test_a_copy_is_older_than_a_code_that_came_later_alone(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(KEEPASS, commands.ChangeVehicle(serial="BP000000000000"))
    assert kinds(await owner.catch_up()) == [(KEEPASS.kind, False)]
    await owner.does(commands.ChangeVehicle(code="1111"), CARD)
    assert kinds(owner.state) == [(CARD.kind, False), (KEEPASS.kind, True)]


async def test_a_copy_is_of_the_vehicles_it_names_or_of_all(two: Rig, owner: Talker) -> None:
    await owner.does(commands.NoteCopy(kind=CopyKind.CARD, vehicles=(1,)), commands.Look(vehicle=2))
    assert kinds(await owner.catch_up()) == []
    await owner.does(KEEPASS)
    assert kinds(await owner.catch_up()) == [(KEEPASS.kind, False)]
    await owner.does(commands.Look(vehicle=1))
    assert kinds(await owner.catch_up()) == [(KEEPASS.kind, False), (CARD.kind, False)]


async def noted(rig: Rig, *notes: commands.NoteCopy) -> list[bool | None]:
    """Which of the copies lie elsewhere, the newest first."""
    watcher = await rig.watcher()
    await watcher.does(*notes)
    return [one.off_this_card for one in (await watcher.catch_up()).copies]


@pytest.mark.parametrize(
    ("state_on", "note", "elsewhere"),
    [
        (CARD_OF_STATE, replace(KEEPASS, media=("sda",)), True),
        (CARD_OF_STATE, replace(KEEPASS, media=("network",)), True),
        (CARD_OF_STATE, replace(KEEPASS, media=CARD_OF_STATE), False),
        (CARD_OF_STATE, replace(KEEPASS, media=("mmcblk0", "sda")), False),
        (CARD_OF_STATE, KEEPASS, None),
        ((), replace(KEEPASS, media=("sda",)), None),  # nobody can tell
        (CARD_OF_STATE, commands.NoteCopy(kind=CopyKind.QR), True),  # a phone has it
    ],
)
async def test_a_copy_counts_where_it_lies_on_no_part_of_the_card_of_the_state(
    running: Rig,
    monkeypatch: pytest.MonkeyPatch,
    state_on: tuple[str, ...],
    note: commands.NoteCopy,
    elsewhere: bool | None,
) -> None:
    monkeypatch.setattr(copying, "media_of", lambda _: state_on)
    assert await noted(running, note) == [elsewhere]


async def test_an_owner_takes_a_copy_off_the_card_while_it_holds_the_code(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "media_of", lambda _: CARD_OF_STATE)
    owner = await running.owner()
    here, taken = replace(KEEPASS, media=CARD_OF_STATE), replace(KEEPASS, taken_off=True)
    assert await owner.why_not(taken) is Reason.NO_COPY
    await owner.does(here, taken)
    assert (await owner.catch_up()).copies[0].off_this_card
    assert await noted(running, here) == [False, True]  # and hides none that lies elsewhere
    await owner.does(commands.ChangeVehicle(code="1111"))
    assert await owner.why_not(taken) is Reason.NO_COPY
