"""Unlocking this session, a new PIN, and how safe the PIN is."""

from collections.abc import Callable

from textual.widget import Widget

from pi.secret_limits import (
    PIN_LONGEST,
    PIN_SHORTEST,
    PIN_SHORTEST_EVER,
    RECOVERY_GROUP,
    is_guessed_first,
)
from pi.service.protocol.answers import DeviceKeyTold
from pi.service.protocol.commands import (
    GetDeviceKey,
    KeyPlace,
    Lock,
    MoveDeviceKey,
    SetPin,
    Unlock,
    UnlockKind,
    Watch,
)
from pi.service.protocol.views import LockView, State
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.typed import BACK, OTHER, TwiceScreen, TypedScreen
from tui.text import language
from tui.text import secrets as words
from tui.text.language import clock
from tui.text.refusals import bad_field
from tui.widgets.actions import Action, ActionButton, in_order
from tui.widgets.fitting import Fitted, Line
from tui.widgets.typing import BOTH_CASES, Digits, Letters

LOOKS_AGAIN_S = 2.0  # for the PIN's stick
RECOVERY_LONGEST = 40  # characters: those, and the dashes or blanks people type

MOVE, ANOTHER, RECOVERY = "move", "another", "recovery"


def ways(lock: LockView) -> tuple[UnlockKind, ...]:
    """What would open the vault now. The recovery key always does."""
    pin = (UnlockKind.PIN,) if lock.has_pin else ()
    passphrase = (UnlockKind.PASSPHRASE,) if lock.has_passphrase else ()
    return (*pin, *passphrase, UnlockKind.RECOVERY)


def in_groups(text: str) -> str:
    """A recovery key as it stands on the paper, as far as it is typed."""
    plain = "".join(each for each in text if each.isalnum()).upper()
    return " ".join(plain[at : at + RECOVERY_GROUP] for at in range(0, len(plain), RECOVERY_GROUP))


