"""The walkthrough: one key at a time, each statement of the owner naming what the display shows.

Where the entry stands is the service's to say; the screen keeps what mends a slip alone.

From the check the owner is led back to the key of the position. The keys after it were pressed
before, so they are not asked for again: once the whole display is stated right, the entry is
taken on to the check.
"""

from collections.abc import Callable
from functools import partial

from textual import events

from pi.radio.head_unit import HeadUnit
from pi.radio.steps import Check, Prepare, PressMore, StartAgain
from pi.service.protocol.answers import CorrectionFound
from pi.service.protocol.commands import (
    AskCorrection,
    ConfirmStep,
    PromptConfirm,
    StepBack,
    StopWalkthrough,
)
from pi.service.protocol.views import EntryView, State
from tui.families import family_of
from tui.port import ScreenName, Steady
from tui.screens.base import DrawnScreen, must_park
from tui.screens.entry.correction import (
    SomethingElseScreen,
    WhichPositionScreen,
)
from tui.screens.entry.display import before_a_try, during_an_entry
from tui.screens.entry.step_view import REPLAY_KEY, StepView
from tui.text import entry as words
from tui.text import home as car_words
from tui.text.entry import Telling, mend, of_position, restated, tell
from tui.text.home import title as vehicle_title
from tui.text.home import tries_left
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import BigWords, Fitted, Line


def goes_back(family: HeadUnit) -> bool:
    """Whether each position has a key of its own, so that an earlier one can still be mended."""
    return family.entry is not None and family.entry.method.goes_back


def in_groups(family: HeadUnit) -> bool:
    """Whether a position is a number of two digits."""
    return family.entry is not None and family.entry.method.places > 1


def beginning_anew(family: HeadUnit) -> StartAgain:
    """How this family's entry is begun again, and at what price."""
    mistakes = family.entry.mistakes if family.entry is not None else None
    if mistakes is None:
        return StartAgain(how=None, costs_a_try=None)
    return StartAgain(how=mistakes.start_again, costs_a_try=mistakes.start_again_costs_a_try)


class Mending:
    """Where the owner's own look at the entry stands. The entry itself is the service's."""

    def __init__(self, app: Steady) -> None:
        self._app = app
        self._more: PressMore | None = None
        self._check: str | None = None  # what the check must show, while mending it
        self._alone = False  # the position is one before the key that was asked for
        self._at = self._furthest = 0

    def follow(self, entry: EntryView) -> None:
        """Forget what belongs to another step. From the first one all keys are to press again."""
        if entry.at != self._at:
            self._more, self._alone = None, False
        anew = entry.at == 0 and self._at > 1
        self._furthest = 0 if anew else max(self._furthest, entry.at)
        self._at = entry.at

    def telling(self, entry: EntryView, family: HeadUnit) -> Telling:
        """The step, or the presses that mend it."""
        if self._more is None:
            return tell(entry.step, family)
        told = mend(self._more, entry.step)
        if self._alone and entry.position is not None:
            return of_position(told, entry.position, self._more.until)
        return told if self._check is None else restated(told, self._check)

    def over(self, told: Telling) -> str:
        """What is said above a step that is not new."""
        if self._more is not None:
            return words.MENDS_IT if self._more.times != 0 else ""
        before = self._at < self._furthest and len(told.blocks) > 1
        return words.DONE_BEFORE if before else ""

    async def shown(self, shown: str) -> None:
        """The position of this step shows something else: find what mends it."""
        await self._mend(shown, alone=False)

    async def _mend(self, shown: str, *, alone: bool) -> None:
        """``alone``: back from a later key, whose own digit may be there or not."""
        if (entry := self._entry) is None:
            return
        moved_on = alone or self._check is not None
        ask = AskCorrection(step=entry.at, shown=shown, moved_on=moved_on)
        found = await self._app.tell(ask)
        if not isinstance(found, CorrectionFound) or found.step != self._at:
            return
        if isinstance(found.correction, PressMore):
            self._more, self._alone = found.correction, alone
            self._app.redraw()
        else:
            self.give_up()
            self._app.open(ScreenName.START_AGAIN, found.correction)

    async def shown_at(self, position: int, shown: str) -> None:
        """Back to the key of a position, from the check or a later key, and what mends it."""
        if (entry := self._entry) is None:
            return
        checks = isinstance(entry.step, Check)
        self._check = entry.step.display if isinstance(entry.step, Check) else None
        alone = not checks and entry.position != position
        if alone:  # the key that is left may have been pressed
            self._furthest = max(self._furthest, entry.at + 1)
        while entry.position != position:
            if await self._app.tell(StepBack(step=entry.at)) is None:
                return
            if (entry := self._entry) is None or entry.at == 0:
                return
        await self._mend(shown, alone=alone)

    async def done(self) -> None:
        """The step is mended, and the owner stated the whole display: on to the check."""
        while self._check is not None:
            entry = self._entry
            if entry is None or isinstance(entry.step, Check):
                break
            if await self._app.tell(ConfirmStep(step=entry.at)) is None:
                break
        self.give_up()

    @property
    def before_check(self) -> bool:
        """Whether the owner came back from the check."""
        return self._check is not None

    def give_up(self) -> None:
        """From here on the keys are asked for one by one again."""
        self._check = None

    @property
    def _entry(self) -> EntryView | None:
        return self._app.state.entry if self._app.state is not None else None


