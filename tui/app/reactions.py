"""What follows a state besides its screen: the panel's wishes, the theme, the bell, a restore,
the line that answers.

The panel can do none of these by itself. A session over SSH is not disturbed by a button in the
car, but for the price of a try, which is named on every screen that stands at the check, and for
the question before a wait is given up, which is asked on every screen that counts it.

It stands on whatever screen the statement led to, until the next press, or until the journal of
the radio goes on past what was stated: by a word from elsewhere, or as a wait is counted out.

The service closes its connections and opens the restored store. That loss is expected, and no
cause for alarm; the state that follows may lead to another screen, on which it is told.
"""

from typing import TYPE_CHECKING

from pi.service.protocol.answers import Restored
from pi.service.protocol.views import State
from tui.themes import DAY, NIGHT

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


class Wishes:
    """Each wish is followed once. What stood there before this surface came is not news."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._turn: int | None = None

    def follow(self, state: State) -> None:
        """Open what was asked for since the last state."""
        before, self._turn = self._turn, state.panel.turn
        if before is None or state.panel.turn <= before:
            return
        match state.panel.wants:
            case "sure":
                self._name_the_price(state)
            case "ends" | "lost" as claim:
                self._ask_once(claim)
            case "unlock" if self._app.kiosk:
                self._unlock(state)
            case "code" if self._app.kiosk:
                self._show_code()

    def _name_the_price(self, state: State) -> None:
        from tui.screens.entry.outcome import LastTryScreen

        entry = state.entry
        stands_there = isinstance(self._app.screen, LastTryScreen)
        if entry is not None and entry.before_confirm and not stands_there:
            self._app.push_screen(LastTryScreen(entry.at))

    def _ask_once(self, claim: str) -> None:
        from tui.screens.lockout import LockoutScreen
        from tui.screens.questions import WISHES, AskedOnceScreen

        if isinstance(self._app.screen, LockoutScreen):
            self._app.push_screen(AskedOnceScreen(WISHES[claim], of_panel=True))

    def _unlock(self, state: State) -> None:
        if not state.lock.unlocked and not self._unlocking():
            self._app.when_unlocked(lambda: None)

    def _show_code(self) -> None:
        from tui.app.navigation import open_screen
        from tui.screens.code import CodeScreen

        if isinstance(self._app.screen, CodeScreen):
            self._app.screen.close()
        elif not self._unlocking():
            open_screen(self._app, "code")

    def _unlocking(self) -> bool:
        from tui.screens.unlock import UnlockScreen, WaysScreen

        return isinstance(self._app.screen, UnlockScreen | WaysScreen)


class Lighting:
    """Follows the lights, not their state: a theme chosen by hand stays until they change."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._on: bool | None = None

    def follow(self, state: State) -> None:
        """Wear what fits, where the theme in force is one of the two. Unknown changes nothing."""
        on = state.car.lights
        if on is None or on == self._on:
            return
        self._on = on
        if self._app.theme in {DAY, NIGHT}:
            self._app.theme = NIGHT if on else DAY


Place = tuple[bool, int, int]


class Noting:
    """Follows the states. ``text`` is empty while nothing is said."""

    def __init__(self) -> None:
        self.text = ""
        self._state: State | None = None
        self._of: Place | None = None
        self._before: Place | None = None
        self._stated: Place | None = None

    def begin(self) -> None:
        """Something is being stated: the first thing told from here on is that."""
        self._before, self._stated = _place(self._state), None

    def say(self, text: str) -> None:
        """Say something to what was stated since ``begin``, or to how it stands now."""
        self.text = text
        self._of = self._stated or _place(self._state)
        self._before = self._stated = None

    def forget(self) -> None:
        """What was being stated was not taken."""
        self._before = self._stated = None

    def follow(self, state: State) -> bool:
        """Whether a state has ended what was said."""
        self._state = state
        place = _place(state)
        if self._before is not None and self._stated is None and place != self._before:
            self._stated = place
        if not self.text or place == self._of:
            return False
        self.text = ""
        return True


def _place(state: State | None) -> Place | None:
    """Where the journal of the radio on the screen ends, in practice or not."""
    radio = state.radio if state is not None else None
    if state is None or radio is None:
        return None
    return state.practice is not None, radio.vehicle, radio.seq


class Returning:
    """Follows one restore at a time, from its answer to the first state of the next service."""

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._made: Restored | None = None
        self._place = ""
        self._gone = False

    @property
    def waits(self) -> bool:
        """Whether the next service has not told anything yet."""
        return self._made is not None

    def begin(self, made: Restored, place: str) -> None:
        """It was taken up. ``place``: the store that was there, if there was one."""
        self._made, self._place, self._gone = made, place, False
        self._show(made)

    @property
    def expects_loss(self) -> bool:
        """Whether the connection is about to end, as it has to."""
        return self._made is not None and not self._gone

    def lost(self) -> bool:
        """The connection ended. Returns whether that was to be."""
        expected, self._gone = self.expects_loss, True
        return expected

    def follow(self, state: State) -> None:
        """Tell of it on whatever screen the first state led to."""
        made = self._made
        if made is None or not self._gone:
            return
        self._made = None
        self._show(made)

    def _show(self, made: Restored) -> None:
        from tui.screens.restore import RestoredScreen

        if isinstance(self._app.screen, RestoredScreen):
            self._app.redraw()
        else:
            self._app.push_screen(RestoredScreen(made, self._place))


class Ringing:
    """Follows the states. A wait that was over when this surface came is no news.

    One that ended while another vehicle was looked at, or while its owner practised, is.
    """

    def __init__(self, app: "SteadyhandApp") -> None:
        self._app = app
        self._last: dict[tuple[bool, int], str] = {}  # how each radio stood when it was last seen

    def follow(self, state: State) -> None:
        """Ring if this state is the first one to say that the wait is over."""
        radio = state.radio
        if radio is None:
            return
        which = (state.practice is not None, radio.vehicle)
        before, self._last[which] = self._last.get(which), radio.state
        if before is not None and before != "SafeToTry" and radio.state == "SafeToTry":
            self._app.bell()
            self._tell()

    def _tell(self) -> None:
        """On a screen that lies on that of the wait, which says so itself."""
        from tui.screens.lockout import LockoutScreen
        from tui.text.lockout import is_over

        if not isinstance(self._app.screen, LockoutScreen):
            self._app.answer(is_over())
