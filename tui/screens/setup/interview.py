"""The questions, in order: which one follows, and how many there are."""

from enum import Enum
from typing import TYPE_CHECKING

from tui.screens.setup.draft import Draft

if TYPE_CHECKING:
    from tui.screens.setup.page import Page


class Step(Enum):
    """What is asked, in this order. The value is the first page of each."""

    WELCOME = "tui.screens.setup.welcome:SetUpScreen"
    RADIO = "tui.screens.setup.radio:RadioPage"
    NAME = "tui.screens.setup.naming:NamePage"
    CODE = "tui.screens.setup.code:CodePage"
    SERIAL = "tui.screens.setup.serial:SerialPage"
    SOURCE = "tui.screens.setup.source:SourcePage"
    PIN = "tui.screens.setup.secrets:PinPage"
    PASSPHRASE = "tui.screens.setup.passphrase:PassphrasePage"
    RECOVERY = "tui.screens.setup.recovery:RecoveryPage"
    SAVE = "tui.screens.setup.save:SavePage"

    def page(self, interview: "Interview") -> "Page":
        """The first page of this step."""
        from importlib import import_module

        module, _, name = self.value.partition(":")
        made: Page = getattr(import_module(module), name)(interview)
        return made


_OF_A_CODE = (Step.CODE, Step.SOURCE)
_FIRST_START = (Step.WELCOME, Step.PIN, Step.PASSPHRASE, Step.RECOVERY)


class Interview:
    """The draft and the way through it, for the first start or for one more vehicle.

    ``keyboard``: whether a passphrase can be asked for here.
    """

    may_lack_code = True
    """Whether an owner without a code can go on."""
    only_unlocked = False
    """Whether the pages close when the screen is locked."""

    def __init__(self, *, first_start: bool, keyboard: bool = True) -> None:
        self.draft = Draft()
        self._first_start = first_start
        self._keyboard = keyboard

    @property
    def keyboard(self) -> bool:
        """Whether there is a keyboard to type a passphrase on."""
        return self._keyboard

    def steps(self) -> tuple[Step, ...]:
        """The steps that apply, as far as the answers go."""
        return tuple(step for step in Step if self._applies(step))

    def after(self, step: Step) -> Step:
        """The step that follows. The last one has none: a ValueError."""
        steps = self.steps()
        at = steps.index(step) + 1
        if at == len(steps):
            raise ValueError("nothing follows the last step")
        return steps[at]

    def next_page(self, step: Step) -> "Page":
        """The first page of what follows a step."""
        return self.after(step).page(self)

    def place(self, step: Step) -> tuple[int, int]:
        """A step's number from 1, and how many there are."""
        steps = self.steps()
        return steps.index(step) + 1, len(steps)

    def _applies(self, step: Step) -> bool:
        if step in _OF_A_CODE and not self.draft.takes_a_code:
            return False
        if step is Step.SOURCE and self.draft.code_is_lost:
            return False
        if step is Step.PASSPHRASE and not self._keyboard:
            return False
        if step is Step.SAVE:
            return not self._first_start
        return self._first_start or step not in _FIRST_START
