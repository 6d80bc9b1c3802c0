"""Mending a digit that shows wrong, on the step it belongs to.

From the check the owner is led back to the key of the position. The keys after it were pressed
before, so they are not asked for again: once the whole display is stated right, the entry is
taken on to the check.
"""

from typing import TYPE_CHECKING

from pi.radio.entry import GroupStep, PositionKeys, RockerEdges
from pi.radio.head_unit import HeadUnit
from pi.radio.steps import Check, PressMore, StartAgain
from pi.service.protocol.answers import CorrectionFound
from pi.service.protocol.commands import AskCorrection, ConfirmStep, StepBack
from pi.service.protocol.views import EntryView
from tui.text import entry as words
from tui.text.telling import mend, tell
from tui.text.told import Telling, restated

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


def goes_back(family: HeadUnit) -> bool:
    """Whether each position has a key of its own, so that an earlier one can still be mended."""
    method = family.entry.method if family.entry is not None else None
    return isinstance(method, PositionKeys | RockerEdges | GroupStep)


def in_groups(family: HeadUnit) -> bool:
    """Whether a position is a number of two digits."""
    return family.entry is not None and isinstance(family.entry.method, GroupStep)


def beginning_anew(family: HeadUnit) -> StartAgain:
    """How this family's entry is begun again, and at what price."""
    mistakes = family.entry.mistakes if family.entry is not None else None
    if mistakes is None:
        return StartAgain(how=None, costs_a_try=None)
    return StartAgain(how=mistakes.start_again, costs_a_try=mistakes.start_again_costs_a_try)


class Mending:
    """Where the owner's own look at the entry stands. The entry itself is the service's."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._more: PressMore | None = None
        self._check: str | None = None  # what the check must show, while mending it
        self._at = self._furthest = 0

    def follow(self, entry: EntryView) -> None:
        """Forget what belongs to another step. From the first one all keys are to press again."""
        if entry.at != self._at:
            self._more = None
        anew = entry.at == 0 and self._at > 1
        self._furthest = 0 if anew else max(self._furthest, entry.at)
        self._at = entry.at

    def telling(self, entry: EntryView, family: HeadUnit) -> Telling:
        """The step, or the presses that mend it."""
        if self._more is None:
            return tell(entry.step, family)
        told = mend(self._more, entry.step)
        return told if self._check is None else restated(told, self._check)

    def over(self, told: Telling) -> str:
        """What is said above a step that is not new."""
        if self._more is not None:
            return words.mends_it() if self._more.times != 0 else ""
        before = self._at < self._furthest and len(told.blocks) > 1
        return words.done_before() if before else ""

    async def shown(self, shown: str) -> None:
        """The position of this step shows something else: find what mends it."""
        if (entry := self._entry) is None:
            return
        moved_on = self._check is not None
        ask = AskCorrection(step=entry.at, shown=shown, moved_on=moved_on)
        found = await self._app.tell(ask)
        if not isinstance(found, CorrectionFound) or found.step != self._at:
            return
        if isinstance(found.correction, PressMore):
            self._more = found.correction
            self._app.redraw()
        else:
            from tui.screens.entry.start_again import StartAgainScreen

            self.give_up()
            self._app.push_screen(StartAgainScreen(found.correction))

    async def from_check(self, position: int, shown: str) -> None:
        """Back from the check to the key of a position, and what mends it."""
        entry = self._entry
        if entry is None or not isinstance(entry.step, Check):
            return
        self._check = entry.step.display
        while entry.position != position:
            if await self._app.tell(StepBack(step=entry.at)) is None:
                return
            if (entry := self._entry) is None or entry.at == 0:
                return
        await self.shown(shown)

    async def done(self) -> None:
        """The step is mended, and the owner stated the whole display: on to the check."""
        while self._check is not None:
            entry = self._entry
            if entry is None or isinstance(entry.step, Check):
                break
            if await self._app.tell(ConfirmStep(step=entry.at)) is None:
                break
        self.give_up()

    @property
    def before_check(self) -> bool:
        """Whether the owner came back from the check."""
        return self._check is not None

    def give_up(self) -> None:
        """From here on the keys are asked for one by one again."""
        self._check = None

    @property
    def _entry(self) -> EntryView | None:
        return self._app.state.entry if self._app.state is not None else None
