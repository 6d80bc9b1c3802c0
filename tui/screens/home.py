"""Home: where the radio stands, in one large word, and the next thing to do."""

from typing import Final

from textual import events

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.commands import StartWalkthrough
from pi.service.protocol.views import CarView, RadioView, State
from tui.families import family_of, is_known
from tui.port import ScreenName
from tui.screens.base import DrawnScreen, must_park
from tui.screens.confirmations import AskedOnceScreen, with_taking_back
from tui.text import home as words
from tui.text.home import buttons
from tui.text.lockout import Claim
from tui.text.states import large_word
from tui.widgets.actions import Action, ActionButton
from tui.widgets.big_digits import STAR, BigDigits
from tui.widgets.fitting import NEVER, BigWords, Fitted, Line

ROOMY: Final = 78
"""Columns of a screen that has room for six buttons side by side."""


class HomeScreen(DrawnScreen):
    """The radio plays, or asks for its code."""

    def __init__(self) -> None:
        super().__init__()
        self._word = BigWords()
        self._park = Line(classes="strong")
        self._battery = Line(drop=1, classes="strong")
        self._guess = Line(drop=3)
        self._cut_off = Line(classes="wait")
        self._none_kept, self._unknown = Line(classes="strong"), Line(classes="warn")
        self._cost = Line()
        self._dead_end = Line(drop=1, classes="warn")
        self._prompt = Line(drop=2)
        self._code = Stars(STAR * 4, size="small")
        self._doubt = Line(drop=1)
        self._last = Line(drop=6)
        self._hint = Line(drop=4)
        self._panel, self._buttons = Line(drop=8), Line(drop=9)
        self._nag = Line(drop=8)
        self._least = (self._nag, self._panel, self._buttons)

    def body(self) -> tuple[Fitted, ...]:
        """The word, what is at stake, and what was last."""
        first = (self._unknown, self._park, self._battery, self._cut_off, self._guess)
        lines = (self._none_kept, self._cost, self._dead_end, self._prompt, self._hint)
        return (
            Fitted(self._word, self._code, *first, *lines, self._doubt, self._last, *self._least),
        )

    def on_resize(self, event: events.Resize) -> None:
        """How many buttons stand here is a matter of the width."""
        self.redraw_at(event.size)

    def draw(self, state: State) -> None:
        """Playing, or asking."""
        radio = state.radio
        if radio is None or radio.state not in {"Playing", "Asking"}:
            return
        family = family_of(radio)
        asks = radio.state == "Asking"
        self.entitle(words.title(state, family), words.tries_left(radio) if asks else "")
        self._word.text = large_word(radio.state)
        self._code.text = STAR * (family.code.lengths[0] if family.code is not None else 4)
        self._code.display = state.code_kept
        self._none_kept.say("" if state.code_kept else words.NO_CODE_KEPT)
        self._unknown.say("" if is_known(radio) else words.NOT_DESCRIBED)
        self._last.say(words.last_attempt(radio.last_attempt))
        self._at_stake(radio if asks else None, family)
        told = words.battery(radio)
        self._battery.say(told if asks else "")
        self._guess.say("" if asks else told)
        parks = asks and must_park(state.car)
        self._park.say(words.PARK_FIRST if parks else "")
        self._cut_off.drop = 2 if told or parks else NEVER  # the button says "again", too
        no_try = parks or not state.code_kept
        self._cost.drop = 2 if no_try else NEVER  # none can be made now
        self._hint.say("" if asks else _hint(family, guessed=bool(told)))
        nag = words.copies_missing(state)
        self._nag.say(nag)
        self._panel.say(words.see_more(state.panel.trouble))
        self._buttons.say(buttons(state))
        width = self.app.size.width
        spares = _spares_a_row(width)
        roomy = width >= ROOMY
        offered = (
            _asking(radio, state, spares)
            if asks
            else _playing(state, roomy=roomy, copies=bool(nag) and spares)
        )
        offered = (*offered, *((_button("practice", 6),) if roomy and asks else ()))
        elsewhere = ("practice", "guide") if state.code_kept else ("guide",)
        actions = with_taking_back(self, radio, offered, elsewhere=elsewhere)
        doubted = asks and state.code_kept
        leads_on = any(one.name == "guide" for one in actions)
        self._doubt.say(words.in_doubt(radio, leads_on=leads_on) if doubted else "")
        self.offer(*actions)

    def _at_stake(self, radio: RadioView | None, family: HeadUnit) -> None:
        """What the next wrong code costs, while the radio asks."""
        cost = radio.next_cost if radio is not None else None
        dear = cost is not None and (cost.dead_end or cost.needs_a_warning)
        self._cost.say(words.next_cost(cost))
        self._cost.set_class(dear, "warn")
        ahead = radio is not None and not (cost is not None and cost.dead_end)
        self._dead_end.say(
            words.dead_end_ahead(family, radio.rejected) if radio is not None and ahead else ""
        )
        self._cut_off.say(words.CUT_OFF if radio is not None and radio.cut_off else "")
        spurious = radio is not None and family.behaviour.spurious_prompt
        self._prompt.say(words.SPURIOUS_PROMPT if spurious else "")

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """One of Home's buttons."""
        match event.action.name:
            case "key-in":
                self.steady.when_unlocked(self._key_in)
            case "plays" | "asks" as claim:
                self.app.push_screen(AskedOnceScreen(Claim(claim)))
            case "practice":
                self.steady.rehearsal.begin()
            case name:
                self.steady.open(ScreenName(name))

    def _key_in(self) -> None:
        self.run_worker(self.steady.tell(StartWalkthrough()), exit_on_error=True)


