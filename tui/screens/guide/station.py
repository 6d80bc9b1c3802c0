"""One station: what to look at or whom to ask, what came of it, and who says so."""

from collections.abc import Sequence

from pi.guide.facts import Item, Station, StationKind
from pi.guide.guide import Guide, afterwards
from pi.guide.road import Situation
from pi.service.protocol.commands import TickPlace
from pi.service.protocol.views import RadioView, State
from tui.screens.guide.case import guide_of, make_of, station_of
from tui.screens.guide.reading import Offer, ReadingScreen
from tui.screens.guide.who import WhoScreen
from tui.text import guide as facts
from tui.text import station as words
from tui.text.finding_letter import letter
from tui.text.first_aid import what_does_it_show
from tui.text.serial import type_the_serial
from tui.text.sources import who_says_so

AFTERWARDS = "afterwards"
WITH_A_LETTER = ("dealer", "maker")


def screen_of(station: str) -> "ReadingScreen":
    """The screen of a station."""
    if station == AFTERWARDS:
        return AfterwardsScreen()
    if station == "display":
        from tui.screens.guide.display import DisplayScreen

        return DisplayScreen(station)
    return StationScreen(station)


class AfterwardsScreen(ReadingScreen):
    """Once the code is there: how to keep it, and how to avoid the next lockout."""

    def draw(self, state: State) -> None:
        """What is true of this make first."""
        if state.radio is None:
            return
        items = afterwards(make_of(self.steady, state.radio) or "")
        self.entitle(facts.title(AFTERWARDS))
        who = Offer("who", who_says_so(), self._who)
        self.read_out([facts.say(each) for each in items], None, who)

    def _who(self) -> None:
        radio = self.steady.state.radio if self.steady.state is not None else None
        if radio is not None:
            self.app.push_screen(WhoScreen(afterwards(make_of(self.steady, radio) or "")))


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
        self.entitle(facts.title(station.id), words.done(station) if station.ticked else "")
        who = Offer("who", who_says_so(), lambda: self._who(station.items))
        self.read_out(
            self.texts(station, state), self._primary_of(station), *self.offers(road, radio), who
        )

    def texts(self, station: Station, state: State) -> Sequence[str]:
        """The paragraphs."""
        return [facts.say(each) for each in station.items]

    def offers(self, road: Guide, radio: RadioView) -> tuple[Offer, ...]:
        """What else can be done here, the likeliest first."""
        station = station_of(road, self.place)
        assert station is not None
        ticked = (Offer("untick", words.not_after_all(), lambda: self.tick(looked=False)),)
        return (*self._ways_on(road, station), *(ticked if station.ticked else ()))

    def tick(self, *, looked: bool = True) -> None:
        """It was looked at, or was not after all; back to the road."""
        self.app.run_worker(self._tick(looked), exit_on_error=True)

    def serial(self) -> None:
        """Type the serial number."""
        from tui.screens.guide.serial import type_serial

        type_serial(self.steady, self.place)

    def _ways_on(self, road: Guide, station: Station) -> tuple[Offer, ...]:
        shows = Offer("shows", what_does_it_show(), self._shows)
        serial = Offer("serial", type_the_serial(), self.serial)
        found = Offer("found", words.found_it(station.kind), self._found)
        if station.kind is StationKind.STOP:
            return (shows,)
        if road.situation is Situation.NO_CODE:
            return (shows,) if station.kind is StationKind.NO_CODE else ()
        if station.kind is StationKind.TAKE_OUT:
            return (serial, found)
        if station.id in WITH_A_LETTER:
            from tui.screens.guide.letter import open_letter

            return (found, Offer("letter", letter(), lambda: open_letter(self.steady)))
        return (found,)

    def _primary_of(self, station: Station) -> Offer:
        if station.ticked:
            return Offer("list", words.back_to_the_list(), self.leave)
        return Offer("tick", words.looked(station.kind), self.tick)

    def _shows(self) -> None:
        from tui.screens.guide.first_aid import WordsScreen

        self.app.push_screen(WordsScreen())

    def _found(self) -> None:
        from tui.screens.guide.found import begin

        begin(self.steady, self.place)

    def _who(self, items: Sequence[Item]) -> None:
        self.app.push_screen(WhoScreen(items))

    async def _tick(self, looked: bool) -> None:
        if await self.steady.tell(TickPlace(place=self.place, looked=looked)) is not None:
            self.leave()
