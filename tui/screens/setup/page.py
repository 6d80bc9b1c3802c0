"""What all pages of the interview share: the step in the title, and the way back."""

from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.setup.interview import Interview, Step
from tui.text import setup as words
from tui.widgets.actions import ActionButton

BACK = "back"


class Page(DrawnScreen):
    """One page of one step. Pages lie on each other, so Back finds what was entered."""

    step: Step

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.draft = interview.draft

    @property
    def heading(self) -> str:
        """What this page is about, for the title."""
        return words.heading(self.step.name)

    @property
    def parting(self) -> str:
        """What is said to who leaves here."""
        return words.nothing_was_saved()

    def draw(self, state: State) -> None:
        """The title with the step."""
        if self.interview.only_unlocked and not state.lock.unlocked:
            self.steady.go_to_state()
            return
        self.entitle(self.heading, words.step_of(*self.interview.place(self.step)))

    def turn_to(self, page: "Page") -> None:
        """Show another page of this step."""
        self.app.push_screen(page)

    def go_on(self) -> None:
        """This step is answered: show the next."""
        self.turn_to(self.interview.next_page(self.step))

    def go_back(self) -> None:
        """Show the page before this one, as it was left."""
        self.app.pop_screen()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back, which all pages have."""
        if event.action.name == BACK:
            self.go_back()
