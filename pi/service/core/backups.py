"""Backups: handed out in parts to who has unlocked, and taken back in the place of the store
that is there.

A restored store holds them until they lie beside it as files. That is done at the start that takes
it up, and at each one after a start that a cut ended: whatever was done already is done no more.

What is kept here is put aside, and never overwritten. Where somebody can open it, only a session
that has it open may put it aside: a passer-by must not take it from its owner's sight. A store
that is damaged, or was never set up, is opened by nobody, and takes no unlocking.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from os.path import lexists
from pathlib import Path
from typing import Final

from pi.catalogue.catalogue import UnknownHeadUnitError, ids
from pi.catalogue.head_unit_file import LONGEST_FILE, read_own, read_text
from pi.filesystem import make_private_directory, sync_directory, write_new_file
from pi.radio.events import By, InterruptionSeen
from pi.radio.head_unit import HeadUnit, is_an_id
from pi.service.core.costly import Costly
from pi.service.core.families import MOST_OWN, Families
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, Holdings, Session
from pi.service.core.unlocking import Unlocking
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    LONGEST_FIELD,
    PART_BYTES,
    BackupMade,
    Done,
    Lost,
    Part,
    Reason,
    RefusedError,
    Restored,
)
from pi.storage.backup import LARGEST, Backup, check_head, make_backup
from pi.storage.errors import (
    BadBackupError,
    DamagedStoreError,
    LockedError,
    NotSavedError,
    Unreadable,
    UnreadableVaultError,
    WrongSecretError,
)
from pi.storage.journal import Journal
from pi.storage.restore import Upload
from pi.storage.store import KEPT_FREE, Store
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.records import Field
from pi.storage.vault.unlocked import UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind

MOST_TEXT: Final = 8 * 1024 * 1024  # letters of all of them; one has thirteen thousand
_ASIDE: Final = "{name}.replaced-{number}"
_ROWS: Final = (
    "SELECT id, toml FROM family WHERE length(id) <= 64 AND length(toml) <= ? ORDER BY id LIMIT ?"
)

COPIES: Final = 48 * 1024 * 1024  # bytes of copies that sessions fetch; one may be larger

MOST_TOLD = 20  # families that are missing


def to_pack(directory: Path, used: Iterable[str]) -> dict[str, str]:
    """The good files of a directory by their ids, as many as a backup takes.

    Those of the vehicles come first: ``used`` are their families.
    """
    packed: dict[str, str] = {}
    room = MOST_TEXT
    for head_unit in (*used, *_names(directory)):
        if head_unit in packed or not is_an_id(head_unit) or len(packed) >= MOST_OWN:
            continue
        path = directory / f"{head_unit}.toml"
        with suppress(OSError, UnicodeDecodeError):
            if isinstance(read_own(path, ids()), HeadUnit):
                text = path.read_text("utf-8")
                if len(text) <= min(room, LONGEST_FILE):
                    packed[head_unit] = text
                    room -= len(text)
    return packed


def packed_in(store: Store) -> dict[str, str]:
    """What a store holds of them: by id the text, where it would do as an owner's own file.

    A stranger's backup may hold anything: a bad one is left out, as a bad file is.
    """
    return dict(_good(store.query(_ROWS, (LONGEST_FILE, MOST_OWN))))


def displaced(directory: Path, packed: dict[str, str]) -> tuple[str, ...]:
    """The ids of those whose file is there already, and says something else."""
    return tuple(
        head_unit
        for head_unit, text in packed.items()
        if _differs(_file(directory, head_unit), text)
    )


def unpack(store: Store, directory: Path) -> None:
    """Write what the store holds of them beside it. A file that says something else is put aside.

    Where that fails they stay where they are. Raises OSError, NotSavedError, DamagedStoreError.
    """
    if not store.query("SELECT 1 FROM family LIMIT 1"):
        return
    make_private_directory(directory)
    for head_unit, text in packed_in(store).items():
        path = _file(directory, head_unit)
        if _differs(path, text):
            path.rename(_aside_of(path))
            sync_directory(directory)
        if not lexists(path):
            write_new_file(path, text.encode("utf-8"), 0o600)
    with store.transaction() as connection:
        connection.execute("DELETE FROM family")


def _good(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    room = MOST_TEXT
    for head_unit, text in rows:
        room -= len(text)
        if room < 0:
            return
        if head_unit in ids() or not is_an_id(head_unit):
            continue
        found = read_text(text)
        if isinstance(found, HeadUnit) and found.id == head_unit:
            yield head_unit, text


def _names(directory: Path) -> list[str]:
    with suppress(OSError):
        return sorted(path.stem for path in directory.glob("*.toml"))
    return []


def _file(directory: Path, head_unit: str) -> Path:
    return directory / f"{head_unit}.toml"


def _differs(path: Path, text: str) -> bool:
    """Whether something else is there. What can't be read is something else."""
    if not lexists(path):
        return False
    try:
        plain = path.is_file() and path.stat().st_size <= 4 * LONGEST_FILE  # a letter has 4 bytes
        return not plain or path.read_bytes() != text.encode("utf-8")
    except OSError:
        return True


