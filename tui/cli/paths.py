"""Where a copy goes: asked about before any secret is, and written at the end."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from pi.copies import target
from pi.copies.target import TargetError, TargetProblem
from tui.cli.base import confirmed, end
from tui.exits import Exit, complain
from tui.text import copies as words

_BAD_INPUT = {
    TargetProblem.EXISTS,
    TargetProblem.DIRECTORY,
    TargetProblem.NO_DIRECTORY,
    TargetProblem.NO_FILE,
    TargetProblem.BAD_NAME,
}


def look(file: str, *, force: bool) -> bool:
    """Whether a file there may be replaced; the owner is asked where one can be asked."""
    try:
        target.look(Path(file), replace=force)
    except TargetError as error:
        if error.problem is not TargetProblem.EXISTS or not sys.stdin.isatty():
            refuse(file, error.problem)
        if not confirmed(words.exists(file)):
            refuse(file, error.problem)
        return True
    return force


def write(file: str, content: bytes, *, replace: bool, is_right: Callable[[bytes], bool]) -> None:
    """Write it for good, and say where it would not last."""
    try:
        real = target.write(Path(file), content, replace=replace, is_right=is_right)
    except TargetError as error:
        refuse(file, error.problem)
    if target.goes_at_next_boot(real):
        complain(words.goes_at_next_boot(file))


def refuse(file: str, problem: TargetProblem) -> NoReturn:
    """End the command: nothing was written there."""
    status = Exit.BAD_INPUT if problem in _BAD_INPUT else Exit.NOT_SAVED
    end(status, words.target_problem(file, problem))
