"""The stored code: shown for half a minute to who has unlocked, and the keys in words."""

from pi.radio.press_plan import plan
from pi.radio.security_code import InvalidCodeError, SecurityCode
from pi.service.protocol.answers import HIDDEN_AFTER_S, CodeShown
from pi.service.protocol.commands import ShowCode
from pi.service.protocol.views import State
from tui.families import family_by_id
from tui.port import ScreenName
from tui.screens.base import DrawnScreen, hides_codes
from tui.text import guide, home, language
from tui.text import vehicles as words
from tui.text.entry import say
from tui.text.home import LABELS, NO_CODE_KEPT
from tui.text.refusals import NOT_PARKED
from tui.widgets.actions import Action, ActionButton
from tui.widgets.big_digits import MaskedCode
from tui.widgets.fitting import Fitted, Line
from tui.widgets.paragraphs import Paragraphs

ROOMY = 48  # columns: a fourth button costs no row. Elsewhere it stands there once hidden
EDGES = 2  # columns beside the keys in words


class CodeScreen(DrawnScreen):
    """Asks for the code, shows it at once, and forgets it when it is hidden again."""

    known_as = ScreenName.CODE

    def __init__(self, vehicle: int | None = None) -> None:
        super().__init__()
        self._vehicle = vehicle
        self._of = ""
        self._there_is_one = self._takes_one = True
        self._code = MaskedCode(seconds=HIDDEN_AFTER_S, clock=self.steady.clock)
        self._hides, self._serial = Line(drop=4, classes="centred"), Line(drop=3)
        self._source, self._plate = Line(drop=7), Line(drop=8)
        self._facts = Fitted(self._code, self._hides, self._serial, self._source, self._plate)
        self._keys = Paragraphs()

    def body(self) -> tuple[Fitted, Paragraphs]:
        """The code and what belongs to it, or the keys."""
        self._keys.display = False
        return (self._facts, self._keys)

    def on_mount(self) -> None:
        """Show it: that is what was asked for."""
        self._show()

    def draw(self, state: State) -> None:
        """What can be done. Nothing is shown once it is locked, or while the car may move."""
        if not state.lock.unlocked:
            self.leave()
            return
        if hides_codes(state.car) and self._code.revealed:
            self._forget()
            self.notice(NOT_PARKED)
        self.entitle(words.code_of(self._of), self._keys.place if self._keys.display else "")
        self.offer(*self._actions())

    def leave(self) -> None:
        """Forget it and leave."""
        self._forget()
        super().leave()

    def on_masked_code_hidden(self) -> None:
        """The digits are gone from the screen: so is all that was derived from them."""
        self._forget()
        self.redraw()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Hide, show, read on, or leave."""
        match event.action.name:
            case "back":
                self.leave()
            case "hide":
                self._code.hide()
            case "show":
                self._show()
            case "another":
                self.leave()
                self.steady.open(ScreenName.FOUND_CODE)
            case "guide":
                self.leave()
                self.steady.open(ScreenName.GUIDE)
            case "keys" | "code":
                self._turn_over(to_keys=event.action.name == "keys")
                self.redraw()
            case "further":
                self._keys.turn()
                self.redraw()

    def _show(self) -> None:
        self.run_worker(self._fetch(), exit_on_error=True)

    async def _fetch(self) -> None:
        shown = await self.steady.tell(ShowCode(vehicle=self._vehicle))
        if not isinstance(shown, CodeShown):
            return
        self._vehicle, self._of = shown.vehicle, shown.name
        self._there_is_one = bool(shown.code)
        self._takes_one = family_by_id(shown.head_unit).takes_a_code
        self._code.display = self._there_is_one
        if self._there_is_one:
            self._code.reveal(shown.code)
            self._hides.say(words.hides_after(round(HIDDEN_AFTER_S)))
        else:
            self._hides.say(NO_CODE_KEPT if self._takes_one else words.TAKES_NONE)
        self._serial.say(words.serial_is(shown.serial) if shown.serial else "")
        self._plate.say(words.plate_is(shown.plate) if shown.plate else "")
        source = words.source(shown.source)
        self._source.say(words.source_is(source) if source else "")
        self._keys.texts = _keys_in_words(shown)
        self.redraw()

    def _forget(self) -> None:
        self._code.hide()
        self._keys.texts = ()
        for line in (self._serial, self._plate, self._source):
            line.say("")
        if self._there_is_one:
            self._hides.say("")
        self._turn_over(to_keys=False)

    def _turn_over(self, *, to_keys: bool) -> None:
        if to_keys:
            self._keys.expected = self._facts.size - (EDGES, 0)
        self._keys.display = to_keys
        self._facts.display = not to_keys

    @property
    def _may_change(self) -> bool:
        """For the radio on the screen alone; not in the middle of an entry."""
        state = self.steady.state
        radio = state.radio if state is not None else None
        busy = {"Entering", "OutcomeUnknown", "NoCode"}
        return radio is not None and radio.vehicle == self._vehicle and radio.state not in busy

    def _without_one(self) -> tuple[Action, ...]:
        """There is none to show: the ways to one, where this radio takes one."""
        if not (self._takes_one and self._may_change):
            return (Action(name="back", key="1", label=language.BACK, primary=True, back=True),)
        return (
            Action(name="guide", key="1", label=LABELS["guide"], primary=True),
            Action(name="another", key="2", label=home.LABELS["have-it"]),
            Action(name="back", key="3", label=language.BACK, back=True),
        )

    def _another(self) -> tuple[Action, ...]:
        if not self._may_change:
            return ()
        return (Action(name="another", key="4", label=guide.TYPE_ANOTHER),)

    def _actions(self) -> tuple[Action, ...]:
        if not self._there_is_one:
            return self._without_one()
        back = Action(name="back", key="3", label=language.BACK, back=True)
        if not self._code.revealed:
            show = Action(name="show", key="1", label=language.SHOW_AGAIN, primary=True, stays=True)
            return (show, *self._another(), back)
        if self._keys.display:
            several = len(self._keys.pages) > 1
            further = Action(name="further", key="1", label=language.READ_ON, primary=True)
            code = Action(name="code", key="2", label=words.BACK_TO_CODE, primary=not several)
            return (further, code, back) if several else (code, back)
        hide = Action(name="hide", key="1", label=words.HIDE, primary=True)
        in_words = Action(name="keys", key="2", label=words.KEYS_IN_WORDS)
        others = (in_words,) if self._keys.texts else ()
        another = self._another() if self.app.size.width >= ROOMY or not others else ()
        return (hide, *others, *another, back)


def _keys_in_words(shown: CodeShown) -> tuple[str, ...]:
    """Every step of the press plan in a sentence; none for a family without steps."""
    family = family_by_id(shown.head_unit)
    if not shown.code or family.code is None or family.entry is None or not family.takes_a_code:
        return ()
    try:
        code = SecurityCode(shown.code, family.code)
    except InvalidCodeError:
        return ()
    return tuple(say(step) for step in plan(family, code))
