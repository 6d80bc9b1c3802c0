"""The answers so far, and which page follows which. All of it lives in this program's memory."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pi.catalogue.described import Answers, family, proposed_id
from pi.radio.head_unit import HeadUnit
from tui.families import catalogue
from tui.screens.setup.interview import Interview
from tui.screens.setup.page import Page
from tui.screens.setup.questions import Question, asked

if TYPE_CHECKING:
    from tui.screens.base import DrawnScreen


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
        return self._page(Question.MODEL if self._make_is_known else Question.MAKE)

    def after(self, question: Question) -> "DrawnScreen":
        """The page that follows a question: the next one, or all that was said."""
        questions = list(asked(self.answers))
        at = questions.index(question) + 1
        if at < len(questions):
            return self._page(questions[at])
        from tui.screens.setup.summary import DescribedPage

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

    def _page(self, question: Question) -> Page:
        from tui.screens.setup import describing_pages

        if question is Question.MAKE:
            return describing_pages.MakePage(self)
        if question is Question.KEYS:
            return describing_pages.KeysPage(self)
        if question.is_picked:
            return describing_pages.PickPage(self, question)
        if question.is_counted:
            return describing_pages.CountPage(self, question)
        return describing_pages.WordPage(self, question)
