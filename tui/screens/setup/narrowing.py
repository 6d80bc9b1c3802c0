"""Which of the radios that fit is it? One question at a time, until none tells them apart."""

from collections.abc import Sequence

from msgspec.structs import replace

from pi.catalogue.narrowing import Known, Question, narrow, question
from pi.catalogue.search import search
from pi.catalogue.traits import Kind
from pi.radio.head_unit import HeadUnit
from tui.screens.setup.families import FamiliesPage
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.listed import ListedPage, in_columns
from tui.screens.setup.page import Page
from tui.text import choosing_radio as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

SHOW = "show"
FEW = 3  # radios


def page_for(interview: Interview, found: tuple[HeadUnit, ...], known: Known) -> Page:
    """The question that tells these apart, or the list of them where none does.

    A few radios are sooner looked at than a long list of cars.
    """
    asked = question(found, known)
    if asked is not None and not (asked.kind is Kind.CAR and len(found) <= FEW):
        return QuestionPage(interview, found, known, asked)
    return FamiliesPage(interview, found, known.make)


class QuestionPage(ListedPage):
    """One question. The last answer is that the owner can't tell, and keeps them all."""

    step = Step.RADIO

    def __init__(
        self, interview: Interview, found: tuple[HeadUnit, ...], known: Known, asked: Question
    ) -> None:
        self._found, self._known, self._asked = found, known, asked
        self.COLUMNS = in_columns(self.items())
        super().__init__(interview)

    def question(self) -> str:
        """What is asked."""
        return words.question(self._asked.kind.value)

    def items(self) -> Sequence[str]:
        """The answers, those that keep most radios first."""
        kind = self._asked.kind.value
        return [
            *(words.answer(kind, one.value) for one in self._asked.options),
            words.cannot_tell(kind),
        ]

    def others(self) -> tuple[Action, ...]:
        """The list is one tap away at any time."""
        return (Action(name=SHOW, key="S", label=words.show_all(len(self._found))),)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave the questions."""
        if event.action.name == SHOW:
            self.turn_to(FamiliesPage(self.interview, self._found, self._known.make))

    def chosen(self, index: int) -> None:
        """Keep what fits, and ask on."""
        options = self._asked.options
        value = options[index].value if index < len(options) else None
        kept = narrow(self._found, self._asked, value)
        known = self._known.with_asked(self._asked.kind)
        self.turn_to(page_for(self.interview, kept, known))


class MakeOfThesePage(ListedPage):
    """The makes of the radios that show what the owner reads. It may be left out."""

    step = Step.RADIO
    COLUMNS = True

    def __init__(self, interview: Interview, found: tuple[HeadUnit, ...], shows: str) -> None:
        self._found, self._known = found, Known(shows=shows)
        self._makes = makes_of(found)
        super().__init__(interview)

    def question(self) -> str:
        """What is to be chosen."""
        return words.which_make_of_these()

    def items(self) -> Sequence[str]:
        """The makes, and that it is none of them."""
        return [*self._makes, words.any_make()]

    def chosen(self, index: int) -> None:
        """Those of this make, or all."""
        make = self._makes[index] if index < len(self._makes) else ""
        kept = search(self._found, make=make) if make else self._found
        self.turn_to(page_for(self.interview, kept, replace(self._known, make=make)))


def page_for_shown(interview: Interview, found: tuple[HeadUnit, ...], shows: str) -> Page:
    """What follows once it is known what the display shows."""
    if len(found) > 1 and len(makes_of(found)) > 1:
        return MakeOfThesePage(interview, found, shows)
    return page_for(interview, found, Known(shows=shows))


def makes_of(found: Sequence[HeadUnit]) -> tuple[str, ...]:
    """The makes of the cars that these were seen in, by their letters."""
    return tuple(sorted({fits.make for one in found for fits in one.fits}))
