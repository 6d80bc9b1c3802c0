"""Text that is read page by page, who says so, and the few things to do beside it."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from textual import events
from textual.message import Message
from textual.widget import Widget

from pi.guide.facts import Item, Station
from pi.guide.guide import Guide, Situation, guide
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import RadioView, State
from tui.families import family_of
from tui.port import Steady
from tui.screens.base import DrawnScreen
from tui.text import guide as words
from tui.text import language
from tui.widgets.actions import COLUMNS, SPARE_HEIGHT, Action, ActionButton
from tui.widgets.lists import PagedList
from tui.widgets.paragraphs import Paragraphs, on_pages

ON, MORE, BACK = "on", "more", "back"
FIRST_EXTRA: Final = 2  # the key of the first of the other actions

_SITUATIONS: Final = {"DeadEnd": Situation.LOCKED_OUT, "NoCode": Situation.NO_CODE}


class Reading(Paragraphs):
    """Paragraphs with an empty line between them. One too long for a page goes on on the next."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Reading { width: 1fr; height: 1fr; padding: 0 1; }
    Reading.-roomy { padding: 1 1 0 1; }
    """

    class Resized(Message):
        """The pages are others now."""

    @property
    def pages(self) -> list[list[str]]:
        """The lines of each page at the present size."""
        return paged(self.texts, *self.content_size)

    def on_resize(self, event: events.Resize) -> None:
        """Say so: what can be done depends on the page."""
        self.post_message(self.Resized())

    def on_key(self, event: events.Key) -> None:
        """Turn the page."""
        last = len(self.pages) - 1
        if event.key in ("left", "pageup") and self.page:
            self.page = min(self.page, last) - 1
        elif event.key in ("right", "pagedown") and self.page < last:
            self.page += 1


def paged(texts: Sequence[str], width: int, height: int) -> list[list[str]]:
    """The lines of each page, at least one page; a size of nothing counts as one row."""
    return on_pages((_wrapped(text, width) for text in texts), max(1, height), between=("",))


def _wrapped(text: str, width: int) -> list[str]:
    parts = (textwrap.wrap(p, max(8, width), break_on_hyphens=False) for p in text.splitlines())
    return [line for part in parts for line in part]


class Offer(Struct, frozen=True):
    """One more thing to do on a screen: its name, what its button says, and what it does."""

    name: str
    label: str
    does: Callable[[], None]


class ReadingScreen(DrawnScreen):
    """A text, one primary action once it is read to its end, a few others, and the way back.

    Where the others do not fit one row of buttons, the last ones stand behind one button.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self._said: tuple[str, ...] = ()
        self._primary: Offer | None = None
        self._offers: tuple[Offer, ...] = ()

    def body(self) -> tuple[Widget, ...]:
        """The text."""
        return (self.reading,)

    def read_out(self, texts: Sequence[str], primary: Offer | None, *others: Offer) -> None:
        """Show a text and what can be done. Without a ``primary`` the way back is it."""
        self._primary, self._offers = primary, others
        if tuple(texts) != self._said:
            self._said = tuple(texts)
            self.reading.texts = self._said
        self.turned()

    def back(self) -> str:
        """What the way back does."""
        return language.BACK

    def turned(self) -> None:
        """The page is another one."""
        read = self.reading.page >= len(self.reading.pages) - 1
        self.offer(*self._actions(read))

    def on_resize(self, event: events.Resize) -> None:
        """An empty line above the text, where there is room."""
        super().on_resize(event)
        self.reading.set_class(event.size.height >= SPARE_HEIGHT, "-roomy")

    def on_reading_resized(self) -> None:
        """Other pages."""
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        """The arrows turn the pages."""
        self.reading.on_key(event)
        super().on_key(event)
        self.redraw()

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Read on, leave, or one of the others."""
        name = event.action.name
        if name == ON:
            self.reading.turn()
            self.redraw()
        elif name == BACK:
            self.leave()
        elif name == MORE:
            _, hidden = self._shared_out()
            self.app.push_screen(ChoicesScreen(words.MORE_HERE, hidden))
        else:
            offers = (*self._offers, *([self._primary] if self._primary is not None else ()))
            next(each for each in offers if each.name == name).does()

    def _actions(self, read: bool) -> tuple[Action, ...]:
        primary = self._primary
        back = Action(name=BACK, key="Esc", label=self.back(), back=True)
        if not read:
            first = Action(name=ON, key="1", label=words.read_on(self.reading.place), primary=True)
        elif primary is not None:
            first = Action(name=primary.name, key="1", label=primary.label, primary=True)
        else:
            first = Action(name=BACK, key="1", label=self.back(), primary=True, back=True)
        shown, hidden = self._shared_out()
        others = [
            Action(name=each.name, key=str(key), label=each.label)
            for key, each in enumerate(shown, start=FIRST_EXTRA)
        ]
        if hidden:
            key = str(FIRST_EXTRA + len(shown))
            others.append(Action(name=MORE, key=key, label=words.or_more(hidden[0].label)))
        return (first, *others, *(() if first.back else (back,)))

    def _shared_out(self) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
        """The others that have a button of their own, and those behind one."""
        room = one_row(*self.app.size, kiosk=self.steady.kiosk) - 2
        if len(self._offers) <= room:
            return self._offers, ()
        return self._offers[: room - 1], self._offers[room - 1 :]


def one_row(width: int, height: int, *, kiosk: bool) -> int:
    """How many buttons stand side by side."""
    gap = 1 if kiosk and height >= SPARE_HEIGHT else 0
    return min(6, (width + gap) // (COLUMNS + gap))


def makes_of(radio: RadioView) -> tuple[str, ...]:
    """The makes that its family was seen in, each once."""
    return tuple(dict.fromkeys(fit.make for fit in family_of(radio).fits))


def make_of(app: Steady, radio: RadioView) -> str | None:
    """The car's make: the family's one make, or what the owner said. None: not said yet."""
    makes = makes_of(radio)
    said = app.makes.get(radio.vehicle)
    if said is not None:
        return said
    return None if len(makes) > 1 else "".join(makes)


def guide_of(app: Steady, radio: RadioView) -> Guide:
    """The road for this radio, with its ticks."""
    return guide(
        family_of(radio),
        make_of(app, radio) or "",
        radio.looked,
        _SITUATIONS.get(radio.state, Situation.ASKS),
    )


def station_of(road: Guide, name: str) -> Station | None:
    """The station of that id; None where this road has none."""
    return next((each for each in road.stations if each.id == name), None)


class ChoicesScreen(DrawnScreen):
    """Does what is chosen, in its own place."""

    def __init__(self, title: str, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._title, self._offers = title, offers

    def body(self) -> tuple[Widget, ...]:
        """The choices."""
        return (PagedList([each.label for each in self._offers]),)

    def draw(self, state: State) -> None:
        """The title, and the way back."""
        self.entitle(self._title)
        self.offer(Action(name="back", key="Esc", label=language.BACK, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back."""
        self.leave()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Do it."""
        if self.steady.press_guard.allows():
            self.leave()
            self._offers[event.index].does()


class WhoScreen(ReadingScreen):
    """The sources of what stood on the screen before."""

    def __init__(self, items: Sequence[Item], family: HeadUnit | None = None) -> None:
        super().__init__()
        self._items, self._family = items, family

    def draw(self, state: State) -> None:
        """One thing a paragraph, its sources after it."""
        self.entitle(words.WHO_SAYS_SO)
        told = [each for each in self._items if each.facts]
        self.read_out([words.item_and_sources(each, self._family) for each in told], None)
