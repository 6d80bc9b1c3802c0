"""The state of one radio: the fold of its events, and what of them can be taken back.

Nothing here reads a clock. Which stretches of a wait count says ``waiting``.

What a sense says is no statement, and neither is a try that was made on purpose.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pi.radio.events import (
    AskedAgain,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    Event,
    InterruptionSeen,
    PowerReported,
    RadioAsked,
    StatementTakenBack,
    StillWaitingSeen,
    VehicleAdded,
    Witness,
)
from pi.radio.instant import Instant

MOST_PLACES: Final = 32  # with a tick: more than the guide has
LONGEST_PLACE: Final = 32  # characters of a place's id


class Name(StrEnum):
    """What a radio is in. The values are what scripts see."""

    PLAYING = "Playing"
    ASKING = "Asking"  # a try is allowed
    ENTERING = "Entering"  # a walkthrough is under way
    OUTCOME_UNKNOWN = "OutcomeUnknown"  # the confirm key was named; counts as failed until told
    WAITING = "Waiting"  # lockout
    SAFE_TO_TRY = "SafeToTry"  # the wait is counted out; the display decides
    DEAD_END = "DeadEnd"  # dealer only
    NO_CODE = "NoCode"  # this head unit takes no code from its owner


class WhyNot(StrEnum):
    """Why a wait is not being counted."""

    POWER_UNKNOWN = "power_unknown"  # after a gap nobody has said that the radio is on
    POWER_OFF = "power_off"


class Wait(Struct, frozen=True, kw_only=True):
    """A lockout's wait. Seconds are seconds with the radio on, witnessed.

    ``owed_s`` is None where only the display can end it. ``mark`` is the last moment anything was
    witnessed; while the radio is on, counting goes on from there.
    """

    owed_s: float | None
    mark: Instant
    counted_s: float = 0.0
    interruptions: int = 0
    powered: bool | None = True
    ends_series: bool = False
    told_longer: bool = False  # counted out once, and the radio still refused
    lost_since: bool = False  # counted out, then interrupted: the count is good for no longer wait
    fell: bool = False  # a sense saw the supply fall, and has not decided yet: a dip, or off
    rebooted: bool = False  # this machine's own restart was taken as the interruption it may be
    longer_s: float | None = None  # owed by the rules in all, where the display told of less

    @property
    def remaining_s(self) -> float | None:
        """Seconds still to count."""
        return None if self.owed_s is None else max(0.0, self.owed_s - self.counted_s)

    @property
    def counting(self) -> bool:
        """Whether seconds are being counted now."""
        return self.powered is True

    @property
    def why_not(self) -> WhyNot | None:
        """Why nothing is counted, None while it is."""
        if self.powered:
            return None
        return WhyNot.POWER_UNKNOWN if self.powered is None else WhyNot.POWER_OFF


class Attempt(Struct, frozen=True, kw_only=True):
    """The last attempt: what came of it, and when."""

    accepted: bool
    at: Instant


class Said(Struct, frozen=True, kw_only=True):
    """A statement of the owner, and when it was made."""

    event: Event
    at: Instant


class RadioState(Struct, frozen=True, kw_only=True):
    """Where a radio stands.

    ``rejected`` counts wrong tries since the radio last played, ``in_series`` those since the last
    lockout. ``tries_left`` is None where no limit is known. ``shown_left`` is what the display told
    of them, less the tries since. ``step`` counts from 0. ``battery``
    is how it is known that the battery was cut, until the radio plays or is seen to ask.
    ``said`` is the statement that can be taken back, None where nothing can. ``without`` is where
    the radio would stand had that not been said; there nothing more can be taken back.
    """

    name: Name
    rejected: int = 0
    in_series: int = 0
    tries_left: int | None = None
    shown_left: int | None = None
    step: int | None = None
    steps: int | None = None
    wait: Wait | None = None
    cut_off: bool = False  # the last entry was ended by a loss of power or of the service
    last_attempt: Attempt | None = None
    battery: Witness | None = None
    looked: tuple[str, ...] = ()  # the places where a lost code was looked for, in order
    feed_fell: bool = False  # the permanent feed went, and nothing was written since
    said: Said | None = None
    without: "RadioState | None" = None

    @property
    def active(self) -> bool:
        """Whether a start of the service must look at this radio at once.

        So it must where a wait would be under way but for a statement that can be taken back:
        what lies before the start was not watched.
        """
        return self.feed_fell or self.name in _UNDER_WAY or self.is_waiting

    @property
    def is_waiting(self) -> bool:
        """Whether a wait is to be counted: this radio's, or that of ``without``."""
        return any(one.name is Name.WAITING for one in self.readings)

    @property
    def waits(self) -> "tuple[Wait, ...]":
        """The waits that an event may belong to: this radio's, and that of ``without``."""
        return tuple(one.wait for one in self.readings if one.wait is not None)

    @property
    def readings(self) -> "tuple[RadioState, ...]":
        """This, and where the radio would stand without the last statement."""
        return (self,) if self.without is None else (self, self.without)

    @property
    def final(self) -> "RadioState":
        """The same, and nothing can be taken back."""
        return replace(self, said=None, without=None) if self.without is not None else self


_UNDER_WAY = {Name.ENTERING, Name.OUTCOME_UNKNOWN, Name.WAITING, Name.SAFE_TO_TRY}


def is_statement(event: Event) -> bool:
    """Whether the owner said it of the radio, and may find that it was a slip."""
    match event:
        case CodeRejected(for_serial=for_serial):
            return not for_serial
        case PowerReported(by=by) | InterruptionSeen(by=by):
            return by is By.OWNER
        case RadioAsked() | AskedAgain() | StillWaitingSeen() | CodeAccepted() | ConfirmWithheld():
            return True
        case _:
            return False


def makes_final(event: Event) -> bool:
    """Whether nothing that was said before it can be taken back any more.

    The next try is made, or the next thing is said. After a backup was brought back nobody knows
    what was tried meanwhile. Of a word whose speaker was not written down the careful is assumed.
    """
    match event:
        case VehicleAdded() | ConfirmPrompted() | CodeRejected():
            return True
        case PowerReported(by=by) | InterruptionSeen(by=by):
            return by is not By.SENSE
        case _:
            return is_statement(event)


class Settled(Struct, frozen=True):
    """The event a fold can start at, as nothing before it counts any more: ``seq``.

    ``accepted`` is the later one that says that the radio plays, while it can be taken back.
    """

    seq: int
    accepted: int | None = None

    def after(self, seq: int, event: Event) -> "Settled":
        """Where a fold can start once the journal has one more event, of this number."""
        if isinstance(event, VehicleAdded):
            return Settled(seq)
        if isinstance(event, StatementTakenBack):
            return Settled(self.seq)
        if not makes_final(event):
            return self
        final = self.seq if self.accepted is None else self.accepted
        return Settled(final, seq if isinstance(event, CodeAccepted) else None)
