"""A PIN set after the set-up: typed twice, then it opens in place of an earlier one."""

from pi.service.protocol.commands import SetPin
from pi.service.protocol.views import State
from tui.screens.twice import AgainScreen
from tui.screens.typed import BACK
from tui.text import new_unlocker, secrets
from tui.text import protecting as words
from tui.text.refusals import bad_field
from tui.widgets.actions import ActionButton


class NewPinScreen(AgainScreen):
    """The first time, and with ``first`` the second. For who has unlocked."""

    masked = only_unlocked = True
    least, most = words.PIN_SHORTEST, words.PIN_LONGEST

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self.first = first

    def question(self) -> str:
        """Which of the two."""
        return words.type_pin_again() if self.first else words.type_pin()

    def draw(self, state: State) -> None:
        """Nothing is typed here once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        self.entitle(new_unlocker.set_a_pin())
        super().draw(state)

    async def entered(self) -> None:
        """Long enough; then the same once more; then it is set, or why not is said."""
        if self.first:
            await super().entered()
        elif len(self.text) < words.PIN_SHORTEST:
            self.notice(bad_field("pin", "too_short"))
        else:
            self.app.switch_screen(NewPinScreen(self.text))

    def begin_anew(self) -> None:
        """The first is asked for in the same place."""
        self.first = ""
        self.clear()

    async def agreed(self) -> None:
        """Set it."""
        self.notice(secrets.one_moment())
        pin, self.text = self.text, ""
        done = await self.steady.tell(SetPin(pin=pin))
        if not self.is_current:
            return
        if done is None:  # why stands there: another one is chosen
            self.first = ""
            self.show_typed()
        else:
            self.dismiss()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back."""
        if event.action.name == BACK:
            self.go_back()
