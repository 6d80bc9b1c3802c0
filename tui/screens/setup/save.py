"""The last page of one more vehicle: what is about to be kept."""

from pi.service.protocol.commands import AddVehicle
from pi.service.protocol.views import State
from tui.screens.setup.interview import Step
from tui.screens.setup.page import BACK
from tui.screens.setup.pages import ToldPage
from tui.text import keys, radios, vehicles
from tui.text import setup as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

SAVE = "save"


class SavePage(ToldPage):
    """Says it once more, without the code, and saves."""

    step = Step.SAVE

    def told(self, state: State) -> tuple[str, ...]:
        """Name, family, source."""
        unit = self.draft.head_unit
        assert unit is not None
        source = vehicles.source(self.draft.source) if self.draft.source else ""
        said = (words.summary(self.draft.name, radios.name(unit)), self.draft.serial, source)
        return tuple(each for each in said if each)

    def draw(self, state: State) -> None:
        """Save it, or go back."""
        super().draw(state)
        self.offer(
            Action(name=SAVE, key="1", label=words.save_vehicle(), primary=True, stays=True),
            Action(name=BACK, key="2", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Save it."""
        if event.action.name == SAVE:
            self.app.run_worker(self._save(), exit_on_error=True)

    async def _save(self) -> None:
        """Saved, it becomes the vehicle this surface looks at."""
        if await self.steady.tell(AddVehicle(vehicle=self.draft.as_vehicle())) is not None:
            self.steady.go_to_state()
