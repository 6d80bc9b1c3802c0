"""The QR code on the whole screen, for a minute at most; then whether the phone has it."""

from typing import Final

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pi.copies.contents import Kept
from pi.copies.qr import best_fitting
from pi.radio.events import CopyKind
from pi.service.protocol.answers import CodeShown, VehiclesFound
from pi.service.protocol.commands import FindVehicles, NoteCopy, ShowCode
from pi.service.protocol.views import State
from tui.client import EVERY
from tui.copies import kept_of
from tui.port import Steady
from tui.screens.base import LEAST, DrawnScreen, hides_codes
from tui.text import copies as words
from tui.text.copies import qr_texts
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import Fitted, Line

LONGEST_S: Final = 60.0
INK: Final = "#000000 on #ffffff"  # whatever the theme: a camera reads dark on light


async def this_kept(app: Steady) -> Kept | None:
    """The vehicle on the screen. None: the service refused, which is said."""
    shown = await app.tell(ShowCode())
    return kept_of(shown) if isinstance(shown, CodeShown) and shown.code else None


async def all_kept(app: Steady) -> tuple[Kept, ...]:
    """Every vehicle with a code. None at all: the service refused, which is said."""
    kept: list[Kept] = []
    after, more = 0, True
    while more:
        found = await app.tell(FindVehicles(limit=EVERY, after=after))
        if not isinstance(found, VehiclesFound):
            return ()
        more = found.more
        for one in found.vehicles:
            shown = await app.tell(ShowCode(vehicle=one.vehicle))
            if not isinstance(shown, CodeShown):
                return ()
            if shown.code:
                kept.append(kept_of(shown))
            after = one.vehicle
    return tuple(kept)


class QrScreen(DrawnScreen):
    """Any key or tap ends it, and so do its time, a lock, and a car that may move."""

    CSS = """
    QrScreen #qr { width: auto; height: auto; }
    QrScreen #ends { width: 1fr; height: 1; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._qr, self._ends = Static(id="qr"), Static(Content(words.QR_ENDS), id="ends")
        asked = Line(words.PHONE_HAS_IT, classes="strong")
        self._asked = Fitted(asked, Line(words.PHOTOS_TRAVEL, drop=1))
        self._texts: tuple[str, ...] = ()
        self._number = 0
        self._until = 0.0
        self._fetching = True

    def body(self) -> tuple[Widget, ...]:
        """The code alone, or the question."""
        return (self._qr, self._ends, self._asked)

    def on_mount(self) -> None:
        """Show it: that is what was asked for."""
        self.set_interval(0.25, self._look)
        self.run_worker(self._fetch(), exit_on_error=True)

    @property
    def shows(self) -> bool:
        """Whether the code is to be seen."""
        return bool(self._texts)

    def draw(self, state: State) -> None:
        """Nothing of it once it is locked, or while the car may move."""
        if not state.lock.unlocked:
            self._forget()
            self.leave()
            return
        if hides_codes(state.car):
            self._forget()
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """As much of it as has room now."""
        super().on_resize(event)
        self._arrange()

    def on_key(self, event: events.Key) -> None:
        """Any key ends it."""
        if self.shows:
            event.stop()
            event.prevent_default()
            self._end()
        else:
            super().on_key(event)

    def on_click(self, event: events.Click) -> None:
        """So does a tap."""
        if self.shows:
            event.stop()
            self._end()

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The phone has it, or not."""
        match event.action.name:
            case "has-it":
                noted = NoteCopy(kind=CopyKind.QR, vehicles=(self._number,))
                if await self.steady.tell(noted) is not None:
                    self.leave()
            case "again":
                self.run_worker(self._fetch(), exit_on_error=True)
            case _:
                self.leave()

    async def _fetch(self) -> None:
        self._fetching = True
        kept = await this_kept(self.steady)
        self._fetching = False
        if kept is not None:
            self._texts, self._number = qr_texts(kept), kept.number
            self._until = self.steady.clock() + LONGEST_S
        self.redraw()

    def _look(self) -> None:
        if self.shows and self.steady.clock() >= self._until:
            self._end()

    def _end(self) -> None:
        self._forget()
        self.redraw()

    def _forget(self) -> None:
        self._texts = ()
        self._qr.update(Content(""))

    def _arrange(self) -> None:
        size = self.app.size
        seen = size.width >= LEAST.width and size.height >= LEAST.height
        lines = best_fitting(self._texts, size.width, size.height - 1) if seen else None
        for shown in (self._qr, self._ends):
            shown.display = lines is not None
        for beside in (self.query_one("#title"), self.bar, self._asked):
            beside.display = lines is None and seen
        self._asked.display &= not self._fetching
        if lines is not None:
            self._qr.update(Content("\n".join(lines)).stylize(INK))
            return
        self.entitle(words.LABELS["qr"])
        leave = Action(name="not", key="3", label=words.LABELS["not"], back=True)
        has_it = words.LABELS["has-it"]  # any key ended the code: none of them says so at once
        asked = (
            Action(name="has-it", key="1", label=has_it, primary=True, stands=True, stays=True),
            Action(name="again", key="2", label=words.LABELS["again"], stays=True),
        )
        self.offer(*(() if self._fetching else asked), leave)
