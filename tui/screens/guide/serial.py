"""The serial number that was found: kept as it stands on the label, with hints, never refused."""

from typing import TYPE_CHECKING

from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ChangeVehicle, ShowCode, TickPlace
from pi.service.protocol.views import State
from tui.family import family_of
from tui.screens.guide.found import FoundInterview
from tui.screens.setup.serial import SerialPage
from tui.text import keys, vehicles
from tui.text import serial as words

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


def type_serial(app: "SteadyhandApp", place: str) -> None:
    """Ask for it, once the surface is unlocked. ``place``: the station it was found at."""
    radio = app.state.radio if app.state is not None else None
    if radio is None:
        return
    interview = FoundInterview(family_of(radio))

    def ask() -> None:
        app.push_screen(FoundSerialPage(interview, place))

    app.when_unlocked(ask)


class FoundSerialPage(SerialPage):
    """Begins with the one that is kept, if there is one."""

    def __init__(self, interview: FoundInterview, place: str) -> None:
        super().__init__(interview)
        self._place = place

    def on_mount(self) -> None:
        """Fetch the one that is kept."""
        super().on_mount()
        self.run_worker(self._fetch(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """This is one question alone: it has no number."""
        super().draw(state)
        self.entitle(self.heading)

    def question(self) -> str:
        """As it stands on the label."""
        return words.type_serial()

    def primary(self) -> str:
        """Keep it."""
        if self.text or self.draft.serial:
            return words.keep_serial()
        return vehicles.serial_later()

    def done(self) -> str:
        """The same, in a word."""
        return keys.done() if self.text or self.draft.serial else keys.skip()

    def placeholder(self) -> str:
        """What to read it from."""
        return words.from_the_label()

    async def entered(self) -> None:
        """Keep it, and tick the place; nothing typed leaves all as it is."""
        serial = self.text.strip()
        if serial:
            if await self.steady.tell(ChangeVehicle(serial=serial)) is None:
                return
            await self.steady.tell(TickPlace(place=self._place))
        self.leave()
        if serial:
            self.steady.say_here(words.serial_kept())

    async def _fetch(self) -> None:
        shown = await self.steady.tell(ShowCode())
        if isinstance(shown, CodeShown):
            self.draft.serial = shown.serial
            self.redraw()
