"""Where only a dealer helps: after too many wrong codes, or because no code can be keyed in."""

from textual import events
from textual.widget import Widget

from pi.radio.head_unit import HeadUnit, Meaning
from pi.service.protocol.views import State
from tui.app.opening import open_screen
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.screens.questions import AskedOnceScreen
from tui.screens.taking_back import with_taking_back
from tui.text import dead_end as words
from tui.text.asked_once import Claim
from tui.text.home import title, tries_left
from tui.text.states import large_word
from tui.widgets.action import in_order
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line


class _SeeADealer(DrawnScreen):
    """The large words, why, what to bring, and a few buttons."""

    STATE: str
    OFFERED: tuple[str, ...]

    def __init__(self) -> None:
        super().__init__()
        self._word = BigWords()
        self._why, self._more_why = Line(classes="strong"), Line(drop=6)
        self._bring = [
            Line(text, drop=drop) for text, drop in zip(words.bring(), (2, 1), strict=True)
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
        offered = in_order(self.OFFERED, words.label, stays={"code"})
        self.offer(*with_taking_back(self, radio, offered, seldom=("more",)))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The display wins; the rest opens on top."""
        name = event.action.name
        if name in {"asks", "plays"}:
            self.app.push_screen(AskedOnceScreen(Claim(name)))
        else:
            open_screen(self.steady, name)


class DeadEndScreen(_SeeADealer):
    """Too many wrong codes."""

    STATE = "DeadEnd"
    OFFERED = ("guide", "code", "asks", "plays", "more")

    def told(self, family: HeadUnit) -> tuple[str, str, str]:
        """The dealer; the display may still say otherwise."""
        return large_word(self.STATE), words.why_dealer(), words.display_wins()


class NoCodeScreen(_SeeADealer):
    """This radio takes no code from its owner."""

    STATE = "NoCode"
    OFFERED = ("guide", "code", "more")

    def told(self, family: HeadUnit) -> tuple[str, str, str]:
        """What locks it instead."""
        mistaken = family.words_meaning(Meaning.NOT_A_PROMPT)
        return large_word(self.STATE), words.why_no_code(family), words.looks_like(mistaken)
