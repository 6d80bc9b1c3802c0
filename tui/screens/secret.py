"""What opens the backup: its recovery key, or its passphrase."""

from textual.widget import Widget

from pi.service.protocol.answers import Restored
from pi.service.protocol.commands import FinishRestore, UnlockKind
from pi.service.protocol.refusal import Reason, Refusal
from pi.service.protocol.views import State
from tui.cli.show import RECOVERY_CHARACTERS
from tui.client import RefusedByServiceError
from tui.screens.base import DrawnScreen
from tui.screens.restore import FailedScreen, let_go
from tui.screens.typed import BACK, TypedScreen
from tui.screens.unlock import RECOVERY_LONGEST, in_groups
from tui.service_socket import NoServiceError
from tui.text import backup_screens as words
from tui.text import secrets
from tui.text.refusals import too_fast
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.pads import BOTH_CASES, Letters


class OpensScreen(DrawnScreen):
    """By which of the two. ``place``: the store that is put aside, if there is one."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def body(self) -> tuple[Widget, ...]:
        """The question, and what nobody needs to try."""
        asked = Line(words.what_opens_it(), classes="strong")
        return (Fitted(asked, Line(words.not_a_pin())),)

    def draw(self, state: State) -> None:
        """Both ways. The paper is always there."""
        self.entitle(words.label("restore"))
        self.offer(
            Action(name="recovery", key="1", label=words.label("recovery"), primary=True),
            Action(name="passphrase", key="2", label=words.label("passphrase")),
            Action(name="back", key="3", label=words.label("back"), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it, or leave what was read."""
        if event.action.name == "back":
            self.app.run_worker(let_go(self.steady.link), exit_on_error=True)
            self.dismiss()
        else:
            kind = UnlockKind(event.action.name)
            self.app.switch_screen(BackupSecretScreen(kind, self._place))


class BackupSecretScreen(TypedScreen):
    """A wrong one can be typed again: a key stays to be compared, a passphrase begins anew."""

    def __init__(self, kind: UnlockKind, place: str) -> None:
        self._kind, self._place = kind, place
        self.masked = kind is not UnlockKind.RECOVERY
        if not self.masked:
            self.most = RECOVERY_LONGEST
        super().__init__()

    def make_pad(self) -> Letters:
        """Capitals for the key, all letters for a passphrase."""
        return Letters(BOTH_CASES) if self.masked else Letters()

    def question(self) -> str:
        """What to type."""
        return words.type_secret(self._kind)

    def label(self) -> str:
        """The field's name."""
        return secrets.label(self._kind)

    def primary(self) -> str:
        """What it does."""
        return words.label("restore")

    def shown(self) -> str:
        """Stars, or the key in its groups."""
        return super().shown() if self.masked else in_groups(self.text)

    def draw(self, state: State) -> None:
        """The question and what is typed."""
        self.entitle(words.label("restore"))
        super().draw(state)

    def go_back(self) -> None:
        """To the other way."""
        self.app.switch_screen(OpensScreen(self._place))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back; the others are those of every typed screen."""
        if event.action.name == BACK:
            self.go_back()

    async def entered(self) -> None:
        """Try it. What can't be the key is said before it is tried."""
        typed = sum(each.isalnum() for each in self.text)
        if not self.text:
            self.notice(self.question())
            return
        if not self.masked and typed != RECOVERY_CHARACTERS:
            self.notice(words.characters_missing(typed, RECOVERY_CHARACTERS))
            return
        self.notice(words.checked_and_opened())
        try:
            made = await self.steady.link.ask(FinishRestore(secret=self.text))
        except NoServiceError:
            self._give_way(words.service_went_meanwhile())
        except RefusedByServiceError as error:
            self._refused(error.refusal)
        else:
            assert isinstance(made, Restored)
            self.clear()
            self.steady.returning.begin(made, self._place)

    def _refused(self, refusal: Refusal) -> None:
        if refusal.reason is Reason.TOO_FAST:
            self.notice(too_fast(refusal))
        elif refusal.reason is not Reason.WRONG_SECRET:
            self._give_way(words.not_restored(refusal))
        elif self.is_current:
            if self.masked:
                self.clear()
            self.notice(words.does_not_open(self._kind))

    def _give_way(self, why: str) -> None:
        if self.is_current:
            self.app.switch_screen(FailedScreen(why))
