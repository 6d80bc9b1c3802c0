"""More: what is not needed at every look, what this screen may show and how, and what is known of
this radio.

Each button keeps its number, whether the session is locked or not: who was told "press 4" may come
back to a locked screen.
"""

from itertools import zip_longest
from typing import Final

from textual.widget import Widget

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.commands import Lock
from pi.service.protocol.views import RadioView, State
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.confirmations import WAITS, AskedOnceScreen
from tui.text import copies, known, radios, secrets
from tui.text import home as words
from tui.text.lockout import Claim
from tui.themes import DAY, HIGH_CONTRAST, NIGHT, SIXTEEN_COLOURS
from tui.widgets.actions import MOST, Action, ActionButton, in_order
from tui.widgets.fitting import NEVER, Fitted, Line
from tui.widgets.lists import PagedList
from tui.widgets.step import Beat
from tui.widgets.typing import KeyPad

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

PACES: Final = (0.5, 0.8, 1.2, None)
"""Seconds from press to press, in the order of the button."""


class MoreScreen(DrawnScreen):
    """Another vehicle, this radio, guide or code, what it did, copies, and this screen."""

    def __init__(self) -> None:
        super().__init__()
        self._vehicle, self._last = Line(classes="strong"), Line(drop=6)
        self._leaving, self._keys = Line(drop=7), Line(drop=8)
        self._trouble = [Line(drop=min(n, 5), classes="warn") for n in range(1, SIGNALS + 1)]

    def body(self) -> tuple[Fitted, ...]:
        """The vehicle in full: the title line may have cut it."""
        return (Fitted(self._vehicle, *self._trouble, self._last, self._leaving, self._keys),)

    def draw(self, state: State) -> None:
        """All of it; what a radio does with a code only where it takes one."""
        trouble = state.panel.trouble
        self.entitle(words.MORE, words.faults(len(trouble)))
        self._vehicle.drop = 6 if trouble else NEVER
        for line, one in zip_longest(self._trouble, trouble[:SIGNALS]):
            line.say("" if one is None else words.trouble(one))
        if state.radio is not None:
            self._vehicle.say(words.title(state, family_of(state.radio)))
            self._last.say(words.last_attempt(state.radio.last_attempt))
        self._leaving.say("" if self.steady.kiosk else words.HOW_TO_LEAVE)
        self._keys.say("" if self.steady.kiosk else words.WHAT_KEYS_DO)
        takes = state.radio is None or family_of(state.radio).takes_a_code
        second = _second(state, guide_is_near=is_below(self, "guide"))
        report = (Action(name="report", key="3", label=words.LABELS["report"]),)
        self.offer(
            Action(name="vehicles", key="1", label=words.LABELS["vehicles"], primary=True),
            Action(name=second, key="2", label=words.LABELS[second], stays=second == "code"),
            *(report if takes else ()),
            Action(name="copies", key="4", label=copies.TITLE),
            Action(name="this-screen", key="5", label=words.LABELS["this-screen"]),
            Action(name="back", key="6", label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Open it."""
        if event.action.name == "back":
            self.dismiss()
        else:
            self.steady.open(ScreenName(event.action.name))


class HelpScreen(DrawnScreen):
    """What each key does on the screen below.

    It names what the buttons say there, which may be a digit: it goes with any change of the state.
    """

    known_as = ScreenName.HELP

    def __init__(self, of: DrawnScreen) -> None:
        super().__init__()
        self._state = self.steady.state
        offered = [button.action for button in of.bar.query(ActionButton)]
        keys = [
            words.key_does(one.key, one.label, leads_on=one.primary, leads_back=one.back)
            for one in sorted(offered, key=lambda one: one.key)
        ]
        lists, pads = bool(of.query(PagedList)), bool(of.query(KeyPad))
        beats = any(beat.display and beat.interval for beat in of.query(Beat))
        besides = (
            words.A_BEAT if beats else "",
            words.A_LIST if lists else words.A_PAD if pads else "",
            words.TAB_AND_ENTER,
            words.FILLS_UP if any(one.rests for one in offered) else "",
            "" if self.steady.kiosk else words.HOW_TO_LEAVE,
        )
        self._keys = [Line(line, classes="strong") for line in keys]
        self._besides = [Line(line, drop=at) for at, line in enumerate(besides, start=1)]

    def body(self) -> tuple[Fitted, ...]:
        """A line for each, then what holds everywhere."""
        return (Fitted(*self._keys, *self._besides),)

    def draw(self, state: State) -> None:
        """The way back."""
        if state is not self._state:
            self.leave()
            return
        self.entitle(words.HELP)
        back = Action(name="back", key="1", label=words.LABELS["back"], primary=True, back=True)
        self.offer(back)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back."""
        self.dismiss()


class ThisScreen(DrawnScreen):
    """What this session may show, what opens it, and how it looks."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Line(classes="strong")

    def body(self) -> tuple[Fitted, ...]:
        """Whether it is locked."""
        return (Fitted(self._lock),)

    def draw(self, state: State) -> None:
        """The lock both ways on one key."""
        unlocked = state.lock.unlocked
        self.entitle(words.LABELS["this-screen"])
        self._lock.say(words.IS_UNLOCKED if unlocked else words.IS_LOCKED)
        lock = "lock" if unlocked else "unlock"
        pin_key = secrets.HOW_SAFE if state.lock.has_pin else secrets.LOCKS_AND_KEYS
        self.offer(
            Action(name=lock, key="1", label=words.LABELS[lock], primary=True, stays=True),
            Action(name="pin-key", key="2", label=pin_key),
            Action(name="look", key="3", label=words.LABELS["look"]),
            Action(name="back", key="6", label=words.LABELS["back"], back=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Open it; once it is locked, nobody stands here any more."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "lock":
                if await self.steady.tell(Lock()) is not None and self.is_current:
                    self.steady.go_to_state()
            case "unlock":
                self.steady.when_unlocked(lambda: None)
            case name:
                self.steady.open(ScreenName(name))


def is_below(screen: DrawnScreen, *names: str) -> bool:
    """Whether a screen that this one stands on offers one of these, as it does with room."""
    drawn = [one for one in screen.app.screen_stack if isinstance(one, DrawnScreen)]
    below = {action.name for one in drawn if one is not screen for action in one.bar.actions}
    return not below.isdisjoint(names)


def _second(state: State, *, guide_is_near: bool) -> str:
    """What stands beside the vehicles: the radio, the way to a code, or during a wait the code.

    Other screens show the code themselves. What gives way to it stands with the reports. After a
    refusal the guide may have given way on Home to what takes that back.
    """
    if state.radio is None or not family_of(state.radio).takes_a_code:
        return "radio"
    if not state.code_kept:
        return "guide"
    if state.radio.state in WAITS:
        return "code"
    if state.radio.state == "Asking" and state.radio.rejected and not guide_is_near:
        return "guide"
    return "guide" if state.radio.state == "OutcomeUnknown" else "radio"


class ReportScreen(DrawnScreen):
    """What the radio did by itself, or after a code that was keyed in without a walkthrough."""

    def body(self) -> tuple[Fitted, ...]:
        """What a report is for."""
        asked = Line(words.WHAT_HAPPENED, classes="strong")
        return (Fitted(asked, Line(words.HAPPENED_COUNTS)),)

    def draw(self, state: State) -> None:
        """What can be true of the radio now."""
        if state.radio is None:
            return
        self.entitle(words.title(state, family_of(state.radio)), words.tries_left(state.radio))
        names = self._names(state, state.radio)
        self.offer(
            *in_order(names, words.LABELS, leads=False),
            Action(name="back", key="6", label=words.LABELS["back"], back=True),
        )

    def _names(self, state: State, radio: RadioView) -> list[str]:
        """What can be true of the radio, and what gave way on another screen to something else.

        During a wait the code has the room of the guide, and the guide that of what can be said on
        the screen of the wait itself.
        """
        waits = radio.state in WAITS
        names = ["plays", "asks", "refused", "lost-power" if waits else "refuses"]
        if not waits:
            here = radio.state == "Asking" and not is_below(self, "guide")
            return [*names, "guide" if here else "radio"]
        ways = ["guide", "radio"] if state.code_kept else ["radio"]
        for name, as_it_is_there in _ON_THE_WAIT.items():
            if len(names) + len(ways) >= MOST and is_below(self, *as_it_is_there):
                names.remove(name)
        return [*names, *ways][: MOST - 1]

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Ask once whether it is so; the state then leads on."""
        if event.action.name == "back":
            self.dismiss()
        elif event.action.name in {"radio", "guide"}:
            self.steady.open(ScreenName(event.action.name))
        else:
            self.app.push_screen(AskedOnceScreen(_CLAIMS[event.action.name]))


class AboutScreen(DrawnScreen):
    """The family, and the ways to read on."""

    def __init__(self) -> None:
        super().__init__()
        self._family, self._shows, self._proof = Line(classes="strong"), Line(), Line(drop=1)

    def body(self) -> tuple[Widget, ...]:
        """The family in short."""
        return (Fitted(self._family, self._shows, self._proof),)

    def draw(self, state: State) -> None:
        """What the radio is. One that takes no code was never asked for one."""
        if state.radio is None:
            return
        family = family_of(state.radio)
        self.entitle(words.LABELS["radio"])
        self._family.say(radios.name(family))
        takes = family.takes_a_code
        self._shows.say(radios.shows(family) if takes else _no_code(family))
        self._proof.say(radios.proof(family) if takes else "")
        judge = Action(name="judging", key="2", label=radios.JUDGING_TITLE)
        self.offer(
            Action(name="known", key="1", label=known.WHAT_IS_KNOWN, primary=True),
            *((judge,) if takes else ()),
            Action(name="history", key="3", label=words.LABELS["history"]),
            Action(name="practice", key="4", label=words.LABELS["practice"]),
            Action(name="back", key="6", label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Open it."""
        state = self.steady.state
        match event.action.name:
            case "back":
                self.dismiss()
            case "practice":
                self.steady.rehearsal.begin()
            case "known" if state is not None and state.radio is not None:
                self.steady.open(ScreenName.KNOWN, family_of(state.radio), of_vehicle=True)
            case name:
                self.steady.open(ScreenName(name))


def _no_code(family: HeadUnit) -> str:
    return radios.takes_no_code(family.protection) or radios.NO_STEPS


_THEMES: Final = {
    "day": DAY,
    "night": NIGHT,
    "high-contrast": HIGH_CONTRAST,
    "sixteen": SIXTEEN_COLOURS,
}


class LookScreen(DrawnScreen):
    """Day, night, high contrast, 16 colours; and the beat."""

    def body(self) -> tuple[Fitted, ...]:
        """What the beat is for: colours show themselves at once."""
        return (Fitted(Line(words.BEAT_PACES)),)

    def on_mount(self) -> None:
        """The lights of the car may choose, too."""
        super().on_mount()
        self.watch(self.app, "theme", self.redraw, init=False)

    def draw(self, state: State) -> None:
        """The choices, with the one that is worn."""
        self.entitle(words.LOOK)
        worn = {
            name: words.chosen(words.LABELS[name], theme == self.app.theme)
            for name, theme in _THEMES.items()
        }
        self.offer(
            *in_order(_THEMES, worn, leads=False),
            Action(name="pace", key="5", label=words.pace(self.steady.pace_s)),
            Action(name="back", key="6", label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Wear it at once."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "pace":
                at = PACES.index(self.steady.pace_s)
                self.steady.pace_s = PACES[(at + 1) % len(PACES)]
                self.redraw()
            case name:
                self.app.theme = _THEMES[name]
