"""The radio's wait, and its end where only a dealer helps.

The first button never ends a wait, although the sketches of the screens have it so: it is the
careful answer. What gives up an owed wait, or what was counted, is asked once more, on a screen
that shows what the display must show.
"""

from collections.abc import Mapping
from typing import Final

from textual import events
from textual.widget import Widget

from pi.radio.display import words_shown
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.lockout import documented
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import State, WaitView
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.confirmations import AskedOnceScreen, costs_no_row, with_taking_back
from tui.screens.entry.display import during_a_wait
from tui.text import lockout as words
from tui.text.entry import NOTHING_SAID
from tui.text.home import LABELS, buttons, title, tries_left
from tui.text.lockout import Claim
from tui.text.states import large_word
from tui.widgets.actions import Action, ActionButton, in_order
from tui.widgets.big_digits import Countdown
from tui.widgets.fitting import BigWords, Fitted, Line

_REPORTS: Final = {
    "asks": Outcome.ASKS_AGAIN,
    "still": Outcome.STILL_WAITING,
    "refuses": Outcome.STILL_WAITING,
    "stayed": Outcome.POWER_ON,
    "on-again": Outcome.POWER_ON,
}
_ASKED_ONCE: Final = {"ends": Claim.ASKS, "lost": Claim.LOST, "not-sure": Claim.LOST}
CODE_KEY: Final = "6"  # whatever else stands there
_SAY_NOTHING: Final = {"not-looked", "not-sure-yet", "off-still"}
_STATES: Final = {"asks", "refuses", "stayed", "on-again"}


