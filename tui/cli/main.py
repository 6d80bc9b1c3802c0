"""The command line: where each command lives, and the options of the whole.

A command's file is loaded once it is called; ``steadyhand --help`` loads none of them.

Secrets come on standard input or from the terminal's own prompt, never as an argument.
"""

import sys
from importlib import import_module
from typing import Any, Final

import click

from pi import __version__
from tui.exits import Exit, complain
from tui.status import status
from tui.text.language import _

COMMANDS: Final = {
    "backup": "tui.cli.backup:backup",
    "copy": "tui.cli.copy:copy",
    "device-key": "tui.cli.secrets:device_key",
    "doctor": "tui.cli.doctor:command",
    "guide": "tui.cli.guide:command",
    "head-units": "tui.cli.head_units:command",
    "import": "tui.cli.import_keepass:import_",
    "kiosk": "tui.cli.kiosk:command",
    "passphrase": "tui.cli.secrets:passphrase",
    "pin": "tui.cli.secrets:pin",
    "plan": "tui.cli.plan:command",
    "practice": "tui.cli.practice:command",
    "recovery-key": "tui.cli.secrets:recovery_key",
    "remove": "tui.cli.vehicles:remove",
    "rename": "tui.cli.vehicles:rename",
    "report": "tui.cli.report:command",
    "restore": "tui.cli.backup:restore",
    "serial": "tui.cli.vehicles:serial",
    "setup": "tui.cli.setup:command",
    "show": "tui.cli.show:command",
    "status": "tui.cli.main:status_command",
}
"""Where each command is, by its name: module and attribute."""
HELP: Final = {
    "backup": _("Copy everything that is kept into a file, to be kept off the car."),
    "copy": _("Keep the code off the car: a KeePass file, a card to print, a QR code."),
    "device-key": _("Where the PIN's key file is kept and whom that keeps out, or move it."),
    "doctor": _("What works here, what does not, and what to do about it."),
    "guide": _(
        "Where to look for a lost code and whom to ask, in order. Derives no code, sends nothing."
    ),
    "head-units": _("The families of radios that are known, best match first."),
    "import": _("Take vehicles over from another file."),
    "kiosk": _("The touchscreen of this machine: enable, disable or status."),
    "passphrase": _("Set the passphrase, in place of an earlier one."),
    "pin": _("Set the PIN, in place of an earlier one."),
    "plan": _("The key presses for a code, read from standard input. Stores nothing."),
    "practice": _("Practise keying a code in, on a simulated radio. Stores nothing."),
    "recovery-key": _("Make another recovery key. The old one is struck once it is on paper."),
    "remove": _("Remove a vehicle for good: its code, all that is kept of it, and its history."),
    "rename": _("Call a vehicle otherwise."),
    "report": _("Say what the radio did."),
    "restore": _("Bring back what a backup holds. Asks for its passphrase or recovery key."),
    "serial": _("Keep another serial number of a radio, or none."),
    "setup": _("Set up from a TOML file, and print the recovery key."),
    "show": _("Unlock, and show a vehicle's code."),
    "status": _("Where each vehicle's radio stands. Needs no unlocking, shows no secret."),
}
"""What each is for: in the list of all its first sentence, in its own help all of it."""


class LazyGroup(click.Group):
    """The commands of the table. A wrong use is said in one line, as every error here."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            return super().main(*args, **kwargs)
        except click.exceptions.Abort:
            sys.exit(Exit.NOT_NOW)
        except click.ClickException as error:
            complain(_wrong_use(error))
            sys.exit(Exit.BAD_INPUT)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        command.help = HELP[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _first_sentence(HELP[name])) for name in COMMANDS])


def _first_sentence(said: str) -> str:
    return said.partition(". ")[0].rstrip(".") + "."


def _wrong_use(error: click.ClickException) -> str:
    """What was wrong. Click would repeat what was typed, and that may be the code."""
    from tui.text import cli as words  # loads all that commands speak of, which the list does not

    context = getattr(error, "ctx", None)
    if context is None:
        return words.not_understood("steadyhand")
    path = context.command_path
    parameter = getattr(error, "param", None)
    if parameter is None:
        match error:
            case click.NoSuchCommand(command_name=typed):
                return words.no_such_command(_nearest(typed, _commands(context)), path)
            case click.NoSuchOption(option_name=typed):
                return words.no_such_option(_nearest(typed, _options(context)), path)
            case click.exceptions.NoArgsIsHelpError():
                return words.not_one_of("COMMAND", ", ".join(_commands(context)))
        return words.not_understood(path)
    name = parameter.make_metavar(context) if parameter.param_type_name == "argument" else ""
    name = name or parameter.opts[0]
    if isinstance(error, click.MissingParameter):
        return words.missing(name, path)
    choices = getattr(parameter.type, "choices", ())
    return words.not_one_of(name, ", ".join(choices)) if choices else words.not_understood(path)


def _commands(context: click.Context) -> list[str]:
    assert isinstance(context.command, click.Group)
    return context.command.list_commands(context)


def _options(context: click.Context) -> list[str]:
    """Those that its help names."""
    every = context.command.get_params(context)
    shown = [one for one in every if isinstance(one, click.Option) and not one.hidden]
    return [name for one in shown for name in one.opts]


def _nearest(typed: str, offered: list[str]) -> tuple[str, ...]:
    from difflib import get_close_matches  # for who mistyped alone

    return tuple(get_close_matches(typed, offered))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="steadyhand")
@click.option("--kiosk", is_flag=True, help="Fill a touchscreen: no way out, larger buttons.")
@click.pass_context
def steadyhand(context: click.Context, kiosk: bool) -> None:
    """Your radio asks for its code: key it in step by step. Without a command: the text UI."""
    if context.invoked_subcommand is None:
        from tui.app.run import open_screens

        sys.exit(open_screens(kiosk=kiosk))


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def status_command(as_json: bool) -> None:
    """Only where more was typed than ``tui.__main__`` has answered without all this."""
    sys.exit(status(as_json=as_json))
