"""A radio while the power goes: its attempts and its waits."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from pi.catalogue.catalogue import BUILT_IN
from pi.radio.events import ConfirmPrompted
from pi.radio.lockout import SAVE_EVERY_S
from pi.radio.state import Name
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, Reason, Refusal, Status
from pi.storage.journal import MARK_KINDS, Journal
from pi.storage.opening import open_store
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import Place
from tests.pi.radio.strict_clock import CLOSE
from tests.pi.service.driving import state_of
from tests.pi.service.rig import PASSPHRASE, Rig, Talker
from tests.tools.powercut.after import early, rows, stands, taken_up, whole
from tests.tools.powercut.victim import Outside, Said, kept, under_way

# Reports and whole entries, asked of the real steadyhandd over its socket.

Turn = tuple[tuple[commands.Ask, str], ...]  # each ask, and the events it leaves

REPORTS: Final[Turn] = (
    (commands.Report(outcome=commands.Outcome.ASKING), "RadioAsked"),
    (commands.Report(outcome=commands.Outcome.REJECTED), "CodeRejected"),
    (commands.Report(outcome=commands.Outcome.REJECTED), "CodeRejected"),
    (commands.Report(outcome=commands.Outcome.ACCEPTED), "CodeAccepted"),
    (commands.Report(outcome=commands.Outcome.STILL_WAITING), "StillWaitingSeen"),
    (commands.Report(outcome=commands.Outcome.ASKS_AGAIN), "AskedAgain"),
    (commands.Report(outcome=commands.Outcome.INTERRUPTED), "InterruptionSeen"),
    (commands.Report(outcome=commands.Outcome.POWER_ON), "PowerReported"),
)
ENTRY: Final[Turn] = (
    (commands.Report(outcome=commands.Outcome.ASKING), "RadioAsked"),
    (commands.StartWalkthrough(), "WalkthroughStarted"),
    *((commands.ConfirmStep(step=step), "StepDone") for step in range(5)),
    (commands.PromptConfirm(step=5, sure=True), "StepDone ConfirmPrompted"),  # both, or none
)
BACK: Final = commands.Report(outcome=commands.Outcome.TAKE_BACK)
TAKEN_BACK: Final[Turn] = (REPORTS[3], (BACK, "StatementTakenBack"))
STOPPED: Final[Turn] = (*ENTRY[:4], (commands.StopWalkthrough(step=2), "WalkthroughStopped"))
TURNS: Final = (*((report,) for report in REPORTS), ENTRY, STOPPED, TAKEN_BACK)
# What the service adds of itself, to an event or at a start.
_ADDED: Final = MARK_KINDS | {"VehicleAdded", "LockoutBegan", "WaitCountedOut", "BatteryCut"}


async def write_attempts(outside: Outside, directory: Path, random: Random) -> None:
    """A report or an entry for each turn."""
    place = Place(directory)
    rig = Rig(place.state)
    async with rig.service():
        await rig.set_up()
    with place.service(), calling(place) as caller:
        caller.ask(commands.Unlock(kind=commands.UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        while True:
            outside.turn()
            for ask, event in random.choice(TURNS):
                _ask(outside, caller, ask, event)


def _ask(outside: Outside, caller: Caller, ask: commands.Ask, event: str) -> None:
    outside.begins(event)
    before = _end(caller)
    answer = caller.ask(ask)
    if answer == Done() and _end(caller) != before:
        outside.kept(event)
    else:
        outside.shown("refused, or no news")


def _end(caller: Caller) -> int:
    status = caller.ask(commands.GetStatus())
    assert isinstance(status, Status)
    return status.radios[0].seq


async def check_attempts(directory: Path, said: Sequence[Said]) -> list[str]:
    """Every event that was acknowledged, in its order, and none but the one under way.

    Whatever the owner said last is taken back once, in the boot after the cut.
    """
    promised = [event for (events,) in kept(said) for event in events.split()]
    begun = under_way(said)
    (more,) = begun or ("",)
    with open_store(directory / "state") as store:
        found = list(whole(store))
        told = [type(one.event).__name__ for one in rows(store)]
        there = [event for event in told if event not in _ADDED]
        if there not in (promised, [*promised, *more.split()]):
            found.append(f"promised {promised[-5:]}, {len(promised)}: {there[-5:]}, {len(there)}")
        (vehicle,) = Journal(store).vehicles()
        _, state = stands(store, vehicle.id)
        prompted = promised[-1:] == [ConfirmPrompted.__name__] and begun is None
        if prompted and state.name is not Name.OUTCOME_UNKNOWN:
            found.append(f"the confirm was named, and the radio is {state.name}")
    async with taken_up(directory / "state") as rig:
        watcher = await rig.watcher()
        _, state = stands(rig.house.store, vehicle.id)
        if state.said is not None:
            await watcher.does(BACK)
        again = await watcher.ask(BACK)
        if not isinstance(again, Refusal) or again.reason is not Reason.NOTHING_TO_TAKE_BACK:
            found.append(f"taken back twice: {again}")
        return found + list(whole(rig.house.store))


# A wait that is counted: a mark every 15 s, and everything that may come in between.

PAUSING: Final = "own-pausing"  # no family that is known does; an owner's own file may
FAMILIES: Final = ("renault-keypad", "media-nav", "rover-r960", "nissan-code-in", PAUSING)


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
            await self._tell(
                owner, self._random.choice((commands.Outcome.ACCEPTED, commands.Outcome.REJECTED))
            )
        elif self._random.random() < 0.7:
            for _ in range(self._random.randint(1, 4)):
                await self._mark(owner, SAVE_EVERY_S)
        elif self._random.random() < 0.4:
            self._rig.clock.suspend(self._random.uniform(2, 5000))
            await self._mark(owner, self._random.uniform(0, 100))
        else:
            outcomes = (
                commands.Outcome.REJECTED,
                commands.Outcome.INTERRUPTED,
                commands.Outcome.STILL_WAITING,
            )
            await self._tell(owner, self._random.choice(outcomes))
            await self._tell(owner, commands.Outcome.POWER_OFF)
            await self._mark(owner, SAVE_EVERY_S)
            await self._tell(owner, commands.Outcome.POWER_ON)

    async def _mark(self, owner: Talker, seconds: float) -> None:
        self._watched_s += seconds if self._on else 0.0
        self._outside.begins(self._watched_s)
        self._rig.clock.pass_time(seconds)
        self._rig.house.mark_now()
        await self._kept(owner)

    async def _tell(self, owner: Talker, outcome: commands.Outcome) -> None:
        self._outside.begins(self._watched_s)
        await owner.does(commands.Report(outcome=outcome))
        if outcome is commands.Outcome.REJECTED:
            self._watched_s = 0.0  # another wrong code begins the wait anew
        self._on = outcome is not commands.Outcome.POWER_OFF
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
            text = (Path(BUILT_IN) / "renault-keypad.toml").read_text()
            text = text.replace('id = "renault-keypad"', f'id = "{PAUSING}"')
            text = text.replace('on_interruption = "restarts"', 'on_interruption = "pauses"')
            await (await rig.session()).does(commands.KeepFamily(toml=text))
        await rig.set_up(commands.NewVehicle(name="Car", head_unit=family, code="1234"))
    waiting = Waiting(outside, rig, random)
    while True:
        async with rig.service():
            owner = await rig.watcher()
            for _ in range(random.randint(5, 40)):
                outside.turn()
                await waiting.turn(owner)
        rig.clock.pass_time(random.uniform(0, 60))
        if random.random() < 0.5:
            rig.reboot()


async def check_waits(directory: Path, said: Sequence[Said]) -> list[str]:
    """No mark lost, never more counted than was watched, never safe too early."""
    bounds = [float(words[1]) for words in said if words[0] in ("begins", "kept")]
    with open_store(directory / "state") as store:
        found = list(whole(store))
        (vehicle,) = Journal(store).vehicles()
        _, radio = stands(store, vehicle.id)
        counted_s = radio.wait.counted_s if radio.wait is not None else 0.0
        if radio.name is Name.WAITING and counted_s > (bounds or [0.0])[-1] + CLOSE:
            found.append(f"counted {counted_s} s of {bounds[-1]} s that were watched")
        for _, end, name in kept(said)[-1:]:
            if len(rows(store)) < int(end):
                found.append(f"acknowledged up to {end}, found {len(rows(store))}")
            answered = said[-1][0] != "begins" and len(rows(store)) == int(end)
            if answered and radio.name != name:
                found.append(f"the owner saw {name}, the card says {radio.name}")
    async with taken_up(directory / "state") as rig:
        shown = (await rig.watcher()).state.radio
        _, radio = stands(rig.house.store, vehicle.id)
        assert shown is not None
        found += early(rig.house.store, vehicle.id)
        if shown.state != radio.name:
            found.append(f"the screen says {shown.state}, the card {radio.name}")
        return found
