"""Finding a radio by the make of its car, or by the words of its display."""

from collections.abc import Sequence

from textual import events

from pi.catalogue.makes import makes
from pi.catalogue.narrowing import Known, first_words
from pi.catalogue.search import search
from tui.families import families
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.listed import ListedPage
from tui.screens.setup.narrowing import page_for, page_for_shown
from tui.screens.setup.radio import NothingKnownPage, NotListedPage
from tui.screens.setup.search import SearchPage
from tui.text import choosing_radio as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

TYPE = "type"


class _Choices(ListedPage):
    """Known words to tap. A letter from a keyboard begins a search instead."""

    step = Step.RADIO
    COLUMNS = True

    def __init__(self, interview: Interview) -> None:
        self._choices = self.choices()
        super().__init__(interview)

    def choices(self) -> tuple[str, ...]:
        """The known words."""
        raise NotImplementedError

    def items(self) -> Sequence[str]:
        """The words as they are, and that it is none of them."""
        return [*self._choices, words.not_listed()]

    def chosen(self, index: int) -> None:
        """One of them, or none."""
        if index < len(self._choices):
            self.known(index)
        else:
            self.turn_to(NotListedPage(self.interview))

    def known(self, index: int) -> None:
        """The known word with that index is the one."""
        raise NotImplementedError

    def others(self) -> tuple[Action, ...]:
        """Typing is one tap away too. Its key is no letter: those are typed."""
        return (Action(name=TYPE, key="/", label=words.by_typing()),)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it instead."""
        if event.action.name == TYPE:
            self.turn_to(SearchPage(self.interview))

    def on_key(self, event: events.Key) -> None:
        """What is typed here is meant to be looked for."""
        if event.character is not None and event.character.isalpha():
            event.stop()
            event.prevent_default()
            self.turn_to(SearchPage(self.interview, event.character))


class MakesPage(_Choices):
    """The makes of all cars that a known radio was seen in, and those of which nothing is known."""

    def choices(self) -> tuple[str, ...]:
        """Every make, by its letters."""
        self._makes = makes(families())
        return tuple(each.name for each in self._makes)

    def question(self) -> str:
        """What is to be chosen."""
        return words.which_make()

    def known(self, index: int) -> None:
        """What tells the radios of this make apart, or that none is known."""
        make = self._makes[index]
        if make.nothing_known:
            self.turn_to(NothingKnownPage(self.interview, make))
        else:
            found = families(make=make.name)
            self.turn_to(page_for(self.interview, found, Known(make=make.name)))


class WordsPage(_Choices):
    """What the displays of known radios show when they ask."""

    def choices(self) -> tuple[str, ...]:
        """Every word once, those that most radios show first."""
        return first_words(families())

    def question(self) -> str:
        """What is to be chosen."""
        return words.which_words()

    def known(self, index: int) -> None:
        """What tells the radios that show this apart."""
        shows = self._choices[index]
        found = search(families(), shows=shows)
        self.turn_to(page_for_shown(self.interview, found, shows))
