"""A backup of everything onto a stick, by touch or keys alone."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pi.radio.events import CopyKind
from pi.service.asks import Lock, NewVehicle, Outcome, Unlock, UnlockKind
from pi.service.house import House
from tests.clocks import FakeClock
from tests.stories.answering import By
from tests.stories.backing_up import (
    NAME,
    TO_THE_BACKUP,
    TO_THE_PLACES,
    from_here,
    is_not_made,
)
from tests.stories.copies_known import copies
from tests.stories.lost import NOTE
from tests.stories.stage import NISSAN, PASSPHRASE, PIN
from tests.stories.telling import HANDS, Owner, Scene, Size, in_the_car, read_aloud
from tests.stories.test_every_size import check_every_size

pytestmark = pytest.mark.usefixtures("stick")
PAIRED = NewVehicle(name="Leaf", head_unit="nissan-secure", code="")


def opens(file: Path, kind: UnlockKind, secret: str, elsewhere: Path) -> bool:
    """Whether a secret opens a backup that was put in the place of another machine's store."""
    from pi.service.refusal import Refusal
    from pi.service.surface import Surface
    from tests.stories.stage import CHEAP

    elsewhere.mkdir()
    shutil.copy(file, elsewhere / "steadyhand.db")
    house = House.open(elsewhere, FakeClock(), lambda: CHEAP)
    try:
        ask = Unlock(kind=kind, secret=secret)
        answer = asyncio.run(house.companion.answer(Surface(), ask))
    finally:
        house.close()
    return not isinstance(answer, Refusal)


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_everything_goes_to_the_stick_that_was_chosen(
    tmp_path: Path, stick: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path / "state", size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays(
            [
                *TO_THE_BACKUP,
                ("BACKUP MADE", ""),
                (f"Written and read back: {NAME}, on BLUE. 1 vehicle.", ""),
                ("Your passphrase or the recovery key opens it. The PIN does not.", ""),
                ("Now pull the stick out.", "Back"),
                ("Backup: ", ""),
            ]
        )
        assert copies(owner) == [(CopyKind.BACKUP, False)]
    assert [path.name for path in stick.iterdir()] == [NAME]


async def test_its_passphrase_opens_it_elsewhere_and_the_pin_does_not(
    tmp_path: Path, stick: Path
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*TO_THE_BACKUP, ("Written and read back", "")])
    opened = [
        await asyncio.to_thread(opens, stick / NAME, kind, secret, tmp_path / kind)
        for kind, secret in ((UnlockKind.PASSPHRASE, PASSPHRASE), (UnlockKind.PIN, PIN))
    ]
    assert opened == [True, False]


async def test_it_is_unlocked_first(tmp_path: Path) -> None:
    async with in_the_car(tmp_path / "state", by="taps") as (_, owner):
        await owner.app.tell(Lock())
        await owner.plays([*TO_THE_PLACES, ("Your PIN.", ""), *[("PIN", each) for each in PIN]])
        await owner.plays([("", "Unlock"), ("WHERE TO?", NAME), ("Written and read back", "")])


ABOUT: Scene = ("", "About this radio")


@pytest.mark.parametrize(
    ("vehicle", "way"), [(NOTE, [("", "The radio did something"), ABOUT]), (PAIRED, [ABOUT])]
)
async def test_a_car_without_a_code_is_backed_up_too(
    tmp_path: Path, stick: Path, vehicle: NewVehicle, way: list[Scene]
) -> None:
    async with in_the_car(tmp_path / "state", vehicle) as (_, owner):
        await owner.plays([("", "More"), *way, ("What is known", "Copies off the car")])
        await owner.reads("None was made yet.")
        assert not any("QR" in label for label in owner.offered)
        await owner.plays([("", "Full backup"), ("WHERE TO?", NAME), ("Written and read back", "")])
    assert (stick / NAME).exists()


async def test_a_backup_that_is_there_stays_beside_the_new_one(tmp_path: Path, stick: Path) -> None:
    (stick / NAME).write_text("mine")
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*TO_THE_PLACES, ("BLUE: steadyhand-2.backup", "steadyhand-2")])
        await owner.reads("Written and read back: steadyhand-2.backup")
    assert (stick / NAME).read_text() == "mine"


async def test_without_a_stick_it_is_said_that_the_card_may_die_too(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(stick))
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*TO_THE_BACKUP, ("It lies on this card, which may die, too.", "")])


async def test_the_owner_may_stop_it_half_way(
    tmp_path: Path, stick: Path, half_way: list[Callable[[], object]]
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):

        async def stop() -> None:
            await owner.reads("One moment: ")
            await owner.presses("Stop: make none")

        half_way.append(await from_here(owner, stop))
        await owner.plays(TO_THE_BACKUP)
        await is_not_made(owner, "You stopped it.")
    assert os.listdir(stick) == []


async def test_a_radio_that_leads_elsewhere_half_way_does_not_end_it(
    tmp_path: Path, stick: Path, half_way: list[Callable[[], object]]
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        half_way.append(await from_here(owner, lambda: owner.reports(Outcome.REJECTED)))
        await owner.plays([*TO_THE_BACKUP, ("to the earliest safe try", "")])
        await owner.until(lambda: copies(owner) == [(CopyKind.BACKUP, False)], "a copy")
    assert os.listdir(stick) == [NAME]


async def test_the_screen_says_how_far_it_is(
    tmp_path: Path, half_way: list[Callable[[], object]]
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        said: list[str] = []

        async def look() -> None:
            await owner.pilot.pause()
            said.append(read_aloud(owner.screen))

        half_way.append(await from_here(owner, look))
        await owner.plays([*TO_THE_BACKUP, ("Written and read back", "")])
    assert "% is written." in said[0]
    assert "Leave the stick where it is." in said[0]


async def where_it_goes(owner: Owner) -> None:
    """The places."""
    await owner.plays([*TO_THE_PLACES, ("WHERE TO?", "")])


async def it_is_made(owner: Owner) -> None:
    """What is said then."""
    await owner.plays([*TO_THE_BACKUP, ("Written and read back", "")])


async def the_stick_is_gone(owner: Owner) -> None:
    """The longest of the failures."""
    from tui.screens.copies.place import places

    await owner.plays(TO_THE_PLACES)
    places()[0].rmdir()
    await owner.plays([("", NAME), ("the place is gone", "")])


@pytest.mark.parametrize("prepare", [where_it_goes, it_is_made, the_stick_is_gone])
async def test_every_screen_of_a_backup_is_whole_at_every_size(
    tmp_path: Path, prepare: Callable[[Owner], Awaitable[None]]
) -> None:
    async with in_the_car(tmp_path / "state", NISSAN, by="keys") as (_, owner):
        await prepare(owner)
        await check_every_size(owner)
