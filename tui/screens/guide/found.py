"""What was found: the code, compared once more with its paper, or the serial number. Kept as it
was typed.
"""

from typing import Final

from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ChangeVehicle, ShowCode, TickPlace
from pi.service.protocol.views import State
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.setup.code import SerialPage
from tui.screens.setup.interview import CodeSource, Interview, Page, Step
from tui.screens.setup.pages import SourcePage, ToldPage
from tui.screens.typed import BACK
from tui.text import guide as words
from tui.text import language, vehicles
from tui.widgets.actions import Action, ActionButton

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


class FoundInterview(Interview):
    """The set-up's own questions about a code, for a vehicle that is kept already."""

    may_lack_code = False
    only_unlocked = True

    def __init__(self, state: State | None) -> None:
        """For the radio on the screen."""
        super().__init__(first_start=False)
        assert state is not None
        assert state.radio is not None
        self.draft.choose(family_of(state.radio))

    def steps(self) -> tuple[Step, ...]:
        """Where it came from, the code, and the last look."""
        return (Step.SOURCE, Step.CODE, Step.SAVE)

    def place(self, step: Step) -> tuple[int, int]:
        """A step's number from 1; a page of no step is the first."""
        steps = self.steps()
        return (steps.index(step) + 1 if step in steps else 1), len(steps)

    def next_page(self, step: Step) -> ScreenName:
        """The last look is this interview's own."""
        return ScreenName.COMPARE if step is Step.CODE else super().next_page(step)


class FoundSourcePage(SourcePage):
    """The first question about a code. ``station``: where it was found."""

    def __init__(self, station: str = "") -> None:
        interview = FoundInterview(self.steady.state)
        interview.draft.source = _LIKELY.get(station, "")
        super().__init__(interview)


class ComparePage(ToldPage):
    """Is it the paper of this radio? A wrong one costs a try, and looks like a wrong code."""

    step = Step.SAVE

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._serial = ""

    @property
    def heading(self) -> str:
        """The last look."""
        return words.LAST_LOOK

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
            Action(name=SAME, key="1", label=words.SAME_RADIO, primary=True, stays=True),
            Action(name=DIFFERS, key="2", label=words.OTHER_RADIO),
            Action(name=BACK, key="3", label=language.BACK, back=True),
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
        return words.LAST_LOOK

    def told(self, state: State) -> tuple[str, ...]:
        """What it means, and what then."""
        return words.PAPER_OF_ANOTHER

    def draw(self, state: State) -> None:
        """Look on, keep it all the same, or go back."""
        super().draw(state)
        self.offer(
            Action(name=ON, key="1", label=words.LOOK_ON, primary=True, stays=True),
            Action(name=ANYWAY, key="2", label=words.KEEP_ANYWAY, stays=True),
            Action(name=BACK, key="3", label=language.BACK, back=True),
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


class FoundSerialPage(SerialPage):
    """Begins with the one that is kept, if there is one. ``place``: the station it is found at."""

    def __init__(self, place: str) -> None:
        super().__init__(FoundInterview(self.steady.state))
        self._place = place

    def on_mount(self) -> None:
        """Fetch the one that is kept."""
        super().on_mount()
        self.run_worker(self._fetch(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """This is one question alone: it has no number."""
        super().draw(state)
        self.entitle(self.heading)

    def question(self) -> str:
        """As it stands on the label."""
        return words.TYPE_SERIAL

    def primary(self) -> str:
        """Keep it."""
        if self.text or self.draft.serial:
            return words.KEEP_SERIAL
        return vehicles.SERIAL_LATER

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text or self.draft.serial else language.SKIP

    def placeholder(self) -> str:
        """What to read it from."""
        return words.FROM_THE_LABEL

    async def entered(self) -> None:
        """Keep it, and tick the place; nothing typed leaves all as it is."""
        serial = self.text.strip()
        if serial:
            if await self.steady.tell(ChangeVehicle(serial=serial)) is None:
                return
            await self.steady.tell(TickPlace(place=self._place))
        self.leave()
        if serial:
            self.steady.say_here(words.SERIAL_KEPT)

    async def _fetch(self) -> None:
        shown = await self.steady.tell(ShowCode())
        if isinstance(shown, CodeShown):
            self.draft.serial = shown.serial
            self.redraw()
