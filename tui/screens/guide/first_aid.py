"""First aid: what a word on the display may mean, what to do, and what not."""

from textual.widget import Widget

from pi.guide.facts import Item, ItemKind
from pi.guide.first_aid import FirstAid, first_aid
from pi.guide.reading import read
from pi.service.protocol.views import RadioView, State
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.screens.guide.case import make_of
from tui.screens.guide.reading import Offer, ReadingScreen
from tui.screens.guide.who import WhoScreen
from tui.text import first_aid as words
from tui.text import guide as facts
from tui.text import keys
from tui.text.sources import who_says_so
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.lists import PagedList
from tui.widgets.paged_grid import PagedGrid


def display_words(radio: RadioView, make: str) -> tuple[str, ...]:
    """The words of this family, then those of any radio of the make, each once."""
    own = [word.text for word in family_of(radio).words]
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
        self.entitle(words.what_does_it_show())
        self._make = make_of(self.steady, state.radio) or ""
        shown = display_words(state.radio, self._make)
        if tuple(self._list.items) != shown:
            self._list.items = shown
        self.offer(Action(name="back", key="Esc", label=keys.back(), back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back."""
        self.leave()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """What that word means."""
        if self.steady.settle.allows():
            self.app.push_screen(AidScreen(self._list.items[event.index], self._make))


class AidScreen(ReadingScreen):
    """What it may mean on this make, what to do, what not to do."""

    def __init__(self, shows: str, make: str) -> None:
        super().__init__()
        self._word, self._aids = shows, first_aid(shows, make)

    def draw(self, state: State) -> None:
        """Every meaning it may have."""
        if state.radio is None:
            return
        self.entitle(words.it_shows(self._word))
        family = family_of(state.radio)
        own = next((word for word in family.words if word.text == self._word), None)
        texts = [text for aid in self._aids for text in facts.help_for(aid)]
        told = [*(words.means_here(own) if own is not None else ()), *texts]
        who = (Offer("who", who_says_so(), self._who),) if self._aids else ()
        self.read_out(told or [facts.word_not_known()], None, *who)

    def _who(self) -> None:
        self.app.push_screen(WhoScreen([_as_item(aid) for aid in self._aids]))


def _as_item(aid: FirstAid) -> Item:
    return Item(kind=ItemKind.DO, says=aid.may_mean, facts=aid.facts)
