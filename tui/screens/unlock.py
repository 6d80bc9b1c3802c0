"""Unlocking this surface: by PIN, passphrase or recovery key."""

from collections.abc import Callable

from pi.service.protocol.commands import Unlock, UnlockKind, Watch
from pi.service.protocol.views import LockView, State
from tui.screens.base import DrawnScreen
from tui.screens.typed import BACK, OTHER, TypedScreen
from tui.text import device_key, keys
from tui.text import secrets as words
from tui.text.time import clock
from tui.widgets.action import Action, in_order
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.pads import BOTH_CASES, Digits, Letters

GROUP = 4  # characters of the recovery key
LOOKS_AGAIN_S = 2.0  # for the PIN's stick
RECOVERY_LONGEST = 40  # characters: seven groups, and the dashes or blanks people type


def ways(lock: LockView) -> tuple[UnlockKind, ...]:
    """What would open the vault now. The recovery key always does."""
    pin = (UnlockKind.PIN,) if lock.has_pin else ()
    passphrase = (UnlockKind.PASSPHRASE,) if lock.has_passphrase else ()
    return (*pin, *passphrase, UnlockKind.RECOVERY)


def in_groups(text: str) -> str:
    """A recovery key as it stands on the paper, as far as it is typed."""
    plain = "".join(each for each in text if each.isalnum()).upper()
    return " ".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))


class UnlockScreen(TypedScreen):
    """Asks for one of the secrets and goes on to ``then`` once it is right."""

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
            self.least, self.most = 4, 12
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
            return device_key.stick_away_short()
        if self._kind is UnlockKind.PIN and left > 0:
            return words.next_try_in(clock(left))
        return words.type_secret(self._kind)

    @property
    def _pin_wait_s(self) -> float:
        """Seconds until the next PIN try is taken. They stand still while there is no service."""
        return self._free_at - self.steady.clock() if self._stands is None else self._stands

    def label(self) -> str:
        """The field's name."""
        return words.label(self._kind)

    def primary(self) -> str:
        """Try it."""
        return words.unlock()

    def shown(self) -> str:
        """Stars; the long recovery key in its groups, to be compared with the paper."""
        return super().shown() if self.masked else in_groups(self.text)

    def other(self) -> Action | None:
        """The other secrets."""
        if not self._several:
            return None
        key = "A" if isinstance(self.pad, Digits) else "F2"  # letters are typed
        return Action(name=OTHER, key=key, label=words.other_way())

    def on_mount(self) -> None:
        """Hear how the PIN stands now: the last state may be old, and a stick comes and goes."""
        self._look()
        self.set_interval(LOOKS_AGAIN_S, self._look_again)

    def draw(self, state: State) -> None:
        """The question; a PIN that was dropped is asked for no more."""
        self.entitle(words.heading())
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
            self.notice(words.type_secret(self._kind))
            return
        self.notice(words.one_moment())
        secret, self.text = self.text, ""
        done = await self.steady.tell(Unlock(kind=self._kind, secret=secret))
        if done is None:
            if self.typing.notice == device_key.stick_away():  # too long for a small screen
                self.notice(device_key.stick_away_short())
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

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then

    def body(self) -> tuple[Fitted, ...]:
        """The question."""
        return (Fitted(Line(words.which_way(), classes="strong")),)

    def draw(self, state: State) -> None:
        """Each way that there is."""
        self.entitle(words.heading())
        names = [kind.value for kind in ways(state.lock)]
        offered = in_order(names, lambda name: words.way(UnlockKind(name)))
        key = str(len(offered) + 1)
        self.offer(*offered, Action(name=BACK, key=key, label=keys.back(), back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Unlock that way."""
        if event.action.name == BACK:
            self.dismiss()
        else:
            self.app.switch_screen(UnlockScreen(self._then, UnlockKind(event.action.name)))
