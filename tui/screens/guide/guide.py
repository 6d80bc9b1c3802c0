"""The road to a lost code: every station with its tick, the next one first; and one station of it,
with what to look at or whom to ask, what it costs on the display, and what came of it.

Ways that cost nothing are told at once. One that spends tries, or whose cost nobody knows, takes a
second word first; the tries are counted before the keys are told, and the lockout clock runs.
"""

from collections.abc import Sequence
from functools import partial

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pi.guide.facts import Costs, Item, ItemKind, Station, StationKind
from pi.guide.guide import Guide, Situation, Trouble, afterwards, troubles
from pi.radio.head_unit import HeadUnit, SerialDisplay
from pi.service.protocol.commands import SpendTries, TickPlace
from pi.service.protocol.views import RadioView, State
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen, must_park
from tui.screens.guide.reading import (
    ChoicesScreen,
    Offer,
    ReadingScreen,
    WhoScreen,
    guide_of,
    make_of,
    makes_of,
    station_of,
)
from tui.text import guide as words
from tui.text import home as car_words
from tui.text import language, radios
from tui.text.guide import LETTER, TYPE_THE_SERIAL, WHO_SAYS_SO
from tui.text.home import LABELS, tries_left
from tui.text.language import WHAT_DOES_IT_SHOW
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import BigWords, Fitted, Line
from tui.widgets.lists import PagedGrid, PagedList

AFTERWARDS, TROUBLES = "afterwards", "troubles"
WITH_A_LETTER = ("dealer", "maker")


def screen_of(station: str) -> "ReadingScreen":
    """The screen of a station."""
    if station == AFTERWARDS:
        return AfterwardsScreen()
    if station == "display":
        return DisplayScreen(station)
    return StationScreen(station)


def ask_what_goes_wrong(screen: DrawnScreen) -> None:
    """Which of the troubles is it? Each leads to its answers."""
    ways = [
        Offer(each.value, words.station_title(each), partial(_answer, screen, each))
        for each in Trouble
    ]
    screen.app.push_screen(ChoicesScreen(words.IT_GOES_WRONG, ways))


def _answer(screen: DrawnScreen, trouble: Trouble) -> None:
    screen.app.push_screen(TroubleScreen(trouble))


class AfterwardsScreen(ReadingScreen):
    """Once the code is there: how to keep it, and how to avoid the next lockout."""

    def draw(self, state: State) -> None:
        """What is true of this make first."""
        if state.radio is None:
            return
        items = afterwards(make_of(self.steady, state.radio) or "")
        self.entitle(words.station_title(AFTERWARDS))
        who = Offer("who", WHO_SAYS_SO, self._who)
        self.read_out([words.say(each) for each in items], None, who)

    def _who(self) -> None:
        radio = self.steady.state.radio if self.steady.state is not None else None
        if radio is not None:
            self.app.push_screen(WhoScreen(afterwards(make_of(self.steady, radio) or "")))


class TroubleScreen(ReadingScreen):
    """What goes wrong with a code that is there, or with a wait: the family's answer first."""

    def __init__(self, trouble: str) -> None:
        super().__init__()
        self._trouble = trouble

    def draw(self, state: State) -> None:
        """The answers; gone where the radio takes no code."""
        radio = state.radio
        if radio is None:
            return
        family = family_of(radio)
        found = troubles(family, make_of(self.steady, radio) or "")
        items = next((each.items for each in found if each.id == self._trouble), ())
        if not items:
            self.leave()
            return
        self.entitle(words.station_title(self._trouble), tries_left(radio))
        letter = Offer("letter", LETTER, lambda: self.steady.open(ScreenName.LETTER))
        who = Offer("who", WHO_SAYS_SO, lambda: self._who(items, family))
        told = [words.say(each, family) for each in items]
        self.read_out([each for each in told if each], None, letter, who)

    def _who(self, items: Sequence[Item], family: HeadUnit) -> None:
        self.app.push_screen(WhoScreen(items, family))


