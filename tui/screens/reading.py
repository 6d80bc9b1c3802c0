"""A screen to read: paragraphs page by page, and a few things to do beside it."""

from collections.abc import Sequence

from textual import events
from textual.widget import Widget

from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.text import keys
from tui.text.known import read_on
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.paragraphs import Paragraphs

READ_ON, BACK = "read-on", "back"


class ReadingScreen(DrawnScreen):
    """Subclasses say what there is to read (``texts``), its title, and what else can be done."""

    def __init__(self) -> None:
        super().__init__()
        self._paragraphs = Paragraphs()

    def texts(self) -> Sequence[str]:
        """The paragraphs."""
        raise NotImplementedError

    def title_of(self) -> str:
        """The left end of the title line; the page stands at the right one."""
        raise NotImplementedError

    def others(self) -> tuple[Action, ...]:
        """What can be done beside reading on and leaving. One may be primary."""
        return ()

    def body(self) -> tuple[Widget, ...]:
        """The paragraphs."""
        return (self._paragraphs,)

    def draw(self, state: State) -> None:
        """The page."""
        if self._paragraphs.texts != (texts := self.texts()):
            self._paragraphs.texts = texts
        self._turned()

    def on_resize(self, event: events.Resize) -> None:
        """There may be more pages now, or fewer."""
        self.call_after_refresh(self._turned)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Read on, or leave."""
        if event.action.name == READ_ON:
            self._paragraphs.turn()
            self._turned()
        elif event.action.name == BACK:
            self.app.pop_screen()

    def _turned(self) -> None:
        others = self.others()
        place = self._paragraphs.place
        self.entitle(self.title_of(), place)
        leads = not any(each.primary for each in others)
        on = Action(name=READ_ON, key="1" if leads else "N", label=read_on(), primary=leads)
        back = Action(name=BACK, key="0", label=keys.back(), back=True, primary=leads and not place)
        self.offer(*([on] if place else []), *others, back)
