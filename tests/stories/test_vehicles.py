"""Choosing among vehicles, and adding one more."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.service.asks import NewVehicle, Unlock, UnlockKind
from tests.stories.answering import By, Scene, Visitor, choose, play, press, read, visit, write
from tests.stories.set_up_scenes import BY_MAKE, CODE, NAME, NO_SERIAL, SOURCE
from tests.stories.stage import NISSAN, PIN, set_up, stage
from tests.stories.telling import HANDS, SIZES
from tui.screens.home import HomeScreen
from tui.screens.more import MoreScreen
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.radio import RadioPage
from tui.screens.setup.save import SavePage
from tui.screens.unlock import UnlockScreen
from tui.screens.vehicles import FindScreen, VehiclesScreen

OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="0420")
FORD = NewVehicle(name="Focus estate", head_unit="ford-6000cd", code="1234")
MANY = tuple(
    NewVehicle(name=f"Taxi {number}", head_unit="opel-safe", code="0420") for number in range(1, 31)
)
LIST: list[Scene] = [(HomeScreen, press("more")), (MoreScreen, press("vehicles"))]
UNLOCK: Scene = (UnlockScreen, write(PIN))


@asynccontextmanager
async def somebody(
    directory: Path,
    *vehicles: NewVehicle,
    size: tuple[int, int] = (80, 24),
    by: By = "keys",
    kiosk: bool = False,
    unlocked: bool = True,
) -> AsyncIterator[Visitor]:
    """A device with vehicles, and somebody at it who has unlocked."""
    with stage(directory) as house:
        async with house.service():
            await set_up(*vehicles)
            async with visit(size, by, kiosk=kiosk) as visitor:
                if unlocked:
                    await visitor.app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN))
                yield visitor


def looked_at(visitor: Visitor) -> int:
    """The number of the vehicle on the screen."""
    assert visitor.app.state is not None
    assert visitor.app.state.radio is not None
    return visitor.app.state.radio.vehicle


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_vehicle_is_chosen_by_its_name(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    async with somebody(tmp_path, NISSAN, OPEL, FORD, size=size, by=by, kiosk=kiosk) as owner:
        await play(
            owner, [*LIST, (VehiclesScreen, read("Qashqai"), choose("Focus")), (HomeScreen,)]
        )
        await owner.until(lambda: looked_at(owner) == 3, "the Focus")


async def test_a_locked_screen_knows_numbers_alone(tmp_path: Path) -> None:
    async with somebody(tmp_path, NISSAN, OPEL, unlocked=False) as owner:
        await play(owner, [*LIST, (VehiclesScreen, read("Vehicle 2"))])
        assert "Corsa" not in owner.text
        await play(owner, [(VehiclesScreen, choose("Vehicle 2")), (HomeScreen,)])
        assert looked_at(owner) == 2


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_the_names_show_after_unlocking(tmp_path: Path, by: By) -> None:
    story: list[Scene] = [
        *LIST,
        (VehiclesScreen, press("names")),
        UNLOCK,
        (VehiclesScreen, read("Corsa")),
    ]
    async with somebody(tmp_path, NISSAN, OPEL, by=by, unlocked=False) as owner:
        await play(owner, story)


@pytest.mark.parametrize("typed", ["27", "Taxi 27", "taxi 27"])
async def test_one_of_many_is_found_as_one_types(tmp_path: Path, typed: str) -> None:
    async with somebody(tmp_path, *MANY) as owner:
        await play(owner, [*LIST, (VehiclesScreen, read("30 vehicles"))])
        for character in typed:
            await owner.strikes("space" if character == " " else character)
        await owner.reads(f'"{typed}": 1 vehicle')
        await owner.strikes("enter")
        await play(owner, [(HomeScreen,)])
        await owner.until(lambda: looked_at(owner) == 27, "taxi 27")


async def test_what_is_typed_can_be_taken_back(tmp_path: Path) -> None:
    async with somebody(tmp_path, *MANY) as owner:
        await play(owner, [*LIST, (VehiclesScreen,)])
        for key in ("x", "y", "backspace", "backspace"):
            await owner.strikes(key)
        await owner.reads("30 vehicles")


@pytest.mark.parametrize(("size", "kiosk"), SIZES)
async def test_one_of_many_is_found_by_taps(
    tmp_path: Path, size: tuple[int, int], kiosk: bool
) -> None:
    story: list[Scene] = [
        *LIST,
        (VehiclesScreen, press("find")),
        (FindScreen, write("Taxi 27")),
        (VehiclesScreen, read("Taxi 27"), choose("Taxi 27")),
        (HomeScreen,),
    ]
    async with somebody(tmp_path, *MANY, size=size, by="taps", kiosk=kiosk) as owner:
        await play(owner, story)
        assert looked_at(owner) == 27


async def test_with_few_vehicles_a_digit_chooses(tmp_path: Path) -> None:
    async with somebody(tmp_path, NISSAN, OPEL) as owner:
        await play(owner, [*LIST, (VehiclesScreen, read("Corsa"))])
        await owner.strikes("2")
        await play(owner, [(HomeScreen,)])
        assert looked_at(owner) == 2


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_one_more_vehicle_is_added_and_looked_at(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *LIST,
        (VehiclesScreen, press("add")),
        UNLOCK,
        *BY_MAKE,
        *NAME,
        *CODE,
        *NO_SERIAL,
        *SOURCE,
        (SavePage, read("My Opel"), press("save")),
        (HomeScreen, read("My Opel")),
    ]
    async with somebody(tmp_path, size=size, by=by, kiosk=kiosk, unlocked=False) as owner:
        await play(owner, story)
        assert looked_at(owner) == 2


async def test_who_leaves_before_saving_has_added_nothing(tmp_path: Path) -> None:
    story: list[Scene] = [
        *LIST,
        (VehiclesScreen, press("add")),
        (RadioPage, press("make")),
        (MakesPage, press("back")),
        (RadioPage, press("back")),
        (VehiclesScreen, read("1 vehicle")),
    ]
    async with somebody(tmp_path) as owner:
        await play(owner, story)
