"""Copies off the car are noted, as the owner is told that they are."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from pi.radio.events import CopyKind, CopyMade
from pi.service.asks import NoteCopy
from tests.pi.service.rig import CORSA, QASHQAI, Rig
from tests.tools.powercut.after import rows, taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """A few copies for each turn, each of both vehicles."""
    rig = Rig(directory / "state")
    async with rig.service():
        await rig.set_up(QASHQAI, CORSA)
        owner = await rig.owner()  # whoever unlocked is held to no pace
        while True:
            outside.turn()
            for _ in range(random.randint(1, 4)):
                kind = random.choice(tuple(CopyKind))
                outside.begins(kind.value)
                await owner.does(NoteCopy(kind=kind))
                outside.kept(kind.value)


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """Every copy that was noted, of both vehicles, and none but the one under way."""
    promised = [kind for (kind,) in kept(said)]
    yield from asyncio.run(_look(directory / "state", promised, under_way(said) or ()))


async def _look(state: Path, promised: list[str], begun: Said) -> list[str]:
    async with taken_up(state) as rig:
        found = list(whole(rig.house.store))
        made = [one for one in rows(rig.house.store) if isinstance(one.event, CopyMade)]
        kinds = [one.event.kind.value for one in made if isinstance(one.event, CopyMade)]
        if kinds[::2] != kinds[1::2]:
            found.append("a copy was noted of one vehicle alone")
        if kinds[::2] not in (promised, [*promised, *begun]):
            found.append(f"promised {promised[-3:]}, found {kinds[-6:]}")
        shown = {one.kind.value for one in (await rig.watcher()).state.copies}
        if not shown.issuperset(promised[-10:]):
            found.append(f"noted {promised[-10:]}, and the screen shows {shown}")
        return found
