"""The port between the app and what stands on it: what screens and practice may ask of the app, and
the names of the screens that they open there.

Whoever is handed the app sees it as this, and never as what it is.
"""

from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any, Protocol

from pi.service.protocol.answers import Answer, Restored
from pi.service.protocol.commands import Ask, Outcome
from pi.service.protocol.views import State


class ScreenName(StrEnum):
    """The screens that are opened by name: see ``tui.app.navigation``.

    A button that opens one has its name.
    """

    # Where a state leads.
    SET_UP = "set-up"
    NO_VEHICLE = "no-vehicle"
    HOME = "home"
    WALKTHROUGH = "walkthrough"
    OUTCOME = "outcome"
    LOCKOUT = "lockout"
    DEAD_END = "dead-end"
    NO_CODE = "no-code"
    # What lies on top of it.
    CODE = "code"
    VEHICLES = "vehicles"
    WHICH = "which"
    HISTORY = "history"
    MORE = "more"
    RADIO = "radio"
    KNOWN = "known"
    JUDGING = "judging"
    REPORT = "report"
    HELP = "help"
    THIS_SCREEN = "this-screen"
    LOOK = "look"
    TAKE_BACK = "take-back"
    ASKED_ONCE = "asked-once"
    START_AGAIN = "start-again"
    LAST_TRY = "last-try"
    UNLOCK = "unlock"
    PIN_KEY = "pin-key"
    NEW_PIN = "new-pin"
    NEW_RECOVERY_KEY = "new-recovery-key"
    COPIES = "copies"
    QR = "qr"
    COPY_PLACE = "copy-place"
    RESTORE = "restore"
    RESTORED = "restored"
    GUIDE = "guide"
    DISPLAY_WORDS = "display-words"
    LETTER = "letter"
    FOUND_CODE = "have-it"
    FOUND_SERIAL = "found-serial"
    COMPARE = "compare"
    # The questions about a vehicle.
    ADD = "add"
    ASK_RADIO = "ask-radio"
    ASK_STANDS = "ask-stands"
    ASK_NAME = "ask-name"
    ASK_CODE = "ask-code"
    ASK_SERIAL = "ask-serial"
    ASK_SOURCE = "ask-source"
    ASK_PIN = "ask-pin"
    ASK_PASSPHRASE = "ask-passphrase"
    RECOVERY_KEY = "recovery-key"
    SAVE = "save"


class ServicePort(Protocol):
    """The connection to the service."""

    async def ask(self, ask: Ask) -> Answer:
        """Raises RefusedByServiceError and NoServiceError."""


class Steady(Protocol):
    """The app."""

    kiosk: bool
    state: State | None
    away: str
    """Why there is no service to talk to, while there is none."""
    pace_s: float | None
    """From one press of a key to the next. None: without a beat."""
    makes: dict[int, str]
    """What owners said where several makes fitted the radio, by the vehicle's number."""

    def clock(self) -> float:
        """The service's kind of clock, CLOCK_MONOTONIC in seconds."""

    @property
    def link(self) -> ServicePort:
        """The connection, for who answers a refusal itself."""

    @property
    def noted(self) -> str:
        """What was said to the last statement, empty once that is over."""

    @property
    def restores(self) -> bool:
        """Whether a backup was restored, and the service has not begun anew with it yet."""

    async def tell(self, ask: Ask) -> Answer | None:
        """Ask the service. A refusal is said on the screen, and None comes back."""

    async def report(
        self, outcome: Outcome, *, shows: str | None = None, answers: int | None = None
    ) -> bool:
        """State what the radio did, and answer it on the screen. Whether it was taken.

        ``answers`` is the journal's end that the owner saw; ``shows`` a word of the display.
        """

    def answer(self, text: str) -> None:
        """Say one line to what was stated, on whatever screen it leads to, until the next press.

        It goes as well once something else is told of the radio.
        """

    def say_here(self, text: str) -> None:
        """Say one line on the screen in front. An empty one clears it."""

    def open(self, name: ScreenName, *arguments: object, **options: object) -> None:
        """Open a screen on top, after unlocking where it shows a secret or sets one."""

    def when_unlocked(self, then: Callable[[], None]) -> None:
        """Do something that needs an unlocked session, unlocking it first where needed."""

    def once_past(self, seq: int, then: Callable[[], None]) -> None:
        """Do something as soon as more has happened to this vehicle than its journal's ``seq``.

        What is opened so lies on the screen that the new state led to, and not below it.
        """

    def restored(self, made: Restored, place: str) -> None:
        """A backup was taken up. ``place``: the store that was there, if there was one."""

    def redraw(self) -> None:
        """Draw the screen in front anew."""

    def go_to_state(self) -> None:
        """Leave what was opened on top of the screen that the state leads to."""

    async def action_quit(self) -> None:
        """Leave, with the last word of the screen if it has one. A kiosk has nowhere to go."""

    def run_worker(
        self, work: Coroutine[Any, Any, object], *, exit_on_error: bool = True
    ) -> object:
        """Do something meanwhile, however long the screen in front stands."""
