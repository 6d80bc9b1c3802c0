"""What a position shows instead: asked on a pad, so that the presses that mend it can be told."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from pi.service.protocol import State
from tui.screens.drawn import DrawnScreen
from tui.screens.fitting import Fitted, Line
from tui.widgets.action import Action
from tui.widgets.action_button import ActionButton
from tui.widgets.keypad import SPACE, KeyPad
from tui.words import walkthrough as words
from tui.words.home import tries_left

OnShown = Callable[[str], Awaitable[None]]
OnShownAt = Callable[[int, str], Awaitable[None]]

ROWS: Final = ("1234", "5678", "90-" + SPACE)


class ShownPad(KeyPad):
    """Ten digits, the dash and the blank: whatever can stand at a position of a display."""

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys; the same at every width."""
        return ROWS


class SomethingElseScreen(DrawnScreen):
    """Asks what one position shows; where positions are numbers of two digits, both."""

    def __init__(self, position: int, group: bool, on_shown: OnShown) -> None:
        super().__init__()
        self._position, self._on_shown = position, on_shown
        self._group, self._shown = group, ""
        self._at: int | None = None
        self._question = Line(classes="strong")

    def body(self) -> tuple[Fitted, ...]:
        """The question and the keys."""
        return (Fitted(self._question, ShownPad(space=words.blank())),)

    def draw(self, state: State) -> None:
        """The question; gone as soon as the entry stands elsewhere."""
        if state.radio is None or state.entry is None:
            return
        if self._at is None:
            self._at = state.entry.at
        elif self._at != state.entry.at and self.is_current:
            self.dismiss()
        self.entitle(words.title(state.entry), tries_left(state.radio))
        self._ask()
        self.offer(Action(name="back", key="b", label=words.label("back"), back=True))

    def _ask(self) -> None:
        group = len(self._shown) if self._group else None
        self._question.say(words.what_shows(self._position, group))

    def on_key_pad_pressed(self, event: KeyPad.Pressed) -> None:
        """The answer, once it is whole."""
        self._shown += event.character
        if self._group and len(self._shown) < 2:
            self._ask()
            return
        shown: Any = self._on_shown(self._shown.strip() or " ")
        self.app.run_worker(shown, exit_on_error=True)
        if self.is_current:
            self.dismiss()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the step."""
        self.dismiss()


class WhichPositionScreen(DrawnScreen):
    """After a check that failed: which position is wrong?"""

    def __init__(self, display: str, group: bool, on_shown: OnShownAt) -> None:
        super().__init__()
        self._group, self._on_shown = group, on_shown
        self._digits = [display[:-2], display[-2:]] if group else list(display)
        self._at: int | None = None

    def body(self) -> tuple[Fitted, ...]:
        """The question."""
        return (Fitted(Line(words.which_position(), classes="strong")),)

    def draw(self, state: State) -> None:
        """One button for each position; gone as soon as the entry stands elsewhere."""
        if state.radio is None or state.entry is None:
            return
        if self._at is None:
            self._at = state.entry.at
        elif self._at != state.entry.at and self.is_current:
            self.dismiss()
        self.entitle(words.title(state.entry), tries_left(state.radio))
        self.offer(
            *(
                Action(name=str(n), key=str(n), label=words.position(n, digit))
                for n, digit in enumerate(self._digits, start=1)
            ),
            Action(name="back", key="b", label=words.label("back"), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """On to what it shows, or back to the check."""
        name, app = event.action.name, self.app
        self.dismiss()
        if name == "back":
            return
        position = int(name)

        async def shown(what: str) -> None:
            await self._on_shown(position, what)

        app.push_screen(SomethingElseScreen(position, self._group, shown))
