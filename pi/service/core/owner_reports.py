"""What owners say of their radio: reports, their own word on a rule, where they looked, what they
found, tries that others spent, what they take back; and the history of all that.

A place is one of the guide's own: no other word for one is written down or told.
"""

from collections.abc import Sequence
from math import isfinite

from msgspec import UNSET
from msgspec.structs import replace

from pi.radio.display import Reading
from pi.radio.events import (
    AskedAgain,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmWithheld,
    Event,
    InterruptionSeen,
    JudgedRule,
    LockoutBegan,
    PlaceLooked,
    PowerReported,
    RadioAsked,
    Recorded,
    RuleJudged,
    StatementTakenBack,
    StillWaitingSeen,
    VehicleChanged,
    WaitCountedOut,
    WalkthroughStopped,
)
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.instant import WallQuality
from pi.radio.state import Name, RadioState, is_statement, makes_final
from pi.service.core.families import Families
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, Session
from pi.service.core.unlocking import Unlocking
from pi.service.core.vehicles import Vehicles, check_code, check_text, read_display
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    Done,
    History,
    HistoryLine,
    Reason,
    RefusedError,
    Remark,
    Remarks,
    page,
)
from pi.service.protocol.commands import Outcome
from pi.storage import errors
from pi.storage.journal import BootWall
from pi.storage.vault.records import Field

HISTORY_AT_ONCE = 200
LONGEST_SHOWN = 60  # characters of a word on a display
NEWEST = 2**63 - 1  # no sequence number is larger

_TEXTS = (Field.NAME, Field.SERIAL, Field.PLATE, Field.SOURCE)

LONGEST_WAIT_S = 30 * 24 * 3600.0
MOST_TRIES = 1000
REMARKS_AT_ONCE = 100


def taking_back(state: RadioState) -> list[Event]:
    """The events that take the last statement back. Raises RefusedError where none can be.

    An entry that it ended is not gone on with: its plan went when it was left.
    """
    if state.said is None or state.without is None:
        raise RefusedError(Reason.NOTHING_TO_TAKE_BACK, state=state.name.value)
    said = state.said.event
    taken: Event = StatementTakenBack(said=type(said).__name__, on=getattr(said, "on", None))
    if state.without.name is Name.ENTERING:
        return [taken, WalkthroughStopped(cut_off=True)]
    return [taken]


def taken_back(records: Sequence[Recorded], *, last: bool) -> set[int]:
    """The numbers of those, the newest first, that were taken back.

    What was noted of a wait between a statement and the end of it goes with it. ``last``: the
    newest statement here was taken back later.
    """
    void: set[int] = set()
    for record in records:
        event = record.event
        if isinstance(event, StatementTakenBack):
            last = True
        elif last and isinstance(event, LockoutBegan | WaitCountedOut):
            void.add(record.seq)
        elif last and makes_final(event):
            void |= {record.seq} if is_statement(event) else set()
            last = False
    return void


