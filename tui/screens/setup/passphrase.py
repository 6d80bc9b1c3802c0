"""The passphrase: optional beside a PIN, and instead of one where there is none."""

import asyncio

from pi.strength import is_weak
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import Page
from tui.screens.twice import AgainScreen
from tui.screens.typed import TypedScreen
from tui.text import keys
from tui.text import protecting as words
from tui.text.refusals import bad_field
from tui.widgets.pads import BOTH_CASES, Letters


class _PassphrasePage(Page, TypedScreen):
    step = Step.PASSPHRASE
    masked = True

    def make_pad(self) -> Letters:
        """Small and capital letters."""
        return Letters(BOTH_CASES)

    def label(self) -> str:
        """The field's name."""
        return words.passphrase_label()


class PassphrasePage(_PassphrasePage):
    """The first entry, or none."""

    def question(self) -> str:
        """Whether one is needed."""
        return words.type_passphrase(has_pin=bool(self.draft.pin))

    def primary(self) -> str:
        """Go on with it or without."""
        return keys.next_() if self.text or not self.draft.pin else words.no_passphrase()

    def done(self) -> str:
        """The same, in a word."""
        return keys.done() if self.text or not self.draft.pin else keys.skip()

    def placeholder(self) -> str:
        """Whether one is needed, in a few words."""
        return words.passphrase_short(has_pin=bool(self.draft.pin))

    async def entered(self) -> None:
        """Nothing, where a PIN is there, or something long enough."""
        if not self.text and self.draft.pin:
            self.draft.passphrase = ""
            self.go_on()
        elif problem := await self._problem():
            self.notice(bad_field("passphrase", problem))
        elif self.is_current:  # else its owner went back meanwhile
            self.turn_to(PassphraseAgainPage(self.interview, self.text))

    async def _problem(self) -> str:
        """What the service would refuse it for, by its rule."""
        if len(self.text) < words.PASSPHRASE_SHORTEST:
            return "too_short"
        if self.text.isdecimal() and len(self.text) <= words.PIN_LONGEST:
            return "like_a_pin"
        return "too_easy" if await asyncio.to_thread(is_weak, self.text) else ""


class PassphraseAgainPage(_PassphrasePage, AgainScreen):
    """The second entry."""

    def __init__(self, interview: Interview, first: str) -> None:
        super().__init__(interview)
        self.first = first

    def question(self) -> str:
        """Once more."""
        return words.type_passphrase_again()

    def placeholder(self) -> str:
        """The same, in a few words."""
        return words.once_more_short()

    async def agreed(self) -> None:
        """On with it."""
        self.draft.passphrase = self.text
        self.go_on()
