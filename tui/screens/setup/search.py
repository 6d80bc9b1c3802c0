"""Finding a radio by any word: make, model, year, or what the display shows."""

from collections.abc import Sequence

from pi.catalogue.lookup import LookedUp
from pi.catalogue.narrowing import Known
from tui.families import looked_up
from tui.screens.setup.families import FamiliesPage
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.listed import ListedPage
from tui.screens.setup.narrowing import page_for, page_for_shown
from tui.screens.setup.page import Page
from tui.screens.setup.radio import NothingFitsPage, NothingKnownPage, NotListedPage
from tui.screens.typed import TypedScreen
from tui.text import choosing_radio as words
from tui.text import keys
from tui.widgets.pads import Letters


class SearchPage(Page, TypedScreen):
    """One word or more, and how many radios fit so far. Every text leads on."""

    step = Step.RADIO
    most = 40

    def __init__(self, interview: Interview, text: str = "") -> None:
        super().__init__(interview)
        self.text = text
        self._last = ("", LookedUp())

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
        """What is found so far."""
        return words.found(self._found) if self.text.strip() else ""

    def primary(self) -> str:
        """Show what is found; where nothing was typed, or nothing fits, it is not listed."""
        found = self._found
        if found.near:
            return words.what_may_be_meant()
        return words.show_found() if found.leads_on else words.not_listed()

    def done(self) -> str:
        """The same, in a word."""
        return keys.done() if self.text.strip() else keys.skip()

    def placeholder(self) -> str:
        """What to type, in a few words."""
        return words.search_for_short()

    async def entered(self) -> None:
        """To what it leads to."""
        text = self.text.strip()
        self.turn_to(page_of(self.interview, text) if text else NotListedPage(self.interview))

    @property
    def _found(self) -> LookedUp:
        text = self.text.strip()
        if self._last[0] != text:
            self._last = (text, looked_up(text))
        return self._last[1]


class NearPage(ListedPage):
    """What may have been meant, what fits the rest of the words, and that it is none of these."""

    step = Step.RADIO

    def __init__(self, interview: Interview, found: LookedUp, text: str) -> None:
        self._found, self._text = found, text
        super().__init__(interview)

    def question(self) -> str:
        """What does not fit."""
        return words.did_you_mean(" ".join(self._found.aside) or self._text)

    def items(self) -> Sequence[str]:
        """The nearest words, what fits all the same, and the way to one's own radio."""
        rest = [words.found(self._found)] if self._found.leads_on else []
        return [*self._found.near, *rest, words.not_listed()]

    def chosen(self, index: int) -> None:
        """Look that up, with the year; or show what fits; or describe it."""
        near = self._found.near
        if index < len(near):
            year = "" if self._found.year is None else f" {self._found.year}"
            self.turn_to(page_of(self.interview, near[index] + year))
        elif index < len(self.items()) - 1:
            self.turn_to(page_found(self.interview, self._found, self._text))
        else:
            self.turn_to(NotListedPage(self.interview))


def page_of(interview: Interview, text: str) -> Page:
    """What a text leads to: always a page from which there is a way on."""
    found = looked_up(text)
    return NearPage(interview, found, text) if found.near else page_found(interview, found, text)


def page_found(interview: Interview, found: LookedUp, text: str) -> Page:
    """What tells those that fit apart, or that nothing is known, with what was left out."""
    make = "" if found.make is None else found.make.name
    page: Page
    if found.families and found.shown:
        page = page_for_shown(interview, found.families, text)
    elif found.families and (found.alone or not make):
        page = page_for(interview, found.families, Known(make=make))
    elif found.families:
        page = FamiliesPage(interview, found.families, make, narrowed=True)
    elif found.make is not None:
        page = NothingKnownPage(interview, found.make)
    else:
        page = NothingFitsPage(interview, text)
    page.notice(words.left_out(found))
    return page
