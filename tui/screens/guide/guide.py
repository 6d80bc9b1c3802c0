"""The road: every station with its tick, the next one first."""

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pi.guide.guide import Guide, Situation
from pi.service.protocol.views import RadioView, State
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.guide.reading import guide_of, make_of, makes_of
from tui.screens.guide.station import AFTERWARDS, screen_of
from tui.text import guide as words
from tui.text import language, radios
from tui.text.home import LABELS
from tui.widgets.actions import Action, ActionButton
from tui.widgets.lists import PagedGrid, PagedList


class Stations(PagedGrid):
    """Two or three columns, as wide as a station's name."""

    LEAST = 19


class GuideScreen(DrawnScreen):
    """Asks for the make where the radio's family was fitted by several; then shows the road."""

    DEFAULT_CSS = "GuideScreen #question { height: auto; padding: 0 1; text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self._question = Static(id="question")
        self._list = Stations()
        self._next: str | None = None
        self._asks_make = False
        self._shown: tuple[str, ...] = ()

    def body(self) -> tuple[Widget, ...]:
        """What to do, and the stations."""
        return (self._question, self._list)

    def draw(self, state: State) -> None:
        """The makes, or the road with its ticks."""
        radio = state.radio
        if radio is None:
            return
        back = Action(name="back", key="Esc", label=language.BACK, back=True)
        self._asks_make = make_of(self.steady, radio) is None
        if self._asks_make:
            self.entitle(words.title())
            self._question.update(Content(radios.WHICH_MAKE))
            self._list_of((*makes_of(radio), radios.ANOTHER_MAKE), 0)
            self.offer(back)
            return
        road = guide_of(self.steady, radio)
        self.entitle(words.title(road.make if road.make_known else ""), words.progress(road))
        self._question.update(Content(words.what_now(road)))
        at = [each.id for each in road.stations].index(road.next) if road.next else 0
        stations = [words.in_the_list(each) for each in road.stations]
        self._list_of([*stations, *([words.KEEP_IT_WELL] if state.code_kept else [])], at)
        self._next = road.next
        self.offer(*self._found(road), *self._onward(road), back)

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The next station, the code, or back."""
        match event.action.name:
            case "next" if self._next is not None:
                self._open(self._next)
            case "found":
                self.steady.open(ScreenName.FOUND_CODE)
            case "back":
                self.leave()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Go to that station; or this is the make."""
        radio = self._radio
        if radio is None or not self.steady.settle.allows():
            return
        if self._asks_make:
            makes = makes_of(radio)
            chosen = makes[event.index] if event.index < len(makes) else ""
            self.steady.makes[radio.vehicle] = chosen
            self.redraw()
        else:
            stations = guide_of(self.steady, radio).stations
            known = event.index < len(stations)
            self._open(stations[event.index].id if known else AFTERWARDS)

    @property
    def _radio(self) -> RadioView | None:
        return self.steady.state.radio if self.steady.state is not None else None

    def _open(self, station: str) -> None:
        self.app.push_screen(screen_of(station))

    def _list_of(self, items: "tuple[str, ...] | list[str]", marked: int) -> None:
        """Show them. The mark stays where the owner put it, until something is ticked."""
        if tuple(items) != self._shown:
            self._shown = tuple(items)
            self._list.items = self._shown
            self._list.marked = marked

    def _found(self, road: Guide) -> tuple[Action, ...]:
        if road.situation is Situation.NO_CODE:
            return ()
        return (Action(name="found", key="H", label=LABELS["have-it"]),)

    def _onward(self, road: Guide) -> tuple[Action, ...]:
        if road.next is None:
            return ()
        return (Action(name="next", key="N", label=words.go_to(road.next), primary=True),)
