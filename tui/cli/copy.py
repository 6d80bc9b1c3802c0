"""``steadyhand copy``: what it takes. What it does is in ``tui.cli.copy``."""

import sys

import click

from tui.cli.base import Group, someone_answers
from tui.text import copies as words
from tui.text import importing as import_words


@click.group(cls=Group, help=words.HELP_COPY)
def copy() -> None: ...


@copy.command(help=words.HELP_KEEPASS)
@click.argument("file", metavar="FILE")
@click.option("--vehicle", metavar="NAME", help=words.HELP_VEHICLE)
@click.option("--force", is_flag=True, help=words.HELP_FORCE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_TWO)
def keepass(file: str, vehicle: str | None, force: bool, passphrase_stdin: bool) -> None:
    from tui.cli.keepass import copy_keepass

    someone_answers(passphrase_stdin)
    sys.exit(copy_keepass(file, vehicle, force=force))


@copy.command(help=words.HELP_QR)
@click.option("--vehicle", metavar="NAME", help=words.HELP_VEHICLE)
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0, help=words.HELP_SECONDS)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN)
def qr(vehicle: str | None, seconds: float, passphrase_stdin: bool) -> None:
    from tui.cli.qr_code import copy_qr

    someone_answers(passphrase_stdin)
    sys.exit(copy_qr(vehicle, seconds))


@copy.command(help=words.HELP_CARD)
@click.argument("file", metavar="FILE")
@click.option("--vehicle", metavar="NAME", help=words.HELP_VEHICLE)
@click.option("--force", is_flag=True, help=words.HELP_FORCE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN)
def card(file: str, vehicle: str | None, force: bool, passphrase_stdin: bool) -> None:
    from tui.cli.card import copy_card

    someone_answers(passphrase_stdin)
    sys.exit(copy_card(file, vehicle, force=force))


@copy.command(help=words.HELP_TAKEN)
@click.argument("kind", type=click.Choice(["keepass", "card", "backup"]), metavar="KIND")
def taken(kind: str) -> None:
    from tui.cli.taken import copy_taken

    sys.exit(copy_taken(kind))


@click.group("import", cls=Group, help=import_words.HELP_IMPORT)
def import_() -> None: ...


@import_.command("keepass", help=import_words.HELP_KEEPASS)
@click.argument("file", metavar="FILE")
@click.option("--entry", "titles", multiple=True, metavar="TITLE", help=import_words.HELP_ENTRY)
@click.option("--code-in", metavar="ATTRIBUTE", help=import_words.HELP_CODE)
@click.option("--serial-in", metavar="ATTRIBUTE", help=import_words.HELP_SERIAL)
@click.option("--head-unit", metavar="ID", help=import_words.HELP_HEAD_UNIT)
@click.option("--passphrase-stdin", is_flag=True, help=import_words.HELP_STDIN)
def import_keepass(
    file: str,
    titles: tuple[str, ...],
    code_in: str | None,
    serial_in: str | None,
    head_unit: str | None,
    passphrase_stdin: bool,
) -> None:
    from tui.cli.import_keepass import Mapping
    from tui.cli.import_keepass import import_keepass as take_over

    someone_answers(passphrase_stdin)
    mapping = Mapping(code=code_in, serial=serial_in, head_unit=head_unit, titles=titles)
    sys.exit(take_over(file, mapping))
