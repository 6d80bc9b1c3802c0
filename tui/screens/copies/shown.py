"""What the service tells of the vehicles to be copied, to a screen."""

from typing import TYPE_CHECKING

from pi.copies.contents import Kept
from pi.service.protocol.answers import CodeShown, VehiclesFound
from pi.service.protocol.commands import FindVehicles, ShowCode
from tui.copies import kept_of
from tui.every import EVERY

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


async def this_kept(app: "SteadyhandApp") -> Kept | None:
    """The vehicle on the screen. None: the service refused, which is said."""
    shown = await app.tell(ShowCode())
    return kept_of(shown) if isinstance(shown, CodeShown) and shown.code else None


async def all_kept(app: "SteadyhandApp") -> tuple[Kept, ...]:
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
