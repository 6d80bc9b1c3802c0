"""Where the code came from: the first place to ask, should it ever be lost."""

from collections.abc import Sequence

from tui.screens.setup.draft import CodeSource
from tui.screens.setup.interview import Step
from tui.screens.setup.listed import ListedPage
from tui.words import vehicle_facts as words


class SourcePage(ListedPage):
    """Six places."""

    step = Step.SOURCE
    COLUMNS = True

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
