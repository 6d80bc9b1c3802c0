"""Copies and changes while the power goes: noted copies, backups, found codes, old stores."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

from msgspec.structs import replace

from pi.filesystem import sync_directory
from pi.radio.events import CodeRejected, CopyKind, CopyMade, VehicleAdded, VehicleChanged
from pi.service.asks import (
    AddVehicle,
    BeginBackup,
    ChangeVehicle,
    GetBackupPart,
    Look,
    NewVehicle,
    NoteCopy,
    Outcome,
    Report,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import BackupMade, CodeShown, Done, Part
from pi.storage.connection import connect, read_header
from pi.storage.database import DATABASE_NAME
from pi.storage.durable import sync_file
from pi.storage.journal import Journal
from pi.storage.records import VehicleSecrets
from pi.storage.schema import KNOWN_VERSION, migrate
from pi.storage.store import Store
from pi.storage.vault import Vault
from tests.pi.service.rig import CORSA, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker
from tests.pi.storage.earlier import before_the_list, go_back
from tests.pi.storage.moments import at, cheap
from tests.tools.powercut.after import rows, taken_up, unlisted, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way
from tui.kept_file import keep

# Copies off the car are noted, as the owner is told that they are.


async def write_copies(outside: Outside, directory: Path, random: Random) -> None:
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


def check_copies(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """Every copy that was noted, of both vehicles, and none but the one under way."""
    promised = [kind for (kind,) in kept(said)]
    yield from asyncio.run(_look_copies(directory / "state", promised, under_way(said) or ()))


async def _look_copies(state: Path, promised: list[str], begun: Said) -> list[str]:
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


def check_backups(directory: Path, said: Sequence[Said]) -> Iterator[str]:
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
    yield from asyncio.run(_look_backups(elsewhere, [*promised[-1:], *begun]))


async def _look_backups(elsewhere: Path, reported: list[int]) -> list[str]:
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


# A lost code is found, and corrected again and again: vault and journal together.

LOST = NewVehicle(name="Car", head_unit="ford-6000cd", code_is_lost=True)
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


def check_codes(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """As many changes in the journal as the vault's own text says, and those that were told."""
    told = kept(said)[-1:] or [("0", "1")]
    allowed = {tuple(map(int, words)) for words in (told[0], under_way(said) or told[0])}
    yield from asyncio.run(_look_codes(directory / "state", allowed))


async def _look_codes(state: Path, allowed: set[tuple[int, ...]]) -> list[str]:
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


# A store of an earlier version is opened by this one.

OLD_TRIES: Final = 9


async def write_migrations(outside: Outside, directory: Path, random: Random) -> None:
    """An old store for each turn, and its first start with this version."""
    made = [_Old(directory, version) for version in range(1, KNOWN_VERSION)]
    number = 0
    while True:
        number += 1
        state = directory / f"state-{number}"
        old = random.choice(made)
        old.put(state)
        outside.kept("old", number, old.version, old.key)
        outside.turn()
        rig = Rig(state)
        outside.begins("migrated", number)
        async with rig.service():
            outside.kept("migrated", number)
            talker = await rig.surface()
            outside.begins("copy", number)
            await talker.does(NoteCopy(kind=CopyKind.CARD))
            outside.kept("copy", number)
        outside.shown("gone", number - 1)
        shutil.rmtree(directory / f"state-{number - 1}", ignore_errors=True)


class _Old:
    """A store as an earlier version left it, with a vault and some past."""

    def __init__(self, directory: Path, version: int) -> None:
        self.version = version
        self._state = directory / f"version-{version}"
        self.key = _make_old(self._state, version)

    def put(self, state: Path) -> None:
        """Put it on the card, durably."""
        shutil.copytree(self._state, state)
        for path in state.iterdir():
            sync_file(path)
        sync_directory(state)
        sync_directory(state.parent)


def _make_old(state: Path, version: int) -> str:
    """Written by this version, then without the tables that came later. Its recovery key."""
    state.mkdir(mode=0o700)
    path = state / DATABASE_NAME
    path.touch(0o600)
    with closing(connect(path)) as connection:
        migrate(connection)
        store = Store(connection, state, path)
        journal = Journal(store)
        secrets = VehicleSecrets(vehicle="car", name="Car", code="1234")
        with before_the_list():
            setup = Vault(store, cheap).prepare_setup([secrets], pin=PIN)
        setup.commit(journal, [("car", VehicleAdded(head_unit="nissan-radio-code"))], at())
        journal.append([("car", CodeRejected())] * OLD_TRIES, at())
        go_back(connection, version)
    return setup.recovery_key.reveal()


def check_migrations(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """The old past is whole, the key opens it, and what was added since is there."""
    promised = kept(said)
    gone = {int(words[2]) for words in said if words[:2] == ("shown", "gone")}
    added = {int(words[1]) for words in promised if words[0] == "copy"}
    moved = {int(words[1]) for words in promised if words[0] == "migrated"}
    for _, number, version, key in (words for words in promised if words[0] == "old"):
        if int(number) in gone:
            continue
        state = directory / f"state-{number}"
        yield from _version(state, int(version), int(number) in moved)
        copied = int(number) in added
        yield from asyncio.run(_look_migrations(state, key, copied))


def _version(state: Path, old: int, moved: bool) -> Iterator[str]:
    """Where the power went, each step was done or was not. A hot journal has the last word."""
    path = state / DATABASE_NAME
    header = read_header(path)
    if header is None:
        yield "this is no database"
    elif not old <= header.user_version <= KNOWN_VERSION:
        yield f"version {header.user_version}, made from {old}"
    elif moved and header.user_version != KNOWN_VERSION:
        yield f"the migration is lost: version {header.user_version}"


async def _look_migrations(state: Path, key: str, copied: bool) -> list[str]:
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
        unlock = Unlock(kind=UnlockKind.RECOVERY, secret=key)
        if await (await rig.surface()).ask(unlock) != Done():
            found.append("the recovery key opens nothing")
        return found
