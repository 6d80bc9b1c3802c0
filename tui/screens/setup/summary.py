"""All that the owner said of a radio, before it is kept and chosen."""

from collections.abc import Sequence

from pi.catalogue.family_table import as_table
from pi.catalogue.head_unit_file import BadFile, read_text
from pi.catalogue.toml_text import write
from pi.service.protocol.commands import KeepFamily
from pi.service.protocol.refusal import Reason
from pi.service.protocol.views import State
from tui.client import RefusedByServiceError
from tui.screens.reading import ReadingScreen
from tui.screens.setup.describe import Describing
from tui.screens.setup.interview import Step
from tui.screens.setup.page import Page
from tui.service_socket import NoServiceError
from tui.text import describing as words
from tui.text import known
from tui.text.refusals import refused
from tui.text.trouble import no_service
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

KEEP = "keep"


class DescribedPage(Page, ReadingScreen):
    """What will be kept, as it is told of any family. Nothing is kept before it is pressed."""

    step = Step.RADIO

    def __init__(self, flow: Describing) -> None:
        super().__init__(flow.interview)
        self._flow = flow
        self._keeping = False

    def texts(self) -> Sequence[str]:
        """The name it is kept under, and each rule."""
        family = self._flow.family()
        return (words.kept_as(family.name, family.id), *known.known(family))

    def title_of(self) -> str:
        """What this is about."""
        return words.title()

    def others(self) -> tuple[Action, ...]:
        """Keep it."""
        label = words.keep_and_go_on()
        return (Action(name=KEEP, key="1", label=label, primary=True, stays=True),)

    def draw(self, state: State) -> None:
        """The page."""
        ReadingScreen.draw(self, state)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Keep it; once there is a vault, only for who can open it."""
        if event.action.name != KEEP:
            return
        state = self.steady.state
        if state is not None and state.set_up:
            self.steady.when_unlocked(self._keep)
        else:
            self._keep()

    def _keep(self) -> None:
        if not self._keeping:
            self._keeping = True
            self.app.run_worker(self._send(), exit_on_error=True)

    async def _send(self) -> None:
        """The same text that was checked is what is sent."""
        flow = self._flow
        family = flow.family()
        text = write(as_table(family))
        try:
            if isinstance(read_text(text), BadFile):
                self.notice(words.not_sound())
                return
            if family is not flow.kept:
                await self.steady.link.ask(KeepFamily(toml=text))
            flow.kept = family
        except NoServiceError as error:
            self.notice(no_service(error.failure))
            return
        except RefusedByServiceError as error:
            self._refused(error, family.id)
            return
        finally:
            self._keeping = False
        self.draft.choose(family, flow.answers.make)
        self.go_on()

    def _refused(self, error: RefusedByServiceError, head_unit: str) -> None:
        """An id that somebody took meanwhile gives way to another one."""
        if error.refusal.reason is Reason.FAMILY_EXISTS:
            self._flow.is_taken(head_unit)
            self.redraw()
            self.notice(words.taken(head_unit, self._flow.family().id))
        else:
            self.notice(refused(error.refusal))
