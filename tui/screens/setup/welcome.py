"""The first start begins: what this is, what it is not, and that nothing is saved yet."""

from pi.service.protocol.views import State
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import BACK
from tui.screens.setup.pages import ToldPage
from tui.text import setup as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

BEGIN, HAVE_ONE = "begin", "have-one"


class SetUpScreen(ToldPage):
    """The welcome. It holds the interview; the pages of the questions lie on it."""

    step = Step.WELCOME

    def __init__(self, interview: Interview | None = None) -> None:
        keyboard = not self.steady.kiosk
        super().__init__(interview or Interview(first_start=True, keyboard=keyboard))

    def told(self, state: State) -> tuple[str, ...]:
        """What anybody should know first."""
        return (words.what_this_is(), words.what_this_is_not(), words.nothing_is_saved_yet())

    def draw(self, state: State) -> None:
        """A kiosk has nowhere to go."""
        super().draw(state)
        begin = Action(name=BEGIN, key="1", label=words.begin(), primary=True)
        backup = Action(name=HAVE_ONE, key="2", label=words.have_a_backup())
        leave = Action(name=BACK, key="3", label=words.leave(), back=True, stays=True)
        self.offer(begin, backup, *([] if self.steady.kiosk else [leave]))

    def go_back(self) -> None:
        """Nothing lies under the welcome: leave."""
        self.app.run_worker(self.steady.action_quit())

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Begin, or bring back what was kept elsewhere."""
        if event.action.name == BEGIN:
            self.go_on()
        elif event.action.name == HAVE_ONE:
            from tui.screens.found import BackupsScreen

            self.app.push_screen(BackupsScreen())
