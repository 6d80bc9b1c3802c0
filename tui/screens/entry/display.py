"""What stands on the display instead of what should: picked from the family's words, with the
figure beside it, or typed as it is read.

What is picked or typed is read by the service, and never kept.
"""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from pi.radio.display import MOST_DIGITS, FigureBeside, as_shown, beside, with_figure, with_time
from pi.radio.head_unit import DisplayWord, HeadUnit, Meaning
from pi.radio.steps import Check, Step
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.confirmations import AskedOnceScreen
from tui.screens.typed import BACK, TypedScreen
from tui.text import entry as words
from tui.text import language
from tui.text.home import tries_left
from tui.text.lockout import Claim
from tui.widgets.actions import Action, ActionButton
from tui.widgets.lists import PagedList
from tui.widgets.typing import Digits, Letters

Said = Callable[[str], None]
Act = Callable[[], None]

TIME_PLACES: Final = 2  # digits of the minutes, and of the seconds
LONGEST_WORD: Final = 40  # characters


class FigureScreen(TypedScreen):
    """Which figure stands beside this word? Nothing typed is none."""

    def __init__(self, word: DisplayWord, said: Said) -> None:
        self._word, self._said = word, said
        self._figure = beside(word)
        super().__init__()
        self.most = 2 * TIME_PLACES if self._figure is FigureBeside.TIME else MOST_DIGITS

    def make_pad(self) -> Digits:
        """Ten digits."""
        return Digits()

    def draw(self, state: State) -> None:
        """The word, as it is on the list."""
        self.entitle(words.it_shows(as_shown(self._word.text)))
        super().draw(state)

    def question(self) -> str:
        """How much time, or which number."""
        time = self._figure is FigureBeside.TIME
        return words.HOW_MUCH_TIME if time else words.WHICH_NUMBER

    def shown(self) -> str:
        """A time as it stands on the display."""
        timed = self._figure is FigureBeside.TIME and len(self.text) > TIME_PLACES
        return f"{self.text[:-TIME_PLACES]}:{self.text[-TIME_PLACES:]}" if timed else self.text

    def primary(self) -> str:
        """The word with what is typed."""
        return words.it_shows(self._whole()) if self.text else words.NO_FIGURE

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text else language.SKIP

    async def entered(self) -> None:
        """Say it."""
        self.leave()
        self._said(self._whole())

    def _whole(self) -> str:
        return with_figure(self._word, self.text)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the list."""
        if event.action.name == BACK:
            self.go_back()


class WordScreen(TypedScreen):
    """What it shows, typed as it is read."""

    most = LONGEST_WORD

    def __init__(self, said: Said) -> None:
        self._said = said
        super().__init__()

    def make_pad(self) -> Letters:
        """Letters, digits and a dash."""
        return Letters()

    def draw(self, state: State) -> None:
        """What is asked."""
        self.entitle(language.WHAT_DOES_IT_SHOW)
        super().draw(state)

    def question(self) -> str:
        """As it is read."""
        return words.TYPE_THE_WORD

    def label(self) -> str:
        """The field's name."""
        return words.WORD_LABEL

    async def entered(self) -> None:
        """Say it. Nothing typed says nothing."""
        typed = self.text.strip()
        if not typed:
            self.notice(self.question())
            return
        self.leave()
        self._said(typed)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the list."""
        if event.action.name == BACK:
            self.go_back()


class Option(Struct, frozen=True, kw_only=True):
    """One thing the display can show: reported as ``outcome``, or answered by ``then``."""

    says: str
    outcome: Outcome | None = None
    word: DisplayWord | None = None
    typed: bool = False  # what it shows is asked for
    then: Act = lambda: None


class WhatItShowsScreen(DrawnScreen):
    """Reports what was picked, as an answer to what the owner saw when this was opened."""

    def __init__(self, options: tuple[Option, ...]) -> None:
        super().__init__()
        self._options = options
        self._answers: int | None = None
        self._list = PagedList([option.says for option in options], states=self.steady.press_guard)

    def body(self) -> tuple[PagedList, ...]:
        """The words."""
        return (self._list,)

    def on_screen_resume(self) -> None:
        """What comes into view again rests anew."""
        self._list.stand_anew()

    def show_rest(self) -> None:
        """The items rest as the buttons do."""
        super().show_rest()
        self._list.show_rest()

    def draw(self, state: State) -> None:
        """The question stands in the title: the list needs the room."""
        if state.radio is None:
            return
        if self._answers is None:
            self._answers = state.radio.seq
        asked, left = language.WHAT_DOES_IT_SHOW, tries_left(state.radio)
        roomy = len(asked) + len(left) + 4 <= self.app.size.width
        self.entitle(asked, left if roomy else "")
        self.offer(Action(name="back", key="Esc", label=words.OUTCOME_LABELS["back"], back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the question before."""
        self.dismiss()

    async def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Report it."""
        if not self.steady.press_guard.allows():
            return
        option = self._options[event.index]
        radio = self.steady.state.radio if self.steady.state is not None else None
        if option.outcome is None:
            self.dismiss()
            option.then()
        elif option.outcome is Outcome.ACCEPTED and radio is not None and radio.rejected:
            await self.app.switch_screen(AskedOnceScreen(Claim.PLAYS))
        else:
            await self._pick(option, option.outcome)

    async def _pick(self, option: Option, outcome: Outcome) -> None:
        """Report it, once the figure beside it is known, or what is typed."""

        def said(shows: str) -> None:
            self.app.run_worker(self._report(outcome, shows), exit_on_error=True)

        if option.typed:
            self.app.push_screen(WordScreen(said))
        elif option.word is not None and beside(option.word) is not None:
            self.app.push_screen(FigureScreen(option.word, said))
        else:
            await self._report(outcome, None if option.word is None else as_shown(option.word.text))

    async def _report(self, outcome: Outcome, shows: str | None) -> None:
        await self.steady.report(outcome, shows=shows, answers=self._answers)
        self.leave()


def before_a_try(family: HeadUnit, dark: Act, otherwise: Act) -> WhatItShowsScreen:
    """What it may show instead of asking."""
    return WhatItShowsScreen(
        (
            *_seen(_refusing(family, but=_asking(family)), Outcome.STILL_WAITING),
            Option(says=words.SAYS["waits"], outcome=Outcome.STILL_WAITING),
            Option(says=words.SAYS["plays"], outcome=Outcome.ACCEPTED),
            Option(says=words.SAYS["dark"], then=dark),
            Option(says=words.SAYS["typed"], outcome=Outcome.ASKING, typed=True),
            Option(says=words.SAYS["none-of-these"], then=otherwise),
        )
    )


def during_an_entry(
    family: HeadUnit, step: Step, *, dark: Act, elsewhere: Act | None, anew: Act
) -> WhatItShowsScreen:
    """What it may show instead of what this step says, the code not being sent.

    ``elsewhere``: another position can be mended. A word with which it asks means that it has
    forgotten what was keyed: the entry begins ``anew``, as it does where nothing else helps.
    """
    asks = _asking(family)
    wrong = [word for word in _meaning(family, Meaning.WRONG) if word not in asks]
    refuses = _refusing(family, but=[*asks, *wrong])
    elsewhere_too = (
        [] if elsewhere is None else [Option(says=words.SAYS["elsewhere"], then=elsewhere)]
    )
    return WhatItShowsScreen(
        (
            *([Option(says=words.SAYS["digit"], then=anew)] if isinstance(step, Check) else []),
            *elsewhere_too,
            Option(says=words.SAYS["dark"], then=dark),
            *_seen(refuses, Outcome.STILL_WAITING),
            *_seen(wrong, Outcome.REJECTED),
            *(Option(says=words.it_shows(as_shown(word.text)), then=anew) for word in asks),
            *([] if refuses else [Option(says=words.SAYS["waits"], outcome=Outcome.STILL_WAITING)]),
            Option(says=words.SAYS["plays"], outcome=Outcome.ACCEPTED),
            Option(says=words.LABELS["different"], then=anew),
        )
    )


def after_a_try(family: HeadUnit) -> WhatItShowsScreen:
    """What it may show when it has refused a code."""
    wrong = _meaning(family, Meaning.WRONG)
    return WhatItShowsScreen(
        (
            *_seen([*wrong, *_refusing(family, but=wrong)], Outcome.REJECTED),
            Option(says=words.SAYS["typed"], outcome=Outcome.REJECTED, typed=True),
            Option(says=words.SAYS["something-else"], outcome=Outcome.REJECTED),
        )
    )


def during_a_wait(family: HeadUnit) -> WhatItShowsScreen:
    """What it may show while it refuses to ask: one of these may mean the end."""
    return WhatItShowsScreen(
        (
            *_seen(_refusing(family), Outcome.STILL_WAITING),
            Option(says=words.SAYS["typed"], outcome=Outcome.STILL_WAITING, typed=True),
            Option(says=words.SAYS["something-else"], outcome=Outcome.STILL_WAITING),
        )
    )


def _meaning(family: HeadUnit, *meanings: Meaning) -> list[DisplayWord]:
    """The words of a family with any of these meanings, in the order of the meanings."""
    found = [word for each in meanings for word in family.words if each in word.meanings]
    return [word for at, word in enumerate(found) if word not in found[:at]]


def _asking(family: HeadUnit) -> list[DisplayWord]:
    return _meaning(family, Meaning.BEFORE_PROMPT, Meaning.PROMPT)


def _refusing(family: HeadUnit, but: Sequence[DisplayWord] = ()) -> list[DisplayWord]:
    found = _meaning(family, Meaning.WAITING, Meaning.FINAL)
    return [word for word in found if word not in but]


def _seen(words_of: Sequence[DisplayWord], outcome: Outcome) -> list[Option]:
    """The words, and beside one that only waits the same with its time."""
    found = [each for word in words_of for each in (word, with_time(word)) if each is not None]
    return [
        Option(says=words.it_shows(as_shown(word.text)), outcome=outcome, word=word)
        for word in found
    ]
