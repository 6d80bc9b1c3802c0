"""The recovery key: made by the service, shown once, and proved to be on paper."""

from textual.widget import Widget

from pi.service.protocol.answers import RecoveryKeyMade
from pi.service.protocol.commands import FinishSetUp, SetUp
from pi.service.protocol.refusal import Reason
from pi.service.protocol.views import State
from tui.client import RefusedByServiceError
from tui.screens.setup.groups import KeyGroups
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import BACK, Page
from tui.screens.twice import AgainScreen
from tui.service_socket import NoServiceError
from tui.text import keys
from tui.text import protecting as words
from tui.text.refusals import refused
from tui.text.trouble import no_service
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Line
from tui.widgets.pads import Letters

WRITTEN, AGAIN = "written", "again"


class RecoveryPage(Page):
    """Asks for the key and shows it. The draft stays whatever happens to the service."""

    step = Step.RECOVERY

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._said = Line(words.one_moment(), classes="strong")
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
            said = words.one_moment()
        elif there:
            said = words.made_anew() if self._anew else words.write_it_down()
        else:
            said = words.no_key_yet()
        self._said.say(said)
        written = Action(name=WRITTEN, key="1", label=words.written_down(), primary=True)
        again = Action(name=AGAIN, key="1", label=keys.try_again(), primary=True)
        back = Action(name=BACK, key="2", label=keys.back(), back=True, stays=there)
        first = [written] if there else [] if self._making else [again]
        self.offer(*first, back)


class LastGroupPage(Page, AgainScreen):
    """The key's last group, read from the paper. With it everything is saved."""

    step = Step.RECOVERY
    most = 8

    def __init__(self, interview: Interview, shown: RecoveryPage) -> None:
        super().__init__(interview)
        self._shown = shown

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters()

    def question(self) -> str:
        """What to type."""
        return words.type_last_group()

    def label(self) -> str:
        """The field's name."""
        return words.last_group_label()

    def back(self) -> str:
        """The key lies under this page."""
        return words.show_key_again()

    def placeholder(self) -> str:
        """The same, in a few words."""
        return words.last_group_short()

    def primary(self) -> str:
        """What it does."""
        return words.save_all()

    async def entered(self) -> None:
        """The state leads on once it is saved. Nothing typed is no answer."""
        if not self.text.strip():
            self.notice(words.type_last_group())
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
        return (words.not_the_last_group(), words.you_typed(second), words.compare_the_paper())

    def again_label(self) -> str:
        """The paper is right."""
        return words.last_group_again()

    def anew_label(self) -> str:
        """The paper may be wrong."""
        return words.show_key_again()

    def begin_anew(self) -> None:
        """The key lies under this page."""
        self.go_back()
