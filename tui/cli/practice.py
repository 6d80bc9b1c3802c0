"""``steadyhand practice``: the screens on a terminal, for practice and nothing else."""

import sys

import click

from pi.catalogue.catalogue import UnknownHeadUnitError
from tui.app.run import open_screens
from tui.cli.base import end
from tui.exits import Exit
from tui.families import catalogue
from tui.practice.radio import simulated
from tui.text import cli as words
from tui.text.practice import cannot
from tui.text.refusals import unknown_head_unit


@click.command("practice")
@click.option("--head-unit", default="", metavar="ID", help="Without it: your vehicle's radio.")
@click.option("--tried", type=click.IntRange(0, 20), default=0, help=words.HELP_TRIED)
@click.option("--idle", type=click.FloatRange(min=0), hidden=True)
def command(head_unit: str, tried: int, idle: float | None) -> None:
    if head_unit:
        _check(head_unit)
    sys.exit(open_screens(idle_s=idle, practise=head_unit, tried=tried))


def _check(head_unit: str) -> None:
    """End the command where nobody can practise on it."""
    try:
        family = catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        end(Exit.BAD_INPUT, unknown_head_unit(error.head_unit, error.nearest))
    if family.takes_a_code and not simulated(family.id):
        end(Exit.NOT_NOW, cannot(family.name))
