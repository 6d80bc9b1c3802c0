"""Every screen that brings a backup back, at every size."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.stories.bringing import (
    BY_PAPER,
    BY_PASSPHRASE,
    NAME,
    PUT_ASIDE,
    UNDER_COPIES,
    at_the_device,
    enters,
    types_the_key,
)
from tests.stories.stage import NISSAN
from tests.stories.telling import Owner
from tests.stories.test_every_size import check_every_size


async def no_backup(owner: Owner) -> None:
    """Nothing on any stick."""
    os.unlink(Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / NAME)
    await owner.plays([*UNDER_COPIES[:-1], ("No backup was found.", "")])


async def the_backups(owner: Owner) -> None:
    """The list."""
    await owner.plays([*UNDER_COPIES[:-1], ("WHICH BACKUP?", "")])


async def the_question(owner: Owner) -> None:
    """What is kept here is put aside."""
    await owner.plays([*UNDER_COPIES, ("IS PUT ASIDE", "")])


async def what_opens_it(owner: Owner) -> None:
    """Paper or passphrase."""
    await owner.unlocks()
    await owner.plays([*UNDER_COPIES, PUT_ASIDE, ("WHAT OPENS", "")])


async def the_key_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([BY_PAPER])
    await types_the_key(owner, "7K3M-" * 7)
    await owner.reads("That does not open it.")


async def the_passphrase_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([BY_PASSPHRASE])
    await owner.types("x")
    await enters(owner)
    await owner.reads("That does not open it.")


async def it_failed(owner: Owner) -> None:
    """The longest of the failures."""
    file = Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / NAME
    await owner.plays([*UNDER_COPIES[:-1], ("WHICH BACKUP?", "")])
    await owner.reads(NAME)  # it was found
    file.unlink()
    await owner.plays([("", NAME), ("the stick is gone", "")])


@pytest.mark.parametrize(
    "prepare",
    [
        no_backup,
        the_backups,
        the_question,
        what_opens_it,
        the_key_is_asked_for,
        the_passphrase_is_asked_for,
        it_failed,
    ],
)
async def test_every_screen_of_a_restore_is_whole_at_every_size(
    tmp_path: Path, key: str, prepare: Callable[[Owner], Awaitable[None]]
) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await prepare(owner)
        await check_every_size(owner)


async def test_what_is_told_after_a_restore_is_whole_at_every_size(
    tmp_path: Path, key: str
) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await what_opens_it(owner)
        await owner.plays([BY_PAPER])
        await types_the_key(owner, key)
        await owner.until(lambda: "See the radio" in owner.offered, "the way on")
        await check_every_size(owner)
