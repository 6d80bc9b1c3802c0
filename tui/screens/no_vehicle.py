"""Home of a device whose last vehicle was removed: the ways to the next."""

from textual.widget import Widget

from pi.service.protocol.views import State
from tui.app.opening import open_screen
from tui.screens.base import DrawnScreen
from tui.screens.vehicles import add_vehicle
from tui.text import backup_screens, secrets
from tui.text import changing as words
from tui.text import home as home_words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line


class NoVehicleScreen(DrawnScreen):
    """It stays set up: PIN, passphrase and recovery key open what comes next."""

    def body(self) -> tuple[Widget, ...]:
        """That there is none, and what to do."""
        return (Fitted(BigWords(words.none_left()), Line(words.all_are_removed())),)

    def draw(self, state: State) -> None:
        """One more, a backup, and all else."""
        self.entitle(secrets.vehicles())
        self.offer(
            Action(name="add", key="1", label=secrets.add_vehicle(), primary=True),
            Action(name="restore", key="2", label=backup_screens.label("restore")),
            Action(name="more", key="3", label=home_words.label("more")),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Unlock and describe it, or bring one back."""
        match event.action.name:
            case "add":
                add_vehicle(self.steady)
            case "restore":
                from tui.screens.found import BackupsScreen

                self.app.push_screen(BackupsScreen())
            case name:
                open_screen(self.steady, name)
