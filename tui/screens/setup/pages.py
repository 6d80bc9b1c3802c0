"""The short pages of the interview: welcome, name, source and the last one; and the kinds they
are made of.
"""

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pi.service.protocol.commands import AddVehicle
from pi.service.protocol.views import State
from tui.port import ScreenName
from tui.screens.setup.interview import CodeSource, Interview, Page, Step
from tui.screens.typed import BACK, TypedScreen
from tui.text import language, radios
from tui.text import vehicles as words
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import NEVER, Fitted, Line
from tui.widgets.lists import PagedGrid, PagedList
from tui.widgets.typing import BOTH_CASES, Letters

SHORT: Final = 16  # letters

SAVE = "save"

BEGIN, HAVE_ONE = "begin", "have-one"


class ToldPage(Page):
    """Subclasses say what is told (``told``) and what can be done (``offer`` in ``draw``).

    The first two paragraphs are always there; the others are left out from the end where the
    screen is small.
    """

    PARAGRAPHS = 6

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._told = [Line(drop=NEVER if at < 2 else at) for at in range(self.PARAGRAPHS)]
        self._told[0].add_class("strong")

    def told(self, state: State) -> tuple[str, ...]:
        """What is told, the most important first."""
        raise NotImplementedError

    def body(self) -> tuple[Widget, ...]:
        """The paragraphs."""
        return (Fitted(*self._told),)

    def draw(self, state: State) -> None:
        """Tell it."""
        super().draw(state)
        said = self.told(state)
        for at, paragraph in enumerate(self._told):
            paragraph.say(said[at] if at < len(said) else "")


def in_columns(items: Sequence[str]) -> bool:
    """Whether texts stand in columns: where none is longer than ``SHORT``."""
    return all(len(item) <= SHORT for item in items)


class ListedPage(Page):
    """Subclasses give the ``items`` and answer in ``chosen``. Digits belong to the list."""

    DEFAULT_CSS = """
    ListedPage #question { height: auto; padding: 0 1; text-style: bold; }
    """
    COLUMNS = False

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._question = Static(id="question")
        self._list = (PagedGrid if self.COLUMNS else PagedList)(self.items())

    def question(self) -> str:
        """What is to be chosen."""
        raise NotImplementedError

    def items(self) -> Sequence[str]:
        """The texts to choose from."""
        raise NotImplementedError

    def chosen(self, index: int) -> None:
        """The item with that index is the one."""
        raise NotImplementedError

    def body(self) -> tuple[Widget, ...]:
        """The question and the list."""
        return (self._question, self._list)

    def others(self) -> tuple[Action, ...]:
        """What else can be done here. Keys are letters."""
        return ()

    def draw(self, state: State) -> None:
        """The question, and the way back."""
        super().draw(state)
        self._question.update(Content(self.question()))
        self.offer(*self.others(), Action(name=BACK, key="0", label=language.BACK, back=True))

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """An item was chosen; the second of a double tap is none."""
        if self.steady.press_guard.allows():
            self.chosen(event.index)


class NamePage(Page, TypedScreen):
    """One tap takes the suggestion, or what was typed here before."""

    step = Step.NAME
    most = 40

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters(BOTH_CASES, names=True)

    def question(self) -> str:
        """What it is called."""
        return words.WHICH_NAME

    def label(self) -> str:
        """The field's name."""
        return words.NAME_LABEL

    def suggestion(self) -> str:
        """The name from before, or one made of the make."""
        return self.draft.name or words.suggested_name(self.draft.make)

    def primary(self) -> str:
        """Take it."""
        return words.TAKE_NAME

    async def entered(self) -> None:
        """A name of blanks is none."""
        self.draft.name = self.text.strip() or self.suggestion()
        self.go_on()


class SavePage(ToldPage):
    """Says it once more, without the code, and saves."""

    step = Step.SAVE

    def told(self, state: State) -> tuple[str, ...]:
        """Name, family, source."""
        unit = self.draft.head_unit
        assert unit is not None
        source = words.source(self.draft.source) if self.draft.source else ""
        said = (words.summary(self.draft.name, radios.name(unit)), self.draft.serial, source)
        return tuple(each for each in said if each)

    def draw(self, state: State) -> None:
        """Save it, or go back."""
        super().draw(state)
        self.offer(
            Action(name=SAVE, key="1", label=words.SAVE_VEHICLE, primary=True, stays=True),
            Action(name=BACK, key="2", label=language.BACK, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Save it, unlocking first: whoever types for long is locked meanwhile."""
        if event.action.name == SAVE:
            self.steady.when_unlocked(self._begin_saving)

    def _begin_saving(self) -> None:
        self.app.run_worker(self._save(), exit_on_error=True)

    async def _save(self) -> None:
        """Saved, it becomes the vehicle this session looks at."""
        if await self.steady.tell(AddVehicle(vehicle=self.draft.as_vehicle())) is not None:
            self.steady.go_to_state()


class Sources(PagedGrid):
    """Columns that are wide enough for every place."""

    LEAST = 16


class SourcePage(ListedPage):
    """The places; the likeliest is marked where one is known."""

    step = Step.SOURCE

    def __init__(self, interview: Interview) -> None:
        super().__init__(interview)
        self._list = Sources(self.items())
        known = [each.value for each in CodeSource]
        if self.draft.source in known:
            self._list.set_reactive(PagedList.marked, known.index(self.draft.source))

    def question(self) -> str:
        """Where from?"""
        return words.WHERE_FROM

    def items(self) -> Sequence[str]:
        """The places."""
        return [words.source(each.value) for each in CodeSource]

    def chosen(self, index: int) -> None:
        """From there."""
        self.draft.source = list(CodeSource)[index].value
        self.go_on()


class SetUpScreen(ToldPage):
    """The welcome. It holds the interview; the pages of the questions lie on it."""

    step = Step.WELCOME

    def __init__(self, interview: Interview | None = None) -> None:
        keyboard = not self.steady.kiosk
        super().__init__(interview or Interview(first_start=True, keyboard=keyboard))

    def told(self, state: State) -> tuple[str, ...]:
        """What anybody should know first."""
        return (words.WHAT_THIS_IS, words.WHAT_THIS_IS_NOT, words.NOTHING_IS_SAVED_YET)

    def draw(self, state: State) -> None:
        """A kiosk has nowhere to go."""
        super().draw(state)
        begin = Action(name=BEGIN, key="1", label=words.BEGIN, primary=True)
        backup = Action(name=HAVE_ONE, key="2", label=words.HAVE_A_BACKUP)
        leave = Action(name=BACK, key="3", label=words.LEAVE, back=True, stays=True)
        self.offer(begin, backup, *([] if self.steady.kiosk else [leave]))

    def go_back(self) -> None:
        """Nothing lies under the welcome: leave."""
        self.app.run_worker(self.steady.action_quit())

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Begin, or bring back what was kept elsewhere."""
        if event.action.name == BEGIN:
            self.go_on()
        elif event.action.name == HAVE_ONE:
            self.steady.open(ScreenName.RESTORE)
