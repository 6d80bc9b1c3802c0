"""A page with a list to choose from."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pi.service.protocol.views import State
from tui.screens.setup.interview import Interview
from tui.screens.setup.page import BACK, Page
from tui.text import keys
from tui.widgets.action import Action
from tui.widgets.lists import PagedList
from tui.widgets.paged_grid import PagedGrid

SHORT: Final = 16  # letters


def in_columns(items: Sequence[str]) -> bool:
    """Whether texts stand in columns: where none is longer than ``SHORT``."""
    return all(len(item) <= SHORT for item in items)


class ListedPage(Page):
    """Subclasses give the ``items`` and answer in ``chosen``. Digits belong to the list."""

    DEFAULT_CSS = """
    ListedPage #question { height: auto; padding: 0 1; text-style: bold; }
    """
    COLUMNS = False

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._question = Static(id="question")
        self._list = (PagedGrid if self.COLUMNS else PagedList)(self.items())

    def question(self) -> str:
        """What is to be chosen."""
        raise NotImplementedError

    def items(self) -> Sequence[str]:
        """The texts to choose from."""
        raise NotImplementedError

    def chosen(self, index: int) -> None:
        """The item with that index is the one."""
        raise NotImplementedError

    def body(self) -> tuple[Widget, ...]:
        """The question and the list."""
        return (self._question, self._list)

    def others(self) -> tuple[Action, ...]:
        """What else can be done here. Keys are letters."""
        return ()

    def draw(self, state: State) -> None:
        """The question, and the way back."""
        super().draw(state)
        self._question.update(Content(self.question()))
        self.offer(*self.others(), Action(name=BACK, key="0", label=keys.back(), back=True))

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """An item was chosen; the second of a double tap is none."""
        if self.steady.settle.allows():
            self.chosen(event.index)
