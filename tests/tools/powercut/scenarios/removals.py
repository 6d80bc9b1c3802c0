"""Vehicles join and are removed: each is whole or gone; and the recovery key is one of two."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from msgspec.structs import replace

from pi.service.asks import (
    AddVehicle,
    FinishRecoveryKey,
    GetStatus,
    MakeRecoveryKey,
    RemoveVehicle,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown, Done, RecoveryKeyMade, Status
from tests.pi.service.rig import CORSA, QASHQAI, Rig
from tests.pi.service.talker import Talker
from tests.tools.powercut.after import taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

FEWEST = 2  # vehicles, so that one is always there to be compared


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """One thing for each turn: a vehicle more, one less, or another recovery key."""
    rig = Rig(directory / "state")
    async with rig.service():
        key = await rig.set_up(QASHQAI, CORSA)
        owner = await rig.owner()
        there, last = [1, 2], 2
        outside.kept(key, key, *there)
        while True:
            outside.turn()
            chance = random.random()
            if chance < 0.2:
                key = await _another_key(outside, owner, key, there)
            elif chance < 0.6 and len(there) > FEWEST:
                gone = random.choice(there)
                left = [one for one in there if one != gone]
                outside.begins(key, key, *left)
                await owner.does(RemoveVehicle(vehicle=gone))
                there = left
            else:
                last += 1
                outside.begins(key, key, *there, last)
                await owner.does(AddVehicle(vehicle=replace(CORSA, name=f"Car {last}")))
                there = [*there, last]
            outside.kept(key, key, *there)


async def _another_key(outside: Outside, owner: Talker, old: str, there: list[int]) -> str:
    """The old one or the new one opens from here on. Returns the new one."""
    new = (await owner.asks(MakeRecoveryKey(), RecoveryKeyMade)).key
    outside.begins(old, new, *there)
    await owner.does(FinishRecoveryKey(last_group=new.rsplit("-", 1)[-1]))
    return new


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """The vehicles that were told, or those that were about to be; each with its code."""
    told = kept(said)
    if told:
        allowed = [told[-1], under_way(said) or told[-1]]
        yield from asyncio.run(_look(directory / "state", allowed))


async def _look(state: Path, allowed: list[tuple[str, ...]]) -> list[str]:
    keys = {key for old, new, *_ in allowed for key in (old, new)}
    fleets = [[int(one) for one in there] for _, _, *there in allowed]
    async with taken_up(state) as rig:
        found = list(whole(rig.house.store, removed=True))
        opening = [Unlock(kind=UnlockKind.RECOVERY, secret=key) for key in sorted(keys)]
        owner = await rig.surface()
        opened = [await owner.ask(one) == Done() for one in opening]
        if sum(opened) != 1:
            found.append(f"{sum(opened)} of {len(keys)} recovery keys open it")
        owner = await rig.owner()
        there = [one.vehicle for one in (await owner.asks(GetStatus(), Status)).radios]
        if there not in fleets:
            found.append(f"vehicles {there}, and not one of {fleets}")
        for number in there:
            shown = await owner.ask(ShowCode(vehicle=number))
            wanted = QASHQAI.code if number == 1 else CORSA.code
            if not isinstance(shown, CodeShown) or shown.code != wanted:
                found.append(f"vehicle {number} is there without its code")
        await rig.house.check_whole()  # soon after each start, with what an earlier run left undone
        left = rig.house.store.query(
            "SELECT (SELECT COUNT(*) FROM record WHERE vehicle NOT IN (SELECT id FROM vehicle))"
            " + (SELECT COUNT(*) FROM event WHERE vehicle NOT IN (SELECT id FROM vehicle))"
        )
        if left != [(0,)] or rig.house.store.query("SELECT * FROM unswept"):
            found.append("a removed vehicle left something behind")
        return found
