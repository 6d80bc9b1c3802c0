"""A copy of everything, handed to an unlocked surface in parts."""

from typing import Final

from pi.service import asks
from pi.service.costly import Costly
from pi.service.holdings import Holdings
from pi.service.protocol import PART_BYTES, BackupMade, Part
from pi.service.refusal import Reason, RefusedError
from pi.service.surface import Surface
from pi.storage.backup import make_backup
from pi.storage.errors import DamagedStoreError, NotSavedError
from pi.storage.store import Store

COPIES: Final = 48 * 1024 * 1024  # bytes of copies that surfaces fetch; one may be larger


class BackingUp:
    """One copy is made at a time; each surface then reads its own."""

    def __init__(self, store: Store, reading: Costly) -> None:
        self._store = store
        self._reading = reading
        self._copies = Holdings(COPIES, _size, Surface.forget_backup)

    async def begin(self, surface: Surface, _: asks.BeginBackup) -> BackupMade:
        """Make a copy and check it. The surface's earlier one is let go."""
        surface.vault()
        surface.forget_backup()
        try:
            backup = await self._reading.run(surface, lambda: make_backup(self._store), ahead=True)
        except NotSavedError as error:
            raise RefusedError(Reason.NO_BACKUP, detail=error.problem.reason) from None
        except DamagedStoreError:
            raise RefusedError(Reason.NO_BACKUP, detail="damaged") from None
        if surface.unlocked is None:  # locked, or gone, meanwhile
            backup.close()
            raise RefusedError(Reason.LOCKED)
        surface.backup = backup
        self._copies.took(surface)
        return BackupMade(size=backup.size, digest=backup.digest)

    @staticmethod
    def part(surface: Surface, ask: asks.GetBackupPart) -> Part:
        """Some of it. Empty at the end."""
        surface.vault()
        if surface.backup is None:
            raise RefusedError(Reason.NO_BACKUP)
        start = min(max(0, ask.offset), surface.backup.size)
        return Part(data=surface.backup.part(start, PART_BYTES))


def _size(surface: Surface) -> int:
    return 0 if surface.backup is None else surface.backup.size
