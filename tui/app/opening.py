"""Opening a screen on top of the one the state leads to. Each module loads when it is needed."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


SCREENS: Final = {
    "code": "tui.screens.code:CodeScreen",
    "vehicles": "tui.screens.vehicles:VehiclesScreen",
    "history": "tui.screens.history:HistoryScreen",
    "more": "tui.screens.more:MoreScreen",
    "radio": "tui.screens.about:AboutScreen",
    "judging": "tui.screens.judging:JudgingScreen",
    "report": "tui.screens.more:ReportScreen",
    "guide": "tui.screens.guide.guide:GuideScreen",
    "copies": "tui.screens.copies:CopiesScreen",
    "pin-key": "tui.screens.pin_key:PinKeyScreen",
    "new-pin": "tui.screens.new_pin:NewPinScreen",
    "new-recovery-key": "tui.screens.setup.new_recovery_key:NewRecoveryKeyScreen",
    "which": "tui.screens.vehicle:WhichScreen",
    "look": "tui.screens.look:LookScreen",
    "take-back": "tui.screens.taking_back:TakingBackScreen",
}
_UNLOCKED: Final = {"code", "new-pin", "new-recovery-key", "which"}


def open_screen(app: "SteadyhandApp", name: str) -> None:
    """Open the screen of that name, after unlocking where it shows a secret or sets one.

    Practice is no screen on top: the state leads there.
    """
    if name == "practice":
        app.rehearsal.begin()
        return

    def push() -> None:
        module, _, screen = SCREENS[name].partition(":")
        app.push_screen(getattr(import_module(module), screen)())

    if name in _UNLOCKED:
        app.when_unlocked(push)
    else:
        push()
