"""``steadyhand show``."""

from pi.drawable import clipped
from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ShowCode, Unlock, UnlockKind
from pi.service.protocol.refusal import Reason
from tui.cli.asking import with_service
from tui.cli.base import end
from tui.client import Link, RefusedByServiceError
from tui.every import every_vehicle
from tui.exits import Exit, say
from tui.text import cli as words
from tui.text.language import _

LONGEST_NAME = 1000  # characters, far more than a name may have
LONGEST_PIN = 12  # digits
RECOVERY_CHARACTERS = 28  # without the dashes


def show_code(vehicle: str | None, secret: str) -> Exit:
    """Unlock with a PIN or passphrase, and print a vehicle's code."""
    return with_service(lambda link: _show(link, vehicle, secret))


def _show(link: Link, vehicle: str | None, secret: str) -> Exit:
    unlock(link, secret)
    number = None if vehicle is None else number_of(link, vehicle)
    shown = link.ask(ShowCode(vehicle=number))
    assert isinstance(shown, CodeShown)
    lines = [
        (_("vehicle"), f"{shown.name} ({shown.vehicle})"),
        (_("radio"), shown.head_unit),
        (_("code"), shown.code or words.no_code_to_show(_takes_a_code(shown.head_unit))),
        (_("serial number"), shown.serial),
        (_("plate"), shown.plate),
        (_("source"), shown.source),
    ]
    say(*(f"{name}: {value}" for name, value in lines if value))
    return Exit.DONE


def _takes_a_code(head_unit: str) -> bool:
    """Whether it takes one, as far as it is known: an owner's own radio may be known elsewhere."""
    from tui.family import family_by_id

    protection = family_by_id(head_unit).protection
    return protection.takes_a_code


def unlock(link: Link, secret: str) -> None:
    """A PIN is digits; where there is none, digits may be a passphrase too.

    What is as long as a recovery key is tried as one first, which takes no time.
    """
    if secret.isascii() and secret.isdigit() and len(secret) <= LONGEST_PIN:
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


def number_of(link: Link, wanted: str) -> int:
    """The one vehicle that is meant; else the command ends with a line that says why."""
    numbers = _numbers(link, wanted)
    if len(numbers) != 1:
        several = words.several_vehicles if numbers else words.no_such_vehicle
        end(Exit.BAD_INPUT, several(clipped(wanted)))
    return numbers[0]


def _numbers(link: Link, wanted: str) -> list[int]:
    """The vehicles meant by a number, else by a whole name."""
    if len(wanted) > LONGEST_NAME:
        return []
    found = list(every_vehicle(link, wanted))
    numbered = [one.vehicle for one in found if str(one.vehicle) == wanted.strip()]
    return numbered or [one.vehicle for one in found if _same(one.name, wanted)]


def _same(name: str | None, wanted: str) -> bool:
    return (name or "").strip().casefold() == wanted.strip().casefold()
