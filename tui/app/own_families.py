"""The owner's own families, as the service tells them: on arrival, and when they change.

A service of another user keeps them out of reach. One that has none is not asked.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import State
from tui import families
from tui.client import RefusedByServiceError
from tui.service_socket import NoServiceError
from tui.told_families import Told

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


class FamiliesOfService:
    """Follows the states of one app. ``then`` is called once what was asked for has arrived."""

    def __init__(self, app: "SteadyhandApp", then: Callable[[], None]) -> None:
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
