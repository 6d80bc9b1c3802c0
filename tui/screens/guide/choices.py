"""A list of things to do, where a screen has no room for as many buttons."""

from collections.abc import Sequence

from textual.widget import Widget

from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.guide.reading import Offer
from tui.text import keys
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.lists import PagedList


class ChoicesScreen(DrawnScreen):
    """Does what is chosen, in its own place."""

    def __init__(self, title: str, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._title, self._offers = title, offers

    def body(self) -> tuple[Widget, ...]:
        """The choices."""
        return (PagedList([each.label for each in self._offers]),)

    def draw(self, state: State) -> None:
        """The title, and the way back."""
        self.entitle(self._title)
        self.offer(Action(name="back", key="Esc", label=keys.back(), back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back."""
        self.leave()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Do it."""
        if self.steady.settle.allows():
            self.leave()
            self._offers[event.index].does()
