"""Which screen stands, which can be opened on top, and what waits for the next thing that
happens.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from textual.app import App

from pi.service.protocol.views import State
from tui.app.connection import vehicle_on
from tui.client import AsyncLink
from tui.port import ScreenName
from tui.practice.rehearsal import PractisedScreen
from tui.widgets.press_guard import PressGuard

SCREENS: Final = {
    ScreenName.SET_UP: "setup.pages:SetUpScreen",
    ScreenName.NO_VEHICLE: "vehicles:NoVehicleScreen",
    ScreenName.HOME: "home:HomeScreen",
    ScreenName.WALKTHROUGH: "entry.walkthrough:WalkthroughScreen",
    ScreenName.OUTCOME: "entry.outcome:OutcomeScreen",
    ScreenName.LOCKOUT: "lockout:LockoutScreen",
    ScreenName.DEAD_END: "lockout:DeadEndScreen",
    ScreenName.NO_CODE: "lockout:NoCodeScreen",
    ScreenName.CODE: "code:CodeScreen",
    ScreenName.VEHICLES: "vehicles:VehiclesScreen",
    ScreenName.WHICH: "vehicle:WhichScreen",
    ScreenName.HISTORY: "history:HistoryScreen",
    ScreenName.MORE: "more:MoreScreen",
    ScreenName.RADIO: "more:AboutScreen",
    ScreenName.KNOWN: "known:KnownScreen",
    ScreenName.JUDGING: "known:JudgingScreen",
    ScreenName.REPORT: "more:ReportScreen",
    ScreenName.HELP: "more:HelpScreen",
    ScreenName.THIS_SCREEN: "more:ThisScreen",
    ScreenName.LOOK: "more:LookScreen",
    ScreenName.TAKE_BACK: "confirmations:TakingBackScreen",
    ScreenName.ASKED_ONCE: "confirmations:AskedOnceScreen",
    ScreenName.START_AGAIN: "entry.correction:StartAgainScreen",
    ScreenName.LAST_TRY: "entry.outcome:LastTryScreen",
    ScreenName.UNLOCK: "unlock:UnlockScreen",
    ScreenName.PIN_KEY: "unlock:PinKeyScreen",
    ScreenName.NEW_PIN: "unlock:NewPinScreen",
    ScreenName.NEW_RECOVERY_KEY: "setup.recovery:NewRecoveryKeyScreen",
    ScreenName.COPIES: "copies.copies:CopiesScreen",
    ScreenName.QR: "copies.qr:QrScreen",
    ScreenName.COPY_PLACE: "copies.copies:PlaceScreen",
    ScreenName.RESTORE: "restore:BackupsScreen",
    ScreenName.RESTORED: "restore:RestoredScreen",
    ScreenName.GUIDE: "guide.guide:GuideScreen",
    ScreenName.DISPLAY_WORDS: "guide.first_aid:WordsScreen",
    ScreenName.LETTER: "guide.first_aid:LetterScreen",
    ScreenName.FOUND_CODE: "guide.found:FoundSourcePage",
    ScreenName.FOUND_SERIAL: "guide.found:FoundSerialPage",
    ScreenName.COMPARE: "guide.found:ComparePage",
    ScreenName.ADD: "setup.radio:RadioPage",
    ScreenName.ASK_RADIO: "setup.radio:RadioPage",
    ScreenName.ASK_STANDS: "setup.beginning:StandsPage",
    ScreenName.ASK_NAME: "setup.pages:NamePage",
    ScreenName.ASK_CODE: "setup.code:CodePage",
    ScreenName.ASK_SERIAL: "setup.code:SerialPage",
    ScreenName.ASK_SOURCE: "setup.pages:SourcePage",
    ScreenName.ASK_PIN: "setup.secrets:PinPage",
    ScreenName.ASK_PASSPHRASE: "setup.secrets:PassphrasePage",
    ScreenName.RECOVERY_KEY: "setup.recovery:RecoveryPage",
    ScreenName.SAVE: "setup.pages:SavePage",
}
"""Where in ``tui.screens`` each is. Its module loads when it is first needed."""
_OF_A_RADIO: Final = {ScreenName.FOUND_CODE, ScreenName.FOUND_SERIAL}
_UNLOCKED: Final = {
    *_OF_A_RADIO,
    *(ScreenName.CODE, ScreenName.QR, ScreenName.COPY_PLACE, ScreenName.ADD, ScreenName.WHICH),
    *(ScreenName.NEW_PIN, ScreenName.NEW_RECOVERY_KEY),
}


def screen_class(name: ScreenName) -> type[PractisedScreen]:
    """The screen of a name."""
    module, _, of_class = SCREENS[name].partition(":")
    found: type[PractisedScreen] = getattr(import_module(f"tui.screens.{module}"), of_class)
    return found


_BY_STATE: Final = {
    "Playing": ScreenName.HOME,
    "Asking": ScreenName.HOME,
    "Entering": ScreenName.WALKTHROUGH,
    "OutcomeUnknown": ScreenName.OUTCOME,
    "Waiting": ScreenName.LOCKOUT,
    "SafeToTry": ScreenName.LOCKOUT,
    "DeadEnd": ScreenName.DEAD_END,
    "NoCode": ScreenName.NO_CODE,
}


def route_of(state: State) -> ScreenName:
    """Where a state leads."""
    if state.radio is None:
        # Of a store that can't be read it is not known what there is.
        removed = state.set_up and state.saving.reason != "damaged"
        return ScreenName.NO_VEHICLE if removed else ScreenName.SET_UP
    if not state.set_up:
        return ScreenName.SET_UP
    return _BY_STATE[state.radio.state]


def _place(state: State) -> tuple[ScreenName, int | None, str | None]:
    """Another route, vehicle or practised code is another screen."""
    code = None if state.practice is None else state.practice.code
    return route_of(state), vehicle_on(state), code


def _end(state: State) -> int:
    """Of the radio's journal."""
    return 0 if state.radio is None else state.radio.seq