def _aside_of(path: Path) -> Path:
    number = 1
    while lexists(aside := path.with_name(_ASIDE.format(name=path.name, number=number))):
        number += 1
    return aside


class BackingUp:
    """One copy is made at a time; each session then reads its own."""

    def __init__(self, radios: Radios, families: Families, reading: Costly) -> None:
        self._radios = radios
        self._journal = radios.journal
        self._families = families
        self._reading = reading
        self._copies = Holdings(COPIES, _backup_size, Session.forget_backup)
        self.handlers: Handlers = {
            commands.BeginBackup: self.begin,
            commands.GetBackupPart: self.part,
        }

    async def begin(self, session: Session, _: commands.BeginBackup) -> BackupMade:
        """Make a copy and check it. The session's earlier one is let go."""
        vault = session.vault()
        session.forget_backup()
        try:
            backup = await self._reading.run(
                session, lambda: self._made(vault), ahead=True, unwanted=Backup.close
            )
        except NotSavedError as error:
            raise RefusedError(Reason.NO_BACKUP, detail=error.problem.reason) from None
        except UnreadableVaultError as error:
            self._radios.found_damage()
            raise self._unreadable(error) from None
        except LockedError:  # meanwhile
            raise RefusedError(Reason.LOCKED) from None
        except DamagedStoreError:
            raise RefusedError(Reason.NO_BACKUP, detail="damaged") from None
        if session.unlocked is None:  # locked, or gone, meanwhile
            backup.close()
            raise RefusedError(Reason.LOCKED)
        session.backup = backup
        self._copies.took(session)
        return BackupMade(size=backup.size, digest=backup.digest)

    def _made(self, vault: UnlockedVault) -> Backup:
        """With the owner's own families: on another card their radios would be unknown."""
        families = to_pack(self._families.directory, self._journal.head_units())
        return make_backup(self._journal.store, vault, families=families)

    def _unreadable(self, error: UnreadableVaultError) -> RefusedError:
        """What of the vault can't be read. The first by itself, too, for sessions of before."""
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
    def part(session: Session, ask: commands.GetBackupPart) -> Part:
        """Some of it. Empty at the end."""
        session.vault()
        if session.backup is None:
            raise RefusedError(Reason.NO_BACKUP)
        start = min(max(0, ask.offset), session.backup.size)
        return Part(data=session.backup.part(start, PART_BYTES))


def _backup_size(session: Session) -> int:
    return 0 if session.backup is None else session.backup.size


