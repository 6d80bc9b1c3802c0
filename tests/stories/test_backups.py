"""A backup onto a stick, by touch or keys alone, past whatever stick, lock or service do."""

import asyncio
import errno
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from pi.radio.events import CopyKind
from pi.service.asks import Lock, NewVehicle, Outcome, Unlock, UnlockKind
from pi.service.house import House
from pi.service.protocol import Part
from tests.cards.card import Card, CardNotPossibleError
from tests.cards.disk import Disk
from tests.cards.mounted import a_card, a_disk
from tests.clocks import FakeClock
from tests.stories.roads import NOTE, THE_COPIES, copies
from tests.stories.stage import PASSPHRASE, PIN
from tests.stories.telling import Owner, Scene, Terminal, in_the_car, read_aloud
from tui import kept_file

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
    monkeypatch.setattr("tui.screens.copies.place.places", lambda: (place,) * place.exists())
    return place


@pytest.fixture
def small(stick: Path) -> Iterator[Card]:
    """The same stick with a filesystem of its own, of 64 KiB."""
    stick.rmdir()
    with a_card(stick, 64) as card:
        yield card


@pytest.fixture
def ext4(stick: Path) -> Iterator[Disk]:
    """The same stick as a disk of its own, on a device that can fail."""
    stick.rmdir()
    with a_disk(stick.with_suffix(".img")) as disk:
        yield disk


@pytest.fixture
def half_way(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens after the first part of a backup was written."""
    happens: list[Callable[[], object]] = []
    keep = kept_file.keep

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


async def test_everything_goes_to_the_stick_that_was_chosen(
    tmp_path: Path, stick: Path, terminal: Terminal
) -> None:
    async with in_the_car(tmp_path / "state", **terminal) as (_, owner):
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


async def test_a_full_stick_is_said_and_keeps_nothing(tmp_path: Path, small: Card) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays(TO_THE_PLACES)
        small.fill()
        await owner.presses(NAME)
        await is_not_made(owner, "there is no room for it")
    assert sorted(os.listdir(small.path)) == ["filler"]


async def test_a_stick_that_fills_up_half_way_keeps_nothing(tmp_path: Path, small: Card) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*TO_THE_BACKUP])
        await is_not_made(owner, "there is no room for it")
    assert os.listdir(small.path) == []


async def test_a_locked_stick_is_said(tmp_path: Path, small: Card) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays(TO_THE_PLACES)
        small.turn_read_only()
        await owner.presses(NAME)
        await is_not_made(owner, "this place can't be written")


async def test_a_stick_that_is_pulled_out_before_is_said(tmp_path: Path, stick: Path) -> None:
    """Its directory may still be there, on the card: no backup goes into it."""
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays(TO_THE_PLACES)
        stick.rmdir()
        await owner.presses(NAME)
        await is_not_made(owner, "the place is gone, or has errors")


def gone() -> None:
    """What the kernel says of a stick that is no more."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


async def test_a_stick_that_is_pulled_out_half_way_is_said(
    tmp_path: Path, stick: Path, half_way: list[Callable[[], object]]
) -> None:
    half_way.append(gone)
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays(TO_THE_BACKUP)
        await is_not_made(owner, "the place is gone, or has errors")
    assert os.listdir(stick) == []


async def test_a_stick_that_the_kernel_turns_read_only_half_way_is_said(
    tmp_path: Path, ext4: Disk, half_way: list[Callable[[], object]]
) -> None:
    def turns_read_only() -> None:
        try:
            ext4.fail()
        except CardNotPossibleError as why:
            pytest.skip(f"no error can be met here: {why}")

    half_way.append(turns_read_only)
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays(TO_THE_BACKUP)
        await is_not_made(owner, "this place can't be written")
    assert NAME not in os.listdir(ext4.path)


async def test_a_stick_whose_device_dies_half_way_is_said(
    tmp_path: Path, ext4: Disk, half_way: list[Callable[[], object]]
) -> None:
    half_way.append(lambda: ext4.die_beyond(64))
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*TO_THE_BACKUP, ("NO BACKUP", ""), (NONE, "")])
    assert NAME not in os.listdir(ext4.path)


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


async def test_what_came_short_is_no_backup(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        ask = owner.app.link.ask

        async def spoilt(each: object) -> object:
            answer = await ask(each)  # type: ignore[arg-type]
            return Part(data=answer.data[:-1] + b"?") if isinstance(answer, Part) else answer

        monkeypatch.setattr(owner.app.link, "ask", spoilt)
        await owner.plays(TO_THE_BACKUP)
        await is_not_made(owner, "it did not come back as it was written")
    assert os.listdir(stick) == []
