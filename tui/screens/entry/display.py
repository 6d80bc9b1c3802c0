"""What stands on the display, as an owner says it: the figure beside a word, or a word typed.

A word alone is picked from a list; what is typed is read by the service, and never kept.
"""

from collections.abc import Callable

from pi.radio.display import FigureBeside, as_shown, beside, with_figure
from pi.radio.head_unit import DisplayWord
from pi.service.protocol.views import State
from tui.screens.typed import BACK, TypedScreen
from tui.text import entry as words
from tui.text import language
from tui.widgets.actions import ActionButton
from tui.widgets.typing import Digits, Letters

Said = Callable[[str], None]

LONGEST_WORD = 40  # characters


class FigureScreen(TypedScreen):
    """Which figure stands beside this word? Nothing typed is none."""

    def __init__(self, word: DisplayWord, said: Said) -> None:
        self._word, self._said = word, said
        self._figure = beside(word)
        super().__init__()
        self.most = 4 if self._figure is FigureBeside.TIME else 2

    def make_pad(self) -> Digits:
        """Ten digits."""
        return Digits()

    def draw(self, state: State) -> None:
        """The word, as it is on the list."""
        self.entitle(words.it_shows(as_shown(self._word.text)))
        super().draw(state)

    def question(self) -> str:
        """How much time, or which number."""
        time = self._figure is FigureBeside.TIME
        return words.HOW_MUCH_TIME if time else words.WHICH_NUMBER

    def primary(self) -> str:
        """The word with what is typed."""
        return words.it_shows(self._whole()) if self.text else words.NO_FIGURE

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text else language.SKIP

    async def entered(self) -> None:
        """Say it."""
        self.leave()
        self._said(self._whole())

    def _whole(self) -> str:
        return with_figure(self._word, self.text)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the list."""
        if event.action.name == BACK:
            self.go_back()


class WordScreen(TypedScreen):
    """What it shows, typed as it is read."""

    most = LONGEST_WORD

    def __init__(self, said: Said) -> None:
        self._said = said
        super().__init__()

    def make_pad(self) -> Letters:
        """Letters, digits and a dash."""
        return Letters()

    def draw(self, state: State) -> None:
        """What is asked."""
        self.entitle(language.WHAT_DOES_IT_SHOW)
        super().draw(state)

    def question(self) -> str:
        """As it is read."""
        return words.TYPE_THE_WORD

    def label(self) -> str:
        """The field's name."""
        return words.WORD_LABEL

    async def entered(self) -> None:
        """Say it. Nothing typed says nothing."""
        typed = self.text.strip()
        if not typed:
            self.notice(self.question())
            return
        self.leave()
        self._said(typed)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the list."""
        if event.action.name == BACK:
            self.go_back()
