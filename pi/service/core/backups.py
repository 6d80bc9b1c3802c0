"""A copy of everything, handed to an unlocked surface in parts."""

from typing import Final

from pi.service.core.costly import Costly
from pi.service.core.families import Families
from pi.service.core.holdings import Holdings
from pi.service.core.kept_families import to_pack
from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.protocol import commands
from pi.service.protocol.answers import PART_BYTES, BackupMade, Part
from pi.service.protocol.refusal import Lost, Reason, RefusedError
from pi.storage.backup import Backup, make_backup
from pi.storage.errors import (
    DamagedStoreError,
    LockedError,
    NotSavedError,
    Unreadable,
    UnreadableVaultError,
)
from pi.storage.vault.records import Field
from pi.storage.vault.unlocked import UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind

COPIES: Final = 48 * 1024 * 1024  # bytes of copies that surfaces fetch; one may be larger


class BackingUp:
    """One copy is made at a time; each surface then reads its own."""

    def __init__(self, ledger: Ledger, families: Families, reading: Costly) -> None:
        self._ledger = ledger
        self._journal = ledger.journal
        self._families = families
        self._reading = reading
        self._copies = Holdings(COPIES, _size, Surface.forget_backup)

    async def begin(self, surface: Surface, _: commands.BeginBackup) -> BackupMade:
        """Make a copy and check it. The surface's earlier one is let go."""
        vault = surface.vault()
        surface.forget_backup()
        try:
            backup = await self._reading.run(
                surface, lambda: self._made(vault), ahead=True, unwanted=Backup.close
            )
        except NotSavedError as error:
            raise RefusedError(Reason.NO_BACKUP, detail=error.problem.reason) from None
        except UnreadableVaultError as error:
            self._ledger.found_damage()
            raise self._unreadable(error) from None
        except LockedError:  # meanwhile
            raise RefusedError(Reason.LOCKED) from None
        except DamagedStoreError:
            raise RefusedError(Reason.NO_BACKUP, detail="damaged") from None
        if surface.unlocked is None:  # locked, or gone, meanwhile
            backup.close()
            raise RefusedError(Reason.LOCKED)
        surface.backup = backup
        self._copies.took(surface)
        return BackupMade(size=backup.size, digest=backup.digest)

    def _made(self, vault: UnlockedVault) -> Backup:
        """With the owner's own families: on another card their radios would be unknown."""
        families = to_pack(self._families.directory, self._journal.head_units())
        return make_backup(self._journal.store, vault, families=families)

    def _unreadable(self, error: UnreadableVaultError) -> RefusedError:
        """What of the vault can't be read. The first by itself, too, for surfaces of before."""
        lost = tuple(map(self._lost, error.first))
        first = next((one for one in lost if one.vehicle is not None), Lost())
        return RefusedError(
            Reason.NO_BACKUP,
            detail="damaged",
            vehicle=first.vehicle,
            field=first.field,
            lost=lost,
            more=error.more,
        )

    def _lost(self, one: Unreadable) -> Lost:
        """Of which vehicle, as far as it has a number."""
        listed = self._journal.vehicle(one.vehicle) if one.vehicle else None
        return Lost(
            vehicle=None if listed is None else listed.number,
            field=one.name if one.name in set(Field) else None,
            way=one.name if one.name in set(UnlockerKind) else None,
        )

    @staticmethod
    def part(surface: Surface, ask: commands.GetBackupPart) -> Part:
        """Some of it. Empty at the end."""
        surface.vault()
        if surface.backup is None:
            raise RefusedError(Reason.NO_BACKUP)
        start = min(max(0, ask.offset), surface.backup.size)
        return Part(data=surface.backup.part(start, PART_BYTES))


def _size(surface: Surface) -> int:
    return 0 if surface.backup is None else surface.backup.size
