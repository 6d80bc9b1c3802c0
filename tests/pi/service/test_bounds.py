"""Whatever is said, what comes of it is bounded: every ask, every field, every line that answers.

That no line is longer than any may be is asserted wherever a test hears one (``Talker.hear``).
"""

from typing import Any, Final, get_args

import pytest
from msgspec import inspect
from msgspec.structs import replace

from pi.radio.events import CopyKind, JudgedRule
from pi.service import asks
from pi.service.asks import Ask, NewVehicle, Outcome
from tests.pi.service.rig import CORSA, PASSPHRASE, Rig

MOST_KEPT: Final = 128 * 1024  # bytes by which one ask may make the store grow
PLAUSIBLE: Final[dict[type, Any]] = {
    type(one): one
    for one in (
        asks.Watch(),
        asks.Look(vehicle=1),
        asks.GetStatus(),
        asks.SetUp(vehicles=(CORSA,), pin="1834"),
        asks.AddToSetUp(vehicles=(CORSA,)),
        asks.FinishSetUp(last_group="0000"),
        asks.Unlock(kind=asks.UnlockKind.PASSPHRASE, secret=PASSPHRASE),
        asks.Lock(),
        asks.SetPin(pin="183495"),
        asks.SetPassphrase(passphrase=PASSPHRASE),
        asks.GetDeviceKey(),
        asks.MoveDeviceKey(to=asks.KeyPlace.CARD, pin="183495", place="/media/stick"),
        asks.AddVehicle(vehicle=CORSA),
        asks.AddVehicles(vehicles=(CORSA,)),
        asks.ShowCode(vehicle=1),
        asks.FindVehicles(text="Grey"),
        asks.StartWalkthrough(vehicle=1),
        asks.ConfirmStep(step=0),
        asks.StepBack(step=0),
        asks.BeginAnew(step=0),
        asks.StopWalkthrough(step=0),
        asks.AskCorrection(step=0, shown="1"),
        asks.PromptConfirm(step=0),
        asks.Report(outcome=Outcome.REJECTED, vehicle=1, shows="CODE"),
        asks.ChangeVehicle(vehicle=1, code="1834", serial="A", plate="B", source="C"),
        asks.TickPlace(place="papers", vehicle=1),
        asks.SpendTries(display=0, vehicle=1),
        asks.NoteCopy(kind=CopyKind.CARD, vehicles=(1,), media=("disk",)),
        asks.RemoveVehicle(vehicle=1),
        asks.MakeRecoveryKey(),
        asks.FinishRecoveryKey(last_group="0000"),
        asks.BeginBackup(),
        asks.GetBackupPart(offset=0),
        asks.BeginRestore(size=4096, head=b"SQLite format 3"),
        asks.PutRestorePart(data=b"SQLite format 3"),
        asks.FinishRestore(secret=PASSPHRASE),
        asks.LetGo(),
        asks.JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=60.0, count=3, vehicle=1),
        asks.GetRemarks(vehicle=1),
        asks.KeepFamily(toml='id = "x"'),
        asks.GetFamilies(),
        asks.GetHistory(vehicle=1, before=9, limit=50),
        asks.Practise(head_unit="opel-safe"),
        asks.LeavePractice(),
        asks.DropQuestion(),
        asks.Examine(),
    )
}
"""One of each ask, every field of it given. A new ask is bounded once it stands here."""


def too_much(kind: inspect.Type) -> list[Any]:
    """Values of a type as large as a line of the protocol holds them."""
    match kind:
        case inspect.StrType():
            return ["x" * 60_000, "\U0001f697" * 14_000, "\x01" * 9_000]
        case inspect.BytesType():
            return [bytes(48_000)]
        case inspect.IntType():
            return [10**4000, -(10**4000), 2**63, -(2**63), 2**31]
        case inspect.FloatType():
            return [1e308, -1e308]
        case inspect.VarTupleType(item_type=inspect.StrType() | inspect.IntType() as one):
            text = isinstance(one, inspect.StrType)
            return [
                ("x" * 60_000,) if text else tuple(range(1, 12_000)),
                ("x" if text else 1,) * 15_000,
            ]
        case inspect.VarTupleType(item_type=inspect.StructType(cls=cls)) if cls is NewVehicle:
            return [(CORSA,) * 400, (replace(CORSA, name="x" * 60_000),)]
        case inspect.StructType(cls=cls) if cls is NewVehicle:
            fields = ("name", "head_unit", "code", "serial", "plate", "source")
            return [replace(CORSA, **{field: "x" * 60_000}) for field in fields]
        case inspect.UnionType(types=types):
            return [value for one in types for value in too_much(one)]
        case inspect.BoolType() | inspect.EnumType() | inspect.NoneType():
            return []
    raise AssertionError(f"nobody said how much of {kind} is too much")


def overdone(kind: type) -> list[Any]:
    """This ask with too much in one of its fields, each in turn."""
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    return [
        replace(PLAUSIBLE[kind], **{field.name: value})
        for field in described.fields
        for value in too_much(field.type)
    ]


async def sizes(rig: Rig) -> int:
    """Bytes of all that is kept."""
    return sum(map(len, rig.stored().values()))


def test_every_ask_is_looked_at() -> None:
    assert set(PLAUSIBLE) == set(get_args(Ask))


@pytest.mark.parametrize("opened", [False, True], ids=["locked", "unlocked"])
@pytest.mark.parametrize("kind", PLAUSIBLE, ids=lambda kind: kind.__name__)
async def test_too_much_of_anything_is_answered_in_a_line_and_not_kept(
    running: Rig, kind: type, opened: bool
) -> None:
    for ask in (PLAUSIBLE[kind], *overdone(kind)):
        talker = await (running.owner() if opened else running.watcher())
        before = await sizes(running)
        await talker.ask(ask)
        assert await sizes(running) - before <= MOST_KEPT, ask
        talker.hang_up()
