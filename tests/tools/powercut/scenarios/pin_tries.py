"""Wrong PINs and right ones: each try is on the card before anybody looks at it."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from pi.service.asks import Unlock, UnlockKind
from pi.service.protocol import Done
from pi.service.refusal import Reason, Refusal
from pi.storage.database import open_store
from pi.storage.pin_guard import MOST_TRIES, Tries
from pi.storage.unlockers import UnlockerKind, find_unlocker
from pi.storage.vault import Vault
from tests.pi.service.rig import PASSPHRASE, PIN, Rig
from tests.pi.storage.moments import cheap
from tests.tools.powercut.after import taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

RIGHT, WRONG = "right", "wrong"
LONGEST_PIN_WAIT_S = 3600.0


async def write(outside: Outside, directory: Path, random: Random) -> None:
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
    talker = await rig.surface()
    outside.begins(RIGHT if right else WRONG)
    secret = PIN if right else "999999"
    answer = await talker.ask(Unlock(kind=UnlockKind.PIN, secret=secret))
    talker.hang_up()
    if answer == Done():
        outside.kept(0)
        return 0
    assert isinstance(answer, Refusal)
    outside.kept(wrong + 1)
    if answer.reason is Reason.PIN_DROPPED:
        outside.begins("anew")
        _set_anew(rig)
        outside.kept(0)
        return 0
    return wrong + 1


def _set_anew(rig: Rig) -> None:
    """As the owner does with the passphrase, after the tenth wrong try."""
    vault = Vault(rig.house.store, cheap)
    unlocked = vault.unlock(UnlockerKind.PASSPHRASE, PASSPHRASE, rig.clock.now())
    unlocked.set_pin(PIN)


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """As many tries are counted as were told, and not one less."""
    told = [int(count) for (count,) in kept(said)]
    counted = told[-1] if told else 0
    begun = under_way(said)
    with open_store(directory / "state") as store:
        yield from whole(store)
        has_pin = find_unlocker(store, UnlockerKind.PIN) is not None
        rows = store.query("SELECT failed FROM pin_guard")
        found = rows[0][0] if rows else 0
        found = found if has_pin else MOST_TRIES
    if found not in _may_be(counted, begun):
        yield f"told {counted} tries, {begun} under way, the card says {found}"
    yield from asyncio.run(_tried_again(directory / "state", found))


def _may_be(counted: int, begun: Said | None) -> set[int]:
    """What the card may say. A try under way is counted already, or not yet."""
    match begun:
        case None:
            return {counted}
        case ("wrong",):
            return {counted, counted + 1}
        case ("right",):
            return {counted, counted + 1, 0}
        case _:
            return {MOST_TRIES, 0}


async def _tried_again(state: Path, found: int) -> list[str]:
    """The next boot gives no try back, and the right PIN opens once its wait is over."""
    async with taken_up(state) as rig:
        talker = await rig.surface()
        right = Unlock(kind=UnlockKind.PIN, secret=PIN)
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
