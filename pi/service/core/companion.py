"""Commands in, events journaled, state out.

The companion holds no state of its own: the radios fold it, the vault keeps what is secret, and
a session carries what it alone may see. Each command goes to the one room that answers it.
"""

import inspect
from typing import Protocol

from msgspec import Struct

from pi.hardware.wiring import Signal
from pi.radio.head_unit import HeadUnit
from pi.radio.instant import Instant, WallQuality
from pi.radio.lockout import cost_of, ended_by_key_cycle
from pi.radio.state import Name, RadioState, Wait
from pi.radio.steps import Walkthrough
from pi.radio.waiting import marked
from pi.service.core.copies import Copies
from pi.service.core.entry import Walkthroughs
from pi.service.core.families import Families
from pi.service.core.radios import Radios
from pi.service.core.senses import Senses
from pi.service.core.session import NOBODYS, Handlers, Session, WriteBudget
from pi.service.core.unlocking import Unlocking
from pi.service.core.vehicles import EVERY, Vehicles
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import Answer, Done, Reason, Refusal, RefusedError, Status, page
from pi.service.protocol.commands import Ask
from pi.service.protocol.views import (
    AttemptView,
    CostView,
    EntryView,
    PanelView,
    RadioView,
    State,
    TakeBackView,
    WaitView,
)


def radio_view(
    number: int, head_unit: HeadUnit, state: RadioState, now: Instant, end: int
) -> RadioView:
    """One radio, as any session may see it."""
    attempt = state.last_attempt
    return RadioView(
        vehicle=number,
        head_unit=head_unit.id,
        state=state.name.value,
        tries_left=state.tries_left,
        rejected=state.rejected,
        rejected_in_series=state.in_series,
        seq=end,
        wait=None if state.wait is None else wait_view(state.wait, now, head_unit),
        step=state.step,
        steps=state.steps,
        cut_off=state.cut_off,
        last_attempt=None
        if attempt is None
        else AttemptView(
            accepted=attempt.accepted,
            wall=attempt.at.wall,
            sure=attempt.at.quality is not WallQuality.UNSURE,
        ),
        next_cost=cost_view(head_unit, state),
        looked=state.looked,
        battery=None if state.battery is None else state.battery.value,
        take_back=_take_back_view(state, now, head_unit),
    )


def _take_back_view(state: RadioState, now: Instant, head_unit: HeadUnit) -> TakeBackView | None:
    """What can be taken back. An entry that it ended is not gone on with."""
    said, without = state.said, state.without
    if said is None or without is None:
        return None
    name = Name.ASKING if without.name is Name.ENTERING else without.name
    return TakeBackView(
        kind=type(said.event).__name__,
        wall=said.at.wall,
        sure=said.at.quality is not WallQuality.UNSURE,
        state=name.value,
        said_at=said.at.monotonic if said.at.boot_id == now.boot_id else None,
        shows=getattr(said.event, "shows", None),
        on=getattr(said.event, "on", None),
        tries_left=without.tries_left,
        wait=None if without.wait is None else wait_view(without.wait, now, head_unit),
    )


def wait_view(wait: Wait, now: Instant, head_unit: HeadUnit) -> WaitView:
    """A wait as of now: as it would stand if a mark were made. One counted out stays so."""
    if wait.remaining_s != 0.0:
        wait = marked(wait, now, head_unit.timer)
    return WaitView(
        owed_s=wait.owed_s,
        counted_s=wait.counted_s if wait.owed_s is None else min(wait.counted_s, wait.owed_s),
        remaining_s=wait.remaining_s,
        interruptions=wait.interruptions,
        counting=wait.counting,
        why_not=None if wait.why_not is None else wait.why_not.value,
        as_of=now.monotonic,
        told_longer=wait.told_longer,
        key_cycle=wait.owed_s is None and ended_by_key_cycle(head_unit.lockout),
        longer_s=wait.longer_s,
    )


def cost_view(head_unit: HeadUnit, state: RadioState) -> CostView | None:
    """What the next wrong try costs, None where no code can be keyed."""
    if not head_unit.takes_a_code:
        return None
    cost = cost_of(head_unit.lockout, state.rejected + 1, state.shown_left)
    return CostView(
        wait_s=cost.wait_s,
        ends_series=cost.ends_series,
        dead_end=cost.dead_end,
        needs_a_warning=cost.needs_a_warning,
        key_cycle=cost.key_cycle,
    )


def entry_view(walkthrough: Walkthrough, code_length: int) -> EntryView:
    """The step an owner is on. It tells a digit: for unlocked sessions alone."""
    return EntryView(
        at=walkthrough.at,
        steps=len(walkthrough.plan),
        step=walkthrough.step,
        position=walkthrough.position,
        positions=walkthrough.positions,
        code_length=code_length,
        confirming=walkthrough.confirming,
        before_confirm=walkthrough.before_confirm,
    )


class PanelPort(Protocol):
    """What a state shows of the buttons of the car. It stands with whoever draws the state."""

    turn: int

    def view(self, vehicle: str | None) -> PanelView:
        """For a session that looks at this vehicle."""
        ...


class NoPanel:
    """A companion without buttons."""

    turn = 0

    def view(self, _: str | None) -> PanelView:
        """Nothing is wired."""
        return PanelView()


class Rooms(Struct, frozen=True, kw_only=True):
    """What a companion knows by: its state is drawn from these."""

    radios: Radios
    vehicles: Vehicles
    unlocking: Unlocking
    families: Families
    copies: Copies
    entry: Walkthroughs
    car: Senses
    panel: PanelPort = NoPanel()


