"""Copies of the code off the car: which there are, and which are older than the code."""

from collections.abc import Sequence

from pi.filesystem import media_of
from pi.radio.events import CopyKind, CopyMade, Event, VehicleAdded, VehicleChanged
from pi.radio.instant import WallQuality
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, Session
from pi.service.core.vehicles import Vehicles
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, Reason, RefusedError
from pi.service.protocol.views import CopyView
from pi.storage.errors import NotSavedError
from pi.storage.vault.records import Field

_KINDS = ("CopyMade", "VehicleChanged", "VehicleAdded")
MOST_LOCKED = 9  # vehicles of which a locked session may say at once that a copy was made
MOST_MEDIA, LONGEST_MEDIUM = 8, 64  # disks that a file is spread over, and letters of a name
LOOKED_BACK = 50  # events: a code is changed seldom, and a copy made seldom


class Copies:
    """Which copies exist is no secret; what is in them never comes here."""

    def __init__(self, radios: Radios, vehicles: Vehicles) -> None:
        self._radios = radios
        self._vehicles = vehicles
        self._journal = radios.journal
        self._known: dict[str, tuple[CopyView, ...]] = {}
        radios.when_recorded(self._changed)
        radios.when_removed(self._forget)
        self.handlers: Handlers = {commands.NoteCopy: self.note}

    def copies(self, vehicle: str) -> tuple[CopyView, ...]:
        """The last copy of each kind, the newest first; none where the past can't be read."""
        if vehicle not in self._known:
            try:
                self._known[vehicle] = self._read(vehicle)
            except UNREADABLE:
                self._radios.found_damage()
                self._known[vehicle] = ()
        return self._known[vehicle]

    def _changed(self, vehicle: str, events: Sequence[Event]) -> None:
        if any(type(event).__name__ in _KINDS for event in events):
            self._forget(vehicle)

    def _forget(self, vehicle: str) -> None:
        self._known.pop(vehicle, None)

    def note(self, session: Session, ask: commands.NoteCopy) -> Done:
        """Remember that a copy was made. Raises RefusedError for a vehicle that there is not."""
        if ask.vehicles:
            numbers = dict.fromkeys(ask.vehicles)  # each once, however often it is named
            vehicles = [self._vehicles.chosen(session, number) for number in numbers]
        else:
            vehicles = self._vehicles.ids()
        if len(vehicles) > MOST_LOCKED:
            session.vault()
        off_this_card = self._lies_elsewhere(ask)
        if ask.taken_off:
            vehicles = [one for one in vehicles if self._lies_here(one, ask.kind)]
            if not vehicles:
                raise RefusedError(Reason.NO_COPY)
        event = CopyMade(kind=ask.kind, off_this_card=off_this_card)
        made: list[tuple[str, Event]] = [(one, event) for one in vehicles]
        try:
            saved = self._radios.record_together(made)
        except NotSavedError:
            return Done(saved=False, off_this_card=off_this_card)  # it is there all the same
        return Done(saved=saved, off_this_card=off_this_card)

    def _lies_here(self, vehicle: str, kind: CopyKind) -> bool:
        """Whether a copy of this kind that holds the code as it is was not known to be away."""
        of_kind = [one for one in self.copies(vehicle) if one.kind is kind and not one.stale]
        return any(not one.off_this_card for one in of_kind)

    def _lies_elsewhere(self, ask: commands.NoteCopy) -> bool | None:
        """Whether it lies off the card that it is a copy of, None where that can't be told.

        A phone that read the code is elsewhere.
        """
        if ask.taken_off or not ask.kind.is_a_file:
            return True
        if len(ask.media) > MOST_MEDIA or any(len(one) > LONGEST_MEDIUM for one in ask.media):
            raise RefusedError(Reason.BAD_FIELD, field="media", detail="too_long")
        own = media_of(self._journal.store.directory)
        return not set(own) & set(ask.media) if own and ask.media else None

    def _read(self, vehicle: str) -> tuple[CopyView, ...]:
        """From the newest event back: a copy made before a change of the code is stale.

        One on this card hides none that lies elsewhere.
        """
        found: dict[tuple[str, bool], CopyView] = {}
        stale = False
        for record in self._journal.history(vehicle, limit=LOOKED_BACK, kinds=_KINDS):
            match record.event:
                case CopyMade(kind=kind, off_this_card=told):
                    off = told if kind.is_a_file else True
                    if (kind, off is True) in found:
                        continue
                    found[kind, off is True] = CopyView(
                        kind=kind,
                        wall=record.at.wall,
                        sure=record.at.quality is not WallQuality.UNSURE,
                        stale=stale,
                        off_this_card=off,
                    )
                case VehicleChanged(fields=fields):
                    stale = stale or Field.CODE.value in fields
                case VehicleAdded():
                    break
        return tuple(found.values())