class LockoutScreen(DrawnScreen):
    """Counts down to the earliest safe try; then says so until the owner has looked."""

    known_as = ScreenName.LOCKOUT

    def __init__(self) -> None:
        super().__init__()
        self._clock = Countdown(clock=self.steady.rehearsal.clock, ticked=self._tell_counted)
        self._head = BigWords()
        self._under = Line(classes="centred strong")
        self._question = Line(classes="strong")
        self._lost = False  # whether the owner said here that the power was lost
        self._wait: WaitView | None = None
        self._counted, self._gaps = Line(drop=6), Line(drop=6)
        self._longer = Line(drop=6)
        self._meanwhile = [Line(drop=1, classes="strong"), Line(drop=2), Line(drop=8)]
        self._wins, self._buttons = Line(drop=7), Line(drop=9)

    def body(self) -> tuple[Widget, ...]:
        """The clock or the question, then why, then what to do."""
        known = (self._longer, self._counted, self._gaps)
        lines = (self._under, self._question, *known, *self._meanwhile, self._wins, self._buttons)
        return (Fitted(self._head, self._clock, *lines),)

    def on_resize(self, event: events.Resize) -> None:
        """How many buttons stand here is a matter of the size."""
        self.redraw_at(event.size)

    def draw(self, state: State) -> None:
        """The wait as the service counts it."""
        radio = state.radio
        if radio is None or radio.wait is None:
            return
        family, wait, safe = family_of(radio), radio.wait, radio.state == "SafeToTry"
        self.entitle(words.title(state), tries_left(radio))
        self._wait = None if safe or wait.key_cycle else wait
        self._lost = self._lost and not wait.counting
        lost = self._lost or (wait.counted_s == 0 and wait.interruptions > 0)
        self._large(wait, safe, lost)
        counts = self._clock.display
        under = self.steady.rehearsal.to_the_earliest() or words.TO_THE_EARLIEST
        self._under.say((words.STANDS_STILL if self.steady.away else under) if counts else "")
        self._question.say(_asked(wait, safe, lost))
        self._explain(wait, family, safe)
        self._buttons.say(buttons(state, lost=lost))
        offered = _actions(wait, family, safe, lost)
        seldom = ("lost", "more")  # a loss of power can be told of under More as well
        offered = with_taking_back(self, radio, offered, seldom=seldom)
        self.offer(*self._with_the_code(state, offered))

    def _with_the_code(self, state: State, offered: tuple[Action, ...]) -> tuple[Action, ...]:
        """The way to the code, where it costs no row; under More it is everywhere."""
        if not state.code_kept or state.practice is not None:
            return offered
        code = Action(name="code", key=CODE_KEY, label=LABELS["code"], stays=True)
        more = (*offered, code)
        return more if costs_no_row(self, offered, more) else offered

    def _large(self, wait: WaitView, safe: bool, lost: bool) -> None:
        """The clock, or what stands in its place."""
        counts = wait.counting and wait.owed_s is not None and not safe
        self._head.text = large_word("SafeToTry") if safe else words.head(wait, lost)
        self._head.display = not counts
        self._clock.display = counts
        self._clock.show(wait.remaining_s, wait.as_of, wait.counting and not self.steady.away)

    def _explain(self, wait: WaitView, family: HeadUnit, safe: bool) -> None:
        """What counts, why not, and what to do meanwhile."""
        self._longer.say(words.longer(wait))
        counts = not safe and not wait.key_cycle
        self._tell_counted()
        self._gaps.say(words.not_counted(wait, family) if counts else "")
        idle = not counts or wait.why_not is not None
        wait_s = None if wait.owed_s is None else documented(wait.owed_s)
        told = ("", "", "") if idle else words.meanwhile(family, wait_s)
        for line, text in zip(self._meanwhile, told, strict=True):
            line.say(text)
        self._wins.say("" if safe else words.DISPLAY_WINS)

    def _lost_power(self) -> None:
        """From here on it is asked whether it is on again, and not whether it stayed on."""
        self._lost = True

    def _tell_counted(self) -> None:
        """What counts so far, by the clock that counts it down."""
        wait = self._wait
        if wait is None:
            self._counted.say("")
            return
        so_far = wait.counted_s + self._clock.passed
        self._counted.say(
            words.counted_so_far(so_far if wait.owed_s is None else min(so_far, wait.owed_s))
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """What the owner saw. The second of two answers is refused as stale."""
        state, name = self.steady.state, event.action.name
        if state is None or state.radio is None:
            return
        family = family_of(state.radio)
        if name in {"more", "take-back", "code"}:
            self.steady.open(ScreenName(name))
        elif name == "still" and family.words_meaning(Meaning.FINAL):
            self.app.push_screen(during_a_wait(family))
        elif name in _ASKED_ONCE:
            claim = _ASKED_ONCE[name]
            said = self._lost_power if claim is Claim.LOST else lambda: None
            self.app.push_screen(AskedOnceScreen(claim, said))
        elif name in _SAY_NOTHING:
            self.steady.answer(NOTHING_SAID[name])
        else:
            await self.steady.report(_REPORTS[name], answers=state.radio.seq)


def _asked(wait: WaitView, safe: bool, lost: bool) -> str:
    if safe:
        return words.LOOK_AT_DISPLAY
    if wait.key_cycle:
        return words.KEY_ENDS_IT
    if wait.why_not is not None:
        return words.asked(wait, lost)
    return words.NO_NUMBER if wait.owed_s is None else ""


def _actions(wait: WaitView, family: HeadUnit, safe: bool, lost: bool) -> tuple[Action, ...]:
    """The questions of this moment, the careful answer first, and More."""
    names = ["still", "ends", "lost"]
    if safe:
        names = ["not-looked", "asks", "refuses"]
    elif wait.key_cycle:
        names = ["still", "ends"]
    elif wait.why_not == "power_off":
        names = ["off-still", "on-again"]
    elif wait.why_not is not None:
        names = ["off-still", "on-again"] if lost else ["not-sure-yet", "stayed", "not-sure"]
    names.append("more")

    labels = words.LABELS | dict.fromkeys(("still", "refuses"), words.says_wait(family))
    return in_order(names, labels, states=_STATES)


class _SeeADealer(DrawnScreen):
    """The large words, why, what to bring, and a few buttons."""

    STATE: str
    OFFERED: tuple[str, ...]
    LABELS: Mapping[str, str] = words.DEAD_END_LABELS

    def __init__(self) -> None:
        super().__init__()
        self._word = BigWords()
        self._why, self._more_why = Line(classes="strong"), Line(drop=6)
        self._bring = [
            Line(text, drop=drop) for text, drop in zip(words.BRING, (2, 1), strict=True)
        ]

    def body(self) -> tuple[Widget, ...]:
        """Why, and what to bring."""
        return (Fitted(self._word, self._why, self._more_why, *self._bring),)

    def on_resize(self, event: events.Resize) -> None:
        """How many buttons stand here is a matter of the size."""
        self.redraw_at(event.size)

    def told(self, family: HeadUnit) -> tuple[str, str, str]:
        """The large words, why, and one thing more."""
        raise NotImplementedError

    def draw(self, state: State) -> None:
        """All of it."""
        radio = state.radio
        if radio is None or radio.state != self.STATE:
            return
        family = family_of(radio)
        self.entitle(title(state, family), tries_left(radio) if family.takes_a_code else "")
        self._word.text, why, more_why = self.told(family)
        self._why.say(why)
        self._more_why.say(more_why)
        offered = in_order(self.OFFERED, self.LABELS, stays={"code"})
        self.offer(*with_taking_back(self, radio, offered, seldom=("more",)))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The display wins; the rest opens on top."""
        name = event.action.name
        if name in {"asks", "plays"}:
            self.app.push_screen(AskedOnceScreen(Claim(name)))
        else:
            self.steady.open(ScreenName(name))


class DeadEndScreen(_SeeADealer):
    """Too many wrong codes."""

    STATE = "DeadEnd"
    OFFERED = ("guide", "code", "asks", "plays", "more")

    def told(self, family: HeadUnit) -> tuple[str, str, str]:
        """The dealer; the display may still say otherwise."""
        return large_word(self.STATE), words.WHY_DEALER, words.DISPLAY_WINS_OVER_DEAD_END


class NoCodeScreen(_SeeADealer):
    """This radio takes no code from its owner."""

    STATE = "NoCode"
    OFFERED = ("guide", "code", "more")
    LABELS = words.NO_CODE_LABELS

    def told(self, family: HeadUnit) -> tuple[str, str, str]:
        """What locks it instead."""
        mistaken = words_shown(family, Meaning.NOT_A_PROMPT)
        return large_word(self.STATE), words.why_no_code(family), words.looks_like(mistaken)
