"""What the service says to a session: answers, refusals as data, and pages of what is long.

Newline-delimited JSON over a Unix socket, at most 64 KiB a line. The service greets first. A
session asks (``commands``); every ask is answered once, with an answer or a refusal that carries
the same id. After ``Watch`` the service also sends the state whenever it changes.

Times are seconds; ``as_of`` is the machine's CLOCK_MONOTONIC, which a session shares.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeVar

import msgspec
from msgspec import Raw, Struct

from pi.radio.display import Reading
from pi.radio.events import CopyKind, JudgedRule
from pi.radio.security_code import CodeProblem
from pi.radio.steps import Correction
from pi.service.protocol.commands import Ask
from pi.service.protocol.views import RadioView, Saving, State

PROTOCOL: Final = 1
LONGEST_LINE: Final = 64 * 1024
HIDDEN_AFTER_S: Final = 30.0  # a shown code is hidden again
# Of a press that states something, on a screen and on a pin:
STAND_S: Final = 2.0  # what is asked has stood for so long, and nothing was pressed meanwhile
BROUGHT_WITHIN_S: Final = 10.0  # what comes later after a press was not brought by it
PART_BYTES: Final = 44 * 1024  # of a file, so that a line holds them as base64
LONGEST_FIELD: Final = 200  # characters of a text about a vehicle
MOST_TRIED: Final = 1000  # wrong codes that an owner tells of
MOST_TOGETHER: Final = 100  # vehicles that are set up with, or added, in one go
MOST_VEHICLES: Final = 10_000  # of one store

_ROOM: Final = LONGEST_LINE - 4 * 1024  # bytes; the rest is for what is around

_One = TypeVar("_One")


class Reason(StrEnum):
    """Why an ask was refused."""

    STALE = "stale"  # the step was answered already
    NOT_IN_THIS_STATE = "not_in_this_state"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"  # nothing was said since the last try
    LOCKED = "locked"  # unlock this session first
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
    SHOWS_OTHERWISE = "shows_otherwise"  # the display's word rules out what was said of it
    CONFIRM_AGAIN = "confirm_again"  # the price must be confirmed first
    IN_PRACTICE = "in_practice"  # this session practises, and that is no part of it
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
    """Why, as data; the sentence is for `tui/text`. Never holds a secret.

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


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a session sends: one ask with the session's own number for it."""

    id: int
    ask: Ask


class Greeting(Struct, frozen=True, kw_only=True, tag=True):
    """The service's first words."""

    protocol: int
    version: str


class Done(Struct, frozen=True, kw_only=True, tag=True):
    """It was done. ``saved`` False: it happened, but is not on the card yet, or not to stay.

    ``off_this_card``: of a copy that was noted, as in ``CopyView``. ``read``: what a report's
    display was read as, None where it was given none, or one that nothing is known of.
    """

    saved: bool = True
    off_this_card: bool | None = None
    read: Reading | None = None


class RecoveryKeyMade(Struct, frozen=True, kw_only=True, tag=True):
    """The recovery key, shown once."""

    key: str

    def __repr__(self) -> str:
        return "RecoveryKeyMade(★)"


class CodeShown(Struct, frozen=True, kw_only=True, tag=True):
    """A vehicle's secrets, for the session that asked."""

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
    """One vehicle of a search. ``name`` is None while the session is locked."""

    vehicle: int
    head_unit: str
    name: str | None


class VehiclesFound(Struct, frozen=True, kw_only=True, tag=True):
    """The answer to a search, in the order the vehicles were added.

    ``more``: others follow the last of these, though more were asked for; ask again after it.
    """

    vehicles: tuple[FoundVehicle, ...]
    total: int
    more: bool = False


class CorrectionFound(Struct, frozen=True, kw_only=True, tag=True):
    """What mends a step."""

    step: int
    correction: Correction


class Status(Struct, frozen=True, kw_only=True, tag=True):
    """The radios, in the order the vehicles were added.

    ``more``: others follow the last of these; ask again after it. ``set_up``: there is a vault,
    be its last vehicle removed.
    """

    version: str
    saving: Saving
    radios: tuple[RadioView, ...]
    more: bool = False
    set_up: bool = False


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One thing that happened. ``kind`` is the event's name."""

    seq: int
    kind: str
    wall: float
    sure: bool
    shows: str | None = None
    owed_s: float | None = None  # of a lockout that began; None: unknown
    on: bool | None = None  # whether the radio was said to be on
    cut_off: bool = False  # an entry that was ended by a loss of power or of the service
    witness: str | None = None  # how it is known that the battery was cut
    copy: CopyKind | None = None
    for_serial: bool = False  # a wrong code keyed on purpose, to read the serial number
    taken_back: bool = False  # the owner said later that it was not so
    said: str | None = None  # the kind of what was taken back, where this tells of that


