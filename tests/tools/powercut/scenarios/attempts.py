"""Reports and whole entries, asked of the real steadyhandd over its socket."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from pi.radio.events import ConfirmPrompted
from pi.radio.state import Name
from pi.service.asks import (
    Ask,
    ConfirmStep,
    GetStatus,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StopWalkthrough,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import Done, Status
from pi.storage.database import open_store
from pi.storage.journal import MARKS, Journal
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import Place
from tests.pi.service.rig import PASSPHRASE, Rig
from tests.tools.powercut.after import rows, stands, taken_up, whole
from tests.tools.powercut.outside import Outside, Said, kept, under_way

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


async def write(outside: Outside, directory: Path, random: Random) -> None:
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


def check(directory: Path, said: Sequence[Said]) -> Iterator[str]:
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
    yield from asyncio.run(_taken_up(directory / "state"))


async def _taken_up(state: Path) -> list[str]:
    async with taken_up(state) as rig:
        await rig.watcher()
        return list(whole(rig.house.store))
