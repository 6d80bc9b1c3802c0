"""How a command ends: a status that scripts rely on, and one line for a person."""

import sys
from enum import IntEnum

from tui import splash


class Exit(IntEnum):
    """The exit statuses of every command."""

    DONE = 0
    FAULT = 1  # a fault of ours
    BAD_INPUT = 2
    NOT_NOW = 3  # not possible in this state
    NO_SERVICE = 4
    NOT_SAVED = 5


def complain(line: str) -> None:
    """One line on standard error: what, and what to do.

    What hides the user's screen goes first, or the line would go with it.
    """
    splash.leave()
    print(f"steadyhand: {plain(line)}", file=sys.stderr)


def plain(line: str) -> str:
    """A line as it may be printed.

    What it quotes (a file's name, a key of a file) may hold line ends and a terminal's commands:
    they become blanks.
    """
    return "".join(each if each.isprintable() else " " for each in line)


def place_of(error: BaseException) -> str:
    """Where a fault happened: its kind, the file and the line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
    return f"{type(error).__name__}, {file}, line {trace.tb_lineno}"
