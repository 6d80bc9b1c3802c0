"""The serial number: optional, and its shape is a hint, never a bar."""

from pi.radio.head_unit import HeadUnit
from pi.radio.serial_misread import misfits
from pi.radio.serial_number import SerialLook, also_needed, confusable, joined, looks_like
from tui.families import families
from tui.screens.setup.interview import Step
from tui.screens.setup.page import Page
from tui.screens.typed import TypedScreen
from tui.text import keys
from tui.text import vehicles as words
from tui.widgets.pads import Letters

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
        return _hint(self.text, unit)

    async def entered(self) -> None:
        """As it was typed."""
        self.draft.serial = self.text.strip() or self.draft.serial
        self.go_on()


_OTHER_NUMBERS = {SerialLook.MODEL_NUMBER, SerialLook.PART_NUMBER, SerialLook.OTHER_NUMBER}


def _hint(text: str, unit: HeadUnit) -> str:
    """The one thing most worth knowing about this number."""
    look = looks_like(text, unit, families()).look
    if look not in _OTHER_NUMBERS:
        if digits := joined(text, unit):
            return words.serial_joined(digits)
        if needed := also_needed(text, unit):
            return words.serial_also(needed.value)
        slips = misfits(text, unit)
        if slips and (slips[0].instead or look is SerialLook.UNKNOWN_SHAPE):
            first = slips[0]
            return words.serial_misfit(
                first.position, first.char, first.expects.value, first.instead
            )
    pairs = (f"{each.char}/{'/'.join(each.alternatives)}" for each in confusable(text, unit))
    return words.serial_looks(look.value, " ".join(list(dict.fromkeys(pairs))[:MOST_NAMED]))
