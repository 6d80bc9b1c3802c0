"""The panel as a session: presses in, cues out.

It can't be unlocked by itself. It speaks for the screen that stands unlocked beside it, and for
no longer than that; what it can't do alone (unlocking, showing the code) it asks a screen for.

*Next* is the careful answer, *back* the way back. A statement about what the radio did, and what
ends an entry or begins a dear try, takes a press that is held, once its owner has had time to see
what is asked, and never the button that brought the question: a thumb that goes on pressing where
it did states nothing, however fast. What gives up a wait, or what was counted, is asked once more,
and takes another button.
"""

import asyncio
from collections.abc import Awaitable, Callable
from math import inf
from typing import Final

from msgspec import Struct

from pi.hardware.filters import BUTTON_HELD_S
from pi.hardware.port import Beats, ButtonPressed, Cue
from pi.hardware.wiring import BUTTONS, Signal
from pi.radio.state import Name, RadioState, Wait
from pi.radio.steps import Press, Turn, Walkthrough
from pi.service.core.entry import Walkthroughs
from pi.service.core.radios import Radios
from pi.service.core.senses import Senses
from pi.service.core.session import Handlers, Session
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    BROUGHT_WITHIN_S,
    LONGEST_FIELD,
    STAND_S,
    Answer,
    Done,
    Reason,
    Refusal,
)
from pi.service.protocol.commands import (
    Ask,
    ConfirmStep,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StepBack,
    StopWalkthrough,
)
from pi.service.protocol.views import PanelView, PinTrouble
from pi.storage.vault.vault import UnlockedVault

Answerer = Callable[[Session, Ask], Awaitable[Answer | Refusal]]

LEFT_ALONE_S: Final = 60.0  # a button not pressed for so long is no longer the one that brought it
ASKED_FOR_S: Final = 60.0  # a question that nobody answered for so long is over

STEP_DONE_S: Final = 0.6  # a step that was taken is acknowledged for so long
_WANTS: Final = {Reason.LOCKED: "unlock", Reason.CONFIRM_AGAIN: "sure"}
_ASKS_SCREENS: Final = {Outcome.INTERRUPTED: "lost", Outcome.ASKS_AGAIN: "ends"}


class Standing(Struct, frozen=True, kw_only=True):
    """What decides the cue. ``cursor`` is None while nobody may see the steps.

    ``warned``: the price of the try was told. ``refused``: the last press was not taken.
    ``answered``: somebody has heard that a try is safe. ``asked``: before a wait or what was
    counted is given up, it is asked once more.
    """

    state: RadioState | None
    cursor: Walkthrough | None = None
    saving: bool = True
    warned: bool = False
    refused: bool = False
    answered: bool = False
    asked: bool = False


def cue_for(standing: Standing, pace_s: float) -> tuple[Cue, Beats | None]:
    """The cue, and the beats of ``Cue.PRESS``. ``pace_s``: seconds a beat, 0 for none."""
    state = standing.state
    if not standing.saving:
        return Cue.CANNOT_SAVE, None
    if state is None:
        return Cue.NONE, None
    if standing.refused or standing.asked:
        return Cue.LOOK, None
    match state.name:
        case Name.ENTERING:
            return _entering(standing, pace_s)
        case Name.OUTCOME_UNKNOWN:
            return Cue.LOOK, None
        case Name.WAITING if state.wait is not None and state.wait.counting:
            return Cue.WAITING, None
        case Name.WAITING:
            return Cue.LOOK, None
        case Name.SAFE_TO_TRY:
            return (Cue.NONE if standing.answered else Cue.SAFE_TO_TRY), None
        case _:
            return Cue.NONE, None


def _entering(standing: Standing, pace_s: float) -> tuple[Cue, Beats | None]:
    cursor = standing.cursor
    if cursor is None:
        return Cue.LOOK, None
    if standing.warned:
        return Cue.LAST_TRY, None
    if cursor.before_confirm:
        return Cue.CHECK, None
    step = cursor.step
    times = step.times if isinstance(step, Press) else None
    times = step.clicks if isinstance(step, Turn) else times
    if not times or not pace_s:
        return Cue.STEP_DONE if cursor.at > 0 else Cue.NONE, None
    return Cue.PRESS, Beats(count=times, pace_s=pace_s)


