"""A wait that is counted: a mark every 15 s, and everything that may come in between."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Final

from pi.radio.catalogue import BUILT_IN
from pi.radio.lockout import SAVE_EVERY_S
from pi.radio.state import Name
from pi.service.asks import KeepFamily, NewVehicle, Outcome, Report
from pi.storage.database import open_store
from pi.storage.journal import Journal
from tests.pi.radio.strict_clock import CLOSE
from tests.pi.service.driving import state_of
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker
from tests.tools.powercut.after import early, rows, stands, taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept

PAUSING: Final = "own-pausing"  # no family that is known does; an owner's own file may
FAMILIES: Final = ("renault-keypad", "media-nav", "lotus-mp72", "nissan-code-in", PAUSING)


class Waiting:
    """A radio that waits, its owner and the true seconds that were watched with the power on."""

    def __init__(self, outside: Outside, rig: Rig, random: Random) -> None:
        self._outside = outside
        self._rig = rig
        self._random = random
        self._watched_s = 0.0
        self._on = True

    async def turn(self, owner: Talker) -> None:
        """Mostly marks; now and then something happens."""
        await owner.catch_up()
        if state_of(owner) != Name.WAITING:
            await self._tell(owner, self._random.choice((Outcome.ACCEPTED, Outcome.REJECTED)))
        elif self._random.random() < 0.7:
            for _ in range(self._random.randint(1, 4)):
                await self._mark(owner, SAVE_EVERY_S)
        elif self._random.random() < 0.4:
            self._rig.clock.suspend(self._random.uniform(2, 5000))
            await self._mark(owner, self._random.uniform(0, 100))
        else:
            outcomes = (Outcome.REJECTED, Outcome.INTERRUPTED, Outcome.STILL_WAITING)
            await self._tell(owner, self._random.choice(outcomes))
            await self._tell(owner, Outcome.POWER_OFF)
            await self._mark(owner, SAVE_EVERY_S)
            await self._tell(owner, Outcome.POWER_ON)

    async def _mark(self, owner: Talker, seconds: float) -> None:
        self._watched_s += seconds if self._on else 0.0
        self._outside.begins(self._watched_s)
        self._rig.clock.pass_time(seconds)
        self._rig.house.mark_now()
        await self._kept(owner)

    async def _tell(self, owner: Talker, outcome: Outcome) -> None:
        self._outside.begins(self._watched_s)
        await owner.does(Report(outcome=outcome))
        if outcome is Outcome.REJECTED:
            self._watched_s = 0.0  # another wrong code begins the wait anew
        self._on = outcome is not Outcome.POWER_OFF
        await self._kept(owner)

    async def _kept(self, owner: Talker) -> None:
        ((end,),) = self._rig.house.store.query("SELECT MAX(seq) FROM event")
        await owner.catch_up()
        self._outside.kept(self._watched_s, end, state_of(owner))


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """Wait, and now and then end and start the service, in this boot or another."""
    rig = Rig(directory / "state")
    family = random.choice(FAMILIES)
    async with rig.service():
        if family == PAUSING:
            await (await rig.surface()).does(KeepFamily(toml=_own_family()))
        await rig.set_up(NewVehicle(name="Car", head_unit=family, code="1234"))
    waiting = Waiting(outside, rig, random)
    while True:
        async with _owner(rig) as owner:
            for _ in range(random.randint(5, 40)):
                outside.turn()
                await waiting.turn(owner)
        rig.clock.pass_time(random.uniform(0, 60))
        if random.random() < 0.5:
            rig.reboot()


@asynccontextmanager
async def _owner(rig: Rig) -> AsyncIterator[Talker]:
    async with rig.service():
        yield await rig.watcher()


def _own_family() -> str:
    """An owner's word that the wait goes on where it was when the power went."""
    text = (Path(BUILT_IN) / "renault-keypad.toml").read_text()
    text = text.replace('id = "renault-keypad"', f'id = "{PAUSING}"')
    return text.replace('on_interruption = "restarts"', 'on_interruption = "pauses"')


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """No mark lost, never more counted than was watched, never safe too early."""
    bounds = [float(words[1]) for words in said if words[0] in ("begins", "kept")]
    state = directory / "state"
    with open_store(state) as store:
        yield from whole(store)
        (vehicle,) = Journal(store).vehicles()
        _, radio = stands(store, vehicle.id)
        counted_s = radio.wait.counted_s if radio.wait is not None else 0.0
        if radio.name is Name.WAITING and counted_s > (bounds or [0.0])[-1] + CLOSE:
            yield f"counted {counted_s} s of {bounds[-1]} s that were watched"
        for _, end, name in kept(said)[-1:]:
            if len(rows(store)) < int(end):
                yield f"acknowledged up to {end}, found {len(rows(store))}"
            answered = said[-1][0] != "begins" and len(rows(store)) == int(end)
            if answered and radio.name != name:
                yield f"the owner saw {name}, the card says {radio.name}"
    yield from asyncio.run(_taken_up(state, vehicle.id))


async def _taken_up(state: Path, vehicle: str) -> list[str]:
    async with taken_up(state) as rig:
        watcher = await rig.watcher()
        shown = watcher.state.radio
        _, radio = stands(rig.house.store, vehicle)
        assert shown is not None
        found = list(early(rig.house.store, vehicle))
        if shown.state != radio.name:
            found.append(f"the screen says {shown.state}, the card {radio.name}")
        return found
