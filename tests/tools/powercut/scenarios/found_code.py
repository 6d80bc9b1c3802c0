"""A lost code is found, and corrected again and again: vault and journal together."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from msgspec.structs import replace

from pi.radio.events import VehicleAdded, VehicleChanged
from pi.service.asks import AddVehicle, ChangeVehicle, Look, NewVehicle, ShowCode
from pi.service.protocol import CodeShown
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.talker import Talker
from tests.tools.powercut.after import rows, taken_up, unlisted, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

LOST = NewVehicle(name="Car", head_unit="ford-6000cd", code_is_lost=True)
MOST_VEHICLES = 40


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """A few changes for each turn, and now and then one more vehicle."""
    rig = Rig(directory / "state")
    async with rig.service():
        await rig.set_up(LOST)
        owner = await rig.owner()
        changes, vehicles = 0, 1
        while True:
            outside.turn()
            for _ in range(random.randint(1, 3)):
                if random.random() < 0.2 and vehicles < MOST_VEHICLES:
                    vehicles += 1
                    await _add(outside, owner, changes, vehicles)
                else:
                    changes += 1
                    await _change(outside, owner, changes, vehicles)


async def _change(outside: Outside, owner: Talker, changes: int, vehicles: int) -> None:
    code = f"{changes:04d}"
    outside.begins(changes, vehicles)
    await owner.does(ChangeVehicle(code=code, serial=f"M{code}", source=f"letter {code}"))
    outside.kept(changes, vehicles)


async def _add(outside: Outside, owner: Talker, changes: int, vehicles: int) -> None:
    outside.begins(changes, vehicles)
    await owner.does(AddVehicle(vehicle=replace(CORSA, name=f"Car {vehicles}")))
    outside.kept(changes, vehicles)
    await owner.does(Look(vehicle=1))


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """As many changes in the journal as the vault's own text says, and those that were told."""
    told = kept(said)[-1:] or [("0", "1")]
    allowed = {tuple(map(int, words)) for words in (told[0], under_way(said) or told[0])}
    yield from asyncio.run(_look(directory / "state", allowed))


async def _look(state: Path, allowed: set[tuple[int, ...]]) -> list[str]:
    async with taken_up(state) as rig:
        found = list(whole(rig.house.store))
        events = [one.event for one in rows(rig.house.store)]
        changes = sum(isinstance(one, VehicleChanged) for one in events)
        vehicles = sum(isinstance(one, VehicleAdded) for one in events)
        if (changes, vehicles) not in allowed:
            found.append(f"told {allowed}, found {(changes, vehicles)}")
        found += unlisted(rig.house.store)
        owner = await rig.owner()
        code = f"{changes:04d}"
        wanted = (code, f"M{code}", f"letter {code}") if changes else ("", "", "")
        first, last = [await owner.ask(ShowCode(vehicle=one)) for one in (1, vehicles)]
        assert isinstance(last, CodeShown)
        shown = (first.code, first.serial, first.source) if isinstance(first, CodeShown) else None
        if shown != wanted:
            found.append(f"{changes} changes, and the vault says something else")
        if vehicles > 1 and (last.name, last.code) != (f"Car {vehicles}", CORSA.code):
            found.append(f"vehicle {vehicles} came without its secrets")
        return found
