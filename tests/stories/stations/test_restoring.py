"""Bringing a backup back."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.stories import roads
from tests.stories.stage import NISSAN
from tests.stories.stations.road import each_anew, walked
from tests.stories.telling import Owner
from tests.stories.visitor import Visitor


async def no_backup(owner: Owner) -> None:
    """Nothing on any stick."""
    os.unlink(Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / roads.BACKUP)
    await owner.plays([*roads.UNDER_COPIES[:-1], ("No backup was found.", "")])


async def what_opens_it(owner: Owner) -> None:
    """Paper or passphrase."""
    await owner.unlocks()
    await owner.plays([*roads.UNDER_COPIES, roads.PUT_ASIDE, ("WHAT OPENS", "")])


async def the_key_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([roads.BY_PAPER])
    await roads.types_the_key(owner, "7K3M-" * 7)
    await owner.reads("That does not open it.")


async def the_passphrase_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([roads.BY_PASSPHRASE])
    await owner.types("x")
    await roads.enters(owner)
    await owner.reads("That does not open it.")


async def it_failed(owner: Owner) -> None:
    """The longest of the failures."""
    file = Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / roads.BACKUP
    await owner.plays([*roads.UNDER_COPIES[:-1], ("WHICH BACKUP?", "")])
    await owner.reads(roads.BACKUP)  # it was found
    file.unlink()
    await owner.plays([("", roads.BACKUP), ("the stick is gone", "")])


async def it_is_back(owner: Owner) -> None:
    """What is told after a restore. The key is that of the one backup there is."""
    await what_opens_it(owner)
    await owner.plays([roads.BY_PAPER])
    await roads.types_the_key(
        owner, Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("key").read_text()
    )
    await owner.until(lambda: "See the radio" in owner.offered, "the way on")


RESTORING: dict[str, Callable[[Owner], Awaitable[None]]] = {
    "no backup": no_backup,
    "the backups": lambda owner: owner.plays([*roads.UNDER_COPIES[:-1], ("WHICH BACKUP?", "")]),
    "the question": lambda owner: owner.plays([*roads.UNDER_COPIES, ("IS PUT ASIDE", "")]),
    "what opens it": what_opens_it,
    "the key": the_key_is_asked_for,
    "the passphrase": the_passphrase_is_asked_for,
    "it failed": it_failed,
    "it is back": it_is_back,
}


@asynccontextmanager
async def restoring(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner with the backup of another device on a stick."""
    stick = directory / "BLUE"
    stick.mkdir(parents=True)
    (directory / "key").write_text(await roads.a_backup(directory / "other", stick))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.screens.restore.places_to_read", lambda: (stick,))
        async with roads.at_the_device(directory / "here", NISSAN) as (_, owner):
            await RESTORING[name](owner)
            yield owner


async def test_every_screen_is_whole(tmp_path: Path) -> None:
    await walked(each_anew(restoring, RESTORING, only_looked_at=RESTORING), tmp_path)
