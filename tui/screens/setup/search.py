"""Finding a radio by any word: make, model, or what the display shows."""

from tui.families import families
from tui.screens.pads import Letters
from tui.screens.setup.families import FamiliesPage
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import Page
from tui.screens.typed import TypedScreen
from tui.words import choosing_radio as words


class SearchPage(Page, TypedScreen):
    """One word or more, and how many radios fit so far."""

    step = Step.RADIO
    most = 40

    def __init__(self, interview: Interview, text: str = "") -> None:
        super().__init__(interview)
        self.text = text

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters()

    def question(self) -> str:
        """What to type."""
        return words.search_for()

    def label(self) -> str:
        """The field's name."""
        return words.search_label()

    def hint(self) -> str:
        """How many fit."""
        return words.found_radios(len(families(text=self.text))) if self.text.strip() else ""

    def primary(self) -> str:
        """Show what fits."""
        return words.show_found()

    def placeholder(self) -> str:
        """What to type, in a few words."""
        return words.search_for_short()

    async def entered(self) -> None:
        """Show them, or say that there are none."""
        found = families(text=self.text)
        if found and self.text.strip():
            self.turn_to(FamiliesPage(self.interview, found))
        else:
            self.notice(words.found_radios(0) if self.text.strip() else words.search_for())
