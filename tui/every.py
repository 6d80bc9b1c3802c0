"""Answers that come in pages, read to their end."""

from collections.abc import Iterator

from pi.service.protocol.answers import FoundVehicle, Status, VehiclesFound
from pi.service.protocol.commands import FindVehicles, GetStatus
from pi.service.protocol.views import RadioView
from tui.client import Link

EVERY = 100_000  # vehicles: more than any store holds


def every_vehicle(link: Link, text: str = "") -> Iterator[FoundVehicle]:
    """All vehicles of a search, in the order they were added."""
    after = 0
    while True:
        found = link.ask(FindVehicles(text=text, limit=EVERY, after=after))
        assert isinstance(found, VehiclesFound)
        yield from found.vehicles
        if not (found.more and found.vehicles):
            return
        after = found.vehicles[-1].vehicle


def every_radio(link: Link) -> Iterator[RadioView]:
    """Every radio, in the order the vehicles were added."""
    after = 0
    while True:
        status = link.ask(GetStatus(after=after))
        assert isinstance(status, Status)
        yield from status.radios
        if not (status.more and status.radios):
            return
        after = status.radios[-1].vehicle
