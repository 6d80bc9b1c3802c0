"""What a surface asks of the service: imperative, one struct for each ask.

Where an ask answers a step it names the step, so that the second of two answers is refused as
stale and never applied twice.
"""

from enum import StrEnum

from msgspec import Struct

from pi.radio.events import CopyKind, JudgedRule


class _Ask(Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """The shape all asks share."""


class _SecretAsk(_Ask, frozen=True, kw_only=True):
    """An ask that carries a secret: it prints as its name alone."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(★)"


class NewVehicle(_SecretAsk, frozen=True, kw_only=True, tag=False):
    """A vehicle as its owner describes it. ``source``: where the code came from."""

    name: str
    head_unit: str
    code: str = ""
    serial: str = ""
    plate: str = ""
    source: str = ""
    code_is_lost: bool = False  # a radio that takes one, kept without: its owner looks for it


class Watch(_Ask, frozen=True, kw_only=True):
    """Send the state now and whenever it changes."""


class Look(_Ask, frozen=True, kw_only=True):
    """This surface looks at another vehicle."""

    vehicle: int


class GetStatus(_Ask, frozen=True, kw_only=True):
    """The state of every vehicle's radio; needs no unlocking."""


class SetUp(_SecretAsk, frozen=True, kw_only=True):
    """Make the vault in memory; nothing is saved before ``FinishSetUp``."""

    vehicles: tuple[NewVehicle, ...]
    pin: str | None = None
    passphrase: str | None = None


class AddToSetUp(_SecretAsk, frozen=True, kw_only=True):
    """More vehicles for the set-up under way, as one line holds only so many."""

    vehicles: tuple[NewVehicle, ...]


class FinishSetUp(_SecretAsk, frozen=True, kw_only=True):
    """The recovery key was written down: its last group proves it. Saves everything at once."""

    last_group: str


class UnlockKind(StrEnum):
    """What opens the vault."""

    PIN = "pin"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


class Unlock(_SecretAsk, frozen=True, kw_only=True):
    """Open the vault for this surface alone."""

    kind: UnlockKind
    secret: str


class Lock(_Ask, frozen=True, kw_only=True):
    """Close the vault for this surface."""


class AddVehicle(_SecretAsk, frozen=True, kw_only=True):
    """One more vehicle."""

    vehicle: NewVehicle


class ShowCode(_Ask, frozen=True, kw_only=True):
    """The code of a vehicle, for an unlocked surface."""

    vehicle: int | None = None


class FindVehicles(_SecretAsk, frozen=True, kw_only=True):
    """Vehicles whose name holds the text, or whose number it is. Names need an unlocked surface."""

    text: str = ""
    limit: int = 9


class StartWalkthrough(_Ask, frozen=True, kw_only=True):
    """Begin a guided entry."""

    vehicle: int | None = None


class ConfirmStep(_Ask, frozen=True, kw_only=True):
    """This step is done: the display shows what it should."""

    step: int


class StepBack(_Ask, frozen=True, kw_only=True):
    """Back to the step before this one."""

    step: int


class BeginAnew(_Ask, frozen=True, kw_only=True):
    """The entry is begun again from its first step."""

    step: int


class StopWalkthrough(_Ask, frozen=True, kw_only=True):
    """Leave the entry before the confirm."""

    step: int


class AskCorrection(_SecretAsk, frozen=True, kw_only=True):
    """What mends this step, whose position shows something else.

    ``moved_on``: the owner had come to a later position, such as the check, and went back.
    """

    step: int
    shown: str
    moved_on: bool = False


class PromptConfirm(_Ask, frozen=True, kw_only=True):
    """The display shows the code: name the confirm key. ``sure``: the price is known."""

    step: int
    sure: bool = False


class Outcome(StrEnum):
    """What an owner can report. The values are the words of ``steadyhand report``."""

    ASKING = "asking"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    ABANDONED = "abandoned"
    STILL_WAITING = "still-waiting"
    ASKS_AGAIN = "asks-again"
    INTERRUPTED = "interrupted"
    POWER_ON = "power-on"
    POWER_OFF = "power-off"


class Report(_Ask, frozen=True, kw_only=True):
    """What the radio did. ``answers`` names the journal's end the owner saw, where it matters."""

    outcome: Outcome
    vehicle: int | None = None
    shows: str | None = None
    answers: int | None = None


class ChangeVehicle(_SecretAsk, frozen=True, kw_only=True):
    """Something of a vehicle is found, or was wrong. None leaves a field, empty text deletes it.

    A code is never deleted, and never changed while an entry is under way.
    """

    vehicle: int | None = None
    code: str | None = None
    serial: str | None = None
    plate: str | None = None
    source: str | None = None


class TickPlace(_Ask, frozen=True, kw_only=True):
    """A place of the guide was looked into for the lost code, or was not after all."""

    place: str
    looked: bool = True
    vehicle: int | None = None


class SpendTries(_Ask, frozen=True, kw_only=True):
    """The owner is about to key wrong codes, as the set then shows its serial number.

    ``display`` is the place of that way among the family's ``serial.displays``, from 0. Its tries
    are counted before the owner is told the keys, and the lockout clock runs.
    """

    display: int
    vehicle: int | None = None
    answers: int | None = None


class NoteCopy(_Ask, frozen=True, kw_only=True):
    """A copy was made and checked: of these vehicles, by number, or of all where none is named."""

    kind: CopyKind
    vehicles: tuple[int, ...] = ()


class BeginBackup(_Ask, frozen=True, kw_only=True):
    """Make a copy of the whole store, for an unlocked surface to fetch in parts."""


class GetBackupPart(_Ask, frozen=True, kw_only=True):
    """The bytes of the copy from this place on, as many as a line takes."""

    offset: int


class BeginRestore(_Ask, frozen=True, kw_only=True):
    """A backup of so many bytes is about to come in; ``head`` are its first hundred.

    ``replace``: what is kept here now may be put aside for it.
    """

    size: int
    head: bytes
    replace: bool = False


class PutRestorePart(_Ask, frozen=True, kw_only=True):
    """The bytes of the backup that follow, at most as many as ``protocol.PART_BYTES``."""

    data: bytes


class FinishRestore(_SecretAsk, frozen=True, kw_only=True):
    """All of it came in. ``secret``: the backup's recovery key or passphrase."""

    secret: str


class JudgeRule(_Ask, frozen=True, kw_only=True):
    """The owner confirms a rule of the radio's family, or says what they saw instead."""

    rule: JudgedRule
    agrees: bool
    seconds: float | None = None
    count: int | None = None
    vehicle: int | None = None


class GetRemarks(_Ask, frozen=True, kw_only=True):
    """What the owner has confirmed or corrected, newest first."""

    vehicle: int | None = None


class KeepFamily(_Ask, frozen=True, kw_only=True):
    """The owner's own description of a radio, as the text of its TOML file."""

    toml: str


class GetFamilies(_Ask, frozen=True, kw_only=True):
    """The owner's own families with ids after this one, and the files that were skipped."""

    after: str = ""


class GetHistory(_Ask, frozen=True, kw_only=True):
    """Attempts and lockouts, newest first, before a sequence number."""

    vehicle: int | None = None
    before: int | None = None
    limit: int = 50


class Practise(_Ask, frozen=True, kw_only=True):
    """From here on this surface practises on a radio of this family, and nothing is stored.

    Empty: the family of the vehicle it looks at. A practice under way is forgotten.
    """

    head_unit: str = ""


class LeavePractice(_Ask, frozen=True, kw_only=True):
    """Back to what is real. Harmless without a practice."""


class Examine(_Ask, frozen=True, kw_only=True):
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
    | AddVehicle
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
    | TickPlace
    | SpendTries
    | NoteCopy
    | BeginBackup
    | GetBackupPart
    | BeginRestore
    | PutRestorePart
    | FinishRestore
    | JudgeRule
    | GetRemarks
    | KeepFamily
    | GetFamilies
    | GetHistory
    | Practise
    | LeavePractice
    | Examine
)
