"""A copy of everything, handed to an unlocked surface in parts."""

import asyncio

from pi.service import asks
from pi.service.families import Families
from pi.service.kept_families import to_pack
from pi.service.protocol import PART_BYTES, BackupMade, Part
from pi.service.refusal import Reason, RefusedError
from pi.service.surface import Surface
from pi.storage.backup import Backup, make_backup
from pi.storage.errors import DamagedStoreError, NotSavedError
from pi.storage.journal import Journal


class BackingUp:
    """One copy is made at a time; each surface then reads its own."""

    def __init__(self, journal: Journal, families: Families) -> None:
        self._journal = journal
        self._families = families
        self._one = asyncio.Lock()

    async def begin(self, surface: Surface, _: asks.BeginBackup) -> BackupMade:
        """Make a copy and check it. The surface's earlier one is let go."""
        surface.vault()
        surface.forget_backup()
        try:
            async with self._one:
                backup = await asyncio.to_thread(self._made)
        except NotSavedError as error:
            raise RefusedError(Reason.NO_BACKUP, detail=error.problem.reason) from None
        except DamagedStoreError:
            raise RefusedError(Reason.NO_BACKUP, detail="damaged") from None
        if surface.unlocked is None:  # locked, or gone, meanwhile
            backup.close()
            raise RefusedError(Reason.LOCKED)
        surface.backup = backup
        return BackupMade(size=backup.size, digest=backup.digest)

    def _made(self) -> Backup:
        """With the owner's own families: on another card their radios would be unknown."""
        families = to_pack(self._families.directory, self._journal.head_units())
        return make_backup(self._journal.store, families=families)

    @staticmethod
    def part(surface: Surface, ask: asks.GetBackupPart) -> Part:
        """Some of it. Empty at the end."""
        surface.vault()
        if surface.backup is None:
            raise RefusedError(Reason.NO_BACKUP)
        start = min(max(0, ask.offset), surface.backup.size)
        return Part(data=surface.backup.part(start, PART_BYTES))