class UnlockScreen(TypedScreen):
    """Asks for one of the secrets and goes on to ``then`` once it is right."""

    known_as = ScreenName.UNLOCK

    def __init__(self, then: Callable[[], None], kind: UnlockKind | None = None) -> None:
        state = self.steady.state
        assert state is not None
        self._then = then
        self._kind = kind or ways(state.lock)[0]
        self._several = len(ways(state.lock)) > 1
        self._seen = state
        self._free_at = 0.0
        self._stands: float | None = None
        self.masked = self._kind is not UnlockKind.RECOVERY
        if self._kind is UnlockKind.PIN:
            self.least, self.most = PIN_SHORTEST_EVER, PIN_LONGEST
        elif self._kind is UnlockKind.RECOVERY:
            self.most = RECOVERY_LONGEST
        super().__init__()

    def make_pad(self) -> Digits | Letters:
        """Digits for a PIN, capitals for the key, all letters for a passphrase."""
        if self._kind is UnlockKind.PIN:
            return Digits()
        return Letters(BOTH_CASES) if self._kind is UnlockKind.PASSPHRASE else Letters()

    def question(self) -> str:
        """What to type, or how long a PIN has to wait."""
        left = self._pin_wait_s
        if self._kind is UnlockKind.PIN and self._seen.lock.stick_away:
            return words.STICK_AWAY_SHORT
        if self._kind is UnlockKind.PIN and left > 0:
            return words.next_try_in(clock(left))
        return words.TYPE_SECRET[self._kind]

    @property
    def _pin_wait_s(self) -> float:
        """Seconds until the next PIN try is taken. They stand still while there is no service."""
        return self._free_at - self.steady.clock() if self._stands is None else self._stands

    def label(self) -> str:
        """The field's name."""
        return words.LABELS[self._kind]

    def primary(self) -> str:
        """Try it."""
        return words.UNLOCK

    def shown(self) -> str:
        """Stars; the long recovery key in its groups, to be compared with the paper."""
        return super().shown() if self.masked else in_groups(self.text)

    def other(self) -> Action | None:
        """The other secrets."""
        if not self._several:
            return None
        key = "A" if isinstance(self.pad, Digits) else "F2"  # letters are typed
        return Action(name=OTHER, key=key, label=words.OTHER_WAY)

    def on_mount(self) -> None:
        """Hear how the PIN stands now: the last state may be old, and a stick comes and goes."""
        self._look()
        self.set_interval(LOOKS_AGAIN_S, self._look_again)

    def draw(self, state: State) -> None:
        """The question; a PIN that was dropped is asked for no more."""
        self.entitle(words.UNLOCK)
        if self._kind is UnlockKind.PIN and not state.lock.has_pin:
            self.app.switch_screen(WaysScreen(self._then))
            return
        self._stands = self._pin_wait_s if self.steady.away else None
        if state is not self._seen:
            self._seen = state
            self._free_at = self.steady.clock() + state.lock.pin_wait_s
            self._tick()
        super().draw(state)

    def go_back(self) -> None:
        """Letters have no button for the other ways: they lie before the way out."""
        if self._several and self._kind is not UnlockKind.PIN:
            self.app.switch_screen(WaysScreen(self._then))
        else:
            self.dismiss()

    async def entered(self) -> None:
        """Try it. Nothing typed is no try."""
        if not self.text:
            self.notice(words.TYPE_SECRET[self._kind])
            return
        self.notice(words.ONE_MOMENT)
        secret, self.text = self.text, ""
        done = await self.steady.tell(Unlock(kind=self._kind, secret=secret))
        if done is None:
            if self.typing.notice == words.STICK_AWAY:  # too long for a small screen
                self.notice(words.STICK_AWAY_SHORT)
            self.show_typed()
        elif self.is_current:
            self.dismiss()
            self._then()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back, or the other ways."""
        if event.action.name == BACK:
            self.go_back()
        elif event.action.name == OTHER:
            self.app.switch_screen(WaysScreen(self._then))

    def _look(self) -> None:
        self.run_worker(self.steady.tell(Watch()), exit_on_error=True)

    def _look_again(self) -> None:
        """Nobody says that a stick was put in."""
        if self._seen.lock.stick_away and self.is_current and not self.busy:
            self._look()

    def _tick(self) -> None:
        """Count a PIN's wait down, by the clock."""
        if self._pin_wait_s > 0 and self._stands is None and self.is_attached:
            self.set_timer(1.0, self._tick)
        self.show_typed()


