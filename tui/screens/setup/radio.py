"""Which radio: found by make, by any word or by the display, told apart by questions, and
chosen.
"""

from collections.abc import Sequence

from msgspec.structs import replace
from textual import events

from pi.catalogue.free_text import LookedUp, another_is_likely
from pi.catalogue.narrowing import Kind, Known, Question, first_words, narrow, question
from pi.catalogue.search import Make, makes, search
from pi.radio.display import as_shown, read_on
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import State
from tui.families import families, looked_up
from tui.port import ScreenName
from tui.screens.setup.describe import Describing
from tui.screens.setup.interview import Interview, Page, Step
from tui.screens.setup.pages import ListedPage, ToldPage, in_columns
from tui.screens.typed import BACK, TypedScreen
from tui.text import known, language
from tui.text import radios as words
from tui.text.language import who
from tui.widgets.actions import SPARE_HEIGHT, Action, ActionButton
from tui.widgets.typing import Letters

DESCRIBE, KIN, UNSURE = "describe", "kin:", "unsure"

YES, KNOWN = "yes", "known"

SHOW = "show"
FEW = 3  # radios

TYPE = "type"


class RadioPage(ToldPage):
    """Three ways to find it, and one to say that it is not there."""

    step = Step.RADIO

    def __init__(self, interview: Interview | None = None) -> None:
        """Without an interview this is the first question about one more vehicle."""
        keyboard = not self.steady.kiosk
        super().__init__(interview or Interview(first_start=False, keyboard=keyboard))

    def told(self, state: State) -> tuple[str, ...]:
        """Why the display matters."""
        return (words.WHICH_RADIO,)

    def draw(self, state: State) -> None:
        """The ways."""
        super().draw(state)
        self.offer(
            Action(name="display", key="1", label=words.BY_DISPLAY, primary=True),
            Action(name="make", key="2", label=words.BY_MAKE),
            Action(name="type", key="3", label=words.BY_TYPING),
            Action(name="not-listed", key="4", label=words.NOT_LISTED),
            Action(name=BACK, key="5", label=language.BACK, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Go one of the ways."""
        match event.action.name:
            case "make":
                self.turn_to(MakesPage(self.interview))
            case "display":
                self.turn_to(WordsPage(self.interview))
            case "type":
                self.turn_to(SearchPage(self.interview))
            case "not-listed":
                self.turn_to(NotListedPage(self.interview))


def left_out_of(make: str) -> str:
    """What the known radios of a make leave out, a market or a set, and who says so."""
    known_of = next((one for one in makes(families()) if one.name == make), None)
    return "" if known_of is None else words.little_known(known_of.note, who(known_of.sources))


class NotListedPage(ToldPage):
    """Nothing is known about the owner's radio, and it is said so; they can describe it."""

    step = Step.RADIO
    kin: tuple[str, ...] = ()
    """Makes whose radios may be in such a car."""

    def __init__(self, interview: Interview, make: str = "") -> None:
        super().__init__(interview)
        self._make = make

    def told(self, state: State) -> tuple[str, ...]:
        """What that means, what the make's families leave out, and what helps."""
        said = (words.NOT_KNOWN, left_out_of(self._make), words.NOT_KNOWN_LATER)
        return (*(each for each in said if each), words.NOT_KNOWN_ADVICE)

    def draw(self, state: State) -> None:
        """Describe it, or look again."""
        super().draw(state)
        kin = [
            Action(name=KIN + make, key=str(key), label=words.radios_of(make))
            for key, make in enumerate(self.kin, start=2)
        ]
        self.offer(
            Action(name=DESCRIBE, key="1", label=words.DESCRIBE, primary=True),
            *kin,
            Action(name=BACK, key=str(len(kin) + 2), label=words.LOOK_AGAIN, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the questions about it."""
        if event.action.name == DESCRIBE:
            self.turn_to(Describing(self.interview, self._make).first())


class NothingFitsPage(NotListedPage):
    """Nothing fits what was typed, nor is anything like it."""

    def __init__(self, interview: Interview, text: str) -> None:
        super().__init__(interview)
        self._text = text

    def told(self, state: State) -> tuple[str, ...]:
        """That, and what helps."""
        return (words.nothing_fits(self._text), words.NOT_KNOWN_LATER, words.NOT_KNOWN_ADVICE)


class NothingKnownPage(NotListedPage):
    """A make of whose radios nothing can be trusted: the little that is said, and by whom.

    Where another house's radios may be in its cars, those are one tap away.
    """

    def __init__(self, interview: Interview, make: Make) -> None:
        super().__init__(interview, make.name)
        self._known = make
        self.kin = make.kin

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the radios of its kin."""
        if event.action.name.startswith(KIN):
            make = event.action.name.removeprefix(KIN)
            self.turn_to(page_for(self.interview, families(make=make), Known(make=make)))

    def told(self, state: State) -> tuple[str, ...]:
        """That nothing is known, and what little is."""
        make = self._known
        note = words.little_known(make.note, who(make.sources))
        said = (words.nothing_known(make.name), note, words.NOT_KNOWN_LATER)
        return tuple(each for each in said if each)


class FamiliesPage(ListedPage):
    """The families to choose from; the last item says that it is none of them.

    Where it may well be none of them, that is said, and describing one's own is one tap away. So
    is what the make's radios leave out, where there is room.
    """

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
        return [*(words.in_a_list(each) for each in self._found), *more, words.NONE_OF_THESE]

    @property
    def _has_more(self) -> bool:
        return len(self._all) > len(self._found)

    def question(self) -> str:
        """How many fit, and what speaks against all of them."""
        unsure = not self._make or another_is_likely(self._found, self._make)
        roomy = self.app.size.height >= SPARE_HEIGHT
        said = (
            words.which_family(len(self._found)),
            words.MAY_BE_ANOTHER if unsure else "",
            left_out_of(self._make) if roomy else "",
        )
        return "\n".join(each for each in said if each)

    def others(self) -> tuple[Action, ...]:
        """To describe it is one tap away."""
        return (Action(name=DESCRIBE, key="D", label=words.DESCRIBE),)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the questions about it."""
        if event.action.name == DESCRIBE:
            self.turn_to(Describing(self.interview, self._make).first())

    def chosen(self, index: int) -> None:
        """Show it before it is taken."""
        if index < len(self._found):
            self.turn_to(FamilyPage(self.interview, self._found[index], self._make))
        elif self._has_more and index == len(self._found):
            self.turn_to(FamiliesPage(self.interview, self._all, self._make))
        else:
            self.turn_to(NotListedPage(self.interview, self._make))


class FamilyPage(ToldPage):
    """One family: what its display shows, what to do first, its cars, what its code looks like."""

    step = Step.RADIO
    PARAGRAPHS = 7

    def __init__(self, interview: Interview, head_unit: HeadUnit, make: str) -> None:
        super().__init__(interview)
        self._head_unit = head_unit
        self._make = make

    @property
    def heading(self) -> str:
        """The question."""
        return words.IS_IT_YOURS

    @property
    def _seen(self) -> str:
        """The word of its own that was read off the display, if any."""
        reading = read_on(self._head_unit, self.draft.shows) if self.draft.shows else None
        return "" if reading is None else as_shown(reading.word)

    def told(self, state: State) -> tuple[str, ...]:
        """What tells it from others; of one that takes no code, that first."""
        unit = self._head_unit
        shape = unit.code
        no_code = words.takes_no_code(unit.protection)
        said = (
            words.name(unit),
            no_code if no_code or unit.takes_a_code else words.NO_STEPS,
            words.shows(unit, self._seen),
            words.first_aid(unit),
            words.code_rule(shape) if shape is not None and unit.takes_a_code else "",
            words.cars(unit, self._make),
            words.proof(unit) if unit.takes_a_code else "",
        )
        return tuple(each for each in said if each)

    def draw(self, state: State) -> None:
        """Take it, or look at others."""
        super().draw(state)
        takes = self._head_unit.takes_a_code
        yes = words.YES_IT_IS if takes else words.KEEP_WITHOUT_CODE
        self.offer(
            Action(name=YES, key="1", label=yes, primary=True),
            Action(name=KNOWN, key="2", label=known.WHAT_IS_KNOWN),
            Action(name=BACK, key="3", label=language.BACK, back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """It is this one, or more is to be read of it."""
        if event.action.name == YES:
            self.draft.choose(self._head_unit, self._make)
            self.go_on()
        elif event.action.name == KNOWN:
            self.steady.open(ScreenName.KNOWN, self._head_unit)


def page_for(interview: Interview, found: tuple[HeadUnit, ...], known: Known) -> Page:
    """The question that tells these apart, or the list of them where none does.

    A few radios are sooner looked at than a long list of cars.
    """
    asked = question(found, known)
    if asked is not None and not (asked.kind is Kind.CAR and len(found) <= FEW):
        return QuestionPage(interview, found, known, asked)
    return FamiliesPage(interview, found, known.make)


class QuestionPage(ListedPage):
    """One question. That the owner can't tell keeps them all, and can be said on every page."""

    step = Step.RADIO

    def __init__(
        self, interview: Interview, found: tuple[HeadUnit, ...], known: Known, asked: Question
    ) -> None:
        self._found, self._known, self._asked = found, known, asked
        self.COLUMNS = in_columns(self.items())
        super().__init__(interview)

    def question(self) -> str:
        """What is asked."""
        return words.NARROWING_QUESTIONS[self._asked.kind.value]

    def items(self) -> Sequence[str]:
        """The answers, those that keep most radios first."""
        kind = self._asked.kind.value
        return [words.answer(kind, one.value) for one in self._asked.options]

    def others(self) -> tuple[Action, ...]:
        """Not to know, and the list, are one tap away at any time."""
        unsure = Action(name=UNSURE, key="N", label=words.cannot_tell(self._asked.kind.value))
        return (unsure, Action(name=SHOW, key="S", label=words.show_all(len(self._found))))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave the questions."""
        if event.action.name == SHOW:
            self.turn_to(FamiliesPage(self.interview, self._found, self._known.make))
        elif event.action.name == UNSURE:
            self._ask_on(None)

    def chosen(self, index: int) -> None:
        """Keep what fits, and ask on."""
        self._ask_on(self._asked.options[index].value)

    def _ask_on(self, answer: str | None) -> None:
        kept = narrow(self._found, self._asked, answer)
        known = self._known.with_asked(self._asked.kind)
        self.turn_to(page_for(self.interview, kept, known))


class MakeOfThesePage(ListedPage):
    """The makes of the radios that show what the owner reads. It may be left out."""

    step = Step.RADIO
    COLUMNS = True

    def __init__(self, interview: Interview, found: tuple[HeadUnit, ...], shows: str) -> None:
        self._found, self._known = found, Known(shows=shows)
        self._makes = makes_of(found)
        super().__init__(interview)

    def question(self) -> str:
        """What is to be chosen."""
        return words.WHICH_MAKE_OF_THESE

    def items(self) -> Sequence[str]:
        """The makes."""
        return self._makes

    def others(self) -> tuple[Action, ...]:
        """None of them, or not said: one tap away on every page."""
        return (Action(name=UNSURE, key="N", label=words.ANY_MAKE),)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """All of them stay."""
        if event.action.name == UNSURE:
            self.turn_to(page_for(self.interview, self._found, self._known))

    def chosen(self, index: int) -> None:
        """Those of this make."""
        make = self._makes[index]
        kept = search(self._found, make=make)
        self.turn_to(page_for(self.interview, kept, replace(self._known, make=make)))


def page_for_shown(interview: Interview, found: tuple[HeadUnit, ...], shows: str) -> Page:
    """What follows once it is known what the display shows."""
    if len(found) > 1 and len(makes_of(found)) > 1:
        return MakeOfThesePage(interview, found, shows)
    return page_for(interview, found, Known(shows=shows))


def makes_of(found: Sequence[HeadUnit]) -> tuple[str, ...]:
    """The makes of the cars that these were seen in, by their letters."""
    return tuple(sorted({fits.make for one in found for fits in one.fits}))


class SearchPage(Page, TypedScreen):
    """One word or more, and how many radios fit so far. Every text leads on."""

    step = Step.RADIO
    most = 40

    def __init__(self, interview: Interview, text: str = "") -> None:
        super().__init__(interview)
        self.text = text
        self._last = ("", LookedUp())

    def make_pad(self) -> Letters:
        """Letters and digits."""
        return Letters()

    def question(self) -> str:
        """What to type."""
        return words.SEARCH_FOR

    def label(self) -> str:
        """The field's name."""
        return words.SEARCH_LABEL

    def hint(self) -> str:
        """What is found so far."""
        return words.found(self._found) if self.text.strip() else ""

    def primary(self) -> str:
        """Show what is found; where nothing was typed, or nothing fits, it is not listed."""
        found = self._found
        if found.near:
            return words.WHAT_MAY_BE_MEANT
        return words.SHOW_FOUND if found.leads_on else words.NOT_LISTED

    def done(self) -> str:
        """The same, in a word."""
        return language.DONE if self.text.strip() else language.SKIP

    def placeholder(self) -> str:
        """What to type, in a few words."""
        return words.SEARCH_FOR_SHORT

    async def entered(self) -> None:
        """To what it leads to."""
        text = self.text.strip()
        self.draft.shows = text if self._found.shown else ""
        self.turn_to(page_of(self.interview, text) if text else NotListedPage(self.interview))

    @property
    def _found(self) -> LookedUp:
        text = self.text.strip()
        if self._last[0] != text:
            self._last = (text, looked_up(text))
        return self._last[1]


class NearPage(ListedPage):
    """What may have been meant, what fits the rest of the words, and that it is none of these."""

    step = Step.RADIO

    def __init__(self, interview: Interview, found: LookedUp, text: str) -> None:
        self._found, self._text = found, text
        super().__init__(interview)

    def question(self) -> str:
        """What does not fit."""
        return words.did_you_mean(" ".join(self._found.aside) or self._text)

    def items(self) -> Sequence[str]:
        """The nearest words, what fits all the same, and the way to one's own radio."""
        rest = [words.found(self._found)] if self._found.leads_on else []
        return [*self._found.near, *rest, words.NOT_LISTED]

    def chosen(self, index: int) -> None:
        """Look that up, with the year; or show what fits; or describe it."""
        near = self._found.near
        if index < len(near):
            year = "" if self._found.year is None else f" {self._found.year}"
            self.turn_to(page_of(self.interview, near[index] + year))
        elif index < len(self.items()) - 1:
            self.turn_to(page_found(self.interview, self._found, self._text))
        else:
            self.turn_to(NotListedPage(self.interview))


def page_of(interview: Interview, text: str) -> Page:
    """What a text leads to: always a page from which there is a way on."""
    found = looked_up(text)
    return NearPage(interview, found, text) if found.near else page_found(interview, found, text)


def page_found(interview: Interview, found: LookedUp, text: str) -> Page:
    """What tells those that fit apart, or that nothing is known, with what was left out."""
    make = "" if found.make is None else found.make.name
    page: Page
    if found.families and found.shown:
        page = page_for_shown(interview, found.families, text)
    elif found.families and (found.alone or not make):
        page = page_for(interview, found.families, Known(make=make))
    elif found.families:
        page = FamiliesPage(interview, found.families, make, narrowed=True)
    elif found.make is not None:
        page = NothingKnownPage(interview, found.make)
    else:
        page = NothingFitsPage(interview, text)
    page.notice(words.left_out(found))
    return page


class _Choices(ListedPage):
    """Known words to tap. A letter from a keyboard begins a search instead."""

    step = Step.RADIO
    COLUMNS = True

    def __init__(self, interview: Interview) -> None:
        self._choices = self.choices()
        super().__init__(interview)

    def choices(self) -> tuple[str, ...]:
        """The known words."""
        raise NotImplementedError

    def items(self) -> Sequence[str]:
        """The words as they are, and that it is none of them."""
        return [*self._choices, words.NOT_LISTED]

    def chosen(self, index: int) -> None:
        """One of them, or none."""
        if index < len(self._choices):
            self.known(index)
        else:
            self.turn_to(NotListedPage(self.interview))

    def known(self, index: int) -> None:
        """The known word with that index is the one."""
        raise NotImplementedError

    def others(self) -> tuple[Action, ...]:
        """Typing is one tap away too. Its key is no letter: those are typed."""
        return (Action(name=TYPE, key="/", label=words.BY_TYPING),)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it instead, or go by the make."""
        if event.action.name == TYPE:
            self.turn_to(SearchPage(self.interview))
        elif event.action.name == UNSURE:
            self.turn_to(MakesPage(self.interview))

    def on_key(self, event: events.Key) -> None:
        """What is typed here is meant to be looked for."""
        if event.character is not None and event.character.isalpha():
            event.stop()
            event.prevent_default()
            self.turn_to(SearchPage(self.interview, event.character))


class MakesPage(_Choices):
    """The makes of all cars that a known radio was seen in, and those of which nothing is known."""

    def choices(self) -> tuple[str, ...]:
        """Every make, by its letters."""
        self._makes = makes(families())
        return tuple(each.name for each in self._makes)

    def question(self) -> str:
        """What is to be chosen."""
        return words.WHICH_MAKE

    def known(self, index: int) -> None:
        """What tells the radios of this make apart, or that none is known."""
        make = self._makes[index]
        if make.nothing_known:
            self.turn_to(NothingKnownPage(self.interview, make))
        else:
            found = families(make=make.name)
            self.turn_to(page_for(self.interview, found, Known(make=make.name)))


class WordsPage(_Choices):
    """What the displays of known radios show: when they ask, and when they refuse."""

    def items(self) -> Sequence[str]:
        """In quotation marks: a figure of its key beside it is no part of it."""
        return [*map(words.quoted, self._choices), words.NOT_LISTED]

    def choices(self) -> tuple[str, ...]:
        """Every word once, those that most radios show first."""
        return first_words(families())

    def question(self) -> str:
        """What is to be chosen."""
        return words.WHICH_WORDS

    def others(self) -> tuple[Action, ...]:
        """A display may be dead, or far: then the make tells."""
        unsure = Action(name=UNSURE, key="*", label=words.cannot_tell(Kind.SHOWS.value))
        return (unsure, *super().others())

    def known(self, index: int) -> None:
        """What tells the radios that show this apart."""
        shows = self.draft.shows = self._choices[index]
        found = search(families(), shows=shows)
        self.turn_to(page_for_shown(self.interview, found, shows))
