"""The vault while the power goes: set-ups, PIN tries, moves of the device key, removals."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

from msgspec.structs import replace

from pi.service.protocol import commands
from pi.service.protocol.answers import (
    CodeShown,
    DeviceKeyTold,
    Done,
    Reason,
    RecoveryKeyMade,
    Refusal,
    Status,
)
from pi.storage.errors import VaultError
from pi.storage.opening import open_store
from pi.storage.vault.device_key import FILE_NAME
from pi.storage.vault.pin import MOST_TRIES, Tries
from pi.storage.vault.unlockers import find_unlocker
from pi.storage.vault.vault import UnlockerKind, Vault
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig, Talker
from tests.pi.storage.moments import at, cheap
from tests.tools.powercut.after import left_of, taken_up, whole
from tests.tools.powercut.victim import Outside, Said, kept, under_way

# One set-up after the other, each in a directory of its own, in its two phases.

OF_A_SET_UP = ("vault", "unlocker", "record", "vehicle", "event")


async def write_set_up(outside: Outside, directory: Path, random: Random) -> None:
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
    wanted = commands.SetUp(vehicles=(QASHQAI, CORSA), pin=pin, passphrase=passphrase)
    async with rig.service():
        talker = await rig.session()
        made = await talker.asks(wanted, RecoveryKeyMade)
        outside.shown("key", number, made.key)
        outside.begins(number)
        await talker.does(commands.FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
        outside.kept(number, pin or "", passphrase or "")


def _state(directory: Path, number: int) -> Path:
    return directory / f"state-{number}"


async def check_set_up(directory: Path, said: Sequence[Said]) -> list[str]:
    """Each is whole or nothing, and what was finished is whole."""
    shown = [words[1:] for words in said if words[0] == "shown"]
    gone = {int(words[1]) for words in shown if words[0] == "gone"}
    keys = {int(words[1]): words[2] for words in shown if words[0] == "key"}
    finished = {int(number): secrets for number, *secrets in kept(said)}
    there = {int(path.name.rpartition("-")[2]) for path in directory.glob("state-*")}
    found = []
    for number in sorted((there | finished.keys()) - gone):
        state = _state(directory, number)
        found += await _look_set_up(state, keys.get(number), finished.get(number))
    return found


async def _look_set_up(state: Path, key: str | None, finished: list[str] | None) -> list[str]:
    async with taken_up(state) as rig:
        store = rig.house.store
        found = list(whole(store))
        if not (await rig.watcher()).state.set_up:
            found += ["a finished set-up is lost"] if finished else []
            held = [table for table in OF_A_SET_UP if store.query(f"SELECT 1 FROM {table}")]
            found += [f"half a set-up: {table}" for table in held]
            await rig.set_up()  # nothing that was left behind is in the way
            return found
        kinds = (
            commands.UnlockKind.RECOVERY,
            commands.UnlockKind.PIN,
            commands.UnlockKind.PASSPHRASE,
        )
        for kind, secret in zip(kinds, (key, *(finished or ())), strict=False):
            if secret and not await _opens(rig, kind, secret):
                found.append(f"set up, and this opens nothing: {kind}")
        return found if key else [*found, "set up with a key that nobody saw"]


async def _opens(rig: Rig, kind: commands.UnlockKind, secret: str) -> bool:
    talker = await rig.session()
    if await talker.ask(commands.Unlock(kind=kind, secret=secret)) != Done():
        return False
    codes = [await talker.ask(commands.ShowCode(vehicle=number)) for number in (1, 2)]
    return [one.code for one in codes if isinstance(one, CodeShown)] == [QASHQAI.code, CORSA.code]


# Wrong PINs and right ones: each try is on the card before anybody looks at it.

LONGEST_PIN_WAIT_S = 3600.0


async def write_tries(outside: Outside, directory: Path, random: Random) -> None:
    """A few tries for each turn; after the tenth wrong one the PIN is set anew."""
    rig = Rig(directory / "state")
    async with rig.service():
        await rig.set_up()
        wrong = 0
        while True:
            outside.turn()
            for _ in range(random.randint(1, 4)):
                rig.clock.pass_time(LONGEST_PIN_WAIT_S)
                wrong = await _try(outside, rig, wrong, right=random.random() < 0.15)


async def _try(outside: Outside, rig: Rig, wrong: int, *, right: bool) -> int:
    """One try, told when it is answered. The wrong ones since the last right one."""
    talker = await rig.session()
    outside.begins("right" if right else "wrong")
    secret = PIN if right else "999999"
    answer = await talker.ask(commands.Unlock(kind=commands.UnlockKind.PIN, secret=secret))
    talker.hang_up()
    if answer == Done():
        outside.kept(0)
        return 0
    assert isinstance(answer, Refusal)
    outside.kept(wrong + 1)
    if answer.reason is Reason.PIN_DROPPED:
        outside.begins("anew")
        vault = Vault(rig.house.store, cheap)  # as the owner does with the passphrase
        vault.unlock(UnlockerKind.PASSPHRASE, PASSPHRASE, rig.clock.now()).set_pin(PIN)
        outside.kept(0)
        return 0
    return wrong + 1


async def check_tries(directory: Path, said: Sequence[Said]) -> list[str]:
    """As many tries are counted as were told, and not one less."""
    counted = int(kept(said)[-1][0]) if kept(said) else 0
    begun = under_way(said)
    with open_store(directory / "state") as store:
        found = list(whole(store))
        has_pin = find_unlocker(store, UnlockerKind.PIN) is not None
        rows = store.query("SELECT failed FROM pin_guard")
        tries = (rows[0][0] if rows else 0) if has_pin else MOST_TRIES
    if tries not in _may_be(counted, begun):
        found.append(f"told {counted} tries, {begun} under way, the card says {tries}")
    return found + await _tried_again(directory / "state", tries)


def _may_be(counted: int, begun: Said | None) -> set[int]:
    """What the card may say. A try under way is counted already, or not yet."""
    known = {
        None: {counted},
        ("wrong",): {counted, counted + 1},
        ("right",): {counted, counted + 1, 0},
    }
    return known.get(begun, {MOST_TRIES, 0})


async def _tried_again(state: Path, found: int) -> list[str]:
    """The next boot gives no try back, and the right PIN opens once its wait is over."""
    async with taken_up(state) as rig:
        talker = await rig.session()
        right = commands.Unlock(kind=commands.UnlockKind.PIN, secret=PIN)
        answer = await talker.ask(right)
        if found == MOST_TRIES:
            refused = isinstance(answer, Refusal) and answer.reason is not Reason.WRONG_SECRET
            return [] if refused else [f"a dropped PIN is answered with {answer}"]
        wait_s = max(0.0, Tries(failed=found).wait_s - 5.0)
        if wait_s:
            wanted = Refusal(reason=Reason.PIN_WAIT, wait_s=wait_s)
            early = [] if answer == wanted else [f"after {found} tries: {answer}"]
            rig.clock.pass_time(wait_s)
            answer = await talker.ask(right)
            return early if answer == Done() else [*early, f"the right PIN: {answer}"]
        return [] if answer == Done() else [f"the right PIN: {answer}"]


# The device key moves to a stick and back: whichever key the PIN needs after a cut is there.

STATE, STICK = "state", "stick"


async def write_moves(outside: Outside, directory: Path, random: Random) -> None:
    """One move in each turn, there or back. State and stick share the card, and so its cuts."""
    rig = Rig(directory / STATE)
    rig.sticks = [directory / STICK]
    rig.sticks[0].mkdir()
    async with rig.service():
        await rig.set_up()
        outside.kept("file")
        owner = await rig.owner()
        while True:
            for to, place in ((commands.KeyPlace.STICK, "stick"), (commands.KeyPlace.CARD, "file")):
                outside.turn()
                outside.begins(place)
                await owner.asks(commands.MoveDeviceKey(to=to, pin=PIN), DeviceKeyTold)
                outside.kept(place)


async def check_moves(directory: Path, said: Sequence[Said]) -> list[str]:
    """The PIN opens, from the place that was promised last or the one that was under way."""
    places = {place for (place,) in kept(said)[-1:]} | set(under_way(said) or ())
    with open_store(directory / STATE) as store:
        found = list(whole(store))
        vault = Vault(store, cheap, sticks=lambda: (directory / STICK,))
        vault.pin_key.tidy()  # as a start does
        place = vault.device_key_place
        if places and place not in places:
            found.append(f"the key is at {place}, not one of {places}")
        if place == "stick" and (directory / STATE / FILE_NAME).exists():
            found.append("a key is left on the card")
        try:
            vault.unlock(UnlockerKind.PIN, PIN, at(boot="after the cut")).close()
        except VaultError as error:
            found.append(f"the PIN does not open: {error!r}")
    return found


# Vehicles join and are removed: each is whole or gone; and the recovery key is one of two.

FEWEST = 2  # vehicles, so that one is always there to be compared


async def write_removals(outside: Outside, directory: Path, random: Random) -> None:
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
                await owner.does(commands.RemoveVehicle(vehicle=gone))
                there = left
            else:
                last += 1
                outside.begins(key, key, *there, last)
                await owner.does(commands.AddVehicle(vehicle=replace(CORSA, name=f"Car {last}")))
                there = [*there, last]
            outside.kept(key, key, *there)


async def _another_key(outside: Outside, owner: Talker, old: str, there: list[int]) -> str:
    """The old one or the new one opens from here on. Returns the new one."""
    new = (await owner.asks(commands.MakeRecoveryKey(), RecoveryKeyMade)).key
    outside.begins(old, new, *there)
    await owner.does(commands.FinishRecoveryKey(last_group=new.rsplit("-", 1)[-1]))
    return new


async def check_removals(directory: Path, said: Sequence[Said]) -> list[str]:
    """The vehicles that were told, or those that were about to be; each with its code."""
    told = kept(said)
    if not told:
        return []
    allowed = [told[-1], under_way(said) or told[-1]]
    keys = {key for old, new, *_ in allowed for key in (old, new)}
    fleets = [[int(one) for one in there] for _, _, *there in allowed]
    async with taken_up(directory / "state") as rig:
        found = list(whole(rig.house.store, removed=True))
        opening = [
            commands.Unlock(kind=commands.UnlockKind.RECOVERY, secret=key) for key in sorted(keys)
        ]
        owner = await rig.session()
        opened = [await owner.ask(one) == Done() for one in opening]
        if sum(opened) != 1:
            found.append(f"{sum(opened)} of {len(keys)} recovery keys open it")
        owner = await rig.owner()
        there = [one.vehicle for one in (await owner.asks(commands.GetStatus(), Status)).radios]
        if there not in fleets:
            found.append(f"vehicles {there}, and not one of {fleets}")
        for number in there:
            shown = await owner.ask(commands.ShowCode(vehicle=number))
            wanted = QASHQAI.code if number == 1 else CORSA.code
            if not isinstance(shown, CodeShown) or shown.code != wanted:
                found.append(f"vehicle {number} is there without its code")
        await rig.house.check_whole()  # soon after each start, with what an earlier run left undone
        if left_of(rig.house.store) or rig.house.store.query("SELECT * FROM unswept"):
            found.append("a removed vehicle left something behind")
        return found
