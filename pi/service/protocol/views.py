"""What a session is shown: the state of one radio, of the vault and of saving, as plain data."""

from msgspec import Struct

from pi.radio.events import CopyKind
from pi.radio.steps import Step


class Saving(Struct, frozen=True, kw_only=True):
    """Whether events reach the card. ``reason``: full, read_only, io_error, damaged, volatile.

    ``ok`` and ``damaged``: they do, but something that is kept can't be read.
    """

    ok: bool
    reason: str | None = None


class WaitView(Struct, frozen=True, kw_only=True):
    """A lockout's wait at ``as_of``. Between two states a session counts on by itself.

    ``key_cycle``: no time ends it, the key switched off and on does. ``longer_s``: seconds that are
    owed by the rules known, where the display told of fewer.
    """

    owed_s: float | None
    counted_s: float
    remaining_s: float | None
    interruptions: int
    counting: bool
    why_not: str | None
    as_of: float
    told_longer: bool = False
    key_cycle: bool = False
    longer_s: float | None = None


class CostView(Struct, frozen=True, kw_only=True):
    """What the next wrong try costs. ``wait_s`` None: a wait of unknown length.

    ``key_cycle``: no wait, but the key must be switched off and on before the next try.
    """

    wait_s: float | None
    ends_series: bool
    dead_end: bool
    needs_a_warning: bool
    key_cycle: bool = False


class AttemptView(Struct, frozen=True, kw_only=True):
    """The last attempt. ``sure`` says whether the wall clock can be believed."""

    accepted: bool
    wall: float
    sure: bool


class TakeBackView(Struct, frozen=True, kw_only=True):
    """The statement that can be taken back, and where the radio would then stand.

    ``kind`` is the name of its event, ``on`` what it said of the radio's power, ``sure`` whether
    the wall clock of its moment can be believed. ``said_at`` is that moment by CLOCK_MONOTONIC,
    None where it was in another boot.
    """

    kind: str
    wall: float
    sure: bool
    state: str
    said_at: float | None = None
    shows: str | None = None
    on: bool | None = None
    tries_left: int | None = None
    wait: WaitView | None = None


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
    looked: tuple[str, ...] = ()  # places of the guide that were looked into
    battery: str | None = None  # how it is known that it was cut: pin, clock, guess
    take_back: TakeBackView | None = None


class CarView(Struct, frozen=True, kw_only=True):
    """What the senses say of the car, as far as they are wired. None: not wired, or not known.

    ``senses_parked``: a code is keyed in only while ``parked`` is True; where it is False the
    owner is asked.
    """

    senses_parked: bool = False
    parked: bool | None = None
    ignition: bool | None = None
    lights: bool | None = None


class PinTrouble(Struct, frozen=True, kw_only=True):
    """A signal that is asked for and does not work. ``signal`` None: the whole panel."""

    reason: str
    signal: str | None = None
    pin: int | None = None
    detail: str = ""


class PanelView(Struct, frozen=True, kw_only=True):
    """The panel on the pins. ``buttons`` are those that work, ``trouble`` what does not.

    Buttons and wishes are told to sessions that look at the vehicle of the wires.
    ``wants`` is what a button asked a screen for: to unlock, to show the code, or the word that a
    dear try is meant (sure), or that a wait or its count is given up (ends, lost); ``turn`` counts
    these, so that the same wish twice is told apart.
    """

    buttons: tuple[str, ...] = ()
    trouble: tuple[PinTrouble, ...] = ()
    wants: str | None = None
    turn: int = 0


class EntryView(Struct, frozen=True, kw_only=True):
    """The step an owner is on. Only for sessions that have unlocked: it tells a digit."""

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
    """What this session may see, and what would open the vault.

    ``device_key``: where the PIN's other half is kept (file, credential, stick). ``pin_wait_s``:
    seconds until the next PIN try is taken. ``stick_away``: the PIN needs a stick that is not in.
    """

    unlocked: bool
    has_pin: bool
    has_passphrase: bool
    device_key: str
    pin_wait_s: float = 0.0
    stick_away: bool = False


class PracticeView(Struct, frozen=True, kw_only=True):
    """The practice of this session alone: nothing of its state is real, and none of it is stored.

    ``code`` is made up, and empty where the radio takes none. Its seconds go by ``speed`` times as
    fast: ``clock`` is what its clock says at ``as_of`` of CLOCK_MONOTONIC.
    """

    head_unit: str
    code: str
    speed: float
    clock: float
    as_of: float


class CopyView(Struct, frozen=True, kw_only=True):
    """A copy of what is kept, and when it was made. ``stale``: the code was changed since.

    ``off_this_card`` False: it lies where the original does. None: nobody knows where.
    """

    kind: CopyKind
    wall: float
    sure: bool
    stale: bool = False
    off_this_card: bool | None = None


class State(Struct, frozen=True, kw_only=True, tag=True):
    """Everything a screen draws. ``name`` and ``entry`` only once it has unlocked.

    ``code_kept`` False: the radio takes a code, and the vault holds none yet. ``families`` changes
    whenever the owner's own families do, and is 0 while there are none: see ``GetFamilies``.
    While the session practises all else is that of its ``practice``.
    """

    set_up: bool
    saving: Saving
    lock: LockView
    vehicles: int
    radio: RadioView | None = None
    name: str | None = None
    entry: EntryView | None = None
    car: CarView = CarView()
    panel: PanelView = PanelView()
    code_kept: bool = True
    copies: tuple[CopyView, ...] = ()  # the last of each kind on and off the card, newest first
    families: int = 0
    practice: PracticeView | None = None
