"""Who says so: each thing that is told, with its sources, how far they go, and their dates."""

from collections.abc import Sequence

from pi.guide.facts import Item
from pi.service.protocol.views import State
from tui.screens.guide.reading import ReadingScreen
from tui.text import sources as words


class WhoScreen(ReadingScreen):
    """The sources of what stood on the screen before."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self._items = items

    def draw(self, state: State) -> None:
        """One thing a paragraph, its sources after it."""
        self.entitle(words.who_says_so())
        self.read_out([words.item_and_sources(each) for each in self._items if each.facts], None)
