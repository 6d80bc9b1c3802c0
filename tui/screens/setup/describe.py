"""A radio of no family, described by its owner: the questions, the pages, and the whole before
it is kept.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec.structs import replace

from pi.catalogue.described import Answers, Way, confirms, family, proposed_id
from pi.catalogue.head_unit_file import BadFile, as_table, read_text, write
from pi.catalogue.search import makes
from pi.radio.entry import ConfirmKind
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import Reason
from pi.service.protocol.commands import KeepFamily
from pi.service.protocol.views import State
from tui.client import RefusedByServiceError
from tui.families import catalogue, families
from tui.screens.base import DrawnScreen
from tui.screens.known import TextScreen
from tui.screens.setup.interview import Interview, Page, Step
from tui.screens.setup.pages import ListedPage, in_columns
from tui.screens.typed import OTHER, TypedScreen
from tui.service_socket import NoServiceError
from tui.text import known, language
from tui.text import radios as words
from tui.text.refusals import refused
from tui.text.states import no_service
from tui.widgets.actions import Action, ActionButton
from tui.widgets.typing import BOTH_CASES, Digits, Letters

NAMED = {ConfirmKind.PRESS, ConfirmKind.HOLD, ConfirmKind.TOUCH}  # what a key of its own does

TYPE = "type"
BOLD = "height: auto; padding: 0 1; text-style: bold;"
LONGEST = 40  # characters of a name or a word

KEEP = "keep"


class Topic(StrEnum):
    """What is asked. The value is the field of the answers that it fills."""

    MAKE = "make"
    MODEL = "model"
    SHOWS = "shows"
    TAKES = "takes_a_code"
    DIGITS = "digits"
    WAY = "way"
    START = "start"
    KEYS = "keys"
    WHEEL = "wheel"
    STORE_KEY = "store_key"
    UP_KEY = "up_key"
    DOWN_KEY = "down_key"
    CONFIRM = "confirm"
    CONFIRM_KEY = "confirm_key"
    TRIES = "tries"
    WAIT = "wait_min"
    DEALER = "dealer_after"

    @property
    def is_picked(self) -> bool:
        """Whether it is answered from a list."""
        return self in {self.TAKES, self.DIGITS, self.WAY, self.START, self.CONFIRM}

    @property
    def is_counted(self) -> bool:
        """Whether it is answered with a number."""
        return self in {self.TRIES, self.WAIT, self.DEALER}


def asked(answers: Answers) -> Iterator[Topic]:
    """The questions that apply, as far as the answers go."""
    for question in Topic:
        if _applies(question, answers):
            yield question


def options(question: Topic, answers: Answers) -> tuple[object, ...]:
    """What can be answered from a list, in its order. The last of most is not knowing."""
    match question:
        case Topic.TAKES:
            return (True, False)
        case Topic.DIGITS:
            return (3, 4, 5, 6, None)
        case Topic.WAY:
            return tuple(Way)
        case Topic.START:
            return ("0", "-", "")
        case _:
            return confirms(answers.way)


def _applies(question: Topic, answers: Answers) -> bool:
    if question in {Topic.MAKE, Topic.MODEL, Topic.SHOWS, Topic.TAKES}:
        return True
    if not answers.takes_a_code:
        return False
    way = answers.way
    match question:
        case Topic.START:
            return way.shows_places and answers.digits is not None
        case Topic.KEYS:
            return way is Way.POSITION_KEYS
        case Topic.WHEEL:
            return way is Way.WHEEL
        case Topic.STORE_KEY:
            return way in {Way.WHEEL, Way.STEP_KEYS}
        case Topic.UP_KEY | Topic.DOWN_KEY:
            return way is Way.STEP_KEYS
        case Topic.CONFIRM_KEY:
            return answers.confirm in NAMED
        case _:
            return True


class Describing:
    """One description. ``kept`` is the family once the service has it."""

    def __init__(self, interview: Interview, make: str = "") -> None:
        """``make`` is known where the owner chose it before: it is not asked for again."""
        self.interview = interview
        self.answers = Answers(make=make)
        self.kept: HeadUnit | None = None
        self._make_is_known = bool(make)
        self._taken: set[str] = set()

    def first(self) -> Page:
        """The first question."""
        return self._page(Topic.MODEL if self._make_is_known else Topic.MAKE)

    def after(self, question: Topic) -> "DrawnScreen":
        """The page that follows a question: the next one, or all that was said."""
        questions = list(asked(self.answers))
        at = questions.index(question) + 1
        if at < len(questions):
            return self._page(questions[at])
        return DescribedPage(self)

    def family(self) -> HeadUnit:
        """What the answers describe, under an id that nobody has."""
        taken = frozenset({*catalogue().ids(), *self._taken})
        made = family(self.answers, proposed_id(self.answers, taken))
        if (
            self.kept is not None
            and replace(made, id=self.kept.id, name=self.kept.name) == self.kept
        ):
            return self.kept
        return made

    def is_taken(self, head_unit: str) -> None:
        """The service has a family of that id already."""
        self._taken.add(head_unit)

    def _page(self, question: Topic) -> Page:
        if question is Topic.MAKE:
            return MakePage(self)
        if question is Topic.KEYS:
            return KeysPage(self)
        if question.is_picked:
            return PickPage(self, question)
        if question.is_counted:
            return CountPage(self, question)
        return WordPage(self, question)


class _About(Page):
    """A page of the description: its title, and what follows."""

    step = Step.RADIO

    def __init__(self, flow: Describing, question: Topic) -> None:
        self.flow, self.about = flow, question
        super().__init__(flow.interview)

    @property
    def heading(self) -> str:
        """What all these pages are about."""
        return words.OWN_RADIO_TITLE

    @property
    def said(self) -> object:
        """The answer so far."""
        return getattr(self.flow.answers, self.about.value)

    def question(self) -> str:
        """What is asked."""
        return words.FIELD_QUESTIONS[self.about.value]

    def answer(self, value: object) -> None:
        """Take the answer, and go on."""
        setattr(self.flow.answers, self.about.value, value)
        self.app.push_screen(self.flow.after(self.about))


class PickPage(_About, ListedPage):
    """A few answers to choose from."""

    DEFAULT_CSS = f"PickPage #question {{ {BOLD} }}"

    def __init__(self, flow: Describing, question: Topic) -> None:
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
        self._makes = [each.name for each in makes(families())]
        super().__init__(flow, Topic.MAKE)

    def items(self) -> Sequence[str]:
        """The makes."""
        return self._makes

    def others(self) -> tuple[Action, ...]:
        """Another one."""
        return (Action(name=TYPE, key="T", label=words.ANOTHER_MAKE),)

    def chosen(self, index: int) -> None:
        """This make."""
        self.answer(self._makes[index])

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it."""
        if event.action.name == TYPE:
            self.turn_to(WordPage(self.flow, Topic.MAKE))


