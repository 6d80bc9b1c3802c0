"""Copies of the code off the car: which there are, and which are older than the code."""

from pi.radio.events import CopyMade, Event, VehicleAdded, VehicleChanged
from pi.radio.instant import WallQuality
from pi.service import asks
from pi.service.damage import UNREADABLE
from pi.service.fleet import Fleet
from pi.service.ledger import Ledger
from pi.service.protocol import Done
from pi.service.shown import CopyView
from pi.service.surface import Surface
from pi.storage.errors import NotSavedError
from pi.storage.journal import Journal
from pi.storage.records import Field

_KINDS = ("CopyMade", "VehicleChanged", "VehicleAdded")
LOOKED_BACK = 50  # events: a code is changed seldom, and a copy made seldom


class Copying:
    """Which copies exist is no secret; what is in them never comes here."""

    def __init__(self, ledger: Ledger, fleet: Fleet, journal: Journal) -> None:
        self._ledger = ledger
        self._fleet = fleet
        self._journal = journal
        self._known: dict[str, tuple[CopyView, ...]] = {}
        self.revision = 0

    def copies(self, vehicle: str) -> tuple[CopyView, ...]:
        """The last copy of each kind, the newest first; none where the past can't be read."""
        if vehicle not in self._known:
            try:
                self._known[vehicle] = self._read(vehicle)
            except UNREADABLE:
                self._ledger.found_damage()
                self._known[vehicle] = ()
        return self._known[vehicle]

    def changed(self, vehicle: str) -> None:
        """What is kept of a vehicle is not what it was."""
        self._known.pop(vehicle, None)

    def note(self, surface: Surface, ask: asks.NoteCopy) -> Done:
        """Remember that a copy was made. Raises RefusedError for a vehicle that there is not."""
        if ask.vehicles:
            numbers = dict.fromkeys(ask.vehicles)  # each once, however often it is named
            vehicles = [self._fleet.chosen(surface, number) for number in numbers]
        else:
            vehicles = self._fleet.ids()
        made: list[tuple[str, Event]] = [(one, CopyMade(kind=ask.kind)) for one in vehicles]
        try:
            self._journal.append(made, at=self._ledger.now())
        except NotSavedError:
            return Done(saved=False)  # the copy is there all the same
        self._known.clear()
        self.revision += 1
        return Done()

    def _read(self, vehicle: str) -> tuple[CopyView, ...]:
        """From the newest event back: a copy made before a change of the code is stale."""
        found: dict[str, CopyView] = {}
        stale = False
        for record in self._journal.history(vehicle, limit=LOOKED_BACK, kinds=_KINDS):
            match record.event:
                case CopyMade(kind=kind) if kind not in found:
                    sure = record.at.quality is not WallQuality.UNSURE
                    found[kind] = CopyView(kind=kind, wall=record.at.wall, sure=sure, stale=stale)
                case VehicleChanged(fields=fields):
                    stale = stale or Field.CODE.value in fields
                case VehicleAdded():
                    break
        return tuple(found.values())
