"""A store of an earlier version is opened by this one."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

from pi.filesystem import sync_directory
from pi.radio.events import CodeRejected, CopyKind, VehicleAdded
from pi.service.asks import NoteCopy, Unlock, UnlockKind
from pi.service.protocol import Done
from pi.storage.connection import connect, read_header
from pi.storage.database import DATABASE_NAME
from pi.storage.durable import sync_file
from pi.storage.journal import Journal
from pi.storage.records import VehicleSecrets
from pi.storage.schema import KNOWN_VERSION, migrate
from pi.storage.store import Store
from pi.storage.vault import Vault
from tests.pi.service.rig import PIN, Rig
from tests.pi.storage.earlier import before_the_list, go_back
from tests.pi.storage.moments import at, cheap
from tests.tools.powercut.after import rows, taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept

OLD_TRIES: Final = 9


async def write(outside: Outside, directory: Path, random: Random) -> None:
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


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
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
        yield from asyncio.run(_look(state, key, copied))


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


async def _look(state: Path, key: str, copied: bool) -> list[str]:
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
