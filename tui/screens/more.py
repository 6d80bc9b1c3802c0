"""More: what is not needed at every look, and what the radio did without being asked."""

from itertools import zip_longest
from typing import Final

from pi.service.asks import Lock
from pi.service.shown import State
from tui.screens.asked_once import AskedOnceScreen
from tui.screens.drawn import DrawnScreen
from tui.screens.family import family_of
from tui.screens.fitting import NEVER, Fitted, Line
from tui.screens.opening import open_screen
from tui.widgets.action import Action
from tui.widgets.action_button import ActionButton
from tui.words import device_key, new_unlocker, pins
from tui.words import home as words
from tui.words.asked_once import Claim

SIGNALS: Final = 9  # as many can be wired, and fail
_CLAIMS: Final = {
    "plays": Claim.PLAYS,
    "asks": Claim.ASKS,
    "refused": Claim.REFUSED,
    "refuses": Claim.REFUSES,
    "lost-power": Claim.LOST,
}


class MoreScreen(DrawnScreen):
    """Another vehicle, this radio or the guide, what it did, the lock or its PIN, colours."""

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
        second = "guide" if _looks_for_code(state) else "radio"
        report = (Action(name="report", key="3", label=words.label("report")),)
        lock = (Action(name="lock", key="4", label=words.label("lock")),)
        pin_key = (Action(name="pin-key", key="4", label=device_key.question()),)
        none_yet = (Action(name="pin-key", key="4", label=new_unlocker.locks_and_keys()),)
        locked = pin_key if state.lock.has_pin else none_yet
        self.offer(
            Action(name="vehicles", key="1", label=words.label("vehicles"), primary=True),
            Action(name=second, key="2", label=words.label(second)),
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


def _looks_for_code(state: State) -> bool:
    """Whether the guide has the room of what is known, which then stands with the reports.

    Home offers the guide itself while the radio asks. During a wait there is time to look.
    """
    if state.radio is None:
        return False
    return not state.code_kept or state.radio.state in {"Waiting", "SafeToTry", "OutcomeUnknown"}


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
        waits = state.radio.state in {"Waiting", "SafeToTry"}
        last = "lost-power" if waits else "refuses"
        names = ("plays", "asks", "refused", last)
        fifth = "radio" if state.radio.state != "Asking" or self._guide_below else "guide"
        self.offer(
            *(
                Action(name=name, key=str(key), label=words.label(name))
                for key, name in enumerate(names, start=1)
            ),
            Action(name=fifth, key="5", label=words.label(fifth)),
            Action(name="back", key="6", label=words.label("back"), back=True),
        )

    @property
    def _guide_below(self) -> bool:
        """Whether a screen that this one stands on has the guide: Home has, if there is room."""
        drawn = [one for one in self.app.screen_stack if isinstance(one, DrawnScreen)]
        below = [action.name for one in drawn if one is not self for action in one.bar.actions]
        return "guide" in below

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Ask once whether it is so; the state then leads on."""
        if event.action.name == "back":
            self.dismiss()
        elif event.action.name in {"radio", "guide"}:
            open_screen(self.steady, event.action.name)
        else:
            self.app.push_screen(AskedOnceScreen(_CLAIMS[event.action.name]))
