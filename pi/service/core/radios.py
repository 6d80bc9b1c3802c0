"""The radios: append, then fold, the one way anything changes here.

Nothing else writes the journal, and nothing else counts what every session must hear of.

What could not be saved is kept in memory in its order, is folded all the same, and is tried again
with the next event. Until it is on the card ``saving`` says why it is not.

Where the past of a radio can't be read, the longest wait documented for its family is owed, from
the moment somebody says that the radio is on: its tries may be used up, and nobody can tell.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.hardware.clock import Clock
from pi.radio.entry import Confirm, ConfirmKind, Entry, Opening, OpeningKind, TouchKeypad
from pi.radio.events import (
    MARKS,
    BeginningTold,
    Event,
    InterruptionSeen,
    LockoutBegan,
    Recorded,
    StatementTakenBack,
    StillWaitingSeen,
    WaitCountedOut,
)
from pi.radio.fold import apply, fold, is_news, undoes
from pi.radio.head_unit import HeadUnit, Protection
from pi.radio.instant import Instant, WallQuality
from pi.radio.state import Name, RadioState, is_statement
from pi.service.faults import UNREADABLE
from pi.service.protocol.answers import Reason, RefusedError
from pi.service.protocol.views import Saving
from pi.storage.errors import NotSavedError, SaveProblem, UnknownVehicleError
from pi.storage.journal import Extra, Journal

_DAMAGED = "damaged"  # something can't be read; whether anything is written is another matter
_VOLATILE = Saving(ok=False, reason="volatile")  # gone with the next boot


class Radios:
    """The radios' states, held in memory once asked for, and their journal."""

    def __init__(self, journal: Journal, load: Callable[[str], HeadUnit], clock: Clock) -> None:
        self.journal = journal
        self._load = load
        self.clock = clock
        self._states: dict[str, RadioState] = {}
        self._ends: dict[str, int] = {}
        self._families: dict[str, HeadUnit] = {}
        self._unsaved: list[tuple[str, Event, Instant]] = []
        self._damaged = False
        self.saving = self._at_best()
        self._noted: tuple[str, WallQuality] | None = None  # the boot whose start is known
        self.revision = 0
        self._told: list[Callable[[str, Sequence[Event]], None]] = []
        self._told_of_removal: list[Callable[[str], None]] = []

    def when_recorded(self, listener: Callable[[str, Sequence[Event]], None]) -> None:
        """Let ``listener`` hear of each vehicle something is recorded of, and what."""
        self._told.append(listener)

    def when_removed(self, listener: Callable[[str], None]) -> None:
        """Let ``listener`` hear of each vehicle that is gone, with all that is known of it."""
        self._told_of_removal.append(listener)

    def changed(self) -> None:
        """Count up ``revision``: something changed that every session must hear of."""
        self.revision += 1

    def now(self) -> Instant:
        """One reading of the clock."""
        return self.clock.now()

    def head_unit(self, vehicle: str) -> HeadUnit:
        """The family of a vehicle's radio, be it lost. Raises UnknownVehicleError."""
        if vehicle not in self._families:
            row = self.journal.vehicle(vehicle)
            if row is None:
                raise UnknownVehicleError
            try:
                self._families[vehicle] = self._load(row.head_unit)
            except UnknownHeadUnitError:
                self._families[vehicle] = lost_family(row.head_unit)
        return self._families[vehicle]

    def remove(self, vehicle: str, extra: Extra) -> None:
        """Remove a vehicle with all that is on the card of it, and what ``extra`` deletes.

        Raises NotSavedError, with nothing removed.
        """
        self.journal.remove(vehicle, extra)
        for known in (self._states, self._ends, self._families):
            known.pop(vehicle, None)
        self._unsaved = [one for one in self._unsaved if one[0] != vehicle]
        for listener in self._told_of_removal:
            listener(vehicle)
        self.changed()

    def forget_families(self) -> None:
        """Families may have changed: each is loaded anew, and its radio's state with it."""
        self._families.clear()
        if not self._unsaved:  # what is in memory alone could not be folded again
            self._states.clear()

    def state(self, vehicle: str) -> RadioState:
        """Where a vehicle's radio stands."""
        if vehicle not in self._states:
            head_unit = self.head_unit(vehicle)
            try:
                records = self.journal.since_settled(vehicle)
                state = fold(head_unit, records)
            except UNREADABLE:
                self.found_damage()
                records = self._doubts(vehicle)
                state = fold(head_unit, records).final  # nobody said it: it can't be taken back
            self._states[vehicle] = state
            told = [one.seq for one in records if not isinstance(one.event, MARKS)]
            self._ends[vehicle] = max(told, default=0)
        return self._states[vehicle]

    def end(self, vehicle: str) -> int:
        """The number of the last thing told about a vehicle. The clock's marks do not move it."""
        self.state(vehicle)
        return self._ends[vehicle]

    def told(self, vehicle: str, event: Event, *, unseen: bool = False) -> bool:
        """Record what somebody told, unless it tells nothing new.

        What the fold makes of it decides: a try, or an interruption of a wait, is always one more.
        What is no news is written down all the same where another vehicle was the last, as
        commands mean that one. So it is where the word before it could still be taken back and
        whoever tells this has not seen (``unseen``) which word that is: taking back then means
        this one. True once it is on the card, to stay there.
        """
        state, head_unit, at = self.state(vehicle), self.head_unit(vehicle), self.now()
        another = state.said is None and self.journal.last_used_vehicle() != vehicle
        closes = unseen and is_statement(event) and undoes(head_unit, state, at)
        if another or closes or is_news(head_unit, state, event, at):
            return self.record(vehicle, event)
        if self._unsaved:
            self.save()
        return self.keeps

    @property
    def keeps(self) -> bool:
        """Whether all that was told is on the card, to stay there."""
        return not self._unsaved and not self.journal.store.volatile

    def record(self, vehicle: str, *events: Event) -> bool:
        """Append events, then fold them. True once they are on the card, to stay there."""
        at = self.now()
        state, head_unit = self.state(vehicle), self.head_unit(vehicle)
        folded = state
        for event in events:
            unsaved = Recorded(seq=0, vehicle=vehicle, event=event, at=at)
            folded = apply(head_unit, folded, unsaved)
        if not any(isinstance(event, StatementTakenBack) for event in events):
            events = (*events, *_noted(state, folded))  # what is taken back had its note already
        self._unsaved += [(vehicle, event, at) for event in events]
        self._states[vehicle] = folded
        self._tell(vehicle, events)
        saved = self.save()
        if saved:
            self.note_boot()
        told = sum(1 for event in events if not isinstance(event, MARKS))
        if told and not saved:
            self._ends[vehicle] += told
        return saved and not self.journal.store.volatile

    def record_together(
        self, events: Sequence[tuple[str, Event]], extra: Extra | None = None
    ) -> bool:
        """Write events of one instant and what ``extra`` writes, all or nothing; then fold them.

        What waits to be saved goes first, so that the journal keeps its order. Nothing of these is
        kept for later: raises NotSavedError, UnknownVehicleError, or what ``extra`` raises, with
        nothing recorded. True once they are on the card, to stay there.
        """
        if self._unsaved and (problem := self._save()) is not None:
            raise NotSavedError(problem)
        told: dict[str, list[Event]] = {}
        # Of a radio that joins with a past a wait may run: a start looks at it.
        active = {vehicle: True for vehicle, event in events if isinstance(event, BeginningTold)}
        for record in self.journal.append(events, at=self.now(), active=active, extra=extra):
            vehicle = record.vehicle
            told.setdefault(vehicle, []).append(record.event)
            if vehicle in self._states:
                folded = apply(self.head_unit(vehicle), self._states[vehicle], record)
                self._states[vehicle] = folded
                self._ends[vehicle] = max(self._ends.get(vehicle, 0), record.seq)
        self.saving = self._at_best()
        for vehicle, happened in told.items():
            self._tell(vehicle, happened)
        return self.keeps

    def _tell(self, vehicle: str, events: Sequence[Event]) -> None:
        for listener in self._told:
            listener(vehicle, events)
        self.changed()

    def not_saved(self, error: NotSavedError) -> RefusedError:
        """The refusal for what could not be saved, all being told so."""
        self.saving = Saving(ok=False, reason=error.problem.reason)
        self.changed()
        return RefusedError(Reason.NOT_SAVED, detail=error.problem.reason)

    def save(self) -> bool:
        """Write what is not on the card yet, oldest first. True when nothing is left over."""
        return self._save() is None

    def _save(self) -> SaveProblem | None:
        """What came in the way of saving, None for nothing."""
        while self._unsaved:
            vehicle, _, at = self._unsaved[0]
            together = self._together(vehicle, at)
            active = {vehicle: self._states[vehicle].active}
            try:
                with self._damage_told():
                    records = self.journal.append(
                        [(vehicle, event) for _, event, _ in together], at=at, active=active
                    )
            except NotSavedError as error:
                self.saving = Saving(ok=False, reason=error.problem.reason)
                return error.problem
            del self._unsaved[: len(together)]
            told = [one.seq for one in records if not isinstance(one.event, MARKS)]
            self._ends[vehicle] = max([self._ends.get(vehicle, 0), *told])
        self.saving = self._at_best()
        return None

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """A write that no answer waits for. Raises NotSavedError alone.

        A table that is not what it was refuses what is written to it: nobody's clock may end by
        that.
        """
        try:
            yield
        except UNREADABLE:
            self.found_damage()
            raise NotSavedError(SaveProblem(reason="damaged")) from None

    def try_again(self) -> None:
        """Find out whether events reach the card again, with a durable write even if none waits."""
        if self.saving == _VOLATILE:
            return
        if self.unsaved:
            self.save()
            return
        try:
            with self._damage_told():
                problem = self.journal.store.can_save()
        except NotSavedError as error:
            problem = error.problem
        if problem is None:
            self.saving = self._at_best()
        else:
            self.saving = Saving(ok=False, reason=problem.reason)

    def _at_best(self) -> Saving:
        """How saving stands while writes go well: on some places they do not last."""
        if self._damaged:
            store = self.journal.store
            return Saving(ok=not (store.read_only or store.volatile), reason=_DAMAGED)
        return _VOLATILE if self.journal.store.volatile else Saving(ok=True)

    def note_boot(self) -> None:
        """Keep when this boot started, once the wall clock can be believed, to label its past."""
        at = self.now()
        note = at.boot_id, at.quality
        if at.quality is WallQuality.UNSURE or note == self._noted:
            return
        try:
            with self._damage_told():
                self.journal.note_boot_wall(at)
        except NotSavedError:
            return  # a label can wait
        self._noted = note

    @property
    def unsaved(self) -> int:
        """How many events are in memory alone."""
        return len(self._unsaved)

    def found_damage(self) -> None:
        """Something could not be read. Said until the next start, and what is written, too.

        The rest of a file whose pages are sound is written as before: a row that makes no sense
        must not cost a wait that is counted now. Where a page is damaged nothing is written.
        """
        if not self._damaged:
            self.changed()
        self._damaged = True
        if self.saving.ok or self.journal.store.read_only:
            self.saving = self._at_best()

    @property
    def knows_damage(self) -> bool:
        """Whether something could not be read in this run."""
        return self._damaged

    def _doubts(self, vehicle: str) -> list[Recorded]:
        """What is to be thought of a radio whose past can't be read."""
        at = self.now()
        events = (StillWaitingSeen(), InterruptionSeen())
        return [Recorded(seq=0, vehicle=vehicle, event=event, at=at) for event in events]

    def _together(self, vehicle: str, at: Instant) -> list[tuple[str, Event, Instant]]:
        """The events at the front that were recorded in one go: they are saved in one go."""
        count = 0
        for one_vehicle, _, one_at in self._unsaved:
            if (one_vehicle, one_at) != (vehicle, at):
                break
            count += 1
        return self._unsaved[:count]


def _noted(before: RadioState, after: RadioState) -> tuple[Event, ...]:
    """What the owner is told of a wait, for the history."""
    if after.name is Name.SAFE_TO_TRY and before.name is not Name.SAFE_TO_TRY:
        return (WaitCountedOut(),)
    began = before.name is not Name.WAITING or after.rejected > before.rejected
    if after.name is Name.WAITING and began and after.wait is not None:
        return (LockoutBegan(owed_s=after.wait.owed_s),)
    return ()


def lost_family(name: str) -> HeadUnit:
    """All that is known of it: it took a code. No shape of a code, so no steps are offered.

    Its lockout is unknown, so that a wrong try owes a wait that only the display ends.
    """
    unknown = Entry(
        opening=Opening(kind=OpeningKind.UNKNOWN),
        method=TouchKeypad(),
        confirm=Confirm(kind=ConfirmKind.UNKNOWN),
    )
    return HeadUnit(id=name, name=name, protection=Protection.OWNER_CODE, entry=unknown)
