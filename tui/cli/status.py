"""``steadyhand status``, where `tui.__main__` has not answered it already."""

import sys

import click

from tui.status import status


@click.command("status")
@click.option("--json", "as_json", is_flag=True)
def command(as_json: bool) -> None:
    sys.exit(status(as_json=as_json))
