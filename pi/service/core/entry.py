"""The asks of a walkthrough: one step at a time, each answer naming its step.

The plan and its corrections are loaded with the first walkthrough, not with each start.
"""

from collections.abc import Callable

from msgspec import Struct

from pi.radio.events import (
    ConfirmPrompted,
    EntryBegunAnew,
    StepDone,
    StepTakenBack,
    WalkthroughStarted,
    WalkthroughStopped,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import cost_of
from pi.radio.security_code import InvalidCodeError, SecurityCode
from pi.radio.state import Name, RadioState
from pi.radio.steps import Plan, Walkthrough
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, Session
from pi.service.core.vehicles import Vehicles
from pi.service.protocol import commands
from pi.service.protocol.answers import LONGEST_FIELD, CorrectionFound, Done, Reason, RefusedError


class _Keyed(Struct, frozen=True):
    """A plan in memory, for as long as its walkthrough lasts. It tells the code."""

    plan: Plan
    code_length: int

    def __repr__(self) -> str:
        return "_Keyed(★)"


def _places(head_unit: HeadUnit) -> int:
    """How many characters one step sets: two where a key steps a whole group."""
    return 1 if head_unit.entry is None else head_unit.entry.method.places


class Walkthroughs:
    """Guided entries. The plans live in memory alone, and go with the entry."""

    def __init__(self, radios: Radios, vehicles: Vehicles, may_walk: Callable[[str], bool]) -> None:
        """``may_walk``: whether a vehicle stands still, as far as it is sensed."""
        self._radios = radios
        self._vehicles = vehicles
        self._may_walk = may_walk
        self._plans: dict[str, _Keyed] = {}
        radios.when_removed(self._forget)
        self.handlers: Handlers = {
            commands.StartWalkthrough: self.start,
            commands.ConfirmStep: self.step_done,
            commands.StepBack: self.step_back,
            commands.BeginAnew: self.begin_anew,
            commands.StopWalkthrough: self.stop,
            commands.AskCorrection: self.mend,
            commands.PromptConfirm: self.prompt_confirm,
        }

    def walkthrough(self, vehicle: str) -> tuple[Walkthrough, int] | None:
        """The cursor of the entry under way and the code's length.

        None without one, and where the car may be moving.
        """
        return self._walkthrough(vehicle) if self._may_walk(vehicle) else None

    def _walkthrough(self, vehicle: str) -> tuple[Walkthrough, int] | None:
        state = self._radios.state(vehicle)
        keyed = self._plans.get(vehicle)
        if state.name not in {Name.ENTERING, Name.OUTCOME_UNKNOWN}:
            self._plans.pop(vehicle, None)
            return None
        if keyed is None or state.step is None:
            return None
        return Walkthrough(plan=keyed.plan, at=state.step), keyed.code_length

    def _forget(self, vehicle: str) -> None:
        """A vehicle was removed: its plan would tell its code."""
        self._plans.pop(vehicle, None)

    def start(self, session: Session, ask: commands.StartWalkthrough) -> Done:
        """Begin an entry. Allowed while the radio asks."""
        vehicle = self._vehicles.chosen(session, ask.vehicle)
        head_unit, state = self._radios.head_unit(vehicle), self._radios.state(vehicle)
        if not head_unit.takes_a_code:
            raise RefusedError(Reason.NO_CODE_TO_KEY_IN)
        if head_unit.code is None:
            raise RefusedError(Reason.UNKNOWN_HEAD_UNIT, detail=head_unit.id[:LONGEST_FIELD])
        if state.name is not Name.ASKING:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.name.value)
        self._check_parked(vehicle)
        digits = self._vehicles.secrets(session, vehicle).code
        if not digits:
            raise RefusedError(Reason.NO_CODE_KEPT)
        from pi.radio.press_plan import plan

        try:
            steps = plan(head_unit, SecurityCode(digits, head_unit.code))
        except InvalidCodeError as error:
            raise RefusedError(Reason.BAD_CODE, problem=error.problem) from None
        self._plans[vehicle] = _Keyed(steps, len(digits))
        session.looks_at = vehicle  # its answers name a step, and mean this vehicle's
        return Done(saved=self._radios.record(vehicle, WalkthroughStarted(steps=len(steps))))

    def step_done(self, session: Session, ask: commands.ConfirmStep) -> Done:
        """One step on. The check is left through ``prompt_confirm`` alone."""
        vehicle, _, cursor = self._standing_on(session, ask.step)
        self._check_parked(vehicle)
        if cursor.before_confirm or cursor.confirming:
            raise RefusedError(Reason.CONFIRM_AGAIN, step=ask.step)
        return Done(saved=self._radios.record(vehicle, StepDone(step=ask.step)))

    def step_back(self, session: Session, ask: commands.StepBack) -> Done:
        """One step back; from the first step, out of the walkthrough."""
        vehicle, _, _ = self._standing_on(session, ask.step)
        event = StepTakenBack(step=ask.step) if ask.step > 0 else WalkthroughStopped()
        return Done(saved=self._radios.record(vehicle, event))

    def begin_anew(self, session: Session, ask: commands.BeginAnew) -> Done:
        """Back to the first step."""
        vehicle, _, _ = self._standing_on(session, ask.step)
        return Done(saved=self._radios.record(vehicle, EntryBegunAnew()))

    def stop(self, session: Session, ask: commands.StopWalkthrough) -> Done:
        """Out of the walkthrough, before the confirm."""
        vehicle = self._vehicles.chosen(session, None)
        self._check_step(self._radios.state(vehicle), ask.step)
        return Done(saved=self._radios.record(vehicle, WalkthroughStopped()))

    def mend(self, session: Session, ask: commands.AskCorrection) -> CorrectionFound:
        """What mends the step the owner is on. Changes nothing."""
        vehicle, _, cursor = self._standing_on(session, ask.step)
        head_unit = self._radios.head_unit(vehicle)
        if not 1 <= len(ask.shown) <= _places(head_unit):
            raise RefusedError(Reason.BAD_SHOWN, step=ask.step)
        from pi.radio.press_plan import correction

        try:
            found = correction(head_unit, cursor.step, ask.shown, moved_on=ask.moved_on)
        except ValueError:
            raise RefusedError(Reason.BAD_SHOWN, step=ask.step) from None
        return CorrectionFound(step=ask.step, correction=found)

    def prompt_confirm(self, session: Session, ask: commands.PromptConfirm) -> Done:
        """Name the confirm key. Journaled before it is told; a dear try must be confirmed."""
        vehicle, state, cursor = self._standing_on(session, ask.step)
        self._check_parked(vehicle)
        if not cursor.before_confirm:
            raise RefusedError(Reason.STALE, step=state.step)
        cost = cost_of(
            self._radios.head_unit(vehicle).lockout, state.rejected + 1, state.shown_left
        )
        if cost.needs_a_warning and not ask.sure:
            raise RefusedError(Reason.CONFIRM_AGAIN, step=ask.step, wait_s=cost.wait_s)
        saved = self._radios.record(vehicle, StepDone(step=ask.step), ConfirmPrompted())
        return Done(saved=saved)

    def _standing_on(self, session: Session, step: int) -> tuple[str, RadioState, Walkthrough]:
        vehicle = self._vehicles.chosen(session, None)
        session.vault()
        state = self._radios.state(vehicle)
        self._check_step(state, step)
        found = self._walkthrough(vehicle)
        if found is None:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.name.value)
        return vehicle, state, found[0]

    def _check_parked(self, vehicle: str) -> None:
        if not self._may_walk(vehicle):
            raise RefusedError(Reason.NOT_PARKED)

    @staticmethod
    def _check_step(state: RadioState, step: int) -> None:
        if state.name is not Name.ENTERING or state.step != step:
            raise RefusedError(Reason.STALE, step=state.step, state=state.name.value)
