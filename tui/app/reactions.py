"""What follows a state besides its screen: the panel's wishes, the theme, the bell, a restore,
the line that answers. Each is told the state before and the one that came, and returns what is to
be done; none does it.

The panel can do none of these by itself. A session over SSH is not disturbed by a button in the
car, but for the price of a try, which is named on every screen that stands at the check, and for
the question before a wait is given up, which is asked on every screen that counts it.
"""

from typing import Final, TypeAlias

from msgspec import Struct

from pi.service.protocol.answers import Restored
from pi.service.protocol.views import State
from tui.port import ScreenName
from tui.text.lockout import IS_OVER, Claim
from tui.themes import DAY, NIGHT

CLAIMS: Final = {"ends": Claim.ASKS, "lost": Claim.LOST}
"""What a button of the panel states during a wait, once it was asked whether it is so."""

Place: TypeAlias = tuple[bool, int, int]


class Scene(Struct, frozen=True):
    """What the app shows while a state comes in. ``front``: what the screen there calls itself."""

    front: ScreenName | None
    theme: str
    kiosk: bool


class Deed(Struct, frozen=True, kw_only=True):
    """What is to be done. ``opens`` a screen with arguments and ``options``, or, where it stands
    in front already, ``leaves`` it or draws it anew; ``wears`` a theme; ``rings`` the bell;
    ``says`` a line.
    """

    opens: ScreenName | None = None
    arguments: tuple[object, ...] = ()
    options: dict[str, object] = {}
    leaves: bool = False
    wears: str = ""
    rings: bool = False
    says: str = ""


NOTHING: Final = Deed()


def wish(before: State | None, state: State, scene: Scene) -> Deed:
    """What a button of the panel asked for since the state before.

    Each wish is followed once. What stood there before this session came is not news.
    """
    if before is None or state.panel.turn <= before.panel.turn:
        return NOTHING
    front, entry = scene.front, state.entry
    match state.panel.wants:
        case "sure" if entry is not None and entry.before_confirm:
            if front is not ScreenName.LAST_TRY:
                return Deed(opens=ScreenName.LAST_TRY, arguments=(entry.at,))
        case "ends" | "lost" as wants if front is ScreenName.LOCKOUT:
            asked, claim = ScreenName.ASKED_ONCE, CLAIMS[wants]
            return Deed(opens=asked, arguments=(claim,), options={"of_panel": True})
        case "unlock" if scene.kiosk and front is not ScreenName.UNLOCK:
            if not state.lock.unlocked:
                return Deed(opens=ScreenName.UNLOCK, arguments=(lambda: None,))
        case "code" if scene.kiosk and front is not ScreenName.UNLOCK:
            return Deed(opens=ScreenName.CODE, leaves=True)
    return NOTHING


class Lighting:
    """Follows the lights, not their state: a theme chosen by hand stays until they change."""

    def __init__(self) -> None:
        self._on: bool | None = None  # when it was last known

    def follow(self, before: State | None, state: State, scene: Scene) -> Deed:
        """Wear what fits, where the theme in force is one of the two. Unknown changes nothing."""
        on = state.car.lights
        if on is None or on == self._on:
            return NOTHING
        self._on = on
        return Deed(wears=NIGHT if on else DAY) if scene.theme in {DAY, NIGHT} else NOTHING


class Ringing:
    """Follows the states. A wait that was over when this session came is no news.

    One that ended while another vehicle was looked at, or while its owner practised, is.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[bool, int], str] = {}  # how each radio stood when it was last seen

    def follow(self, before: State | None, state: State, scene: Scene) -> Deed:
        """Ring if this state is the first one to say that the wait is over.

        A screen that lies on that of the wait says so, too; that one says so itself.
        """
        radio = state.radio
        if radio is None:
            return NOTHING
        which = (state.practice is not None, radio.vehicle)
        last, self._last[which] = self._last.get(which), radio.state
        if last in {None, "SafeToTry"} or radio.state != "SafeToTry":
            return NOTHING
        return Deed(rings=True, says="" if scene.front is ScreenName.LOCKOUT else IS_OVER)


class Returning:
    """Follows one restore at a time, from its answer to the first state of the next service.

    The service closes its connections and opens the restored store. That loss is expected, and no
    cause for alarm; the state that follows may lead to another screen, on which it is told.
    """

    def __init__(self) -> None:
        self._made: Restored | None = None
        self._place = ""
        self._gone = False

    @property
    def waits(self) -> bool:
        """Whether the next service has not told anything yet."""
        return self._made is not None

    @property
    def expects_loss(self) -> bool:
        """Whether the connection is about to end, as it has to."""
        return self.waits and not self._gone

    def begin(self, made: Restored, place: str) -> Deed:
        """It was taken up. ``place``: the store that was there, if there was one."""
        self._made, self._place, self._gone = made, place, False
        return Deed(opens=ScreenName.RESTORED, arguments=(made, place))

    def lost(self) -> bool:
        """The connection ended. Returns whether that was to be."""
        expected, self._gone = self.expects_loss, True
        return expected

    def follow(self, before: State | None, state: State, scene: Scene) -> Deed:
        """Tell of it on whatever screen the first state led to."""
        made = self._made
        if made is None or not self._gone:
            return NOTHING
        self._made = None
        return Deed(opens=ScreenName.RESTORED, arguments=(made, self._place))


class Noting:
    """What was said to a statement. ``text`` is empty while nothing is said.

    It stands on whatever screen the statement led to, until the next press, or until the journal
    of the radio goes on past what was stated: by a word from elsewhere, or as a wait is counted
    out.
    """

    def __init__(self) -> None:
        self.text = ""
        self._of: Place | None = None
        self._before: Place | None = None
        self._stated: Place | None = None

    def begin(self, state: State | None) -> None:
        """Something is being stated: the first thing told from here on is that."""
        self._before, self._stated = _place(state), None

    def say(self, text: str, state: State | None) -> None:
        """Say something to what was stated since ``begin``, or to how it stands now."""
        self.text = text
        self._of = self._stated or _place(state)
        self._before = self._stated = None

    def forget(self) -> None:
        """What was being stated was not taken."""
        self._before = self._stated = None

    def follow(self, state: State) -> bool:
        """Whether a state has ended what was said."""
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
