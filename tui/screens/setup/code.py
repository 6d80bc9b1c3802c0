"""The code, typed from the paper, twice; and the serial number, where there is one."""

from pi.radio.head_unit import HeadUnit
from pi.radio.security_code import CodeProblem
from pi.radio.serial_number import SerialLook, also_needed, confusable, joined, looks_like, misfits
from pi.service.protocol.views import State
from tui.families import catalogue, families, family_by_id
from tui.screens.setup.interview import Interview, Page, Step
from tui.screens.setup.pages import ToldPage
from tui.screens.setup.radio import FamiliesPage
from tui.screens.typed import BACK, OTHER, AgainScreen, TypedScreen
from tui.text import language, radios
from tui.text import vehicles as words
from tui.text.refusals import no_code_of_it, whose_else
from tui.widgets.actions import Action, ActionButton
from tui.widgets.typing import Letters

LOST = "lost"

LEAST_FOR_A_HINT = 4  # characters: every shape known is at least as long
MOST_NAMED = 4  # characters that are easily misread

_OTHER_NUMBERS = {SerialLook.MODEL_NUMBER, SerialLook.PART_NUMBER, SerialLook.OTHER_NUMBER}


class _CodePage(Page, TypedScreen):
    """The places that a code of this family has."""

    step = Step.CODE

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        unit = self.draft.head_unit
        assert unit is not None
        assert unit.code is not None
        self._shape = unit.code
        self.least = min(self._shape.lengths)
        makes = {fits.make for fits in unit.fits}
        every = (one.code for make in makes for one in families(make=make) if one.code is not None)
        longest = max((max(one.lengths) for one in every), default=0)
        self.most = max(longest, *self._shape.lengths)  # a code of another radio is told as such


class CodePage(_CodePage):
    """The first entry: its digits are shown, to be compared with the paper."""

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self.text = self.draft.code

    def question(self) -> str:
        """What a code of this radio looks like."""
        return words.type_code(radios.code_rule(self._shape))

    def primary(self) -> str:
        """A whole code is compared with the paper."""
        return words.CODE_TYPED if len(self.text) >= self.least else language.NEXT

    def other(self) -> Action | None:
        """For who has no code yet."""
        if not self.interview.may_lack_code:
            return None
        return Action(name=OTHER, key="N", label=words.NO_CODE_AT_HAND)

    async def entered(self) -> None:
        """It must be a code of this radio."""
        unit = self.draft.head_unit
        assert unit is not None
        problem = catalogue().find_problem(unit, self.text)
        if problem is not None and problem.could_be:
            self.turn_to(OtherRadioPage(self.interview, problem, self.text))
            return
        if problem is not None:
            self.notice(no_code_of_it(problem))
            return
        self.draft.code = self.text
        self.draft.code_is_lost = False
        self.turn_to(CodeAgainPage(self.interview))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Where a code is found."""
        if event.action.name == OTHER:
            self.turn_to(NoCodeYetPage(self.interview))


class OtherRadioPage(ToldPage):
    """The code is none of this radio's: who says so, and the radios whose it could be."""

    step = Step.CODE

    def __init__(self, interview: Interview, problem: CodeProblem, code: str) -> None:
        super().__init__(interview)
        self._problem = problem
        self._code = code

    def told(self, state: State) -> tuple[str, ...]:
        """Why not, who says so, whose else."""
        problem = self._problem
        named = whose_else(problem, lambda one: radios.name(family_by_id(one)))
        return (no_code_of_it(problem), *reversed(named))

    def draw(self, state: State) -> None:
        """Type it again, or choose one of the others, where a radio is being chosen."""
        super().draw(state)
        choosing = Step.RADIO in self.interview.steps()
        again = Action(name=BACK, key="1", label=words.TYPE_IT_AGAIN, primary=True, back=True)
        others = Action(name=OTHER, key="2", label=words.ANOTHER_RADIO)
        self.offer(again, *([others] if choosing else []))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The others in a list; to the one that is chosen the code is brought along."""
        if event.action.name == OTHER:
            self.draft.code = self._code
            found = tuple(map(family_by_id, self._problem.could_be))
            self.turn_to(FamiliesPage(self.interview, found, self._problem.make))


class CodeAgainPage(_CodePage, AgainScreen):
    """The second entry: masked, so that it is read from the paper and not from the screen."""

    masked = in_sight = True

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self.first = self.draft.code
        self.only_unlocked = interview.only_unlocked

    def question(self) -> str:
        """Why it is asked twice."""
        return words.TYPE_CODE_AGAIN

    def is_whole(self) -> bool:
        """It is the first once more, and no code of this radio has more digits."""
        return self.text == self.first and len(self.text) == self.most

    async def agreed(self) -> None:
        """On with it."""
        self.go_on()

    def begin_anew(self) -> None:
        """What was typed first is not kept as the code meanwhile."""
        self.draft.code = ""
        super().begin_anew()


class NoCodeYetPage(ToldPage):
    """Where a code is found, and the way on without it."""

    step = Step.CODE

    def told(self, state: State) -> tuple[str, ...]:
        """In the order to look."""
        return words.FINDING_A_CODE

    def draw(self, state: State) -> None:
        """Keep the car without it, or go back to type it."""
        super().draw(state)
        self.offer(
            Action(name=LOST, key="1", label=words.KEEP_WITHOUT_CODE, primary=True),
            Action(name=BACK, key="2", label=language.BACK, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """On without the code, and without its source."""
        if event.action.name == LOST:
            self.draft.lose_code()
            self.go_on()


class SerialPage(Page, TypedScreen):
    """Typed from the label, or left out."""

    step = Step.SERIAL
    most = 40

    def make_pad(self) -> Letters:
        """Letters, digits and a dash."""
        return Letters()

    def question(self) -> str:
        """What it is good for."""
        return words.TYPE_SERIAL

    def label(self) -> str:
        """The field's name."""
        return words.SERIAL_LABEL

    def suggestion(self) -> str:
        """What was typed here before."""
        return self.draft.serial

    def primary(self) -> str:
        """Keep it, or leave it out."""
        return words.SERIAL_TYPED if self.text or self.draft.serial else words.SERIAL_LATER

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text or self.draft.serial else language.SKIP

    def placeholder(self) -> str:
        """It may be left out."""
        return words.SERIAL_MAY_WAIT

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


def _hint(text: str, unit: HeadUnit) -> str:
    """The one thing most worth knowing about this number."""
    look = looks_like(text, unit, families()).look
    if look not in _OTHER_NUMBERS:
        if digits := joined(text, unit):
            return words.serial_joined(digits)
        if needed := also_needed(text, unit):
            return words.SERIAL_ALSO[needed.value]
        slips = misfits(text, unit)
        if slips and (slips[0].instead or look is SerialLook.UNKNOWN_SHAPE):
            first = slips[0]
            return words.serial_misfit(
                first.position, first.char, first.expects.value, first.instead
            )
    pairs = (f"{each.char}/{'/'.join(each.alternatives)}" for each in confusable(text, unit))
    return words.serial_looks(look.value, " ".join(list(dict.fromkeys(pairs))[:MOST_NAMED]))
