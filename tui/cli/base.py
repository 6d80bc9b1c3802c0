"""How every command is used: a wrong use is one line, and a secret is never an argument."""

import sys
from typing import Any, NoReturn

import click

from pi.drawable import line_of
from tui.exits import Exit, complain
from tui.text import cli as words
from tui.text import twice

LONGEST_SECRET = 8 * 1024  # bytes of standard input; a passphrase has at most 1024 characters


class Group(click.Group):
    """A group that says a wrong use in one line, as every error here."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            return super().main(*args, **kwargs)
        except click.exceptions.Abort:
            sys.exit(Exit.NOT_NOW)
        except click.ClickException as error:
            complain(_wrong_use(error))
            sys.exit(Exit.BAD_INPUT)


def _wrong_use(error: click.ClickException) -> str:
    """What was wrong. Click would repeat what was typed, and that may be the code."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "steadyhand"
    parameter = getattr(error, "param", None)
    if parameter is None:
        return words.not_understood(path)
    name = parameter.make_metavar(context) if parameter.param_type_name == "argument" else ""
    name = name or parameter.opts[0]
    if isinstance(error, click.MissingParameter):
        return words.missing(name, path)
    choices = getattr(parameter.type, "choices", ())
    return words.not_one_of(name, ", ".join(choices)) if choices else words.not_understood(path)


def end(status: Exit, line: str) -> NoReturn:
    """End the command with a status and one line."""
    complain(line)
    sys.exit(status)


def someone_answers(stdin: bool) -> None:
    """A script says that standard input holds the secret; a person is asked for it."""
    if not stdin and not sys.stdin.isatty():
        end(Exit.BAD_INPUT, words.no_terminal_for_secret())


def secret_twice(prompt: str) -> str:
    """A new secret. It is asked for twice where it is typed unseen.

    Where the two differ, either may be wrong: the person says which is typed again.
    """
    typed = secret_line(prompt)
    while sys.stdin.isatty() and secret_line(twice.once_more()) != typed:
        if not click.confirm(twice.second_again_or_anew(), default=True, err=True):
            typed = secret_line(prompt)
    return typed


def secret_line(prompt: str, *, hidden: bool = True, empty: bool = False) -> str:
    """One secret: from the terminal without an echo, else the first line of standard input.

    ``hidden`` False: typed by who reads it there, as a name is. ``empty``: nothing is an answer.
    Blanks belong to a passphrase; only the end of the line is cut off.
    """
    if sys.stdin.isatty():
        default = "" if empty else None
        return str(
            click.prompt(
                line_of(prompt), hide_input=hidden, default=default, show_default=False, err=True
            )
        )
    line = sys.stdin.buffer.readline(LONGEST_SECRET + 1)
    try:
        if len(line) <= LONGEST_SECRET:
            return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        pass
    end(Exit.BAD_INPUT, words.no_text())


def typed_line(question: str) -> str:
    """What the owner types, without blanks around it. Empty where nobody can be asked."""
    if not sys.stdin.isatty():
        return ""
    asked = line_of(question)
    return str(click.prompt(asked, default="", show_default=False, err=True)).strip()


def confirmed(question: str) -> bool:
    """Whether the owner says yes."""
    return click.confirm(line_of(question), err=True)