TOLD_KINDS = (
    "VehicleAdded",
    "BeginningTold",
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


def reported(
    state: RadioState, outcome: Outcome, reads: Reading | None = None, own: str | None = None
) -> Event | None:
    """The event behind a report, None where it says nothing in this state.

    What happened is never refused: only *abandoned* needs an entry to abandon. Where the display
    says for sure that it waits, or that only a dealer helps, it does not ask, whatever was said.
    ``own``: the word that was read, if it is one of the family's.
    """
    match outcome:
        case Outcome.REJECTED:
            return CodeRejected(shows=own, reads=reads or UNSET)
        case Outcome.ACCEPTED:
            return CodeAccepted()
        case Outcome.ASKING | Outcome.ASKS_AGAIN if reads is None or not reads.refuses:
            return (RadioAsked if outcome is Outcome.ASKING else AskedAgain)(reads=reads)
        case Outcome.ASKING | Outcome.ASKS_AGAIN | Outcome.STILL_WAITING:
            return StillWaitingSeen(shows=own, reads=reads or UNSET)
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


_NO_QUESTION = {Meaning.NOT_A_PROMPT}
_NOT_PLAYING = {Meaning.PROMPT, Meaning.WRONG, Meaning.WAITING, Meaning.FINAL}


def rules_out(outcome: Outcome, reads: Reading) -> bool:
    """Whether the display's word can't stand there if it is as reported, and no other event can.

    A radio whose word is no question for a code does not ask, one that asks for it does not wait,
    and one that waits does not play.
    """
    if outcome is Outcome.ACCEPTED:
        return _NOT_PLAYING.issuperset(reads.meanings)
    if outcome is Outcome.STILL_WAITING:
        return reads.meanings == (Meaning.PROMPT,)
    asks = outcome in {Outcome.ASKING, Outcome.ASKS_AGAIN}
    return asks and _NO_QUESTION.issuperset(reads.meanings)


class Reporting:
    """Reports and the past."""

    def __init__(self, radios: Radios, vehicles: Vehicles) -> None:
        self._radios = radios
        self._vehicles = vehicles
        self._journal = radios.journal
        self.handlers: Handlers = {
            commands.Report: self.report,
            commands.GetHistory: self.history,
        }

    def report(self, session: Session, ask: commands.Report) -> Done:
        """Record what the radio did."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        head_unit, state = self._radios.head_unit(vehicle), self._radios.state(vehicle)
        if state.name is Name.NO_CODE:
            raise RefusedError(Reason.NO_CODE_TO_KEY_IN)
        if ask.answers is not None and ask.answers != self._radios.end(vehicle):
            raise RefusedError(Reason.STALE, state=state.name.value)
        if ask.outcome is Outcome.TAKE_BACK:
            return Done(saved=self._radios.record(vehicle, *taking_back(state)))
        reads = None if ask.shows is None else read_display(head_unit, ask.shows)
        if reads is not None and rules_out(ask.outcome, reads):
            raise RefusedError(Reason.SHOWS_OTHERWISE, state=state.name.value)
        kept = None if reads is None else replace(reads, cannot_be=None)
        own = None if reads is None or reads.word not in _own_words(head_unit) else reads.word
        event = reported(state, ask.outcome, kept, own)
        if event is None:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.name.value)
        saved = self._radios.told(vehicle, event, unseen=ask.answers is None)
        return Done(saved=saved, read=reads)

    def history(self, session: Session, ask: commands.GetHistory) -> History:
        """What happened to a vehicle's radio, newest first."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        limit = max(0, min(ask.limit, HISTORY_AT_ONCE))
        before = None if ask.before is None else max(0, min(ask.before, NEWEST))
        self._radios.note_boot()
        records = self._journal.history(vehicle, before_seq=before, limit=limit, kinds=TOLD_KINDS)
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


def _own_words(head_unit: HeadUnit) -> set[str]:
    return {word.text for word in head_unit.words}


def _line(record: Recorded, boot: BootWall | None, void: bool) -> HistoryLine:
    """A record as it is told, with the better of the two labels that its moment has."""
    at = record.at
    reads: Reading | None = getattr(record.event, "reads", None) or None
    shows = getattr(record.event, "shows", None) if reads is None else reads.word
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


class Search:
    """Ticks and spent tries need no unlocking; what is found goes into the vault."""

    def __init__(
        self, radios: Radios, vehicles: Vehicles, families: Families, unlocking: Unlocking
    ) -> None:
        self._radios = radios
        self._vehicles = vehicles
        self._families = families
        self._unlocking = unlocking
        self.handlers: Handlers = {
            commands.TickPlace: self.tick,
            commands.SpendTries: self.spend,
            commands.ChangeVehicle: self.change,
        }

    def tick(self, session: Session, ask: commands.TickPlace) -> Done:
        """Remember where the owner has looked, until the radio plays."""
        from pi.guide.guide import KINDS

        vehicle = self._vehicles.chosen(session, ask.vehicle)
        if ask.place not in KINDS:
            raise RefusedError(Reason.BAD_FIELD, field="place", detail="no_such_place")
        event = PlaceLooked(place=ask.place, looked=ask.looked)
        return Done(saved=self._radios.told(vehicle, event))

    def spend(self, session: Session, ask: commands.SpendTries) -> Done:
        """Count the wrong codes that the serial number costs, all of them at once."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        head_unit, state = self._radios.head_unit(vehicle), self._radios.state(vehicle)
        if ask.answers is not None and ask.answers != self._radios.end(vehicle):
            raise RefusedError(Reason.STALE, state=state.name.value)
        if state.name is not Name.ASKING:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.name.value)
        ways = head_unit.serial.displays
        if not 0 <= ask.display < len(ways) or ways[ask.display].tries is None:
            raise RefusedError(Reason.BAD_FIELD, field="display", detail="costs_no_tries")
        tries = ways[ask.display].tries or 0
        spent = (CodeRejected(for_serial=True) for _ in range(tries))
        return Done(saved=self._radios.record(vehicle, *spent))

    async def change(self, session: Session, ask: commands.ChangeVehicle) -> Done:
        """Keep what was found: in the vault and in the journal together, or not at all."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        vault = session.vault()
        values = self._checked(vehicle, ask)
        if not values:
            return Done()
        event = VehicleChanged(fields=tuple(field.value for field in values))
        try:
            saved = self._radios.record_together(
                [(vehicle, event)], vault.changing(vehicle, values)
            )
        except errors.NotSavedError as error:
            raise self._radios.not_saved(error) from None
        await self._unlocking.sweep(session)
        return Done(saved=saved)

    def _checked(self, vehicle: str, ask: commands.ChangeVehicle) -> dict[Field, str | None]:
        values: dict[Field, str | None] = {}
        for field in _TEXTS:
            text = getattr(ask, field.value)
            if text is not None:
                check_text(field.value, text)
                if field is Field.NAME and not text.strip():
                    raise RefusedError(Reason.BAD_FIELD, field=field.value, detail="empty")
                values[field] = text.strip() or None
        if ask.code is not None:
            check_code(ask.code, self._radios.head_unit(vehicle), self._families)
            state = self._radios.state(vehicle).name
            if state in {Name.ENTERING, Name.OUTCOME_UNKNOWN}:
                raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.value)
            values[Field.CODE] = ask.code
        return values


