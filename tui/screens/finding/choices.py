"""A list of things to do, where a screen has no room for as many buttons."""

from collections.abc import Sequence

from textual.widget import Widget

from pi.service.shown import State
from tui.screens.drawn import DrawnScreen
from tui.screens.finding.reading import Offer
from tui.widgets.action import Action
from tui.widgets.action_button import ActionButton
from tui.widgets.paged_list import PagedList
from tui.words import keys


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