class StationScreen(ReadingScreen):
    """Told in short paragraphs. The tick is set once they are read to the end."""

    def __init__(self, station: str) -> None:
        super().__init__()
        self.place = station

    def draw(self, state: State) -> None:
        """What is true of this make first; gone where this road has no such station."""
        radio = state.radio
        road = guide_of(self.steady, radio) if radio is not None else None
        station = station_of(road, self.place) if road is not None else None
        if radio is None or road is None or station is None:
            self.leave()
            return
        self.entitle(words.station_title(station.id), words.done(station) if station.ticked else "")
        who = Offer("who", WHO_SAYS_SO, lambda: self._who(station.items))
        self.read_out(
            self.texts(station, state), self._primary_of(station), *self.offers(road, radio), who
        )

    def texts(self, station: Station, state: State) -> Sequence[str]:
        """The paragraphs."""
        return [words.say(each) for each in station.items]

    def offers(self, road: Guide, radio: RadioView) -> tuple[Offer, ...]:
        """What else can be done here, the likeliest first."""
        station = station_of(road, self.place)
        assert station is not None
        ticked = (Offer("untick", words.NOT_AFTER_ALL, lambda: self.tick(looked=False)),)
        return (*self._ways_on(road, station), *(ticked if station.ticked else ()))

    def tick(self, *, looked: bool = True) -> None:
        """It was looked at, or was not after all; back to the road."""
        self.app.run_worker(self._tick(looked), exit_on_error=True)

    def serial(self) -> None:
        """Type the serial number."""
        self.steady.open(ScreenName.FOUND_SERIAL, self.place)

    def _ways_on(self, road: Guide, station: Station) -> tuple[Offer, ...]:
        shows = Offer("shows", WHAT_DOES_IT_SHOW, self._shows)
        serial = Offer("serial", TYPE_THE_SERIAL, self.serial)
        found = Offer("found", words.found_it(station.kind), self._found)
        if station.kind is StationKind.STOP:
            wrong = Offer(TROUBLES, words.IT_GOES_WRONG, lambda: ask_what_goes_wrong(self))
            return (shows, wrong)
        if road.situation is Situation.NO_CODE:
            return (shows,) if station.kind is StationKind.NO_CODE else ()
        if station.kind is StationKind.TAKE_OUT:
            return (serial, found)
        if station.id in WITH_A_LETTER:
            to_dealer = Offer("letter", LETTER, lambda: self.steady.open(ScreenName.LETTER))
            return (found, to_dealer)
        return (found,)

    def _primary_of(self, station: Station) -> Offer:
        if station.ticked:
            return Offer("list", words.BACK_TO_THE_LIST, self.leave)
        return Offer("tick", words.LOOKED[station.kind], self.tick)

    def _shows(self) -> None:
        self.steady.open(ScreenName.DISPLAY_WORDS)

    def _found(self) -> None:
        self.steady.open(ScreenName.FOUND_CODE, self.place)

    def _who(self, items: Sequence[Item]) -> None:
        self.app.push_screen(WhoScreen(items))

    async def _tick(self, looked: bool) -> None:
        if await self.steady.tell(TickPlace(place=self.place, looked=looked)) is not None:
            self.leave()


def dear_ways(family: HeadUnit) -> dict[int, SerialDisplay]:
    """The ways that are told after a second word, by their place in the family."""
    ways = enumerate(family.serial.displays)
    return {at: way for at, way in ways if way.costs_attempts is not False}


class DisplayScreen(StationScreen):
    """The free ways in full; of the others what they cost."""

    def texts(self, station: Station, state: State) -> Sequence[str]:
        """Nothing of a dear way's keys, and no keys at all while the car may move."""
        if state.radio is None:
            return ()
        if must_park(state.car):
            return (car_words.PARK_FIRST,)
        ways = dear_ways(family_of(state.radio)).values()
        hidden = {text for way in ways for text in (way.how, *way.notes)}
        told = [each for each in station.items if each.says not in hidden]
        asks = state.radio.state == "Asking"
        return [words.dear_way(each, asks) if _is_dear(each) else words.say(each) for each in told]

    def offers(self, road: Guide, radio: RadioView) -> tuple[Offer, ...]:
        """The number, and the dear ways while the radio asks."""
        state = self.steady.state
        serial = Offer("serial", TYPE_THE_SERIAL, self.serial)
        can = radio.state == "Asking" and state is not None and not must_park(state.car)
        dear = dear_ways(family_of(radio)).items() if can else ()
        ways = (
            Offer(f"way-{at}", words.dear_label(way), lambda at=at: self._spend(at))  # type: ignore[misc]
            for at, way in dear
        )
        return (serial, *ways, *super().offers(road, radio)[1:])

    def _spend(self, display: int) -> None:
        self.app.push_screen(SpendScreen(display))


def _is_dear(item: Item) -> bool:
    return item.kind is ItemKind.COST and item.costs is not Costs.FREE


