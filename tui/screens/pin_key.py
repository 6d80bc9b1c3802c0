"""How safe the PIN is: where its other half lies, whom that keeps out, and the way to a stick."""

from textual.widget import Widget

from pi.service.protocol.answers import DeviceKeyTold
from pi.service.protocol.commands import (
    GetDeviceKey,
    KeyPlace,
    Lock,
    MoveDeviceKey,
    Unlock,
    UnlockKind,
)
from pi.service.protocol.views import State
from tui.app.opening import open_screen
from tui.screens.base import DrawnScreen
from tui.screens.typed import BACK, TypedScreen
from tui.text import device_key as words
from tui.text import keys, new_unlocker
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line

MOVE, ANOTHER, RECOVERY = "move", "another", "recovery"


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
        self.entitle(words.heading())
        has_pin = state.lock.has_pin
        where = words.where(self._place) if has_pin else new_unlocker.there_is_no_pin()
        self._where.say(where)
        self._keeps_out.say(words.keeps_out(self._place) if has_pin else "")
        self._trouble.say("" if reason is None else words.trouble(reason))
        self._lost.say("" if reason is None else words.lost())
        label = words.to_card() if self._place == "stick" else words.to_stick()
        move = Action(name=MOVE, key="1", label=label, primary=True)
        label = new_unlocker.another_pin() if has_pin else new_unlocker.set_a_pin()
        self.offer(
            *((move,) if has_pin and self._told is not None and reason is None else ()),
            Action(name=ANOTHER, key="2", label=label),
            Action(name=RECOVERY, key="3", label=new_unlocker.another_recovery_key(), stays=True),
            Action(name=BACK, key="4", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type the PIN for it, choose another PIN or recovery key, or leave."""
        if event.action.name == BACK:
            self.dismiss()
        elif event.action.name == ANOTHER:
            open_screen(self.steady, "new-pin")
        elif event.action.name == RECOVERY:
            open_screen(self.steady, "new-recovery-key")
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
    """The PIN that a new other half is made for. A surface that was locked is locked after it."""

    masked = True
    least, most = 4, 12

    def __init__(self, to: KeyPlace) -> None:
        super().__init__()
        self._to = to

    def question(self) -> str:
        """What is typed, and what for."""
        return words.type_pin_to_move(self._to)

    def primary(self) -> str:
        """Move it."""
        return words.move()

    def draw(self, state: State) -> None:
        """The question."""
        self.entitle(words.heading())
        super().draw(state)

    async def entered(self) -> None:
        """Move it. A wrong PIN is a try like any other."""
        state = self.steady.state
        if not self.text or state is None:
            self.notice(self.question())
            return
        self.notice(words.one_moment())
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
