"""How a command speaks and ends: lines for a person, and a status that scripts rely on.

This is the one door to the terminal for everything but the screens: what is quoted (a file's
name, a key of a file, what a service or a store said) commands no terminal.
"""

import json
import sys
from enum import IntEnum

from pi.drawable import drawable, is_drawable, line_of
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
    print(f"steadyhand: {line_of(line)}", file=sys.stderr)


def say(*lines: str) -> None:
    """Lines on standard output, at once: what comes next may take long, or end badly."""
    print("\n".join(map(drawable, lines)), flush=True)


def say_json(shape: object) -> None:
    """One shape of the documented JSON on standard output. It stays the same for a script."""
    letters = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    said = json.dumps(shape, ensure_ascii=not letters)
    print(said if is_drawable(said) else "".join(map(_in_json, said)))


def _in_json(character: str) -> str:
    """A character of a JSON text: outside of its strings every one can be drawn."""
    if is_drawable(character):
        return character
    in_words = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{in_words[at : at + 4]}" for at in range(0, len(in_words), 4))


def place_of(error: BaseException) -> str:
    """Where a fault happened: its kind, the file and the line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
    return f"{type(error).__name__}, {file}, line {trace.tb_lineno}"
