"""A page that tells something in a few paragraphs, the first of them in bold."""

from textual.widget import Widget

from pi.service.protocol.views import State
from tui.screens.setup.interview import Interview
from tui.screens.setup.page import Page
from tui.widgets.fitting import NEVER, Fitted, Line


class ToldPage(Page):
    """Subclasses say what is told (``told``) and what can be done (``offer`` in ``draw``).

    The first two paragraphs are always there; the others are left out from the end where the
    screen is small.
    """

    PARAGRAPHS = 6

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._told = [Line(drop=NEVER if at < 2 else at) for at in range(self.PARAGRAPHS)]
        self._told[0].add_class("strong")

    def told(self, state: State) -> tuple[str, ...]:
        """What is told, the most important first."""
        raise NotImplementedError

    def body(self) -> tuple[Widget, ...]:
        """The paragraphs."""
        return (Fitted(*self._told),)

    def draw(self, state: State) -> None:
        """Tell it."""
        super().draw(state)
        said = self.told(state)
        for at, paragraph in enumerate(self._told):
            paragraph.say(said[at] if at < len(said) else "")
