"""How far is the owner? What a radio has behind it when its vehicle joins.

Most come in the middle: somebody has tried, and the radio waits already. What they tell is kept as
told, never as seen.
"""

from collections.abc import Sequence
from typing import Final

from pi.radio.display import as_shown, beside, read_on
from pi.radio.events import Stands
from pi.radio.head_unit import DisplayWord, Meaning
from pi.service.protocol.commands import Beginning
from tui.screens.entry.display import FigureScreen, WordScreen
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.pages import ListedPage
from tui.text import vehicles as words

MOST_TAPPED: Final = 5  # tries; more is like not knowing

_NO_PROMPT: Final = frozenset({Meaning.WRONG, Meaning.WAITING, Meaning.FINAL})


class StandsPage(ListedPage):
    """It plays, it asks, somebody tried, or it shows something else."""

    step = Step.STANDS

    def question(self) -> str:
        """How far?"""
        return words.HOW_FAR

    @property
    def _refusing(self) -> str:
        """What was said of the display while the radio was looked for, if it refuses a code."""
        unit, shows = self.draft.head_unit, self.draft.shows
        reading = read_on(unit, shows) if unit is not None and shows else None
        return shows if reading is not None and reading.refuses else ""

    def items(self) -> Sequence[str]:
        """What was said already goes first."""
        asked = words.STANDS.values()
        return (words.it_still_shows(self._refusing), *asked) if self._refusing else (*asked,)

    def chosen(self, index: int) -> None:
        """On, or to what has to be known besides."""
        if shows := self._refusing:
            if index == 0:
                self.answered(Beginning(shows=shows))
                return
            index -= 1
        stands = list(words.STANDS)[index]
        if stands is Stands.TRIED:
            self.turn_to(TriedPage(self.interview))
        elif stands is Stands.WAITS:
            self.turn_to(ShowsPage(self.interview))
        else:
            self.answered(Beginning(stands=stands))

    def answered(self, beginning: Beginning) -> None:
        """Keep it, and go on."""
        self.draft.beginning = beginning
        self.go_on()


class TriedPage(StandsPage):
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
        """So many."""
        tried = index + 1 if index < MOST_TAPPED else None
        self.answered(Beginning(stands=Stands.TRIED, tried=tried))


class ShowsPage(StandsPage):
    """What does it show instead of asking? Its own words first."""

    def __init__(self, interview: Interview) -> None:
        unit = interview.draft.head_unit
        assert unit is not None
        self._words: tuple[DisplayWord, ...] = tuple(
            word for word in unit.words if _NO_PROMPT.intersection(word.meanings)
        )
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
            self.answered(Beginning(stands=Stands.WAITS))
        elif index > len(self._words):
            self.app.push_screen(WordScreen(self._said))
        elif beside(self._words[index]) is None:
            self._said(self._words[index].text)
        else:
            self.app.push_screen(FigureScreen(self._words[index], self._said))

    def _said(self, shows: str) -> None:
        self.answered(Beginning(stands=Stands.WAITS, shows=shows))
