"""The commands, as scripts and people over SSH use them.

Secrets come on standard input or from the terminal's own prompt, never as an argument.
"""

import sys

import click

from pi import __version__
from pi.service.protocol.commands import Outcome
from tui.cli.base import Group, confirmed, end, secret_line, someone_answers
from tui.cli.copy import copy, import_
from tui.cli.secrets import device_key, make_recovery_key, set_passphrase, set_pin
from tui.cli.vehicles import remove, rename, serial
from tui.copies import planned
from tui.exits import Exit, say, say_json
from tui.text import backup as backup_words
from tui.text import cli as words
from tui.text import secrets as unlocker_words

MOST_DIGITS = 9  # of a vehicle's number


@click.group(cls=Group, invoke_without_command=True)
@click.version_option(__version__, prog_name="steadyhand")
@click.option("--kiosk", is_flag=True, help="Fill a touchscreen: no way out, larger buttons.")
@click.pass_context
def steadyhand(context: click.Context, kiosk: bool) -> None:
    """Your radio asks for its code: key it in step by step. Without a command: the text UI."""
    if context.invoked_subcommand is not None:
        return
    from tui.app.run import open_screens

    sys.exit(open_screens(kiosk=kiosk))


@steadyhand.command(help=words.HELP_STATUS)
@click.option("--json", "as_json", is_flag=True)
def status(as_json: bool) -> None:
    from tui.cli.status import status as show_status

    sys.exit(show_status(as_json=as_json))


@steadyhand.command("head-units", help=words.HELP_HEAD_UNITS)
@click.option("--make", default="", help="The car's make.")
@click.option("--shows", default="", help="What the display shows.")
@click.option("--makes", "list_makes", is_flag=True, help="The makes instead of the families.")
@click.option("--check", "checked", metavar="FILE", help="Check one family's file instead.")
@click.option("--export", "exported", metavar="ID", help="Print one family as its file.")
@click.option("--json", "as_json", is_flag=True)
def head_units(
    make: str,
    shows: str,
    list_makes: bool,
    checked: str | None,
    exported: str | None,
    as_json: bool,
) -> None:
    from tui.cli.head_units import check_file, show_families, show_makes

    alone = [given for given in (checked, exported) if given is not None]
    several = len(alone) + list_makes + bool(shows)
    if several > 1 or (alone and (make or as_json)):
        end(Exit.BAD_INPUT, words.not_understood("steadyhand head-units"))
    if exported is not None:
        from tui.cli.head_units import export

        sys.exit(export(exported))
    if checked is not None:
        sys.exit(check_file(checked))
    sys.exit(show_makes(make, as_json) if list_makes else show_families(make, shows, as_json))


@steadyhand.command(help=words.HELP_PLAN)
@click.option("--head-unit", required=True, metavar="ID")
@click.option("--json", "as_json", is_flag=True)
def plan(head_unit: str, as_json: bool) -> None:
    typed = secret_line(words.code_wanted()).strip()
    steps, problem, bad = planned(head_unit, typed)
    if problem:
        end(bad, problem)
    if as_json:
        say_json({"head_unit": head_unit, "steps": steps})
    else:
        say(*(f"{at}. {step['say']}" for at, step in enumerate(steps, start=1)))


@steadyhand.command("guide", help=words.HELP_GUIDE)
@click.option("--make", default="", help="The car's make, or the radio's own brand.")
@click.option("--head-unit", default="", metavar="ID", help="See: steadyhand head-units")
@click.option("--shows", default="", metavar="TEXT", help="What the display shows.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--letter", is_flag=True, help=words.HELP_LETTER)
def guide(make: str, head_unit: str, shows: str, as_json: bool, letter: bool) -> None:
    from tui.cli import guide
    from tui.text.guide import text

    try:
        road, aids = guide.asked(make, head_unit, shows)
        written = text(guide.letter_given(road.make)) if letter else None
    except guide.BadGuideError as error:
        end(Exit.BAD_INPUT, str(error))
    if as_json:
        shape = guide.shaped(road, aids) if written is None else {"letter": written}
        say_json(shape)
    else:
        say(*(guide.written(road, aids, shows) if written is None else written.split("\n")))


@steadyhand.command(help=words.HELP_SETUP)
@click.option("--from", "file", required=True, metavar="FILE|-", help="TOML, - for stdin.")
def setup(file: str) -> None:
    from tui.cli.setup import set_up_from

    sys.exit(set_up_from(file))


