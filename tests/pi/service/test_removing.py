"""A vehicle is renamed, or removed: what every surface, the card and the wires know of it then."""

import asyncio
import sqlite3
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from threading import Event

import pytest

from pi.radio.events import CopyKind
from pi.service.asks import (
    AddVehicle,
    ChangeVehicle,
    Examine,
    FindVehicles,
    GetHistory,
    GetStatus,
    Look,
    NoteCopy,
    Outcome,
    RemoveVehicle,
    ShowCode,
    StartWalkthrough,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown, Done, Examined, Status, VehiclesFound
from pi.service.refusal import Reason
from pi.storage import store as stores
from pi.storage.errors import SaveProblem
from pi.storage.sweeping import leave_unswept, sweep
from tests.pi.service.driving import state_of, told
from tests.pi.service.rig import CORSA, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker
from tests.pi.service.wires import FakeBody, Signal

PATIENCE_S = 60.0  # who waits for so long waits for the sweep
REMOVE_FIRST, REMOVE_SECOND = RemoveVehicle(vehicle=1), RemoveVehicle(vehicle=2)


@pytest.fixture
async def two(running: Rig) -> Rig:
    """Two vehicles; number 2 is the Corsa."""
    await (await running.owner()).does(AddVehicle(vehicle=CORSA))
    return running


@pytest.fixture
async def owner(two: Rig) -> Talker:
    """Somebody who has unlocked, and looks at the first."""
    talker = await two.owner()
    await talker.does(Look(vehicle=1))
    return talker


async def names(talker: Talker) -> list[str | None]:
    found = await talker.asks(FindVehicles(), VehiclesFound)
    return [one.name for one in found.vehicles]


async def numbers(talker: Talker) -> list[int]:
    return [one.vehicle for one in (await talker.asks(GetStatus(), Status)).radios]


async def test_a_new_name_is_on_every_open_surface_at_once(two: Rig, owner: Talker) -> None:
    other = await two.owner()
    await other.does(Look(vehicle=1))
    assert await names(other) == [QASHQAI.name, CORSA.name]
    await owner.does(ChangeVehicle(vehicle=1, name="  Blue Qashqai "))
    assert (await other.catch_up()).name == "Blue Qashqai"
    assert await names(other) == ["Blue Qashqai", CORSA.name]


@pytest.mark.parametrize(("name", "why"), [("", "empty"), ("  ", "empty"), ("x" * 201, "too_long")])
async def test_a_name_that_will_not_do_leaves_the_old_one(
    owner: Talker, name: str, why: str
) -> None:
    refusal = await owner.refused(ChangeVehicle(name=name))
    assert (refusal.reason, refusal.field, refusal.detail) == (Reason.BAD_FIELD, "name", why)
    assert (await owner.asks(ShowCode(), CodeShown)).name == QASHQAI.name


async def test_a_serial_number_that_is_emptied_is_gone_from_the_file(
    two: Rig, owner: Talker
) -> None:
    rows = "SELECT ciphertext FROM record WHERE field = 'serial' ORDER BY vehicle"
    before = two.house.store.query(rows)
    await owner.does(ChangeVehicle(serial=""))
    assert (await owner.asks(ShowCode(), CodeShown)).serial == ""
    left = b"".join(two.stored().values())
    assert sum(ciphertext in left for (ciphertext,) in before) == len(before) - 1


async def test_a_removed_vehicle_is_in_no_list_and_in_no_byte(two: Rig, owner: Talker) -> None:
    ((vehicle,),) = two.house.store.query("SELECT id FROM vehicle WHERE number = 1")
    sealed = two.house.store.query("SELECT ciphertext FROM record WHERE vehicle = ?", (vehicle,))
    await owner.does(REMOVE_FIRST)
    assert await names(owner) == [CORSA.name]
    left = b"".join(two.stored().values())
    assert vehicle.encode() not in left
    assert not any(ciphertext in left for (ciphertext,) in sealed)
    assert (await owner.refused(GetHistory(vehicle=1))).reason is Reason.UNKNOWN_VEHICLE


async def test_who_looked_at_it_is_led_to_one_that_is_there(two: Rig, owner: Talker) -> None:
    other = await two.watcher()
    await other.does(Look(vehicle=1))
    await owner.does(REMOVE_FIRST)
    for each in (owner, other):
        radio = (await each.catch_up()).radio
        assert radio is not None
        assert radio.vehicle == 2


async def test_its_number_is_given_to_no_other_be_it_the_last(two: Rig, owner: Talker) -> None:
    await owner.does(REMOVE_SECOND, AddVehicle(vehicle=CORSA))
    assert await numbers(owner) == [1, 3]
    assert await names(owner) == [QASHQAI.name, CORSA.name]


async def test_its_wait_is_counted_no_more(two: Rig, owner: Talker) -> None:
    await owner.does(told(Outcome.STILL_WAITING))
    await owner.does(told(Outcome.POWER_ON))
    assert two.house.busy
    await owner.does(REMOVE_FIRST)
    assert not two.house.busy
    two.house.mark_now()
    assert await numbers(owner) == [2]


async def test_it_stays_while_somebody_keys_its_code_in(two: Rig, owner: Talker) -> None:
    other = await two.owner()
    await other.does(Look(vehicle=1), StartWalkthrough())
    refusal = await owner.refused(REMOVE_FIRST)
    assert (refusal.reason, refusal.state) == (Reason.NOT_IN_THIS_STATE, "Entering")
    assert state_of(other) == "Entering"


async def test_only_who_has_unlocked_removes(two: Rig) -> None:
    assert await (await two.watcher()).why_not(REMOVE_FIRST) is Reason.LOCKED


async def test_one_that_is_not_there_is_no_other(owner: Talker) -> None:
    await owner.does(REMOVE_SECOND)
    assert await owner.why_not(REMOVE_SECOND) is Reason.UNKNOWN_VEHICLE
    assert await numbers(owner) == [1]


async def test_a_card_that_takes_no_writes_keeps_all_of_it(two: Rig, owner: Talker) -> None:
    two.house.store.write_no_more(SaveProblem(reason="read_only"))
    assert await owner.why_not(REMOVE_FIRST) is Reason.NOT_SAVED
    assert (await owner.asks(ShowCode(vehicle=1), CodeShown)).code == QASHQAI.code


async def test_what_was_not_saved_of_it_does_not_come_back(
    two: Rig, owner: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SaveProblem(reason="full")
    with monkeypatch.context() as card:
        card.setattr(two.house.store, "_barrier", full)
        await owner.ask(told(Outcome.REJECTED))
    await owner.does(REMOVE_FIRST)
    two.house.save_now()
    assert two.house.store.query("SELECT COUNT(*) FROM event WHERE kind = 'CodeRejected'") == [(0,)]
    assert (await owner.catch_up()).saving.ok


async def test_a_fleet_without_vehicles_takes_one_more(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(REMOVE_FIRST)
    state = await owner.catch_up()
    assert (state.set_up, state.vehicles, state.radio, state.copies) == (True, 0, None, ())
    assert await owner.why_not(told(Outcome.REJECTED)) is Reason.NO_VEHICLE
    await owner.does(AddVehicle(vehicle=CORSA))
    assert await numbers(owner) == [2]


async def test_after_a_restart_it_is_still_gone(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        await (await rig.owner()).does(REMOVE_FIRST)
    async with rig.service():
        later = await rig.surface()
        await later.does(Unlock(kind=UnlockKind.PIN, secret=PIN))
        assert (await numbers(later), await names(later)) == ([2], [CORSA.name])


async def test_its_copies_are_none_of_the_next_vehicle(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(NoteCopy(kind=CopyKind.QR), REMOVE_FIRST, AddVehicle(vehicle=CORSA))
    assert (await owner.catch_up()).copies == ()


async def test_wires_of_a_removed_vehicle_say_that_they_are_nobodys(rig: Rig) -> None:
    rig.body = FakeBody(frozenset({Signal.IGNITION}))
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        owner = await rig.owner()
        assert owner.state.panel.trouble == ()
        await owner.does(REMOVE_FIRST)
        (trouble,) = (await owner.catch_up()).panel.trouble
        assert (trouble.reason, trouble.detail) == ("vehicle_removed", "1")


class HeldUp:
    """A sweep that stands in its longest part until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self._begun, self._go_on = Event(), Event()
        monkeypatch.setattr(stores, "sweep", self._sweep)

    def _sweep(self, copy: sqlite3.Connection) -> None:
        self.times += 1
        self._begun.set()
        assert self._go_on.wait(PATIENCE_S)
        sweep(copy)

    async def begun(self) -> None:
        """Wait until it stands there."""
        assert await asyncio.to_thread(self._begun.wait, PATIENCE_S)

    def go_on(self) -> None:
        """Let it end."""
        self._go_on.set()


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldUp]:
    """Every sweep is, until the test ends."""
    held_up = HeldUp(monkeypatch)
    yield held_up
    held_up.go_on()


async def test_everybody_is_answered_while_the_file_is_swept(
    two: Rig, owner: Talker, held_up: HeldUp
) -> None:
    other = await two.watcher()
    await other.does(Look(vehicle=1))
    removing = asyncio.create_task(owner.ask(REMOVE_SECOND))
    await held_up.begun()
    assert await numbers(other) == [1]
    await other.does(told(Outcome.REJECTED))
    assert (await other.catch_up()).saving.ok
    held_up.go_on()
    assert await removing == Done()
    assert two.house.store.query("SELECT COUNT(*) FROM unswept") == [(0,)]
    assert await numbers(owner) == [1]


async def test_a_service_answers_before_it_sweeps_what_a_cut_left(
    rig: Rig, held_up: HeldUp
) -> None:
    async with rig.service():
        await rig.set_up(QASHQAI)
        with rig.house.store.transaction() as connection:
            leave_unswept(connection)
    async with rig.service():
        sweeping = asyncio.create_task(rig.house.check_whole())
        await held_up.begun()
        assert await numbers(await rig.surface()) == [1]
        held_up.go_on()
        await sweeping
        assert rig.house.store.query("SELECT COUNT(*) FROM unswept") == [(0,)]


async def test_a_stranger_who_examines_is_told_of_traces_and_sweeps_nothing(
    two: Rig, owner: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = NoRoom(monkeypatch)
    await owner.does(REMOVE_SECOND)
    stranger = await two.surface()
    for asker, asked in ((stranger, 0), (owner, 1)):
        room.asked = 0
        findings = (await asker.asks(Examine(), Examined)).findings
        assert [one.reason for one in findings if one.name == "traces"] == ["full"]
        assert room.asked == asked


class NoRoom:
    """A card on which no file can be swept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        monkeypatch.setattr(stores, "draft_of", self._no_draft)

    def _no_draft(self, _: Path) -> None:
        self.asked += 1
        raise OSError(ENOSPC, "full")
