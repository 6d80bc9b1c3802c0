"""First aid for a word on the display, and the letter to the dealer. Neither holds a code."""

from contextlib import suppress

from textual.widget import Widget

from pi.guide.facts import Item, ItemKind, read
from pi.guide.first_aid import FirstAid, OnFamily, besides, first_aid, on_family
from pi.guide.letter import BadLetterError, Letter, letter
from pi.radio.display import as_shown, words_shown
from pi.radio.head_unit import Meaning
from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ShowCode
from pi.service.protocol.views import RadioView, State
from tui.families import family_of
from tui.screens.base import DrawnScreen
from tui.screens.guide.reading import Offer, ReadingScreen, WhoScreen, make_of
from tui.text import guide as words
from tui.text import language
from tui.text.guide import WHO_SAYS_SO
from tui.text.radios import means
from tui.widgets.actions import Action, ActionButton
from tui.widgets.lists import PagedGrid, PagedList


def display_words(radio: RadioView, make: str) -> tuple[str, ...]:
    """The words of this family, then those of any radio of the make, each once."""
    own = [as_shown(word.text) for word in family_of(radio).words]
    every = [text for written in read("first_aid").words for text in written.shows]
    return tuple(dict.fromkeys([*own, *(text for text in every if first_aid(text, make))]))


class WordsScreen(DrawnScreen):
    """Which word stands on the display?"""

    def __init__(self) -> None:
        super().__init__()
        self._list = PagedGrid()
        self._make = ""

    def body(self) -> tuple[Widget, ...]:
        """The words."""
        return (self._list,)

    def draw(self, state: State) -> None:
        """The question stands in the title: the list needs the room."""
        if state.radio is None:
            return
        self.entitle(language.WHAT_DOES_IT_SHOW)
        self._make = make_of(self.steady, state.radio) or ""
        shown = display_words(state.radio, self._make)
        if tuple(self._list.items) != shown:
            self._list.items = shown
        self.offer(Action(name="back", key="Esc", label=language.BACK, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back."""
        self.leave()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """What that word means."""
        if self.steady.press_guard.allows():
            self.app.push_screen(AidScreen(self._list.items[event.index], self._make))


class AidScreen(ReadingScreen):
    """What it may mean on this make, what to do, what not to do."""

    def __init__(self, shows: str, make: str) -> None:
        super().__init__()
        self._word, self._make = shows, make

    def draw(self, state: State) -> None:
        """Every meaning it may have."""
        if state.radio is None:
            return
        self.entitle(words.it_shows(self._word))
        here = on_family(self._word, family_of(state.radio))
        aids = besides(here, self._word, self._make)
        told = [] if here is None else list(words.on_family(here))
        told += [text for aid in aids for text in words.help_for(aid)]
        items = [_as_item(each) for each in (here, *aids) if each is not None]
        who = (Offer("who", WHO_SAYS_SO, lambda: self._who(items)),) if items else ()
        self.read_out(told or [words.WORD_NOT_KNOWN], None, *who)

    def _who(self, items: list[Item]) -> None:
        self.app.push_screen(WhoScreen(items))


def _as_item(told: FirstAid | OnFamily) -> Item:
    says = told.may_mean if isinstance(told, FirstAid) else means(told.reading)
    return Item(kind=ItemKind.DO, says=says, facts=told.facts)


class LetterScreen(ReadingScreen):
    """Read page by page, to be copied by hand; a command prints it."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: CodeShown | None = None

    def draw(self, state: State) -> None:
        """Serial number and plate stand in it only while this screen is unlocked."""
        radio = state.radio
        if radio is None:
            return
        if not state.lock.unlocked:
            self._kept = None
        elif self._kept is None:
            self.run_worker(self._fetch(), exclusive=True)
        self.entitle(words.LETTER)
        told = words.text(filled_in(radio, make_of(self.steady, radio) or "", self._kept))
        parts = [words.PRINT_IT, *(words.on_a_screen(part) for part in told.split("\n\n"))]
        fill_in = (Offer("unlock", words.FILL_IN_THE_SERIAL, self._unlock),)
        self.read_out(parts, None, *(() if state.lock.unlocked else fill_in))

    def _unlock(self) -> None:
        self.steady.when_unlocked(self.redraw)

    async def _fetch(self) -> None:
        shown = await self.steady.tell(ShowCode())
        if isinstance(shown, CodeShown):
            self._kept = shown
            self.redraw()


def filled_in(radio: RadioView, make: str, kept: CodeShown | None) -> Letter:
    """What is known of the car and its radio. What the letter does not take is left out."""
    prompts = words_shown(family_of(radio), Meaning.PROMPT)
    known = {
        "car": make,
        "shows": prompts[0] if len(prompts) == 1 else "",
        "tried": str(radio.rejected),
        "serial": "" if kept is None else kept.serial,
        "plate": "" if kept is None else kept.plate,
    }
    code, taken = "" if kept is None else kept.code, {}
    for field, value in known.items():
        with suppress(BadLetterError):
            letter({field: value}, code)
            if not (code and code in value):  # nor by chance: whoever looks on can't know that
                taken[field] = value
    return letter(taken)
