"""What can happen to a car's radio, in the past tense.

An event holds no code, no serial number, no plate and no tried digit: the journal is written
while the vault is locked. ``shows`` is one of the family's own display words, or None; ``reads``
is what was read off the display, with its figures, where an event was written by a version that
reads them.
"""

from enum import StrEnum
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from pi.radio.display import Reading
from pi.radio.instant import Instant


class _Event(Struct, frozen=True, kw_only=True, tag=True):
    """The shape all events share; the class name is the tag in the journal."""


class VehicleAdded(_Event, frozen=True, kw_only=True):
    """A vehicle joined. Settles the radio: nothing earlier counts."""

    head_unit: str


class Stands(StrEnum):
    """How far an owner was when their radio was first told of."""

    PLAYS = "plays"
    ASKS = "asks"  # and nobody has tried
    TRIED = "tried"  # somebody has, and what it does now is not told
    TRIED_AND_ASKS = "tried_and_asks"  # somebody has, and it asks now
    WAITS = "waits"  # or shows something else that is no question for the code


class BeginningTold(_Event, frozen=True, kw_only=True, omit_defaults=True):
    """What a radio had behind it when its vehicle joined: told by its owner, seen by nobody here.

    ``tried``: how many wrong codes, None where that is not known or not told.
    """

    stands: Stands
    tried: int | None = None
    reads: Reading | None = None


class RadioAsked(_Event, frozen=True, kw_only=True, omit_defaults=True):
    """The owner saw the radio ask for its code."""

    reads: Reading | None = None


class WalkthroughStarted(_Event, frozen=True, kw_only=True):
    """A guided entry began. ``steps`` is the number of its steps, the confirm included."""

    steps: int


class StepDone(_Event, frozen=True, kw_only=True):
    """The owner stated that a step is done. Steps count from 0."""

    step: int


class StepTakenBack(_Event, frozen=True, kw_only=True):
    """The owner went back from a step to the one before it."""

    step: int


class EntryBegunAnew(_Event, frozen=True, kw_only=True):
    """The owner began the entry again from its first step, before the confirm."""


class WalkthroughStopped(_Event, frozen=True, kw_only=True):
    """The entry ended before the confirm. ``cut_off``: by a loss of power or of the service."""

    cut_off: bool = False


class ConfirmPrompted(_Event, frozen=True, kw_only=True):
    """The owner is about to be told the confirm key. Written before the telling."""


class ConfirmWithheld(_Event, frozen=True, kw_only=True):
    """The owner never pressed the confirm key: no attempt was made."""


class CodeRejected(_Event, frozen=True, kw_only=True):
    """The radio refused the code: one attempt.

    ``for_serial``: a wrong code keyed on purpose, as this set shows its serial number for it.
    """

    shows: str | None = None
    for_serial: bool = False
    reads: Reading | UnsetType = UNSET


class CodeAccepted(_Event, frozen=True, kw_only=True):
    """The radio plays. Settles the radio: nothing earlier counts."""


class StillWaitingSeen(_Event, frozen=True, kw_only=True):
    """The owner saw the radio still refuse to ask."""

    shows: str | None = None
    reads: Reading | UnsetType = UNSET


class AskedAgain(_Event, frozen=True, kw_only=True, omit_defaults=True):
    """The owner saw the radio ask again after a wait. The display wins over any clock."""

    reads: Reading | None = None


class By(StrEnum):
    """Whose word it is. An event without it was written by a version that did not say."""

    OWNER = "owner"
    SENSE = "sense"  # a wire
    SERVICE = "service"  # nobody saw it: a backup was brought back, and it may have been


