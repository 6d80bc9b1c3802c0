"""``steadyhand show``: a vehicle's code, once it is unlocked."""

import sys

import click

from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ShowCode
from tui.cli.base import secret_line, someone_answers, unlocked, with_service
from tui.client import Link
from tui.exits import Exit, say
from tui.families import family_by_id
from tui.text import cli as words
from tui.text.language import _


@click.command("show")
@click.option("--vehicle", metavar="NAME", help=words.HELP_VEHICLE_OR_LAST)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN)
def command(vehicle: str | None, passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    secret = secret_line(words.SECRET_WANTED)
    sys.exit(with_service(lambda link: _show(link, vehicle, secret)))


def _show(link: Link, vehicle: str | None, secret: str) -> Exit:
    shown = link.ask(ShowCode(vehicle=unlocked(link, secret, vehicle)))
    assert isinstance(shown, CodeShown)
    protection = family_by_id(shown.head_unit).protection
    lines = [
        (_("vehicle"), f"{shown.name} ({shown.vehicle})"),
        (_("radio"), shown.head_unit),
        (_("code"), shown.code or words.no_code_to_show(protection.takes_a_code)),
        (_("serial number"), shown.serial),
        (_("plate"), shown.plate),
        (_("source"), shown.source),
    ]
    say(*(f"{name}: {value}" for name, value in lines if value))
    return Exit.DONE
