"""Making copies, and how safe the PIN is."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.radio.events import CopyKind
from pi.service.protocol.commands import ChangeVehicle, Lock, NoteCopy
from tests.stories import test_copies
from tests.stories.roads import BACKUP, THE_COPIES, UNDER_COPIES
from tests.stories.stations.road import each_anew, walked
from tests.stories.telling import Owner, Scene, in_the_car
from tests.stories.test_unlocking import ANOTHER, TOLD, moves, unlocks_to_choose, with_a_stick
from tests.stories.visitor import Visitor


def plays(*scenes: Scene) -> Callable[[Owner], Awaitable[None]]:
    """Come to the screen after these scenes."""
    return lambda owner: owner.plays(scenes)


async def how_safe_the_pin_is(owner: Owner) -> None:
    """Told to anybody."""
    await owner.app.tell(Lock())
    await owner.plays([*ANOTHER[:3], (ANOTHER[3][0], "")])


async def copies_of_every_kind(owner: Owner) -> None:
    """As many as there can be, one of them old."""
    await owner.app.tell(NoteCopy(kind=CopyKind.BACKUP))
    await owner.app.tell(ChangeVehicle(code="1111"))
    for kind in (CopyKind.CARD, CopyKind.QR, CopyKind.KEEPASS):
        await owner.app.tell(NoteCopy(kind=kind))
    await owner.plays([*THE_COPIES[:2], ("KeePass file", "")])


async def the_password_again(owner: Owner) -> None:
    """The second time, with all that is said there."""
    await test_copies.is_asked_for_a_password(owner)
    await test_copies.types(owner, "liverpool")
    await owner.reads("Weak, may be guessed. Type it again, or go back.")


async def the_stick_is_gone(owner: Owner) -> None:
    """The longest of the failures."""
    from tui.screens.copies.copies import places

    await owner.plays([*THE_COPIES, ("None was made yet.", "Full backup")])
    places()[0].rmdir()
    await owner.plays([("", BACKUP), ("the place is gone", "")])


CARD = [*THE_COPIES, ("None", "Card")]
MADE = [*THE_COPIES, ("None was made yet.", "Full backup"), ("WHERE TO?", BACKUP)]
COPYING: dict[str, Callable[[Owner], Awaitable[None]]] = {
    "how safe the PIN is": how_safe_the_pin_is,
    "a new PIN": unlocks_to_choose,
    "the copies": plays(*THE_COPIES),
    "the places": plays(*CARD, ("WHERE TO?", "")),
    "a QR code": test_copies.after_the_qr_code,
    "a password": test_copies.is_asked_for_a_password,
    "no backup": plays(*UNDER_COPIES[:-1], ("No backup was found.", "")),
}
LOOKED_AT_ALONE: dict[str, Callable[[Owner], Awaitable[None]]] = {  # keys as above, or the end
    "copies of every kind": copies_of_every_kind,
    "a QR code that is seen": test_copies.sees_the_qr_code,
    "a card that is written": plays(
        *CARD, ("WHERE TO?", "radio-card"), ("Written and checked", "")
    ),
    "a password again": the_password_again,
    "places of a backup": plays(*MADE[:-1], ("WHERE TO?", "")),
    "a backup that is made": plays(*MADE, ("Written and read back", "")),
    "a stick that is gone": the_stick_is_gone,
    "no place": plays(*CARD, ("No stick is plugged in.", "")),
}


@asynccontextmanager
async def copying(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner who makes copies, or looks how safe the PIN is."""
    places = directory / "home"
    places.mkdir(parents=True)
    plugged_in = () if name == "no place" else (places,)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.screens.copies.copies.places", lambda: plugged_in)
        patch.setattr("tui.screens.copies.backup.places", lambda: plugged_in)
        patch.setattr("tui.screens.copies.backup.media_of", lambda _: ("sda",))
        patch.setattr("tui.screens.restore.places_to_read", lambda: (places,))
        async with in_the_car(directory / "state") as (_, owner):
            await {**COPYING, **LOOKED_AT_ALONE}[name](owner)
            await owner.settles()
            yield owner


@asynccontextmanager
async def with_its_key_on_a_stick(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner who looks how safe the PIN is that needs a stick."""
    directory.mkdir(parents=True)
    async with with_a_stick(directory) as (one, owner, _):
        await moves(owner)
        if name == "its stick is away":
            one.sticks = []
        await owner.plays([*TOLD, ("PIN works only" if not one.sticks else "on a USB stick", "")])
        yield owner


async def test_every_screen_is_whole_and_its_keys_do_what_they_stand_on(tmp_path: Path) -> None:
    names = [*COPYING, *LOOKED_AT_ALONE]
    await walked(each_anew(copying, names, only_looked_at=LOOKED_AT_ALONE), tmp_path)


async def test_how_safe_a_pin_is_that_needs_a_stick_is_told_whole(tmp_path: Path) -> None:
    names = ("its stick is in", "its stick is away")
    await walked(each_anew(with_its_key_on_a_stick, names, only_looked_at=names), tmp_path)
