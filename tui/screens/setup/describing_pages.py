"""The pages of the questions about a radio: a list, a word, a number. Each can be left open."""

from collections.abc import Sequence

from tui.families import families
from tui.screens.setup.describe import Describing
from tui.screens.setup.interview import Step
from tui.screens.setup.listed import ListedPage, in_columns
from tui.screens.setup.page import Page
from tui.screens.setup.questions import Question, options
from tui.screens.typed import OTHER, TypedScreen
from tui.text import describing as words
from tui.text import keys
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.pads import BOTH_CASES, Digits, Letters

TYPE = "type"
BOLD = "height: auto; padding: 0 1; text-style: bold;"
LONGEST = 40  # characters of a name or a word


class _About(Page):
    """A page of the description: its title, and what follows."""

    step = Step.RADIO

    def __init__(self, flow: Describing, question: Question) -> None:
        self.flow, self.about = flow, question
        super().__init__(flow.interview)

    @property
    def heading(self) -> str:
        """What all these pages are about."""
        return words.title()

    @property
    def said(self) -> object:
        """The answer so far."""
        return getattr(self.flow.answers, self.about.value)

    def question(self) -> str:
        """What is asked."""
        return words.question(self.about.value)

    def answer(self, value: object) -> None:
        """Take the answer, and go on."""
        setattr(self.flow.answers, self.about.value, value)
        self.app.push_screen(self.flow.after(self.about))


class PickPage(_About, ListedPage):
    """A few answers to choose from."""

    DEFAULT_CSS = f"PickPage #question {{ {BOLD} }}"

    def __init__(self, flow: Describing, question: Question) -> None:
        self._options = options(question, flow.answers)
        self.about = question
        self.COLUMNS = in_columns(self.items())
        super().__init__(flow, question)

    def items(self) -> Sequence[str]:
        """The answers."""
        return [words.option(self.about.value, each) for each in self._options]

    def chosen(self, index: int) -> None:
        """This one."""
        self.answer(self._options[index])


class MakePage(_About, ListedPage):
    """The makes that are known, or another one, typed."""

    DEFAULT_CSS = f"MakePage #question {{ {BOLD} }}"
    COLUMNS = True

    def __init__(self, flow: Describing) -> None:
        from pi.catalogue.makes import makes

        self._makes = [each.name for each in makes(families())]
        super().__init__(flow, Question.MAKE)

    def items(self) -> Sequence[str]:
        """The makes."""
        return self._makes

    def others(self) -> tuple[Action, ...]:
        """Another one."""
        return (Action(name=TYPE, key="T", label=words.another_make()),)

    def chosen(self, index: int) -> None:
        """This make."""
        self.answer(self._makes[index])

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it."""
        if event.action.name == TYPE:
            self.turn_to(WordPage(self.flow, Question.MAKE))


class WordPage(_About, TypedScreen):
    """A name or a word, as it stands on the car or the radio. Nothing typed leaves it open."""

    most = LONGEST

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters(BOTH_CASES)

    def label(self) -> str:
        """The field's name."""
        return words.label(self.about.value)

    def placeholder(self) -> str:
        """That it may be left open."""
        return words.may_be_open()

    def suggestion(self) -> str:
        """What was typed here before."""
        return str(self.said)

    def primary(self) -> str:
        """Take it, or leave it open."""
        return keys.next_() if self.text or self.suggestion() else words.leave_open()

    def done(self) -> str:
        """The same, in a word."""
        return keys.done() if self.text or self.suggestion() else keys.skip()

    async def entered(self) -> None:
        """Blanks around it are nobody's."""
        self.answer(" ".join(self.text.split()) or self.suggestion())


class KeysPage(WordPage):
    """The keys of the places, in their order: those with the numbers, or others."""

    def __init__(self, flow: Describing) -> None:
        super().__init__(flow, Question.KEYS)

    @property
    def _longest(self) -> int:
        return max(self.flow.answers.lengths)

    def suggestion(self) -> str:
        """Key 1 for the first place, and so on."""
        said = self.flow.answers.keys
        usual = [str(place + 1) for place in range(self._longest)]
        return " ".join(said if len(said) == self._longest else usual)

    def placeholder(self) -> str:
        """How they are typed."""
        return words.blanks_between()

    async def entered(self) -> None:
        """One for each place, and no two alike."""
        named = tuple((self.text or self.suggestion()).split())
        if len(named) == len(set(named)) == self._longest:
            self.answer(named)
        else:
            self.notice(words.so_many_keys(self._longest))


class CountPage(_About, TypedScreen):
    """A number from the handbook, or that it does not say."""

    def __init__(self, flow: Describing, question: Question) -> None:
        super().__init__(flow, question)
        self.most = 4 if question is Question.WAIT else 2
        self.text = "" if self.said is None else str(self.said)

    def make_pad(self) -> Digits:
        """Digits."""
        return Digits()

    def other(self) -> Action | None:
        """The handbook does not say."""
        return Action(name=OTHER, key="N", label=words.not_said())

    async def entered(self) -> None:
        """From 1 on."""
        if self.text and int(self.text):
            self.answer(int(self.text))
        else:
            self.notice(words.not_a_number())

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave it open."""
        if event.action.name == OTHER:
            self.answer(None)
