"""What the login ``steadyhand`` runs, whatever its SSH client asks for.

Without a command: the text UI. With one: the commands that scripts need, run here without a
shell. The client chooses neither service nor file nor how Python runs.
"""

import os
import re
import shlex
import sys
from functools import partial

from pi.places import SYSTEM_SOCKET
from pi.process import hide_memory, leave_no_core
from tui.__main__ import main as run
from tui.app.run import open_screens
from tui.exits import Exit, complain

IDLE_S = 15 * 60.0
COMMANDS = (
    "status",
    "head-units",
    "guide",
    "plan",
    "show",
    "report",
    "doctor",
    "setup",
    "practice",
)
_OF_SETUP = (["--from", "-"], ["--from=-"], ["--help"], ["-h"])  # it reads no file of the machine
OF_SSHD = ("HOME", "USER", "LOGNAME", "TZ")
OF_THE_CLIENT = re.compile(r"TERM|COLORTERM|LANG|LC_\w+")
PLAIN = re.compile(r"[\w.@:+-]{1,64}", re.ASCII)  # a language is looked up as a path
PATH = "/usr/local/bin:/usr/bin:/bin"
TRUE_COLOUR = re.compile(r"foot.*|alacritty|.*kitty.*|.*ghostty.*|.*-direct")


def main() -> int:
    """Run what was asked for. Options for tests alone: ``--socket PATH --idle SECONDS``."""
    leave_no_core()
    own = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    asked = os.environ.get("SSH_ORIGINAL_COMMAND")
    clean = cleaned(dict(os.environ), own.get("--socket", SYSTEM_SOCKET))
    os.environ.clear()
    os.environ.update(clean)
    try:
        words = ["steadyhand"] if asked is None else shlex.split(asked)
    except ValueError:  # an open quotation
        words = []
    if words == ["steadyhand"]:
        return run(partial(_open, float(own.get("--idle", IDLE_S))))
    if problem := refused(words):
        complain(problem)
        return Exit.BAD_INPUT
    if words[1] == "practice":  # screens, too, that end when nobody is there
        words.append(f"--idle={own.get('--idle', IDLE_S)}")
    sys.argv = words
    return run()


def _open(idle_s: float) -> int:
    hide_memory()
    return open_screens(idle_s=idle_s)


def cleaned(environment: dict[str, str], socket: str) -> dict[str, str]:
    """What the screens and commands need of an environment, and the one service they talk to.

    No pager: one runs whatever its reader asks for.
    Some terminals show every colour and do not say so over SSH, as COLORTERM stays behind.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if name in OF_SSHD or (OF_THE_CLIENT.fullmatch(name) and PLAIN.fullmatch(value))
    }
    if TRUE_COLOUR.fullmatch(kept.get("TERM", "")):
        kept.setdefault("COLORTERM", "truecolor")
    return kept | {"PATH": PATH, "PAGER": "", "STEADYHAND_SOCKET": socket}


def refused(words: list[str]) -> str:
    """Why a command line is not for this login, empty where it is."""
    ours = len(words) > 1 and words[0] == "steadyhand" and words[1] in COMMANDS
    if ours and (words[1] != "setup" or words[2:] in _OF_SETUP):
        return ""
    from tui.text.states import ONLY_FROM_STDIN, not_for_this_login

    return ONLY_FROM_STDIN if ours else not_for_this_login(COMMANDS)


if __name__ == "__main__":
    sys.exit(main())
