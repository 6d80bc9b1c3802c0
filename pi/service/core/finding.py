"""The asks of an owner whose code is lost: what was looked through, and what was found at last.

A place is one of the guide's own: nobody else's word is written down or told.
"""

from collections.abc import Callable

from pi.guide.road import KINDS
from pi.radio.events import CodeRejected, PlaceLooked, VehicleChanged
from pi.radio.state import Name
from pi.service.core.new_vehicles import check_code, check_text
from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.core.unlocking import Keeping
from pi.service.core.vehicles import Fleet
from pi.service.protocol import commands
from pi.service.protocol.answers import Done
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage import errors
from pi.storage.vault.records import Field

_TEXTS = (Field.NAME, Field.SERIAL, Field.PLATE, Field.SOURCE)


class Finding:
    """Ticks and spent tries need no unlocking; what is found goes into the vault."""

    def __init__(
        self, ledger: Ledger, fleet: Fleet, keeping: Keeping, changed: Callable[[str], None]
    ) -> None:
        """``changed`` is told the vehicle of which something else is kept now."""
        self._changed = changed
        self._ledger = ledger
        self._fleet = fleet
        self._keeping = keeping

    def tick(self, surface: Surface, ask: commands.TickPlace) -> Done:
        """Remember where the owner has looked, until the radio plays."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        if ask.place not in KINDS:
            raise RefusedError(Reason.BAD_FIELD, field="place", detail="no_such_place")
        event = PlaceLooked(place=ask.place, looked=ask.looked)
        return Done(saved=self._ledger.told(vehicle, event))

    def spend(self, surface: Surface, ask: commands.SpendTries) -> Done:
        """Count the wrong codes that the serial number costs, all of them at once."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        head_unit, state = self._ledger.head_unit(vehicle), self._ledger.state(vehicle)
        if ask.answers is not None and ask.answers != self._ledger.end(vehicle):
            raise RefusedError(Reason.STALE, state=state.name.value)
        if state.name is not Name.ASKING:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.name.value)
        ways = head_unit.serial.displays
        if not 0 <= ask.display < len(ways) or ways[ask.display].tries is None:
            raise RefusedError(Reason.BAD_FIELD, field="display", detail="costs_no_tries")
        tries = ways[ask.display].tries or 0
        spent = (CodeRejected(for_serial=True) for _ in range(tries))
        return Done(saved=self._ledger.record(vehicle, *spent))

    async def change(self, surface: Surface, ask: commands.ChangeVehicle) -> Done:
        """Keep what was found: in the vault and in the journal together, or not at all."""
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        vault = surface.vault()
        values = self._checked(vehicle, ask)
        if not values:
            return Done()
        event = VehicleChanged(fields=tuple(field.value for field in values))
        try:
            self._ledger.journal.append(
                [(vehicle, event)], at=self._ledger.now(), extra=vault.changing(vehicle, values)
            )
        except errors.NotSavedError as error:
            raise self._keeping.not_saved(error) from None
        self._changed(vehicle)
        self._keeping.revision += 1
        await self._keeping.sweep(surface)
        return Done()

    def _checked(self, vehicle: str, ask: commands.ChangeVehicle) -> dict[Field, str | None]:
        values: dict[Field, str | None] = {}
        for field in _TEXTS:
            text = getattr(ask, field.value)
            if text is not None:
                check_text(field.value, text)
                if field is Field.NAME and not text.strip():
                    raise RefusedError(Reason.BAD_FIELD, field=field.value, detail="empty")
                values[field] = text.strip() or None
        if ask.code is not None:
            check_code(ask.code, self._ledger.head_unit(vehicle))
            state = self._ledger.state(vehicle).name
            if state in {Name.ENTERING, Name.OUTCOME_UNKNOWN}:
                raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.value)
            values[Field.CODE] = ask.code
        return values
