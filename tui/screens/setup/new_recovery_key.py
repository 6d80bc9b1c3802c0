"""Another recovery key: shown, proved to be on paper, and then in place of the old one."""

from textual.widget import Widget

from pi.service.protocol.answers import RecoveryKeyMade
from pi.service.protocol.commands import FinishRecoveryKey, MakeRecoveryKey
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.setup.groups import KeyGroups
from tui.screens.typed import BACK, TypedScreen
from tui.text import keys, new_unlocker
from tui.text import protecting as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Line
from tui.widgets.pads import Letters

WRITTEN = "written"


class NewRecoveryKeyScreen(DrawnScreen):
    """Until it is proved the old one opens, and who leaves here has changed nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._said = Line(words.one_moment(), classes="strong")
        self._groups = KeyGroups()
        self.proved = False

    def body(self) -> tuple[Widget, ...]:
        """What to do with it, and the key."""
        return (self._said, self._groups)

    def on_mount(self) -> None:
        """Ask for one."""
        self.redraw()
        self.run_worker(self._make(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The key, or that it opens from now on. Nothing of it once it is locked."""
        if not state.lock.unlocked:
            self._groups.key = ""
            self.leave()
            return
        self.entitle(new_unlocker.another_recovery_key())
        there = bool(self._groups.key)
        if self.proved:
            self._said.say(new_unlocker.old_key_is_struck())
        elif there:
            self._said.say(new_unlocker.write_down_the_new_one())
        written = Action(name=WRITTEN, key="1", label=words.written_down(), primary=True)
        label = keys.back() if self.proved else new_unlocker.keep_the_old_one()
        back = Action(name=BACK, key="2", label=label, back=True, stays=there)
        self.offer(*((written,) if there else ()), back)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """It is on paper, or the old one stays."""
        if event.action.name == WRITTEN:
            self.app.push_screen(LastGroupScreen(self))
        else:
            self.leave()

    def is_proved(self) -> None:
        """The last group was right: nobody has to see the key any more."""
        self.proved, self._groups.key = True, ""

    async def _make(self) -> None:
        made = await self.steady.tell(MakeRecoveryKey())
        if isinstance(made, RecoveryKeyMade):
            self._groups.key = made.key
            self.redraw()


class LastGroupScreen(TypedScreen):
    """The key's last group, read from the paper."""

    most = 8

    def __init__(self, shown: NewRecoveryKeyScreen) -> None:
        super().__init__()
        self._shown = shown

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters()

    def draw(self, state: State) -> None:
        """Nothing is typed here once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        self.entitle(new_unlocker.another_recovery_key())
        super().draw(state)

    def question(self) -> str:
        """What to type."""
        return new_unlocker.type_last_group()

    def label(self) -> str:
        """The field's name."""
        return words.last_group_label()

    def back(self) -> str:
        """The key lies under this screen."""
        return words.show_key_again()

    def placeholder(self) -> str:
        """The same, in a few words."""
        return words.last_group_short()

    def primary(self) -> str:
        """What it does."""
        return new_unlocker.strike_the_old_one()

    async def entered(self) -> None:
        """It opens from now on, or it is typed again. Nothing typed is no answer."""
        if not self.text.strip():
            self.notice(self.question())
        elif await self.steady.tell(FinishRecoveryKey(last_group=self.text)) is not None:
            self._shown.is_proved()
            self.leave()
        elif self.is_current:
            self.clear()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back."""
        if event.action.name == BACK:
            self.go_back()
