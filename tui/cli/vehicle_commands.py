"""``steadyhand rename``, ``serial`` and ``remove``: what they take.

What is kept of a vehicle is secret: a new name or number comes on standard input, as a PIN does.
Which vehicle is meant may be said by its number, which tells nobody anything.
"""

import sys

import click

from tui.cli.base import end, someone_answers
from tui.exits import Exit
from tui.text import changing as words
from tui.text import copies as copy_words


@click.command(help=words.HELP_RENAME)
@click.option("--vehicle", metavar="NAME", help=copy_words.HELP_VEHICLE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_NAME)
def rename(vehicle: str | None, passphrase_stdin: bool) -> None:
    from tui.cli.vehicles import rename as call_it

    someone_answers(passphrase_stdin)
    sys.exit(call_it(vehicle))


@click.command(help=words.HELP_SERIAL)
@click.option("--vehicle", metavar="NAME", help=copy_words.HELP_VEHICLE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_SERIAL)
def serial(vehicle: str | None, passphrase_stdin: bool) -> None:
    from tui.cli.vehicles import set_serial

    someone_answers(passphrase_stdin)
    sys.exit(set_serial(vehicle))


@click.command(help=words.HELP_REMOVE)
@click.option("--vehicle", metavar="NAME", required=True, help=copy_words.HELP_VEHICLE)
@click.option("--yes", is_flag=True, help=words.HELP_YES)
@click.option("--passphrase-stdin", is_flag=True, help=copy_words.HELP_STDIN)
def remove(vehicle: str, yes: bool, passphrase_stdin: bool) -> None:
    from tui.cli.vehicles import remove as take_out

    someone_answers(passphrase_stdin)
    if not yes and not sys.stdin.isatty():
        end(Exit.BAD_INPUT, words.nobody_to_ask())
    sys.exit(take_out(vehicle, sure=yes))
