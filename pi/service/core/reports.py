"""What owners report of their radio, and what is told of the past. Nothing here needs unlocking."""

from pi.radio.events import (
    AskedAgain,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmWithheld,
    Event,
    InterruptionSeen,
    PowerReported,
    RadioAsked,
    Recorded,
    StatementTakenBack,
    StillWaitingSeen,
    WalkthroughStopped,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.instant import WallQuality
from pi.radio.state import Name, RadioState
from pi.radio.taking_back import makes_final
from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.core.taking_back import taken_back, taking_back
from pi.service.core.vehicles import Fleet
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, History, HistoryLine
from pi.service.protocol.commands import Outcome
from pi.service.protocol.paging import page
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage.journal import BootWall, Journal

HISTORY_AT_ONCE = 200
LONGEST_SHOWN = 60  # characters of a word on a display
NEWEST = 2**63 - 1  # no sequence number is larger
TOLD = (
    "VehicleAdded",
    "RadioAsked",
    "WalkthroughStarted",
    "WalkthroughStopped",
    "ConfirmWithheld",
    "CodeRejected",
    "CodeAccepted",
    "LockoutBegan",
    "WaitCountedOut",
    "StillWaitingSeen",
    "AskedAgain",
    "PowerReported",
    "InterruptionSeen",
    "StatementTakenBack",
    "BatteryCut",
    "VehicleChanged",
    "CopyMade",
)
SPEAKING = (  # what may be taken back, what takes it back, and the try that ends that
    "RadioAsked",
    "ConfirmPrompted",
    "ConfirmWithheld",
    "CodeRejected",
    "CodeAccepted",
    "StillWaitingSeen",
    "AskedAgain",
    "PowerReported",
    "InterruptionSeen",
    "StatementTakenBack",
)


def reported(state: RadioState, outcome: Outcome, word: str | None) -> Event | None:
    """The event behind a report, None where it says nothing in this state.

    What happened is never refused: only *abandoned* needs an entry to abandon.
    """
    match outcome:
        case Outcome.REJECTED:
            return CodeRejected(shows=word)
        case Outcome.ACCEPTED:
            return CodeAccepted()
        case Outcome.ASKING:
            return RadioAsked()
        case Outcome.ASKS_AGAIN:
            return AskedAgain()
        case Outcome.STILL_WAITING:
            return StillWaitingSeen(shows=word)
        case Outcome.INTERRUPTED:
            return InterruptionSeen(by=By.OWNER)
        case Outcome.POWER_ON | Outcome.POWER_OFF:
            return PowerReported(on=outcome is Outcome.POWER_ON, by=By.OWNER)
        case Outcome.ABANDONED:
            return _abandoned(state)
        case Outcome.TAKE_BACK:
            return None  # it leaves more than one event


def _abandoned(state: RadioState) -> Event | None:
    if state.name is Name.OUTCOME_UNKNOWN:
        return ConfirmWithheld()
    return WalkthroughStopped() if state.name is Name.ENTERING else None


def known_word(head_unit: HeadUnit, shows: str | None) -> str | None:
    """The family's own display word that was seen. Anything else is not written down.

    An owner may type whatever stands on the display, and that can be the code.
    """
    if shows is None:
        return None
    return next(
        (word.text for word in head_unit.words if _letters(word.text) == _letters(shows)), None
    )


def _letters(text: str) -> str:
    """A display word without what differs from one look to the next: case, blanks, counters."""
    letters = "".join(each for each in text.casefold() if each.isalpha())
    return letters or text.strip()


class Reporting:
    """Reports and the past."""

    def __init__(self, ledger: Ledger, fleet: Fleet, journal: Journal) -> None:
        self._ledger = ledger
        self._fleet = fleet
        self._journal = journal

    def report(self, surface: Surface, ask: commands.Report) -> Done:
        """Record what the radio did."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        head_unit, state = self._ledger.head_unit(vehicle), self._ledger.state(vehicle)
        if state.name is Name.NO_CODE:
            raise RefusedError(Reason.NO_CODE_TO_KEY_IN)
        if ask.answers is not None and ask.answers != self._ledger.end(vehicle):
            raise RefusedError(Reason.STALE, state=state.name.value)
        if ask.outcome is Outcome.TAKE_BACK:
            return Done(saved=self._ledger.record(vehicle, *taking_back(state)))
        event = reported(state, ask.outcome, known_word(head_unit, ask.shows))
        if event is None:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.name.value)
        return Done(saved=self._ledger.told(vehicle, event, unseen=ask.answers is None))

    def history(self, surface: Surface, ask: commands.GetHistory) -> History:
        """What happened to a vehicle's radio, newest first."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        limit = max(0, min(ask.limit, HISTORY_AT_ONCE))
        before = None if ask.before is None else max(0, min(ask.before, NEWEST))
        self._ledger.note_boot()
        records = self._journal.history(vehicle, before_seq=before, limit=limit, kinds=TOLD)
        boots = self._journal.boot_walls(one.at.boot_id for one in records)
        void = taken_back(records, last=before is not None and self._taken_back_at(vehicle, before))
        lines, _ = page(_line(one, boots.get(one.at.boot_id), one.seq in void) for one in records)
        return History(lines=lines)

    def _taken_back_at(self, vehicle: str, seq: int) -> bool:
        """Whether the last statement before this event was taken back, at it or later."""
        after = seq - 1
        while records := self._journal.following(vehicle, after, SPEAKING):
            for record in records:
                if isinstance(record.event, StatementTakenBack) or makes_final(record.event):
                    return isinstance(record.event, StatementTakenBack)
            after = records[-1].seq
        return False


def _line(record: Recorded, boot: BootWall | None, void: bool) -> HistoryLine:
    """A record as it is told, with the better of the two labels that its moment has."""
    at = record.at
    shows: str | None = getattr(record.event, "shows", None)
    noted = boot is not None and at.quality is not WallQuality.NTP
    return HistoryLine(
        seq=record.seq,
        kind=type(record.event).__name__,
        wall=boot.wall_of(at) if boot is not None and noted else at.wall,
        sure=noted or at.quality is not WallQuality.UNSURE,
        shows=None if shows is None else shows[:LONGEST_SHOWN],
        owed_s=getattr(record.event, "owed_s", None),
        on=getattr(record.event, "on", None),
        cut_off=getattr(record.event, "cut_off", False),
        witness=getattr(record.event, "witness", None),
        copy=getattr(record.event, "kind", None),
        for_serial=getattr(record.event, "for_serial", False),
        taken_back=void,
        said=getattr(record.event, "said", None),
    )
