"""What a surface and the service say to each other. All that a surface imports of the service.

Newline-delimited JSON over a Unix socket, at most 64 KiB a line. The service greets first. A
surface asks (``asks``); every ask is answered once, with an answer or a refusal that carries the
same id. After ``Watch`` the service also sends the state whenever it changes.

Times are seconds; ``as_of`` is the machine's CLOCK_MONOTONIC, which a surface shares.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from pi.radio.security_code import CodeProblem
from pi.radio.steps import Correction, Step
from pi.service.asks import Ask

PROTOCOL: Final = 1
LONGEST_LINE: Final = 64 * 1024
HIDDEN_AFTER_S: Final = 30.0  # a shown code is hidden again


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a surface sends: one ask with the surface's own number for it."""

    id: int
    ask: Ask


class Saving(Struct, frozen=True, kw_only=True):
    """Whether events reach the card. ``reason``: full, read_only, io_error, damaged, volatile."""

    ok: bool
    reason: str | None = None


class WaitView(Struct, frozen=True, kw_only=True):
    """A lockout's wait at ``as_of``. Between two states a surface counts on by itself."""

    owed_s: float | None
    counted_s: float
    remaining_s: float | None
    interruptions: int
    counting: bool
    why_not: str | None
    as_of: float
    told_longer: bool = False


class CostView(Struct, frozen=True, kw_only=True):
    """What the next wrong try costs. ``wait_s`` None: a wait of unknown length."""

    wait_s: float | None
    ends_series: bool
    dead_end: bool
    needs_a_warning: bool


class AttemptView(Struct, frozen=True, kw_only=True):
    """The last attempt. ``sure`` says whether the wall clock can be believed."""

    accepted: bool
    wall: float
    sure: bool


class RadioView(Struct, frozen=True, kw_only=True):
    """Where one radio stands. Holds no secret. ``seq`` is the journal's end for this vehicle."""

    vehicle: int
    head_unit: str
    state: str
    tries_left: int | None
    rejected: int
    rejected_in_series: int
    seq: int
    wait: WaitView | None = None
    step: int | None = None
    steps: int | None = None
    cut_off: bool = False
    last_attempt: AttemptView | None = None
    next_cost: CostView | None = None


class EntryView(Struct, frozen=True, kw_only=True):
    """The step an owner is on. Only for surfaces that have unlocked: it tells a digit."""

    at: int
    steps: int
    step: Step
    position: int | None
    positions: int
    code_length: int
    confirming: bool
    before_confirm: bool

    def __repr__(self) -> str:
        return f"EntryView(at={self.at})"


class LockView(Struct, frozen=True, kw_only=True):
    """What this surface may see, and what would open the vault.

    ``device_key``: where the PIN's other half is kept (file, credential). ``pin_wait_s``: seconds
    until the next PIN try is taken.
    """

    unlocked: bool
    has_pin: bool
    has_passphrase: bool
    device_key: str
    pin_wait_s: float = 0.0


class Greeting(Struct, frozen=True, kw_only=True, tag=True):
    """The service's first words."""

    protocol: int
    version: str


class State(Struct, frozen=True, kw_only=True, tag=True):
    """Everything a surface draws. ``name`` and ``entry`` only once it has unlocked."""

    set_up: bool
    saving: Saving
    lock: LockView
    vehicles: int
    radio: RadioView | None = None
    name: str | None = None
    entry: EntryView | None = None


class Done(Struct, frozen=True, kw_only=True, tag=True):
    """It was done. ``saved`` False: it happened, but is not on the card yet."""

    saved: bool = True


class RecoveryKeyMade(Struct, frozen=True, kw_only=True, tag=True):
    """The recovery key, shown once."""

    key: str

    def __repr__(self) -> str:
        return "RecoveryKeyMade(★)"


class CodeShown(Struct, frozen=True, kw_only=True, tag=True):
    """A vehicle's secrets, for the surface that asked."""

    vehicle: int
    head_unit: str
    name: str
    code: str
    serial: str
    plate: str
    source: str

    def __repr__(self) -> str:
        return "CodeShown(★)"


class FoundVehicle(Struct, frozen=True, kw_only=True):
    """One vehicle of a search. ``name`` is None while the surface is locked."""

    vehicle: int
    head_unit: str
    name: str | None


class VehiclesFound(Struct, frozen=True, kw_only=True, tag=True):
    """The answer to a search, in the order the vehicles were added."""

    vehicles: tuple[FoundVehicle, ...]
    total: int


class CorrectionFound(Struct, frozen=True, kw_only=True, tag=True):
    """What mends a step."""

    step: int
    correction: Correction


class Status(Struct, frozen=True, kw_only=True, tag=True):
    """Every radio, in the order the vehicles were added."""

    version: str
    saving: Saving
    radios: tuple[RadioView, ...]


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One thing that happened. ``kind`` is the event's name."""

    seq: int
    kind: str
    wall: float
    sure: bool
    shows: str | None = None
    owed_s: float | None = None  # of a lockout that began; None: unknown


class History(Struct, frozen=True, kw_only=True, tag=True):
    """What happened, newest first."""

    lines: tuple[HistoryLine, ...]


Answer = Done | RecoveryKeyMade | CodeShown | VehiclesFound | CorrectionFound | Status | History


class Reason(StrEnum):
    """Why an ask was refused."""

    STALE = "stale"  # the step was answered already
    NOT_IN_THIS_STATE = "not_in_this_state"
    LOCKED = "locked"  # unlock this surface first
    NOT_SET_UP = "not_set_up"
    ALREADY_SET_UP = "already_set_up"
    NO_SET_UP_PENDING = "no_set_up_pending"
    WRONG_GROUP = "wrong_group"
    WRONG_SECRET = "wrong_secret"
    PIN_WAIT = "pin_wait"
    PIN_DROPPED = "pin_dropped"
    NO_SUCH_UNLOCKER = "no_such_unlocker"
    UNKNOWN_VEHICLE = "unknown_vehicle"
    UNKNOWN_HEAD_UNIT = "unknown_head_unit"
    NO_CODE_TO_KEY_IN = "no_code_to_key_in"
    BAD_CODE = "bad_code"
    BAD_FIELD = "bad_field"
    BAD_SHOWN = "bad_shown"
    CONFIRM_AGAIN = "confirm_again"  # the price must be confirmed first
    NOT_SAVED = "not_saved"
    TAMPERED = "tampered"  # a record of the vault was changed or damaged


class Refusal(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Why, as data; the sentence is the surface's. Never holds a secret.

    ``field`` and ``vehicle`` (from 1) name what was bad in a set-up.
    """

    reason: Reason
    state: str | None = None
    step: int | None = None
    tries_left: int | None = None
    wait_s: float | None = None
    nearest: tuple[str, ...] = ()
    problem: CodeProblem | None = None
    field: str | None = None
    vehicle: int | None = None
    detail: str | None = None


class Reply(Struct, frozen=True, kw_only=True, tag=True):
    """The one answer to an ask."""

    id: int
    answer: Answer | Refusal


class Fault(Struct, frozen=True, kw_only=True, tag=True):
    """Said once before the service closes a connection it can't follow.

    ``reason``: malformed, too_long, too_slow, not_allowed, fault.
    """

    reason: str


Message = Greeting | State | Reply | Fault