class Stars(BigDigits):
    """The stored code behind stars."""

    drop = 7


def _spares_a_row(width: int) -> bool:
    """Whether a fifth button costs no row, and leaves the next thing to do the largest.

    Where it does not, More has what it says.
    """
    return width >= ROOMY or width < 48


def _hint(family: HeadUnit, *, guessed: bool) -> str:
    """What to know of a radio that plays. Where it may ask any moment, that is said alone."""
    trial_min = family.behaviour.trial_play_min
    if trial_min:
        return words.plays_on_trial(trial_min)
    return "" if guessed else words.NOTHING_TO_DO


def _asking(radio: RadioView, state: State, plays: bool) -> tuple[Action, ...]:
    """The way into the entry, or to the code where none is kept."""
    fifth = _button("plays", 5)
    first = _with_code(radio, state.car) if state.code_kept else _WITHOUT_CODE
    return (*first, _button("more", 4), *((fifth,) if plays else ()))


def _with_code(radio: RadioView, car: CarView) -> tuple[Action, ...]:
    """Where no wire tells that the car is parked, the owner states it.

    After a refusal the way to the guide asks what is to be asked then.
    """
    label = words.LABELS["key-in-again" if radio.cut_off else "key-in"]
    if not car.senses_parked:
        label = words.i_am_parked(label)
    key_in = (Action(name="key-in", key="1", label=label, primary=True, stays=True),)
    guide = words.LABELS["doubt" if radio.rejected else "guide"]
    others = (_button("code", 2), Action(name="guide", key="3", label=guide))
    return (*(() if must_park(car) else key_in), *others)


def _playing(state: State, *, roomy: bool, copies: bool) -> tuple[Action, ...]:
    """While the radio works is the best moment to practise, to copy, or to ask for a lost code."""
    code_kept = state.code_kept
    first = _button("asks", 1, primary=True)
    others = ["code", "practice", "more"] if code_kept else ["have-it", "guide", "more"]
    if copies:
        others.append("copies")
    elif roomy:  # one more: six would squeeze the main button
        others.append("history" if code_kept else "practice")
    return (first, *(_button(name, key) for key, name in enumerate(others, start=2)))


def _button(name: str, key: int, *, primary: bool = False) -> Action:
    stays = name == "code"
    return Action(name=name, key=str(key), label=words.LABELS[name], primary=primary, stays=stays)


_WITHOUT_CODE = (_button("guide", 1, primary=True), _button("have-it", 2))
