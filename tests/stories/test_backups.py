"""A backup onto a stick, by touch or keys alone, past whatever stick, lock or service do."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from pi.radio.events import CopyKind
from pi.service.protocol.commands import Lock, NewVehicle, Outcome
from tests.cards import a_card
from tests.stories.roads import NOTE, THE_COPIES, copies, unlocks_by_pin
from tests.stories.telling import Owner, Scene, Terminal, in_the_car, read_aloud
from tui import backup_files

NAME = "steadyhand.backup"
TO_THE_PLACES: list[Scene] = [*THE_COPIES, ("None was made yet.", "Full backup")]
TO_THE_BACKUP: list[Scene] = [*TO_THE_PLACES, ("WHERE TO?", NAME)]
NONE = "No backup was made"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one stick that is plugged in, a disk of its own as far as anybody can tell."""
    place = tmp_path / "BLUE"
    place.mkdir()
    monkeypatch.setattr("tui.screens.copies.backup.media_of", lambda _: ("sda",))
    monkeypatch.setattr("tui.screens.copies.copies.places", lambda: (place,) * place.exists())
    monkeypatch.setattr("tui.screens.copies.backup.places", lambda: (place,) * place.exists())
    return place


@pytest.fixture
def half_way(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens after the first part of a backup was written."""
    happens: list[Callable[[], object]] = []
    keep = backup_files.keep

    def kept(path: str, parts: Iterator[bytes], digest: str) -> None:
        def after_the_first() -> Iterator[bytes]:
            for part in parts:
                yield part
                while happens:
                    happens.pop()()

        keep(path, after_the_first(), digest)

    monkeypatch.setattr("tui.screens.copies.backup.keep", kept)
    return happens


async def is_not_made(owner: Owner, why: str) -> None:
    """One line says why, and that there is none; no copy counts."""
    await owner.plays([("NO BACKUP", ""), (why, "")])
    assert NONE in read_aloud(owner.screen)
    assert copies(owner) == []
    await owner.presses("Back")
    await owner.reads("None was made yet.")


async def from_here(owner: Owner, ask: Callable[[], Awaitable[object]]) -> Callable[[], object]:
    """Something that the thread which writes waits for, done on the app's own loop."""
    loop = asyncio.get_running_loop()
    return lambda: asyncio.run_coroutine_threadsafe(_awaited(ask), loop).result()


async def _awaited(ask: Callable[[], Awaitable[object]]) -> None:
    await ask()


pytestmark = pytest.mark.usefixtures("stick")
PAIRED = NewVehicle(name="Leaf", head_unit="nissan-secure", code="")


async def test_everything_goes_to_the_stick_that_was_chosen_once_it_is_unlocked(
    tmp_path: Path, stick: Path, terminal: Terminal
) -> None:
    async with in_the_car(tmp_path / "state", **terminal) as (_, owner):
        await owner.app.tell(Lock())
        await owner.plays(TO_THE_PLACES)
        await unlocks_by_pin(owner)
        await owner.plays(
            [
                ("WHERE TO?", NAME),
                ("BACKUP MADE", ""),
                (f"Written and read back: {NAME}, on BLUE. 1 vehicle.", ""),
                ("Your passphrase or the recovery key opens it. The PIN does not.", ""),
                ("Now pull the stick out.", "Back"),
                ("Backup: ", ""),
            ]
        )
        assert copies(owner) == [(CopyKind.BACKUP, False)]
    assert os.listdir(stick) == [NAME]


@pytest.mark.parametrize("vehicle", [NOTE, PAIRED])
async def test_a_car_without_a_code_is_backed_up_too(
    tmp_path: Path, stick: Path, vehicle: NewVehicle
) -> None:
    async with in_the_car(tmp_path / "state", vehicle) as (_, owner):
        await owner.plays([("", "More"), ("Other vehicle", "Copies off the car")])
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


async def test_the_owner_sees_how_far_it_is_and_may_stop_it_half_way(
    tmp_path: Path, stick: Path, half_way: list[Callable[[], object]]
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):

        async def stop() -> None:
            await owner.reads("% is written.")
            await owner.plays([("Leave the stick where it is.", "Stop: make none")])

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


async def test_a_stick_that_fills_up_half_way_keeps_nothing(tmp_path: Path, stick: Path) -> None:
    stick.rmdir()
    with a_card(stick, 64):
        async with in_the_car(tmp_path / "state") as (_, owner):
            await owner.plays(TO_THE_BACKUP)
            await is_not_made(owner, "there is no room for it")
        assert os.listdir(stick) == []


async def test_a_lock_half_way_ends_it(
    tmp_path: Path, stick: Path, half_way: list[Callable[[], object]]
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        half_way.append(await from_here(owner, lambda: owner.app.tell(Lock())))
        await owner.plays(TO_THE_BACKUP)
        await is_not_made(owner, "It was locked meanwhile.")
    assert os.listdir(stick) == []


async def test_a_service_that_goes_half_way_ends_it(
    tmp_path: Path, stick: Path, half_way: list[Callable[[], object]]
) -> None:
    async with in_the_car(tmp_path / "state") as (one, owner):
        assert one.house is not None
        assert one.house._server is not None
        half_way.append(await from_here(owner, one.house._server.hang_up))
        await owner.plays([*TO_THE_BACKUP, ("The service went away.", "")])
        assert NONE in read_aloud(owner.screen)
    assert os.listdir(stick) == []
