"""Copies and changes while the power goes: backups, found codes, old stores."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from msgspec.structs import replace

from pi.filesystem import sync_directory, sync_file
from pi.radio.events import CodeRejected, CopyKind, VehicleAdded, VehicleChanged
from pi.service.protocol import commands
from pi.service.protocol.answers import BackupMade, CodeShown, Done, Part
from pi.storage.connection import read_header
from pi.storage.journal import Journal
from pi.storage.schema import KNOWN_VERSION
from pi.storage.store import Store
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.records import VehicleSecrets
from tests.pi.service.rig import CORSA, QASHQAI, Rig
from tests.pi.storage.earlier import make_earlier
from tests.pi.storage.moments import at
from tests.tools.powercut.after import rows, taken_up, unlisted, whole
from tests.tools.powercut.victim import Outside, Said, kept, under_way
from tui.backup_files import keep

# Backups leave for a stick: each has its name only once it is whole, and keeps it from then on.

NAME = "backup"


async def write_backups(outside: Outside, directory: Path, random: Random) -> None:
    """A few reports in each turn, then a backup in place of the last one."""
    rig = Rig(directory / "state")
    reported = 0
    async with rig.service():
        await rig.set_up()
        owner = await rig.owner()
        while True:
            outside.turn()
            for _ in range(random.randint(1, 3)):
                await owner.does(commands.Report(outcome=commands.Outcome.REJECTED))
                reported += 1
            outside.begins(reported)
            made = await owner.asks(commands.BeginBackup(), BackupMade)
            parts: list[bytes] = []
            while (offset := sum(map(len, parts))) < made.size:
                parts.append((await owner.asks(commands.GetBackupPart(offset=offset), Part)).data)
            keep(str(directory / NAME), parts, made.digest)
            outside.kept(reported)


async def check_backups(directory: Path, said: Sequence[Said]) -> list[str]:
    """The last backup that was promised is there, or the one that was under way, and opens."""
    promised = [int(number) for (number,) in kept(said)]
    begun = [int(number) for number in under_way(said) or ()]
    backup = directory / NAME
    if not backup.exists():
        return ["a backup that was promised is gone"] if promised else []
    elsewhere = directory / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(backup, elsewhere / DATABASE_NAME)
    reported = [*promised[-1:], *begun]
    async with taken_up(elsewhere) as rig:
        found = [*whole(rig.house.store), *unlisted(rig.house.store)]
        count = sum(isinstance(one.event, CodeRejected) for one in rows(rig.house.store))
        if count not in reported:
            found.append(f"reports in the backup: {count}, not one of {reported}")
        shown = await (await rig.owner()).asks(commands.ShowCode(), CodeShown)
        if shown.code != QASHQAI.code:
            found.append("the backup holds another code")
        return found


# A lost code is found, and corrected again and again: vault and journal together.

LOST = commands.NewVehicle(name="Car", head_unit="ford-6000cd", code_is_lost=True)
MOST_VEHICLES = 40


async def write_codes(outside: Outside, directory: Path, random: Random) -> None:
    """A few changes for each turn, and now and then one more vehicle."""
    rig = Rig(directory / "state")
    async with rig.service():
        await rig.set_up(LOST)
        owner = await rig.owner()
        changes, vehicles = 0, 1
        while True:
            outside.turn()
            for _ in range(random.randint(1, 3)):
                joins = random.random() < 0.2 and vehicles < MOST_VEHICLES
                changes, vehicles = changes + (not joins), vehicles + joins
                outside.begins(changes, vehicles)
                if joins:
                    new = replace(CORSA, name=f"Car {vehicles}")
                    await owner.does(commands.AddVehicle(vehicle=new))
                else:
                    code = f"{changes:04d}"
                    fields = {"code": code, "serial": f"M{code}", "source": f"letter {code}"}
                    await owner.does(commands.ChangeVehicle(**fields))
                outside.kept(changes, vehicles)
                if joins:
                    await owner.does(commands.Look(vehicle=1))


async def check_codes(directory: Path, said: Sequence[Said]) -> list[str]:
    """As many changes in the journal as the vault's own text says, and those that were told."""
    told = kept(said)[-1:] or [("0", "1")]
    allowed = {tuple(map(int, words)) for words in (told[0], under_way(said) or told[0])}
    async with taken_up(directory / "state") as rig:
        found = [*whole(rig.house.store), *unlisted(rig.house.store)]
        events = [one.event for one in rows(rig.house.store)]
        changes = sum(isinstance(one, VehicleChanged) for one in events)
        vehicles = sum(isinstance(one, VehicleAdded) for one in events)
        if (changes, vehicles) not in allowed:
            found.append(f"told {allowed}, found {(changes, vehicles)}")
        owner = await rig.owner()
        code = f"{changes:04d}"
        wanted = (code, f"M{code}", f"letter {code}") if changes else ("", "", "")
        first, last = [await owner.ask(commands.ShowCode(vehicle=one)) for one in (1, vehicles)]
        assert isinstance(last, CodeShown)
        shown = (first.code, first.serial, first.source) if isinstance(first, CodeShown) else None
        if shown != wanted:
            found.append(f"{changes} changes, and the vault says something else")
        if vehicles > 1 and (last.name, last.code) != (f"Car {vehicles}", CORSA.code):
            found.append(f"vehicle {vehicles} came without its secrets")
        return found


