"""Vehicles as their owner describes them, checked before anything is made of them."""

import pytest
from msgspec.structs import replace

from pi.service.asks import (
    AddToSetUp,
    AddVehicle,
    FindVehicles,
    NewVehicle,
    SetUp,
    ShowCode,
)
from pi.service.protocol import CodeShown, VehiclesFound
from pi.service.refusal import Reason
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import CORSA, QASHQAI, Rig
from tests.pi.test_drawable import DRAWN


@pytest.mark.parametrize(
    ("vehicle", "reason", "field"),
    [
        (replace(QASHQAI, name=" "), Reason.BAD_FIELD, "name"),
        (replace(QASHQAI, name="a\x1b[2J"), Reason.BAD_FIELD, "name"),
        (replace(QASHQAI, serial="x" * 201), Reason.BAD_FIELD, "serial"),
        (replace(QASHQAI, head_unit="nissan"), Reason.UNKNOWN_HEAD_UNIT, None),
        (replace(QASHQAI, head_unit="../../etc/passwd"), Reason.UNKNOWN_HEAD_UNIT, None),
        (replace(QASHQAI, code="371"), Reason.BAD_CODE, None),
        (replace(QASHQAI, code="37 12"), Reason.BAD_CODE, None),
        (replace(QASHQAI, code=""), Reason.BAD_CODE, None),
        (replace(QASHQAI, head_unit="nissan-secure"), Reason.NO_CODE_TO_KEY_IN, None),
    ],
)
async def test_a_vehicle_that_cannot_be_right_is_named_with_its_number(
    empty: Rig, vehicle: NewVehicle, reason: Reason, field: str | None
) -> None:
    refusal = await (await empty.surface()).refused(SetUp(vehicles=(QASHQAI, vehicle)))
    assert (refusal.reason, refusal.vehicle, refusal.field) == (reason, 2, field)


@pytest.mark.parametrize(
    "name", ["\u200d", "\ufe0f", "\u3000", "a\u202eb", "\u2066", "a\u2028b", "\x9b"]
)
async def test_a_name_that_nobody_sees_or_that_a_terminal_obeys_is_refused(
    empty: Rig, name: str
) -> None:
    refusal = await (await empty.surface()).refused(SetUp(vehicles=(replace(QASHQAI, name=name),)))
    assert (refusal.reason, refusal.field) == (Reason.BAD_FIELD, "name")


@pytest.mark.parametrize("name", DRAWN)
async def test_a_name_is_any_text_that_a_terminal_can_draw(running: Rig, name: str) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=replace(CORSA, name=name)))
    assert (await owner.asks(ShowCode(vehicle=2), CodeShown)).name == name


async def test_the_refusal_of_a_code_never_repeats_it(empty: Rig) -> None:
    talker = await empty.surface()
    await talker.refused(SetUp(vehicles=(replace(QASHQAI, code="98989"),)))
    assert b"98989" not in talker.heard


async def test_one_bad_vehicle_leaves_no_other_in_the_draft(empty: Rig) -> None:
    talker = await empty.surface()
    await talker.refused(AddToSetUp(vehicles=(CORSA, replace(CORSA, code="1"))))
    assert (await talker.refused(SetUp(vehicles=()))).field == "vehicles"


async def test_a_vehicle_added_later_gets_the_next_number(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    assert (await owner.asks(ShowCode(vehicle=2), CodeShown)).code == CORSA.code


async def test_a_vehicle_added_later_is_found_by_its_name_at_once(running: Rig) -> None:
    owner = await running.owner()
    await owner.asks(FindVehicles(), VehiclesFound)
    await owner.does(AddVehicle(vehicle=CORSA))
    found = await owner.asks(FindVehicles(text="corsa"), VehiclesFound)
    assert [one.vehicle for one in found.vehicles] == [2]


async def test_a_vehicle_added_on_one_surface_is_found_by_name_on_another(running: Rig) -> None:
    owner, other = await running.owner(), await running.owner()
    await other.asks(FindVehicles(), VehiclesFound)
    await owner.does(AddVehicle(vehicle=CORSA))
    assert (await other.asks(FindVehicles(text="corsa"), VehiclesFound)).total == 1


async def test_a_locked_surface_adds_no_vehicle(running: Rig) -> None:
    assert await (await running.surface()).why_not(AddVehicle(vehicle=CORSA)) is Reason.LOCKED


async def test_a_vehicle_that_cannot_be_saved_is_not_there(running: Rig) -> None:
    owner = await running.owner()
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    assert await owner.why_not(AddVehicle(vehicle=CORSA)) is Reason.NOT_SAVED
    assert (await owner.catch_up()).vehicles == 1