class PowerReported(_Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody or something said whether the radio is on.

    ``on`` after a gap also states that it stayed on throughout, but never by a sense.
    """

    on: bool
    by: By | None = None


class InterruptionSeen(_Event, frozen=True, kw_only=True, omit_defaults=True):
    """The radio lost its power."""

    by: By | None = None


class StatementTakenBack(_Event, frozen=True, kw_only=True):
    """The owner took the last statement back: it is as if it had not been said.

    ``said`` is the name of its event, ``on`` what it said of the radio's power: for the history
    alone, the fold knows it.
    """

    said: str
    on: bool | None = None


class SupplyFell(_Event, frozen=True, kw_only=True):
    """A sense saw the radio's supply fall: the engine is being started, or it goes off."""


class SupplyCameBack(_Event, frozen=True, kw_only=True):
    """After ``SupplyFell`` the supply rose again, so soon that it was a dip."""


class FeedFell(_Event, frozen=True, kw_only=True):
    """A sense saw the permanent feed go. Nothing later may be written: the battery is off."""


class FeedCameBack(_Event, frozen=True, kw_only=True):
    """After ``FeedFell`` the permanent feed was there again, so soon that it was a dip."""


class Witness(StrEnum):
    """How it is known that the battery was cut."""

    PIN = "pin"  # the permanent feed was seen to go
    CLOCK = "clock"  # a clock that lives on the permanent feed had stopped
    GUESS = "guess"  # this machine's own power went without a word: it may have been the ignition


class BatteryCut(_Event, frozen=True, kw_only=True):
    """The radio lost its permanent feed, and with it what it knew: it will ask for its code."""

    witness: Witness


class WatchStarted(_Event, frozen=True, kw_only=True):
    """The service began to watch. What lies before, back to the last mark, was not witnessed."""


class PowerWitnessed(_Event, frozen=True, kw_only=True):
    """A mark: the service watched, and the radio was on as far as it was told."""


class LockoutBegan(_Event, frozen=True, kw_only=True):
    """A wait began: what the owner was told it owes, in seconds, None for unknown.

    For the history alone; the fold works it out for itself.
    """

    owed_s: float | None


class WaitCountedOut(_Event, frozen=True, kw_only=True):
    """A wait was counted out: the owner was told to look at the display. For the history."""


class PlaceLooked(_Event, frozen=True, kw_only=True):
    """The owner looked for a lost code in a place of the guide, or takes that back."""

    place: str
    looked: bool = True


class VehicleChanged(_Event, frozen=True, kw_only=True):
    """The owner gave what was missing, or corrected it: the vault alone knows what."""

    fields: tuple[str, ...]


class CopyKind(StrEnum):
    """How the code is kept off the car."""

    KEEPASS = "keepass"
    CARD = "card"
    QR = "qr"
    BACKUP = "backup"

    @property
    def is_a_file(self) -> bool:
        """Whether it lies somewhere, so that it can be asked where."""
        return self is not CopyKind.QR


class CopyMade(_Event, frozen=True, kw_only=True):
    """A copy of what the vault holds of this vehicle was made, and found to be whole.

    ``off_this_card``: whether it lies elsewhere than what it is a copy of. None: that can't be
    told, or was not looked at yet.
    """

    kind: CopyKind
    off_this_card: bool | None = None


class JudgedRule(StrEnum):
    """A rule of the family that an owner has seen for themselves."""

    WAIT = "wait"  # how long a lockout was: ``seconds``
    TRIES = "tries"  # how many codes were refused before it: ``count``
    STEPS = "steps"  # whether the keys did what the steps said
    CONFIRM = "confirm"  # whether the confirm key was the right one
    POWER = "power"  # whether an interruption began the wait again


class RuleJudged(_Event, frozen=True, kw_only=True):
    """The owner confirmed or corrected a rule of the family. It changes no rule."""

    rule: JudgedRule
    agrees: bool
    seconds: float | None = None
    count: int | None = None


Event = (
    VehicleAdded
    | BeginningTold
    | RadioAsked
    | WalkthroughStarted
    | StepDone
    | StepTakenBack
    | EntryBegunAnew
    | WalkthroughStopped
    | ConfirmPrompted
    | ConfirmWithheld
    | CodeRejected
    | CodeAccepted
    | StillWaitingSeen
    | AskedAgain
    | PowerReported
    | InterruptionSeen
    | StatementTakenBack
    | SupplyFell
    | SupplyCameBack
    | FeedFell
    | FeedCameBack
    | BatteryCut
    | WatchStarted
    | PowerWitnessed
    | LockoutBegan
    | WaitCountedOut
    | PlaceLooked
    | VehicleChanged
    | CopyMade
    | RuleJudged
)

MARKS: Final = (WatchStarted, PowerWitnessed)
"""What the service notes by itself while it watches: no line of a history."""


class Recorded(Struct, frozen=True, kw_only=True):
    """One line of the journal. ``seq`` is its order and identity, 0 while it is not saved."""

    seq: int
    vehicle: str  # a random id
    event: Event
    at: Instant
