"""``steadyhand rename``, ``serial`` and ``remove``: what is kept of a vehicle, or all of it.

What is kept of a vehicle is secret: a new name or number comes on standard input, as a PIN does.
Which vehicle is meant may be said by its number, which tells nobody anything.
"""

import sys
from collections.abc import Callable
from typing import NoReturn

import click

from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ChangeVehicle, RemoveVehicle, ShowCode
from tui.cli.base import (
    end,
    of_vehicle,
    saved_or_not,
    secret_line,
    someone_answers,
    unlocked,
    with_service,
)
from tui.client import Link
from tui.exits import Exit, complain
from tui.text import cli as command_words
from tui.text import vehicles as words


@click.command("rename")
@click.option("--vehicle", metavar="NAME", help=command_words.HELP_VEHICLE_OR_LAST)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_NAME)
def rename(vehicle: str | None, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)

    def change(link: Link, shown: CodeShown) -> Exit:
        name = secret_line(words.NEW_NAME, hidden=False)
        done = link.ask(ChangeVehicle(vehicle=shown.vehicle, name=name))
        return saved_or_not(done, words.renamed(shown.vehicle, name.strip()), words.IN_MEMORY)

    _opened(vehicle, change)


@click.command("serial")
@click.option("--vehicle", metavar="NAME", help=command_words.HELP_VEHICLE_OR_LAST)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_SERIAL)
def serial(vehicle: str | None, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)

    def change(link: Link, shown: CodeShown) -> Exit:
        serial = secret_line(words.NEW_SERIAL, hidden=False, empty=True).strip()
        done = link.ask(ChangeVehicle(vehicle=shown.vehicle, serial=serial))
        kept = words.SERIAL_IS_KEPT if serial else words.SERIAL_IS_OUT
        said = of_vehicle(link, shown.name, shown.vehicle, kept)
        return saved_or_not(done, said, words.IN_MEMORY)

    _opened(vehicle, change)


@click.command("remove")
@click.option("--vehicle", metavar="NAME", required=True, help=command_words.HELP_VEHICLE)
@click.option("--yes", is_flag=True, help=words.HELP_YES)
@click.option("--passphrase-stdin", is_flag=True, help=command_words.HELP_STDIN)
def remove(vehicle: str, yes: bool, passphrase_stdin: bool) -> None:
    """Ask for the name, unless its owner said that they are sure, and remove it for good."""
    someone_answers(passphrase_stdin)
    if not yes and not sys.stdin.isatty():
        end(Exit.BAD_INPUT, words.NOBODY_TO_ASK)

    def change(link: Link, shown: CodeShown) -> Exit:
        if not yes:
            complain(words.what_goes(shown.name, shown.vehicle))
            typed = secret_line(words.TYPE_ITS_NAME, hidden=False, empty=True)
            if typed.strip().casefold() != shown.name.strip().casefold():
                end(Exit.NOT_NOW, words.STAYS)
        done = link.ask(RemoveVehicle(vehicle=shown.vehicle))
        return saved_or_not(done, words.removed(shown.name, shown.vehicle), words.IN_MEMORY)

    _opened(vehicle, change)


def _opened(vehicle: str | None, change: Callable[[Link, CodeShown], Exit]) -> NoReturn:
    """Unlock, and change the vehicle that is meant."""
    secret = secret_line(command_words.SECRET_WANTED)

    def act(link: Link) -> Exit:
        shown = link.ask(ShowCode(vehicle=unlocked(link, secret, vehicle)))
        assert isinstance(shown, CodeShown)
        return change(link, shown)

    sys.exit(with_service(act))
