"""A slip during a wait, and its taking back: the wait goes on, or the slip still stands."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from pi.radio.lockout import LONGEST_SLICE_S, SAVE_EVERY_S
from pi.radio.state import Name
from pi.service.asks import NewVehicle, Outcome, Report
from pi.service.refusal import Reason, Refusal
from pi.storage.database import open_store
from pi.storage.journal import Journal
from tests.pi.radio.strict_clock import CLOSE
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker
from tests.tools.powercut.after import early, stands, taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

FORD: Final = NewVehicle(name="Focus", head_unit="ford-6000cd", code="5083")
SERIES: Final = 3  # wrong codes before its hour
SLIPS: Final = (
    *(Outcome.ACCEPTED, Outcome.ASKS_AGAIN, Outcome.ASKING, Outcome.REJECTED),
    *(Outcome.INTERRUPTED, Outcome.POWER_OFF),
)
BACK: Final = Report(outcome=Outcome.TAKE_BACK)


async def write(outside: Outside, directory: Path, random: Random) -> None:
    """A slip and its taking back for each turn, in a wait that is begun anew before its end."""
    rig = Rig(directory / "state")
    async with rig.service():
        await rig.set_up(FORD)
        owner = await rig.watcher()
        while True:
            for _ in range(SERIES):
                await owner.does(Report(outcome=Outcome.REJECTED))
            while _counted_s(owner) < 3000:
                outside.turn()
                await _slip(outside, rig, owner, random)
            await owner.does(Report(outcome=Outcome.ACCEPTED))


async def _slip(outside: Outside, rig: Rig, owner: Talker, random: Random) -> None:
    await owner.does(Report(outcome=Outcome.POWER_ON))
    await rig.count(random.randint(1, 4) * SAVE_EVERY_S)
    await owner.catch_up()
    counted_s = _counted_s(owner)
    await _tell(outside, owner, random.choice(SLIPS), counted_s)
    rig.clock.pass_time(random.uniform(0, 2 * LONGEST_SLICE_S))
    await _tell(outside, owner, Outcome.TAKE_BACK, counted_s)


async def _tell(outside: Outside, owner: Talker, outcome: Outcome, counted_s: float) -> None:
    outside.begins(outcome.value, counted_s)
    await owner.does(Report(outcome=outcome))
    outside.kept(outcome.value, counted_s)


def _counted_s(owner: Talker) -> float:
    radio = owner.state.radio
    return radio.wait.counted_s if radio is not None and radio.wait is not None else 0.0


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """What was taken back is so, and nothing was counted by it; what was not still can be."""
    promised = kept(said)
    if not promised:
        return
    state = directory / "state"
    with open_store(state) as store:
        yield from whole(store)
        (vehicle,) = Journal(store).vehicles()
        _, radio = stands(store, vehicle.id)
        outcome, counted_s = promised[-1]
        answered = said[-1][0] == "kept" and under_way(said) is None
        if answered and outcome == Outcome.TAKE_BACK:
            found_s = -1.0 if radio.wait is None else radio.wait.counted_s
            if radio.name is not Name.WAITING or abs(found_s - float(counted_s)) > CLOSE:
                yield f"taken back, and {radio.name} with {found_s} s instead of {counted_s} s"
            if radio.said is not None:
                yield "taken back, and it still can be"
        elif answered and radio.said is None:
            yield f"{outcome} was said, and can't be taken back"
    yield from asyncio.run(_taken_up(state, vehicle.id))


async def _taken_up(state: Path, vehicle: str) -> list[str]:
    """Whatever stands there last is taken back once, in the boot after the cut."""
    async with taken_up(state) as rig:
        watcher = await rig.watcher()
        _, radio = stands(rig.house.store, vehicle)
        if radio.said is not None:
            await watcher.does(BACK)
        found = list(early(rig.house.store, vehicle))
        again = await watcher.ask(BACK)
        if not isinstance(again, Refusal) or again.reason is not Reason.NOTHING_TO_TAKE_BACK:
            found.append(f"taken back twice: {again}")
        return found
