"""The code came: where from, typed twice, compared once more with the paper, and kept."""

from typing import TYPE_CHECKING, Final

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ChangeVehicle, ShowCode
from pi.service.protocol.views import State
from tui.family import family_of
from tui.screens.setup.draft import CodeSource
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import BACK, Page
from tui.screens.setup.pages import ToldPage
from tui.text import found as words
from tui.text import keys
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


SAME, DIFFERS, ANYWAY, ON = "same", "differs", "anyway", "look-on"
_LIKELY: Final = {
    "papers": CodeSource.CARD,
    "handbook": CodeSource.HANDBOOK,
    "glove-box": CodeSource.STICKER,
    "stickers": CodeSource.STICKER,
    "take-out": CodeSource.STICKER,
    "previous-owner": CodeSource.PREVIOUS_OWNER,
    "dealer": CodeSource.DEALER,
    "maker": CodeSource.DEALER,
    "online": CodeSource.ONLINE,
    "specialist": CodeSource.SPECIALIST,
}


def begin(app: "SteadyhandApp", station: str = "") -> None:
    """Ask for the code, once the surface is unlocked. ``station``: where it was found."""
    radio = app.state.radio if app.state is not None else None
    if radio is None:
        return
    interview = FoundInterview(family_of(radio))
    if station in _LIKELY:
        interview.draft.source = _LIKELY[station].value

    def ask() -> None:
        app.push_screen(Step.SOURCE.page(interview))

    app.when_unlocked(ask)


class FoundInterview(Interview):
    """The set-up's own questions about a code, for a vehicle that is kept already."""

    may_lack_code = False
    only_unlocked = True

    def __init__(self, family: HeadUnit) -> None:
        super().__init__(first_start=False)
        self.draft.choose(family)

    def steps(self) -> tuple[Step, ...]:
        """Where it came from, the code, and the last look."""
        return (Step.SOURCE, Step.CODE, Step.SAVE)

    def place(self, step: Step) -> tuple[int, int]:
        """A step's number from 1; a page of no step is the first."""
        steps = self.steps()
        return (steps.index(step) + 1 if step in steps else 1), len(steps)

    def next_page(self, step: Step) -> Page:
        """The last look is this interview's own."""
        return ComparePage(self) if step is Step.CODE else super().next_page(step)


class ComparePage(ToldPage):
    """Is it the paper of this radio? A wrong one costs a try, and looks like a wrong code."""

    step = Step.SAVE

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._serial = ""

    @property
    def heading(self) -> str:
        """The last look."""
        return words.last_look()

    def on_mount(self) -> None:
        """Fetch the serial number that is kept."""
        super().on_mount()
        self.run_worker(self._fetch(), exit_on_error=True)

    def told(self, state: State) -> tuple[str, ...]:
        """The question, and both numbers to compare."""
        return words.compare(self.draft.code, self._serial)

    def draw(self, state: State) -> None:
        """The same, another, or back."""
        super().draw(state)
        self.offer(
            Action(name=SAME, key="1", label=words.same_radio(), primary=True, stays=True),
            Action(name=DIFFERS, key="2", label=words.other_radio()),
            Action(name=BACK, key="3", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Keep it, or say what another serial number means."""
        if event.action.name == SAME:
            keep(self)
        elif event.action.name == DIFFERS:
            self.turn_to(OtherPaperPage(self.interview))

    async def _fetch(self) -> None:
        shown = await self.steady.tell(ShowCode())
        if isinstance(shown, CodeShown):
            self._serial = shown.serial
            self.redraw()


class OtherPaperPage(ToldPage):
    """The paper names another radio: its code most likely opens that one."""

    step = Step.SAVE

    @property
    def heading(self) -> str:
        """The last look."""
        return words.last_look()

    def told(self, state: State) -> tuple[str, ...]:
        """What it means, and what then."""
        return words.paper_of_another()

    def draw(self, state: State) -> None:
        """Look on, keep it all the same, or go back."""
        super().draw(state)
        self.offer(
            Action(name=ON, key="1", label=words.look_on(), primary=True, stays=True),
            Action(name=ANYWAY, key="2", label=words.keep_anyway(), stays=True),
            Action(name=BACK, key="3", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the radio with nothing kept, or with the code."""
        if event.action.name == ON:
            self.steady.go_to_state()
        elif event.action.name == ANYWAY:
            keep(self)


def keep(page: Page) -> None:
    """Keep the code and where it came from; the radio's own screen then offers the entry."""

    async def keeping() -> None:
        ask = ChangeVehicle(code=page.draft.code, source=page.draft.source)
        if await page.steady.tell(ask) is not None:
            page.steady.go_to_state()

    page.app.run_worker(keeping(), exit_on_error=True)
