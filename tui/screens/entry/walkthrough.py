"""The walkthrough: one key at a time, each statement of the owner naming what the display shows.

Where the entry stands is the service's to say; the screen keeps what mends a slip alone.
"""

from pi.radio.steps import Check, Prepare
from pi.service.protocol.commands import ConfirmStep, PromptConfirm, StepBack, StopWalkthrough
from pi.service.protocol.views import EntryView, State
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.screens.entry.mending import Mending, beginning_anew, goes_back, in_groups
from tui.screens.entry.step_view import StepView
from tui.screens.parking import must_park
from tui.text import car as car_words
from tui.text import entry as words
from tui.text.home import title as vehicle_title
from tui.text.home import tries_left
from tui.text.told import Telling
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line


class WalkthroughScreen(DrawnScreen):
    """The step the owner is on."""

    def __init__(self) -> None:
        super().__init__()
        self._view = StepView(self.steady.clock)
        self._mending = Mending(self.steady)
        self._at: int | None = None  # the step that was drawn last
        what, then = car_words.park_and_go_on()
        self._park = Fitted(
            BigWords(car_words.park()), Line(what, classes="strong"), Line(then, drop=1)
        )

    def body(self) -> tuple[StepView, Fitted]:
        """The step, or what keeps it from being shown."""
        return (self._view, self._park)

    def draw(self, state: State) -> None:
        """The step, or that this surface may not see it."""
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
        leave = words.label("leave" if first else "back")
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
            Action(name="other", key="2", label=words.label("other")),
            Action(name="back", key="3", label=leave, back=True, states=first),
        )
        if entry.at != self._at:  # a step may be stated in the words of the one before
            self._at = entry.at
            self.bar.stand_anew()

    def _hidden(self, state: State) -> None:
        """Nothing of the code on a locked surface, nor where the car may move."""
        locked = not state.lock.unlocked and not must_park(state.car)
        head, what = words.under_way() if locked else words.gone()
        assert state.radio is not None
        self.entitle(vehicle_title(state, family_of(state.radio)), tries_left(state.radio))
        self._view.show(Telling(blocks=((head, "?"),), states="", notes=(what,)), pace_s=None)
        stop = Action(name="stop", key="2", label=words.label("stop"), back=True, states=True)
        first = "unlock" if locked else "parked" if must_park(state.car) else "not-yet"
        self.offer(Action(name=first, key="1", label=words.label(first), primary=True), stop)

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """What the owner states of the step, or wants."""
        state, name = self.steady.state, event.action.name
        if state is None or state.radio is None:
            return
        if name == "unlock":
            self.steady.when_unlocked(lambda: None)
        elif name in {"parked", "not-yet"}:
            self.steady.answer(words.goes_on(name))
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
            from tui.screens.entry.last_try import LastTryScreen

            self.app.push_screen(LastTryScreen(entry.at))
        else:
            await self.steady.tell(PromptConfirm(step=entry.at))

    def _something_else(self, entry: EntryView) -> None:
        """Ask what it shows, where that helps; else how to begin anew."""
        from tui.screens.entry.correction import SomethingElseScreen, WhichPositionScreen
        from tui.screens.entry.shows import before_a_try
        from tui.screens.entry.start_again import StartAgainScreen

        state = self.steady.state
        if state is None or state.radio is None:
            return
        step, family = entry.step, family_of(state.radio)
        group, mending = in_groups(family), self._mending
        if isinstance(step, Prepare):
            self.app.push_screen(
                before_a_try(family, lambda: self.notice(words.look_again(family)))
            )
        elif isinstance(step, Check) and step.display is not None and goes_back(family):
            self.app.push_screen(WhichPositionScreen(step.display, group, mending.from_check))
        elif getattr(step, "digit", None) is not None and entry.position is not None:
            self.app.push_screen(SomethingElseScreen(entry.position, group, mending.shown))
        else:
            self.app.push_screen(StartAgainScreen(beginning_anew(family)))