class PanelQuestion(Struct, frozen=True):
    """Is it so, now? Asked before a wait or what was counted is given up by this report."""

    outcome: Outcome


class Seen(Struct, frozen=True, kw_only=True):
    """What the owner has before them. ``end`` is the journal's end that they saw.

    ``read``: it had stood long enough to be seen when the press began; ``stood``: nor was anything
    pressed for as long. ``brought`` is the press that brought it, or the last one at the same
    button, None where none did or another button was pressed since. ``warned``: the price of this
    try was told. ``asked`` is what was asked once more.
    """

    end: int
    read: bool = True
    stood: bool = True
    brought: ButtonPressed | None = None
    warned: bool = False
    asked: Outcome | None = None

    def takes(self, press: ButtonPressed) -> bool:
        """Whether this press can be a statement."""
        repeated = self.brought is not None and self.brought.button is press.button
        return self.stood and not repeated


_HELD: Final[dict[Name, dict[Signal, Outcome | PanelQuestion]]] = {
    Name.PLAYING: {Signal.NEXT: Outcome.ASKING},
    Name.OUTCOME_UNKNOWN: {
        Signal.NEXT: Outcome.ACCEPTED,
        Signal.BACK: Outcome.REJECTED,
        Signal.SEE: Outcome.ABANDONED,
    },
    Name.WAITING: {
        Signal.NEXT: Outcome.STILL_WAITING,
        Signal.BACK: PanelQuestion(Outcome.INTERRUPTED),
        Signal.SEE: PanelQuestion(Outcome.ASKS_AGAIN),
    },
    Name.SAFE_TO_TRY: {Signal.NEXT: Outcome.ASKS_AGAIN, Signal.BACK: Outcome.STILL_WAITING},
}
_STAYED: Final[dict[Signal, Outcome | PanelQuestion]] = {
    Signal.NEXT: Outcome.POWER_ON,
    Signal.BACK: PanelQuestion(Outcome.INTERRUPTED),
}
_CAME_BACK: Final[dict[Signal, Outcome | PanelQuestion]] = {
    Signal.NEXT: Outcome.POWER_OFF,
    Signal.BACK: Outcome.POWER_ON,
}


def meant(
    press: ButtonPressed, state: RadioState, cursor: Walkthrough | None, standing: Seen
) -> Ask | PanelQuestion | None:
    """What a press asks for, None where it means nothing here."""
    if state.name is Name.ASKING:
        return StartWalkthrough() if press.button is Signal.NEXT else None
    if state.name is Name.ENTERING:
        return _step(press, state.step or 0, cursor, standing)
    if not press.held or not standing.takes(press):
        return None
    if standing.asked is not None:
        yes = press.button is Signal.NEXT
        return Report(outcome=standing.asked, answers=standing.end) if yes else None
    found = _held(state).get(press.button)
    if found is None or isinstance(found, PanelQuestion):
        return found
    return Report(outcome=found, answers=standing.end)


def _step(
    press: ButtonPressed, step: int, cursor: Walkthrough | None, standing: Seen
) -> Ask | None:
    """A statement about a step. Held *back* leaves.

    After the price was told a short *back* only lets *next*, which brought that, count again.
    """
    if press.button is Signal.BACK:
        if press.held or step == 0:
            return StopWalkthrough(step=step) if standing.takes(press) else None
        return None if standing.warned else StepBack(step=step)
    if press.button is not Signal.NEXT or cursor is None:
        return None
    if not (standing.stood if cursor.before_confirm else standing.read):
        return None
    if not cursor.before_confirm:
        return ConfirmStep(step=step)
    meant_so = standing.warned and press.held and standing.takes(press)
    return PromptConfirm(step=step, sure=meant_so)


def _held(state: RadioState) -> dict[Signal, Outcome | PanelQuestion]:
    """The statements about a radio that is not being keyed in."""
    wait = state.wait
    if state.name is Name.WAITING and wait is not None and not wait.counting:
        return _CAME_BACK if wait.powered is False or _lost(wait) else _STAYED
    return _HELD.get(state.name, {})


def _lost(wait: Wait) -> bool:
    """Whether the wait begins again anyway, so that only its beginning is asked about."""
    return wait.counted_s == 0 and wait.interruptions > 0