class SpendScreen(DrawnScreen):
    """Names the price of the keys. Stopping costs nothing; going on takes a statement."""

    def __init__(self, display: int) -> None:
        super().__init__()
        self._display = display
        self._word = BigWords()
        self._cost, self._then = Line(classes="warn"), Line(classes="warn")
        self._says, self._so_far = Line(drop=5), Line(drop=6)

    def body(self) -> tuple[Fitted, ...]:
        """The large word and the price."""
        return (Fitted(self._word, self._cost, self._then, self._says, self._so_far),)

    def draw(self, state: State) -> None:
        """Gone as soon as the radio does not ask any more."""
        radio = state.radio
        if radio is None or radio.state != "Asking" or must_park(state.car):
            self.leave()
            return
        family = family_of(radio)
        way = family.serial.displays[self._display]
        self.entitle(words.BEFORE_THE_KEYS, tries_left(radio))
        self._word.text = words.spends(way.tries)
        self._cost.say(words.spends_how(way))
        self._then.say(words.and_then(family, way, radio.rejected))
        self._says.say(words.LAST_RESORT)
        self.offer(
            Action(name="stop", key="1", label=words.STOP_HERE, primary=True, back=True),
            Action(name="sure", key="9", label=words.TELL_ME_THE_KEYS, states=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Count the tries and tell the keys, or leave."""
        radio = self.steady.state.radio if self.steady.state is not None else None
        if event.action.name == "stop" or radio is None:
            self.leave()
        elif family_of(radio).serial.displays[self._display].tries is None:
            self.leave()
            self.app.push_screen(KeysScreen(self._display, counted=False))
        else:
            self.app.run_worker(self._spend(radio), exit_on_error=True)

    async def _spend(self, radio: RadioView) -> None:
        """The keys lie on the screen of the wait that the tries lead to."""
        ask = SpendTries(display=self._display, answers=radio.seq)
        if await self.steady.tell(ask) is not None:
            self.steady.once_past(radio.seq, self._tell_the_keys)

    def _tell_the_keys(self) -> None:
        self.app.push_screen(KeysScreen(self._display, counted=True))


class KeysScreen(ReadingScreen):
    """The keys of a way that was meant, and where to write down what it shows."""

    def __init__(self, display: int, *, counted: bool) -> None:
        super().__init__()
        self._display, self._counted = display, counted

    def draw(self, state: State) -> None:
        """The keys and what to watch at them; nothing while the car may move."""
        radio = state.radio
        if radio is None:
            return
        family = family_of(radio)
        if must_park(state.car) or self._display >= len(family.serial.displays):
            self.leave()
            return
        way = family.serial.displays[self._display]
        self.entitle(words.THE_KEYS, tries_left(radio))
        station = station_of(guide_of(self.steady, radio), "display")
        items = station.items if station is not None else ()
        own = [words.say(each) for each in items if each.says in {way.how, *way.notes}]
        general = [words.say(each) for each in items if each.kind is ItemKind.DO]
        counted = [words.COUNTED_ALREADY] if self._counted else []
        serial = Offer("serial", TYPE_THE_SERIAL, self._serial)
        self.read_out([*own, *general, *counted], serial)

    def back(self) -> str:
        """What lies below: the radio's wait, once the tries are spent."""
        return words.TO_THE_CLOCK if self._counted else super().back()

    def _serial(self) -> None:
        self.steady.open(ScreenName.FOUND_SERIAL, "display")


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
        self._beside: dict[str, str] = {}  # what stands below the stations, and where it leads
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
        self._beside = {}
        if road.situation is not Situation.NO_CODE:
            self._beside[words.IT_GOES_WRONG] = TROUBLES
        if state.code_kept:
            self._beside[words.KEEP_IT_WELL] = AFTERWARDS
        self._list_of([*stations, *self._beside], at)
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
        if radio is None or not self.steady.press_guard.allows():
            return
        if self._asks_make:
            makes = makes_of(radio)
            chosen = makes[event.index] if event.index < len(makes) else ""
            self.steady.makes[radio.vehicle] = chosen
            self.redraw()
        else:
            stations = [each.id for each in guide_of(self.steady, radio).stations]
            self._open([*stations, *self._beside.values()][event.index])

    @property
    def _radio(self) -> RadioView | None:
        return self.steady.state.radio if self.steady.state is not None else None

    def _open(self, station: str) -> None:
        if station == TROUBLES:
            ask_what_goes_wrong(self)
        else:
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
