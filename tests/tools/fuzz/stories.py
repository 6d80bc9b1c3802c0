"""Stories of owners who ask for what can be asked: every ask of the protocol, with a fitting value.

A real service counts on while clocks pass, machines sleep and start anew. What came of it is held
against the judge of the lockout clock, and what was removed must be gone from the file.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from msgspec.structs import replace

from pi.guide.guide import ROAD
from pi.radio.events import CopyKind, JudgedRule
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    Answer,
    BackupMade,
    Done,
    Part,
    Reason,
    RecoveryKeyMade,
    Refusal,
    Status,
)
from pi.service.protocol.commands import Ask, Outcome, UnlockKind
from pi.storage.connection import HEADER_BYTES
from tests.pi.catalogue.own_files import SOUND
from tests.pi.service.driving import FORD
from tests.pi.service.rig import PASSPHRASE, PIN, Rig, Talker
from tests.tools.fuzz.service import PLANTED, SECRET
from tests.tools.fuzz.watching import Found
from tests.tools.powercut.after import early, left_of, stands

LIVES: Final = 3  # runs of the service in one story
ACTS: Final = 25  # of one life
PINS: Final = (PIN, "739152", "5830271")
FLEET: Final = (SECRET, FORD, replace(FORD, name="Green Focus", code="8305"))
REASONS: Final = frozenset(Reason) - {Reason.NOT_SAVED, Reason.TAMPERED, Reason.UNKNOWN_HEAD_UNIT}
"""What a sound store and a fitting ask may be refused for."""


@dataclass
class Told:
    """How often each ask was made in some stories, and how often it was not refused."""

    asked: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def note(self, ask: Ask, answer: Answer | Refusal) -> None:
        """One more. A report is told by its outcome, too."""
        names = [type(ask).__name__]
        names += [ask.outcome.value] if isinstance(ask, commands.Report) else []
        self.asked.update(names)
        if not isinstance(answer, Refusal):
            self.done.update(names)


class Story:
    """What one owner knows: the vehicles that are there, the secrets, and the copy in hand."""

    def __init__(self, random: Random, rig: Rig, told: Told) -> None:
        self.random, self.rig, self.told = random, rig, told
        self.there: list[int] = []
        self.gone: list[int] = []
        self.pin, self.last_group, self.cars = PIN, "0000", 0
        self.copied, self.head = 0, b"SQLite format 3\0".ljust(HEADER_BYTES)

    async def begin(self) -> None:
        async with self.rig.service():
            talker = await self.rig.session()
            wanted = commands.SetUp(vehicles=FLEET, pin=PIN, passphrase=PASSPHRASE)
            made = await talker.asks(wanted, RecoveryKeyMade)
            finish = commands.FinishSetUp(last_group=made.key.rsplit("-", 1)[-1])
            await talker.asks(finish, Done)  # in memory it is told not to be saved
        self.there = list(range(1, len(FLEET) + 1))

    async def live(self) -> None:
        """One run of the service: an owner, and a learner who never unlocks."""
        async with self.rig.service():
            owner, learner = await self.rig.owner(), await self.rig.watcher()
            for _ in range(ACTS):
                await self._passes()
                if await self._act(owner, learner):
                    self._judge()
            await self._taken_back_once(owner)
            PLANTED.look("what a locked session heard", learner.heard)
        for name, content in self.rig.stored().items():
            PLANTED.look(f"the file {name}", content)
        self.rig.clock.pass_time(self.random.choice((0.0, 20.0, 300.0)))
        if self.random.random() < 0.5:
            self.rig.reboot()

    async def _passes(self) -> None:
        """Time, watched or not, asleep or not; and somebody sets the date."""
        random, clock = self.random, self.rig.clock
        match random.randrange(8):
            case 0 | 1:
                await self.rig.count(random.choice((15.0, 45.0, 600.0)))
            case 2 if random.random() < 0.3:
                await self.rig.count(3700.0)
            case 3:
                clock.pass_time(random.choice((1.0, 50.0, 4000.0)))
            case 4:
                clock.suspend(random.choice((2.0, 7200.0)))
            case 5:
                clock.wall += random.choice((-(10**8), 3600.0, 10**9))

    async def _act(self, owner: Talker, learner: Talker) -> bool:
        """One thing that is asked for. Whether it may have moved a wait back and forth."""
        kinds = tuple(MAKES) + COMMON
        kind = self.random.choice(kinds)
        ask = MAKES[kind](self, owner)
        who = learner if isinstance(ask, commands.Practise | commands.LeavePractice) else owner
        answer = await who.ask(ask)
        self.told.note(ask, answer)
        if isinstance(answer, Refusal):
            in_memory = self.rig.house.store.volatile and answer.reason is Reason.NOT_SAVED
            assert answer.reason in REASONS or in_memory, f"{kind.__name__}: {answer.reason}"
        self._noted(ask, answer)
        if kind is commands.StartWalkthrough and isinstance(answer, Done):
            await self._walk(owner)
        await self._again_open(owner)
        return isinstance(answer, Done) and getattr(ask, "outcome", None) is Outcome.TAKE_BACK

    async def _walk(self, owner: Talker) -> None:
        """Some steps of an entry, or all of them and the confirm."""
        for _ in range(self.random.randint(0, 40)):
            await owner.catch_up()
            sure = owner.state.entry is not None and owner.state.entry.before_confirm
            kind = commands.PromptConfirm if sure else commands.ConfirmStep
            answer = await owner.ask(ask := MAKES[kind](self, owner))
            self.told.note(ask, answer)
            if isinstance(answer, Refusal) or sure:
                return

    async def _again_open(self, owner: Talker) -> None:
        """An owner who was locked out mostly unlocks again."""
        if not (await owner.catch_up()).lock.unlocked and self.random.random() < 0.7:
            opening = commands.Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)
            self.told.note(opening, await owner.ask(opening))
            await owner.catch_up()

    def _noted(self, ask: Ask, answer: Answer | Refusal) -> None:
        """What the owner knows from now on."""
        match ask, answer:
            case commands.RemoveVehicle(vehicle=number), Done():
                self.there.remove(number)
                self.gone.append(number)
                assert not left_of(self.rig.house.store), "something is left of what was removed"
            case ((commands.AddVehicle() | commands.AddVehicles()), Done()):
                # Numbers are never given twice.
                self.there.append(max([*self.there, *self.gone]) + 1)
            case commands.SetPin(pin=pin), Done():
                self.pin = pin
            case _, RecoveryKeyMade(key=key):
                self.last_group = key.rsplit("-", 1)[-1]
            case _, BackupMade(size=size):
                self.copied = size
            case commands.GetBackupPart(offset=0), Part(data=data):
                self.head = data[:HEADER_BYTES]

    def _judge(self) -> None:
        """No radio is safe sooner, or counted further, than its raw records allow."""
        store = self.rig.house.store
        ids = self.rig.house.companion.vehicles.ids()
        found = [line for id in ids for line in early(store, id)]
        assert not found, found[0]

    async def _taken_back_once(self, owner: Talker) -> None:
        """Each radio's last statement is taken back, and then there is none."""
        for number in self.there:
            self.told.note(back(number), await owner.ask(back(number)))
            again = await owner.refused(back(number))
            assert again.reason in {Reason.NOTHING_TO_TAKE_BACK, Reason.NO_CODE_TO_KEY_IN}, again
        self._judge()
        await self._told_as_kept(owner)

    async def _told_as_kept(self, owner: Talker) -> None:
        """What is told of each radio is what a start would make of the file."""
        radios = (await owner.asks(commands.GetStatus(), Status)).radios
        assert [one.vehicle for one in radios] == self.there, "the wrong vehicles are told"
        for id, radio in zip(self.rig.house.companion.vehicles.ids(), radios, strict=True):
            _, state = stands(self.rig.house.store, id)
            assert (radio.state, radio.rejected) == (state.name.value, state.rejected), radio

    # What fits, for the asks that need to know something

    def vehicle(self) -> int:
        """One that is there, or now and then one that was."""
        gone = self.gone if self.random.random() < 0.1 else []
        return self.random.choice(gone or self.there or [1])

    def step(self, owner: Talker) -> int:
        return owner.state.entry.at if owner.state.entry is not None else 0

    def car(self) -> commands.NewVehicle:
        self.cars += 1
        return replace(self.random.choice(FLEET), name=f"Car {self.cars}", serial="", plate="")

    def change(self) -> commands.ChangeVehicle:
        """Another name, a serial number or none, a code."""
        number = self.vehicle()
        return self.random.choice(
            (
                commands.ChangeVehicle(vehicle=number, name=f"Called {self.random.random()}"),
                commands.ChangeVehicle(vehicle=number, serial=""),
                commands.ChangeVehicle(vehicle=number, plate="HG 51 XYZ", source="a letter"),
                commands.ChangeVehicle(
                    vehicle=number, code=SECRET.code if number == 1 else FORD.code
                ),
            )
        )

    def removal(self) -> commands.RemoveVehicle:
        """One that is there, as long as two are."""
        return commands.RemoveVehicle(vehicle=self.vehicle() if len(self.there) > 1 else 999)

    def report(self) -> commands.Report:
        outcome = self.random.choice((*Outcome, Outcome.REJECTED, Outcome.REJECTED, *BACKS))
        shows = self.random.choice((None, None, None, "CODE", "WAIT", "LOCKED10"))
        vehicle = self.vehicle() if self.random.random() < 0.5 else None
        return commands.Report(outcome=outcome, vehicle=vehicle, shows=shows)

    def unlock(self) -> commands.Unlock:
        pin = commands.Unlock(kind=UnlockKind.PIN, secret=self.pin)
        return self.random.choice(
            (pin, commands.Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        )


def back(number: int) -> commands.Report:
    return commands.Report(outcome=Outcome.TAKE_BACK, vehicle=number)


Maker = Callable[[Story, Talker], Ask]
BACKS: Final = (Outcome.TAKE_BACK,) * 4
PLAIN: Final = (
    *(
        commands.Watch,
        commands.GetStatus,
        commands.Lock,
        commands.MakeRecoveryKey,
        commands.GetDeviceKey,
        commands.LetGo,
    ),
    *(
        commands.StartWalkthrough,
        commands.BeginBackup,
        commands.GetFamilies,
        commands.Examine,
        commands.DropQuestion,
    ),
    commands.LeavePractice,
)
"""What can be asked for without a word more."""


OF_A_VEHICLE: Final = (commands.Look, commands.ShowCode, commands.GetRemarks, commands.GetHistory)
AT_A_STEP: Final = (
    commands.ConfirmStep,
    commands.StepBack,
    commands.BeginAnew,
    commands.StopWalkthrough,
)


def plain(kind: Callable[[], Ask]) -> Maker:
    return lambda _, __: kind()


def of_a_vehicle(kind: Callable[..., Ask]) -> Maker:
    return lambda story, _: kind(vehicle=story.vehicle())


def at_a_step(kind: Callable[..., Ask]) -> Maker:
    return lambda story, owner: kind(step=story.step(owner))


MAKES: Final[Mapping[type, Maker]] = {
    commands.SetUp: lambda _, __: commands.SetUp(vehicles=(FORD,), pin=PIN),
    commands.AddToSetUp: lambda _, __: commands.AddToSetUp(vehicles=(FORD,)),
    commands.FinishSetUp: lambda story, _: commands.FinishSetUp(last_group=story.last_group),
    commands.Unlock: lambda story, _: story.unlock(),
    commands.SetPin: lambda story, _: commands.SetPin(pin=story.random.choice(PINS)),
    commands.SetPassphrase: lambda _, __: commands.SetPassphrase(passphrase=PASSPHRASE),
    commands.FinishRecoveryKey: lambda story, _: commands.FinishRecoveryKey(
        last_group=story.last_group
    ),
    commands.MoveDeviceKey: lambda story, _: commands.MoveDeviceKey(
        to=commands.KeyPlace.CARD, pin=story.pin
    ),
    commands.AddVehicle: lambda story, _: commands.AddVehicle(vehicle=story.car()),
    commands.AddVehicles: lambda story, _: commands.AddVehicles(vehicles=(story.car(),)),
    commands.FindVehicles: lambda _, __: commands.FindVehicles(text="Car"),
    commands.AskCorrection: lambda story, owner: commands.AskCorrection(
        step=story.step(owner), shown="5"
    ),
    commands.PromptConfirm: lambda story, owner: commands.PromptConfirm(
        step=story.step(owner), sure=True
    ),
    commands.Report: lambda story, _: story.report(),
    commands.ChangeVehicle: lambda story, _: story.change(),
    commands.RemoveVehicle: lambda story, _: story.removal(),
    commands.TickPlace: lambda story, _: commands.TickPlace(
        place=story.random.choice(ROAD), vehicle=story.vehicle()
    ),
    commands.SpendTries: lambda story, _: commands.SpendTries(display=0, vehicle=story.vehicle()),
    commands.NoteCopy: lambda story, _: commands.NoteCopy(kind=story.random.choice(list(CopyKind))),
    commands.GetBackupPart: lambda _, __: commands.GetBackupPart(offset=0),
    commands.BeginRestore: lambda story, _: commands.BeginRestore(
        size=max(story.copied, HEADER_BYTES), head=story.head, replace=True
    ),
    commands.PutRestorePart: lambda story, _: commands.PutRestorePart(data=story.head),
    commands.FinishRestore: lambda _, __: commands.FinishRestore(secret=PASSPHRASE),
    commands.JudgeRule: lambda story, _: commands.JudgeRule(
        rule=JudgedRule.STEPS, agrees=story.random.random() < 0.5, vehicle=story.vehicle()
    ),
    commands.KeepFamily: lambda _, __: commands.KeepFamily(toml=SOUND.format(name="mine")),
    commands.Practise: lambda _, __: commands.Practise(head_unit="opel-safe"),
    **{kind: plain(kind) for kind in PLAIN},
    **{kind: of_a_vehicle(kind) for kind in OF_A_VEHICLE},
    **{kind: at_a_step(kind) for kind in AT_A_STEP},
}
"""One of each, as an owner would ask for it now."""
COMMON: Final = (
    *(commands.Report,) * 30,
    *(commands.StartWalkthrough, commands.PromptConfirm) * 4,
    *(commands.RemoveVehicle, commands.MakeRecoveryKey, commands.FinishRecoveryKey),
)


async def tell(random: Random, directory: Path, told: Told) -> None:
    """One story from its set-up to its end. Raises AssertionError where it went wrong."""
    story = Story(random, Rig(directory), told)
    await story.begin()
    for _ in range(LIVES):
        await story.live()


def stories(found: Found, seed: str, many: int, directory: Path) -> None:
    """So many whole stories; each act is an input."""
    for at in range(many):
        name = f"{seed}:{at}"
        with found.one("story", name, LIVES * ACTS):
            asyncio.run(tell(Random(f"{name}:story"), directory / f"story {at}", Told()))
