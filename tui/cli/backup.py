"""``steadyhand backup`` and ``steadyhand restore``."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

import click

from pi.copies import target
from pi.copies.target import TargetError, TargetProblem
from pi.filesystem import NotAFileError, open_file
from pi.radio.events import CopyKind
from pi.service.protocol.answers import (
    PART_BYTES,
    BackupMade,
    Part,
    Reason,
    Restored,
    VehiclesFound,
)
from pi.service.protocol.commands import (
    BeginBackup,
    BeginRestore,
    FindVehicles,
    FinishRestore,
    GetBackupPart,
    PutRestorePart,
)
from tui.backup_files import HEAD, keep
from tui.cli.base import confirmed, end, secret_line, someone_answers, unlock, with_service
from tui.client import Link, RefusedByServiceError
from tui.copies import note
from tui.exits import Exit, complain, say
from tui.service_socket import NoServiceError
from tui.text import backup as words
from tui.text import cli as command_words
from tui.text import copies as copy_words
from tui.text.states import no_service

_IN_THE_WAY = {"damaged", "foreign", "newer"}


_BAD_INPUT = {
    TargetProblem.EXISTS,
    TargetProblem.STORE,
    TargetProblem.DIRECTORY,
    TargetProblem.NO_DIRECTORY,
    TargetProblem.NO_FILE,
    TargetProblem.BAD_NAME,
}


def look(file: str, *, replace: bool) -> bool:
    """Whether a file there may be replaced, as for every command that makes one.

    One that is there is left alone, unless its owner says ``--replace``, or yes when asked. Ends
    the command where nothing can be put there.
    """
    try:
        target.look(Path(file), replace=replace)
    except TargetError as error:
        if error.problem is not TargetProblem.EXISTS:
            refuse(file, error.problem)
        if not (sys.stdin.isatty() and confirmed(copy_words.exists(file))):
            end(Exit.BAD_INPUT, copy_words.exists_already(file))
        return True
    return replace


def refuse(file: str, problem: TargetProblem) -> NoReturn:
    """End the command: nothing was written there."""
    status = Exit.BAD_INPUT if problem in _BAD_INPUT else Exit.NOT_SAVED
    end(status, copy_words.target_problem(file, problem))


@click.command("backup")
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help=copy_words.HELP_REPLACE)
@click.option("--passphrase-stdin", is_flag=True, help=command_words.HELP_STDIN)
def backup(file: str, replace: bool, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    look(file, replace=replace)
    place = os.path.realpath(file)
    secret = secret_line(command_words.SECRET_WANTED)
    sys.exit(with_service(lambda link: _back_up(link, file, place, secret)))


def _back_up(link: Link, file: str, place: str, secret: str) -> Exit:
    """Put a copy of the store there. The old file stays until the new one is whole."""
    unlock(link, secret)
    found = link.ask(FindVehicles(limit=0))
    assert isinstance(found, VehiclesFound)
    made = link.ask(BeginBackup())
    assert isinstance(made, BackupMade)
    try:
        keep(place, _parts(link, made.size), made.digest)
    except ConnectionError:  # the service went away
        raise
    except OSError as error:
        complain(words.not_kept(file, error))
        return Exit.NOT_SAVED
    where = ""
    with suppress(NoServiceError, RefusedByServiceError):  # the backup is there all the same
        where = note(link, CopyKind.BACKUP, (), place)
    if target.goes_at_next_boot(Path(place)):
        complain(copy_words.goes_at_next_boot(file))
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


@click.command("restore")
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help=words.HELP_REPLACE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_SECRETS)
def restore(file: str, replace: bool, passphrase_stdin: bool) -> None:
    """What opens it is asked for once the file is known to be one.

    What unlocks the store here is asked for after it, where it has to be unlocked first.
    """
    someone_answers(passphrase_stdin)

    def secret() -> str:
        if replace and sys.stdin.isatty() and not confirmed(words.SURELY_REPLACE):
            sys.exit(Exit.NOT_NOW)
        return secret_line(words.SECRET_WANTED)

    asked = _Asked(secret, lambda: secret_line(words.PRESENT_WANTED), replace)
    with _opened(file) as handle:
        sys.exit(with_service(lambda link: _restore(link, file, handle, asked), _why_none))


def _opened(file: str) -> BinaryIO:
    try:
        return open_file(file)
    except NotAFileError:
        end(Exit.BAD_INPUT, words.no_plain_file(file))
    except OSError as error:
        end(Exit.BAD_INPUT, words.not_readable(file, error.strerror or "?"))
    except ValueError:  # a name that no file can have
        end(Exit.BAD_INPUT, words.not_readable(file, "?"))


def _why_none(failure: dict[str, str]) -> str:
    if failure.get("reason") in _IN_THE_WAY:
        return words.store_in_the_way(failure.get("place") or "?")
    return no_service(failure)


class _Asked(NamedTuple):
    """What the owner is asked for, and whether what is kept may be put aside."""

    secret: Callable[[], str]
    present: Callable[[], str]
    replace: bool


def _restore(link: Link, file: str, handle: BinaryIO, asked: _Asked) -> Exit:
    try:
        size, head = os.fstat(handle.fileno()).st_size, handle.read(HEAD)
        typed = _begun(link, BeginRestore(size=size, head=head, replace=asked.replace), asked)
        for part in _parts_of_file(handle, head):
            link.ask(PutRestorePart(data=part))
        done = link.ask(FinishRestore(secret=typed))
    except ConnectionError:  # the service went away
        raise
    except OSError as error:
        complain(words.not_readable(file, error.strerror or "?"))
        return Exit.BAD_INPUT
    except RefusedByServiceError as error:
        if error.refusal.reason is not Reason.WRONG_SECRET:
            raise
        complain(words.DOES_NOT_OPEN)
        return Exit.BAD_INPUT
    assert isinstance(done, Restored)
    _wait_for_the_next()
    say(*words.restored(done))
    return Exit.DONE


def _begun(link: Link, begin: BeginRestore, asked: _Asked) -> str:
    """What opens the backup. What is kept here is unlocked where that is needed first."""
    try:
        link.ask(begin)
    except RefusedByServiceError as error:
        if error.refusal.reason is not Reason.LOCKED:
            raise
        place = error.refusal.detail or "?"
    else:
        return asked.secret()
    secret, present = asked.secret(), asked.present()
    if not present:
        end(Exit.NOT_NOW, words.present_missing(place))
    _unlock_present(link, present, place)
    link.ask(begin)
    return secret


def _unlock_present(link: Link, secret: str, place: str) -> None:
    try:
        unlock(link, secret)
    except RefusedByServiceError as error:
        if error.refusal.reason is not Reason.WRONG_SECRET:
            raise
        end(Exit.BAD_INPUT, words.present_stays_shut(place))


def _parts_of_file(handle: BinaryIO, head: bytes) -> Iterator[bytes]:
    yield head
    while part := handle.read(PART_BYTES):
        yield part


def _wait_for_the_next() -> None:
    """Until the service answers with what was restored, which the next command will see."""
    with suppress(NoServiceError, RefusedByServiceError), Link() as link:
        link.ask(FindVehicles(limit=0))
