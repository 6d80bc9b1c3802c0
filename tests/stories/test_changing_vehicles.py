"""A vehicle is renamed, loses its serial number, and is removed, by touch or keys alone."""

from pathlib import Path

import pytest

from pi.service.asks import FindVehicles, RemoveVehicle, ShowCode
from pi.service.protocol import CodeShown, VehiclesFound
from tests.stories.answering import By, Scene, Visitor, choose, play, press, read, write
from tests.stories.set_up_scenes import BY_MAKE, CODE, NAME, NO_SERIAL, SOURCE
from tests.stories.stage import NISSAN
from tests.stories.telling import HANDS
from tests.stories.test_vehicles import LIST, OPEL, UNLOCK, somebody
from tui.screens.home import HomeScreen
from tui.screens.no_vehicle import NoVehicleScreen
from tui.screens.setup.save import SavePage
from tui.screens.vehicle import (
    NameScreen,
    NoSerialScreen,
    ReallyScreen,
    RemoveScreen,
    ReplaceScreen,
    SerialScreen,
    VehicleScreen,
    WhichScreen,
)
from tui.screens.vehicles import VehiclesScreen

CHANGE: list[Scene] = [*LIST, (VehiclesScreen, press("change"))]
REMOVE: list[Scene] = [
    (VehicleScreen, press("remove")),
    (RemoveScreen, read("Backups and copies made before still hold it."), press("do")),
    (ReallyScreen, read("REALLY REMOVE"), press("do")),
]


async def names(owner: Visitor) -> list[str | None]:
    found = await owner.app.tell(FindVehicles())
    assert isinstance(found, VehiclesFound)
    return [one.name for one in found.vehicles]


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_vehicle_is_renamed_and_another_removed(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *LIST,
        (VehiclesScreen, press("names")),
        UNLOCK,
        (VehiclesScreen, read("Corsa"), press("change")),
        (WhichScreen, read("Corsa"), choose("Corsa")),
        (VehicleScreen, read("Vehicle 2: Corsa"), press("name")),
        (NameScreen, write("Blue")),
        (ReplaceScreen, read("Corsa would be replaced by Blue."), press("do")),
        (VehicleScreen, read("Vehicle 2: Blue"), press("back")),
        (VehiclesScreen, press("change")),
        (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
        *REMOVE,
        (HomeScreen, read("Blue")),
    ]
    async with somebody(
        tmp_path, NISSAN, OPEL, size=size, by=by, kiosk=kiosk, unlocked=False
    ) as owner:
        await play(owner, story)
        assert await names(owner) == ["Blue"]


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_serial_number_is_emptied_once_it_was_meant(tmp_path: Path, by: By) -> None:
    story: list[Scene] = [
        *CHANGE,
        (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
        (VehicleScreen, read("Serial number BP01"), press("no-serial")),
        (NoSerialScreen, press("keep")),
        (VehicleScreen, read("Serial number BP01"), press("no-serial")),
        (NoSerialScreen, press("do")),
        (VehicleScreen, read("No serial number is kept.")),
    ]
    async with somebody(tmp_path, by=by, size=(40, 16)) as owner:
        await play(owner, story)
        shown = await owner.app.tell(ShowCode())
        assert isinstance(shown, CodeShown)
        assert (shown.serial, shown.code) == ("", NISSAN.code)


@pytest.mark.parametrize(("action", "page"), [("name", NameScreen), ("serial", SerialScreen)])
async def test_what_is_kept_is_not_replaced_by_a_hasty_press(
    tmp_path: Path, action: str, page: type[NameScreen | SerialScreen]
) -> None:
    story: list[Scene] = [
        *CHANGE,
        (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
        (VehicleScreen, press(action)),
        (page,),
    ]
    async with somebody(tmp_path) as owner:
        await play(owner, story)
        await owner.strikes("2", "enter")
        await owner.sees(ReplaceScreen)
        await owner.strikes("enter")
        await owner.sees(page)
        shown = await owner.app.tell(ShowCode())
        assert isinstance(shown, CodeShown)
        assert (shown.name, shown.serial) == (NISSAN.name, NISSAN.serial)


@pytest.mark.parametrize("key", ["1", "2", "enter", "escape"])
async def test_the_same_press_twice_removes_nothing(tmp_path: Path, key: str) -> None:
    story: list[Scene] = [
        *CHANGE,
        (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
        (VehicleScreen, press("remove")),
        (RemoveScreen,),
    ]
    async with somebody(tmp_path) as owner:
        await play(owner, story)
        for _ in range(2):
            await owner.strikes(key)
            await owner.settles()
        assert await names(owner) == [NISSAN.name]


async def test_who_removed_the_last_one_is_led_to_adding_another(tmp_path: Path) -> None:
    story: list[Scene] = [
        *CHANGE,
        (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
        *REMOVE,
        (NoVehicleScreen, read("No vehicle is kept here."), press("add")),
        *BY_MAKE,
        *NAME,
        *CODE,
        *NO_SERIAL,
        *SOURCE,
        (SavePage, press("save")),
        (HomeScreen, read("My Opel")),
    ]
    async with somebody(tmp_path, size=(40, 16), by="taps") as owner:
        await play(owner, story)


async def test_one_that_another_screen_removed_meanwhile_is_said_to_be_gone(tmp_path: Path) -> None:
    async with somebody(tmp_path, NISSAN, OPEL) as owner:
        await play(
            owner,
            [
                *CHANGE,
                (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
                (VehicleScreen,),
            ],
        )
        await owner.app.link.ask(RemoveVehicle(vehicle=1))
        await owner.strikes("4")
        await play(owner, [(RemoveScreen, press("do")), (ReallyScreen, press("do"))])
        await owner.reads("There is no vehicle 1.")
