"""The commands as scripts know them: how they are called, how they end, the JSON they print."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import pytest

from tests.golden.files import check, pretty
from tests.golden.test_kept import copied
from tests.tui.desk import Desk
from tui.__main__ import STOPPED
from tui.cli.main import steadyhand
from tui.exits import Exit
from tui.login import COMMANDS

KINDS: Final = {type(None): "null", bool: "bool", int: "int", float: "float", str: "text"}
PLANS: Final = (
    *("nissan-radio-code 3712", "opel-safe 3712", "vw-safe 0042", "renault-column 3712"),
    *("bmw-5-digit 11111", "audi-delta-1990 3712", "land-rover-philips 37124", "lexus-sec 123"),
)
"""Families whose steps are of every kind, and a code of each."""
PLAIN: Final = (
    *("status", "device-key", "doctor"),
    *("head-units", "head-units --makes", "guide --letter"),
)
AS_JSON: Final = {
    **{command: [("", "")] for command in PLAIN},
    "plan": [(f"--head-unit {family}", code) for family, code in map(str.split, PLANS)],
    "guide": [(f"--make {make} --shows HELP", "") for make in ("acura", "lexus", "nissan")],
}
"""Each command that prints JSON: uses of it, with what is typed, that show what there may be."""


def commands(of: click.Command = steadyhand, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command, with the words that call it."""
    yield path, of
    for name in of.list_commands(click.Context(of)) if isinstance(of, click.Group) else ():
        if each := of.get_command(click.Context(of), name):
            yield from commands(each, f"{path} {name}".strip())


def shape_of(values: list[Any]) -> Any:
    """Keys and types of all that stood in one place. A key that was not always there has a "?"."""
    tables = [one for one in values if isinstance(one, dict)]
    lists = [one for one in values if isinstance(one, list)]
    shapes: list[Any] = sorted({KINDS[type(one)] for one in values if type(one) in KINDS})
    if tables:
        held = {key: [one[key] for one in tables if key in one] for one in tables for key in one}
        always = {key for key, each in held.items() if len(each) == len(tables)}
        mark = {key: key if key in always else f"{key}?" for key in held}
        shapes.append({mark[key]: shape_of(each) for key, each in held.items()})
    if lists:
        shapes.append([shape_of([item for one in lists for item in one])])
    return shapes[0] if len(shapes) == 1 else {"one of": shapes}


def produced(directory: Path) -> dict[str, str]:
    """The golden files of the command line, by their names."""
    copied(directory)
    desk = Desk(directory, COLUMNS="80")
    try:
        asked = [" ".join(("steadyhand", *path.split(), "--help")) for path, _ in commands()]
        help = "\n".join(f"$ {one}\n{desk.says(*one.split()[1:])}" for one in asked)
        shapes = {
            command: shape_of(
                [_printed(desk, f"{command} --json {one}", typed) for one, typed in uses]
            )
            for command, uses in AS_JSON.items()
        }
    finally:
        desk.end()
    exits = {each.name: each.value for each in Exit} | {"STOPPED": STOPPED}
    told = {"exits": exits, "over ssh": sorted(COMMANDS), "json": shapes}
    return {"help.txt": help, "commands.json": f"{pretty(told)}\n"}


def _printed(desk: Desk, command: str, typed: str) -> Any:
    """However it ended: what is found wrong with this machine is no matter here."""
    return json.loads(desk.run(*command.split(), typed=typed).stdout)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return produced(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize("name", ["help.txt", "commands.json"])
def test_help_statuses_and_json_are_those_of_before(name: str, told: dict[str, str]) -> None:
    check(name, told[name])


def test_each_command_that_prints_json_is_asked_for_it() -> None:
    has = {path for path, one in commands() if any("--json" in each.opts for each in one.params)}
    assert has == {use.partition(" --")[0] for use in AS_JSON}
