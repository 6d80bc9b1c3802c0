"""The connection: opened again whenever it ends, watched, and asked for the owner's own
families.

The families' files may be another user's, whose service alone can read them. A service that has
none is not asked.
"""

import asyncio
from collections.abc import Callable

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.commands import Look, Watch
from pi.service.protocol.views import State
from tui import families
from tui.app.reactions import Returning
from tui.client import AsyncLink, RefusedByServiceError
from tui.families import Told
from tui.port import Steady
from tui.practice.rehearsal import Rehearsal
from tui.service_socket import NoServiceError
from tui.text.states import service_lost

RECONNECT_S = 1.0


class Staying:
    """Connects one app. ``lost`` is told why there is no service, each time that it goes."""

    def __init__(
        self,
        app: Steady,
        link: AsyncLink,
        rehearsal: Rehearsal,
        returning: Returning,
        lost: Callable[[str], None],
    ) -> None:
        self._app, self._link, self._lost = app, link, lost
        self._rehearsal, self._returning = rehearsal, returning

    async def run(self) -> None:
        """Hold a connection, and open another one when it ends. Never returns."""
        while True:
            failure = {"reason": "went_away"}
            try:
                await self._link.connect()
                await asyncio.gather(self._link.read(), self._watch())
            except NoServiceError as error:
                failure = error.failure
            wait_s = 0.0 if self._returning.expects_loss else RECONNECT_S
            self._lost(service_lost(failure))
            await asyncio.sleep(wait_s)

    async def _watch(self) -> None:
        """Follow one vehicle, the one shown before if there was one.

        Without that the service shows the vehicle last used: what somebody does to another one
        would change the screen under the owner's finger. What was restored begins with that one.
        """
        anew = self._returning.waits
        before = None if anew else vehicle_on(self._app.state)
        if not await self._rehearsal.resume():
            return
        if before is not None:
            await self._app.tell(Look(vehicle=before))
        await self._app.tell(Watch())
        now = vehicle_on(self._app.state)
        if before is None and now is not None:
            await self._app.tell(Look(vehicle=now))


def vehicle_on(state: State | None) -> int | None:
    """The vehicle on the screen, None without one and in practice."""
    if state is None or state.practice is not None:
        return None
    return None if state.radio is None else state.radio.vehicle


class FamiliesOfService:
    """Follows the states of one app. ``then`` is called once what was asked for has arrived."""

    def __init__(self, app: Steady, then: Callable[[], None]) -> None:
        self._app, self._then = app, then
        self._revision: int | None = None  # of the list that is known here
        self._wanted = 0
        self._known = self._asking = False

    def follow(self, state: State) -> bool:
        """Take a state in. False while nothing can be drawn, as no list has come yet."""
        if state.families == 0 and self._revision != 0:
            self._take((), 0)
        elif state.families != self._revision:
            self._wanted = state.families
            if not self._asking:
                self._asking = True
                self._app.run_worker(self._ask(), exit_on_error=True)
        return self._known

    def lost(self) -> None:
        """The service went: another one may count its lists alike. What is known serves on."""
        self._revision = None

    def _take(self, own: tuple[HeadUnit, ...], revision: int) -> None:
        families.tell(own)
        self._revision, self._known = revision, True

    async def _ask(self) -> None:
        try:
            while self._revision != (wanted := self._wanted):
                self._take(await self._told(), wanted)
        except NoServiceError:
            return  # the next connection asks again
        except RefusedByServiceError:
            self._take((), self._wanted)
        finally:
            self._asking = False
        self._then()

    async def _told(self) -> tuple[HeadUnit, ...]:
        told = Told()
        while told.next is not None:
            told.take(await self._app.link.ask(told.next))
        return tuple(told.families)