class WaysScreen(DrawnScreen):
    """What else opens it."""

    known_as = ScreenName.UNLOCK

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then

    def body(self) -> tuple[Fitted, ...]:
        """The question."""
        return (Fitted(Line(words.WHICH_WAY, classes="strong")),)

    def draw(self, state: State) -> None:
        """Each way that there is."""
        self.entitle(words.UNLOCK)
        names = [kind.value for kind in ways(state.lock)]
        offered = in_order(names, words.WAYS)
        key = str(len(offered) + 1)
        self.offer(*offered, Action(name=BACK, key=key, label=language.BACK, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Unlock that way."""
        if event.action.name == BACK:
            self.dismiss()
        else:
            self.app.switch_screen(UnlockScreen(self._then, UnlockKind(event.action.name)))


class NewPinScreen(TwiceScreen):
    """Another PIN."""

    least, most = PIN_SHORTEST, PIN_LONGEST

    def question(self) -> str:
        """Which of the two."""
        return words.TYPE_PIN_AGAIN if self.first else words.TYPE_PIN

    def draw(self, state: State) -> None:
        """What it is for."""
        self.entitle(words.SET_A_PIN)
        super().draw(state)

    async def begun(self) -> None:
        """Long enough, and not what is guessed first."""
        if len(self.text) < PIN_SHORTEST:
            self.notice(bad_field("pin", "too_short"))
        elif is_guessed_first(self.text):
            self.clear()
            self.notice(bad_field("pin", "too_easy"))
        else:
            self.app.switch_screen(NewPinScreen(self.text))

    async def agreed(self) -> None:
        """Set it, or say why not."""
        self.notice(words.ONE_MOMENT)
        pin, self.text = self.text, ""
        done = await self.steady.tell(SetPin(pin=pin))
        if not self.is_current:
            return
        if done is None:  # why stands there: another one is chosen
            self.first = ""
            self.show_typed()
        else:
            self.dismiss()


class PinKeyScreen(DrawnScreen):
    """Told to anybody; a move asks for the PIN. One that is lost is mended over SSH."""

    def __init__(self) -> None:
        super().__init__()
        self._where, self._keeps_out = Line(classes="strong"), Line(drop=2)
        self._trouble, self._lost = Line(classes="warn"), Line(drop=1)
        self._told: DeviceKeyTold | None = None
        self._place = ""

    def body(self) -> tuple[Widget, ...]:
        """Where it is, what that is good for, and what is wrong with it."""
        return (Fitted(self._where, self._trouble, self._keeps_out, self._lost),)

    def on_screen_resume(self) -> None:
        """Ask how it is now, after a move too; what the state tells stands there meanwhile."""
        self.run_worker(self._ask(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """Where it is."""
        self._place = state.lock.device_key
        reason = None if self._told is None else self._told.reason
        self.entitle(words.HOW_SAFE)
        has_pin = state.lock.has_pin
        where = words.where(self._place) if has_pin else words.THERE_IS_NO_PIN
        self._where.say(where)
        self._keeps_out.say(words.keeps_out(self._place) if has_pin else "")
        self._trouble.say("" if reason is None else words.trouble(reason))
        self._lost.say("" if reason is None else words.LOST)
        label = words.TO_CARD if self._place == "stick" else words.TO_STICK
        move = Action(name=MOVE, key="1", label=label, primary=True)
        label = words.ANOTHER_PIN if has_pin else words.SET_A_PIN
        self.offer(
            *((move,) if has_pin and self._told is not None and reason is None else ()),
            Action(name=ANOTHER, key="2", label=label),
            Action(name=RECOVERY, key="3", label=words.ANOTHER_RECOVERY_KEY, stays=True),
            Action(name=BACK, key="4", label=language.BACK, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type the PIN for it, choose another PIN or recovery key, or leave."""
        if event.action.name == BACK:
            self.dismiss()
        elif event.action.name == ANOTHER:
            self.steady.open(ScreenName.NEW_PIN)
        elif event.action.name == RECOVERY:
            self.steady.open(ScreenName.NEW_RECOVERY_KEY)
        else:
            self.app.push_screen(
                MovePinScreen(KeyPlace.CARD if self._place == "stick" else KeyPlace.STICK)
            )

    async def _ask(self) -> None:
        told = await self.steady.tell(GetDeviceKey())
        if isinstance(told, DeviceKeyTold):
            self._told = told
            self.redraw()


class MovePinScreen(TypedScreen):
    """The PIN that a new key file is made for. A session that was locked is locked after it."""

    masked = True
    least, most = PIN_SHORTEST_EVER, PIN_LONGEST

    def __init__(self, to: KeyPlace) -> None:
        super().__init__()
        self._to = to

    def question(self) -> str:
        """What is typed, and what for."""
        return words.type_pin_to_move(self._to)

    def primary(self) -> str:
        """Move it."""
        return words.MOVE

    def draw(self, state: State) -> None:
        """The question."""
        self.entitle(words.HOW_SAFE)
        super().draw(state)

    async def entered(self) -> None:
        """Move it. A wrong PIN is a try like any other."""
        state = self.steady.state
        if not self.text or state is None:
            self.notice(self.question())
            return
        self.notice(words.NEW_KEY_MOMENT)
        pin, self.text = self.text, ""
        was_unlocked = state.lock.unlocked
        unlock = Unlock(kind=UnlockKind.PIN, secret=pin)
        if was_unlocked or await self.steady.tell(unlock) is not None:
            done = await self.steady.tell(MoveDeviceKey(to=self._to, pin=pin))
            said = self._said()
            if not was_unlocked:
                await self.steady.tell(Lock())
            if done is not None:
                self.leave()
                return
            self.notice(said)
        self.show_typed()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back."""
        if event.action.name == BACK:
            self.go_back()

    def _said(self) -> str:
        """Why it was refused, which the locking would wipe away."""
        return self.typing.notice