class PanelSession:
    """Buttons, lamp and buzzer of the car."""

    def __init__(
        self,
        radios: Radios,
        car: Senses,
        entry: Walkthroughs,
        lend: Callable[[str], UnlockedVault | None],
    ) -> None:
        """``lend`` gives the vault that a screen has open for a vehicle."""
        self._radios = radios
        self._car = car
        self._entry = entry
        self.lend = lend
        self._session = Session()
        self._one_press = asyncio.Lock()
        self.pace_s = 0.0
        self._wants: str | None = None
        self.turn = 0
        self._warned: int | None = None  # the step whose price was told
        self._asked: tuple[Outcome, int] | None = None  # what is asked once more, at which end
        self._asked_at = 0.0  # that or the price, in which second of CLOCK_MONOTONIC
        self._place: object = None  # what the owner is asked
        self._since = 0.0  # from which second of CLOCK_MONOTONIC
        self._brought: ButtonPressed | None = None  # the press that brought it
        self._last: tuple[ButtonPressed, float] | None = None  # the last press, and its second
        self._refused: RadioState | None = None  # where a press was not taken
        self._answered = False
        self._plays: tuple[Cue, Beats | None, int | None] = (Cue.NONE, None, None)
        self._soon: asyncio.TimerHandle | None = None
        self.handlers: Handlers = {commands.DropQuestion: self.drop_question}

    def view(self, vehicle: str | None) -> PanelView:
        """What a screen that looks at this vehicle may show of it: the buttons are of one."""
        body, own = self._car.body, vehicle is not None and vehicle == self._car.vehicle
        return PanelView(
            buttons=tuple(each.value for each in BUTTONS if own and each in body.wired),
            trouble=tuple(
                PinTrouble(
                    reason=one.reason,
                    signal=None if one.signal is None else one.signal.value,
                    pin=one.pin,
                    detail=one.detail[:LONGEST_FIELD],
                )
                for one in self._car.problems
            ),
            wants=self._wanted if own else None,
            turn=self.turn,
        )

    @property
    def _wanted(self) -> str | None:
        """The wish that still holds: what is asked once more is so where it was asked alone."""
        over = self._wants == "sure" and not self._warns
        over = over or (self._wants in _ASKS_SCREENS.values() and not self._asks)
        return None if over else self._wants

    @property
    def _asks(self) -> bool:
        """Whether something is asked once more. What nobody answers is over after a while."""
        return self._asked is not None and self._now - self._asked_at < ASKED_FOR_S

    @property
    def _warns(self) -> bool:
        """Whether the price of a try was told, and not so long ago that it must be told again."""
        return self._warned is not None and self._now - self._asked_at < ASKED_FOR_S

    @property
    def _now(self) -> float:
        return self._radios.now().monotonic

    def drop_question(self, _: Session, __: commands.DropQuestion) -> Done:
        """A screen has answered with no what was asked there for a button's sake."""
        if self._asked is not None or self._warned is not None:
            self._asked = self._warned = None
            self._wish(None)
        return Done()

    def refitted(self) -> None:
        """Other wires were taken up, dark and silent: what is to be played begins anew."""
        self._plays = (Cue.NONE, None, None)
        self._cancel_soon()

    async def press(self, press: ButtonPressed, answer: Answerer) -> None:
        """Let ``answer`` do what a press means.

        One at a time: a second one finds the state the first left.
        """
        async with self._one_press:
            vehicle = self._car.vehicle
            if vehicle is None:
                return
            state = self._radios.state(vehicle)
            self._answered = self._answered or state.name is Name.SAFE_TO_TRY
            self._refused = None
            if press.button is Signal.SEE and not press.held:
                self._follow(vehicle, state)
                self._presses(press)
                self._wish("code")
                return
            self._session.looks_at = vehicle
            self._session.unlocked = self.lend(vehicle)
            try:
                seen = self._seen(vehicle, state, press)
                ask = meant(press, state, self._cursor(vehicle), seen)
                self._presses(press)
                if isinstance(ask, PanelQuestion):
                    self._ask_once(ask, seen)
                else:
                    await self._do(answer, ask, state)
            finally:
                self._session.unlocked = None  # lent: not ours to close

    def _cursor(self, vehicle: str) -> Walkthrough | None:
        found = self._entry.walkthrough(vehicle)
        return None if found is None else found[0]

    def _seen(self, vehicle: str, state: RadioState, press: ButtonPressed) -> Seen:
        """What the owner had before them when they pressed."""
        self._follow(vehicle, state)
        now, last = self._now, -inf if self._last is None else self._last[1]
        began = now - BUTTON_HELD_S if press.held else now
        return Seen(
            end=self._radios.end(vehicle),
            read=began - self._since >= STAND_S,
            stood=began - max(self._since, last) >= STAND_S,
            brought=None if now - last >= LEFT_ALONE_S else self._brought,
            warned=self._warns and self._warned == state.step,
            asked=None if self._asked is None else self._asked[0],
        )

    def _presses(self, press: ButtonPressed) -> None:
        """Another button lets the one that brought this count again; any press says no."""
        self._last = (press, self._now)
        if self._brought is not None and self._brought.button is not press.button:
            self._brought = None
        if self._asked is not None:
            self._asked = None
            self._radios.changed()

    def _follow(self, vehicle: str, state: RadioState) -> None:
        """Note since when the owner is asked what they are asked, and by which press."""
        ended = self._asked is not None and self._asked[1] != self._radios.end(vehicle)
        if ended or not self._asks or state.name not in {Name.WAITING, Name.SAFE_TO_TRY}:
            self._asked = None
        wait = state.wait
        why_not = None if wait is None else (wait.why_not, wait.counted_s == 0)
        counts = wait is None or wait.counting
        place = (
            vehicle,
            state.name,
            state.step,
            None if counts else why_not,
            self._warned,
            self._asked,
        )
        if place == self._place:
            return
        now = self._now
        recent = self._last is not None and now - self._last[1] <= BROUGHT_WITHIN_S
        self._place, self._since = place, now
        self._brought = self._last[0] if recent and self._last is not None else None

    def _ask_once(self, question: PanelQuestion, seen: Seen) -> None:
        """Ask once more before a wait, or what was counted, is given up."""
        self._asked, self._asked_at = (question.outcome, seen.end), self._now
        self._wish(_ASKS_SCREENS[question.outcome])

    async def _do(self, answer: Answerer, ask: Ask | None, state: RadioState) -> None:
        if ask is None:
            return
        found = await answer(self._session, ask)
        if not isinstance(found, Refusal):
            self._wish(None)
            self._warned = None
            return
        if found.reason is Reason.CONFIRM_AGAIN:
            self._warned, self._asked_at = state.step, self._now
        else:
            self._refused = state
        self._wish(_WANTS.get(found.reason))

    def _wish(self, what: str | None) -> None:
        self._wants = what
        self.turn += 0 if what is None else 1
        self._radios.changed()

    def play(self) -> None:
        """Bring lamp and buzzer up to where the radio stands. Harmless where nothing changed."""
        cue, beats, step = self._fitting()
        if (cue, beats, step) == self._plays:
            return
        before, self._plays = self._plays, (cue, beats, step)
        self._cancel_soon()
        done = before[2] is not None and step is not None and step > before[2]
        if done and cue in {Cue.PRESS, Cue.CHECK}:
            self._car.body.cue(Cue.STEP_DONE)
            loop = asyncio.get_running_loop()
            self._soon = loop.call_later(STEP_DONE_S, self._car.body.cue, cue, beats)
        else:
            self._car.body.cue(cue, beats)

    def _cancel_soon(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def _fitting(self) -> tuple[Cue, Beats | None, int | None]:
        """The cue that fits now, its beats, and the step it belongs to."""
        try:
            return self._fit()
        except UNREADABLE:
            return Cue.CANNOT_SAVE, None, None

    def _fit(self) -> tuple[Cue, Beats | None, int | None]:
        vehicle, radios = self._car.vehicle, self._radios
        state = None if vehicle is None else radios.state(vehicle)
        cursor = None
        if vehicle is not None and self.lend(vehicle) is not None:
            cursor = self._cursor(vehicle)
        if state is None or state.name is not Name.SAFE_TO_TRY:
            self._answered = False
        if state is None or state.step != self._warned:
            self._warned = None
        if state is not None and vehicle is not None:
            self._follow(vehicle, state)
        standing = Standing(
            state=state,
            cursor=cursor,
            saving=radios.saving.ok,
            warned=self._warns,
            refused=self._refused is not None and self._refused is state,
            answered=self._answered,
            asked=self._asks,
        )
        return *cue_for(standing, self.pace_s), None if state is None else state.step