class WordPage(_About, TypedScreen):
    """A name or a word, as it stands on the car or the radio. Nothing typed leaves it open."""

    most = LONGEST

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters(BOTH_CASES)

    def label(self) -> str:
        """The field's name."""
        return words.FIELD_LABELS[self.about.value]

    def placeholder(self) -> str:
        """That it may be left open."""
        return words.MAY_BE_OPEN

    def suggestion(self) -> str:
        """What was typed here before."""
        return str(self.said)

    def primary(self) -> str:
        """Take it, or leave it open."""
        return language.NEXT if self.text or self.suggestion() else words.LEAVE_OPEN

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text or self.suggestion() else language.SKIP

    async def entered(self) -> None:
        """Blanks around it are nobody's."""
        self.answer(" ".join(self.text.split()) or self.suggestion())


class KeysPage(WordPage):
    """The keys of the places, in their order: those with the numbers, or others."""

    def __init__(self, flow: Describing) -> None:
        super().__init__(flow, Topic.KEYS)

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
        return words.BLANKS_BETWEEN

    async def entered(self) -> None:
        """One for each place, and no two alike."""
        named = tuple((self.text or self.suggestion()).split())
        if len(named) == len(set(named)) == self._longest:
            self.answer(named)
        else:
            self.notice(words.so_many_keys(self._longest))


class CountPage(_About, TypedScreen):
    """A number from the handbook, or that it does not say."""

    def __init__(self, flow: Describing, question: Topic) -> None:
        super().__init__(flow, question)
        self.most = 4 if question is Topic.WAIT else 2
        self.text = "" if self.said is None else str(self.said)

    def make_pad(self) -> Digits:
        """Digits."""
        return Digits()

    def other(self) -> Action | None:
        """The handbook does not say."""
        return Action(name=OTHER, key="N", label=words.NOT_SAID)

    async def entered(self) -> None:
        """From 1 on."""
        if self.text and int(self.text):
            self.answer(int(self.text))
        else:
            self.notice(words.FIELD_NOT_A_NUMBER)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave it open."""
        if event.action.name == OTHER:
            self.answer(None)


class DescribedPage(Page, TextScreen):
    """What will be kept, as it is told of any family. Nothing is kept before it is pressed."""

    step = Step.RADIO

    def __init__(self, flow: Describing) -> None:
        super().__init__(flow.interview)
        self._flow = flow
        self._keeping = False

    def texts(self) -> Sequence[str]:
        """The name it is kept under, and each rule."""
        family = self._flow.family()
        return (words.to_be_kept(family.name), *known.known(family))

    def title_of(self) -> str:
        """What this is about."""
        return words.OWN_RADIO_TITLE

    def others(self) -> tuple[Action, ...]:
        """Keep it."""
        label = words.KEEP_AND_GO_ON
        return (Action(name=KEEP, key="1", label=label, primary=True, stays=True),)

    def draw(self, state: State) -> None:
        """The page."""
        TextScreen.draw(self, state)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Keep it; once there is a vault, only for who can open it."""
        if event.action.name != KEEP:
            return
        state = self.steady.state
        if state is not None and state.set_up:
            self.steady.when_unlocked(self._keep)
        else:
            self._keep()

    def _keep(self) -> None:
        if not self._keeping:
            self._keeping = True
            self.app.run_worker(self._send(), exit_on_error=True)

    async def _send(self) -> None:
        """The same text that was checked is what is sent."""
        flow = self._flow
        family = flow.family()
        text = write(as_table(family))
        try:
            if isinstance(read_text(text), BadFile):
                self.notice(words.NOT_SOUND)
                return
            if family is not flow.kept:
                await self.steady.link.ask(KeepFamily(toml=text))
            flow.kept = family
        except NoServiceError as error:
            self.notice(no_service(error.failure))
            return
        except RefusedByServiceError as error:
            self._refused(error, family.id)
            return
        finally:
            self._keeping = False
        self.draft.choose(family, flow.answers.make)
        self.go_on()

    def _refused(self, error: RefusedByServiceError, head_unit: str) -> None:
        """An id that somebody took meanwhile gives way to another one."""
        if error.refusal.reason is Reason.FAMILY_EXISTS:
            self._flow.is_taken(head_unit)
            self.redraw()
            self.notice(words.KEEP_BESIDE)
        else:
            self.notice(refused(error.refusal))
