"""What the vehicle is called."""

from tui.screens.setup.interview import Step
from tui.screens.setup.page import Page
from tui.screens.typed import TypedScreen
from tui.text import vehicles as words
from tui.widgets.pads import BOTH_CASES, Letters


class NamePage(Page, TypedScreen):
    """One tap takes the suggestion, or what was typed here before."""

    step = Step.NAME
    most = 40

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters(BOTH_CASES, names=True)

    def question(self) -> str:
        """What it is called."""
        return words.which_name()

    def label(self) -> str:
        """The field's name."""
        return words.name_label()

    def suggestion(self) -> str:
        """The name from before, or one made of the make."""
        return self.draft.name or words.suggested_name(self.draft.make)

    def primary(self) -> str:
        """Take it."""
        return words.take_name()

    async def entered(self) -> None:
        """A name of blanks is none."""
        self.draft.name = self.text.strip() or self.suggestion()
        self.go_on()
