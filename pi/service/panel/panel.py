"""The panel as a surface: presses in, cues out.

It can't be unlocked by itself. It speaks for the screen that stands unlocked beside it, and for
no longer than that; what it can't do alone (unlocking, showing the code) it asks a screen for.
"""

import asyncio
from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING, Final

from pi.hardware.body import Beats, ButtonPressed
from pi.hardware.cues import Cue
from pi.hardware.limits import BUTTON_HELD_S
from pi.hardware.wiring import BUTTONS, Signal
from pi.radio.state import Name, RadioState
from pi.service.core.car import Car
from pi.service.core.session import Surface
from pi.service.damage import UNREADABLE
from pi.service.panel.cueing import Standing, cue_for
from pi.service.panel.pressing import (
    ASKED_FOR_S,
    BROUGHT_WITHIN_S,
    LEFT_ALONE_S,
    STAND_S,
    Question,
    meant,
)
from pi.service.panel.pressing import Standing as Seen
from pi.service.protocol import commands
from pi.service.protocol.answers import LONGEST_FIELD, Done
from pi.service.protocol.commands import Ask, Outcome
from pi.service.protocol.refusal import Reason, Refusal
from pi.service.protocol.views import PanelView, PinTrouble

if TYPE_CHECKING:
    from pi.service.core.companion import Companion
    from pi.storage.vault.vault import UnlockedVault


STEP_DONE_S: Final = 0.6  # a step that was taken is acknowledged for so long
_WANTS: Final = {Reason.LOCKED: "unlock", Reason.CONFIRM_AGAIN: "sure"}
_ASKS_SCREENS: Final = {Outcome.INTERRUPTED: "lost", Outcome.ASKS_AGAIN: "ends"}


class Panel:
    """Buttons, lamp and buzzer of the car. ``lender`` gives the vault that a screen has open."""

    def __init__(self, companion: "Companion", car: Car) -> None:
        self._companion = companion
        self._car = car
        self._surface = Surface()
        self._one_press = asyncio.Lock()
        self.lender: Callable[[str], UnlockedVault | None] = lambda _: None
        self.pace_s = 0.0
        self.revision = 0
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
        return self._companion.ledger.now().monotonic

    def drop_question(self, _: Surface, __: commands.DropQuestion) -> Done:
        """A screen has answered with no what was asked there for a button's sake."""
        if self._asked is not None or self._warned is not None:
            self._asked = self._warned = None
            self._wish(None)
        return Done()

    def refitted(self) -> None:
        """Other wires were taken up, dark and silent: what is to be played begins anew."""
        self._plays = (Cue.NONE, None, None)
        self._cancel_soon()

    async def press(self, press: ButtonPressed) -> None:
        """Do what a press means. One at a time: a second one finds the state the first left."""
        async with self._one_press:
            vehicle = self._car.vehicle
            if vehicle is None:
                return
            state = self._companion.ledger.state(vehicle)
            self._answered = self._answered or state.name is Name.SAFE_TO_TRY
            self._refused = None
            if press.button is Signal.SEE and not press.held:
                self._follow(vehicle, state)
                self._presses(press)
                self._wish("code")
                return
            self._surface.looks_at = vehicle
            self._surface.unlocked = self.lender(vehicle)
            try:
                seen = self._seen(vehicle, state, press)
                ask = meant(press, state, self._companion.cursor(vehicle), seen)
                self._presses(press)
                if isinstance(ask, Question):
                    self._ask_once(ask, seen)
                else:
                    await self._do(ask, state)
            finally:
                self._surface.unlocked = None  # lent: not ours to close

    def _seen(self, vehicle: str, state: RadioState, press: ButtonPressed) -> Seen:
        """What the owner had before them when they pressed."""
        self._follow(vehicle, state)
        now, last = self._now, -inf if self._last is None else self._last[1]
        began = now - BUTTON_HELD_S if press.held else now
        return Seen(
            end=self._companion.ledger.end(vehicle),
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
            self.revision += 1

    def _follow(self, vehicle: str, state: RadioState) -> None:
        """Note since when the owner is asked what they are asked, and by which press."""
        ended = self._asked is not None and self._asked[1] != self._companion.ledger.end(vehicle)
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

    def _ask_once(self, question: Question, seen: Seen) -> None:
        """Ask once more before a wait, or what was counted, is given up."""
        self._asked, self._asked_at = (question.outcome, seen.end), self._now
        self._wish(_ASKS_SCREENS[question.outcome])

    async def _do(self, ask: Ask | None, state: RadioState) -> None:
        if ask is None:
            return
        answer = await self._companion.answer(self._surface, ask)
        if not isinstance(answer, Refusal):
            self._wish(None)
            self._warned = None
            return
        if answer.reason is Reason.CONFIRM_AGAIN:
            self._warned, self._asked_at = state.step, self._now
        else:
            self._refused = state
        self._wish(_WANTS.get(answer.reason))

    def _wish(self, what: str | None) -> None:
        self._wants = what
        self.turn += 0 if what is None else 1
        self.revision += 1

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
        vehicle, ledger = self._car.vehicle, self._companion.ledger
        state = None if vehicle is None else ledger.state(vehicle)
        cursor = None
        if vehicle is not None and self.lender(vehicle) is not None:
            cursor = self._companion.cursor(vehicle)
        if state is None or state.name is not Name.SAFE_TO_TRY:
            self._answered = False
        if state is None or state.step != self._warned:
            self._warned = None
        if state is not None and vehicle is not None:
            self._follow(vehicle, state)
        standing = Standing(
            state=state,
            cursor=cursor,
            saving=ledger.saving.ok,
            warned=self._warns,
            refused=self._refused is not None and self._refused is state,
            answered=self._answered,
            asked=self._asks,
        )
        return *cue_for(standing, self.pace_s), None if state is None else state.step