@steadyhand.command(help=words.HELP_SHOW)
@click.option("--vehicle", metavar="NAME", help="Its name or number.")
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from stdin.")
def show(vehicle: str | None, passphrase_stdin: bool) -> None:
    from tui.cli.show import show_code

    someone_answers(passphrase_stdin)
    sys.exit(show_code(vehicle, secret_line(words.secret_wanted())))


@steadyhand.command(help=backup_words.HELP_BACKUP)
@click.argument("file", metavar="FILE")
@click.option("--passphrase-stdin", is_flag=True, help=backup_words.HELP_SECRET)
def backup(file: str, passphrase_stdin: bool) -> None:
    from tui.cli.backup import back_up, place_for

    someone_answers(passphrase_stdin)
    place = place_for(file)
    if place is None:
        sys.exit(Exit.BAD_INPUT)
    sys.exit(back_up(file, place, secret_line(words.secret_wanted())))


@steadyhand.command(help=backup_words.HELP_RESTORE)
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help=backup_words.HELP_REPLACE)
@click.option("--passphrase-stdin", is_flag=True, help=backup_words.HELP_SECRETS)
def restore(file: str, replace: bool, passphrase_stdin: bool) -> None:
    from tui.cli.backup import restore as bring_back

    someone_answers(passphrase_stdin)

    def secret() -> str:
        if replace and sys.stdin.isatty() and not confirmed(backup_words.surely_replace()):
            sys.exit(Exit.NOT_NOW)
        return secret_line(backup_words.secret_wanted())

    def present() -> str:
        return secret_line(backup_words.present_wanted())

    sys.exit(bring_back(file, secret, present, replace=replace))


@steadyhand.command(help=unlocker_words.HELP_PIN)
@click.option("--passphrase-stdin", is_flag=True, help=unlocker_words.HELP_STDIN_PIN)
def pin(passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    sys.exit(set_pin())


@steadyhand.command(help=unlocker_words.HELP_PASSPHRASE)
@click.option("--passphrase-stdin", is_flag=True, help=unlocker_words.HELP_STDIN_PASSPHRASE)
def passphrase(passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    sys.exit(set_passphrase())


@steadyhand.command("recovery-key", help=unlocker_words.HELP_RECOVERY_KEY)
@click.option("--passphrase-stdin", is_flag=True, help=unlocker_words.HELP_STDIN_RECOVERY_KEY)
def recovery_key(passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    sys.exit(make_recovery_key())


@steadyhand.command(help=words.HELP_REPORT)
@click.argument("outcome", type=click.Choice([each.value for each in Outcome]), metavar="OUTCOME")
@click.option("--vehicle", metavar="NUMBER")
@click.option("--shows", metavar="TEXT", help="What the display shows.")
def report(outcome: str, vehicle: str | None, shows: str | None) -> None:
    from tui.cli.show import report_outcome

    if vehicle is not None and not (vehicle.isascii() and vehicle.isdigit()):
        end(Exit.BAD_INPUT, words.names_are_locked())
    if vehicle is not None and len(vehicle) > MOST_DIGITS:
        end(Exit.BAD_INPUT, words.no_such_vehicle(vehicle[:MOST_DIGITS]))
    number = None if vehicle is None else int(vehicle)
    sys.exit(report_outcome(Outcome(outcome), number, shows))


@steadyhand.command(help=words.HELP_KIOSK)
@click.argument("verb", type=click.Choice(["enable", "disable", "status"]), metavar="VERB")
def kiosk(verb: str) -> None:
    from tui.cli.kiosk import kiosk as turn_kiosk

    sys.exit(turn_kiosk(verb))


@steadyhand.command(help=words.HELP_PRACTICE)
@click.option("--head-unit", default="", metavar="ID", help="Without it: your vehicle's radio.")
@click.option("--idle", type=click.FloatRange(min=0), hidden=True)
def practice(head_unit: str, idle: float | None) -> None:
    from tui.cli.practice import practise

    sys.exit(practise(head_unit, idle))


@steadyhand.command(help=words.HELP_DOCTOR)
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    from tui.cli.doctor import doctor as examine

    sys.exit(examine(as_json=as_json))


steadyhand.add_command(copy)
steadyhand.add_command(import_)
steadyhand.add_command(device_key)
steadyhand.add_command(rename)
steadyhand.add_command(serial)
steadyhand.add_command(remove)
