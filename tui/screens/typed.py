"""A screen where one text is typed, and one where it is typed twice.

Of two that differ either may be the wrong one. So the second is never asked for alone: the owner
sees that one is in doubt, both where they may be seen, and chooses which to type again.
"""

from textual import events
from textual.widget import Widget

from pi.service.protocol.views import State
from tui.screens.base import LEAST, DrawnScreen
from tui.text import language as language_words
from tui.text import secrets as words
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.typing import Digits, KeyPad, Letters, Typing

BACK, CLEAR, ENTER, OTHER = "back", "clear", "enter", "other"
STAR = "★"

AGAIN, ANEW = "again", "anew"


class TypedScreen(DrawnScreen):
    """Shows a question, what is typed, and a pad. ``entered`` is called with Enter.

    ``most``: characters. ``masked``: stars are shown. ``least``: as many places are drawn.
    """

    most = 200
    least = 0
    masked = False

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.pad = self.make_pad()
        self.typing = Typing(self.pad)
        self._busy = False
        self._fresh = True
        self.pad.held = self._held

    # What a screen of this kind says and does.

    def make_pad(self) -> Digits | Letters:
        """The pad to type on."""
        return Digits()

    def question(self) -> str:
        """What is asked, in a sentence or two."""
        return ""

    def label(self) -> str:
        """What is asked, in a word, where there is no room for more."""
        return ""

    def suggestion(self) -> str:
        """What Enter takes while nothing is typed."""
        return ""

    def hint(self) -> str:
        """What may help with what is typed so far. It takes the place of the question."""
        return ""

    def primary(self) -> str:
        """What Enter states."""
        return language_words.NEXT

    def done(self) -> str:
        """The same in five letters, for a small key."""
        return language_words.DONE

    def placeholder(self) -> str:
        """What to know before typing, where there is no room for the question."""
        return ""

    def back(self) -> str:
        """What the way back does."""
        return language_words.BACK

    def other(self) -> Action | None:
        """One more thing to do here, while nothing is typed."""
        return None

    def takes(self, character: str) -> bool:
        """Whether this character can be a part of it."""
        return not isinstance(self.pad, Digits) or (character.isascii() and character.isdigit())

    def is_whole(self) -> bool:
        """Whether nothing more is to be typed or said: Enter need not be pressed then."""
        return False

    async def entered(self) -> None:
        """Enter was pressed. Called once at a time."""

    def go_back(self) -> None:
        """Leave this screen."""
        self.app.pop_screen()

    def shown(self) -> str:
        """What is typed, as it may be seen."""
        return STAR * len(self.text) if self.masked else self.text

    # What all of them do.

    def body(self) -> tuple[Widget, ...]:
        """The question, what is typed, the pad."""
        return (self.typing,)

    def on_resize(self, event: events.Resize) -> None:
        """Letters need the room of the buttons on a low or narrow screen, or of all else."""
        size = event.size
        seen = size.width >= LEAST.width and size.height >= LEAST.height
        buttons = self.typing.fit(size)
        if isinstance(self.pad, Letters):
            self.pad.alone = not buttons
        self.bar.display = buttons and seen
        self.query_one("#title").display = seen and not self.typing.cramped
        self.show_typed()

    def draw(self, state: State) -> None:
        """The question and what is typed."""
        self.show_typed()

    def show_typed(self) -> None:
        """What is typed, what may help, and what can be done with it."""
        hint = self.hint()
        self.typing.ask(hint or self.question())
        if isinstance(self.pad, Letters):
            beside = hint if self.text else self.placeholder()
            self.typing.show_letters(
                self.shown(), label=self.label(), suggestion=self.suggestion(), beside=beside
            )
            self.pad.show_for(self.text, self.done())
        else:
            self.typing.show_digits(self.shown(), self.least)
        self.offer(*self._actions())

    def _actions(self) -> list[Action]:
        primary = Action(name=ENTER, key="Enter", label=self.primary(), primary=True)
        back = Action(name=BACK, key="Esc", label=self.back(), back=True)
        if self.text:
            return [primary, Action(name=CLEAR, key="Del", label=language_words.CLEAR), back]
        other = self.other()
        return [primary, *([other] if other is not None else []), back]

    @property
    def busy(self) -> bool:
        """Whether what was entered is being looked at."""
        return self._busy

    def clear(self) -> None:
        """Begin the typing anew."""
        self.text = ""
        self.show_typed()

    def notice(self, text: str) -> None:
        """Say it in the place of the question: no key moves under a finger."""
        self.typing.say(text)

    def on_click(self) -> None:
        """A tap beside the keys takes a notice away."""
        self.notice("")

    def on_key_pad_pressed(self, event: KeyPad.Pressed) -> None:
        """One more character."""
        if self._busy or not self.takes(event.character):
            return
        if len(self.text) >= self.most:
            self.notice(language_words.no_more_fits(self.most))
            return
        self.text += event.character
        self._fresh = False
        self.notice("")
        self.show_typed()
        if self.is_whole():
            self.steady.press_guard.hold_back()  # an Enter out of habit is not for the next screen
            self._enter()

    def on_key_pad_erased(self) -> None:
        """One character less; where there is none and no button, the key leads back, and says so.

        A key that is held down erases all, and stops there.
        """
        if self._busy:
            return
        rested = self.steady.press_guard.allows()
        if self.text:
            self.text = self.text[:-1]
            self.notice("")
            self.show_typed()
        elif rested and isinstance(self.pad, Letters) and self.pad.alone:
            self.go_back()

    def on_key_pad_entered(self) -> None:
        """It is typed: the same as the primary button."""
        if self.steady.press_guard.allows():
            self._enter()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The buttons that all of them have."""
        if event.action.name == ENTER:
            self._enter()
        elif event.action.name == CLEAR:
            self.notice("")
            self.clear()

    def _enter(self) -> None:
        if not self._busy:
            self._busy = True
            self.app.run_worker(self._entered(), exit_on_error=True)

    def _held(self) -> bool:
        """A tap that came with the press that brought this screen was not meant for the pad."""
        self._fresh = self._fresh and not self.steady.press_guard.rests()
        return self._fresh

    async def _entered(self) -> None:
        try:
            await self.entered()
        finally:
            self._busy = False


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
            return (words.ONE_HAS_A_SLIP, words.UNSEEN)
        both = (words.first(self.first), words.second(second))
        return (words.ONE_HAS_A_SLIP, *both, words.WHICH_IS_ON_PAPER)

    def anew_label(self) -> str:
        """What beginning anew is called."""
        return words.BEGIN_ANEW

    def again_label(self) -> str:
        """What typing the second again is called."""
        return words.SECOND_AGAIN

    def begin_anew(self) -> None:
        """Ask for the first again, on the screen below this one."""
        self.app.pop_screen()
        if isinstance(self.app.screen, TypedScreen):
            self.app.screen.clear()


class TwiceScreen(AgainScreen):
    """The first time, and with ``first`` the second. For who has unlocked."""

    masked = only_unlocked = True

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self.first = first

    def draw(self, state: State) -> None:
        """Nothing is typed here once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        super().draw(state)

    async def entered(self) -> None:
        """The first is looked at; then the same once more."""
        if self.first:
            await super().entered()
        else:
            await self.begun()

    async def begun(self) -> None:
        """Look at the first, and ask for the second where it may be one."""

    def begin_anew(self) -> None:
        """The first is asked for in the same place."""
        self.first = ""
        self.clear()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back."""
        if event.action.name == BACK:
            self.go_back()


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
        self.entitle(words.THEY_DIFFER)
        self.offer(
            Action(name=AGAIN, key="1", label=self._asker.again_label(), primary=True),
            Action(name=ANEW, key="2", label=self._asker.anew_label(), back=True, stays=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type the second again, or both."""
        self.leave()
        if event.action.name == ANEW:
            self._asker.begin_anew()
