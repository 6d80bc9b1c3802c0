"""How far is the owner? What a radio has behind it when its vehicle joins.

Most come in the middle: somebody has tried, and the radio waits already. What they tell is kept as
told, never as seen.
"""

from collections.abc import Sequence
from typing import Final

from pi.guide.first_aid import read_display
from pi.radio.display import Reading, as_shown, beside, read_on, with_time
from pi.radio.events import Stands
from pi.radio.head_unit import DisplayWord, Meaning
from pi.service.protocol.commands import Beginning
from pi.service.protocol.views import State
from tui.screens.entry.display import FigureScreen, WordScreen
from tui.screens.setup.interview import Interview, Page, Step
from tui.screens.setup.pages import ListedPage, ToldPage
from tui.screens.typed import BACK
from tui.text import language
from tui.text import vehicles as words
from tui.text.entry import doubt
from tui.widgets.actions import Action, ActionButton

SHOWN: Final = "shown"
MOST_TAPPED: Final = 5  # tries; more is like not knowing

_ASKS: Final = frozenset({Meaning.PROMPT, Meaning.BEFORE_PROMPT})
_NO_PROMPT: Final = frozenset({Meaning.WRONG, Meaning.WAITING, Meaning.FINAL})


class _BeginningPage(Page):
    """A page of this step: whatever is answered on one of them is the answer."""

    step = Step.STANDS

    _tried: int | None = None

    def answered(self, beginning: Beginning) -> None:
        """Keep it, and go on."""
        self.draft.beginning = beginning
        self.go_on()

    def shows(self, shows: str) -> None:
        """Keep what it shows instead of asking, and say at once what that calls for."""
        unit = self.draft.head_unit
        assert unit is not None
        self.answered(Beginning(stands=Stands.WAITS, tried=self._tried, shows=shows))
        self.steady.answer(doubt(shows, read_display(unit, shows)) or words.LEAVE_IT_ON)


class StandsPage(_BeginningPage, ToldPage):
    """It asks, somebody tried, it shows something else, or it plays: a button for each."""

    def told(self, state: State) -> tuple[str, ...]:
        """How far?"""
        return (words.HOW_FAR, words.WHY_HOW_FAR)

    def draw(self, state: State) -> None:
        """What was said of the display already goes first."""
        super().draw(state)
        asked = [*([SHOWN] if self._seen else []), *(each.value for each in words.STANDS)]
        labels = {each.value: label for each, label in words.STANDS.items()}
        labels[SHOWN] = words.it_still_shows(self.draft.shows)
        keyed = [
            Action(name=name, key=str(n), label=labels[name], stays=True)
            for n, name in enumerate(asked, 1)
        ]
        self.offer(*keyed, Action(name=BACK, key="0", label=language.BACK, back=True))

    @property
    def _seen(self) -> Reading | None:
        """What was read off the display in looking for the radio, unless it is a plain prompt."""
        unit, shows = self.draft.head_unit, self.draft.shows
        reading = read_on(unit, shows) if unit is not None and shows else None
        is_prompt = reading is None or set(reading.meanings) <= _ASKS
        return None if is_prompt else reading

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """On, or to what has to be known besides."""
        match event.action.name:
            case "shown":
                self._shown()
            case Stands.TRIED:
                self.turn_to(TriedPage(self.interview))
            case Stands.WAITS:
                self.turn_to(ShowsPage(self.interview))
            case Stands.ASKS | Stands.PLAYS as stands:
                self.answered(Beginning(stands=Stands(stands)))

    def _shown(self) -> None:
        """That word; with its figure, if it can have one that was not typed already."""
        unit, reading = self.draft.head_unit, self._seen
        assert unit is not None
        word = next((one for one in unit.words if reading and one.text == reading.word), None)
        timed = None if word is None else with_time(word) or (word if beside(word) else None)
        if timed is None or reading is None or reading.has_figures:
            self.shows(self.draft.shows)
        else:
            self.app.push_screen(FigureScreen(timed, self.shows))


class TriedPage(_BeginningPage, ListedPage):
    """How many wrong codes were keyed in?"""

    COLUMNS = True

    def question(self) -> str:
        """How many?"""
        return words.HOW_MANY_TRIED

    def items(self) -> Sequence[str]:
        """A few, and the way on for who does not know."""
        counted = (words.tried(tries) for tries in range(1, MOST_TAPPED + 1))
        return (*counted, words.NOBODY_KNOWS)

    def chosen(self, index: int) -> None:
        """So many; and what does it do now?"""
        self.turn_to(SincePage(self.interview, index + 1 if index < MOST_TAPPED else None))


class SincePage(_BeginningPage, ToldPage):
    """After those tries: does it ask now, or show something else?"""

    def __init__(self, interview: Interview, tried: int | None) -> None:
        super().__init__(interview)
        self._tried = tried

    def told(self, state: State) -> tuple[str, ...]:
        """What now?"""
        return (words.AND_NOW, words.WHY_HOW_FAR)

    def draw(self, state: State) -> None:
        """Not to know is on the safe side."""
        super().draw(state)
        labels = enumerate(words.SINCE.items(), 1)
        keyed = [
            Action(name=each.value, key=str(n), label=label, stays=True)
            for n, (each, label) in labels
        ]
        self.offer(*keyed, Action(name=BACK, key="0", label=language.BACK, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """On, or to what it shows."""
        match event.action.name:
            case Stands.WAITS:
                self.turn_to(ShowsPage(self.interview, self._tried))
            case Stands.TRIED | Stands.TRIED_AND_ASKS as stands:
                self.answered(Beginning(stands=Stands(stands), tried=self._tried))


class ShowsPage(_BeginningPage, ListedPage):
    """What does it show instead of asking? Its own words first."""

    def __init__(self, interview: Interview, tried: int | None = None) -> None:
        self._tried = tried
        unit = interview.draft.head_unit
        assert unit is not None
        own = [word for word in unit.words if _NO_PROMPT.intersection(word.meanings)]
        timed = (each for word in own for each in (word, with_time(word)) if each is not None)
        self._words: tuple[DisplayWord, ...] = tuple(timed)
        super().__init__(interview)

    def question(self) -> str:
        """What?"""
        return words.WHAT_INSTEAD

    def items(self) -> Sequence[str]:
        """The words, a wait without one, and anything else."""
        own = (words.it_still_shows(as_shown(word.text)) for word in self._words)
        return (*own, words.IT_JUST_WAITS, words.TYPE_IT)

    def chosen(self, index: int) -> None:
        """The word, with the figure beside it where it can have one."""
        if index == len(self._words):
            self.shows("")
        elif index > len(self._words):
            self.app.push_screen(WordScreen(self.shows))
        elif beside(self._words[index]) is None:
            self.shows(as_shown(self._words[index].text))
        else:
            self.app.push_screen(FigureScreen(self._words[index], self.shows))
