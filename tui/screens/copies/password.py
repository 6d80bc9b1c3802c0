"""The password of a new KeePass file, typed twice."""

from pathlib import Path

from pi.service.shown import State
from tui.screens.copies.made import MadeScreen
from tui.screens.pads import BOTH_CASES, Letters
from tui.screens.typed import BACK, TypedScreen
from tui.widgets.action_button import ActionButton
from tui.words import copying as words


class PasswordScreen(TypedScreen):
    """The first time, and with ``first`` the second."""

    masked = True

    def __init__(self, file: Path, first: str = "") -> None:
        super().__init__()
        self._file, self._first = file, first

    def make_pad(self) -> Letters:
        """Small and capital letters."""
        return Letters(BOTH_CASES)

    def draw(self, state: State) -> None:
        """Nothing is typed here once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        super().draw(state)

    def question(self) -> str:
        """Which of the two."""
        if not self._first:
            return words.type_password()
        from pi.copies.strength import is_weak

        return words.weak_again() if is_weak(self._first) else words.type_again()

    def label(self) -> str:
        """The field's name."""
        return words.password_label()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back; the others are those of every typed screen."""
        if event.action.name == BACK:
            self.go_back()

    async def entered(self) -> None:
        """Something that is no PIN; then the same once more."""
        if not self.text:
            return
        if not self._first and self.text.isdigit():
            self.clear()
            self.notice(words.only_digits())
        elif not self._first:
            self.app.switch_screen(PasswordScreen(self._file, self.text))
        elif self.text != self._first:
            self.clear()
            self.notice(words.passwords_differ())
        else:
            self.app.switch_screen(MadeScreen(self._file, self.text))
