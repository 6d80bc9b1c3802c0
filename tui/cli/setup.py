"""``steadyhand setup --from FILE``."""

import sys

import click

from pi.filesystem import NotAFileError, TooLargeError, read_file, read_stream
from pi.guide.first_aid import read_display
from pi.service.protocol.answers import RecoveryKeyMade
from pi.service.protocol.commands import AddToSetUp, FinishSetUp, NewVehicle, SetUp
from tui.cli.base import saved_or_not, with_service
from tui.client import Link
from tui.exits import Exit, complain, say
from tui.families import family_by_id
from tui.setup_file import SetupFile, SetupFileError, lines_of, read
from tui.text import cli as words
from tui.text.backup import not_readable
from tui.text.entry import doubt
from tui.text.language import _

LARGEST = 8 << 20  # bytes; ten thousand vehicles need less than half of it


@click.command("setup")
@click.option("--from", "file", required=True, metavar="FILE|-", help="TOML, - for stdin.")
def command(file: str) -> None:
    sys.exit(set_up_from(file))


def set_up_from(file: str) -> Exit:
    """Set up from a file, ``-`` being standard input. All of it is stored, or nothing."""
    try:
        raw = read_stream(sys.stdin.buffer, LARGEST) if file == "-" else read_file(file, LARGEST)
        said = read(raw.decode("utf-8-sig"))
    except NotAFileError:
        complain(words.no_plain_file(file))
        return Exit.BAD_INPUT
    except OSError as error:
        complain(not_readable(file, error.strerror or "?"))
        return Exit.BAD_INPUT
    except TooLargeError:
        complain(words.too_large(file, LARGEST >> 20))
        return Exit.BAD_INPUT
    except UnicodeDecodeError:
        complain(_("{file}: this is not UTF-8 text. Nothing was stored.").format(file=file))
        return Exit.BAD_INPUT
    except SetupFileError as error:
        complain(words.setup_file_problem(file, error))
        return Exit.BAD_INPUT
    except ValueError:  # a name that no file can have
        complain(not_readable(file, "?"))
        return Exit.BAD_INPUT
    return with_service(lambda link: _set_up(link, said))


def _set_up(link: Link, said: SetupFile) -> Exit:
    """The key is on the owner's side before anything is stored that it alone may open."""
    for vehicles in lines_of(said.vehicles):
        link.ask(AddToSetUp(vehicles=vehicles))
    made = link.ask(SetUp(vehicles=(), pin=said.pin, passphrase=said.passphrase))
    assert isinstance(made, RecoveryKeyMade)
    say(*words.recovery_key(made.key).split("\n"))
    done = link.ask(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
    for number, vehicle in enumerate(said.vehicles, start=1):
        if not vehicle.code and not family_by_id(vehicle.head_unit).protection.takes_a_code:
            complain(words.kept_without_code(number))
        if not_taken := _doubt(vehicle):
            complain(words.of_its_display(number, not_taken))
    return saved_or_not(done, words.set_up(len(said.vehicles)), words.SET_UP_IN_MEMORY)


def _doubt(vehicle: NewVehicle) -> str:
    """What of its display was not taken, empty where all was."""
    if vehicle.beginning is None:
        return ""
    shows = vehicle.beginning.shows
    return doubt(shows, read_display(family_by_id(vehicle.head_unit), shows))
