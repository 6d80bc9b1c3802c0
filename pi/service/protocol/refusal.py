"""Why an ask was refused: typed, never a sentence, never a secret."""

from enum import StrEnum

from msgspec import Struct

from pi.radio.security_code import CodeProblem


class Reason(StrEnum):
    """Why an ask was refused."""

    STALE = "stale"  # the step was answered already
    NOT_IN_THIS_STATE = "not_in_this_state"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"  # nothing was said since the last try
    LOCKED = "locked"  # unlock this surface first
    NOT_SET_UP = "not_set_up"
    ALREADY_SET_UP = "already_set_up"
    NO_SET_UP_PENDING = "no_set_up_pending"
    NO_KEY_PENDING = "no_key_pending"  # no new recovery key was made, or it went with a lock
    NO_VEHICLE = "no_vehicle"  # all of them were removed
    WRONG_GROUP = "wrong_group"
    WRONG_SECRET = "wrong_secret"  # ``detail``: why it can be none of this ``field``: no try
    PIN_WAIT = "pin_wait"
    PIN_DROPPED = "pin_dropped"
    NO_SUCH_UNLOCKER = "no_such_unlocker"
    DEVICE_KEY = "device_key"  # the PIN's other half; ``detail``: what is the matter with it
    KEY_NOT_WRITTEN = "key_not_written"  # to a stick; ``detail``: why
    UNKNOWN_VEHICLE = "unknown_vehicle"
    UNKNOWN_HEAD_UNIT = "unknown_head_unit"
    NO_CODE_TO_KEY_IN = "no_code_to_key_in"
    NO_CODE_KEPT = "no_code_kept"  # the vault holds none for this radio yet
    BAD_FAMILY = "bad_family"  # ``detail``: why, ``field``: the key at fault
    FAMILY_EXISTS = "family_exists"
    NOT_PARKED = "not_parked"  # a sense says so, or can't say yet
    BAD_CODE = "bad_code"
    BAD_FIELD = "bad_field"
    BAD_SHOWN = "bad_shown"
    CONFIRM_AGAIN = "confirm_again"  # the price must be confirmed first
    IN_PRACTICE = "in_practice"  # this surface practises, and that is no part of it
    TOO_MANY_PRACTISE = "too_many_practise"
    TOO_FAST = "too_fast"  # ``wait_s``: when it is taken; ``detail``: guesses, else reports
    NOT_SAVED = "not_saved"
    NO_COPY = "no_copy"  # none of that kind lies on this card and holds the code as it is
    NO_BACKUP = "no_backup"  # ``detail``: why no copy could be made, absent where none was
    BAD_BACKUP = "bad_backup"  # ``detail``: the rule it breaks
    NO_RESTORE = "no_restore"  # none was begun
    WOULD_REPLACE = "would_replace"  # something is kept here already
    TAMPERED = "tampered"  # a record of the vault was changed or damaged


class Lost(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What can't be read: a field of a vehicle (from 1), all of it, or a way in; else the list."""

    vehicle: int | None = None
    field: str | None = None
    way: str | None = None


class Refusal(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Why, as data; the sentence is the surface's. Never holds a secret.

    ``field`` and ``vehicle`` (from 1) name what was bad in a set-up, ``lost`` what can't be read
    and so keeps a backup from being made, with ``more`` that are not named.
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
    lost: tuple[Lost, ...] = ()
    more: int = 0


class RefusedError(Exception):
    """An ask that was refused. Carries the refusal, never a secret."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.value)
        self.refusal = Refusal(reason=reason, **details)  # type: ignore[arg-type]
