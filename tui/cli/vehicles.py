"""``steadyhand rename``, ``serial`` and ``remove``: what is kept of a vehicle, or all of it.

What is kept of a vehicle is secret: a new name or number comes on standard input, as a PIN does.
Which vehicle is meant may be said by its number, which tells nobody anything.
"""

import sys

import click

from pi.service.protocol.answers import Answer, CodeShown, Done
from pi.service.protocol.commands import ChangeVehicle, RemoveVehicle, ShowCode
from tui.cli.base import end, number_of, secret_line, someone_answers, unlock, with_service
from tui.client import Link
from tui.exits import Exit, complain, say
from tui.text import cli as command_words
from tui.text import copies as copy_words
from tui.text import vehicles as words


def rename_vehicle(vehicle: str | None) -> Exit:
    """Unlock, and call a vehicle otherwise."""
    secret = secret_line(command_words.secret_wanted())

    def act(link: Link) -> Exit:
        shown = _opened(link, vehicle, secret)
        name = secret_line(words.new_name(), hidden=False)
        done = link.ask(ChangeVehicle(vehicle=shown.vehicle, name=name))
        return _ended(done, words.renamed(shown.vehicle, name.strip()))

    return with_service(act)


def set_serial(vehicle: str | None) -> Exit:
    """Unlock, and keep another serial number, or none."""
    secret = secret_line(command_words.secret_wanted())

    def act(link: Link) -> Exit:
        shown = _opened(link, vehicle, secret)
        serial = secret_line(words.new_serial(), hidden=False, empty=True).strip()
        done = link.ask(ChangeVehicle(vehicle=shown.vehicle, serial=serial))
        return _ended(done, words.serial_is_kept() if serial else words.serial_is_out())

    return with_service(act)


def remove_vehicle(vehicle: str, *, sure: bool) -> Exit:
    """Unlock, ask for the name unless its owner said ``sure``, and remove it for good."""
    secret = secret_line(command_words.secret_wanted())

    def act(link: Link) -> Exit:
        shown = _opened(link, vehicle, secret)
        if not sure:
            complain(words.what_goes(shown.name, shown.vehicle))
            typed = secret_line(words.type_its_name(), hidden=False, empty=True)
            if typed.strip().casefold() != shown.name.strip().casefold():
                end(Exit.NOT_NOW, words.stays())
        done = link.ask(RemoveVehicle(vehicle=shown.vehicle))
        return _ended(done, words.removed(shown.vehicle))

    return with_service(act)


def _opened(link: Link, vehicle: str | None, secret: str) -> CodeShown:
    """Unlock, and the vehicle that is meant."""
    unlock(link, secret)
    shown = link.ask(ShowCode(vehicle=None if vehicle is None else number_of(link, vehicle)))
    assert isinstance(shown, CodeShown)
    return shown


def _ended(done: Answer, said: str) -> Exit:
    if isinstance(done, Done) and not done.saved:
        complain(words.in_memory())
        return Exit.NOT_SAVED
    say(said)
    return Exit.DONE


@click.command(help=words.HELP_RENAME)
@click.option("--vehicle", metavar="NAME", help=copy_words.HELP_VEHICLE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_NAME)
def rename(vehicle: str | None, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    sys.exit(rename_vehicle(vehicle))


@click.command(help=words.HELP_SERIAL)
@click.option("--vehicle", metavar="NAME", help=copy_words.HELP_VEHICLE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_SERIAL)
def serial(vehicle: str | None, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    sys.exit(set_serial(vehicle))


@click.command(help=words.HELP_REMOVE)
@click.option("--vehicle", metavar="NAME", required=True, help=copy_words.HELP_VEHICLE)
@click.option("--yes", is_flag=True, help=words.HELP_YES)
@click.option("--passphrase-stdin", is_flag=True, help=copy_words.HELP_STDIN)
def remove(vehicle: str, yes: bool, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    if not yes and not sys.stdin.isatty():
        end(Exit.BAD_INPUT, words.nobody_to_ask())
    sys.exit(remove_vehicle(vehicle, sure=yes))
