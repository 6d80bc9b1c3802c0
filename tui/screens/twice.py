"""What is typed twice: where the two differ, nobody but the owner can know which is right.

So it is never asked for the second alone: the owner sees that one of them is in doubt, both where
they may be seen, and chooses which to type again.
"""

from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.typed import TypedScreen
from tui.text import twice as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line

AGAIN, ANEW = "again", "anew"


class AgainScreen(TypedScreen):
    """Asks for the second. ``first`` is what it is compared with.

    ``in_sight``: both may be shown where they differ. ``only_unlocked``: gone once it is locked.
    """

    first = ""
    in_sight = False
    only_unlocked = False

    async def entered(self) -> None:
        """The same again, or the choice which to type again."""
        if self.text == self.first:
            await self.agreed()
        else:
            self.in_doubt()

    async def agreed(self) -> None:
        """The second is the first."""

    def in_doubt(self) -> None:
        """Say that they differ, and ask which is right."""
        self.app.push_screen(DifferScreen(self, self.text))
        self.clear()

    def differing(self, second: str) -> tuple[str, ...]:
        """What is said where they differ, the most important first."""
        if not self.in_sight:
            return (words.one_has_a_slip(), words.unseen())
        both = (words.first(self.first), words.second(second))
        return (words.one_has_a_slip(), *both, words.which_is_on_paper())

    def anew_label(self) -> str:
        """What beginning anew is called."""
        return words.begin_anew()

    def again_label(self) -> str:
        """What typing the second again is called."""
        return words.second_again()

    def begin_anew(self) -> None:
        """Ask for the first again, on the screen below this one."""
        self.app.pop_screen()
        if isinstance(self.app.screen, TypedScreen):
            self.app.screen.clear()


class DifferScreen(DrawnScreen):
    """The two differ. Both ways on are offered; none of them is taken back by mistake."""

    def __init__(self, asker: AgainScreen, second: str) -> None:
        super().__init__()
        self._asker = asker
        said = asker.differing(second)
        self._said = [Line(each, classes="strong" if each == said[0] else None) for each in said]

    @property
    def parting(self) -> str | None:
        """What is said to who leaves here: the same as where it was typed."""
        said: str | None = getattr(self._asker, "parting", None)
        return said

    def body(self) -> tuple[Fitted, ...]:
        """What is in doubt."""
        return (Fitted(*self._said),)

    def draw(self, state: State) -> None:
        """The choice."""
        if self._asker.only_unlocked and not state.lock.unlocked:
            self.leave()
            return
        self.entitle(words.heading())
        self.offer(
            Action(name=AGAIN, key="1", label=self._asker.again_label(), primary=True),
            Action(name=ANEW, key="2", label=self._asker.anew_label(), back=True, stays=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type the second again, or both."""
        self.leave()
        if event.action.name == ANEW:
            self._asker.begin_anew()
