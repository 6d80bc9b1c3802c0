"""A backup by touch, past whatever a stick, a lock or the service does: one line, nothing left."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pi.service.asks import Lock
from pi.service.protocol import Part
from tests.cards.card import Card, CardNotPossibleError
from tests.cards.disk import Disk
from tests.stories.backing_up import (
    NAME,
    NONE,
    TO_THE_BACKUP,
    TO_THE_PLACES,
    from_here,
    is_not_made,
)
from tests.stories.telling import in_the_car, read_aloud

pytestmark = pytest.mark.usefixtures("stick")


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
