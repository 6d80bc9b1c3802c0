"""Staying connected: one connection after the other while the app runs, watched on each."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from pi.service.protocol.commands import Look, Watch
from pi.service.protocol.views import State
from tui.service_socket import NoServiceError

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


RECONNECT_S = 1.0


class Staying:
    """Connects one app. ``lost`` is told why there is no service, each time that it goes."""

    def __init__(self, app: "SteadyhandApp", lost: Callable[[str], None]) -> None:
        self._app, self._lost = app, lost

    async def run(self) -> None:
        """Hold a connection, and open another one when it ends. Never returns."""
        while True:
            failure = {"reason": "went_away"}
            try:
                await self._app.link.connect()
                await asyncio.gather(self._app.link.read(), self._watch())
            except NoServiceError as error:
                failure = error.failure
            from tui.text.trouble import service_lost

            wait_s = 0.0 if self._app.returning.expects_loss else RECONNECT_S
            self._lost(service_lost(failure))
            await asyncio.sleep(wait_s)

    async def _watch(self) -> None:
        """Follow one vehicle, the one shown before if there was one.

        Without that the service shows the vehicle last used: what somebody does to another one
        would change the screen under the owner's finger. What was restored begins with that one.
        """
        anew = self._app.returning.waits
        before = None if anew else vehicle_on(self._app.state)
        if not await self._app.rehearsal.resume():
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
