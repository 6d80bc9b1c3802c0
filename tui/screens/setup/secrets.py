"""The PIN: what it is good for, then twice its digits."""

from pi.service.protocol.views import State
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.page import BACK, Page
from tui.screens.setup.pages import ToldPage
from tui.screens.twice import AgainScreen
from tui.screens.typed import TypedScreen
from tui.text import device_key, keys
from tui.text import protecting as words
from tui.text.refusals import bad_field
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

CHOOSE, NONE = "choose", "none"


class PinPage(ToldPage):
    """What a PIN protects from, and what not. Only a keyboard's passphrase can stand in for it."""

    step = Step.PIN

    def told(self, state: State) -> tuple[str, ...]:
        """Onlookers and the network: yes. The memory card: where the device key decides."""
        place = state.lock.device_key
        card = words.pin_and_card(place)
        if self.interview.keyboard:
            stronger = "" if place == "credential" else words.passphrase_alone()
        else:
            stronger = words.passphrase_over_ssh()
        later = () if place == "stick" else (device_key.later_on_a_stick(),)
        return (words.pin_guards(), f"{card} {stronger}".strip(), *later)

    def draw(self, state: State) -> None:
        """Choose one, or go without where there is a keyboard."""
        super().draw(state)
        choose = Action(name=CHOOSE, key="1", label=words.choose_pin(), primary=True)
        none = Action(name=NONE, key="2", label=words.no_pin())
        others = [none] if self.interview.keyboard else []
        key = str(len(others) + 2)
        self.offer(choose, *others, Action(name=BACK, key=key, label=keys.back(), back=True))

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
    least, most = words.PIN_SHORTEST, words.PIN_LONGEST

    def question(self) -> str:
        """How long it may be."""
        return words.type_pin()

    async def entered(self) -> None:
        """Long enough, and not what it hides."""
        if len(self.text) < words.PIN_SHORTEST:
            self.notice(bad_field("pin", "too_short"))
        elif self.text == self.draft.code:
            self.clear()
            self.notice(words.pin_is_the_code())
        else:
            self.turn_to(PinAgainPage(self.interview, self.text))


class PinAgainPage(Page, AgainScreen):
    """The second entry."""

    step = Step.PIN
    masked = True
    least, most = words.PIN_SHORTEST, words.PIN_LONGEST

    def __init__(self, interview: Interview, first: str) -> None:
        super().__init__(interview)
        self.first = first

    def question(self) -> str:
        """Once more."""
        return words.type_pin_again()

    async def agreed(self) -> None:
        """On with it."""
        self.draft.pin = self.text
        self.go_on()
