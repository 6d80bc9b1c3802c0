"""The code: typed from the paper, twice."""

from pi.radio.security_code import find_problem
from pi.service.protocol.views import State
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import BACK, Page
from tui.screens.setup.pages import ToldPage
from tui.screens.twice import AgainScreen
from tui.screens.typed import OTHER, TypedScreen
from tui.text import keys, radios
from tui.text import vehicles as words
from tui.text.refusals import bad_code
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

LOST = "lost"


class _CodePage(Page, TypedScreen):
    """The places that a code of this family has."""

    step = Step.CODE

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        unit = self.draft.head_unit
        assert unit is not None
        assert unit.code is not None
        self._shape = unit.code
        self.least, self.most = min(self._shape.lengths), max(self._shape.lengths)


class CodePage(_CodePage):
    """The first entry: its digits are shown, to be compared with the paper."""

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self.text = self.draft.code

    def question(self) -> str:
        """What a code of this radio looks like."""
        return words.type_code(radios.code_rule(self._shape))

    def primary(self) -> str:
        """A whole code is compared with the paper."""
        return words.code_typed() if len(self.text) >= self.least else keys.next_()

    def other(self) -> Action | None:
        """For who has no code yet."""
        if not self.interview.may_lack_code:
            return None
        return Action(name=OTHER, key="N", label=words.no_code_at_hand())

    async def entered(self) -> None:
        """It must be a code of this radio."""
        problem = find_problem(self.text, self._shape)
        if problem is not None:
            self.notice(bad_code(problem))
            return
        self.draft.code = self.text
        self.draft.code_is_lost = False
        self.turn_to(CodeAgainPage(self.interview))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Where a code is found."""
        if event.action.name == OTHER:
            self.turn_to(NoCodeYetPage(self.interview))


class CodeAgainPage(_CodePage, AgainScreen):
    """The second entry: masked, so that it is read from the paper and not from the screen."""

    masked = in_sight = True

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self.first = self.draft.code
        self.only_unlocked = interview.only_unlocked

    def question(self) -> str:
        """Why it is asked twice."""
        return words.type_code_again()

    async def agreed(self) -> None:
        """On with it."""
        self.go_on()

    def begin_anew(self) -> None:
        """What was typed first is not kept as the code meanwhile."""
        self.draft.code = ""
        super().begin_anew()


class NoCodeYetPage(ToldPage):
    """Where a code is found, and the way on without it."""

    step = Step.CODE

    def told(self, state: State) -> tuple[str, ...]:
        """In the order to look."""
        return words.finding_a_code()

    def draw(self, state: State) -> None:
        """Keep the car without it, or go back to type it."""
        super().draw(state)
        self.offer(
            Action(name=LOST, key="1", label=words.keep_without_code(), primary=True),
            Action(name=BACK, key="2", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """On without the code, and without its source."""
        if event.action.name == LOST:
            self.draft.lose_code()
            self.go_on()
