"""One set-up after the other, each in a directory of its own, in its two phases."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from pi.service.asks import FinishSetUp, SetUp, ShowCode, Unlock, UnlockKind
from pi.service.protocol import CodeShown, Done, RecoveryKeyMade
from pi.storage.store import Store
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig
from tests.tools.powercut.after import taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept

OF_A_SET_UP = ("vault", "unlocker", "record", "vehicle", "event")


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """A set-up for each turn; all but the last few are removed."""
    number = 0
    while True:
        outside.turn()
        outside.shown("gone", number - 1)
        shutil.rmtree(_state(directory, number - 1), ignore_errors=True)
        number += 1
        await _set_up(outside, Rig(_state(directory, number)), number, random)


async def _set_up(outside: Outside, rig: Rig, number: int, random: Random) -> None:
    pin, passphrase = random.choice(((PIN, PASSPHRASE), (PIN, None), (None, PASSPHRASE)))
    wanted = SetUp(vehicles=(QASHQAI, CORSA), pin=pin, passphrase=passphrase)
    async with rig.service():
        talker = await rig.surface()
        made = await talker.asks(wanted, RecoveryKeyMade)
        outside.shown("key", number, made.key)
        outside.begins(number)
        await talker.does(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
        outside.kept(number, pin or "", passphrase or "")


def _state(directory: Path, number: int) -> Path:
    return directory / f"state-{number}"


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """Each is whole or nothing, and what was finished is whole."""
    shown = [words[1:] for words in said if words[0] == "shown"]
    gone = {int(words[1]) for words in shown if words[0] == "gone"}
    keys = {int(words[1]): words[2] for words in shown if words[0] == "key"}
    finished = {int(number): secrets for number, *secrets in kept(said)}
    there = {int(path.name.rpartition("-")[2]) for path in directory.glob("state-*")}
    for number in sorted((there | finished.keys()) - gone):
        pin, passphrase = finished.get(number, (None, None))
        state = _state(directory, number)
        done = number in finished
        yield from asyncio.run(_look(state, keys.get(number), done, pin, passphrase))


async def _look(
    state: Path, key: str | None, done: bool, pin: str | None, passphrase: str | None
) -> list[str]:
    async with taken_up(state) as rig:
        store = rig.house.store
        found = list(whole(store))
        if not (await rig.watcher()).state.set_up:
            found += ["a finished set-up is lost"] if done else []
            found += [f"half a set-up: {table}" for table in OF_A_SET_UP if _holds(store, table)]
            await rig.set_up()  # nothing that was left behind is in the way
            return found
        ways = ((UnlockKind.RECOVERY, key), (UnlockKind.PIN, pin))
        for kind, secret in (*ways, (UnlockKind.PASSPHRASE, passphrase)):
            if secret and not await _opens(rig, kind, secret):
                found.append(f"set up, and this opens nothing: {kind}")
        return found if key else [*found, "set up with a key that nobody saw"]


async def _opens(rig: Rig, kind: UnlockKind, secret: str) -> bool:
    """Whether this shows the codes of both."""
    talker = await rig.surface()
    if await talker.ask(Unlock(kind=kind, secret=secret)) != Done():
        return False
    codes = [await talker.ask(ShowCode(vehicle=number)) for number in (1, 2)]
    return [one.code for one in codes if isinstance(one, CodeShown)] == [QASHQAI.code, CORSA.code]


def _holds(store: Store, table: str) -> bool:
    return bool(store.query(f"SELECT 1 FROM {table} LIMIT 1"))
