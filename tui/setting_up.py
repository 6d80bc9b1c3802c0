"""``steadyhand setup --from FILE``."""

import sys
from pathlib import Path

from pi.service.asks import AddToSetUp, FinishSetUp, SetUp
from pi.service.protocol import Done, RecoveryKeyMade
from tui.asking import with_service
from tui.exits import Exit, complain
from tui.lines import lines_of
from tui.link import Link
from tui.screens.family import family_by_id
from tui.setup_file import SetupFile, SetupFileError, read
from tui.words import commands as words
from tui.words.language import _


def set_up_from(file: str) -> Exit:
    """Set up from a file, ``-`` being standard input. All of it is stored, or nothing."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        said = read(raw.decode("utf-8-sig"))
    except OSError as error:
        complain(
            _("{file}: {why}. Give a file that can be read.").format(file=file, why=error.strerror)
        )
        return Exit.BAD_INPUT
    except UnicodeDecodeError:
        complain(_("{file}: this is not UTF-8 text. Nothing was stored.").format(file=file))
        return Exit.BAD_INPUT
    except SetupFileError as error:
        complain(words.setup_file_problem(file, error))
        return Exit.BAD_INPUT
    return with_service(lambda link: _set_up(link, said))


def _set_up(link: Link, said: SetupFile) -> Exit:
    """The key is on the owner's side before anything is stored that it alone may open."""
    for vehicles in lines_of(said.vehicles):
        link.ask(AddToSetUp(vehicles=vehicles))
    made = link.ask(SetUp(vehicles=(), pin=said.pin, passphrase=said.passphrase))
    assert isinstance(made, RecoveryKeyMade)
    print(words.recovery_key(made.key), flush=True)
    done = link.ask(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
    for number, vehicle in enumerate(said.vehicles, start=1):
        if not vehicle.code and not family_by_id(vehicle.head_unit).protection.takes_a_code:
            complain(words.kept_without_code(number))
    if isinstance(done, Done) and not done.saved:
        complain(words.set_up_in_memory())
        return Exit.NOT_SAVED
    return Exit.DONE
