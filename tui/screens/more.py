"""More: what is not needed at every look, and what the radio did without being asked."""

from itertools import zip_longest
from typing import Final

from pi.service.protocol.commands import Lock
from pi.service.protocol.views import RadioView, State
from tui.app.opening import open_screen
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.screens.questions import WAITS, AskedOnceScreen
from tui.text import device_key, new_unlocker, pins
from tui.text import home as words
from tui.text.asked_once import Claim
from tui.widgets.action import Action, in_order
from tui.widgets.action_places import MOST
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import NEVER, Fitted, Line

SIGNALS: Final = 9  # as many can be wired, and fail
_CLAIMS: Final = {
    "plays": Claim.PLAYS,
    "asks": Claim.ASKS,
    "refused": Claim.REFUSED,
    "refuses": Claim.REFUSES,
    "lost-power": Claim.LOST,
}
_ON_THE_WAIT: Final = {"lost-power": ("lost", "not-sure"), "asks": ("ends", "asks")}
"""What a report is called on the screen of the wait."""


class MoreScreen(DrawnScreen):
    """Another vehicle, this radio, guide or code, what it did, the lock or its PIN, colours."""

    def __init__(self) -> None:
        super().__init__()
        self._vehicle, self._last = Line(classes="strong"), Line(drop=6)
        self._leaving = Line(drop=7)
        self._trouble = [Line(drop=min(n, 5), classes="warn") for n in range(1, SIGNALS + 1)]

    def body(self) -> tuple[Fitted, ...]:
        """The vehicle in full: the title line may have cut it."""
        return (Fitted(self._vehicle, *self._trouble, self._last, self._leaving),)

    def draw(self, state: State) -> None:
        """All of it, the lock only where something is open."""
        trouble = state.panel.trouble
        self.entitle(words.more(), pins.faults(len(trouble)))
        self._vehicle.drop = 6 if trouble else NEVER
        for line, one in zip_longest(self._trouble, trouble[:SIGNALS]):
            line.say("" if one is None else pins.trouble(one))
        if state.radio is not None:
            self._vehicle.say(words.title(state, family_of(state.radio)))
            self._last.say(words.last_attempt(state.radio.last_attempt))
        self._leaving.say("" if self.steady.kiosk else words.how_to_leave())
        takes = state.radio is None or family_of(state.radio).takes_a_code
        second = _second(state)
        report = (Action(name="report", key="3", label=words.label("report")),)
        lock = (Action(name="lock", key="4", label=words.label("lock"), stays=True),)
        pin_key = (Action(name="pin-key", key="4", label=device_key.question()),)
        none_yet = (Action(name="pin-key", key="4", label=new_unlocker.locks_and_keys()),)
        locked = pin_key if state.lock.has_pin else none_yet
        self.offer(
            Action(name="vehicles", key="1", label=words.label("vehicles"), primary=True),
            Action(name=second, key="2", label=words.label(second), stays=second == "code"),
            *(report if takes else ()),
            *(lock if state.lock.unlocked else locked),
            Action(name="look", key="5", label=words.label("look")),
            Action(name="back", key="6", label=words.label("back"), back=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Open it, or lock."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "lock":
                if await self.steady.tell(Lock()) is not None and self.is_current:
                    self.dismiss()
            case name:
                open_screen(self.steady, name)


def _second(state: State) -> str:
    """What stands beside the vehicles: the radio, the way to a code, or during a wait the code.

    Other screens show the code themselves. What gives way to it stands with the reports.
    """
    if state.radio is None:
        return "radio"
    if not state.code_kept:
        return "guide"
    if state.radio.state in WAITS:
        return "code"
    return "guide" if state.radio.state == "OutcomeUnknown" else "radio"


class ReportScreen(DrawnScreen):
    """What the radio did by itself, or after a code that was keyed in without a walkthrough."""

    def body(self) -> tuple[Fitted, ...]:
        """What a report is for."""
        asked = Line(words.what_happened(), classes="strong")
        return (Fitted(asked, Line(words.happened_counts())),)

    def draw(self, state: State) -> None:
        """What can be true of the radio now."""
        if state.radio is None:
            return
        self.entitle(words.title(state, family_of(state.radio)), words.tries_left(state.radio))
        names = self._names(state, state.radio)
        self.offer(
            *in_order(names, words.label, leads=False),
            Action(name="back", key="6", label=words.label("back"), back=True),
        )

    def _names(self, state: State, radio: RadioView) -> list[str]:
        """What can be true of the radio, and what gave way on another screen to something else.

        During a wait the code has the room of the guide, and the guide that of what can be said on
        the screen of the wait itself.
        """
        waits = radio.state in WAITS
        names = ["plays", "asks", "refused", "lost-power" if waits else "refuses"]
        if not waits:
            here = radio.state == "Asking" and not self._is_below("guide")
            return [*names, "guide" if here else "radio"]
        ways = ["guide", "radio"] if state.code_kept else ["radio"]
        for name, as_it_is_there in _ON_THE_WAIT.items():
            if len(names) + len(ways) >= MOST and self._is_below(*as_it_is_there):
                names.remove(name)
        return [*names, *ways][: MOST - 1]

    def _is_below(self, *names: str) -> bool:
        """Whether a screen that this one stands on offers one of these, as it does with room."""
        drawn = [one for one in self.app.screen_stack if isinstance(one, DrawnScreen)]
        below = {action.name for one in drawn if one is not self for action in one.bar.actions}
        return not below.isdisjoint(names)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Ask once whether it is so; the state then leads on."""
        if event.action.name == "back":
            self.dismiss()
        elif event.action.name in {"radio", "guide"}:
            open_screen(self.steady, event.action.name)
        else:
            self.app.push_screen(AskedOnceScreen(_CLAIMS[event.action.name]))
