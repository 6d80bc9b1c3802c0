"""Which radio: the ways of finding it, and what is said where it is not found."""

from pi.catalogue.makes import Make
from pi.catalogue.narrowing import Known
from pi.service.protocol.views import State
from tui.families import families
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import BACK
from tui.screens.setup.pages import ToldPage
from tui.text import choosing_radio as words
from tui.text import keys
from tui.text.known import who
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

DESCRIBE, KIN = "describe", "kin:"


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
    """Nothing is known about the owner's radio, and it is said so; they can describe it."""

    step = Step.RADIO
    kin: tuple[str, ...] = ()
    """Makes whose radios may be in such a car."""

    def __init__(self, interview: Interview, make: str = "") -> None:
        super().__init__(interview)
        self._make = make

    def told(self, state: State) -> tuple[str, ...]:
        """What that means, and what helps."""
        return (words.not_known(), words.not_known_later(), words.not_known_advice())

    def draw(self, state: State) -> None:
        """Describe it, or look again."""
        super().draw(state)
        kin = [
            Action(name=KIN + make, key=str(key), label=words.radios_of(make))
            for key, make in enumerate(self.kin, start=2)
        ]
        self.offer(
            Action(name=DESCRIBE, key="1", label=words.describe(), primary=True),
            *kin,
            Action(name=BACK, key=str(len(kin) + 2), label=words.look_again(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the questions about it."""
        if event.action.name == DESCRIBE:
            from tui.screens.setup.describe import Describing

            self.turn_to(Describing(self.interview, self._make).first())


class NothingFitsPage(NotListedPage):
    """Nothing fits what was typed, nor is anything like it."""

    def __init__(self, interview: Interview, text: str) -> None:
        super().__init__(interview)
        self._text = text

    def told(self, state: State) -> tuple[str, ...]:
        """That, and what helps."""
        return (words.nothing_fits(self._text), words.not_known_later(), words.not_known_advice())


class NothingKnownPage(NotListedPage):
    """A make of whose radios nothing can be trusted: the little that is said, and by whom.

    Where another house's radios may be in its cars, those are one tap away.
    """

    def __init__(self, interview: Interview, make: Make) -> None:
        super().__init__(interview, make.name)
        self._known = make
        self.kin = make.kin

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the radios of its kin."""
        if event.action.name.startswith(KIN):
            from tui.screens.setup.narrowing import page_for

            make = event.action.name.removeprefix(KIN)
            self.turn_to(page_for(self.interview, families(make=make), Known(make=make)))

    def told(self, state: State) -> tuple[str, ...]:
        """That nothing is known, and what little is."""
        make = self._known
        note = words.little_known(make.note, who(make.sources))
        said = (words.nothing_known(make.name), note, words.not_known_later())
        return tuple(each for each in said if each)
