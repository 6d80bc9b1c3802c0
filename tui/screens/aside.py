"""Something is kept here already: whether it may be put aside for the backup."""

from pathlib import Path

from textual.widget import Widget

from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.text import backup_screens as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line


class AsideScreen(DrawnScreen):
    """The main button leaves everything as it is. ``place`` is the store that is there."""

    def __init__(self, file: Path, place: str) -> None:
        super().__init__()
        self._file, self._place = file, place
        self._stays, self._first = Line(drop=1), Line(drop=2)
        self._forgotten = Line(words.forgotten(place), drop=3)

    def body(self) -> tuple[Widget, ...]:
        """What would become of it."""
        asked = Line(words.put_aside(), classes="strong")
        return (Fitted(asked, self._stays, self._first, self._forgotten),)

    def draw(self, state: State) -> None:
        """Both ways."""
        self.entitle(words.kept_here())
        self._stays.say(words.not_shown_any_more(state.vehicles))
        locked = not state.lock.unlocked
        self._first.say(words.unlock_it_first() if locked else "")
        self._forgotten.say(words.forgotten(self._place) if locked else "")
        self.offer(
            Action(name="leave", key="1", label=words.label("leave"), primary=True, back=True),
            Action(name="aside", key="2", label=words.label("aside"), states=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The explicit word, or not."""
        if event.action.name == "aside":
            self.put_aside()
        else:
            self.leave()

    def put_aside(self) -> None:
        """Bring the backup with that word. The service says whether that takes unlocking first."""
        from tui.screens.restore import BringingScreen

        if self.is_current:
            self.app.switch_screen(BringingScreen(self._file, self._place))
