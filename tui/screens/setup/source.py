"""Where the code came from: the first place to ask, should it ever be lost."""

from collections.abc import Sequence

from tui.screens.setup.draft import CodeSource
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.listed import ListedPage
from tui.text import vehicles as words
from tui.widgets.lists import PagedList
from tui.widgets.paged_grid import PagedGrid


class Sources(PagedGrid):
    """Columns that are wide enough for every place."""

    LEAST = 16


class SourcePage(ListedPage):
    """The places; the likeliest is marked where one is known."""

    step = Step.SOURCE

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._list = Sources(self.items())
        known = [each.value for each in CodeSource]
        if self.draft.source in known:
            self._list.set_reactive(PagedList.marked, known.index(self.draft.source))

    def question(self) -> str:
        """Where from?"""
        return words.where_from()

    def items(self) -> Sequence[str]:
        """The places."""
        return [words.source(each.value) for each in CodeSource]

    def chosen(self, index: int) -> None:
        """From there."""
        self.draft.source = list(CodeSource)[index].value
        self.go_on()