class Restoring:
    """Each session brings its own file; the first that is whole and opened is taken up."""

    def __init__(
        self,
        radios: Radios,
        unlocking: Unlocking,
        families: Families,
        begin_anew: Callable[[], None],
    ) -> None:
        self._radios = radios
        self._unlocking = unlocking
        self._families = families
        self._begin_anew = begin_anew
        self._uploads = Holdings(LARGEST, _upload_size, Session.forget_upload)
        self._over = False  # one was taken up already
        self.handlers: Handlers = {
            commands.BeginRestore: self.begin,
            commands.PutRestorePart: self.take,
            commands.FinishRestore: self.finish,
            commands.LetGo: self.let_go,
        }

    def begin(self, session: Session, ask: commands.BeginRestore) -> Done:
        """Refuse what can be refused before the bytes come, a file that is no backup first."""
        session.forget_upload()
        try:
            check_head(ask.head, ask.size)
            self._may_displace(session, replaces=ask.replace)
            self._refuse_without_room(session, ask.size)
            session.upload = Upload(self._directory, ask.head, ask.size, replaces=ask.replace)
        except BadBackupError as error:
            raise RefusedError(Reason.BAD_BACKUP, detail=error.rule) from None
        except NotSavedError as error:
            raise self._radios.not_saved(error) from None
        self._uploads.took(session)
        return Done()

    def take(self, session: Session, ask: commands.PutRestorePart) -> Done:
        """Some of it."""
        upload = _upload(session)
        if not self._has_room(len(ask.data)):
            session.forget_upload()
            raise RefusedError(Reason.NOT_SAVED, detail="full")
        try:
            upload.take(ask.data)
        except (BadBackupError, NotSavedError) as error:
            session.forget_upload()
            raise self._refused(error) from None
        return Done()

    async def finish(self, session: Session, ask: commands.FinishRestore) -> Restored:
        """Check it, open it, and let the service begin anew with it."""
        upload, deriving = _upload(session), self._unlocking.deriving
        deriving.may_guess(session)
        upload.is_being_opened = True
        try:
            store = await deriving.run(
                session, lambda: upload.open_with(ask.secret), ahead=session.is_open
            )
            if session.upload is not upload or self._over:  # meanwhile it was let go
                raise RefusedError(Reason.NO_RESTORE)
            kept = self._may_displace(session, replaces=upload.replaces)
            packed = packed_in(store)
            aside_too = displaced(self._families.directory, packed)
            load = self._loader(packed)
            vehicles = self._interrupt_waits(store, load)
            missing = _missing(store, load)
            aside = upload.commit(self._directory / DATABASE_NAME)
        except WrongSecretError:
            deriving.guessed_wrong(session)
            raise RefusedError(Reason.WRONG_SECRET) from None
        except (BadBackupError, NotSavedError) as error:
            session.forget_upload()
            raise self._refused(error) from None
        except UNREADABLE:
            session.forget_upload()
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
    def let_go(session: Session, _: commands.LetGo) -> Done:
        """Neither the copy that left nor the backup that came in is wanted any more."""
        session.forget_backup()
        session.forget_upload()
        return Done()

    def _refuse_without_room(self, session: Session, size: int) -> None:
        """The store that is there needs room to be written on; uploads of others may give way."""
        while not self._has_room(size):
            if not self._uploads.give_way(session):
                raise RefusedError(Reason.NOT_SAVED, detail="full")

    def _has_room(self, size: int) -> bool:
        """Whether so many bytes more leave the store its own."""
        try:
            told = os.statvfs(self._directory)
        except OSError:
            return True  # the writing will tell
        return told.f_bavail * told.f_frsize >= size + KEPT_FREE

    def _may_displace(self, session: Session, *, replaces: bool) -> bool:
        """Whether something is kept here. Raises RefusedError where it has to stay for now.

        ``detail`` is where it lies, for who can unlock it by nothing and may reach the card.
        """
        if not self._keeps_something():
            return False
        place = str(self._directory / DATABASE_NAME)
        if not replaces:
            raise RefusedError(Reason.WOULD_REPLACE, detail=place)
        if session.unlocked is None and self._can_be_opened():
            raise RefusedError(Reason.LOCKED, detail=place)
        return True

    def _can_be_opened(self) -> bool:
        """Whether there is a whole store, a vault in it, and a way into the vault.

        What was met on the way is no proof of damage here, only what reading the file showed.
        """
        problem = self._radios.journal.store.save_problem
        if problem is not None and problem.reason == "damaged":
            return False
        try:
            return self._unlocking.is_set_up and bool(self._unlocking.vault.kinds())
        except UNREADABLE:
            return False

    @property
    def _directory(self) -> Path:
        return self._radios.journal.store.directory

    def _keeps_something(self) -> bool:
        """A store that can't be read may hold something, too."""
        try:
            return self._unlocking.is_set_up or self._radios.journal.vehicle_count() > 0
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
        radios = Radios(journal, load, self._radios.clock)
        for vehicle in journal.active_vehicles():
            if radios.state(vehicle).is_waiting:
                radios.record(vehicle, InterruptionSeen(by=By.SERVICE))
        if radios.unsaved:
            raise RefusedError(Reason.NOT_SAVED, detail=radios.saving.reason)
        return journal.vehicle_count()

    def _refused(self, error: BadBackupError | NotSavedError) -> RefusedError:
        if isinstance(error, BadBackupError):
            return RefusedError(Reason.BAD_BACKUP, detail=error.rule)
        return self._radios.not_saved(error)


def _missing(store: Store, load: Callable[[str], HeadUnit]) -> tuple[str, ...]:
    """The families of its vehicles that nobody can describe here, some of them."""
    missing = []
    for head_unit in Journal(store).head_units():
        try:
            load(head_unit)
        except UnknownHeadUnitError:
            missing.append(head_unit[:LONGEST_FIELD])
    return tuple(missing[:MOST_TOLD])


def _upload(session: Session) -> Upload:
    if session.upload is None:
        raise RefusedError(Reason.NO_RESTORE)
    return session.upload


def _upload_size(session: Session) -> int:
    upload = session.upload
    return 0 if upload is None or upload.is_being_opened else upload.size
