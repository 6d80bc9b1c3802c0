"""``steadyhand plan``: the key presses for a code that is typed. It is stored nowhere."""

import click

from tui.cli.base import end, secret_line
from tui.copies import planned
from tui.exits import say, say_json
from tui.text import cli as words


@click.command("plan")
@click.option("--head-unit", required=True, metavar="ID", help="See: steadyhand head-units")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def command(head_unit: str, as_json: bool) -> None:
    typed = secret_line(words.CODE_WANTED).strip()
    steps, problem, bad = planned(head_unit, typed)
    if problem:
        end(bad, problem)
    if as_json:
        say_json({"head_unit": head_unit, "steps": steps})
    else:
        say(*(f"{at}. {step['say']}" for at, step in enumerate(steps, start=1)))