class WalkthroughScreen(DrawnScreen):
    """The step the owner is on."""

    def __init__(self) -> None:
        super().__init__()
        self._view = StepView(self.steady.clock)
        self._mending = Mending(self.steady)
        self._at: int | None = None  # the step that was drawn last
        what, then = car_words.PARK_AND_GO_ON
        self._park = Fitted(
            BigWords(car_words.PARK), Line(what, classes="strong"), Line(then, drop=1)
        )

    def body(self) -> tuple[StepView, Fitted]:
        """The step, or what keeps it from being shown."""
        return (self._view, self._park)

    def draw(self, state: State) -> None:
        """The step, or that this session may not see it."""
        radio = state.radio
        if radio is None or radio.state != "Entering":
            return
        entry, parks = state.entry, must_park(state.car)
        self._view.display, self._park.display = not parks, parks
        if entry is None or parks:
            self._hidden(state)
            return
        self._mending.follow(entry)
        self.entitle(words.title(state), tries_left(radio))
        family = family_of(radio)
        told, group = self._mending.telling(entry, family), in_groups(family)
        self._view.show(
            told,
            over=self._mending.over(told),
            position=None if entry.position is None or group else entry.position - 1,
            pace_s=self.steady.pace_s,
        )
        first, checks = entry.at == 0, isinstance(entry.step, Check)
        leave = words.LABELS["leave" if first else "back"]
        done = Action(
            name="done",
            key="1",
            label=told.states,
            primary=True,
            stands=True,  # what it shows is read before it is said
            stays=checks,
        )
        self.offer(
            done,
            Action(name="other", key="2", label=words.LABELS["other"]),
            Action(name="back", key="3", label=leave, back=True, states=first),
        )
        if entry.at != self._at:  # a step may be stated in the words of the one before
            self._at = entry.at
            self.bar.stand_anew()

    def _hidden(self, state: State) -> None:
        """Nothing of the code on a locked session, nor where the car may move."""
        locked = not state.lock.unlocked and not must_park(state.car)
        head, what = words.UNDER_WAY if locked else words.GONE
        assert state.radio is not None
        self.entitle(vehicle_title(state, family_of(state.radio)), tries_left(state.radio))
        self._view.show(Telling(blocks=((head, "?"),), states="", notes=(what,)), pace_s=None)
        stop = Action(name="stop", key="2", label=words.LABELS["stop"], back=True, states=True)
        first = "unlock" if locked else "parked" if must_park(state.car) else "not-yet"
        self.offer(Action(name=first, key="1", label=words.LABELS[first], primary=True), stop)

    def on_key(self, event: events.Key) -> None:
        """The beat once more."""
        if event.character == REPLAY_KEY:
            self._view.replay()

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """What the owner states of the step, or wants."""
        state, name = self.steady.state, event.action.name
        if state is None or state.radio is None:
            return
        if name == "unlock":
            self.steady.when_unlocked(lambda: None)
        elif name in {"parked", "not-yet"}:
            self.steady.answer(words.GOES_ON[name])
        elif name == "stop" and state.radio.step is not None:
            await self.steady.tell(StopWalkthrough(step=state.radio.step))
        elif state.entry is None:
            return
        elif name == "back":
            self._mending.give_up()
            await self.steady.tell(StepBack(step=state.entry.at))
        elif name == "done":
            await self._done(state.entry)
        elif name == "other":
            self._something_else(state.entry)

    async def _done(self, entry: EntryView) -> None:
        if self._mending.before_check:
            await self._mending.done()
        elif isinstance(entry.step, Check):
            await self._to_confirm(entry)
        else:
            await self.steady.tell(ConfirmStep(step=entry.at))

    async def _to_confirm(self, entry: EntryView) -> None:
        """Name the confirm key; before a dear try, name its price first."""
        state = self.steady.state
        cost = state.radio.next_cost if state is not None and state.radio is not None else None
        if cost is not None and cost.needs_a_warning:
            self.steady.open(ScreenName.LAST_TRY, entry.at)
        else:
            await self.steady.tell(PromptConfirm(step=entry.at))

    def _something_else(self, entry: EntryView) -> None:
        """Ask what it shows, where that helps; else how to begin anew."""
        state = self.steady.state
        if state is None or state.radio is None:
            return
        step, family = entry.step, family_of(state.radio)
        group, mending = in_groups(family), self._mending

        otherwise = partial(self._open_instead, entry, family)
        if isinstance(step, Prepare):
            self.app.push_screen(
                before_a_try(
                    family,
                    self._begin_anew(family, dark=True),
                    lambda: self.notice(words.look_again(family)),
                )
            )
        elif isinstance(step, Check) and step.display is not None and goes_back(family):
            self.app.push_screen(
                WhichPositionScreen(step.display, group, mending.shown_at, otherwise)
            )
        elif getattr(step, "digit", None) is not None and entry.position is not None:
            self.app.push_screen(
                SomethingElseScreen(entry.position, group, mending.shown, otherwise)
            )
        else:
            otherwise()

    def _open_instead(self, entry: EntryView, family: HeadUnit) -> None:
        """Ask what else the display may show at this step."""
        step, position = entry.step, entry.position
        display: str = getattr(step, "display", None) or ""

        def elsewhere() -> None:
            again = partial(self._open_instead, entry, family)
            at, group = self._mending.shown_at, in_groups(family)
            self.app.push_screen(WhichPositionScreen(display, group, at, again, most=position))

        earlier = goes_back(family) and display and position is not None and position > 1
        self.app.push_screen(
            during_an_entry(
                family,
                step,
                dark=self._begin_anew(family, dark=True),
                elsewhere=elsewhere if earlier else None,
                anew=self._begin_anew(family),
            )
        )

    def _begin_anew(self, family: HeadUnit, *, dark: bool = False) -> Callable[[], None]:
        """The way there."""
        advice = beginning_anew(family)
        return lambda: self.steady.open(ScreenName.START_AGAIN, advice, dark=dark)
