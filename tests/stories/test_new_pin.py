"""A PIN set after the set-up, by touch or keys alone: another one, and one where there is none."""

from pathlib import Path

import pytest

from pi.service.asks import Lock, Unlock, UnlockKind
from tests.stories.answering import By
from tests.stories.stage import NISSAN, PASSPHRASE, PIN, set_up, stage
from tests.stories.telling import HANDS, Owner, Scene, Size, in_the_car, owner_at

NEW = "640913"
ANOTHER: list[Scene] = [
    ("ASKS", "More"),
    ("Other vehicle", "How safe is the PIN?"),
    ("is on the memory card.", "Choose another PIN"),
]
FIRST, AGAIN = "Choose 4 to 12 digits.", "The same PIN once more."


async def types(owner: Owner, digits: str) -> None:
    """On the pad or the keyboard, and Enter."""
    await owner.types(digits)
    await owner.strikes("enter")


async def opens(owner: Owner, pin: str) -> bool:
    """Whether a PIN opens the vault."""
    return await owner.app.tell(Unlock(kind=UnlockKind.PIN, secret=pin)) is not None


async def unlocks_to_choose(owner: Owner) -> None:
    """Lock it, and unlock by the old PIN where the new one is chosen."""
    await owner.app.tell(Lock())
    await owner.plays(ANOTHER)
    await owner.reads("PIN")
    await types(owner, PIN)
    await owner.reads(FIRST)


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_another_pin_takes_the_old_one_and_the_new_one_twice(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, NISSAN, size, by, kiosk=kiosk) as (_, owner):
        await unlocks_to_choose(owner)
        await types(owner, NEW)
        await owner.reads(AGAIN)
        await types(owner, NEW)
        await owner.reads("is on the memory card.")
        assert (await opens(owner, PIN), await opens(owner, NEW)) == (False, True)


async def test_two_that_differ_change_nothing_and_can_be_begun_anew(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, NISSAN) as (_, owner):
        await unlocks_to_choose(owner)
        await types(owner, "1111")
        await owner.reads(AGAIN)
        await types(owner, NEW)
        await owner.plays([("one of them has a slip", "Begin anew"), (FIRST, "")])
        assert await opens(owner, PIN)
        await types(owner, NEW)
        await owner.reads(AGAIN)
        await types(owner, NEW)
        await owner.reads("is on the memory card.")
        assert await opens(owner, NEW)


async def test_two_that_differ_give_way_when_it_is_locked(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, NISSAN) as (_, owner):
        await unlocks_to_choose(owner)
        await types(owner, NEW)
        await owner.reads(AGAIN)
        await types(owner, "1111")
        await owner.reads("one of them has a slip")
        await owner.app.tell(Lock())
        await owner.reads("is on the memory card.")


async def test_the_code_is_no_pin_and_another_is_asked_for_at_once(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, NISSAN) as (_, owner):
        await unlocks_to_choose(owner)
        await types(owner, NISSAN.code)
        await owner.reads(AGAIN)
        await types(owner, NISSAN.code)
        await owner.reads("That is a radio's code. Choose another PIN.")
        await types(owner, NEW)
        await owner.reads(AGAIN)
        await types(owner, NEW)
        await owner.reads("is on the memory card.")
        assert await opens(owner, NEW)


async def test_where_there_is_none_one_is_set_by_who_has_the_passphrase(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up(NISSAN, pin=None)
            async with owner_at(one, by="keys") as owner:
                await owner.plays(
                    [
                        ("ASKS", "More"),
                        ("Other vehicle", "PIN and recovery key"),
                        ("No PIN opens it here.", "Set a PIN"),
                    ]
                )
                await owner.pilot.press(*PASSPHRASE, "enter")
                await owner.reads(FIRST)
                await types(owner, NEW)
                await owner.reads(AGAIN)
                await types(owner, NEW)
                await owner.reads("is on the memory card.")
                assert await opens(owner, NEW)