class Navigation:
    """The screens of one app: the one that the state leads to, and what was opened on it."""

    def __init__(self, app: App[int], link: AsyncLink, press_guard: PressGuard) -> None:
        self._app, self._link, self._press_guard = app, link, press_guard

    @property
    def drawn(self) -> PractisedScreen | None:
        """The screen in front; None before the first state."""
        return self._app.screen if isinstance(self._app.screen, PractisedScreen) else None

    @property
    def front(self) -> ScreenName | None:
        """What the screen in front calls itself."""
        return None if self.drawn is None else self.drawn.known_as

    def follow(self, before: State | None, state: State) -> None:
        """Show the screen that the state leads to, or draw anew what stands there.

        ``before`` is the state before it. The first one was asked for by who opened this.
        """
        if before is None or _place(before) != _place(state):
            self._go(route_of(state))
        elif self.drawn is not None:
            self.drawn.redraw()
        news = before is not None and _end(before) != _end(state) and not self._link.busy
        if news and len(self._app.screen_stack) == 2:  # it was not asked for here
            self._press_guard.hold_back()

    def open(
        self, name: ScreenName, state: State | None, *arguments: object, **options: object
    ) -> None:
        """Open a screen on top, after unlocking where it shows a secret or sets one."""
        if name in _OF_A_RADIO and (state is None or state.radio is None):
            return

        def push() -> None:
            self._app.push_screen(screen_class(name)(*arguments, **options))

        if name in _UNLOCKED:
            self.when_unlocked(state, push)
        else:
            push()

    def when_unlocked(self, state: State | None, then: Callable[[], None]) -> None:
        """Do something that needs an unlocked session, unlocking it first where needed."""
        if state is not None and state.lock.unlocked:
            then()
        else:
            self.open(ScreenName.UNLOCK, state, then)

    def go_to_state(self) -> None:
        """Leave what was opened on top of the screen that the state leads to."""
        while len(self._app.screen_stack) > 2:
            self._app.pop_screen()

    def _go(self, name: ScreenName) -> None:
        """Show the screen that a state leads to; what stood on top of the last one is left."""
        self.go_to_state()
        screen = screen_class(name)()
        if len(self._app.screen_stack) == 2:
            self._app.switch_screen(screen)
        else:
            self._app.push_screen(screen)


class Later:
    """Keeps what is to be done once the journal of the vehicle shown is past a number."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Callable[[], None]]] = []

    def once_past(self, seq: int, state: State | None, then: Callable[[], None]) -> None:
        """Do something once more has happened than ``seq``: at once where ``state`` says so."""
        if state is not None and _end(state) > seq:
            then()
        else:
            self._waiting.append((seq, then))

    def follow(self, state: State) -> None:
        """Do what this state lets be done, in the order in which it was asked for."""
        due = [then for at, then in self._waiting if at < _end(state)]
        self._waiting = [each for each in self._waiting if each[0] >= _end(state)]
        for then in due:
            then()
