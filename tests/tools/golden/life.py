"""The life of a store, as the code of one version keeps it for those that follow.

Its owner has several cars, and so much happens to them that the journal holds every event.
"""

import asyncio
import shutil
from pathlib import Path
from typing import Final

import msgspec

from pi.hardware import port as wires
from pi.hardware.wiring import Signal
from pi.radio.events import CopyKind, JudgedRule
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import NewVehicle, Outcome, UnlockKind
from tests.golden.files import pretty
from tests.golden.test_kept import KEPT, Noted
from tests.pi.catalogue.own_files import own_text
from tests.pi.service.driving import FINAL_WORD, FORD, told, walk_to_check
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI, Rig, Talker
from tests.pi.service.test_restoring import fetched
from tests.pi.service.wires import FakeBody

PIN: Final = "2580"
FLEET: Final = (
    QASHQAI,
    CORSA,
    FORD,
    NewVehicle(name="Weißer Leaf", head_unit="nissan-connect", code_is_lost=True),
    NewVehicle(name="Golf", head_unit="vw-safe", code="0042", serial="VWZ1Z2H1234567"),
)
OWN: Final = NewVehicle(name="Niva", head_unit="mine", code="7310", source="I did it myself")
FIRST: Final = commands.ConfirmStep(step=0)


def keep(directory: Path) -> None:
    """Make the store, its backup, and the note of what they hold, in place of those of before."""
    rig = Rig(directory / "life")
    note, backup = asyncio.run(_live(rig))
    shutil.rmtree(KEPT / "state", ignore_errors=True)
    shutil.copytree(rig.directory, KEPT / "state")
    (KEPT / "backup").write_bytes(backup)
    (KEPT / "secrets.json").write_text(f"{pretty(msgspec.to_builtins(note))}\n", "utf-8")


async def _live(rig: Rig) -> tuple[Noted, bytes]:
    """What opens the store and what it holds in the end, and a backup of that."""
    async with rig.service():
        recovery = await rig.set_up(*FLEET, pin=PIN)
        await _at_the_radios(rig, await rig.owner())
    rig.reboot()
    rig.body = FakeBody()
    rig.body.levels = dict.fromkeys((Signal.IGNITION, Signal.PARKED, Signal.FEED), True)
    async with rig.service():
        owner = await rig.owner()
        await _with_wires(rig, owner)
        opens = dict(zip(UnlockKind, (PIN, PASSPHRASE, recovery), strict=True))
        numbers = range(1, owner.state.vehicles + 1)
        shown = [await owner.asks(commands.ShowCode(vehicle=one), CodeShown) for one in numbers]
        return Noted(opens=opens, vehicles=tuple(shown)), await fetched(owner)


async def _does(owner: Talker, vehicle: int, *them: commands.Ask | Outcome) -> None:
    """Look at a vehicle, do this with it, or report that."""
    reported = [told(one) if isinstance(one, Outcome) else one for one in them]
    await owner.does(commands.Look(vehicle=vehicle), *reported)
    await owner.catch_up()


async def _key_in(owner: Talker, vehicle: int, *then: commands.Ask | Outcome) -> None:
    """A whole entry, up to the confirm key."""
    await _does(owner, vehicle)
    check = await walk_to_check(owner)
    await _does(owner, vehicle, commands.PromptConfirm(step=check.at, sure=True), *then)


async def _at_the_radios(rig: Rig, owner: Talker) -> None:
    """The first car's waits; the second's entry ends with the power; one that nobody knows yet."""
    begun = (Outcome.ASKING, commands.StartWalkthrough(), FIRST)
    await _does(owner, 1, *begun, commands.StepBack(step=1), FIRST)
    await owner.does(commands.BeginAnew(step=1), commands.StopWalkthrough(step=0))
    await _key_in(owner, 1, Outcome.ABANDONED)
    await _key_in(owner, 1, Outcome.REJECTED)
    await rig.count(20)
    await owner.does(told(Outcome.STILL_WAITING, "WAIT"))
    await _does(owner, 1, Outcome.TAKE_BACK, Outcome.POWER_OFF, Outcome.POWER_ON)
    await _does(owner, 1, Outcome.INTERRUPTED, Outcome.POWER_ON)
    await rig.count(4000)
    await _does(owner, 1, Outcome.ASKS_AGAIN, Outcome.REJECTED)
    await owner.does(commands.KeepFamily(toml=own_text("mine")), commands.AddVehicle(vehicle=OWN))
    await _key_in(owner, 6)
    await _does(owner, 2, *begun)


async def _with_wires(rig: Rig, owner: Talker) -> None:
    """The first car's wires move; then a dead end, a search, a wait under way, and copies."""
    rig.body.tell(wires.IgnitionFell(), wires.IgnitionCameBack())
    rig.body.tell(wires.IgnitionFell(), wires.IgnitionIs(on=False), wires.IgnitionIs(on=True))
    rig.body.tell(wires.FeedFell(), wires.FeedCameBack(), wires.FeedFell(), wires.FeedLost())
    await _does(owner, 1, Outcome.ACCEPTED)
    await _does(owner, 2, commands.ChangeVehicle(plate="KA SH 1"))
    await _does(owner, 3, told(Outcome.REJECTED, FINAL_WORD))
    await _does(owner, 4, commands.TickPlace(place="papers"), commands.SpendTries(display=0))
    await _does(owner, 4, commands.TickPlace(place="papers", looked=False))
    await _does(owner, 5, told(Outcome.REJECTED, "SAFE"), Outcome.REJECTED)
    await rig.count(95)
    await owner.does(commands.JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=3900.0))
    await owner.does(commands.JudgeRule(rule=JudgedRule.TRIES, agrees=True, count=2))
    await owner.does(*[commands.NoteCopy(kind=one) for one in (CopyKind.KEEPASS, CopyKind.CARD)])
