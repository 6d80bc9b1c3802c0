"""How a command ends: a status that scripts rely on, and one line for a person."""

import sys
from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of every command."""

    DONE = 0
    FAULT = 1  # a fault of ours
    BAD_INPUT = 2
    NOT_NOW = 3  # not possible in this state
    NO_SERVICE = 4
    NOT_SAVED = 5


def complain(line: str) -> None:
    """One line on standard error: what, and what to do."""
    print(f"steadyhand: {line}", file=sys.stderr)
