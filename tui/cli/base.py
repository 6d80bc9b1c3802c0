"""What the commands share: a secret is never an argument, trouble is an exit status."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from pi.drawable import clipped, drawable, line_of
from pi.radio.display import Reading
from pi.secret_limits import PIN_LONGEST, RECOVERY_CHARACTERS
from pi.service.protocol.answers import LONGEST_FIELD, Answer, Done, Reason, VehiclesFound
from pi.service.protocol.commands import FindVehicles, Unlock, UnlockKind
from tui.client import Link, RefusedByServiceError, every_vehicle
from tui.exits import Exit, complain, say
from tui.service_socket import NoServiceError
from tui.text import cli as words
from tui.text import secrets
from tui.text.refusals import refused
from tui.text.states import no_service

MOST_DIGITS = 9  # of a vehicle's number
LONGEST_SECRET = 8 * 1024  # bytes of standard input; a passphrase has at most 1024 characters

_BAD_INPUT = {
    Reason.BAD_BACKUP,
    Reason.BAD_CODE,
    Reason.BAD_FIELD,
    Reason.UNKNOWN_HEAD_UNIT,
    Reason.UNKNOWN_VEHICLE,
    Reason.WRONG_SECRET,
}
_NOT_SAVED = {Reason.NOT_SAVED, Reason.NO_BACKUP, Reason.KEY_NOT_WRITTEN}


def end(status: Exit, line: str) -> NoReturn:
    """End the command with a status and one line."""
    complain(line)
    sys.exit(status)


def as_told(reading: Reading) -> dict[str, Any]:
    """What a display says, as scripts see it: seconds and tries, null where it does not tell."""
    return {name: getattr(reading, name) for name in reading.__struct_fields__}


def say_at_length(*lines: str) -> None:
    """Lines that hold no secret: by the pager, where they are longer than the terminal they go to.

    As with git, ``PAGER`` names another than less, and an empty one says that none is wanted.
    """
    columns, rows = shutil.get_terminal_size()
    taken = sum(max(1, -(-len(line) // columns)) for line in lines)
    if taken < rows or not sys.stdout.isatty() or not _has_pager():
        say(*lines)
        return
    os.environ.setdefault("LESS", "-FRX")  # what was read stays on the screen
    click.echo_via_pager("\n".join(map(drawable, lines)))


def _has_pager() -> bool:
    try:
        return bool(shlex.split(os.environ.get("PAGER", "less")))
    except ValueError:  # an open quotation
        return False


def saved_or_not(done: Answer, said: str, in_memory: str) -> Exit:
    """Say that it was done, or that it stays ``in_memory`` alone."""
    if isinstance(done, Done) and not done.saved:
        complain(in_memory)
        return Exit.NOT_SAVED
    say(said)
    return Exit.DONE


def someone_answers(stdin: bool, otherwise: str = words.NO_TERMINAL_FOR_SECRET) -> None:
    """A script says that standard input holds the secret; a person is asked for it.

    ``otherwise`` is what to do where neither is so.
    """
    if not stdin and not sys.stdin.isatty():
        end(Exit.BAD_INPUT, otherwise)


def secret_twice(prompt: str) -> str:
    """A new secret. It is asked for twice where it is typed unseen, as `AgainScreen` does.

    Where the two differ, either may be wrong: the person says which is typed again.
    """
    typed = secret_line(prompt)
    while sys.stdin.isatty() and secret_line(secrets.ONCE_MORE) != typed:
        if not click.confirm(secrets.SECOND_AGAIN_OR_ANEW, default=True, err=True):
            typed = secret_line(prompt)
    return typed


def secret_line(prompt: str, *, hidden: bool = True, empty: bool = False) -> str:
    """One secret: from the terminal without an echo, else the first line of standard input.

    ``hidden`` False: typed by who reads it there, as a name is. ``empty``: nothing is an answer.
    Blanks belong to a passphrase; only the end of the line is cut off.
    """
    if sys.stdin.isatty():
        default = "" if empty else None
        return str(
            click.prompt(
                line_of(prompt), hide_input=hidden, default=default, show_default=False, err=True
            )
        )
    line = sys.stdin.buffer.readline(LONGEST_SECRET + 1)
    try:
        if len(line) <= LONGEST_SECRET:
            return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        pass
    end(Exit.BAD_INPUT, words.NO_TEXT)


def typed_line(question: str) -> str:
    """What the owner types, without blanks around it. Empty where nobody can be asked."""
    if not sys.stdin.isatty():
        return ""
    asked = line_of(question)
    return str(click.prompt(asked, default="", show_default=False, err=True)).strip()


def confirmed(question: str) -> bool:
    """Whether the owner says yes."""
    return click.confirm(line_of(question), err=True)


def with_service(
    act: Callable[[Link], Exit], why_none: Callable[[dict[str, str]], str] = no_service
) -> Exit:
    """Do something with a link to the service. Returns the exit status.

    ``why_none`` says why there is no service, and what to do.
    """
    try:
        with Link() as link:
            return act(link)
    except NoServiceError as error:
        complain(why_none(error.failure))
        return Exit.NO_SERVICE
    except RefusedByServiceError as error:
        complain(refused(error.refusal))
        return status_of(error.refusal.reason)


def status_of(reason: Reason) -> Exit:
    """The exit status of a refusal."""
    if reason in _BAD_INPUT:
        return Exit.BAD_INPUT
    return Exit.NOT_SAVED if reason in _NOT_SAVED else Exit.NOT_NOW


def unlock(link: Link, secret: str) -> None:
    """A PIN is digits; where there is none, digits may be a passphrase too.

    What is as long as a recovery key is tried as one first, which takes no time.
    """
    if secret.isascii() and secret.isdigit() and len(secret) <= PIN_LONGEST:
        try:
            link.ask(Unlock(kind=UnlockKind.PIN, secret=secret))
            return
        except RefusedByServiceError as error:
            if error.refusal.reason is Reason.DEVICE_KEY:
                _by_passphrase_at_most(link, secret, error)
                return
            if error.refusal.reason is not Reason.NO_SUCH_UNLOCKER:
                raise
    if sum(character.isalnum() for character in secret) == RECOVERY_CHARACTERS:
        try:
            link.ask(Unlock(kind=UnlockKind.RECOVERY, secret=secret))
            return
        except RefusedByServiceError as error:
            if error.refusal.reason not in {Reason.WRONG_SECRET, Reason.NO_SUCH_UNLOCKER}:
                raise
            _by_passphrase_at_most(link, secret, error)
            return
    link.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=secret))


def _by_passphrase_at_most(link: Link, secret: str, error: RefusedByServiceError) -> None:
    """It may be a passphrase, too; else the first answer stands."""
    try:
        link.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=secret))
    except RefusedByServiceError:
        raise error from None


def unlocked(link: Link, secret: str, wanted: str | None) -> int | None:
    """Unlock, and the vehicle that ``--vehicle`` means: None where it was not given."""
    unlock(link, secret)
    return None if wanted is None else _number_of(link, wanted)


def of_vehicle(link: Link, name: str, number: int, said: str) -> str:
    """What is said of a vehicle, which is named where it is not the only one."""
    found = link.ask(FindVehicles(limit=0))
    assert isinstance(found, VehiclesFound)
    return words.of_vehicle(name, number, said) if found.total > 1 else said


def number_in(wanted: str) -> int | None:
    """The number that this is: None where it is a name, which has to be unlocked.

    Ends the command where no vehicle can have that number.
    """
    typed = wanted.strip()
    if not (typed.isascii() and typed.isdigit()):
        return None
    if len(typed) > MOST_DIGITS:
        end(Exit.BAD_INPUT, words.no_such_vehicle(clipped(typed)))
    return int(typed)


def _number_of(link: Link, wanted: str) -> int:
    """The one vehicle that is meant; else the command ends with a line that says why."""
    numbers = _numbers(link, wanted)
    if len(numbers) != 1:
        several = words.several_vehicles if numbers else words.no_such_vehicle
        end(Exit.BAD_INPUT, several(clipped(wanted)))
    return numbers[0]


def _numbers(link: Link, wanted: str) -> list[int]:
    """The vehicles meant by a number, else by a whole name."""
    if len(wanted) > 5 * LONGEST_FIELD:  # far more than a name may have
        return []
    found = list(every_vehicle(link, wanted))
    numbered = [one.vehicle for one in found if str(one.vehicle) == wanted.strip()]
    return numbered or [one.vehicle for one in found if _same(one.name, wanted)]


def _same(name: str | None, wanted: str) -> bool:
    return (name or "").strip().casefold() == wanted.strip().casefold()
