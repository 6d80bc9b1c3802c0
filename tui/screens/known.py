"""What is known of a family: its rules with who says so, and the addresses of those."""

from collections.abc import Sequence

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import Remark, Remarks
from pi.service.protocol.commands import GetRemarks
from tui.screens.reading import ReadingScreen
from tui.text import judging, radios
from tui.text import known as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

SOURCES = "sources"


class KnownScreen(ReadingScreen):
    """The rules of a family. ``of_vehicle``: the owner's own remarks stand first."""

    def __init__(self, head_unit: HeadUnit, *, of_vehicle: bool = False) -> None:
        super().__init__()
        self._head_unit = head_unit
        self._of_vehicle = of_vehicle
        self._remarks: tuple[Remark, ...] = ()

    def texts(self) -> Sequence[str]:
        """What the owner saw, and what others say."""
        return (*map(judging.remark, self._remarks), *words.known(self._head_unit))

    def title_of(self) -> str:
        """The family."""
        return radios.name(self._head_unit)

    def others(self) -> tuple[Action, ...]:
        """The addresses."""
        return (Action(name=SOURCES, key="2", label=words.who_says_so()),)

    def on_mount(self) -> None:
        """Draw what is known, and ask for the owner's remarks."""
        self.redraw()
        if self._of_vehicle:
            self.run_worker(self._ask(), exit_on_error=True)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Show the addresses."""
        if event.action.name == SOURCES:
            self.app.push_screen(SourcesScreen(self._head_unit))

    async def _ask(self) -> None:
        found = await self.steady.tell(GetRemarks())
        if isinstance(found, Remarks) and found.lines:
            self._remarks = found.lines
            self.redraw()


class SourcesScreen(ReadingScreen):
    """Where what is known of a family can be looked up."""

    def __init__(self, head_unit: HeadUnit) -> None:
        super().__init__()
        self._head_unit = head_unit

    def texts(self) -> Sequence[str]:
        """Each source once."""
        return words.addresses(self._head_unit) or (words.no_sources(),)

    def title_of(self) -> str:
        """What this is."""
        return words.who_says_so()
