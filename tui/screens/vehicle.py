"""One vehicle: its name, its serial number, and the way out of here for good.

What can't be taken back is asked twice, with the careful answer first, and the two that remove it
at places and keys of their own: a press that was meant for the screen before changes nothing.
"""

from collections.abc import Callable

from textual.widget import Widget

from pi.service.protocol.answers import CodeShown, FoundVehicle
from pi.service.protocol.commands import Ask, ChangeVehicle, RemoveVehicle, ShowCode
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.typed import BACK, TypedScreen
from tui.screens.vehicles import VehiclesScreen
from tui.text import language
from tui.text import vehicles as words
from tui.text.vehicles import NAME_LABEL, SERIAL_LABEL, serial_is
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.typing import BOTH_CASES, Digits, Letters

KEEP, DO = "keep", "do"


class WhichScreen(VehiclesScreen):
    """The list, to choose the one that is to be changed. For who has unlocked."""

    def draw(self, state: State) -> None:
        """Nothing is chosen here once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        super().draw(state)
        self.entitle(words.WHICH_ONE)

    def offered(self, state: State) -> tuple[Action, ...]:
        """No other business here."""
        kept = ("find", "back")
        return tuple(one for one in super().offered(state) if one.name in kept)

    async def chosen(self, vehicle: FoundVehicle) -> None:
        """This one."""
        self.app.switch_screen(VehicleScreen(vehicle.vehicle))


class _OfOne(DrawnScreen):
    """Concerns one vehicle, and goes when it is locked."""

    def __init__(self, number: int, name: str = "") -> None:
        super().__init__()
        self.number, self.called = number, name

    def draw(self, state: State) -> None:
        """Nothing of it once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        self.entitle(self.called or words.vehicle(self.number))

    async def changes(self, ask: Ask) -> bool:
        """Ask for it. Whether it was done; else why not stands there."""
        return await self.steady.tell(ask) is not None


class VehicleScreen(_OfOne):
    """What it is called, and what can be done with it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self._told: CodeShown | None = None
        self._called, self._serial = Line(classes="strong"), Line(drop=1)

    def body(self) -> tuple[Widget, ...]:
        """Its name and its serial number."""
        return (Fitted(self._called, self._serial),)

    def on_screen_resume(self) -> None:
        """As it is now, after a change too."""
        super().on_screen_resume()
        self.run_worker(self._fetch(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """Its name, and each thing to do."""
        super().draw(state)
        told = self._told
        if not state.lock.unlocked or told is None:
            self.offer(Action(name=BACK, key="5", label=language.BACK, back=True))
            return
        self._called.say(words.called(told.vehicle, told.name))
        self._serial.say(serial_is(told.serial) if told.serial else words.NO_SERIAL)
        out = (Action(name="no-serial", key="3", label=words.TAKE_SERIAL_OUT),)
        self.offer(
            Action(name="name", key="1", label=words.RENAME, primary=True),
            Action(name="serial", key="2", label=words.TYPE_SERIAL_LABEL),
            *(out if told.serial else ()),
            Action(name="remove", key="4", label=words.REMOVE),
            Action(name=BACK, key="5", label=language.BACK, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it, or be asked whether it is meant."""
        if event.action.name == BACK or self._told is None:
            self.leave()
            return
        self.app.push_screen(self._screen_of(event.action.name, self._told))

    def _screen_of(self, action: str, told: CodeShown) -> "_OfOne":
        match action:
            case "name":
                return NameScreen(self.number, told.name, kept=told.name)
            case "serial":
                return SerialScreen(self.number, told.name, kept=told.serial or "")
            case "no-serial":
                return NoSerialScreen(self.number, told.name)
            case _:
                return RemoveScreen(self.number, told.name)

    async def _fetch(self) -> None:
        told = await self.steady.tell(ShowCode(vehicle=self.number))
        if isinstance(told, CodeShown):
            self._told, self.called = told, told.name
            self.redraw()


