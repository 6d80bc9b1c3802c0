"""Few vehicles and many, and what unlocks them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.stories import test_vehicles
from tests.stories.stage import NISSAN
from tests.stories.stations.road import each_anew, walked
from tests.stories.visitor import Act, Visitor, play, press, read, type_in
from tui.screens.unlock import UnlockScreen, WaysScreen
from tui.screens.vehicles import FindScreen, VehiclesScreen

UNLOCKS: Act = (VehiclesScreen, press("names"))
WAYS: list[Act] = [UNLOCKS, (UnlockScreen, press("other")), (WaysScreen,)]

VEHICLES: dict[str, tuple[bool, bool, list[Act]]] = {  # whether many, whether unlocked, the way
    "two vehicles": (False, True, [(VehiclesScreen,)]),
    "many vehicles": (True, True, [(VehiclesScreen, read("30 vehicles"))]),
    "vehicles without names": (False, False, [(VehiclesScreen,)]),
    "a vehicle that is looked for": (
        True,
        True,
        [(VehiclesScreen, press("find")), (FindScreen, type_in("Ta"))],
    ),
    "unlocking": (False, False, [UNLOCKS]),
    "the ways to unlock": (False, False, WAYS),
    "unlocking by passphrase": (
        False,
        False,
        [*WAYS[:-1], (WaysScreen, press("passphrase")), (UnlockScreen,)],
    ),
    "unlocking by the recovery key": (
        False,
        False,
        [*WAYS[:-1], (WaysScreen, press("recovery")), (UnlockScreen,)],
    ),
}


@asynccontextmanager
async def with_vehicles(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """Somebody with a few vehicles, or with more than a list shows."""
    many, unlocked, acts = VEHICLES[name]
    vehicles = test_vehicles.MANY if many else (NISSAN, test_vehicles.OPEL)
    async with test_vehicles.keeper_of(directory, *vehicles, unlocked=unlocked) as somebody:
        await play(somebody, [*test_vehicles.LIST, *acts])
        await somebody.settles()
        yield somebody


async def test_every_screen_is_whole_and_its_keys_do_what_they_stand_on(tmp_path: Path) -> None:
    await walked(each_anew(with_vehicles, VEHICLES), tmp_path)
