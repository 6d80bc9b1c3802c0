"""The password of a new KeePass file, typed twice."""

import asyncio
from pathlib import Path

from pi.service.protocol.views import State
from pi.strength import is_weak
from tui.screens.copies.made import MadeScreen
from tui.screens.twice import AgainScreen
from tui.screens.typed import BACK
from tui.text import copying as words
from tui.widgets.actions import ActionButton
from tui.widgets.pads import BOTH_CASES, Letters


class PasswordScreen(AgainScreen):
    """The first time, and with ``first`` the second; ``weak``: that one would be guessed."""

    masked = only_unlocked = True

    def __init__(self, file: Path, first: str = "", *, weak: bool = False) -> None:
        super().__init__()
        self._file, self.first, self._weak = file, first, weak

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
        if not self.first:
            return words.type_password()
        return words.weak_again() if self._weak else words.type_again()

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
            self.notice(self.question())
        elif self.first:
            await super().entered()
        elif self.text.isdigit():
            self.clear()
            self.notice(words.only_digits())
        else:
            weak = await asyncio.to_thread(is_weak, self.text)
            if self.is_current:  # else it was left meanwhile, or locked
                self.app.switch_screen(PasswordScreen(self._file, self.text, weak=weak))

    def begin_anew(self) -> None:
        """The first is asked for in the same place."""
        self.first, self._weak = "", False
        self.clear()

    async def agreed(self) -> None:
        """Write the file with it."""
        self.app.switch_screen(MadeScreen(self._file, self.text))
