"""A vehicle is removed: its secrets, its history and its wait, all of it or nothing."""

from collections.abc import Callable

from pi.radio.state import Name
from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.core.unlocking import Keeping
from pi.service.core.vehicles import Fleet
from pi.service.protocol import commands
from pi.service.protocol.answers import Done
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage import errors


class Removing:
    """For a surface that has the vault open. Who asks twice is the surface."""

    def __init__(
        self, ledger: Ledger, fleet: Fleet, keeping: Keeping, removed: Callable[[str], None]
    ) -> None:
        """``removed`` is told the vehicle that is gone."""
        self._ledger = ledger
        self._fleet = fleet
        self._keeping = keeping
        self._removed = removed

    async def remove(self, surface: Surface, ask: commands.RemoveVehicle) -> Done:
        """Remove it from the card. Somebody may be keying in its code: then it stays."""
        vault = surface.vault()
        vehicle = self._fleet.chosen(surface, ask.vehicle)
        state = self._ledger.state(vehicle).name
        if state in {Name.ENTERING, Name.OUTCOME_UNKNOWN}:
            raise RefusedError(Reason.NOT_IN_THIS_STATE, state=state.value)
        journal = self._ledger.journal
        try:
            journal.remove(vehicle, vault.removing(vehicle))
        except errors.NotSavedError as error:
            raise self._keeping.not_saved(error) from None
        self._removed(vehicle)
        self._keeping.revision += 1
        await self._keeping.sweep(surface)
        return Done(saved=not journal.store.volatile)
