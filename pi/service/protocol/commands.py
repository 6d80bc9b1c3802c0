"""What a surface asks of the service: imperative, one struct for each ask.

Where an ask answers a step it names the step, so that the second of two answers is refused as
stale and never applied twice.
"""

from pi.service.protocol.asks_base import BaseAsk
from pi.service.protocol.asks_copies import (
    BeginBackup,
    BeginRestore,
    FinishRestore,
    GetBackupPart,
    LetGo,
    NoteCopy,
    PutRestorePart,
)
from pi.service.protocol.asks_entry import (
    AskCorrection,
    BeginAnew,
    ConfirmStep,
    GetHistory,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StepBack,
    StopWalkthrough,
)
from pi.service.protocol.asks_families import (
    GetFamilies,
    GetRemarks,
    JudgeRule,
    KeepFamily,
    LeavePractice,
    Practise,
    SpendTries,
    TickPlace,
)
from pi.service.protocol.asks_key import GetDeviceKey, KeyPlace, MoveDeviceKey
from pi.service.protocol.asks_vehicles import (
    AddToSetUp,
    AddVehicle,
    AddVehicles,
    ChangeVehicle,
    FindVehicles,
    FinishRecoveryKey,
    FinishSetUp,
    Lock,
    MakeRecoveryKey,
    NewVehicle,
    RemoveVehicle,
    SetPassphrase,
    SetPin,
    SetUp,
    ShowCode,
    Unlock,
    UnlockKind,
)

__all__ = [
    "AddToSetUp",
    "AddVehicle",
    "AddVehicles",
    "Ask",
    "AskCorrection",
    "BeginAnew",
    "BeginBackup",
    "BeginRestore",
    "ChangeVehicle",
    "ConfirmStep",
    "DropQuestion",
    "Examine",
    "FindVehicles",
    "FinishRecoveryKey",
    "FinishRestore",
    "FinishSetUp",
    "GetBackupPart",
    "GetDeviceKey",
    "GetFamilies",
    "GetHistory",
    "GetRemarks",
    "GetStatus",
    "JudgeRule",
    "KeepFamily",
    "KeyPlace",
    "LeavePractice",
    "LetGo",
    "Lock",
    "Look",
    "MakeRecoveryKey",
    "MoveDeviceKey",
    "NewVehicle",
    "NoteCopy",
    "Outcome",
    "Practise",
    "PromptConfirm",
    "PutRestorePart",
    "RemoveVehicle",
    "Report",
    "SetPassphrase",
    "SetPin",
    "SetUp",
    "ShowCode",
    "SpendTries",
    "StartWalkthrough",
    "StepBack",
    "StopWalkthrough",
    "TickPlace",
    "Unlock",
    "UnlockKind",
    "Watch",
]


class Watch(BaseAsk, frozen=True, kw_only=True):
    """Send the state now and whenever it changes."""


class Look(BaseAsk, frozen=True, kw_only=True):
    """This surface looks at another vehicle."""

    vehicle: int


class GetStatus(BaseAsk, frozen=True, kw_only=True):
    """The state of the radios of the vehicles after this number; needs no unlocking."""

    after: int = 0


class DropQuestion(BaseAsk, frozen=True, kw_only=True):
    """No, to what a button of the panel had asked once more on a screen."""


class Examine(BaseAsk, frozen=True, kw_only=True):
    """Try everything the service relies on, with a real write."""


Ask = (
    Watch
    | Look
    | GetStatus
    | SetUp
    | AddToSetUp
    | FinishSetUp
    | Unlock
    | Lock
    | SetPin
    | SetPassphrase
    | MakeRecoveryKey
    | FinishRecoveryKey
    | GetDeviceKey
    | MoveDeviceKey
    | AddVehicle
    | AddVehicles
    | ShowCode
    | FindVehicles
    | StartWalkthrough
    | ConfirmStep
    | StepBack
    | BeginAnew
    | StopWalkthrough
    | AskCorrection
    | PromptConfirm
    | Report
    | ChangeVehicle
    | RemoveVehicle
    | TickPlace
    | SpendTries
    | NoteCopy
    | BeginBackup
    | GetBackupPart
    | BeginRestore
    | PutRestorePart
    | FinishRestore
    | LetGo
    | JudgeRule
    | GetRemarks
    | KeepFamily
    | GetFamilies
    | GetHistory
    | Practise
    | LeavePractice
    | DropQuestion
    | Examine
)
