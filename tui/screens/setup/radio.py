"""Which radio: the ways of finding it, and what is said where it is not found."""

from pi.service.shown import State
from tui.screens.setup.interview import Step
from tui.screens.setup.page import BACK
from tui.screens.setup.told import ToldPage
from tui.widgets.action import Action
from tui.widgets.action_button import ActionButton
from tui.words import choosing_radio as words
from tui.words import keys


class RadioPage(ToldPage):
    """Three ways to find it, and one to say that it is not there."""

    step = Step.RADIO

    def told(self, state: State) -> tuple[str, ...]:
        """Why the display matters."""
        return (words.which_radio(),)

    def draw(self, state: State) -> None:
        """The ways."""
        super().draw(state)
        self.offer(
            Action(name="make", key="1", label=words.by_make(), primary=True),
            Action(name="display", key="2", label=words.by_display()),
            Action(name="type", key="3", label=words.by_typing()),
            Action(name="not-listed", key="4", label=words.not_listed()),
            Action(name=BACK, key="5", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Go one of the ways."""
        match event.action.name:
            case "make":
                from tui.screens.setup.makes import MakesPage

                self.turn_to(MakesPage(self.interview))
            case "display":
                from tui.screens.setup.makes import WordsPage

                self.turn_to(WordsPage(self.interview))
            case "type":
                from tui.screens.setup.search import SearchPage

                self.turn_to(SearchPage(self.interview))
            case "not-listed":
                self.turn_to(NotListedPage(self.interview))


class NotListedPage(ToldPage):
    """Nothing is known about the owner's radio, and it is said so."""

    step = Step.RADIO

    def told(self, state: State) -> tuple[str, ...]:
        """What that means, and what helps."""
        return (words.not_known(), words.not_known_advice(), words.not_known_later())

    def draw(self, state: State) -> None:
        """Only the way back: there is nothing to go on to."""
        super().draw(state)
        self.offer(Action(name=BACK, key="1", label=words.look_again(), primary=True, back=True))
