"""Finding a radio by any word: make, model, or what the display shows."""

from pi.radio.catalogue_search import search
from pi.radio.makes import find_make, makes
from pi.radio.narrowing import Known
from tui.families import families
from tui.screens.pads import Letters
from tui.screens.setup.families import FamiliesPage
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.narrowing import page_for, page_for_shown
from tui.screens.setup.page import Page
from tui.screens.setup.radio import NothingKnownPage
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
        """What tells those that fit apart, or that there are none."""
        text = self.text.strip()
        if not text:
            self.notice(words.search_for())
            return
        found, make = families(text=text), find_make(text, makes(families()))
        if make is not None and make.nothing_known:
            self.turn_to(NothingKnownPage(self.interview, make))
        elif not found:
            self.notice(words.found_radios(0))
        elif make is not None:
            self.turn_to(page_for(self.interview, found, Known(make=make.name)))
        elif search(found, shows=text):
            self.turn_to(page_for_shown(self.interview, found, text))
        else:
            self.turn_to(FamiliesPage(self.interview, found))
