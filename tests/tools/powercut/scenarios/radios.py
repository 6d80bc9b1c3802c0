"""A radio while the power goes: its attempts, its waits, and what is taken back."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Final

from pi.radio.catalogue import BUILT_IN
from pi.radio.events import ConfirmPrompted
from pi.radio.lockout import LONGEST_SLICE_S, SAVE_EVERY_S
from pi.radio.state import Name
from pi.service.asks import (
    Ask,
    ConfirmStep,
    GetStatus,
    KeepFamily,
    NewVehicle,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StopWalkthrough,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import Done, Status
from pi.service.refusal import Reason, Refusal
from pi.storage.database import open_store
from pi.storage.journal import MARKS, Journal
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import Place
from tests.pi.radio.strict_clock import CLOSE
from tests.pi.service.driving import state_of
from tests.pi.service.rig import PASSPHRASE, Rig
from tests.pi.service.talker import Talker
from tests.tools.powercut.after import early, rows, stands, taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

# Reports and whole entries, asked of the real steadyhandd over its socket.

Turn = tuple[tuple[Ask, str], ...]  # each ask, and the events it leaves

REPORTS: Final[Turn] = (
    (Report(outcome=Outcome.ASKING), "RadioAsked"),
    (Report(outcome=Outcome.REJECTED), "CodeRejected"),
    (Report(outcome=Outcome.REJECTED), "CodeRejected"),
    (Report(outcome=Outcome.ACCEPTED), "CodeAccepted"),
    (Report(outcome=Outcome.STILL_WAITING), "StillWaitingSeen"),
    (Report(outcome=Outcome.ASKS_AGAIN), "AskedAgain"),
    (Report(outcome=Outcome.INTERRUPTED), "InterruptionSeen"),
    (Report(outcome=Outcome.POWER_ON), "PowerReported"),
)
ENTRY: Final[Turn] = (
    (Report(outcome=Outcome.ASKING), "RadioAsked"),
    (StartWalkthrough(), "WalkthroughStarted"),
    *((ConfirmStep(step=step), "StepDone") for step in range(5)),
    (PromptConfirm(step=5, sure=True), "StepDone ConfirmPrompted"),  # both, or none
)
TAKEN_BACK: Final[Turn] = (REPORTS[3], (Report(outcome=Outcome.TAKE_BACK), "StatementTakenBack"))
STOPPED: Final[Turn] = (*ENTRY[:4], (StopWalkthrough(step=2), "WalkthroughStopped"))
TURNS: Final = (*((report,) for report in REPORTS), ENTRY, STOPPED, TAKEN_BACK)
# What the service adds of itself, to an event or at a start.
_ADDED: Final = MARKS | {"VehicleAdded", "LockoutBegan", "WaitCountedOut", "BatteryCut"}


async def write_attempts(outside: Outside, directory: Path, random: Random) -> None:
    """A report or an entry for each turn."""
    place = Place(directory)
    await _set_up(place.state)
    with place.service(), calling(place) as caller:
        caller.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        while True:
            outside.turn()
            for ask, event in random.choice(TURNS):
                _ask(outside, caller, ask, event)


async def _set_up(state: Path) -> None:
    rig = Rig(state)
    async with rig.service():
        await rig.set_up()


def _ask(outside: Outside, caller: Caller, ask: Ask, event: str) -> None:
    outside.begins(event)
    before = _end(caller)
    answer = caller.ask(ask)
    if answer == Done() and _end(caller) != before:
        outside.kept(event)
    else:
        outside.shown("refused, or no news")


def _end(caller: Caller) -> int:
    """The number of the last thing that was written down of the radio."""
    status = caller.ask(GetStatus())
    assert isinstance(status, Status)
    return status.radios[0].seq


def check_attempts(directory: Path, said: Sequence[Said]) -> Iterator[str]:
    """Every event that was acknowledged, in its order, and none but the one under way."""
    promised = [event for (events,) in kept(said) for event in events.split()]
    begun = under_way(said)
    (more,) = begun or ("",)
    with open_store(directory / "state") as store:
        yield from whole(store)
        told = [type(one.event).__name__ for one in rows(store)]
        found = [event for event in told if event not in _ADDED]
        if found not in (promised, [*promised, *more.split()]):
            yield f"promised {promised[-5:]} of {len(promised)}, found {found[-5:]} of {len(found)}"
        (vehicle,) = Journal(store).vehicles()
        _, state = stands(store, vehicle.id)
        prompted = promised[-1:] == [ConfirmPrompted.__name__] and begun is None
        if prompted and state.name is not Name.OUTCOME_UNKNOWN:
            yield f"the confirm was named, and the radio is {state.name}"
    yield from asyncio.run(_taken_up_attempts(directory / "state"))


async def _taken_up_attempts(state: Path) -> list[str]:
    async with taken_up(state) as rig:
        await rig.watcher()
        return list(whole(rig.house.store))


# A wait that is counted: a mark every 15 s, and everything that may come in between.

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


async def write_waits(outside: Outside, directory: Path, random: Random) -> None:
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


def check_waits(directory: Path, said: Sequence[Said]) -> Iterator[str]:
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
    yield from asyncio.run(_taken_up_waits(state, vehicle.id))


async def _taken_up_waits(state: Path, vehicle: str) -> list[str]:
    async with taken_up(state) as rig:
        watcher = await rig.watcher()
        shown = watcher.state.radio
        _, radio = stands(rig.house.store, vehicle)
        assert shown is not None
        found = list(early(rig.house.store, vehicle))
        if shown.state != radio.name:
            found.append(f"the screen says {shown.state}, the card {radio.name}")
        return found


# A slip during a wait, and its taking back: the wait goes on, or the slip still stands.

FORD: Final = NewVehicle(name="Focus", head_unit="ford-6000cd", code="5083")
SERIES: Final = 3  # wrong codes before its hour
SLIPS: Final = (
    *(Outcome.ACCEPTED, Outcome.ASKS_AGAIN, Outcome.ASKING, Outcome.REJECTED),
    *(Outcome.INTERRUPTED, Outcome.POWER_OFF),
)
BACK: Final = Report(outcome=Outcome.TAKE_BACK)


async def write_slips(outside: Outside, directory: Path, random: Random) -> None:
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


def check_slips(directory: Path, said: Sequence[Said]) -> Iterator[str]:
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
    yield from asyncio.run(_taken_up_slips(state, vehicle.id))


async def _taken_up_slips(state: Path, vehicle: str) -> list[str]:
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
