"""The PIN and the passphrase: what each is good for, then typed twice."""

import asyncio

from pi.secret_limits import (
    PASSPHRASE_SHORTEST,
    PIN_LONGEST,
    PIN_SHORTEST,
    is_guessed_first,
    is_weak,
)
from pi.service.protocol.views import State
from tui.screens.setup.interview import Interview, Page, Step
from tui.screens.setup.pages import ToldPage
from tui.screens.typed import BACK, AgainScreen, TypedScreen
from tui.text import language
from tui.text import secrets as words
from tui.text.refusals import bad_field
from tui.widgets.actions import Action, ActionButton
from tui.widgets.typing import BOTH_CASES, Letters

CHOOSE, NONE = "choose", "none"


class PinPage(ToldPage):
    """What a PIN protects from, and what not. Only a keyboard's passphrase can stand in for it."""

    step = Step.PIN

    def told(self, state: State) -> tuple[str, ...]:
        """Onlookers and the network: yes. The memory card: where the device key decides."""
        place = state.lock.device_key
        card = words.pin_and_card(place)
        if self.interview.keyboard:
            stronger = "" if place == "credential" else words.PASSPHRASE_ALONE
        else:
            stronger = words.PASSPHRASE_OVER_SSH
        later = () if place == "stick" else (words.LATER_ON_A_STICK,)
        return (words.PIN_GUARDS, f"{card} {stronger}".strip(), *later)

    def draw(self, state: State) -> None:
        """Choose one, or go without where there is a keyboard."""
        super().draw(state)
        choose = Action(name=CHOOSE, key="1", label=words.CHOOSE_PIN, primary=True)
        none = Action(name=NONE, key="2", label=words.WITHOUT_PIN)
        others = [none] if self.interview.keyboard else []
        key = str(len(others) + 2)
        self.offer(choose, *others, Action(name=BACK, key=key, label=language.BACK, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """With or without."""
        if event.action.name == CHOOSE:
            self.turn_to(PinDigitsPage(self.interview))
        elif event.action.name == NONE:
            self.draft.pin = ""
            self.go_on()


class PinDigitsPage(Page, TypedScreen):
    """The first entry."""

    step = Step.PIN
    masked = True
    least, most = PIN_SHORTEST, PIN_LONGEST

    def question(self) -> str:
        """How long it may be."""
        return words.TYPE_PIN

    async def entered(self) -> None:
        """Long enough, not what is guessed first, and not what it hides."""
        if len(self.text) < PIN_SHORTEST:
            self.notice(bad_field("pin", "too_short"))
        elif is_guessed_first(self.text):
            self.clear()
            self.notice(bad_field("pin", "too_easy"))
        elif self.text == self.draft.code:
            self.clear()
            self.notice(words.PIN_IS_THE_CODE)
        else:
            self.turn_to(PinAgainPage(self.interview, self.text))


class PinAgainPage(Page, AgainScreen):
    """The second entry."""

    step = Step.PIN
    masked = True
    least, most = PIN_SHORTEST, PIN_LONGEST

    def __init__(self, interview: Interview, first: str) -> None:
        super().__init__(interview)
        self.first = first

    def question(self) -> str:
        """Once more."""
        return words.TYPE_PIN_AGAIN

    async def agreed(self) -> None:
        """On with it."""
        self.draft.pin = self.text
        self.go_on()


class _PassphrasePage(Page, TypedScreen):
    step = Step.PASSPHRASE
    masked = True

    def make_pad(self) -> Letters:
        """Small and capital letters."""
        return Letters(BOTH_CASES)

    def label(self) -> str:
        """The field's name."""
        return words.LABELS["passphrase"]


class PassphrasePage(_PassphrasePage):
    """The first entry, or none."""

    def question(self) -> str:
        """Whether one is needed."""
        return words.type_passphrase(has_pin=bool(self.draft.pin))

    def primary(self) -> str:
        """Go on with it or without."""
        return language.NEXT if self.text or not self.draft.pin else words.NO_PASSPHRASE

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text or not self.draft.pin else language.SKIP

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
        if len(self.text) < PASSPHRASE_SHORTEST:
            return "too_short"
        if self.text.isdecimal() and len(self.text) <= PIN_LONGEST:
            return "like_a_pin"
        return "too_easy" if await asyncio.to_thread(is_weak, self.text) else ""


class PassphraseAgainPage(_PassphrasePage, AgainScreen):
    """The second entry."""

    def __init__(self, interview: Interview, first: str) -> None:
        super().__init__(interview)
        self.first = first

    def question(self) -> str:
        """Once more."""
        return words.TYPE_PASSPHRASE_AGAIN

    def placeholder(self) -> str:
        """The same, in a few words."""
        return words.ONCE_MORE_SHORT

    async def agreed(self) -> None:
        """On with it."""
        self.draft.passphrase = self.text
        self.go_on()
