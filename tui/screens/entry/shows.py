"""What does the radio show? The family's own words to pick from, so that nothing is mistyped."""

from collections.abc import Callable

from msgspec import Struct

from pi.radio.head_unit import HeadUnit, Meaning
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.questions import AskedOnceScreen
from tui.text import outcome as words
from tui.text.asked_once import Claim
from tui.text.home import tries_left
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.lists import PagedList


class Option(Struct, frozen=True, kw_only=True):
    """One thing the display can show. ``outcome`` None: nothing that would be reported."""

    says: str
    outcome: Outcome | None = None
    shows: str | None = None


class WhatItShowsScreen(DrawnScreen):
    """Reports what was picked, as an answer to what the owner saw when this was opened."""

    def __init__(
        self, options: tuple[Option, ...], otherwise: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self._options, self._otherwise = options, otherwise
        self._answers: int | None = None
        self._list = PagedList([option.says for option in options], states=self.steady.settle)

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
        asked, left = words.what_shows(), tries_left(state.radio)
        roomy = len(asked) + len(left) + 4 <= self.app.size.width
        self.entitle(asked, left if roomy else "")
        self.offer(Action(name="back", key="Esc", label=words.label("back"), back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the question before."""
        self.dismiss()

    async def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Report it."""
        if not self.steady.settle.allows():
            return
        option = self._options[event.index]
        if option.outcome is None:
            self.dismiss()
            self._otherwise()
            return
        radio = self.steady.state.radio if self.steady.state is not None else None
        if option.outcome is Outcome.ACCEPTED and radio is not None and radio.rejected:
            await self.app.switch_screen(AskedOnceScreen(Claim.PLAYS))
            return
        await self.steady.report(option.outcome, shows=option.shows, answers=self._answers)
        if self.is_current:
            self.dismiss()


def before_a_try(family: HeadUnit, otherwise: Callable[[], None]) -> WhatItShowsScreen:
    """What it may show instead of asking."""
    asks = {*family.words_meaning(Meaning.PROMPT), *family.words_meaning(Meaning.BEFORE_PROMPT)}
    refuses = [word for word in _refusing(family) if word not in asks]
    return WhatItShowsScreen(
        (
            *(_seen(word, Outcome.STILL_WAITING) for word in refuses),
            Option(says=words.says("waits"), outcome=Outcome.STILL_WAITING),
            Option(says=words.says("plays"), outcome=Outcome.ACCEPTED),
            Option(says=words.says("none-of-these")),
        ),
        otherwise,
    )


def after_a_try(family: HeadUnit) -> WhatItShowsScreen:
    """What it may show when it has refused a code."""
    wrong = family.words_meaning(Meaning.WRONG)
    refusing = [word for word in _refusing(family) if word not in wrong]
    return WhatItShowsScreen(
        (
            *(_seen(word, Outcome.REJECTED) for word in (*wrong, *refusing)),
            Option(says=words.says("something-else"), outcome=Outcome.REJECTED),
        )
    )


def during_a_wait(family: HeadUnit) -> WhatItShowsScreen:
    """What it may show while it refuses to ask: one of these may mean the end."""
    return WhatItShowsScreen(
        (
            *(_seen(word, Outcome.STILL_WAITING) for word in _refusing(family)),
            Option(says=words.says("something-else"), outcome=Outcome.STILL_WAITING),
        )
    )


def _refusing(family: HeadUnit) -> list[str]:
    waiting = family.words_meaning(Meaning.WAITING)
    return [*waiting, *(w for w in family.words_meaning(Meaning.FINAL) if w not in waiting)]


def _seen(word: str, outcome: Outcome) -> Option:
    return Option(says=words.it_shows(word), outcome=outcome, shows=word)
