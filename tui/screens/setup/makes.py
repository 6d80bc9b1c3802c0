"""Finding a radio by the make of its car, or by the words of its display."""

from collections.abc import Sequence

from textual import events

from pi.radio.catalogue_search import search
from tui.families import families
from tui.screens.setup.families import FamiliesPage
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.listed import ListedPage
from tui.screens.setup.search import SearchPage
from tui.widgets.action import Action
from tui.widgets.action_button import ActionButton
from tui.words import choosing_radio as words
from tui.words import head_units

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
        """The words as they are."""
        return self._choices

    def others(self) -> tuple[Action, ...]:
        """Typing is one tap away too."""
        return (Action(name=TYPE, key="T", label=words.by_typing()),)

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
    """The makes of all cars that a known radio was seen in."""

    def choices(self) -> tuple[str, ...]:
        """Every make, by its letters."""
        return tuple(sorted({fit.make for family in families() for fit in family.fits}))

    def question(self) -> str:
        """What is to be chosen."""
        return words.which_make()

    def chosen(self, index: int) -> None:
        """Show the radios of this make."""
        make = self._choices[index]
        self.turn_to(FamiliesPage(self.interview, families(make=make), make))


class WordsPage(_Choices):
    """What the displays of known radios show when they ask."""

    def choices(self) -> tuple[str, ...]:
        """Every word once, those that most radios show first."""
        shown = [word for family in families() for word in head_units.display_words(family)]
        return tuple(sorted(dict.fromkeys(shown), key=lambda word: (-shown.count(word), word)))

    def question(self) -> str:
        """What is to be chosen."""
        return words.which_words()

    def chosen(self, index: int) -> None:
        """Show the radios that show this."""
        found = search(families(), shows=self._choices[index])
        self.turn_to(FamiliesPage(self.interview, found))