class History(Struct, frozen=True, kw_only=True, tag=True):
    """What happened, newest first."""

    lines: tuple[HistoryLine, ...]


class Remark(Struct, frozen=True, kw_only=True):
    """A rule that the owner confirmed or corrected, and when."""

    rule: JudgedRule
    agrees: bool
    wall: float
    sure: bool
    seconds: float | None = None
    count: int | None = None


class Remarks(Struct, frozen=True, kw_only=True, tag=True):
    """What the owner has seen for themselves, newest first."""

    lines: tuple[Remark, ...]


class OwnFamilies(Struct, frozen=True, kw_only=True, tag=True):
    """Some of the owner's own families: each a ``HeadUnit``, each bad file a ``BadFile``.

    ``more``: others follow the last of these; ask again with its id.
    """

    families: tuple[Raw, ...]
    bad_files: tuple[Raw, ...] = ()
    more: bool = False


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was tried. ``ok`` None: neither good nor bad, or not known.

    ``name``: store (``value``: the filesystem where it is volatile, ``journal`` where a cut's half
    write was undone in a copy of a read-only store, ``unopened`` where no service could start),
    damage (``reason``: a part of the store that
    can't be read whole, a table's name or ``file``), traces (of what was deleted, which can't be
    swept away; ``reason`` as for the store), family (``value``: that of a vehicle, which nobody can
    describe here), free_space (``value``: bytes), clock (ntp,
    rtc, unsure), device_key (file, credential, stick; ``reason`` as in ``DeviceKeyTold``),
    watchdog, pins (the signals that work), pin (one that does not: ``value`` its signal, ``place``
    its BCM number and what it clashes with).
    ``reason`` as in ``Saving`` for the store and as in ``PinTrouble`` for a pin.
    """

    name: str
    ok: bool | None
    reason: str | None = None
    value: str = ""
    place: str = ""


class Examined(Struct, frozen=True, kw_only=True, tag=True):
    """What was found, the most important first."""

    findings: tuple[Finding, ...]


class BackupMade(Struct, frozen=True, kw_only=True, tag=True):
    """A checked copy is there to be fetched: so many bytes with this SHA-256, in hex."""

    size: int
    digest: str


class Part(Struct, frozen=True, kw_only=True, tag=True):
    """Some bytes of a copy, in base64. Empty: it ends before."""

    data: bytes


class Restored(Struct, frozen=True, kw_only=True, tag=True):
    """The service begins anew with what was restored. ``aside``: the file that holds what was.

    ``families_missing``: those of its vehicles that nobody can describe here. ``families_aside``:
    the owner's own of which another file was here, which was put aside.
    """

    vehicles: int
    aside: str | None
    families_missing: tuple[str, ...] = ()
    families_aside: tuple[str, ...] = ()


class DeviceKeyTold(Struct, frozen=True, kw_only=True, tag=True):
    """Where the PIN's other half is kept: file (in ``directory``), credential or stick.

    ``reason``: why the PIN could not be tried now: missing, damaged, changed, stick_away,
    stick_other, stick_damaged, stick_unreadable. ``sticks``: the roots of those plugged in.
    """

    place: str
    reason: str | None
    has_pin: bool
    directory: str
    sticks: tuple[str, ...] = ()


Answer = (
    Done
    | RecoveryKeyMade
    | CodeShown
    | VehiclesFound
    | CorrectionFound
    | Status
    | History
    | Remarks
    | OwnFamilies
    | Examined
    | BackupMade
    | Part
    | Restored
    | DeviceKeyTold
)


class Reply(Struct, frozen=True, kw_only=True, tag=True):
    """The one answer to an ask."""

    id: int
    answer: Answer | Refusal


class Fault(Struct, frozen=True, kw_only=True, tag=True):
    """Said once before the service closes a connection it can't follow.

    ``reason``: malformed, too_long, too_slow, silent (for too long, after the greeting),
    not_allowed, too_many, too_many_yours (of this user), fault.
    """

    reason: str


Message = Greeting | State | Reply | Fault


def page(many: Iterable[_One], room: int = _ROOM) -> tuple[tuple[_One, ...], bool]:
    """The first of these, at least one, and whether others follow. ``room``: bytes as JSON."""
    found: list[_One] = []
    for one in many:
        room -= len(msgspec.json.encode(one)) + 1
        if found and room < 0:
            return tuple(found), True
        found.append(one)
    return tuple(found), False
