"""Finding a vehicle by its number, or by a part of its name once unlocked."""

import pytest

from pi.service.asks import (
    AddVehicle,
    FindVehicles,
    ShowCode,
)
from pi.service.protocol import VehiclesFound
from pi.service.refusal import Reason
from tests.pi.service.rig import CORSA, QASHQAI, Rig


async def test_a_vehicle_that_is_not_there_is_refused_by_its_number(running: Rig) -> None:
    owner = await running.owner()
    for number in (0, -1, 2, 2**31, 2**63):
        refusal = await owner.refused(ShowCode(vehicle=number))
        assert (refusal.reason, refusal.vehicle) == (Reason.UNKNOWN_VEHICLE, number)


async def test_a_locked_surface_finds_numbers_without_names(running: Rig) -> None:
    found = await (await running.surface()).asks(FindVehicles(), VehiclesFound)
    assert [(one.vehicle, one.name) for one in found.vehicles] == [(1, None)]


async def test_a_locked_surface_learns_nothing_by_searching_for_a_name(running: Rig) -> None:
    found = await (await running.surface()).asks(FindVehicles(text="Qashqai"), VehiclesFound)
    assert found.total == 0


@pytest.mark.parametrize("text", ["qash", "GREY", " Qashqai ", "1"])
async def test_an_unlocked_surface_finds_by_a_part_of_the_name_or_the_number(
    running: Rig, text: str
) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    found = await owner.asks(FindVehicles(text=text), VehiclesFound)
    assert [one.name for one in found.vehicles] == [QASHQAI.name]


async def test_a_search_gives_no_more_than_asked_for_and_says_how_many_there_are(
    running: Rig,
) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    found = await owner.asks(FindVehicles(limit=1), VehiclesFound)
    assert (len(found.vehicles), found.total) == (1, 2)
