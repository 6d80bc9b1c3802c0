"""The PIN's other half on a stick: told and moved by touch, and the unlocking while it is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.service.asks import KeyPlace, Lock, MoveDeviceKey, Unlock, UnlockKind
from tests.stories.answering import By, play, press, read, visit
from tests.stories.set_up_scenes import BEGIN, THE_CAR
from tests.stories.stage import NISSAN, PIN, Stage
from tests.stories.telling import HANDS, Owner, Scene, Size, in_the_car
from tests.stories.test_every_size import check_every_size
from tests.stories.test_unlocking import somebody
from tui.screens.code import CodeScreen
from tui.screens.home import HomeScreen
from tui.screens.more import MoreScreen
from tui.screens.pads import Digits
from tui.screens.pin_key import PinKeyScreen
from tui.screens.setup.pin import PinPage
from tui.screens.unlock import UnlockScreen

AWAY = "The PIN works only with its USB stick in."
TOLD: list[Scene] = [("ASKS", "More"), ("Other vehicle", "How safe is the PIN?")]
TERMINALS: list[tuple[Size, bool]] = [((40, 16), False), ((48, 16), True), ((80, 24), False)]


@asynccontextmanager
async def with_a_stick(
    directory: Path, size: Size = (80, 24), by: By = "keys", *, kiosk: bool = False
) -> AsyncIterator[tuple[Stage, Owner, Path]]:
    """A locked screen, and a stick that is plugged in."""
    stick = directory / "stick"
    stick.mkdir()
    async with in_the_car(directory / "state", NISSAN, size, by, kiosk=kiosk) as (one, owner):
        one.sticks = [stick]
        await owner.app.tell(Lock())
        yield one, owner, stick


async def moves(owner: Owner) -> None:
    """Move it to the stick, elsewhere."""
    await owner.app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN))
    assert await owner.app.tell(MoveDeviceKey(to=KeyPlace.STICK, pin=PIN)) is not None
    await owner.app.tell(Lock())


async def types(owner: Owner, text: str) -> None:
    """Type digits and Enter on the pad or the keyboard."""
    await owner.types(text)
    await owner.strikes("enter")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_it_is_moved_to_a_stick_and_back(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with with_a_stick(tmp_path, size, by, kiosk=kiosk) as (_, owner, stick):
        await owner.plays([*TOLD, ("is on the memory card.", "Move it to a USB stick")])
        await owner.reads("Your PIN")
        await types(owner, PIN)
        await owner.reads("is on a USB stick.")
        assert len(list(stick.iterdir())) == 1
        await owner.plays([("on a USB stick", "Move it to the card")])
        await owner.reads("Your PIN")
        await types(owner, PIN)
        await owner.reads("is on the memory card.")
        assert list(stick.iterdir()) == []


async def test_the_screen_is_locked_after_the_move_as_it_was_before(tmp_path: Path) -> None:
    async with with_a_stick(tmp_path) as (_, owner, _stick):
        await owner.plays([*TOLD, ("memory card", "Move it to a USB stick"), ("Your PIN", "")])
        await types(owner, PIN)
        await owner.reads("is on a USB stick.")
        assert owner.app.state is not None
        assert not owner.app.state.lock.unlocked


async def test_without_a_stick_the_screen_says_so_and_nothing_moves(tmp_path: Path) -> None:
    async with with_a_stick(tmp_path, (40, 16)) as (one, owner, _):
        one.sticks = []
        await owner.plays([*TOLD, ("memory card", "Move it to a USB stick"), ("Your PIN", "")])
        await types(owner, PIN)
        await owner.reads("No USB stick is plugged in")


async def test_a_wrong_pin_moves_nothing(tmp_path: Path) -> None:
    async with with_a_stick(tmp_path) as (_, owner, stick):
        await owner.plays([*TOLD, ("memory card", "Move it to a USB stick"), ("Your PIN", "")])
        await types(owner, "0000")
        await owner.reads("Wrong PIN, 9 tries left.")
        assert list(stick.iterdir()) == []


@pytest.mark.parametrize(("size", "kiosk"), TERMINALS)
async def test_with_the_stick_away_the_unlocking_says_what_to_do_and_spends_no_try(
    tmp_path: Path, size: Size, kiosk: bool
) -> None:
    async with with_a_stick(tmp_path, size, kiosk=kiosk) as (one, owner, stick):
        await moves(owner)
        one.sticks = []
        await owner.plays([("ASKS", "Show the code"), (AWAY, "")])
        question, pad = owner.screen.query_one("#question"), owner.screen.query_one(Digits)
        before = pad.region
        for _ in range(3):
            await types(owner, PIN)
            await owner.until(lambda: question.has_class("-notice"), "a notice")
            await owner.reads("Put it in, or use another way.")
        assert pad.region == before
        one.sticks = [stick]
        await types(owner, PIN)
        await owner.sees(CodeScreen)


async def test_the_wrong_stick_is_told_apart_from_none(tmp_path: Path) -> None:
    async with with_a_stick(tmp_path, (40, 16)) as (_one, owner, stick):
        await moves(owner)
        (path,) = stick.iterdir()
        path.rename(stick / "steadyhand-0123456789abcdef.key")
        await owner.plays([("ASKS", "Show the code"), (AWAY, "")])
        await types(owner, PIN)
        await owner.reads("This is not the PIN's stick.")


async def test_the_line_goes_once_the_stick_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.unlock.LOOKS_AGAIN_S", 0.01)
    async with with_a_stick(tmp_path) as (one, owner, stick):
        await moves(owner)
        one.sticks = []
        await owner.plays([("ASKS", "Show the code"), (AWAY, "")])
        one.sticks = [stick]
        await owner.reads("Your PIN.")
        assert isinstance(owner.screen, UnlockScreen)


@pytest.mark.parametrize(("size", "kiosk"), TERMINALS)
async def test_with_the_stick_away_the_level_says_how_to_mend_it(
    tmp_path: Path, size: Size, kiosk: bool
) -> None:
    async with with_a_stick(tmp_path, size, kiosk=kiosk) as (one, owner, _):
        await moves(owner)
        one.sticks = []
        await owner.plays([*TOLD, (AWAY, "")])
        assert "Move it to the card" not in owner.offered


async def test_without_a_pin_there_is_nothing_to_tell(tmp_path: Path) -> None:
    async with somebody(tmp_path, pin=None) as (_, owner, _key):
        there: list[Scene] = [(PinKeyScreen, read("No PIN opens it here."))]
        await play(owner, [(HomeScreen, press("more")), (MoreScreen, press("pin-key")), *there])
        assert "move" not in owner.offered


async def test_the_set_up_says_that_a_stick_keeps_out_who_takes_the_card(house: Stage) -> None:
    async with visit((80, 24)) as owner:
        told = (PinPage, read("does not hold if someone takes the memory card"), read("USB stick"))
        await play(owner, [*BEGIN, *THE_CAR, told])


async def test_the_level_is_whole_at_every_size(tmp_path: Path) -> None:
    async with with_a_stick(tmp_path) as (one, owner, _):
        await owner.plays([*TOLD, ("PIN's other half", "")])
        await check_every_size(owner)
        await moves(owner)
        await owner.reads("is on a USB stick.")
        await check_every_size(owner)
        one.sticks = []
        await owner.presses("Back")
        await owner.plays([("Other vehicle", "How safe is the PIN?"), (AWAY, "")])
        await check_every_size(owner)
