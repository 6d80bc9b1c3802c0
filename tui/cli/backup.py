"""``steadyhand backup``."""

from collections.abc import Iterator
from contextlib import suppress

from pi.radio.events import CopyKind
from pi.service.protocol.answers import BackupMade, Part, VehiclesFound
from pi.service.protocol.commands import BeginBackup, FindVehicles, GetBackupPart
from tui.backup_files import NotReadBackError, UnfitPlaceError, check_place, keep
from tui.cli.asking import with_service
from tui.cli.show import unlock
from tui.client import Link, RefusedByServiceError
from tui.copies import note
from tui.exits import Exit, complain, say
from tui.service_socket import NoServiceError
from tui.text import backup as words


def place_for(file: str) -> str | None:
    """Where the backup goes, None (and said) where it can't go there."""
    try:
        return check_place(file)
    except UnfitPlaceError as error:
        complain(words.unfit_place(file, error.rule))
    except OSError as error:
        complain(words.no_such_place(file, error.strerror or ""))
    except ValueError:  # a name that no file can have
        complain(words.no_such_place(file, "?"))
    return None


def back_up(file: str, place: str, secret: str) -> Exit:
    """Unlock, and put a copy of the store there. The old file stays until the new one is whole."""
    return with_service(lambda link: _back_up(link, file, place, secret))


def _back_up(link: Link, file: str, place: str, secret: str) -> Exit:
    unlock(link, secret)
    found = link.ask(FindVehicles(limit=0))
    assert isinstance(found, VehiclesFound)
    made = link.ask(BeginBackup())
    assert isinstance(made, BackupMade)
    try:
        keep(place, _parts(link, made.size), made.digest)
    except NotReadBackError as error:
        complain(words.not_kept(file, error))
        return Exit.NOT_SAVED
    except ConnectionError:  # the service went away
        raise
    except OSError as error:
        complain(words.not_kept(file, error))
        return Exit.NOT_SAVED
    where = ""
    with suppress(NoServiceError, RefusedByServiceError):  # the backup is there all the same
        where = note(link, CopyKind.BACKUP, (), place)
    say(*words.kept(file, found.total), *([where] if where else []))
    return Exit.DONE


def _parts(link: Link, size: int) -> Iterator[bytes]:
    offset = 0
    while offset < size:
        part = link.ask(GetBackupPart(offset=offset))
        assert isinstance(part, Part)
        if not part.data:
            return  # what is missing shows when it is read back
        offset += len(part.data)
        yield part.data
