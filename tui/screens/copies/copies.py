from itertools import zip_longest
from typing import Final

from textual.widget import Widget

from pi.service.protocol.views import State
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.text import copies as words
from tui.widgets.actions import Action, ActionButton, in_order
from tui.widgets.fitting import Fitted, Line

KINDS: Final = 4  # of copies; the last of each is told
_OF_A_CODE: Final = ("qr", "card", "keepass")


class CopiesScreen(DrawnScreen):
    """What is told of copies is no secret; making one is for who has unlocked."""

    def __init__(self) -> None:
        super().__init__()
        self._why, self._all = Line(words.WHY, drop=5), Line(words.WHY_A_BACKUP, drop=6)
        self._made = [Line(drop=4 - at) for at in range(KINDS)]

    def body(self) -> tuple[Widget, ...]:
        """The last copy of each kind."""
        return (Fitted(*self._made, self._why, self._all),)

    def draw(self, state: State) -> None:
        """All of them, or that there is none."""
        self.entitle(words.TITLE)
        said = [words.there_is(copy) for copy in state.copies] or [words.NONE_YET]
        for line, text in zip_longest(self._made, said[:KINDS]):
            line.say(text or "")
        names = (*(_OF_A_CODE if _has_code(state) else ()), "backup", "restore")
        self.offer(
            *in_order(names, words.LABELS, stays={"qr"}),
            Action(name="back", key=str(len(names) + 1), label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Make one, or leave."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "qr" | "restore" as name:
                self.steady.open(ScreenName(name))
            case kind:
                self.steady.open(ScreenName.COPY_PLACE, kind)


def _has_code(state: State) -> bool:
    """Whether there is a code to copy. A car can be kept without one, or take none."""
    takes = state.radio is None or family_of(state.radio).takes_a_code
    return takes and state.code_kept