class Judging:
    """The owner's own word on a rule. Nothing here needs unlocking."""

    def __init__(self, radios: Radios, vehicles: Vehicles) -> None:
        self._radios = radios
        self._vehicles = vehicles
        self._journal = radios.journal
        self.handlers: Handlers = {
            commands.JudgeRule: self.judge,
            commands.GetRemarks: self.remarks,
        }

    def judge(self, session: Session, ask: commands.JudgeRule) -> Done:
        """Write it down."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        seconds, count = ask.seconds, ask.count
        if seconds is not None and not (isfinite(seconds) and 0 <= seconds <= LONGEST_WAIT_S):
            raise RefusedError(Reason.BAD_FIELD, field="seconds", detail="out_of_range")
        if count is not None and not 0 <= count <= MOST_TRIES:
            raise RefusedError(Reason.BAD_FIELD, field="count", detail="out_of_range")
        event = RuleJudged(rule=ask.rule, agrees=ask.agrees, seconds=seconds, count=count)
        if event == self._last(vehicle, ask.rule):
            return Done(saved=self._radios.keeps)
        return Done(saved=self._radios.record(vehicle, event))

    def _last(self, vehicle: str, rule: JudgedRule) -> Event | None:
        """What was said last of a rule, as far as it is told."""
        return next((one.event for one in self._judged(vehicle) if _of(one) is rule), None)

    def _judged(self, vehicle: str) -> list[Recorded]:
        return self._journal.history(vehicle, limit=REMARKS_AT_ONCE, kinds=("RuleJudged",))

    def remarks(self, session: Session, ask: commands.GetRemarks) -> Remarks:
        """All that was said of this vehicle's radio, newest first."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        lines = []
        for record in self._judged(vehicle):
            judged = record.event
            assert isinstance(judged, RuleJudged)
            lines.append(
                Remark(
                    rule=judged.rule,
                    agrees=judged.agrees,
                    seconds=judged.seconds,
                    count=judged.count,
                    wall=record.at.wall,
                    sure=record.at.quality is not WallQuality.UNSURE,
                )
            )
        return Remarks(lines=tuple(lines))


def _of(record: Recorded) -> JudgedRule | None:
    return record.event.rule if isinstance(record.event, RuleJudged) else None
