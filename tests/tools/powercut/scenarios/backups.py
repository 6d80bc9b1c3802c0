"""Backups leave for a stick: each has its name only once it is whole, and keeps it from then on."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from pi.radio.events import CodeRejected
from pi.service.asks import BeginBackup, GetBackupPart, Outcome, Report, ShowCode
from pi.service.protocol import BackupMade, CodeShown, Part
from tests.pi.service.rig import QASHQAI, Rig
from tests.pi.service.talker import Talker
from tests.tools.powercut.after import rows, taken_up, unlisted, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way
from tui.kept_file import keep

NAME = "backup"


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """A few reports in each turn, then a backup in place of the last one."""
    rig = Rig(directory / "state")
    reported = 0
    async with rig.service():
        await rig.set_up()
        owner = await rig.owner()
        while True:
            outside.turn()
            for _ in range(random.randint(1, 3)):
                await owner.does(Report(outcome=Outcome.REJECTED))
                reported += 1
            outside.begins(reported)
            made = await owner.asks(BeginBackup(), BackupMade)
            keep(str(directory / NAME), await _parts(owner, made.size), made.digest)
            outside.kept(reported)


async def _parts(owner: Talker, size: int) -> list[bytes]:
    parts: list[bytes] = []
    while (offset := sum(map(len, parts))) < size:
        parts.append((await owner.asks(GetBackupPart(offset=offset), Part)).data)
    return parts


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """The last backup that was promised is there, or the one that was under way, and opens."""
    promised = [int(number) for (number,) in kept(said)]
    begun = [int(number) for number in under_way(said) or ()]
    backup = directory / NAME
    if not backup.exists():
        if promised:
            yield "a backup that was promised is gone"
        return
    elsewhere = directory / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(backup, elsewhere / "steadyhand.db")
    yield from asyncio.run(_look(elsewhere, [*promised[-1:], *begun]))


async def _look(elsewhere: Path, reported: list[int]) -> list[str]:
    async with taken_up(elsewhere) as rig:
        found = list(whole(rig.house.store))
        found += unlisted(rig.house.store)
        count = sum(isinstance(one.event, CodeRejected) for one in rows(rig.house.store))
        if count not in reported:
            found.append(f"reports in the backup: {count}, not one of {reported}")
        shown = await (await rig.owner()).asks(ShowCode(), CodeShown)
        if shown.code != QASHQAI.code:
            found.append("the backup holds another code")
        return found
