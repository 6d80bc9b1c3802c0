"""The serial number: optional, and its shape is a hint, never a bar."""

from pi.radio.serial_number import confusable, looks_like
from tui.families import families
from tui.screens.pads import Letters
from tui.screens.setup.interview import Step
from tui.screens.setup.page import Page
from tui.screens.typed import TypedScreen
from tui.words import keys
from tui.words import vehicle_facts as words

LEAST_FOR_A_HINT = 4  # characters: every shape known is at least as long
MOST_NAMED = 4  # characters that are easily misread


class SerialPage(Page, TypedScreen):
    """Typed from the label, or left out."""

    step = Step.SERIAL
    most = 40

    def make_pad(self) -> Letters:
        """Letters, digits and a dash."""
        return Letters()

    def question(self) -> str:
        """What it is good for."""
        return words.type_serial()

    def label(self) -> str:
        """The field's name."""
        return words.serial_label()

    def suggestion(self) -> str:
        """What was typed here before."""
        return self.draft.serial

    def primary(self) -> str:
        """Keep it, or leave it out."""
        return words.serial_typed() if self.text or self.draft.serial else words.serial_later()

    def done(self) -> str:
        """The same, in a word."""
        return keys.done() if self.text or self.draft.serial else keys.skip()

    def placeholder(self) -> str:
        """It may be left out."""
        return words.serial_may_wait()

    def hint(self) -> str:
        """What the shape says, and what is easily misread."""
        unit = self.draft.head_unit
        if unit is None or len(self.text.strip()) < LEAST_FOR_A_HINT:
            return ""
        look = looks_like(self.text, unit, families()).look
        pairs = (f"{each.char}/{'/'.join(each.alternatives)}" for each in confusable(self.text))
        return words.serial_looks(look.value, " ".join(list(dict.fromkeys(pairs))[:MOST_NAMED]))

    async def entered(self) -> None:
        """As it was typed."""
        self.draft.serial = self.text.strip() or self.draft.serial
        self.go_on()
