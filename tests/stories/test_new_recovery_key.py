"""Another recovery key, by touch or keys alone: the old one opens until the new one is on paper."""

from pathlib import Path

import pytest

from pi.service.asks import Lock, Unlock, UnlockKind
from tests.stories.answering import By, Scene, copy_the_key, play, press, read, type_the_last_group
from tests.stories.telling import HANDS
from tests.stories.test_vehicles import UNLOCK, somebody
from tui.screens.home import HomeScreen
from tui.screens.more import MoreScreen
from tui.screens.new_recovery_key import LastGroupScreen, NewRecoveryKeyScreen
from tui.screens.pin_key import PinKeyScreen

ANOTHER: list[Scene] = [
    (HomeScreen, press("more")),
    (MoreScreen, press("pin-key")),
    (PinKeyScreen, press("recovery")),
    UNLOCK,
]


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_the_old_key_is_struck_once_the_new_one_is_on_paper(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *ANOTHER,
        (NewRecoveryKeyScreen, copy_the_key),
        (LastGroupScreen, type_the_last_group),
        (NewRecoveryKeyScreen, read("strike out the old one"), press("back")),
        (PinKeyScreen,),
    ]
    async with somebody(tmp_path, size=size, by=by, kiosk=kiosk, unlocked=False) as owner:
        await play(owner, story)
        opens = Unlock(kind=UnlockKind.RECOVERY, secret=owner.recovery_key)
        assert await owner.app.tell(opens) is not None


async def test_a_lock_takes_the_new_key_off_the_screen(tmp_path: Path) -> None:
    async with somebody(tmp_path, unlocked=False) as owner:
        await play(owner, [*ANOTHER, (NewRecoveryKeyScreen, read("1. "))])
        await owner.app.tell(Lock())
        await owner.sees(PinKeyScreen)


@pytest.mark.parametrize("typed", ["", "AB12"])
async def test_a_wrong_last_group_or_none_says_so_and_is_asked_for_again(
    tmp_path: Path, typed: str
) -> None:
    async with somebody(tmp_path, unlocked=False) as owner:
        await play(owner, [*ANOTHER, (NewRecoveryKeyScreen, copy_the_key), (LastGroupScreen,)])
        await owner.strikes(*typed, "enter")
        await owner.settles()
        await owner.reads("That is not the key's last group" if typed else "from your paper")
        await owner.sees(LastGroupScreen)
