"""The interview: which question follows, what was answered so far, and what all its pages share."""

from enum import Enum, StrEnum

from pi.radio.head_unit import HeadUnit
from pi.radio.security_code import STARS, find_problem
from pi.service.protocol.commands import Beginning, NewVehicle
from pi.service.protocol.views import State
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.typed import BACK
from tui.text import vehicles as words
from tui.widgets.actions import ActionButton


class CodeSource(StrEnum):
    """Where a code came from. The values are what is kept, and what scripts see."""

    CARD = "card"
    HANDBOOK = "handbook"
    STICKER = "sticker"
    DEALER = "dealer"
    ONLINE = "online service"
    PREVIOUS_OWNER = "previous owner"
    SPECIALIST = "specialist"


class Draft:
    """One vehicle and the ways to unlock, as far as they are known. Prints as stars."""

    __slots__ = (
        "beginning",
        "code",
        "code_is_lost",
        "head_unit",
        "make",
        "name",
        "passphrase",
        "pin",
        "serial",
        "shows",
        "source",
    )

    def __init__(self) -> None:
        self.head_unit: HeadUnit | None = None
        self.make = ""
        self.shows = ""  # what the display reads, as far as it helped to find the radio
        self.beginning: Beginning | None = None
        self.name = ""
        self.code = ""
        self.code_is_lost = False  # kept without it, and looked for afterwards
        self.serial = ""
        self.source = ""
        self.pin = ""
        self.passphrase = ""

    def choose(self, head_unit: HeadUnit, make: str = "") -> None:
        """This is the radio. A code that can't be one of this radio is forgotten."""
        if head_unit != self.head_unit:
            self.beginning = None
        self.head_unit = head_unit
        self.make = make or next((fit.make for fit in head_unit.fits), "")
        if not self.takes_a_code:
            self.code = self.source = ""
            self.code_is_lost = False
        elif head_unit.code is not None and find_problem(self.code, head_unit.code) is not None:
            self.code = ""

    @property
    def takes_a_code(self) -> bool:
        """Whether the radio takes a code; taken for granted before the radio is known."""
        unit = self.head_unit
        return unit is None or (unit.takes_a_code and unit.code is not None)

    def lose_code(self) -> None:
        """There is none to type: the car is kept without it."""
        self.code = self.source = ""
        self.code_is_lost = True

    def as_vehicle(self) -> NewVehicle:
        """The vehicle, as the service is asked to keep it. Only with a head unit and a name."""
        assert self.head_unit is not None
        return NewVehicle(
            name=self.name,
            head_unit=self.head_unit.id,
            code=self.code,
            serial=self.serial,
            source=self.source,
            code_is_lost=self.code_is_lost,
            beginning=self.beginning,
        )

    def __repr__(self) -> str:
        return f"Draft({STARS})"


class Step(Enum):
    """What is asked, in this order. The value is the first page of each."""

    WELCOME = ScreenName.SET_UP
    RADIO = ScreenName.ASK_RADIO
    STANDS = ScreenName.ASK_STANDS
    NAME = ScreenName.ASK_NAME
    CODE = ScreenName.ASK_CODE
    SERIAL = ScreenName.ASK_SERIAL
    SOURCE = ScreenName.ASK_SOURCE
    PIN = ScreenName.ASK_PIN
    PASSPHRASE = ScreenName.ASK_PASSPHRASE
    RECOVERY = ScreenName.RECOVERY_KEY
    SAVE = ScreenName.SAVE


_OF_A_RADIO_WITH_ONE = (Step.STANDS, Step.CODE, Step.SOURCE)
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

    def next_page(self, step: Step) -> ScreenName:
        """The first page of what follows a step."""
        return self.after(step).value

    def place(self, step: Step) -> tuple[int, int]:
        """A step's number from 1, and how many there are."""
        steps = self.steps()
        return steps.index(step) + 1, len(steps)

    def _applies(self, step: Step) -> bool:
        if step in _OF_A_RADIO_WITH_ONE and not self.draft.takes_a_code:
            return False
        if step is Step.SOURCE and self.draft.code_is_lost:
            return False
        if step is Step.PASSPHRASE and not self._keyboard:
            return False
        if step is Step.SAVE:
            return not self._first_start
        return self._first_start or step not in _FIRST_START


class Page(DrawnScreen):
    """One page of one step. Pages lie on each other, so Back finds what was entered."""

    step: Step

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.draft = interview.draft

    @property
    def heading(self) -> str:
        """What this page is about, for the title."""
        return words.HEADINGS[self.step.name]

    @property
    def parting(self) -> str:
        """What is said to who leaves here."""
        return words.NOTHING_WAS_SAVED

    def draw(self, state: State) -> None:
        """The title with the step."""
        if self.interview.only_unlocked and not state.lock.unlocked:
            self.steady.go_to_state()
            return
        self.entitle(self.heading, words.step_of(*self.interview.place(self.step)))

    def turn_to(self, page: "Page") -> None:
        """Show another page of this step."""
        self.app.push_screen(page)

    def go_on(self) -> None:
        """This step is answered: show the next."""
        self.steady.open(self.interview.next_page(self.step), self.interview)

    def go_back(self) -> None:
        """Show the page before this one, as it was left."""
        self.app.pop_screen()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The way back, which all pages have."""
        if event.action.name == BACK:
            self.go_back()
