"""A backup comes back in parts, and takes the place of the store that is there.

What is kept here is put aside, and never overwritten. Where somebody can open it, only a surface
that has it open may put it aside: a passer-by must not take it from its owner's sight. A store
that is damaged, or was never set up, is opened by nobody, and takes no unlocking.
"""

import os
from collections.abc import Callable
from pathlib import Path

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.catalogue.head_unit_file import read_text
from pi.radio.events import By, InterruptionSeen
from pi.radio.head_unit import HeadUnit
from pi.service.core.families import Families
from pi.service.core.holdings import Holdings
from pi.service.core.kept_families import displaced, packed_in
from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.core.unlocking import Keeping
from pi.service.damage import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import LONGEST_FIELD, Done, Restored
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage.backup_check import LARGEST, check_head
from pi.storage.database import DATABASE_NAME
from pi.storage.errors import BadBackupError, NotSavedError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.restore import Upload
from pi.storage.store import KEPT_FREE, Store

MOST_TOLD = 20  # families that are missing


class Restoring:
    """Each surface brings its own file; the first that is whole and opened is taken up."""

    def __init__(
        self,
        ledger: Ledger,
        keeping: Keeping,
        families: Families,
        begin_anew: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._keeping = keeping
        self._families = families
        self._begin_anew = begin_anew
        self._uploads = Holdings(LARGEST, _size, Surface.forget_upload)
        self._over = False  # one was taken up already

    def begin(self, surface: Surface, ask: commands.BeginRestore) -> Done:
        """Refuse what can be refused before the bytes come, a file that is no backup first."""
        surface.forget_upload()
        try:
            check_head(ask.head, ask.size)
            self._may_displace(surface, replaces=ask.replace)
            self._refuse_without_room(surface, ask.size)
            surface.upload = Upload(self._directory, ask.head, ask.size, replaces=ask.replace)
        except BadBackupError as error:
            raise RefusedError(Reason.BAD_BACKUP, detail=error.rule) from None
        except NotSavedError as error:
            raise self._keeping.not_saved(error) from None
        self._uploads.took(surface)
        return Done()

    def take(self, surface: Surface, ask: commands.PutRestorePart) -> Done:
        """Some of it."""
        upload = _upload(surface)
        if not self._has_room(len(ask.data)):
            surface.forget_upload()
            raise RefusedError(Reason.NOT_SAVED, detail="full")
        try:
            upload.take(ask.data)
        except (BadBackupError, NotSavedError) as error:
            surface.forget_upload()
            raise self._refused(error) from None
        return Done()

    async def finish(self, surface: Surface, ask: commands.FinishRestore) -> Restored:
        """Check it, open it, and let the service begin anew with it."""
        upload, deriving = _upload(surface), self._keeping.deriving
        deriving.may_guess(surface)
        upload.is_being_opened = True
        try:
            store = await deriving.run(
                surface, lambda: upload.open_with(ask.secret), ahead=surface.is_open
            )
            if surface.upload is not upload or self._over:  # meanwhile it was let go
                raise RefusedError(Reason.NO_RESTORE)
            kept = self._may_displace(surface, replaces=upload.replaces)
            packed = packed_in(store)
            aside_too = displaced(self._families.directory, packed)
            load = self._loader(packed)
            vehicles = self._interrupt_waits(store, load)
            missing = _missing(store, load)
            aside = upload.commit(self._directory / DATABASE_NAME)
        except WrongSecretError:
            deriving.guessed_wrong(surface)
            raise RefusedError(Reason.WRONG_SECRET) from None
        except (BadBackupError, NotSavedError) as error:
            surface.forget_upload()
            raise self._refused(error) from None
        except UNREADABLE:
            surface.forget_upload()
            raise RefusedError(Reason.BAD_BACKUP, detail="damaged") from None
        finally:
            upload.is_being_opened = False
        self._over = True
        self._begin_anew()
        return Restored(
            vehicles=vehicles,
            aside=aside if kept else None,
            families_missing=missing,
            families_aside=aside_too[:MOST_TOLD],
        )

    @staticmethod
    def let_go(surface: Surface, _: commands.LetGo) -> Done:
        """Neither the copy that left nor the backup that came in is wanted any more."""
        surface.forget_backup()
        surface.forget_upload()
        return Done()

    def _refuse_without_room(self, surface: Surface, size: int) -> None:
        """The store that is there needs room to be written on; uploads of others may give way."""
        while not self._has_room(size):
            if not self._uploads.give_way(surface):
                raise RefusedError(Reason.NOT_SAVED, detail="full")

    def _has_room(self, size: int) -> bool:
        """Whether so many bytes more leave the store its own."""
        try:
            told = os.statvfs(self._directory)
        except OSError:
            return True  # the writing will tell
        return told.f_bavail * told.f_frsize >= size + KEPT_FREE

    def _may_displace(self, surface: Surface, *, replaces: bool) -> bool:
        """Whether something is kept here. Raises RefusedError where it has to stay for now.

        ``detail`` is where it lies, for who can unlock it by nothing and may reach the card.
        """
        if not self._keeps_something():
            return False
        place = str(self._directory / DATABASE_NAME)
        if not replaces:
            raise RefusedError(Reason.WOULD_REPLACE, detail=place)
        if surface.unlocked is None and self._can_be_opened():
            raise RefusedError(Reason.LOCKED, detail=place)
        return True

    def _can_be_opened(self) -> bool:
        """Whether there is a whole store, a vault in it, and a way into the vault.

        What was met on the way is no proof of damage here, only what reading the file showed.
        """
        problem = self._ledger.journal.store.save_problem
        if problem is not None and problem.reason == "damaged":
            return False
        try:
            return self._keeping.is_set_up and bool(self._keeping.vault.kinds())
        except UNREADABLE:
            return False

    @property
    def _directory(self) -> Path:
        return self._ledger.journal.store.directory

    def _keeps_something(self) -> bool:
        """A store that can't be read may hold something, too."""
        try:
            return self._keeping.is_set_up or self._ledger.journal.vehicle_count() > 0
        except UNREADABLE:
            return True

    def _loader(self, packed: dict[str, str]) -> Callable[[str], HeadUnit]:
        """How families are found once it is taken up: with its own, in place of those here."""

        def load(head_unit: str) -> HeadUnit:
            found = read_text(packed[head_unit]) if head_unit in packed else None
            return found if isinstance(found, HeadUnit) else self._families.load(head_unit)

        return load

    def _interrupt_waits(self, store: Store, load: Callable[[str], HeadUnit]) -> int:
        """What happened since is not in it: a wait may have begun anew. Returns the vehicles."""
        journal = Journal(store)
        ledger = Ledger(journal, load, self._ledger.clock)
        for vehicle in journal.active_vehicles():
            if ledger.state(vehicle).is_waiting:
                ledger.record(vehicle, InterruptionSeen(by=By.SERVICE))
        if ledger.unsaved:
            raise RefusedError(Reason.NOT_SAVED, detail=ledger.saving.reason)
        return journal.vehicle_count()

    def _refused(self, error: BadBackupError | NotSavedError) -> RefusedError:
        if isinstance(error, BadBackupError):
            return RefusedError(Reason.BAD_BACKUP, detail=error.rule)
        return self._keeping.not_saved(error)


def _missing(store: Store, load: Callable[[str], HeadUnit]) -> tuple[str, ...]:
    """The families of its vehicles that nobody can describe here, some of them."""
    missing = []
    for head_unit in Journal(store).head_units():
        try:
            load(head_unit)
        except UnknownHeadUnitError:
            missing.append(head_unit[:LONGEST_FIELD])
    return tuple(missing[:MOST_TOLD])


def _upload(surface: Surface) -> Upload:
    if surface.upload is None:
        raise RefusedError(Reason.NO_RESTORE)
    return surface.upload


def _size(surface: Surface) -> int:
    upload = surface.upload
    return 0 if upload is None or upload.is_being_opened else upload.size
