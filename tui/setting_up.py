"""``steadyhand setup --from FILE``."""

import sys
from pathlib import Path

from pi.service.asks import AddToSetUp, FinishSetUp, SetUp
from pi.service.protocol import RecoveryKeyMade
from tui.asking import with_service
from tui.exits import Exit, complain
from tui.link import Link
from tui.setup_file import SetupFile, SetupFileError, read
from tui.words import commands as words
from tui.words.language import _

VEHICLES_A_LINE = 20  # of full length, within the longest line of the protocol


def set_up_from(file: str) -> Exit:
    """Set up from a file, ``-`` being standard input. All of it is stored, or nothing."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        said = read(text)
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
    for at in range(0, len(said.vehicles), VEHICLES_A_LINE):
        link.ask(AddToSetUp(vehicles=said.vehicles[at : at + VEHICLES_A_LINE]))
    made = link.ask(SetUp(vehicles=(), pin=said.pin, passphrase=said.passphrase))
    assert isinstance(made, RecoveryKeyMade)
    print(words.recovery_key(made.key), flush=True)
    link.ask(FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
    return Exit.DONE
