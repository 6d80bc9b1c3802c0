"""What a session asks of the service: imperative, one struct for each command.

Where an ask answers a step it names the step, so that the second of two answers is refused as
stale and never applied twice.
"""

from enum import StrEnum

from msgspec import Struct

from pi.radio.events import CopyKind, JudgedRule, Stands


class BaseAsk(Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """The shape all asks share."""


class SecretAsk(BaseAsk, frozen=True, kw_only=True):
    """An ask that carries a secret: it prints as its name alone."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(★)"


class NoteCopy(BaseAsk, frozen=True, kw_only=True):
    """A copy was made and checked: of these vehicles, by number, or of all where none is named.

    ``media``: what a file lies on, as ``media_of`` tells it. The service compares it with what
    its own state lies on. ``taken_off``: the last one of this kind was made on this card, and its
    owner has taken it elsewhere since.
    """

    kind: CopyKind
    vehicles: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    taken_off: bool = False


class BeginBackup(BaseAsk, frozen=True, kw_only=True):
    """Make a copy of the whole store, for an unlocked session to fetch in parts."""


class GetBackupPart(BaseAsk, frozen=True, kw_only=True):
    """The bytes of the copy from this place on, as many as a line takes."""

    offset: int


class BeginRestore(BaseAsk, frozen=True, kw_only=True):
    """A backup of so many bytes is about to come in; ``head`` are its first hundred.

    ``replace``: what is kept here now may be put aside for it. A session has to unlock first where
    something can open it.
    """

    size: int
    head: bytes
    replace: bool = False


class PutRestorePart(BaseAsk, frozen=True, kw_only=True):
    """The bytes of the backup that follow, at most as many as ``protocol.PART_BYTES``."""

    data: bytes


class FinishRestore(SecretAsk, frozen=True, kw_only=True):
    """All of it came in. ``secret``: the backup's recovery key or passphrase."""

    secret: str


class LetGo(BaseAsk, frozen=True, kw_only=True):
    """The copy that this session fetched, or the backup that it brought, is not wanted any more."""


class StartWalkthrough(BaseAsk, frozen=True, kw_only=True):
    """Begin a guided entry."""

    vehicle: int | None = None


class ConfirmStep(BaseAsk, frozen=True, kw_only=True):
    """This step is done: the display shows what it should."""

    step: int


class StepBack(BaseAsk, frozen=True, kw_only=True):
    """Back to the step before this one."""

    step: int


class BeginAnew(BaseAsk, frozen=True, kw_only=True):
    """The entry is begun again from its first step."""

    step: int


class StopWalkthrough(BaseAsk, frozen=True, kw_only=True):
    """Leave the entry before the confirm."""

    step: int


class AskCorrection(SecretAsk, frozen=True, kw_only=True):
    """What mends this step, whose position shows something else.

    ``moved_on``: the owner had come to a later position, such as the check, and went back.
    """

    step: int
    shown: str
    moved_on: bool = False


class PromptConfirm(BaseAsk, frozen=True, kw_only=True):
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
    TAKE_BACK = "take-back"  # the last of these: it was not so


class Report(BaseAsk, frozen=True, kw_only=True):
    """What the radio did. ``answers`` names the journal's end the owner saw, where it matters.

    ``shows``: what its display reads. A word that says for sure that it waits, or that only a
    dealer helps, decides over an outcome that says otherwise.
    """

    outcome: Outcome
    vehicle: int | None = None
    shows: str | None = None
    answers: int | None = None


class GetHistory(BaseAsk, frozen=True, kw_only=True):
    """Attempts and lockouts, newest first, before a sequence number."""

    vehicle: int | None = None
    before: int | None = None
    limit: int = 50


class TickPlace(BaseAsk, frozen=True, kw_only=True):
    """A place of the guide was looked into for the lost code, or was not after all."""

    place: str
    looked: bool = True
    vehicle: int | None = None


class SpendTries(BaseAsk, frozen=True, kw_only=True):
    """The owner is about to key wrong codes, as the set then shows its serial number.

    ``display`` is the place of that way among the family's ``serial.displays``, from 0. Its tries
    are counted before the owner is told the keys, and the lockout clock runs.
    """

    display: int
    vehicle: int | None = None
    answers: int | None = None


class JudgeRule(BaseAsk, frozen=True, kw_only=True):
    """The owner confirms a rule of the radio's family, or says what they saw instead."""

    rule: JudgedRule
    agrees: bool
    seconds: float | None = None
    count: int | None = None
    vehicle: int | None = None


class GetRemarks(BaseAsk, frozen=True, kw_only=True):
    """What the owner has confirmed or corrected, newest first."""

    vehicle: int | None = None


class KeepFamily(BaseAsk, frozen=True, kw_only=True):
    """The owner's own description of a radio, as the text of its TOML file."""

    toml: str


class GetFamilies(BaseAsk, frozen=True, kw_only=True):
    """The owner's own families with ids after this one, and the files that were skipped."""

    after: str = ""


class Beginning(SecretAsk, frozen=True, kw_only=True, tag=False):
    """How far its owner is with a radio, before anything was seen of it here.

    ``tried``: how many wrong codes, None where nobody knows. ``shows``: what the display reads; a
    word that waits or is final for sure decides. ``stands`` None: what the others say.
    """

    stands: Stands | None = None
    tried: int | None = None
    shows: str = ""


class Practise(BaseAsk, frozen=True, kw_only=True):
    """From here on this session practises on a radio of this family, and nothing is stored.

    Empty: the family of the vehicle it looks at. A practice under way is forgotten.
    ``beginning``: what the radio has behind it.
    """

    head_unit: str = ""
    beginning: Beginning | None = None


class LeavePractice(BaseAsk, frozen=True, kw_only=True):
    """Back to what is real. Harmless without a practice."""


class KeyPlace(StrEnum):
    """Where the PIN's other half can be moved."""

    STICK = "stick"
    CARD = "card"


class GetDeviceKey(BaseAsk, frozen=True, kw_only=True):
    """Where the PIN's other half is kept. Needs no unlocking."""


class MoveDeviceKey(SecretAsk, frozen=True, kw_only=True):
    """Make a new one on a stick, or on the card. For an unlocked session.

    ``pin``: the PIN, a try like any other. Where there is none, or where it can't be tried as its
    other half is lost, this becomes the PIN. ``place``: a directory of the stick that is meant;
    without it there must be just one.
    """

    to: KeyPlace
    pin: str
    place: str = ""


class NewVehicle(SecretAsk, frozen=True, kw_only=True, tag=False):
    """A vehicle as its owner describes it. ``source``: where the code came from."""

    name: str
    head_unit: str
    code: str = ""
    serial: str = ""
    plate: str = ""
    source: str = ""
    code_is_lost: bool = False  # a radio that takes one, kept without: its owner looks for it
    beginning: Beginning | None = None


class SetUp(SecretAsk, frozen=True, kw_only=True):
    """Make the vault in memory; nothing is saved before ``FinishSetUp``."""

    vehicles: tuple[NewVehicle, ...]
    pin: str | None = None
    passphrase: str | None = None


class AddToSetUp(SecretAsk, frozen=True, kw_only=True):
    """More vehicles for the set-up under way, as one line holds only so many."""

    vehicles: tuple[NewVehicle, ...]


class FinishSetUp(SecretAsk, frozen=True, kw_only=True):
    """The recovery key was written down: its last group proves it. Saves everything at once."""

    last_group: str


class UnlockKind(StrEnum):
    """What opens the vault."""

    PIN = "pin"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


class Unlock(SecretAsk, frozen=True, kw_only=True):
    """Open the vault for this session alone."""

    kind: UnlockKind
    secret: str


class SetPin(SecretAsk, frozen=True, kw_only=True):
    """A PIN for this device, in place of an earlier one. For an unlocked session."""

    pin: str


class SetPassphrase(SecretAsk, frozen=True, kw_only=True):
    """A passphrase, in place of an earlier one. For an unlocked session."""

    passphrase: str


class MakeRecoveryKey(BaseAsk, frozen=True, kw_only=True):
    """Make another recovery key, in memory. For an unlocked session; gone when it locks."""


class FinishRecoveryKey(SecretAsk, frozen=True, kw_only=True):
    """The new one was written down: its last group proves it. The old one then opens nothing."""

    last_group: str


class Lock(BaseAsk, frozen=True, kw_only=True):
    """Close the vault for this session."""


class AddVehicle(SecretAsk, frozen=True, kw_only=True):
    """One more vehicle."""

    vehicle: NewVehicle


class AddVehicles(SecretAsk, frozen=True, kw_only=True):
    """Several more, all of them or none; ``more``: others follow in the next, as lines are short.

    At most ``protocol.MOST_TOGETHER``. Only the answer to the last says that they are kept.
    """

    vehicles: tuple[NewVehicle, ...]
    more: bool = False


class ChangeVehicle(SecretAsk, frozen=True, kw_only=True):
    """Something of a vehicle is found, or was wrong. None leaves a field, empty text deletes it.

    A code or a name is never deleted, and a code never changed while an entry is under way.
    """

    vehicle: int | None = None
    name: str | None = None
    code: str | None = None
    serial: str | None = None
    plate: str | None = None
    source: str | None = None


class RemoveVehicle(BaseAsk, frozen=True, kw_only=True):
    """Delete a vehicle: what the vault holds of it, its history, and its wait.

    For an unlocked session; refused while an entry is under way.
    """

    vehicle: int


class ShowCode(BaseAsk, frozen=True, kw_only=True):
    """The code of a vehicle, for an unlocked session."""

    vehicle: int | None = None


class FindVehicles(SecretAsk, frozen=True, kw_only=True):
    """Vehicles whose name holds the text, or whose number it is. Names need an unlocked session."""

    text: str = ""
    limit: int = 9
    after: int = 0  # a vehicle's number


class Watch(BaseAsk, frozen=True, kw_only=True):
    """Send the state now and whenever it changes."""


class Look(BaseAsk, frozen=True, kw_only=True):
    """This session looks at another vehicle."""

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

WRITTEN_DOWN = (Report, StopWalkthrough, TickPlace, SpendTries, JudgeRule, NoteCopy)
"""What a locked session can have written, at its user's pace. Who handles it awaits nothing."""
NEVER_PRACTISED = (Watch, GetFamilies, Practise, LeavePractice)
"""What the service itself answers while a session practises."""
ABOUT_BACKUPS = (
    BeginBackup,
    GetBackupPart,
    BeginRestore,
    PutRestorePart,
    FinishRestore,
    LetGo,
)
ABOUT_PRACTICE = (Practise, LeavePractice)
FOR_ASKER_ALONE = (Watch, Look, Unlock, Lock, LeavePractice)
"""What changes what its own session is shown, and nobody else's view."""
