"""The families that fit, best first, and one of them before it is chosen."""

from collections.abc import Sequence

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import State
from tui.families import families
from tui.screens.setup.interview import Interview, Step
from tui.screens.setup.listed import ListedPage
from tui.screens.setup.page import BACK
from tui.screens.setup.pages import ToldPage
from tui.screens.setup.radio import NotListedPage
from tui.text import choosing_radio as words
from tui.text import keys, known, radios
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton

YES, KNOWN = "yes", "known"


class FamiliesPage(ListedPage):
    """The families to choose from; the last item says that it is none of them."""

    step = Step.RADIO

    def __init__(
        self,
        interview: Interview,
        found: tuple[HeadUnit, ...],
        make: str = "",
        *,
        narrowed: bool = False,
    ) -> None:
        """``narrowed``: the make has more, which are one tap away."""
        self._found = found
        self._make = make
        ids = {each.id for each in found}
        others = families(make=make) if narrowed else ()
        self._all = (*found, *(each for each in others if each.id not in ids))
        super().__init__(interview)

    def items(self) -> Sequence[str]:
        """Each family in a line or two, and where they are not all, the way to the others."""
        more = [words.all_of(self._make)] if self._has_more else []
        return [*(radios.in_a_list(each) for each in self._found), *more, words.none_of_these()]

    @property
    def _has_more(self) -> bool:
        return len(self._all) > len(self._found)

    def question(self) -> str:
        """How many fit."""
        return words.which_family(len(self._found))

    def chosen(self, index: int) -> None:
        """Show it before it is taken."""
        if index < len(self._found):
            self.turn_to(FamilyPage(self.interview, self._found[index], self._make))
        elif self._has_more and index == len(self._found):
            self.turn_to(FamiliesPage(self.interview, self._all, self._make))
        else:
            self.turn_to(NotListedPage(self.interview, self._make))


class FamilyPage(ToldPage):
    """One family: what its display shows, its cars, and what its code looks like."""

    step = Step.RADIO

    def __init__(self, interview: Interview, head_unit: HeadUnit, make: str) -> None:
        super().__init__(interview)
        self._head_unit = head_unit
        self._make = make

    @property
    def heading(self) -> str:
        """The question."""
        return words.is_it_yours()

    def told(self, state: State) -> tuple[str, ...]:
        """What tells it from others; of one that takes no code, that first."""
        unit = self._head_unit
        shape = unit.code
        no_code = radios.takes_no_code(unit.protection)
        said = (
            radios.name(unit),
            no_code if no_code or unit.takes_a_code else radios.no_steps(),
            radios.shows(unit),
            radios.code_rule(shape) if shape is not None and unit.takes_a_code else "",
            radios.cars(unit, self._make),
            radios.proof(unit) if unit.takes_a_code else "",
        )
        return tuple(each for each in said if each)

    def draw(self, state: State) -> None:
        """Take it, or look at others."""
        super().draw(state)
        takes = self._head_unit.takes_a_code
        yes = words.yes_it_is() if takes else words.keep_without_code()
        self.offer(
            Action(name=YES, key="1", label=yes, primary=True),
            Action(name=KNOWN, key="2", label=known.what_is_known()),
            Action(name=BACK, key="3", label=keys.back(), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """It is this one, or more is to be read of it."""
        if event.action.name == YES:
            self.draft.choose(self._head_unit, self._make)
            self.go_on()
        elif event.action.name == KNOWN:
            from tui.screens.known import KnownScreen

            self.app.push_screen(KnownScreen(self._head_unit))