class _Field(_OfOne, TypedScreen):
    """One field of it is typed anew. What is ``kept`` is replaced once that was asked."""

    def __init__(self, number: int, called: str, *, kept: str) -> None:
        super().__init__(number, called)
        self._kept = kept

    def draw(self, state: State) -> None:
        """The question."""
        _OfOne.draw(self, state)
        TypedScreen.draw(self, state)

    def asked(self) -> Ask:
        """What is asked for with what is typed."""
        raise NotImplementedError

    async def entered(self) -> None:
        """Keep it. Nothing typed keeps what is there."""
        if not self.text.strip():
            self.notice(self.question())
        elif self._kept and self.text.strip() != self._kept:
            self.app.push_screen(
                ReplaceScreen(
                    self.number, self.called, self._kept, self.text, self.asked(), self._replaced
                )
            )
        elif await self.changes(self.asked()):
            self.leave()

    def _replaced(self) -> None:
        """It is kept: nothing more to type."""
        self.call_later(self.leave)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back."""
        if event.action.name == BACK:
            self.go_back()


class NameScreen(_Field):
    """What it is called from now on."""

    most = 40

    def make_pad(self) -> Digits | Letters:
        """Letters and digits."""
        return Letters(BOTH_CASES, names=True)

    def question(self) -> str:
        """What to type."""
        return words.WHICH_NEW_NAME

    def label(self) -> str:
        """The field's name."""
        return NAME_LABEL

    def asked(self) -> Ask:
        """The name alone."""
        return ChangeVehicle(vehicle=self.number, name=self.text)


class SerialScreen(_Field):
    """The serial number, from its label."""

    most = 40

    def make_pad(self) -> Digits | Letters:
        """Letters and digits."""
        return Letters()

    def question(self) -> str:
        """What to type."""
        return words.WHICH_SERIAL

    def label(self) -> str:
        """The field's name."""
        return SERIAL_LABEL

    def asked(self) -> Ask:
        """The serial number alone."""
        return ChangeVehicle(vehicle=self.number, serial=self.text)


class _Asked(_OfOne):
    """A question before something that can't be taken back. Nothing is the first answer."""

    do_first = False  # whether what does it stands before what does not

    def told(self) -> tuple[str, ...]:
        """What it means."""
        raise NotImplementedError

    def does(self) -> str:
        """What the button says that does it."""
        raise NotImplementedError

    def body(self) -> tuple[Widget, ...]:
        """What it means."""
        first, *others = self.told()
        return (Fitted(Line(first, classes="strong"), *map(Line, others)),)

    def draw(self, state: State) -> None:
        """Both answers."""
        super().draw(state)
        keep = Action(
            name=KEEP,
            key="2" if self.do_first else "1",
            label=words.KEEP,
            primary=True,
            back=True,
        )
        do = Action(name=DO, key="1" if self.do_first else "2", label=self.does(), states=True)
        self.offer(*((do, keep) if self.do_first else (keep, do)))

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Do it, or go back."""
        if event.action.name == DO:
            await self.done()
        else:
            self.leave()

    async def done(self) -> None:
        """It was meant."""
        raise NotImplementedError


class ReplaceScreen(_Asked):
    """What is kept gives way to what was typed."""

    def __init__(
        self,
        number: int,
        called: str,
        kept: str,
        typed: str,
        ask: Ask,
        then: Callable[[], None],
    ) -> None:
        """``then`` is done once it was replaced."""
        super().__init__(number, called)
        self._kept, self._typed, self._ask, self._then = kept, typed, ask, then

    def told(self) -> tuple[str, ...]:
        """Both."""
        return (words.replaced_by(self._kept, self._typed),)

    def does(self) -> str:
        """Keep the new one."""
        return words.KEEP_THE_NEW_ONE

    async def done(self) -> None:
        """Keep what was typed."""
        if await self.changes(self._ask):
            self.leave()
            self._then()


class NoSerialScreen(_Asked):
    """The serial number goes."""

    def told(self) -> tuple[str, ...]:
        """That it is gone then."""
        return (words.SERIAL_GOES,)

    def does(self) -> str:
        """Take it out."""
        return words.TAKE_SERIAL_OUT

    async def done(self) -> None:
        """Delete it."""
        if await self.changes(ChangeVehicle(vehicle=self.number, serial="")):
            self.leave()


class RemoveScreen(_Asked):
    """The first question."""

    def told(self) -> tuple[str, ...]:
        """What goes, and what does not."""
        return (words.remove_it(self.called), words.WHAT_IS_LOST, words.WHO_STILL_HOLDS_IT)

    def does(self) -> str:
        """Remove it."""
        return words.REMOVE

    async def done(self) -> None:
        """Ask once more."""
        self.app.switch_screen(ReallyScreen(self.number, self.called))


class ReallyScreen(_Asked):
    """The second question, with the answers in each other's place."""

    do_first = True

    def told(self) -> tuple[str, ...]:
        """That nothing brings it back."""
        return (words.really(self.called), words.NOTHING_BRINGS_IT_BACK)

    def does(self) -> str:
        """Remove it."""
        return words.REMOVE_FOR_GOOD

    async def done(self) -> None:
        """Remove it; the state then leads on."""
        if await self.changes(RemoveVehicle(vehicle=self.number)):
            self.steady.go_to_state()
