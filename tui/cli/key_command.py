"""``steadyhand device-key``, as scripts and people over SSH use it."""

import os
import sys

import click

from tui.cli.base import end, someone_answers
from tui.exits import Exit
from tui.text import cli as command_words
from tui.text import device_key as words


@click.command("device-key", help=words.HELP)
@click.option("--to", type=click.Choice(["stick", "card"]), help=words.HELP_TO)
@click.option("--place", default="", metavar="DIR", help=words.HELP_PLACE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN)
@click.option("--json", "as_json", is_flag=True)
def device_key(to: str | None, place: str, passphrase_stdin: bool, as_json: bool) -> None:
    from pi.service.protocol.commands import KeyPlace
    from tui.cli.device_key import move, show

    if to is None and not place:
        sys.exit(show(as_json=as_json))
    if to is None or as_json or (place and to == "card"):
        end(Exit.BAD_INPUT, command_words.not_understood("steadyhand device-key"))
    someone_answers(passphrase_stdin)
    sys.exit(move(KeyPlace(to), os.path.abspath(place) if place else ""))