# A store of an earlier version is opened by this one.

OLD_TRIES: Final = 9


def _some_past(store: Store) -> None:
    Journal(store).append([("car", CodeRejected())] * OLD_TRIES, at())


async def write_migrations(outside: Outside, directory: Path, random: Random) -> None:
    """An old store for each turn, and its first start with this version."""
    secrets = VehicleSecrets(vehicle="car", name="Car", code="1234")
    keys = {  # to stores as earlier versions left them, with a vault and some past
        version: make_earlier(directory / f"version-{version}", version, secrets, _some_past)
        for version in range(1, KNOWN_VERSION)
    }
    number = 0
    while True:
        number += 1
        state = directory / f"state-{number}"
        version, key = random.choice(list(keys.items()))
        shutil.copytree(directory / f"version-{version}", state)
        for path in state.iterdir():
            sync_file(path)
        sync_directory(state)
        sync_directory(directory)
        outside.kept("old", number, version, key)
        outside.turn()
        rig = Rig(state)
        outside.begins("migrated", number)
        async with rig.service():
            outside.kept("migrated", number)
            talker = await rig.session()
            outside.begins("copy", number)
            await talker.does(commands.NoteCopy(kind=CopyKind.CARD))
            outside.kept("copy", number)
        outside.shown("gone", number - 1)
        shutil.rmtree(directory / f"state-{number - 1}", ignore_errors=True)


async def check_migrations(directory: Path, said: Sequence[Said]) -> list[str]:
    """The old past is whole, the key opens it, and what was added since is there."""
    promised = kept(said)
    gone = {int(words[2]) for words in said if words[:2] == ("shown", "gone")}
    added = {int(words[1]) for words in promised if words[0] == "copy"}
    moved = {int(words[1]) for words in promised if words[0] == "migrated"}
    found = []
    for _, number, version, key in (words for words in promised if words[0] == "old"):
        if int(number) in gone:
            continue
        state = directory / f"state-{number}"
        # Where the power went, each step was done or was not. A hot journal has the last word.
        header = read_header(state / DATABASE_NAME)
        least = KNOWN_VERSION if int(number) in moved else int(version)
        if header is None or not least <= header.user_version <= KNOWN_VERSION:
            found.append(f"at least version {least}, found {header}")
        found += await _look_migrations(state, key, copied=int(number) in added)
    return found


async def _look_migrations(state: Path, key: str, *, copied: bool) -> list[str]:
    async with taken_up(state) as rig:
        found = list(whole(rig.house.store))
        kinds = [type(one.event).__name__ for one in rows(rig.house.store)]
        if kinds.count("CodeRejected") != OLD_TRIES:
            found.append(f"{OLD_TRIES} old tries, found {kinds.count('CodeRejected')}")
        if copied and "CopyMade" not in kinds:
            found.append("a copy that was noted after the migration is lost")
        ((version,),) = rig.house.store.query("PRAGMA user_version")
        if version != KNOWN_VERSION:
            found.append(f"opened, and still of version {version}")
        unlock = commands.Unlock(kind=commands.UnlockKind.RECOVERY, secret=key)
        if await (await rig.session()).ask(unlock) != Done():
            found.append("the recovery key opens nothing")
        return found
