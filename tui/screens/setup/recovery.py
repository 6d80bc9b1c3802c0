"""The recovery key: made by the service, shown once, proved to be on paper; at the first start
and later.
"""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from pi.service.protocol.answers import Reason, RecoveryKeyMade
from pi.service.protocol.commands import FinishRecoveryKey, FinishSetUp, MakeRecoveryKey, SetUp
from pi.service.protocol.views import State
from tui.client import RefusedByServiceError
from tui.screens.base import DrawnScreen
from tui.screens.setup.interview import Interview, Page, Step
from tui.screens.typed import BACK, AgainScreen, TypedScreen
from tui.service_socket import NoServiceError
from tui.text import language
from tui.text import secrets as words
from tui.text.refusals import refused
from tui.text.states import no_service
from tui.widgets.actions import Action, ActionButton
from tui.widgets.big_digits import draw
from tui.widgets.fitting import Line
from tui.widgets.typing import Letters

GAP = 3

WRITTEN, AGAIN = "written", "again"


class KeyGroups(Widget):
    """Seven groups in rows, read from left to right: drawn large where all fit, else written.

    Small drawings are left out on purpose: a written B is told from an 8 more surely. A written
    group says its number in a word and behind a line, as a bare number is copied with the key.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyGroups { width: 1fr; height: 1fr; padding: 0 1; margin-top: 1; text-style: bold; }
    """

    key: reactive[str] = reactive("")
    """The key, its groups with dashes between; empty while there is none."""

    def render(self) -> Content:
        """The largest way that fits."""
        return Content("\n".join(self._lines(*self.content_size)))

    @property
    def groups(self) -> list[str]:
        """The groups in their order."""
        return self.key.split("-") if self.key else []

    def _lines(self, width: int, height: int) -> list[str]:
        drawn = self._drawn(width)
        if drawn and len(drawn) <= height:
            return drawn
        written = self._written(width)
        apart = [line for each in written for line in (each, "")][:-1]
        return apart if len(apart) <= height else written

    def _drawn(self, width: int) -> list[str]:
        blocks = [draw(group, "large") for group in self.groups]
        widest = max((len(block[0]) for block in blocks if block), default=0)
        each = (width + GAP) // (widest + GAP) if widest else 0
        if not each or None in blocks:
            return []
        lines: list[str] = []
        for at in range(0, len(blocks), each):
            row = [block for block in blocks[at : at + each] if block]
            for line in zip(*row, strict=True):
                lines.append((" " * GAP).join(part.ljust(widest) for part in line))
            lines.append("")
        return lines[:-1]

    def _written(self, width: int) -> list[str]:
        spaced = [words.numbered(at, group) for at, group in enumerate(self.groups, start=1)]
        widest = max(map(len, spaced), default=0)
        each = max(1, min(2, (width + GAP) // (widest + GAP))) if widest else 1
        return [
            (" " * GAP).join(part.ljust(widest) for part in spaced[at : at + each]).rstrip()
            for at in range(0, len(spaced), each)
        ]


class RecoveryPage(Page):
    """Asks for the key and shows it. The draft stays whatever happens to the service."""

    step = Step.RECOVERY

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._said = Line(words.KEYS_MOMENT, classes="strong")
        self._groups = KeyGroups()
        self._making = False
        self._anew = False

    def body(self) -> tuple[Widget, ...]:
        """What to do with it, and the key."""
        return (self._said, self._groups)

    def on_mount(self) -> None:
        """Ask for a key."""
        self.make()

    def make(self, *, anew: bool = False) -> None:
        """Ask for a key; ``anew``: another one was shown before, and opens nothing."""
        if not self._making:
            self._making, self._anew = True, anew
            self._groups.key = ""
            self._say()
            self.run_worker(self._make(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The key, or why there is none."""
        super().draw(state)
        self._say()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """It is on paper, or it was not made."""
        if event.action.name == WRITTEN:
            self.turn_to(LastGroupPage(self.interview, self))
        elif event.action.name == AGAIN:
            self.make(anew=self._anew)

    async def _make(self) -> None:
        draft = self.draft
        asked = SetUp(
            vehicles=(draft.as_vehicle(),),
            pin=draft.pin or None,
            passphrase=draft.passphrase or None,
        )
        try:
            made = await self.steady.tell(asked)
        finally:
            self._making = False
        if isinstance(made, RecoveryKeyMade):
            self._groups.key = made.key
        self._say()

    def _say(self) -> None:
        there = bool(self._groups.key)
        if self._making:
            said = words.KEYS_MOMENT
        elif there:
            said = words.MADE_ANEW if self._anew else words.WRITE_IT_DOWN
        else:
            said = words.NO_KEY_YET
        self._said.say(said)
        written = Action(name=WRITTEN, key="1", label=words.WRITTEN_DOWN, primary=True)
        again = Action(name=AGAIN, key="1", label=language.TRY_AGAIN, primary=True)
        back = Action(name=BACK, key="2", label=language.BACK, back=True, stays=there)
        first = [written] if there else [] if self._making else [again]
        self.offer(*first, back)


class LastGroup(TypedScreen):
    """The key's last group, read from the paper. The key lies under this screen."""

    most = 8

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters()

    def label(self) -> str:
        """The field's name."""
        return words.LAST_GROUP_LABEL

    def back(self) -> str:
        """To the key."""
        return language.SHOW_AGAIN

    def placeholder(self) -> str:
        """The same, in a few words."""
        return words.LAST_GROUP_SHORT


class LastGroupPage(LastGroup, Page, AgainScreen):
    """With it everything is saved."""

    step = Step.RECOVERY

    def __init__(self, interview: Interview, shown: RecoveryPage) -> None:
        super().__init__(interview)
        self._shown = shown

    def question(self) -> str:
        """What to type."""
        return words.TYPE_LAST_GROUP

    def primary(self) -> str:
        """What it does."""
        return words.SAVE_ALL

    async def entered(self) -> None:
        """The state leads on once it is saved. Nothing typed is no answer."""
        if not self.text.strip():
            self.notice(words.TYPE_LAST_GROUP)
            return
        try:
            await self.steady.link.ask(FinishSetUp(last_group=self.text))
        except NoServiceError as error:
            self.notice(no_service(error.failure))
        except RefusedByServiceError as error:
            if error.refusal.reason is Reason.NO_SET_UP_PENDING:
                self.go_back()
                self._shown.make(anew=True)
                return
            if error.refusal.reason is Reason.WRONG_GROUP:
                self.in_doubt()
            else:
                self.notice(refused(error.refusal))

    def differing(self, second: str) -> tuple[str, ...]:
        """The paper is in doubt as well as what was typed from it."""
        return (words.NOT_THE_LAST_GROUP, words.you_typed(second), words.COMPARE_THE_PAPER)

    def again_label(self) -> str:
        """The paper is right."""
        return words.LAST_GROUP_AGAIN

    def anew_label(self) -> str:
        """The paper may be wrong."""
        return language.SHOW_AGAIN

    def begin_anew(self) -> None:
        """The key lies under this page."""
        self.go_back()


class NewRecoveryKeyScreen(DrawnScreen):
    """Until it is proved the old one opens, and who leaves here has changed nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._said = Line(words.KEYS_MOMENT, classes="strong")
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
        self.entitle(words.ANOTHER_RECOVERY_KEY)
        there = bool(self._groups.key)
        if self.proved:
            self._said.say(words.OLD_KEY_IS_STRUCK)
        elif there:
            self._said.say(words.WRITE_DOWN_THE_NEW_ONE)
        written = Action(name=WRITTEN, key="1", label=words.WRITTEN_DOWN, primary=True)
        label = language.BACK if self.proved else words.KEEP_THE_OLD_ONE
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


class LastGroupScreen(LastGroup):
    """With it the new key takes the old one's place."""

    def __init__(self, shown: NewRecoveryKeyScreen) -> None:
        super().__init__()
        self._shown = shown

    def draw(self, state: State) -> None:
        """Nothing is typed here once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        self.entitle(words.ANOTHER_RECOVERY_KEY)
        super().draw(state)

    def question(self) -> str:
        """What to type."""
        return words.TYPE_NEW_LAST_GROUP

    def primary(self) -> str:
        """What it does."""
        return words.STRIKE_THE_OLD_ONE

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
