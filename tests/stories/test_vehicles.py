"""Choosing among vehicles; one more; one renamed, emptied of its serial number, or removed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, VehiclesFound
from tests.stories.roads import BY_MAKE, CODE, NAME, NO_SERIAL, SOURCE
from tests.stories.stage import NISSAN, PIN, set_up, stage
from tests.stories.telling import Terminal
from tests.stories.visitor import Act, By, Visitor, choose, play, press, read, visit, write
from tui.screens.home import HomeScreen
from tui.screens.more import MoreScreen
from tui.screens.setup.pages import SavePage
from tui.screens.unlock import UnlockScreen
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
from tui.screens.vehicles import FindScreen, NoVehicleScreen, VehiclesScreen

OPEL = commands.NewVehicle(name="Corsa", head_unit="opel-safe", code="0420")
FORD = commands.NewVehicle(name="Focus estate", head_unit="ford-6000cd", code="1234")
MANY = tuple(
    commands.NewVehicle(name=f"Taxi {number}", head_unit="opel-safe", code="0420")
    for number in range(1, 31)
)
LIST: list[Act] = [(HomeScreen, press("more")), (MoreScreen, press("vehicles"))]
UNLOCK: Act = (UnlockScreen, write(PIN))


@asynccontextmanager
async def keeper_of(
    directory: Path,
    *vehicles: commands.NewVehicle,
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
                    await visitor.app.tell(
                        commands.Unlock(kind=commands.UnlockKind.PIN, secret=PIN)
                    )
                yield visitor


def looked_at(visitor: Visitor) -> int:
    """The number of the vehicle on the screen."""
    assert visitor.app.state is not None
    assert visitor.app.state.radio is not None
    return visitor.app.state.radio.vehicle


async def test_a_vehicle_is_chosen_by_its_name(tmp_path: Path, terminal: Terminal) -> None:
    async with keeper_of(tmp_path, NISSAN, OPEL, FORD, **terminal) as owner:
        await play(
            owner, [*LIST, (VehiclesScreen, read("Qashqai"), choose("Focus")), (HomeScreen,)]
        )
        await owner.until(lambda: looked_at(owner) == 3, "the Focus")


async def test_a_locked_screen_knows_numbers_alone_and_names_once_it_is_unlocked(
    tmp_path: Path, by: By
) -> None:
    story: list[Act] = [
        *LIST,
        (VehiclesScreen, press("names")),
        UNLOCK,
        (VehiclesScreen, read("Corsa"), choose("Corsa")),
        (HomeScreen,),
    ]
    async with keeper_of(tmp_path, NISSAN, OPEL, by=by, unlocked=False) as owner:
        await play(owner, [*LIST, (VehiclesScreen, read("Vehicle 2"))])
        assert "Corsa" not in owner.text
        await play(owner, [(VehiclesScreen, choose("Vehicle 2")), *story])
        assert looked_at(owner) == 2


async def test_one_of_many_is_found_as_one_types_and_what_is_typed_can_be_taken_back(
    tmp_path: Path,
) -> None:
    async with keeper_of(tmp_path, *MANY) as owner:
        await play(owner, [*LIST, (VehiclesScreen, read("30 vehicles"))])
        await owner.strikes("x", "y", "backspace", "backspace")
        await owner.reads("30 vehicles")
        await owner.strikes(*"taxi", "space", *"27")
        await owner.reads('"taxi 27": 1 vehicle')
        await owner.strikes("enter")
        await play(owner, [(HomeScreen,)])
        await owner.until(lambda: looked_at(owner) == 27, "taxi 27")


async def test_one_of_many_is_found_by_taps(tmp_path: Path, terminal: Terminal) -> None:
    story: list[Act] = [
        *LIST,
        (VehiclesScreen, press("find")),
        (FindScreen, write("Taxi 27")),
        (VehiclesScreen, read("Taxi 27"), choose("Taxi 27")),
        (HomeScreen,),
    ]
    async with keeper_of(
        tmp_path, *MANY, size=terminal["size"], by="taps", kiosk=terminal["kiosk"]
    ) as owner:
        await play(owner, story)
        assert looked_at(owner) == 27


async def lock(owner: Visitor) -> None:
    await owner.app.tell(commands.Lock())


async def test_one_more_vehicle_is_added_after_a_lock(tmp_path: Path, terminal: Terminal) -> None:
    story: list[Act] = [
        *LIST,
        (VehiclesScreen, press("add")),
        UNLOCK,
        *BY_MAKE,
        *NAME,
        *CODE,
        *NO_SERIAL,
        *SOURCE,
        (SavePage, read("My Opel"), lock, press("save")),
        UNLOCK,
        (HomeScreen, read("My Opel")),
    ]
    async with keeper_of(tmp_path, **terminal, unlocked=False) as owner:
        await play(owner, story)
        assert looked_at(owner) == 2


CHANGE: list[Act] = [
    *LIST,
    (VehiclesScreen, press("change")),
    (WhichScreen, read("Type a name or a number."), choose("Qashqai")),
]
REMOVE: list[Act] = [
    (VehicleScreen, press("remove")),
    (RemoveScreen, read("Backups and copies made before still hold it."), press("do")),
    (ReallyScreen, read("REALLY REMOVE"), press("do")),
]


async def names(owner: Visitor) -> list[str | None]:
    found = await owner.app.tell(commands.FindVehicles())
    assert isinstance(found, VehiclesFound)
    return [one.name for one in found.vehicles]


async def test_a_vehicle_is_renamed_and_another_removed(tmp_path: Path, terminal: Terminal) -> None:
    story: list[Act] = [
        *LIST,
        (VehiclesScreen, press("names")),
        UNLOCK,
        (VehiclesScreen, read("Corsa"), press("change")),
        (WhichScreen, read("Corsa"), choose("Corsa")),
        (VehicleScreen, read("Vehicle 2: Corsa"), press("name")),
        (NameScreen, write("Blue")),
        (ReplaceScreen, read("Corsa would be replaced by Blue."), press("do")),
        (VehicleScreen, read("Vehicle 2: Blue"), press("back")),
        *CHANGE[-2:],
        *REMOVE,
        (HomeScreen, read("Blue")),
    ]
    async with keeper_of(tmp_path, NISSAN, OPEL, **terminal, unlocked=False) as owner:
        await play(owner, story)
        assert await names(owner) == ["Blue"]


async def test_a_serial_number_is_emptied_once_it_was_meant(tmp_path: Path, by: By) -> None:
    story: list[Act] = [
        *CHANGE,
        (VehicleScreen, read("Serial number BP01"), press("no-serial")),
        (NoSerialScreen, press("keep")),
        (VehicleScreen, read("Serial number BP01"), press("no-serial")),
        (NoSerialScreen, press("do")),
        (VehicleScreen, read("No serial number is kept.")),
    ]
    async with keeper_of(tmp_path, by=by, size=(40, 16)) as owner:
        await play(owner, story)
        shown = await owner.app.tell(commands.ShowCode())
        assert isinstance(shown, CodeShown)
        assert (shown.serial, shown.code) == ("", NISSAN.code)


@pytest.mark.parametrize(("action", "page"), [("name", NameScreen), ("serial", SerialScreen)])
async def test_what_is_kept_is_not_replaced_by_a_hasty_press(
    tmp_path: Path, action: str, page: type[NameScreen | SerialScreen]
) -> None:
    story: list[Act] = [*CHANGE, (VehicleScreen, press(action)), (page,)]
    async with keeper_of(tmp_path) as owner:
        await play(owner, story)
        await owner.strikes("2", "enter")
        await owner.sees(ReplaceScreen)
        await owner.strikes("enter")
        await owner.sees(page)
        shown = await owner.app.tell(commands.ShowCode())
        assert isinstance(shown, CodeShown)
        assert (shown.name, shown.serial) == (NISSAN.name, NISSAN.serial)


@pytest.mark.parametrize("key", ["1", "2", "enter", "escape"])
async def test_the_same_press_twice_removes_nothing(tmp_path: Path, key: str) -> None:
    async with keeper_of(tmp_path) as owner:
        await play(owner, [*CHANGE, (VehicleScreen, press("remove")), (RemoveScreen,)])
        for _ in range(2):
            await owner.strikes(key)
            await owner.settles()
        assert await names(owner) == [NISSAN.name]


async def test_the_second_answer_has_to_stand_before_it_removes_anything(tmp_path: Path) -> None:
    story: list[Act] = [
        *CHANGE,
        (VehicleScreen, press("remove")),
        (RemoveScreen, press("do")),
        (ReallyScreen,),
    ]
    async with keeper_of(tmp_path) as owner:
        await play(owner, story)
        await owner.strikes("1")
        await owner.settles()
        await owner.sees(ReallyScreen)
        assert await names(owner) == [NISSAN.name]


async def test_who_removed_the_last_one_is_led_to_adding_another(tmp_path: Path) -> None:
    story: list[Act] = [
        *CHANGE,
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
    async with keeper_of(tmp_path, size=(40, 16), by="taps") as owner:
        await play(owner, story)


async def test_one_that_another_screen_removed_meanwhile_is_said_to_be_gone(tmp_path: Path) -> None:
    async with keeper_of(tmp_path, NISSAN, OPEL) as owner:
        await play(owner, [*CHANGE, (VehicleScreen,)])
        await owner.app.link.ask(commands.RemoveVehicle(vehicle=1))
        await owner.strikes("4")
        await play(owner, [(RemoveScreen, press("do")), (ReallyScreen, press("do"))])
        await owner.reads("There is no vehicle 1.")