class Companion:
    """The one that knows. Sessions ask it; it answers, and shows each what it may see."""

    def __init__(self, version: str, rooms: Rooms, handlers: Handlers, pace: WriteBudget) -> None:
        """``handlers`` are those of all rooms; what concerns none of them is answered here."""
        self._version = version
        self._rooms = rooms
        self.radios = rooms.radios
        self.vehicles = rooms.vehicles
        self._pace = pace
        self._handlers: Handlers = {
            **handlers,
            commands.Watch: self._watch,
            commands.Look: self._look,
            commands.GetStatus: self._status,
            commands.ShowCode: self._show,
        }

    @property
    def revision(self) -> int:
        """Counts up whenever something changed that every session must hear of."""
        return self.radios.revision

    def answers(self, ask: Ask) -> bool:
        """Whether anybody here answers a command of this kind."""
        return type(ask) in self._handlers

    async def answer(self, session: Session, ask: Ask) -> Answer | Refusal:
        """Answer one ask."""
        session.last_asked = self.radios.now().monotonic
        if session.practice is not None and not isinstance(ask, commands.NEVER_PRACTISED):
            return await session.practice.answer(ask)
        try:
            if isinstance(ask, commands.WRITTEN_DOWN) and self._is_held(session):
                return self._written_down(session, ask)
            answer = self._handlers[type(ask)](session, ask)
            if inspect.isawaitable(answer):
                answer = await answer
        except RefusedError as error:
            if error.refusal.reason is Reason.TAMPERED:
                self.radios.found_damage()
            return error.refusal
        except UNREADABLE:
            self.radios.found_damage()
            return Refusal(reason=Reason.NOT_SAVED, detail="damaged")
        return answer

    @staticmethod
    def _is_held(session: Session) -> bool:
        """Whether it is a locked session of a user's. The panel's buttons press nobody's."""
        return session.unlocked is None and session.user != NOBODYS

    def _written_down(self, session: Session, ask: Ask) -> Answer:
        """Do what a locked session asks to be written down, at its user's pace."""
        journal, at = self.radios.journal, self.radios.now().monotonic
        self._pace.check(session.user, at)
        before = journal.appended
        try:
            answer = self._handlers[type(ask)](session, ask)
        finally:
            self._pace.wrote(session.user, journal.appended - before, at)
        assert not inspect.isawaitable(answer)
        return answer

    def state(self, session: Session) -> State:
        """Everything this session may draw; of a damaged store, what can be read of it."""
        if session.practice is not None:
            lights = self._rooms.car.body.level(Signal.LIGHTS)
            return session.practice.state(lights, self._rooms.panel.turn)
        try:
            return self._state(session)
        except UNREADABLE:
            self.radios.found_damage()
            lock = self._rooms.unlocking.lock_unknown(session)
            return State(
                set_up=True,
                saving=self.radios.saving,
                lock=lock,
                vehicles=0,
                panel=self._rooms.panel.view(None),
            )

    def _state(self, session: Session) -> State:
        rooms = self._rooms
        vehicle = self.vehicles.looked_at(session) or self.vehicles.last_used()
        radio = None if vehicle is None else self._radio(vehicle)
        shown = None
        if vehicle is not None and session.unlocked is not None:
            shown = rooms.entry.walkthrough(vehicle)
        return State(
            set_up=rooms.unlocking.is_set_up,
            saving=self.radios.saving,
            lock=rooms.unlocking.lock_view(session),
            vehicles=self.vehicles.count(),
            radio=radio,
            name=None if vehicle is None else self.vehicles.name(session, vehicle),
            entry=None if shown is None else entry_view(*shown),
            car=rooms.car.view(vehicle),
            panel=rooms.panel.view(vehicle),
            copies=() if vehicle is None else rooms.copies.copies(vehicle),
            code_kept=vehicle is None or rooms.unlocking.code_kept(vehicle),
            families=rooms.families.revision,
        )

    def _radio(self, vehicle: str) -> RadioView:
        radios = self.radios
        return radio_view(
            self.vehicles.listed(vehicle).number,
            radios.head_unit(vehicle),
            radios.state(vehicle),
            radios.now(),
            radios.end(vehicle),
        )

    def _status(self, _: Session, ask: commands.GetStatus) -> Status:
        radios, more = page(
            self._radio(vehicle)
            for vehicle in self.vehicles.ids_after(max(0, min(ask.after, EVERY)))
        )
        return Status(
            version=self._version,
            saving=self.radios.saving,
            radios=radios,
            more=more,
            set_up=self._rooms.unlocking.is_set_up,
        )

    def _watch(self, session: Session, _: commands.Watch) -> Done:
        session.watches = True
        return Done()

    def _look(self, session: Session, ask: commands.Look) -> Done:
        session.looks_at = self.vehicles.chosen(session, ask.vehicle)
        return Done()

    def _show(self, session: Session, ask: commands.ShowCode) -> Answer:
        if not self._rooms.car.may_show(self.vehicles.chosen(session, ask.vehicle)):
            raise RefusedError(Reason.NOT_PARKED)
        return self.vehicles.show(session, ask)


def concerns_asker_alone(session: Session, ask: Ask) -> bool:
    """Whether an ask changes what its own session is shown, and nobody else's view."""
    return session.practice is not None or isinstance(ask, commands.FOR_ASKER_ALONE)
